"""The headline that a page's address repeats."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from cleaner.text import fold

MIN_WORDS = 5               # a shorter address names a topic
REPEATS, DIFFERS = 0.8, 0.5     # shares of the address's words that its own headline has, and that another may have
_WORD = re.compile(r"[^\W\d_]{3,}")
_ENDING = re.compile(r"\.\w{2,5}$")
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})    # as addresses spell them


def repeats(address: str, title: str, others: Iterable[str]) -> bool:
    """Does `address` hold the words of `title`, and hardly those of any of `others`?

    >>> repeats("https://example.org/w/harbour-wall-breaks-after-storm-1.html", "Harbour wall breaks after a storm", ["Town under water"])
    True
    """
    spoken = _words(address)
    if len(spoken) < MIN_WORDS:
        return False
    return _share(spoken, title) >= REPEATS and all(_share(spoken, other) <= DIFFERS for other in others)


def _words(address: str) -> list[str]:
    """The words of the part of an address that has the most."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return []
    return max((_WORD.findall(fold(_ENDING.sub("", part))) for part in path.split("/")), key=len)


def _share(spoken: list[str], title: str) -> float:
    spelled = f"{fold(title)} {fold(title.lower().translate(_DIGRAPHS))}"
    return sum(word in spelled for word in spoken) / len(spoken)
