"""Signatures of texts whose agreement tells how many word triples two texts share."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from hashlib import blake2b

from cleaner.text import words

PERMUTATIONS = 128          # standard error of a likeness of 0.8 is then 0.035
BANDS = 16                  # of 8 figures each: likeness 0.9 meets in a band with 0.9999, 0.8 with 0.95, 0.5 with 0.06
SHINGLE_WORDS = 3
MIN_WORDS = 50              # a shorter text is like others by its phrases alone
_SEED = 20                  # any, but for ever the same
_ROW = 2 * PERMUTATIONS // BANDS
_FIGURES = struct.Struct(f"<{PERMUTATIONS}H")
SIGNATURE_BYTES = _FIGURES.size


def minhash(text: str) -> bytes:
    """The signature of `text`, 16 bits a permutation; empty for a text of under `MIN_WORDS` words."""
    from rensa import RMinHash

    found = words(text)
    if len(found) < MIN_WORDS:
        return b""
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    sketch.update([" ".join(found[i:i + SHINGLE_WORDS]) for i in range(len(found) - SHINGLE_WORDS + 1)])
    return _FIGURES.pack(*(figure & 0xFFFF for figure in sketch.digest()))


def likeness(one: bytes, other: bytes) -> float:
    """The share of word triples that the texts of two signatures have in common, estimated."""
    same = sum(a == b for a, b in zip(_FIGURES.unpack(one), _FIGURES.unpack(other), strict=True))
    return float(same / PERMUTATIONS)


def bands(signature: bytes) -> Iterator[int]:
    """A 63-bit key for each band of a signature; texts that are much alike share at least one."""
    for band in range(BANDS):
        row = signature[band * _ROW:(band + 1) * _ROW]
        yield int.from_bytes(blake2b(row, digest_size=8, salt=band.to_bytes(2, "little")).digest(), "little") >> 1
