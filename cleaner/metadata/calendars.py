"""Days of other calendars in ISO 8601."""

from __future__ import annotations

from datetime import date, timedelta

BUDDHIST = 543                              # years that Thailand is ahead
PERSIAN_YEARS = range(1369, 1421)           # 1990 to 2041; later ones may be Islamic lunar years
_NEW_YEAR_1369 = date(1990, 3, 21)
_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})    # of 33 years; right for all of PERSIAN_YEARS


def from_persian(year: int, month: int, day: int) -> str:
    """The day of the solar Hijri calendar in ISO 8601; "" when there is no such day.

    >>> from_persian(1403, 12, 30), from_persian(1404, 1, 1), from_persian(1404, 12, 30)
    ('2025-03-20', '2025-03-21', '')
    """
    if not 1 <= month <= 12 or not 1 <= day <= _length(year, month):
        return ""
    years = sum(365 + _is_leap(each) for each in range(PERSIAN_YEARS.start, year))
    months = sum(_length(year, each) for each in range(1, month))
    return (_NEW_YEAR_1369 + timedelta(years + months + day - 1)).isoformat()


def _length(year: int, month: int) -> int:
    """Days of a month."""
    return 31 if month <= 6 else 30 if month < 12 or _is_leap(year) else 29


def _is_leap(year: int) -> bool:
    return year % 33 in _LEAP
