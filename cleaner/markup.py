"""What class, id and role words say: evidence for groups of clutter, never a verdict by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
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


class Words:
    """Lists of words, each with a bit of its own, to be found in what elements are called."""

    def __init__(self, lists: Iterable[Iterable[str]]) -> None:
        self._bits: dict[str, int] = {}
        for bit, words in enumerate(lists):
            for word in words:
                self._bits[word] = self._bits.get(word, 0) | 1 << bit
        long = sorted((word for word in self._bits if len(word) >= _LONG), key=len, reverse=True)
        self._long = re.compile("|".join(map(re.escape, long)) or r"(?!)")
        self._of_token = lru_cache(maxsize=_CACHE)(self._find)

    def mask(self, attributes: str) -> int:
        """Bits of the lists that `attributes` (class, id and role, joined by spaces) belongs to."""
        bits = 0
        for token in _tokens(attributes):
            bits |= self._of_token(token)
        return bits

    def _find(self, token: str) -> int:
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
def _groups() -> Words:
    return Words(words for _, words in builtin("any").words)


@lru_cache(maxsize=_CACHE)
def mask(attributes: str) -> int:
    """Bits of the word groups that `attributes` (class, id and role, joined by spaces) belongs to."""
    return _groups().mask(attributes)


def _tokens(attributes: str) -> list[str]:
    """The words in `attributes`, small."""
    if attributes.islower() and attributes.isascii():       # six of seven are: nothing in them needs the slower pattern
        return attributes.encode().translate(_PARTED).decode().split()
    return [token.lower() for token in _TOKEN.findall(attributes)]


def has(bits: int, group: str) -> bool:
    """Whether `bits` holds the group of that name."""
    return bool(bits >> groups().index(group) & 1)
