"""What the site calls itself, and titles without that name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from cleaner.metadata.article import Subject
from cleaner.metadata.jsonld import Graph, text, types
from cleaner.metadata.scan import Found, Scan
from cleaner.metadata.vocabulary import folded
from cleaner.text import words

SEPARATOR = re.compile(r"\s+[-–—−―:/~/•·|｜ㅣ∣│»›«‹>¦*]+\s+|\s*[|｜ㅣ∣│»›¦]+\s*|\s*(?:--|::)\s*|\s+[-–—]|[-_–：](?=[^\s\d])|:\s+|[,．]\s+")
SURE = re.compile(r"[|｜ㅣ∣│»›¦]")                # separators that hardly stand inside a headline
_TIGHT = re.compile(r"[-_–：]|--|[,，．]\s+")       # separators that do: only a site's exact name is cut off there
_LEADING = re.compile(r"[:：,，]")                # in front of these stands an overline rather than a site
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
MAX_NAME_WORDS = 6                              # of a site's name behind a separator
SIMILAR = 0.5                                   # "Evening Example" counts as the name of example.org
_COMMON_LABELS = frozenset({"www", "com", "co", "org", "net", "gov", "edu", "ac", "m", "amp", "blog", "news"})


def names(scan: Scan, about: Subject, url: str | None) -> list[Found]:
    """What the site may be called, the best name first."""
    found = [item for item in scan.meta("site_name")[:3] if "http" not in item.value]
    for value, source in about.values("publisher"):
        found += [Found(text(value), source + ".name")] if text(value) else []
    found += _websites(about.graph)
    return [*found[:1], *found[1:], *(Found(label, "url") for label in labels(url))]


def labels(url: str | None) -> list[str]:
    """The telling parts of a page's host name, the whole one first.

    >>> labels("https://news.example.co.uk/a")
    ['news.example.co.uk', 'example']
    """
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return []
    parts = [part for part in host.split(".")[:-1] if part not in _COMMON_LABELS]
    return [host, *sorted(parts, key=len, reverse=True)[:1]] if host else []


def without_site(title: str, site: Iterable[str], anchors: Iterable[str], also: Iterable[str] = ()) -> str:
    """`title` without the site's name at either end, and without what follows one of `anchors` (the h1, the headline).

    >>> without_site("Storm hits coast - World | The Example", ["The Example"], ["Storm hits coast"])
    'Storm hits coast'
    >>> without_site("Storm: a report", [], [])
    'Storm: a report'
    """
    cut = _anchored(title, {key(anchor) for anchor in anchors if anchor} - {key(title)})
    if cut:
        return cut
    known = {key(name) for name in (*site, *also)} - {""}
    shorter = _shorter(title, known)
    while shorter != title:
        title, shorter = shorter, _shorter(shorter, known)
    return title


def key(name: str) -> str:
    """`name` reduced to its letters, for comparing spellings.

    >>> key("The Example.org") == key("theexample.org")
    True
    """
    return "".join(words(name))


def _anchored(title: str, wanted: set[str]) -> str:
    """The piece of `title` that one of the keys `wanted` repeats; an overline before a colon stays."""
    for match in SEPARATOR.finditer(title):
        left, right = title[: match.start()].strip(), title[match.end():].strip()
        if left and right:
            if key(left) in wanted and len(words(left)) > 1:
                return left
            if key(right) in wanted and len(words(right)) > 1 and ":" not in match.group():
                return right
    return ""


def _shorter(title: str, known: set[str]) -> str:
    """`title` without one piece at its end or beginning that names the site."""
    breaks = list(SEPARATOR.finditer(title))
    for match in reversed(breaks):
        left, right = title[: match.start()].strip(), title[match.end():].strip()
        if left and _names(right, known, 1.0 if _TIGHT.fullmatch(match.group()) else SIMILAR):
            return left
    for match in breaks[:1]:
        left, right = title[: match.start()].strip(), title[match.end():].strip()
        if right and not _LEADING.search(match.group()) and _names(left, known, 1.0 if _TIGHT.fullmatch(match.group()) else SIMILAR):
            return right
    if breaks and SURE.search(breaks[-1].group()):
        left, right = title[: breaks[-1].start()].strip(), title[breaks[-1].end():].strip()
        if len(words(left)) > len(words(right)) <= MAX_NAME_WORDS:
            return left
    return title


def _names(piece: str, known: set[str], similar: float) -> bool:
    """Is `piece` one of the names `known`, or one inside the other at least to the share `similar` of its letters?"""
    letters = key(piece)
    if letters in known or _HOST.fullmatch(piece):
        return True
    if len(words(piece)) > MAX_NAME_WORDS:
        return False
    return any(
        min(len(letters), len(name)) >= similar * max(len(letters), len(name)) and (letters in name or name in letters)
        for name in known
    )


def _websites(graph: Graph) -> list[Found]:
    site = folded("types", "site")
    return [
        Found(text(node.get("name")), "json-ld:WebSite.name")
        for node in graph.nodes if text(node.get("name")) and any(kind.lower() in site for kind in types(node))
    ][:2]
