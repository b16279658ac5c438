"""The day of publication on a page that neither declares one nor shows one near its headline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from lxml import etree

from cleaner.metadata.daytime import MAX_DATE, normal
from cleaner.metadata.nearby import apart, of_something_else, overlaid, tells_of_change, within
from cleaner.metadata.scan import Found, Scan, shown
from cleaner.metadata.vocabulary import any_of, words

_Element = etree._Element

SHORTEST, MAX_LINE = 8, 60      # characters of a line that is hardly more than a date: "Ana Kovač | March 5, 2026"
MAX_TRIED = 40                  # lines that are read; a page with more is a calendar
MAX_FIELDS = 20                 # dates in the data of scripts that are compared
_LINES = ("time", "p", "div", "span", "small", "li", "em", "i", "b", "strong", "font", "br", "a", "h2", "h3", "h4", "h5", "h6")
_STRANGE = ("figure", "figcaption", "nav", "form", "blockquote", "table", "code", "pre", "select")
_NOTES = ("p", "div", "span", "small", "li", "em", "i", "b", "strong", "h5", "h6", "footer")
MAX_NOTE = 200                  # characters of a note on how a text came about
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)|\d[./-]\d{2}(?!\d)")


def searched(scan: Scan, html: str, language: str) -> Found | None:
    """The first date in oddly named <meta> elements, in the data of scripts, in the lines of the page, in this order."""
    for stated in (_odd_metas(scan), _fields(html)):
        if days := [Found(date, source) for value, source in stated if (date := normal(value, language))]:
            return min(days, key=lambda found: found.value[:10])
    return _in_lines(scan.root, language)


def of_another_day(line: str) -> bool:
    """Does `line` begin with the label of a date that is no publication's: "Received: 3 January 2026"?"""
    return _other().match(line) is not None


def first_published(scan: Scan, language: str) -> Found | None:
    """The day in a note such as "originally published on 26 Sep 2019", wherever on the page it stands."""
    for element in scan.root.iter(*_NOTES):
        text = element.text
        if text and len(text) <= MAX_NOTE and (match := _note().search(text)) is not None:
            line = " ".join(f"{text[match.end():]} {shown(element).partition(text.strip())[2]}".split())[:MAX_LINE]
            if (date := normal(line, language)) and not within(element, _STRANGE) and not apart(element, "not_date"):
                return Found(date, "note")
    return None


def _odd_metas(scan: Scan) -> Iterator[Found]:
    """The <meta> elements whose names speak of publication in a way of their own: "x-published-date"."""
    for name in scan.metas:
        if any(word in name for word in words("dates", "meta")):
            yield from (Found(value, name) for value in scan.named(name) if len(value) <= MAX_DATE)


def _fields(html: str) -> Iterator[Found]:
    """The date of publication in data that scripts hold; where several differ they tell of other articles."""
    found: dict[str, str] = {}
    for stem in words("dates", "fields"):
        for match in islice(_field(stem).finditer(html), MAX_FIELDS):
            found.setdefault(match["date"], match["name"])
    if len({date[:10] for date in found}) == 1:
        yield from (Found(date, f"script {name}") for date, name in found.items())


def _in_lines(root: _Element, language: str) -> Found | None:
    """The first line marked as a date, else one hardly more than a date, else one of a change, else one in a box or behind a link."""
    plain = changed = aside = None
    tried = 0
    for element in root.iter(*_LINES):
        line = _line(element)
        if not SHORTEST <= len(line) <= MAX_LINE or not _YEAR.search(line):
            continue
        tried += 1
        if tried > MAX_TRIED:
            break
        if of_another_day(line):
            continue
        if (date := normal(line, language)) and not within(element, _STRANGE) and not of_something_else(element) and not overlaid(element):
            if element.tag == "a" or within(element, ("a",)) or apart(element):
                aside = aside or Found(date, "line aside")
            elif tells_of_change(element):
                changed = changed or Found(date, "line")
            elif element.tag == "time" or _is_marked(element):
                return Found(date, "line")
            else:
                plain = plain or Found(date, "line")
    return plain or changed or aside


def _line(element: _Element) -> str:
    if element.tag == "time":
        return element.get("datetime") or shown(element)
    if element.tag in ("br", "a"):
        return (element.tail or "").strip()
    text = (element.text or "").strip()
    return text or ((element[0].tail or "").strip() if len(element) and element[0].tag != "br" else "")


def _is_marked(element: _Element) -> bool:
    parent = element.getparent()
    marks = f"{element.get('class', '')} {'' if parent is None else parent.get('class', '')}".lower()
    return any(word in marks for word in words("markup", "date"))


@cache
def _other() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{any_of(words('dates', 'other'))})(?!\w)", re.IGNORECASE)


@cache
def _note() -> re.Pattern[str]:
    return re.compile(any_of(words("dates", "first")), re.IGNORECASE)


@cache
def _field(stem: str) -> re.Pattern[str]:
    """A field whose name begins with `stem`; as the pattern begins with letters, it runs over a page fast."""
    quote = r'(?:\\*"|&quot;|&#34;)'
    return re.compile(rf"(?P<name>{stem}\w{{2,12}}){quote}\s*:\s*{quote}(?P<date>(?:19|20)\d\d[-./]\d\d[-./]\d\d[^\"\\&]{{0,30}})")
