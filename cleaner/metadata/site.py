"""What the site calls itself, and titles without that name."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from cleaner.metadata.article import Subject
from cleaner.metadata.jsonld import Graph, text
from cleaner.metadata.scan import Found, Scan
from cleaner.metadata.vocabulary import folded
from cleaner.text import words

MAX_TITLE = 500                                 # characters; nothing longer is a headline or a name
MAX_STATED = 3                                  # <meta> elements that are asked for the site's name
MAX_NAME_WORDS = 6                              # of a site's name behind a separator
SIMILAR = 0.5                                   # "Evening Example" counts as the name of example.org
_MARK = re.compile(r"[-–—−―/~•·|｜ㅣ∣│»›«‹>¦*_:：,，．]+")
_SURE = frozenset("|｜ㅣ∣│»›¦")                 # hardly found inside a headline
_LEADING = frozenset(":：,，．")                 # in front of these stands an overline rather than a site
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_COMMON_LABELS = frozenset({"www", "com", "co", "org", "net", "gov", "edu", "ac", "m", "amp", "blog", "news"})


class Break(NamedTuple):
    """A place where a title may be cut: what stands on both sides, and how telling the separator is."""

    left: str
    right: str
    sure: bool          # a bar or guillemet
    tight: bool         # a hyphen inside words, a comma: only a site's exact name is cut off there
    leading: bool       # a colon or comma


def breaks(title: str) -> list[Break]:
    """The places where `title` may be cut, in order.

    >>> [cut.right for cut in breaks("Cut-price flights: a guide | The Example")]
    ['price flights: a guide | The Example', 'a guide | The Example', 'The Example']
    """
    found: list[Break] = []
    for match in _MARK.finditer(title if len(title) <= MAX_TITLE else ""):
        mark, before, after = match.group(), title[match.start() - 1:match.start()], title[match.end():match.end() + 1]
        sure, leading = not _SURE.isdisjoint(mark), mark[0] in _LEADING
        spaced = before.isspace() and after.isspace()
        if not sure and not spaced and (after.isdigit() or (mark in "/~•·«‹>*," and not after.isspace())):
            continue
        left, right = title[: match.start()].strip(), title[match.end():].strip()
        if left and right:
            found.append(Break(left, right, sure, not sure and not spaced and not (leading and mark[0] in ":："), leading))
    return found


def names(scan: Scan, about: Subject, url: str | None) -> list[Found]:
    """What the site may be called, the best name first."""
    found = [item for item in islice(scan.meta("site_name"), MAX_STATED) if "http" not in item.value]
    for value, source in about.values("publisher"):
        found += [Found(text(value), source + ".name")] if text(value) else []
    found += _websites(about.graph)
    spelled = [] if found else [Found(name, "title") for name in _in_title(scan.title, labels(url))]
    found += spelled + [Found(label, "url") for label in labels(url)]
    return list({item.value: item for item in reversed(found)}.values())[::-1]


def _in_title(title: str, hosts: list[str]) -> list[str]:
    """The end of <title>, else its beginning, that spells out the page's host: "Harbour wall repaired - The Moor Post"."""
    known, cuts = {key(label) for label in hosts[1:]}, breaks(title)
    ends = [cuts[-1].right, cuts[0].left] if cuts else []
    return [end for end in ends if known and key(end) in known | {f"the{name}" for name in known}][:1]


def labels(url: str | None) -> list[str]:
    """The telling parts of a page's host name, the whole one first.

    >>> labels("https://news.example.co.uk/a")
    ['news.example.co.uk', 'example']
    """
    whole = host(url or "")
    parts = [part for part in whole.split(".")[:-1] if part not in _COMMON_LABELS]
    return [whole, *sorted(parts, key=len, reverse=True)[:1]] if whole else []


def host(address: str) -> str:
    """The host that an address names, without "www."; "" for a relative one, and for a text that is no address.

    >>> host("https://www.example.org/a"), host("/a"), host("http://[")
    ('example.org', '', '')
    """
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def without_site(title: str, site: Collection[str], anchors: Collection[str]) -> str:
    """`title` without the site's name at either end, and without what follows one of `anchors` (the h1, the headline).

    `site` and `anchors` are given by their `key`.

    >>> without_site("Storm hits coast - World | The Example", {"theexample"}, {"stormhitscoast"})
    'Storm hits coast'
    >>> without_site("Storm: a report", set(), set())
    'Storm: a report'
    """
    cuts = breaks(title)
    if not cuts:
        return title
    if cut := _anchored(cuts, anchors):
        return cut
    shorter = _shorter(title, cuts, site)
    while shorter != title:
        title, shorter = shorter, _shorter(shorter, breaks(shorter), site)
    return title


def key(name: str) -> str:
    """`name` reduced to its letters, for comparing spellings.

    >>> key("The Example.org") == key("theexample.org")
    True
    """
    return _letters(name[:MAX_TITLE])


@lru_cache(maxsize=1024)
def _letters(name: str) -> str:
    return "".join(words(name))


def _anchored(cuts: list[Break], wanted: Collection[str]) -> str:
    """The piece of a title that one of the keys `wanted` repeats; an overline before a colon stays."""
    for cut in cuts:
        if key(cut.left) in wanted and len(words(cut.left)) > 1:
            return cut.left
        if not cut.leading and key(cut.right) in wanted and len(words(cut.right)) > 1:
            return cut.right
    return ""


def _shorter(title: str, cuts: list[Break], known: Collection[str]) -> str:
    """`title` without one piece at its end or beginning that names the site."""
    for cut in reversed(cuts):
        if _names(cut.right, known, 1.0 if cut.tight else SIMILAR):
            return cut.left
    for cut in cuts[:1]:
        if not cut.leading and _names(cut.left, known, 1.0 if cut.tight else SIMILAR):
            return cut.right
    if cuts and cuts[-1].sure and len(words(cuts[-1].left)) > len(words(cuts[-1].right)) <= MAX_NAME_WORDS:
        return cuts[-1].left
    return title


def _names(piece: str, known: Collection[str], similar: float) -> bool:
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
    nodes = (node for node, kinds in zip(graph.nodes, graph.kinds, strict=True) if any(kind.lower() in site for kind in kinds))
    return [Found(name, "json-ld:WebSite.name") for node in nodes if (name := text(node.get("name")))][:2]
