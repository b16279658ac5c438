"""What class, id and role words say: evidence for groups of clutter, never a verdict by itself."""

from __future__ import annotations

import re
from functools import lru_cache

from cleaner.rules import builtin

_TOKEN = re.compile(r"[A-Z]?[a-z\u00df-\u024f]+|[A-Z]+(?![a-z])|[\u0370-\u04ff]+")
_PARTED = bytes(byte if byte in b"abcdefghijklmnopqrstuvwxyz" else ord(" ") for byte in range(256))
_LONG = 6           # a listed word of this length also counts inside a compound: "relatedposts"
_CACHE = 1 << 14    # attribute strings remembered; a pure function, so this is speed only


@lru_cache(maxsize=1)
def groups() -> tuple[str, ...]:
    """Names of the word groups, in the order of their bits."""
    return tuple(name for name, _ in builtin("any").words)


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, int], re.Pattern[str]]:
    lexicon: dict[str, int] = {}
    for bit, (_, words) in enumerate(builtin("any").words):
        for word in words:
            lexicon[word] = lexicon.get(word, 0) | 1 << bit
    long = sorted((word for word in lexicon if len(word) >= _LONG), key=len, reverse=True)
    return lexicon, re.compile("|".join(map(re.escape, long)) or r"(?!)")


@lru_cache(maxsize=_CACHE)
def _token_mask(token: str) -> int:
    lexicon, long = _lexicon()
    if token in lexicon:
        return lexicon[token]
    if token.endswith("s") and token[:-1] in lexicon:
        return lexicon[token[:-1]]
    mask = 0
    if len(token) > _LONG:
        for word in long.findall(token):
            mask |= lexicon[word]
    return mask


@lru_cache(maxsize=_CACHE)
def mask(attributes: str) -> int:
    """Bits of the word groups that `attributes` (class, id and role, joined by spaces) belongs to."""
    bits = 0
    for token in _tokens(attributes):
        bits |= _token_mask(token)
    return bits


def _tokens(attributes: str) -> list[str]:
    """The words in `attributes`, small."""
    if attributes.islower() and attributes.isascii():       # six of seven are: nothing in them needs the slower pattern
        return attributes.encode().translate(_PARTED).decode().split()
    return [token.lower() for token in _TOKEN.findall(attributes)]


def has(bits: int, group: str) -> bool:
    """Whether `bits` holds the group of that name."""
    return bool(bits >> groups().index(group) & 1)
