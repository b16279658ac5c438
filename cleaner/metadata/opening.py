"""What stands around the headline besides names and dates: the overline and the standfirst."""

from __future__ import annotations

from itertools import chain, islice

from lxml import etree

from cleaner.metadata.article import Subject
from cleaner.metadata.jsonld import text
from cleaner.metadata.nearby import Surroundings, within
from cleaner.metadata.scan import Found, Scan, shown
from cleaner.metadata.site import key
from cleaner.metadata.title import Headline
from cleaner.metadata.vocabulary import words
from cleaner.text import words as words_of

_Element = etree._Element

NOTHING = Found("", "")
MAX_KICKER_WORDS = 8
MIN_LEAD_WORDS, MAX_LEAD = 6, 900           # a lead is longer than a dateline and shorter than a body (characters)
MAX_RUNS = 16                               # text nodes; what has more is no standfirst but holds one
CUT_OFF = 0.6                               # a description cut off by its tag still holds this share of the lead
OPENING = 12                                # characters by which a shown summary is recognised before it is read whole
_LEAD_TAGS = frozenset({"p", "div", "h2", "h3", "h4", "span", "strong", "section", "header", "b", "em"})


def kicker(headline: Headline, place: Surroundings) -> Found:
    """The overline above the headline, or split off the front of its element."""
    if headline.element is None:
        return NOTHING
    for element in headline.element.iter("*"):
        if element is not headline.element and _is_kicker(element) and (line := _short(element, headline.title)):
            return Found(line, "h1 kicker")
    for element in place.before.holding(words("markup", "kicker")):
        if line := _short(element, headline.title):
            return Found(line, "kicker")
    first = next(headline.element.iterchildren("*"), None)
    if first is not None and (line := _short(first, headline.title)) and key(shown(headline.element)) == key(line + headline.title):
        return Found(line, "h1")
    return NOTHING


def descriptions(scan: Scan, about: Subject) -> list[Found]:
    """The summaries the page gives of its article, as they are."""
    declared = reversed(list(scan.meta("description")))
    stated = (Found(text(value), source) for name in ("description", "abstract") for value, source in about.values(name))
    return list({found.value: found for found in chain(declared, stated) if found.value}.values())[::-1]


def lead(summaries: list[Found], place: Surroundings) -> Found:
    """The standfirst: a summary that is shown near the headline, else the element marked as one."""
    openings = {found.value[:OPENING].lower() for found in summaries}
    begun = place.after.opening(OPENING, 2 * MAX_LEAD) if openings else ()
    alike = [element for element, text in begun if text.lstrip()[:OPENING].lower() in openings and element.tag in _LEAD_TAGS]
    wanted = {key(found.value): found.source for found in summaries if alike and len(words_of(found.value)) >= MIN_LEAD_WORDS}
    for element in alike if wanted else ():
        if line := _line(element):
            letters = key(line)
            for summary, source in wanted.items():
                if letters == summary or (letters.startswith(summary) and len(summary) >= CUT_OFF * len(letters)):
                    return Found(line, source)
    for element in place.after.holding(words("markup", "lead"), whole=True):
        if element.tag in _LEAD_TAGS and not _pictured(element) and len(words_of(line := _line(element))) >= MIN_LEAD_WORDS:
            return Found(line, "standfirst")
    return NOTHING


def _pictured(element: _Element) -> bool:
    """Does `element` hold a picture, or stand in a figure's words?"""
    return next(element.iter("img", "figure", "figcaption"), None) is not None or within(element, ("figure", "figcaption"))


def _line(element: _Element) -> str:
    """The text of `element` when it is of a lead's length and make."""
    runs = list(islice(element.itertext(), MAX_RUNS))
    if len(runs) == MAX_RUNS or sum(map(len, runs)) > 2 * MAX_LEAD:
        return ""
    line = shown(element)
    return line if len(line) <= MAX_LEAD else ""


def _is_kicker(element: _Element) -> bool:
    attributes = (element.get("class") or "").lower()
    return bool(attributes) and any(word in attributes for word in words("markup", "kicker"))


def _short(element: _Element, title: str) -> str:
    line = shown(element).strip(" :|/–—-")
    return line if line and len(words_of(line)) <= MAX_KICKER_WORDS and key(line) != key(title) else ""
