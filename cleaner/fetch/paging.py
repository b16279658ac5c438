"""Which other pages hold the rest of an article: those that the page links and whose address is its own with a number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from cleaner.fetch.response import origin
from cleaner.fetch.tags import Signs, Turn
from cleaner.text import words

# What stands between an address and its page number: "/2", "-2", ",2", "/page/2", "-seite-2"; an ending such as .html may follow.
_NUMBER = re.compile(r"[/,._-](?:[^\W\d_]{1,12}[/,._=-])?0{0,2}(\d{1,3})/?")
_ENDING = re.compile(r"(?<=[^/])(\.[a-z]{3,5}|/)$", re.IGNORECASE)
MIN_SHARED_WORDS = 0.6          # of the first page's title in a later page's


def next_page(first: str, number: int, signs: Signs, turns: Iterable[Turn]) -> str | None:
    """The page after page `number` of the article at `first`, as page `number` links it; None where it is the last.

    A link counts when it is called next or by its number, and when its address is that of the first page with a number:
    `rel=next` alone may be the next article or the next page of a list.
    """
    named = [signs.next] if signs.next else []
    named += [turn.target for turn in turns if turn.next or number + 1 in turn.numbers]
    return next((url for url in named if number_of(first, url) == number + 1), None)


def number_of(first: str, url: str) -> int | None:
    """Which page of the article at `first` the address `url` is of; None where it is of another article.

    >>> number_of("https://a.example/ferry.html", "https://a.example/ferry-2.html")
    2
    >>> number_of("https://a.example/ferry", "https://a.example/ferry?page=3"), number_of("https://a.example/ferry", "https://a.example/tram")
    (3, None)
    """
    if origin(first) != origin(url):
        return None
    one, other = urlsplit(first), urlsplit(url)
    if one.path == other.path:
        return _by_query(dict(parse_qsl(one.query)), dict(parse_qsl(other.query)))
    return _by_path(one.path, other.path) if one.query == other.query else None


def _by_query(one: dict[str, str], other: dict[str, str]) -> int | None:
    changed = {name for name in {*one, *other} if one.get(name) != other.get(name)}
    if len(changed) != 1:
        return None
    (name,) = changed
    before, after = one.get(name), other.get(name, "")
    if before not in {None, "0", "1"} or not after.isascii() or not after.isdigit() or len(after) > 3:
        return None
    return int(after) + (before == "0")


def _by_path(one: str, other: str) -> int | None:
    ending = _ENDING.search(one)
    stem, tail = (one[:ending.start()], ending[0]) if ending else (one, "")
    for rest in {tail, tail.rstrip("/"), ""}:
        if stem.strip("/") and other.startswith(stem) and other.endswith(rest):
            found = _NUMBER.fullmatch(other[len(stem):len(other) - len(rest)])
            if found:
                return int(found[1])
    return None


def belongs(first: Signs, later: Signs) -> bool:
    """Whether the page of `later` has the headline of the page of `first`, page numbers aside.

    >>> from dataclasses import replace
    >>> one = Signs("https://a.example/x", False, None, None, None, None, "Books by boat", True, 0)
    >>> belongs(one, replace(one, title="Books by boat (2/3)")), belongs(one, replace(one, title="Snow on the pass"))
    (True, False)
    """
    named = {word for word in words(first.title) if not word.isdigit()}
    shared = named & set(words(later.title))
    return not named or len(shared) >= MIN_SHARED_WORDS * len(named)
