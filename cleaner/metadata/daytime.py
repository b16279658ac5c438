"""A date as pages write it, in ISO 8601 and no more precise than written."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from functools import cache, lru_cache

from cleaner.metadata.calendars import BUDDHIST, PERSIAN_YEARS, from_persian
from cleaner.metadata.vocabulary import longest_first, table, words
from cleaner.text import fold

FIRST_YEAR, LAST_YEAR = 1990, 2100          # of pages on the web; other numbers are no years
MAX_DATE = 80                               # characters of a text that is read as a date
EPOCH_SECONDS, EPOCH_MILLISECONDS = 10, 13  # digits
MAX_OFFSET = 14                             # hours from UTC, in Kiribati
MIN_STEM = 4                                # letters of a month's stem that may stand for its inflected forms

MONTH_FIRST = ("en", "en-us")               # languages that write 3/4/2026 for the 4th of March

_BEHIND_UTC = r"(?:UTC|GMT)\s?[+-]\d{1,2}(?::?\d{2})?(?!\d)"          # GMT+7
_OFFSET = rf"{_BEHIND_UTC}|Z|UTC|GMT|[+-]\d{{2}}:?\d{{2}}|[+-]\d{{2}}(?!\d)"
_ISO = re.compile(
    r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    rf"(?:[T\s,]+(?:at\s+)?(?P<h>\d{{1,2}})[:.](?P<mi>\d{{2}})(?::(?P<s>\d{{2}})(?P<f>\.\d+)?)?\s*\(?(?P<z>{_OFFSET})?)?", re.IGNORECASE)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<h>\d{2})(?P<mi>\d{2})(?P<s>\d{2})?(?P<z>Z|[+-]\d{4})?)?$")
# Between both pairs the same mark: "011-01/26-01/4" is a file's number.
_DAY_FIRST = re.compile(r"(?<!\d)(?P<d>\d{1,2})\s*(?P<mark>[./-])\s*(?P<m>\d{1,2})\s*(?P=mark)\s*(?P<y>\d{4}|\d{2})(?!\d|:\d)")
# Hungarian and Korean; both dots have a space, other than in "8. 4. 2026. 12.30", and no day stands in front.
_YEAR_FIRST = re.compile(r"(?<!\d)(?<!\d[./-] )(?P<y>\d{4})\. (?P<m>\d{1,2})\. (?P<d>\d{1,2})(?![\d:])")
_CHINESE = re.compile(r"(?P<y>\d{4})\s*[年년](?:[（(][^（()）]{3,6}[）)])?\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일]")
_ERA = re.compile(r"(?P<era>令和|平成)\s*(?P<y>\d{1,2}|元)\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日")
_BEFORE_ERA = {"平成": 1988, "令和": 2018}   # the year before its first
_NUMERAL = r"(?P<m>XI{0,2}|IX|IV|VI{0,3}|I{1,3})"
_ROMAN = (              # 12 III 2026, 12.III.2026; 2026. III. 12.
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:\s+|\.\s*){_NUMERAL}(?:\s+|\.\s*)(?P<y>\d{{4}})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<y>\d{{4}})\.\s*{_NUMERAL}\.\s*(?P<d>\d{{1,2}})(?!\d)"),
)
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_VOWELS = (                     # marks, and no letters to `re`: of Hindi, Bengali, Tamil, Thai
    r"\u0901-\u0903\u093a-\u093c\u093e-\u094d" r"\u0981-\u0983\u09bc\u09be-\u09cd\u09d7"
    r"\u0b82\u0bbe-\u0bcd" r"\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
_LETTER = rf"(?:[^\W\d_]|[{_VOWELS}])"
_ASCII_LETTER = "[A-Za-z]"
_YEAR = re.compile(r"\d{4}")
_CLOCK = re.compile(
    r"(?<!\d)(?P<h>\d{1,2})[:.h](?P<mi>[0-5]\d)(?::(?P<s>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?(?!\d)\s*"
    rf"(?P<zone>\(?{_BEHIND_UTC}|\(?[A-Z]{{2,4}}\)?|[+-]\d{{2}}:?\d{{2}})?", re.IGNORECASE)

_HOURS = re.compile(r"(?P<sign>[+-])(?P<h>\d{1,2}):?(?P<mi>\d{2})?$")


def normal(value: str, language: str = "") -> str:
    """`value` as ISO 8601; "" when it is no date. The page's `language` decides 3/4/2026 and what "listopad" is.

    >>> normal("2026-01-08 17:46:00+0200"), normal("8. siječnja 2026. u 17:46"), normal("March 5, 2024")
    ('2026-01-08T17:46:00+02:00', '2026-01-08T17:46', '2024-03-05')
    >>> normal("3/4/2026", "en-US"), normal("3/4/2026"), normal("next week")
    ('2026-03-04', '2026-04-03', '')
    """
    value = " ".join(value[: 4 * MAX_DATE].split())[:MAX_DATE]
    if not value.isascii():
        value = "".join(str(unicodedata.decimal(letter, letter)) for letter in value)
    if value.isdecimal() and len(value) in (EPOCH_SECONDS, EPOCH_MILLISECONDS):
        return _epoch(value)
    match = _ISO.search(value) or _COMPACT.match(value)
    if match:
        return _of_numbers(match)
    day, (start, end) = _day(value, language.lower().replace("_", "-"))
    return day + _clock(f"{value[:start]} {value[end:]}") if day else ""


def valid(year: str, month: str, day: str) -> str:
    """The day in ISO 8601; "" when there is no such day. Thai and Persian years are told by their number.

    >>> valid("2026", "1", "8"), valid("2026", "13", "8"), valid("2569", "1", "8"), valid("1405", "1", "29")
    ('2026-01-08', '', '2026-01-08', '2026-04-18')
    """
    number = int(year)
    if number in PERSIAN_YEARS:
        return from_persian(number, int(month), int(day))
    number -= BUDDHIST if FIRST_YEAR + BUDDHIST <= number <= LAST_YEAR + BUDDHIST else 0
    try:
        return datetime(number, int(month), int(day)).date().isoformat() if FIRST_YEAR <= number <= LAST_YEAR else ""
    except ValueError:
        return ""


def _of_numbers(match: re.Match[str]) -> str:
    part = match.groupdict()
    day = valid(part["y"], part["m"], part["d"])
    if not day or part.get("h") is None or int(part["h"]) > 23 or int(part["mi"]) > 59:
        return day
    seconds = _seconds(part.get("s"))
    return f"{day}T{int(part['h']):02d}:{part['mi']}{seconds}{(seconds and part.get('f')) or ''}{_offset(part.get('z') or '')}"


def _day(value: str, language: str) -> tuple[str, tuple[int, int]]:
    """The day named in `value` and where it stands there."""
    if match := _CHINESE.search(value):
        return valid(match["y"], match["m"], match["d"]), match.span()
    for pattern in _named(_ASCII_LETTER if value.isascii() else _LETTER) if _YEAR.search(value) else ():
        for match in pattern.finditer(value):
            if (month := _month(match["name"], language)) and (day := valid(match["y"], str(month), match["d"])):
                return day, match.span()
    if match := _ERA.search(value):
        years = 1 if match["y"] == "元" else int(match["y"])
        return valid(str(_BEFORE_ERA[match["era"]] + years), match["m"], match["d"]), match.span()
    for pattern in _ROMAN:
        if match := pattern.search(value):
            return valid(match["y"], str(_NUMERALS.index(match["m"]) + 1), match["d"]), match.span()
    if match := _YEAR_FIRST.search(value):
        return valid(match["y"], match["m"], match["d"]), match.span()
    if match := _DAY_FIRST.search(value):
        number, month_number = match["d"], match["m"]
        if int(month_number) > 12 or (language in MONTH_FIRST and "." not in match.group() and int(number) <= 12):
            number, month_number = month_number, number
        year = match["y"] if len(match["y"]) == 4 else f"20{match['y']}"
        return valid(year, month_number, number), match.span()
    return "", (0, 0)


@cache
def _named(letter: str) -> tuple[re.Pattern[str], ...]:
    """Patterns of dates that name the month, or number it behind a word; names have two words at most: "mười một".

    `letter` is the pattern of one: on most pages that of ASCII, which is the fastest.
    """
    before_month, before_year, after_year = map(_any, ("before_month", "before_year", "after_year"))
    one = rf"{letter}{{2,}}(?: {letter}{{2,}})??|{letter}{{1,3}}\.{letter}"
    name, year = rf"(?:{before_month})?(?P<name>{one})(?:/{letter}+)?\.?[,،]?", rf"(?:{before_year})?(?P<y>\d{{4}})"
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in (
        rf"(?<!\d)(?P<d>\d{{1,2}})\s+(?:{before_month})(?P<name>\d{{1,2}}),?\s+{year}",
        rf"(?<!\d[–-])(?<!\d [–-] )(?<![\d–-]\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.|º|°|er|an)?[\s\-]+{name}[\s\-]+{year}",
        rf"(?P<name>{letter}{{3,}}(?: {letter}{{2,}})??)\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[,،]?\s+(?P<y>\d{{4}})",
        rf"(?P<y>\d{{4}})(?:\.?\s+|{after_year})(?P<name>{letter}{{3,}})\.?\s+(?P<d>\d{{1,2}})(?!\d)",
        rf"(?P<y>\d{{4}})(?:{after_year})(?P<d>\d{{1,2}})\.?\s+(?P<name>{letter}{{3,}})",
    ))


def _any(key: str) -> str:
    return "|".join(re.escape(word) for word in longest_first(words("dates", key)))


def _clock(rest: str) -> str:
    """The time of day in what stands around a day, as "T17:46"; "" without one."""
    match = _CLOCK.search(rest)
    if match is None or int(match["h"]) > 23:
        return ""
    hour = int(match["h"])
    before = rest[:match.start()].rstrip()
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    elif before.endswith(words("dates", "forenoon") + words("dates", "afternoon")):
        hour = hour % 12 + (12 if before.endswith(words("dates", "afternoon")) else 0)
    return f"T{hour:02d}:{match['mi']}" + _seconds(match["s"]) + _zone(match["zone"] or "")


def _seconds(digits: str | None) -> str:
    """`digits` as ":46"; "" where there are none, or more than a minute has."""
    return f":{digits}" if digits and int(digits) < 60 else ""


def _zone(name: str) -> str:
    name = name.strip("()").upper()
    if "+" in name or "-" in name:
        return _offset(name)
    hours = table("dates")["zones"].get(name)
    return "" if hours is None else f"{'-' if hours < 0 else '+'}{abs(hours):02d}:00"


def _offset(zone: str) -> str:
    if zone.upper() in ("", "Z"):
        return zone.upper()
    match = _HOURS.search(zone)
    if match is None:
        return "+00:00"
    hours, minutes = int(match["h"]), int(match["mi"] or 0)
    return f"{match['sign']}{hours:02d}:{minutes:02d}" if hours <= MAX_OFFSET and minutes < 60 else ""


def _epoch(digits: str) -> str:
    seconds = int(digits) / (1000 if len(digits) == EPOCH_MILLISECONDS else 1)
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.isoformat(timespec="seconds") if FIRST_YEAR <= moment.year <= LAST_YEAR else ""


def _month(name: str, language: str) -> int:
    """The number of the month that `name`, its last word possibly inflected or cut short, stands for; 0 for other words."""
    if name.isdecimal():
        return int(name)
    whole, months = fold(name), _months(language.split("-")[0])
    if whole in months:
        return months[whole]
    word = whole.rsplit(" ", 1)[-1]
    stems = (word[:size] for size in range(len(word), MIN_STEM - 1, -1))
    return months.get(word) or next((months[stem] for stem in stems if stem in months), 0)


@lru_cache(maxsize=64)
def _months(language: str) -> dict[str, int]:
    tables = [table("dates")["months"], table("dates")["months_in"].get(language, {})]
    return {fold(name): int(number) for months in tables for number, names in months.items() for name in names}
