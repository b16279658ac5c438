"""The author whose name stands beside the date below or above the headline, without a label, a link or a telling class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from lxml import etree

from cleaner.metadata import labels
from cleaner.metadata.byline import Byline
from cleaner.metadata.daytime import normal
from cleaner.metadata.names import in_byline, times, undated
from cleaner.metadata.nearby import Stretch, Surroundings, apart, leads_home, within
from cleaner.metadata.scan import Scan, pieces, runs, shown
from cleaner.metadata.site import key
from cleaner.metadata.vocabulary import folded
from cleaner.text import fold

_Element = etree._Element

MAX_ROW = 90                    # characters of a line of a name and a date
MAX_LOOKED, MAX_ABOVE = 40, 3   # elements behind the headline, and before it
MAX_DATE_ALONE = 25             # of one that is all date
MAX_PARAGRAPHS = 2              # behind the headline at which the search ends
MIN_SENTENCE = 40               # characters of a line that is a paragraph if it ends like a sentence
MIN_TELLING = 4                 # letters of a word that is looked for in small letters: "von" and "Lee" are found anywhere
MIN_WORDS, MAX_WORDS = 2, 4     # of a name that nothing but its form tells
_ROWS = ("p", "div", "span", "li", "small", "em", "i", "b", "strong", "font", "center", "section", "header", "h3", "h4", "h5", "h6", "ul")
_HEADINGS = ("h3", "h4", "h5", "h6", "ul")
_ASIDE = ("a", "nav", "figure", "figcaption", "table", "form", "blockquote", "footer", "aside")
_DIVIDER = re.compile(r"\s*[|·•●\n]\s*|\s+[-–—/]\s+|,\s+(?=\d)")
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "।", "؟")
_TOPIC = re.compile(r"/(?:categor|tag|topic|section|rubri|thema|label)", re.IGNORECASE)     # parts of addresses
_NUMBER = re.compile(r"\d")
_DATED = re.compile(r"\d{4}|\d[./-]\d\d")
_DATE_FIRST = re.compile(r"^[^,]*\d[^,]*(?:,[^,]*\d[^,]*)*,\s*")


def beside_date(scan: Scan, place: Surroundings, language: str) -> Byline | None:
    """The only thing in the line of the date that has the form of a person's name and stands nowhere else on the page."""
    for row in chain(_rows(place.after), (element for element in place.before.elements[:MAX_ABOVE] if element.tag in _ROWS)):
        line = shown(row) if _is_small(row) else ""
        if not line or not _DATED.search(line) or not normal(line, language) or within(row, _ASIDE) or apart(row) or leads_home(row):
            continue
        found = [names for part in (*_parts(row), *_neighbours(row, line)) if (names := in_byline(part)) and all(map(_is_person, names))]
        if len(found) == 1 and all(_only_here(scan, name) for name in found[0]):
            return Byline(found[0], False)
        return None
    return None


def _rows(stretch: Stretch) -> Iterator[_Element]:
    """The elements between the headline and the second paragraph: a lead may be the first."""
    paragraphs = 0
    for element in stretch.elements[:MAX_LOOKED]:
        text = (element.text or "").strip()
        paragraphs += len(text) > MAX_ROW or (len(text) > MIN_SENTENCE and text.endswith(_SENTENCE_ENDS))
        if paragraphs >= MAX_PARAGRAPHS:
            return
        if element.tag in _ROWS:
            yield element


def _neighbours(row: _Element, date: str) -> Iterator[str]:
    """What stands in the lines before and after a `row` that is all date."""
    if len(date) <= MAX_DATE_ALONE:
        for other in (row.getprevious(), row.getnext()):
            is_line = other is not None and other.tag in _ROWS and other.tag not in _HEADINGS and _is_small(other)
            if other is not None and is_line and len(line := pieces(other)) == 1 and not _NUMBER.search(line[0]):
                yield line[0]


def _is_small(element: _Element) -> bool:
    """Is the text of `element` no longer than a line of a name and a date?"""
    length = 0
    for run in element.itertext():
        length += len(run.strip())
        if length > MAX_ROW:
            return False
    return True


def _parts(row: _Element) -> Iterator[str]:
    """What stands in `row` besides dates and links to topics, cut at its dividers."""
    topics = {shown(link) for link in row.iter("a") if link.get("rel") == "tag" or _TOPIC.search(link.get("href", ""))}
    for piece in (piece for piece in pieces(row) if piece not in topics):
        for part in (part for whole in labels.parts(piece) for part in _DIVIDER.split(whole)):
            whole = _DATE_FIRST.sub("", part)
            rest = undated(whole)
            if whole[len(rest):len(rest) + 2].strip().isdigit() and fold(rest.rsplit(" ", 1)[-1].strip(".")) in times():
                rest = rest.rpartition(" ")[0]              # "Nora Quill Mar 12, 2026"
            if rest := rest.strip(" ,|·•-–—:"):
                yield rest


def _is_person(name: str) -> bool:
    """Has `name` a first and a family name, both written like names, and no word of sections or places?"""
    parts, strange = name.split(), folded("byline", "no_person") | folded("byline", "generic")
    if not MIN_WORDS <= len(parts) <= MAX_WORDS or any(fold(part).strip(".,") in strange for part in parts):
        return False
    proper = [part for part in parts if fold(part) not in folded("byline", "particles")]
    spelled = [part.title() for part in proper] if name.isupper() else proper
    return len(proper) >= MIN_WORDS and all(map(_is_name, spelled))


def _is_name(part: str) -> bool:
    """Is `part` written like one name: "Nora", "O'Neill", "J.", no "GmbH"?"""
    return part[0].isupper() and (part[1:].islower() or not part[1:].isalpha())


def _only_here(scan: Scan, name: str) -> bool:
    """Does `name` stand once on the page, and its words nowhere in small letters? Sections and topics stand in menu and text too."""
    body = scan.root.find("body")
    text = " ".join(" ".join(runs(scan.root if body is None else body)).split())
    if text.lower().count(name.lower()) != 1 or key(name) in key(scan.title):
        return False
    small = "|".join(re.escape(part.lower()) for part in name.split() if len(part) >= MIN_TELLING)
    return not small or re.search(rf"(?<!\w)(?:{small})(?!\w)", text) is None
