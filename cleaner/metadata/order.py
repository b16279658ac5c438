"""Whether a page in English writes 3/4/2026 for the 3rd of April."""

from __future__ import annotations

import re
from functools import cache

from cleaner.metadata.daytime import MONTH_FIRST
from cleaner.metadata.site import host
from cleaner.metadata.vocabulary import words

MAX_MONTH = 12
DAY_FIRST = "en-GB"                     # a language that is read so
_NUMBERS = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})/(?:19|20)?\d{2}(?![\d/])")


def ordered(language: str, date: str, url: str | None, html: str) -> str:
    """The language to read the page's dates in, given the ISO `date` that its own `language` makes of them.

    What the address, other dates of the page and its country say outweighs the declared language.

    >>> ordered("en", "2026-03-10", None, "<p>03/10/2026</p><a>Next</a> 25/09/2026")
    'en-GB'
    >>> ordered("en", "2026-03-10", None, "<p>03/10/2026</p><a>Next</a> 09/25/2026")
    'en'
    """
    day, month = date[8:10], date[5:7]
    if language.lower().replace("_", "-") not in MONTH_FIRST or not day or int(day) > MAX_MONTH or day == month:
        return language
    pairs = [f"{one}/{other}/" for one in {month, month.lstrip("0")} for other in {day, day.lstrip("0")}]
    if not any(f"{pair}{year}" in html for pair in pairs for year in (date[:4], date[2:4])):
        return language                                     # the date was not written in numbers
    if f"/{date[:4]}/{day}/{month}/" in (url or ""):
        return DAY_FIRST
    numbers = [(int(one), int(other)) for one, other in _NUMBERS.findall(html)]
    days, months = any(one > MAX_MONTH for one, _ in numbers), any(other > MAX_MONTH for _, other in numbers)
    if days != months:
        return DAY_FIRST if days else language
    if host(url or "").rsplit(".", 1)[-1] in words("dates", "day_first_domains"):
        return DAY_FIRST
    return DAY_FIRST if _named(0).search(html) and not _named(1).search(html) else language


@cache
def _named(at: int) -> re.Pattern[str]:
    """A day with its English month, before it or (1) behind it."""
    months = "|".join(words("dates", "english"))
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    pattern = rf"\b(?:{months})\.? {day},? (?:19|20)\d\d" if at else rf"\b{day} (?:{months})\.?,? (?:19|20)\d\d"
    return re.compile(pattern, re.IGNORECASE)
