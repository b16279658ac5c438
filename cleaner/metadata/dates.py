"""When the article was published and last changed: what the page declares against what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import islice, pairwise
from typing import NamedTuple

from lxml import etree

from cleaner.metadata.article import Subject
from cleaner.metadata.daytime import MAX_DATE, normal, valid
from cleaner.metadata.jsonld import text
from cleaner.metadata.nearby import Stretch, Surroundings, apart, of_something_else, overlaid, tells_of_change
from cleaner.metadata.order import ordered
from cleaner.metadata.scan import Found, Scan, shown
from cleaner.metadata.search import first_published, of_another_day, searched
from cleaner.metadata.vocabulary import any_of, folded, words
from cleaner.text import fold

_Element = etree._Element

SHORTEST, MAX_PLAIN = 8, 40                 # characters of an unmarked line that holds hardly more than a date
MAX_DECLARED = 12                           # declared dates of one kind that are read
MAX_SHOWN = 8                               # dates near the headline that are compared
MAX_CHILDREN = 8                            # of an element that is a dateline
SAME_MOMENT = timedelta(minutes=15)         # pages round what they show
NEIGHBOURS = timedelta(days=1)              # days that one moment falls on in different zones
_KEYS = {"published": ("datePublished", "dateCreated", "uploadDate"), "modified": ("dateModified",)}
_CELLS = ("td", "th", "option", "code", "pre")  # dates in these are matter of the page
_UTC = ("Z", "+00:00")
_ISO_SOURCES = ("json-ld", "article:", "og:", "url")        # where dates stand in ISO 8601 or nearly so

_HAS_DATE = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_OFFSET = re.compile(r"[+-]\d{2}:\d{2}$")
_STAMP = re.compile(r"(?:19|20)\d{2}-\d{2}-\d{2}")
# UMEÅ, Sweden, April 18, 2026 (Wire) --
_DATELINE = re.compile(r"[^\W\d_][^.:;\d]{1,40}[,(] ?(?P<date>[^–—(/,]{3,20},? ?\d{4})\)? ?(?:[(/][\w .&]+[)/] ?)?(?:–|—|--?) ")
_IN_ADDRESS = re.compile(r"/(?P<y>(?:19|20)\d{2})[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})(?=[/\-_])")


class Dates(NamedTuple):
    """Publication and last change, each empty or ISO 8601, and where they were found."""

    published: str
    published_source: str
    modified: str
    modified_source: str


def dates(
    scan: Scan, about: Subject, place: Surroundings, url: str | None, html: str = "", language: str = "", taken: str = "",
) -> Dates:
    """The dates that the page declares or shows near its headline, else one that a search of all of `html` finds.

    `language` is the page's, in which its months and 3/4/2026 are read, these in the order that the page shows to keep; "" where
    it is not known. `taken` is the moment at which an archive took the page, and no date of the article's.
    """
    found = _dates(scan, about, place, url, html, language, taken)
    if found.published_source.startswith(_ISO_SOURCES):
        return found
    order = ordered(language, found.published, url, html)
    return found if order == language else _dates(scan, about, place, url, html, order, taken)


def _dates(scan: Scan, about: Subject, place: Surroundings, url: str | None, html: str, language: str, taken: str) -> Dates:
    declared = _declared(scan, about, "published", language, taken)
    published = next(declared, None)
    modified = next(_declared(scan, about, "modified", language, taken), None)
    near: list[Found] = []
    changed = None
    for found, is_change in islice(_shown(scan, place, language, published is not None, taken), MAX_SHOWN):
        if not is_change:
            near.append(found)
        changed = changed or (found if is_change else None)
        if published and _confirms(found, published):
            break
    best = _repeated(published, near, declared, url) or _agreed(published, near) or _in_address(url)
    if not best and changed and html:
        best = first_published(scan, language)
    published = best or changed or _last_resort(scan, place, html, language, taken) or modified
    return Dates(*(published or Found("", "")), *(modified or changed or Found("", "")))


def _confirms(shown: Found, declared: Found) -> bool:
    """Do both name the same day, or neighbours that may be one moment in different zones?"""
    return abs(_date(shown.value) - _date(declared.value)) <= NEIGHBOURS


def _repeated(declared: Found | None, near: list[Found], others: Iterator[Found], url: str | None) -> Found | None:
    """Another date that the page declares or has in its address, where readers are shown that day, not that of a stamp in UTC."""
    days = [found.value[:10] for found in near]
    if declared is None or not declared.value.endswith(_UTC) or declared.value[:10] in days:
        return None
    if any(_same_moment(declared.value, found.value) for found in near):
        return None
    return next((found for found in (*others, _in_address(url)) if found and found.value[:10] in days), None)


def _agreed(declared: Found | None, near: list[Found]) -> Found | None:
    """The declared date, unless the reader is shown the same moment in local time, or only earlier days.

    A content system's stamp of a moved or rebuilt page is later than the day it shows: on the labelled pages the
    earlier day was right in 9 of 10 such cases, the later one in 8 of 15.
    """
    if declared is None or not near:
        return declared or next(iter(near), None)
    if _confirms(near[-1], declared):
        return near[-1] if _same_moment(declared.value, near[-1].value) else declared
    return near[0] if _date(near[0].value) < _date(declared.value) else declared


def _date(value: str) -> datetime:
    return datetime.fromisoformat(value[:10])


def _same_moment(declared: str, local: str) -> bool:
    """Do both name one moment, the first in UTC and the second with an offset of its own?"""
    if not declared.endswith(_UTC) or local.endswith(_UTC) or not _OFFSET.search(local):
        return False
    try:
        return abs(datetime.fromisoformat(declared) - datetime.fromisoformat(local)) <= SAME_MOMENT
    except ValueError:
        return False


def _declared(scan: Scan, about: Subject, kind: str, language: str, taken: str) -> Iterator[Found]:
    """The dates that the page declares to be of `kind`, the most reliable first, each day once."""
    days = set()
    for value, source in islice(_stated(scan, about, kind), MAX_DECLARED):
        if (date := normal(value, language)) and date[:10] not in days and not _is_taking(date, taken):
            days.add(date[:10])
            yield Found(date, source)


def _is_taking(date: str, taken: str) -> bool:
    return bool(taken) and date.startswith(taken)


def _stated(scan: Scan, about: Subject, kind: str) -> Iterator[Found]:
    """What stands where pages declare dates of `kind`: JSON-LD, <meta>, microdata."""
    yield from (Found(text(value), source) for name in _KEYS[kind] for value, source in about.values(name))
    yield from scan.meta(kind)
    yield from (Found(value, f"itemprop={name}") for name in _KEYS[kind] for value in scan.named(f"itemprop:{name.lower()}"))


def _shown(scan: Scan, place: Surroundings, language: str, declared: bool, taken: str) -> Iterator[tuple[Found, bool]]:
    """The dates near the headline, in a <time> or a line of their own, each with whether it tells of a change.

    Where none is `declared` that could contradict them, those of boxes beside the article are left out.
    """
    strange = (lambda element: apart(element, "comment")) if declared else of_something_else
    for element in _times(scan, place):
        if (date := _of_time(element, language)) and not (strange(element) or _is_taking(date, taken)):
            yield Found(date, "time"), tells_of_change(element)
    if (headline := place.headline) is not None and (line := _plain(headline.tail or "")) and (date := normal(line, language)):
        yield Found(date, "dateline"), False
    for stretch in (place.after, place.before):
        for element, line in _lines(stretch):
            for part, is_change in parted(line):
                date = "" if of_another_day(part) else normal(part, language)
                if date and not (strange(element) or overlaid(element) or _is_taking(date, taken)):
                    yield Found(date, "dateline"), tells_of_change(element) if is_change is None else is_change


def _times(scan: Scan, place: Surroundings) -> Iterator[_Element]:
    """The <time> elements near the headline, else the only one of the page."""
    if not scan.times:
        return
    near = False
    for stretch in (place.after, place.before):     # the second is not read where the first has what is wanted
        for element in stretch.tagged("time"):
            near = True
            yield element
    if not near and len(scan.times) == 1:
        yield scan.times[0]


def _of_time(element: _Element, language: str) -> str:
    """The date of a <time>: its stamp, but the day its line names where the stamp is in UTC and the readers are not."""
    stamped = normal(element.get("datetime") or element.get("content") or "", language)
    read = normal(shown(element), language) if not stamped or stamped.endswith(_UTC) else ""
    if stamped and read and _date(stamped) != _date(read) and _confirms(Found(read, ""), Found(stamped, "")):
        return read
    return stamped or read


def _lines(stretch: Stretch) -> Iterator[tuple[_Element, str]]:
    """The marked lines of `stretch` that may hold a date, then those that hold hardly more than one."""
    for element in stretch.holding(words("markup", "date")):
        line = shown(element) if len(element) <= MAX_CHILDREN else ""
        if stamp := _stamp(element):
            yield element, stamp
        elif SHORTEST <= len(line) <= MAX_DATE and _HAS_DATE.search(line):
            yield element, line
    for element, opening in stretch.opening(SHORTEST, 2 * MAX_DATE):
        if element.tag not in _CELLS and (line := _plain(opening)):
            whole = shown(element) if 0 < len(element) <= MAX_CHILDREN else ""
            yield element, whole if whole != line and len(parted(whole)) > 1 else line


def _plain(text: str) -> str:
    """`text` in one line where that holds hardly more than a date, or several dates behind a label each; else ""."""
    if not SHORTEST <= len(text) <= 2 * MAX_DATE or not _HAS_DATE.search(text):
        return ""
    line = " ".join(text.split())
    return line if len(line) <= MAX_PLAIN or (len(line) <= 2 * MAX_DATE and len(parted(line)) > 1) else ""


def _stamp(element: _Element) -> str:
    """The date for machines in an <abbr title> of microformats or a `content` of RDFa, be it of the one element in a line."""
    value = element.get("title" if element.tag == "abbr" else "content", "")
    if _STAMP.match(value):
        return value
    return _stamp(element[0]) if len(element) == 1 and element[0].get("property") else ""


def parted(line: str) -> list[tuple[str, bool | None]]:
    """A line of several dates cut before their labels, each part with whether its label tells of a change; else it whole and None.

    >>> parted("Updated: 14 March 2026 | Published: 12 March 2026")
    [('Updated: 14 March 2026 | ', True), ('Published: 12 March 2026', False)]
    >>> parted("Published on 12 March 2026")
    [('Published on 12 March 2026', None)]
    """
    if len(line) > 2 * MAX_DATE or len(_HAS_DATE.findall(line)) < 2:
        return [(line, None)]
    starts = [match for match in _labels().finditer(line) if not line[max(0, match.start() - 1):match.start()].isalpha()]
    borders = sorted({0, *(match.start() for match in starts), len(line)})
    parts = [line[start:end] for start, end in pairwise(borders)]
    if max(map(len, parts)) > MAX_PLAIN or sum(normal(part) != "" for part in parts) < 2:
        return [(line, None)]
    changes = {match.start(): fold(match[0]) in folded("dates", "modified") for match in starts}
    return [(part, changes.get(start, False)) for start, part in zip(borders, parts, strict=False)]


@cache
def _labels() -> re.Pattern[str]:
    """Words in front of a date of publication or of change."""
    labels = (word for kind in ("modified", "published", "other") for word in words("dates", kind))
    return re.compile(any_of(labels), re.IGNORECASE)


def _in_address(url: str | None, source: str = "url") -> Found | None:
    """The day in an address: /2025/12/19/…"""
    match = _IN_ADDRESS.search(url or "")
    day = valid(match["y"], match["m"], match["d"]) if match else ""
    return Found(day, source) if day else None


def _last_resort(scan: Scan, place: Surroundings, html: str, language: str, taken: str) -> Found | None:
    """The dateline of the text, what the whole page shows, or the day in its picture's address; none is looked for without `html`."""
    if not html:
        return None
    found = _dateline(place, language) or searched(scan, html, language)
    if found and not _is_taking(found.value, taken):
        return found
    return _in_address(next(iter(scan.named("og:image")), ""), "og:image")


def _dateline(place: Surroundings, language: str) -> Found | None:
    """The day with which the text of a press release begins, between its place and a dash."""
    for element in place.after.tagged("p")[:MAX_CHILDREN]:
        match = _DATELINE.match(shown(element)[:2 * MAX_DATE])
        if match and match[0][0].isupper() and (date := normal(match["date"], language)):
            return Found(date, "text")
    return None
