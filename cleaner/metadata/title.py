"""The headline of the article among all that a page offers as one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from cleaner.metadata.address import repeats
from cleaner.metadata.article import Subject
from cleaner.metadata.daytime import normal
from cleaner.metadata.nearby import within
from cleaner.metadata.offers import Offers, offers
from cleaner.metadata.scan import Found, Scan, runs
from cleaner.metadata.site import breaks, key
from cleaner.metadata.vocabulary import folded
from cleaner.text import words

_Element = etree._Element

STRANGER = 0.34             # an h1 sharing fewer of its words with every other candidate is not the headline
MIN_BEGINNING = 3           # words of a heading that <title> begins with
MAX_CUTS = 2                # places where <title> may be cut that are tried
OPENING = 8                 # characters that a line shares with the title before it is compared whole
_MAIN = ("main", "article")
_ASIDE = ("nav", "aside", "footer", "dialog")


class Headline(NamedTuple):
    """The title, where it was found, the element that shows it, and everything the page offers as a title."""

    title: str
    source: str
    element: _Element | None
    candidates: tuple[str, ...]


def headline(scan: Scan, about: Subject, site: Iterable[str], address: str = "") -> Headline:
    """The headline as shown; on a news page what it declares before that, since it carries the whole of a split one.

    Of the declared ones `og:title`, unless the page's `address` repeats the JSON-LD headline alone.
    """
    offered = offers(scan, about, list(site))
    shown, element = _shown(offered)
    others = [offer for offer in offered[1:] if isinstance(offer, Found)]
    news = about.kind.lower() in folded("types", "news")
    title, source = (news and _first_published(offered, shown, address)) or _choose(offered, shown, news)
    if source == "h1" and element is not None:
        source = element.tag
    if title != shown and (element is None or shared(shown, title) < STRANGER):
        heading = _heading(scan, title)
        if heading is None and source == "title":
            title, heading = _part(scan, title)
        element = element if heading is None else heading
    every = [heading for heading, _ in offered.h1s] + [offer.value for offer in others]
    every += [found.value for found in scan.meta("title")] + [scan.title]
    return Headline(title, source, element, tuple(dict.fromkeys(each for each in every if each)))


def _shown(offers: Offers) -> tuple[str, _Element | None]:
    """The heading that is the headline: the one another candidate repeats, else the first outside menus and boxes."""
    others = {key(offer.value): offer.value for offer in reversed(offers[1:]) if isinstance(offer, Found)}
    for heading, element in offers.h1s:
        if key(heading) in others:
            same = others[key(heading)]
            return (same if words(same) != words(heading) else heading), element
    whole = key(offers.head.value) if offers.head else ""
    begun = (each for each in offers.h1s if whole.startswith(key(each[0])) and len(words(each[0])) >= MIN_BEGINNING)
    return next(begun, None) or _first([each for each in offers.h1s if not within(each[1], _ASIDE)])


def _first(h1s: list[tuple[str, _Element]]) -> tuple[str, _Element | None]:
    """The first heading; of several, one in the page's header gives way to one in its main part."""
    if len(h1s) > 1 and within(h1s[0][1], ("header",)) and not within(h1s[0][1], _MAIN):
        return next((each for each in h1s[1:] if within(each[1], _MAIN)), h1s[0])
    return h1s[0] if h1s else ("", None)


def _first_published(offers: Offers, shown: str, address: str) -> tuple[str, str] | None:
    """The JSON-LD headline where the address repeats it but neither the headline shown now nor `og:title`.

    Not the title for search engines, which <title> has and the share title contradicts.
    """
    stated, og, head = offers.json_ld, offers.og, offers.head
    others = [other for other in (shown, og.value if og else "") if other]
    if not stated or not others or key(stated.value) in map(key, others):
        return None
    if head and key(head.value) == key(stated.value) and len(set(map(key, others))) == 1:
        return None
    return (stated.value, stated.source) if repeats(address, stated.value, others) else None


def _choose(offers: Offers, shown: str, news: bool) -> tuple[str, str]:
    og, twitter, stated, head, other = offers[1:]
    if not shown:
        found = og or stated or head or other or twitter
        return (found.value, found.source) if found else ("", "")
    if og and news and not (twitter and key(twitter.value) != key(og.value)):
        return og.value, og.source
    rest = [offer for offer in (og, stated, head) if offer]
    agreed = rest and not _meagre(rest[0].value, shown) and all(key(rest[0].value) in key(offer.value) for offer in rest[1:2])
    if agreed and (all(shared(shown, offer.value) < STRANGER for offer in rest) or _dated(shown, rest[0].value)):
        return rest[0].value, rest[0].source
    return shown, "h1"


def _meagre(title: str, shown: str) -> bool:
    """Is `title` too short for a headline, as a site's name or section is that all its pages have?"""
    return len(words(title)) < MIN_BEGINNING and len(title) < len(shown)


def _dated(shown: str, title: str) -> bool:
    """Is `shown` the `title` with a dateline before or after it?"""
    line, letters = key(shown), key(title)
    rest = shown[:-len(title)] if line.endswith(letters) else shown[len(title):] if line.startswith(letters) else ""
    return bool(normal(rest))


def shared(one: str, other: str) -> float:
    """The share of the shorter text's words that the other has too, 0 to 1."""
    mine, theirs = set(words(one)), set(words(other))
    return len(mine & theirs) / (min(len(mine), len(theirs)) or 1)


def _part(scan: Scan, title: str) -> tuple[str, _Element | None]:
    """The longer part of a <title> that a line of the page shows alone, and that line: the rest is the site's name."""
    cuts = [cut for cut in breaks(title) if not (cut.leading or cut.tight)]
    fronts = [(cut.left, cut.right) for cut in reversed(cuts[-MAX_CUTS:])]
    for part, rest in (*fronts, *((cut.right, cut.left) for cut in cuts[:MAX_CUTS])):
        is_headline = len(words(part)) >= MIN_BEGINNING and len(words(part)) > len(words(rest))
        if is_headline and (heading := _heading(scan, part)) is not None:
            return part, heading
    return title, None


def _heading(scan: Scan, title: str) -> _Element | None:
    """The lesser heading, or failing that the line, that shows `title` on a page without an h1 for it."""
    wanted = key(title)
    for element in scan.root.iter("h2", "h3", "h4"):
        if key("".join(runs(element))) == wanted:
            return element
    opening = title[:OPENING]
    for element in scan.root.iter("p", "div", "span", "strong", "b", "a", "td", "font", "legend"):
        line = element.text
        if line and opening in line and key(line) == wanted:
            return element
    return None
