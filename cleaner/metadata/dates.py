"""When the article was published and last changed: ISO 8601 with the page's own precision and offset."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
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
SHORTEST, MAX_PLAIN = 8, 40                 # characters of an unmarked line that holds hardly more than a date
MAX_SHOWN = 8                               # dates near the headline that are compared
MAX_CHILDREN = 8                            # of an element that is a dateline
SAME_MOMENT = timedelta(minutes=15)         # pages round what they show
EPOCH_SECONDS, EPOCH_MILLISECONDS = 10, 13  # digits

_HAS_DATE = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_OFFSET = re.compile(r"[+-]\d{2}:\d{2}$")
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
    shown = _shown(scan, place, month_first)
    changed = next((found for found, is_change in shown if is_change), None)
    published = _agreed(published, [found for found, is_change in shown if not is_change])
    published = published or _in_address(url) or changed or _searched(scan.root, url, html) or modified
    return Dates(*(published or Found("", "")), *(modified or changed or Found("", "")))


def _agreed(declared: Found | None, shown: list[Found]) -> Found | None:
    """The declared date, unless the reader is shown the same moment in local time, or only earlier days."""
    if declared is None or not shown:
        return declared or next(iter(shown), None)
    for found in shown:
        if _same_moment(declared.value, found.value):
            return found
    day = _ordinal(declared.value)
    if any(abs(_ordinal(found.value) - day) <= 1 for found in shown):
        return declared
    return shown[0] if _ordinal(shown[0].value) < day else declared


def _ordinal(date: str) -> int:
    year, month, day = int(date[:4]), int(date[5:7]), int(date[8:10])
    return (year * 12 + month) * 31 + day


def _same_moment(declared: str, shown: str) -> bool:
    """Do both name one moment, the first in UTC and the second with an offset of its own?"""
    if not declared.endswith(("Z", "+00:00")) or not _OFFSET.search(shown) or shown.endswith(("Z", "+00:00")):
        return False
    try:
        return abs(datetime.fromisoformat(declared) - datetime.fromisoformat(shown)) <= SAME_MOMENT
    except ValueError:
        return False


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


def _shown(scan: Scan, place: Surroundings, month_first: bool) -> list[tuple[Found, bool]]:
    """The dates near the headline, in a <time> or a line of their own, each with whether it tells of a change."""
    near = [*place.after.tagged("time"), *place.before.tagged("time")] if scan.times else []
    found = []
    for element in near or (scan.times if len(scan.times) == 1 else []):
        value = element.get("datetime") or element.get("content") or ""
        if date := normal(value, month_first) or normal(shown(element), month_first):
            found.append((Found(date, "time"), _is_modified(element)))
    for stretch in (place.after, place.before):
        found += [(Found(normal(line, month_first), "dateline"), _is_modified(element)) for element, line in _lines(stretch)]
    return [(date, is_change) for date, is_change in found if date.value][:MAX_SHOWN]


def _lines(stretch: Stretch) -> Iterator[tuple[_Element, str]]:
    """The marked lines of `stretch` that may hold a date, then those that hold hardly more than one."""
    for element in stretch.holding(words("markup", "date")):
        line = shown(element) if len(element) <= MAX_CHILDREN else ""
        if SHORTEST <= len(line) <= MAX_DATE and _HAS_DATE.search(line):
            yield element, line
    for element, text in stretch.opening(SHORTEST, 2 * MAX_DATE):
        if _HAS_DATE.search(text) and len(line := " ".join(text.split())) <= MAX_PLAIN:
            yield element, line


def _is_modified(element: _Element) -> bool:
    """Does `element` or its label say that it tells of a change?"""
    attributes = f"{element.get('itemprop', '')} {element.get('class', '')}".lower()
    if "modif" in attributes or "updated" in attributes.split():
        return True
    before, parent = element.getprevious(), element.getparent()
    label = (before.tail or "").strip() or shown(before) if before is not None else (parent.text or "") if parent is not None else ""
    line = fold(f"{label[-MAX_DATE:]} {shown(element)[:MAX_DATE]}")
    return any(word in line for word in folded("dates", "modified"))


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
        date = find_date(tree, original_date=True, extensive_search=False, url=url, outputformat="%Y-%m-%d")
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

