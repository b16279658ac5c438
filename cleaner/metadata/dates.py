"""When the article was published and last changed: ISO 8601 with the page's own precision and offset."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from lxml import etree

from cleaner.metadata.article import Subject
from cleaner.metadata.jsonld import text
from cleaner.metadata.nearby import Stretch, Surroundings
from cleaner.metadata.scan import Found, Scan, shown
from cleaner.metadata.vocabulary import folded, table, words
from cleaner.text import fold

_Element = etree._Element

FIRST_YEAR, LAST_YEAR = 1990, 2100          # of pages on the web; other numbers are no years
MAX_DATE = 80                               # characters of a text that is read as a date
EPOCH_SECONDS, EPOCH_MILLISECONDS = 10, 13  # digits

_ISO = re.compile(
    r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[T\s,]+(?:at\s+)?(?P<h>\d{1,2})[:.](?P<mi>\d{2})(?::(?P<s>\d{2})(?P<f>\.\d+)?)?\s*"
    r"(?P<z>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?)?", re.IGNORECASE)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<h>\d{2})(?P<mi>\d{2})(?P<s>\d{2})?(?P<z>Z|[+-]\d{4})?)?$")
_DAY_FIRST = re.compile(r"(?<!\d)(?P<d>\d{1,2})\s*[./-]\s*(?P<m>\d{1,2})\s*[./-]\s*(?P<y>\d{4}|\d{2})(?!\d)")
_CJK = re.compile(r"(?P<y>\d{4})\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일]")
_WORDS = re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th|\.|º|°|er|an)?[\s\-]+(?:de\s+|of\s+)?(?P<name>[^\W\d_]{2,})\.?,?[\s\-]+(?:de\s+|del\s+)?(?P<y>\d{4})"
                    r"|(?P<name2>[^\W\d_]{3,})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{4})"
                    r"|(?P<y3>\d{4})\s+(?P<name3>[^\W\d_]{3,})\.?\s+(?P<d3>\d{1,2})(?!\d)")
_ADDRESS = re.compile(r"/(?P<y>(?:19|20)\d{2})[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})(?=[/\-_])")
_CLOCK = re.compile(r"(?<!\d)(?P<h>\d{1,2})[:.h](?P<mi>\d{2})(?::(?P<s>\d{2}))?\s*(?P<ampm>[ap]\.?m\.?)?(?!\d)\s*(?P<zone>\(?[A-Z]{2,4}\)?(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2})?", re.IGNORECASE)


class Dates(NamedTuple):
    """Publication and last change, each empty or ISO 8601, and where they were found."""

    published: str
    published_source: str
    modified: str
    modified_source: str


def dates(scan: Scan, about: Subject, place: Surroundings, url: str | None, html: str = "") -> Dates:
    """The dates that the page declares, else shows near its headline, else those htmldate finds in `html`."""
    month_first = _month_first(scan.language)
    published = _declared(scan, about, "published", ("datePublished", "dateCreated", "uploadDate"), month_first)
    modified = _declared(scan, about, "modified", ("dateModified",), month_first)
    published = published or _shown(scan, place, month_first) or _in_address(url) or _searched(scan.root, url, html) or modified
    return Dates(*(published or Found("", "")), *(modified or Found("", "")))


def normal(value: str, month_first: bool = False) -> str:
    """`value` as ISO 8601, no more precise than written; "" when it is no date.

    >>> normal("2026-01-08 17:46:00+0200"), normal("8. siječnja 2026. u 17:46"), normal("March 5, 2024")
    ('2026-01-08T17:46:00+02:00', '2026-01-08T17:46', '2024-03-05')
    >>> normal("next week")
    ''
    """
    value = " ".join(value.split())[:MAX_DATE]
    if value.isdigit():
        return _epoch(value) if len(value) in (EPOCH_SECONDS, EPOCH_MILLISECONDS) else _parts(_COMPACT.match(value))
    if match := _ISO.search(value):
        return _parts(match)
    if match := _COMPACT.match(value):
        return _parts(match)
    day, end = _day(value, month_first)
    return f"{day}{_clock(value[:end[0]] + ' ' + value[end[1]:])}" if day else ""


def _declared(scan: Scan, about: Subject, kind: str, keys: Iterable[str], month_first: bool) -> Found | None:
    stated = (Found(text(value), source) for key in keys for value, source in about.values(key))
    items = (Found(value, f"itemprop={key}") for key in keys for value in scan.named(f"itemprop:{key.lower()}"))
    for value, source in (*stated, *scan.meta(kind), *items):
        if date := normal(value, month_first):
            return Found(date, source)
    return None


def _shown(scan: Scan, place: Surroundings, month_first: bool) -> Found | None:
    """The date in a <time> or a marked line near the headline."""
    near = dict.fromkeys((*place.after.tagged("time"), *place.before.tagged("time"))) if scan.times else {}
    for element in (*near, *(element for element in scan.times if element not in near)):
        value = element.get("datetime") or element.get("content") or shown(element)
        if _is_modified(element):
            continue
        if (element in near or len(scan.times) == 1 or element.get("itemprop") or element.get("pubdate") is not None) and (date := normal(value, month_first)):
            return Found(date, "time")
    for stretch in (place.after, place.before):
        if found := _in_line(stretch, month_first):
            return found
    return None


def _in_line(stretch: Stretch, month_first: bool) -> Found | None:
    for element in stretch.holding(words("markup", "date")):
        line = shown(element)
        if 4 <= len(line) <= MAX_DATE and not _is_modified(element) and (date := normal(line, month_first)):
            return Found(date, "dateline")
    for element in stretch.elements[:MAX_LINES]:
        line = " ".join((element.text or "").split()) if isinstance(element.tag, str) else ""
        if 6 <= len(line) <= MAX_DATE and any(char.isdigit() for char in line) and (date := normal(line, month_first)) and len(line) <= 3 * len(date):
            return Found(date, "dateline")
    return None


MAX_LINES = 40      # elements beside the headline that are read without a mark


def _is_modified(element: _Element) -> bool:
    """Does `element` or its label say that it tells of a change?"""
    if "modif" in f"{element.get('itemprop', '')} {element.get('class', '')}".lower() or "updated" in element.get("class", "").lower().split():
        return True
    parent, before = element.getparent(), element.getprevious()
    label = fold((before.tail or shown(before)) if before is not None else (parent.text or "") if parent is not None else "")
    return any(label.strip(" :,|").endswith(word) for word in folded("dates", "modified"))


def _in_address(url: str | None) -> Found | None:
    """The day in a page's address: /2025/12/19/…"""
    match = _ADDRESS.search(url or "")
    day = _valid(match["y"], match["m"], match["d"]) if match else ""
    return Found(day, "url") if day else None


def _searched(root: _Element, url: str | None, html: str) -> Found | None:
    """What htmldate finds; it edits its tree and takes only lxml.html's, so it gets one of its own."""
    if not html.strip():
        return None
    from htmldate import find_date
    from lxml.html import HTMLParser

    try:
        tree = etree.fromstring(etree.tostring(root, encoding="utf-8", method="html"), HTMLParser(encoding="utf-8"))
        date = find_date(tree, original_date=True, extensive_search=True, url=url, outputformat="%Y-%m-%d")
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, etree.LxmlError):
        return None
    return Found(date, "htmldate") if date else None


def _parts(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    part = match.groupdict()
    day = _valid(part["y"], part["m"], part["d"])
    if not day or part.get("h") is None or int(part["h"]) > 23 or int(part["mi"]) > 59:
        return day
    seconds = f":{part['s']}{part.get('f') or ''}" if part.get("s") else ""
    return f"{day}T{int(part['h']):02d}:{part['mi']}{seconds}{_offset(part.get('z') or '')}"


def _offset(zone: str) -> str:
    if not zone:
        return ""
    if zone.upper() in ("Z", "UTC", "GMT"):
        return "Z" if zone.upper() == "Z" else "+00:00"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:4]}"


def _day(value: str, month_first: bool) -> tuple[str, tuple[int, int]]:
    """The day named in `value` and where it stands there."""
    if match := _CJK.search(value):
        return _valid(match["y"], match["m"], match["d"]), match.span()
    for match in _WORDS.finditer(value):
        name, year, number = (match[key] or match[f"{key}2"] or match[f"{key}3"] for key in ("name", "y", "d"))
        month = _month(name)
        if month and (day := _valid(year, str(month), number)):
            return day, match.span()
    if match := _DAY_FIRST.search(value):
        day, month_text = match["d"], match["m"]
        if int(month_text) > 12 or (month_first and "." not in match.group() and int(day) <= 12):
            day, month_text = month_text, day
        year = match["y"] if len(match["y"]) == 4 else f"20{match['y']}"
        return _valid(year, month_text, day), match.span()
    return "", (0, 0)


def _clock(rest: str) -> str:
    match = _CLOCK.search(rest)
    if match is None or int(match["h"]) > 23:
        return ""
    hour = int(match["h"])
    if match["ampm"]:
        hour = hour % 12 + (12 if match["ampm"][0] in "pP" else 0)
    elif int(match["mi"]) > 59:
        return ""
    return f"T{hour:02d}:{match['mi']}" + (f":{match['s']}" if match["s"] else "") + _zone(match["zone"] or "")


def _zone(name: str) -> str:
    if name[:1] in "+-" and name:
        return _offset(name)
    hours = table("dates")["zones"].get(name.strip("()").upper())
    return "" if hours is None else f"{'-' if hours < 0 else '+'}{abs(hours):02d}:00"


def _valid(year: str, month: str, day: str) -> str:
    y, m, d = int(year), int(month), int(day)
    return f"{y:04d}-{m:02d}-{d:02d}" if FIRST_YEAR <= y <= LAST_YEAR and 1 <= m <= 12 and 1 <= d <= 31 else ""


def _epoch(digits: str) -> str:
    from datetime import UTC, datetime

    seconds = int(digits) / (1000 if len(digits) == EPOCH_MILLISECONDS else 1)
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.isoformat(timespec="seconds") if FIRST_YEAR <= moment.year <= LAST_YEAR else ""


def _month(name: str) -> int:
    word = fold(name)
    months = _months()
    if word in months:
        return months[word]
    return next((months[word[:size]] for size in range(len(word) - 1, MIN_STEM - 1, -1) if word[:size] in months), 0)


MIN_STEM = 4        # letters of a month's stem that may stand for its inflected forms


@cache
def _months() -> dict[str, int]:
    return {fold(name): int(number) for number, names in table("dates")["months"].items() for name in names}


def _month_first(language: str) -> bool:
    """Do dates written with slashes begin with the month? Only where the page is American English or says nothing."""
    return language.lower().replace("_", "-") in ("", "en", "en-us")

