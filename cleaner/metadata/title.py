"""The headline of the article among all that a page offers as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from cleaner.metadata.article import Subject
from cleaner.metadata.jsonld import text
from cleaner.metadata.nearby import within
from cleaner.metadata.scan import Found, Scan, runs
from cleaner.metadata.site import key, without_site
from cleaner.metadata.vocabulary import folded
from cleaner.metadata.vocabulary import words as vocabulary
from cleaner.text import words

_Element = etree._Element

STRANGER = 0.34             # an h1 sharing fewer of its words with every other candidate is not the headline
MAX_HEADLINE = 400          # characters; a longer heading is a page wrapped in one
OPENING = 8                 # characters that a line shares with the title before it is compared whole
_ASIDE = ("nav", "aside", "footer", "dialog")


class Headline(NamedTuple):
    """The title, where it was found, the element that shows it, and everything the page offers as a title."""

    title: str
    source: str
    element: _Element | None
    candidates: tuple[str, ...]


class Offers(NamedTuple):
    """The candidates by where they stand, without the site's name."""

    h1s: list[tuple[str, _Element]]
    og: Found | None
    twitter: Found | None
    json_ld: Found | None
    head: Found | None      # <title>
    other: Found | None     # any other <meta>


def headline(scan: Scan, about: Subject, site: Iterable[str]) -> Headline:
    """The headline as shown; a news page's own `og:title` before it, since that carries the whole of a split one."""
    offers = _offers(scan, about, list(site))
    shown, element = _shown(offers)
    others = [offer for offer in offers[1:] if isinstance(offer, Found)]
    title, source = _choose(offers, shown, about.kind.lower() in folded("types", "news"))
    if element is None and title:
        element = _heading(scan, title)
    every = [heading for heading, _ in offers.h1s] + [offer.value for offer in others]
    every += [found.value for found in scan.meta("title")] + [scan.title]
    return Headline(title, source, element, tuple(dict.fromkeys(each for each in every if each)))


def heading_text(element: _Element) -> str:
    """The text of a heading; words of neighbouring elements stay apart, a drop capital stays with its word.

    A wrapper longer than any headline gives nothing.

    >>> from lxml import etree
    >>> heading_text(etree.fromstring("<h1><b>Kicker</b>The <i>s</i>torm</h1>"))
    'Kicker The storm'
    """
    out = ""
    for run in _lines(element):
        if len(out) > 2 * MAX_HEADLINE:
            return ""
        if out[-1:].isalnum() and run[:1].isalnum() and not (run[:1].islower() and out[-1:].isalpha()):
            out += " "
        out += run
    return " ".join(out.split())


def _lines(element: _Element) -> Iterator[str]:
    """The text nodes of a heading, and a space for each <br>."""
    if next(element.iter("br"), None) is None:
        yield from runs(element)
        return
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            yield " " if part.tag == "br" else part.text or ""
        elif part is not element:
            yield part.tail or ""


def _offers(scan: Scan, about: Subject, site: list[str]) -> Offers:
    shown = [(heading_text(element), element) for element in scan.h1s]
    shown = [(heading, element) for heading, element in shown if heading and len(heading) <= MAX_HEADLINE]
    headings = (Found(text(value), source) for name in ("headline", "name") for value, source in about.values(name))
    stated = next((found for found in headings if found.value), None)
    others = [found for found in scan.meta("title") if found.source not in ("og:title", "twitter:title")]
    names = {key(name) for name in site}
    known = names | {key(found.value) for found in scan.meta("section")}
    headlines = {key(stated.value)} if stated else set()
    headlines |= {letters for found in others if (letters := key(found.value)) not in names}
    anchors = headlines | {letters for heading, _ in shown if (letters := key(heading)) not in names}

    def bare(found: Found | None) -> Found | None:
        value = without_site(found.value, known, anchors) if found else ""
        return Found(value, found.source) if found and value and key(value) not in names else None

    def meta(name: str) -> Found | None:
        return next((bare(Found(value, name)) for value in scan.named(name)), None)

    repeated = headlines | {key(found.value) for found in map(bare, _shared_titles(scan)) if found}
    h1s = [(without_site(_without_overline(heading, element, repeated), known, headlines), element) for heading, element in shown]
    return Offers(
        [(heading, element) for heading, element in h1s if (letters := key(heading)) and letters not in names],
        meta("og:title"), meta("twitter:title"), bare(stated), bare(Found(scan.title, "title")) if scan.title else None,
        next((bare(found) for found in others), None),
    )


def _shared_titles(scan: Scan) -> list[Found]:
    """What the head of the page offers: `og:title` and <title>."""
    return [Found(value, "og:title") for value in scan.named("og:title")] + [Found(scan.title, "title")]


def _without_overline(heading: str, element: _Element, repeated: set[str]) -> str:
    """`heading` without an overline in its first child, where the rest is what other titles repeat, or all is by its class."""
    first = next(element.iterchildren("*"), None)
    if first is None or (element.text or "").strip() or key(heading) in repeated:
        return heading
    overline = heading_text(first)
    rest = heading.removeprefix(overline).strip(" :|/–—-")
    if not overline or not rest or rest == heading:
        return heading
    marked = any(word in (first.get("class") or "").lower() for word in vocabulary("markup", "kicker"))
    return rest if marked or key(rest) in repeated else heading


def _shown(offers: Offers) -> tuple[str, _Element | None]:
    """The heading that is the headline: the one another candidate repeats, else the first outside menus and boxes."""
    others = {key(offer.value): offer.value for offer in reversed(offers[1:]) if isinstance(offer, Found)}
    for heading, element in offers.h1s:
        if key(heading) in others:
            same = others[key(heading)]
            return (same if words(same) != words(heading) else heading), element
    for heading, element in offers.h1s:
        if not within(element, _ASIDE):
            return heading, element
    return "", None


def _choose(offers: Offers, shown: str, news: bool) -> tuple[str, str]:
    og, twitter, stated, head, other = offers[1:]
    if not shown:
        found = og or stated or head or other or twitter
        return (found.value, found.source) if found else ("", "")
    if og and news and not (twitter and key(twitter.value) != key(og.value)):
        return og.value, og.source
    rest = [offer for offer in (og, stated, head) if offer]
    agreed = rest and all(key(offer.value) == key(rest[0].value) for offer in rest[1:2])
    if agreed and all(shared(shown, offer.value) < STRANGER for offer in rest):
        return rest[0].value, rest[0].source
    return shown, "h1"


def shared(one: str, other: str) -> float:
    """The share of the shorter text's words that the other has too, 0 to 1."""
    mine, theirs = set(words(one)), set(words(other))
    return len(mine & theirs) / (min(len(mine), len(theirs)) or 1)


def _heading(scan: Scan, title: str) -> _Element | None:
    """The lesser heading, or failing that the line, that shows `title` on a page without an h1 for it."""
    wanted = key(title)
    for element in scan.root.iter("h2", "h3", "h4"):
        if key("".join(runs(element))) == wanted:
            return element
    opening = title[:OPENING]
    for element in scan.root.iter("p", "div", "span", "strong", "b", "a", "td", "font"):
        line = element.text
        if line and opening in line and key(line) == wanted:
            return element
    return None
