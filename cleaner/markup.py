"""What class, id and role words say: evidence for groups of clutter, never a verdict by itself; and what they call a block that goes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from cleaner.model import Kind
from cleaner.rules import builtin

KINDS = Path(__file__).parent / "data" / "kinds.toml"
_TABLE = tomllib.loads(KINDS.read_text(encoding="utf-8"))
MEANINGS = {name: Kind(entry.get("kind", name)) for name, entry in _TABLE.items()}      # of each entry of that file
_NAMES = tuple(_TABLE)
UNSEEN = Path(__file__).parent / "data" / "unseen.toml"
_TOKEN = re.compile(r"[A-Z]?[a-z\u00df-\u024f]+|[A-Z]+(?![a-z])|[\u0370-\u04ff]+")
_PARTED = bytes(byte if byte in b"abcdefghijklmnopqrstuvwxyz" else ord(" ") for byte in range(256))
_LONG = 6           # a listed word of this length also counts inside a compound: "relatedposts"
_CACHE = 1 << 14    # attribute strings remembered; a pure function, so this is speed only


@lru_cache(maxsize=1)
def groups() -> tuple[str, ...]:
    """Names of the word groups, in the order of their bits."""
    return tuple(name for name, _ in builtin("any").words)


class _Words:
    """Lists of words, each with a bit of its own."""

    def __init__(self, lists: Iterable[Iterable[str]]) -> None:
        self._bits: dict[str, int] = {}
        for bit, words in enumerate(lists):
            for word in words:
                self._bits[word] = self._bits.get(word, 0) | 1 << bit
        long = sorted((word for word in self._bits if len(word) >= _LONG), key=len, reverse=True)
        self._long = re.compile("|".join(map(re.escape, long)) or r"(?!)")

    def find(self, token: str) -> int:
        """Bits of the lists that a token belongs to."""
        if token in self._bits:
            return self._bits[token]
        if token.endswith("s") and token[:-1] in self._bits:
            return self._bits[token[:-1]]
        bits = 0
        if len(token) > _LONG:
            for word in self._long.findall(token):
                bits |= self._bits[word]
        return bits


@lru_cache(maxsize=1)
def _words() -> tuple[_Words, _Words]:
    """The words of the groups, and those of each entry of the file of kinds."""
    held = dict(builtin("any").words)
    return _Words(held.values()), _Words([
        *(word for group in entry.get("groups", ()) for word in held[group] if word not in entry.get("but", ())), *entry.get("words", ())
    ] for entry in _TABLE.values())


@lru_cache(maxsize=_CACHE)
def _of_token(token: str) -> int:
    of_groups, of_kinds = _words()
    return of_groups.find(token) | of_kinds.find(token) << len(groups())


@lru_cache(maxsize=_CACHE)
def mask(attributes: str) -> int:
    """Bits of the word groups that `attributes` (class, id and role, joined by spaces) belongs to, above them those of the kinds named."""
    bits = 0
    for token in _tokens(attributes):
        bits |= _of_token(token)
    return bits


@lru_cache(maxsize=1)
def _of_others() -> tuple[str, ...]:
    return tuple(tomllib.loads(UNSEEN.read_text(encoding="utf-8"))["of_others"])


@lru_cache(maxsize=_CACHE)
def hides(classes: str) -> bool:
    """Whether one of the class names `classes` says that its element is for screen readers only.

    >>> hides("note sr-only"), hides("field field--label-hidden")
    (True, False)
    """
    return has(mask(classes), "hidden") and any(
        has(mask(name), "hidden") and not any(part in name for part in _of_others()) for name in classes.split()
    )


def _tokens(attributes: str) -> list[str]:
    """The words in `attributes`, small."""
    if attributes.islower() and attributes.isascii():       # six of seven are: nothing in them needs the slower pattern
        return attributes.encode().translate(_PARTED).decode().split()
    return [token.lower() for token in _TOKEN.findall(attributes)]


def has(bits: int, group: str) -> bool:
    """Whether `bits` holds the group of that name."""
    return bool(bits >> groups().index(group) & 1)


def named(bits: int) -> str:
    """The first entry of the file of kinds that `bits` holds; "" for none.

    >>> named(mask("sidebar related-posts")), named(mask("row top"))
    ('related', '')
    """
    names = bits >> len(groups())
    return _NAMES[(names & -names).bit_length() - 1] if names else ""
