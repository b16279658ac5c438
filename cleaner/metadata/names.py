"""The names of people and desks in a line that names authors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from cleaner.metadata.vocabulary import folded, longest_first, table, words
from cleaner.text import fold

MAX_NAME_WORDS, MAX_NAME_LENGTH = 6, 70     # of a person; desks and offices may be longer where the page states them
MAX_STATED_LENGTH = 120
MAX_NICKNAME_WORDS, MAX_PLAIN_NAME = 3, 40
MAX_FIRST = 30              # characters in which the first word of a label is looked for
MAX_NAMES = 40

_WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*\.?")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ADDRESS = re.compile(r"https?:|www\.|^/|\S+@\S+\.\S+|(?:^|\s)@\w")
_HANDLE = re.compile(r"\S+@\S+\.\S+|(?:^|(?<=\s))@\w+")
_BRACKETS = re.compile(r"\s*[(\[（【][^()\[\]（）【】]*[)\]）】]")
_HARD = re.compile(r"\s*[;|•·●/、，؛،\n]\s*|\s+[–—~]\s+|\s+&amp;\s+|\s*&\s+|\s+\+\s+")
_DIVIDER = re.compile(r"\s*[|·•●]\s*|\s+[–—/]\s+")
_DATE_TAIL = re.compile(r"[\s,|–—-]*\b\d.*$", re.DOTALL)
_EDGE = " \t\r\n.,:;|/\\–—-_*•·●\"“”„'‘’«»<>()[]#!?"
_CREDENTIAL = re.compile(r"(?:[A-Z][A-Za-z]?\.?){2,6}[®™]?(?:-[A-Z]+)?(?: \d+)?|[A-Z]+-[A-Z]+(?: \d+)?")
_SURE_LABELS = ("by", "author")
_PARTICLES = frozenset({
    "de", "da", "do", "dos", "das", "del", "della", "di", "du", "der", "den", "des", "van", "von", "zu", "zur", "vom", "la", "le", "el", "al", "bin", "ibn", "ben",
    "af", "av", "ter", "ten", "te", "y", "e", "i", "and", "the", "for", "of", "o'", "d'", "dr", "st", "mac", "mc", "al-", "abu", "op",
})


def stated(text: str, inverted: bool = False) -> tuple[str, ...]:
    """The names in a value that the page declares to be its author; `inverted` when written "Family, Given".

    >>> stated("By Ana Kovač and Ivo Ivić")
    ('Ana Kovač', 'Ivo Ivić')
    >>> stated("Kovač, Ana", inverted=True)
    ('Ana Kovač',)
    """
    text = without_label(text, sure=True)
    if not text or len(text) > 4 * MAX_STATED_LENGTH or (_ADDRESS.search(text) and " " not in text):
        return ()
    if inverted and text.count(",") == 1 and ";" not in text:
        family, given = text.split(",")
        text = f"{given.strip()} {family.strip()}"
    return _unique(name for name in _split(text) if _nameable(name))


def in_byline(text: str) -> tuple[str, ...]:
    """The names in a line shown near the headline; what does not look like a name is left.

    >>> in_byline("05.06.2025 von Ana Kovač, Redakteurin")
    ('Ana Kovač',)
    """
    return _unique(name for name in _split(without_label(text, sure=False)) if person_like(name))


def without_label(text: str, sure: bool) -> str:
    """`text` behind a label such as "By"; with `sure`, words that also begin names ("Von", "De") stay.

    >>> without_label("Written by: Ana Kovač", sure=False)
    'Ana Kovač'
    """
    text = " ".join(text.split()).strip(" \t|•·–—-:,*")
    for _ in range(3):
        match = _label(sure).match(text)
        if not match:
            break
        text = text[match.end():].lstrip(" :：.-–|")
    return text


def labelled(text: str, sure: bool = False) -> str | None:
    """What stands behind the author label that `text` begins with, "" for a bare label; None without one."""
    text = text.strip(" |•·–—-:*\t\n\r")
    first = text[:MAX_FIRST].split(maxsplit=1)
    if not first or (first[0].lower().rstrip(":：") not in _first_words(sure) and not _UNSPACED.search(first[0]) and ":" not in text[:MAX_FIRST]):
        return None
    match = _label(sure).match(" ".join(text.split()))
    return None if match is None else without_label(text, sure)


def behind_label(text: str, nicknames: bool) -> tuple[str, ...]:
    """The name that is the whole of a short `text` behind a label: a firm's, or with `nicknames` any single word."""
    spelled = text[:1].isupper() or any(char.isdigit() for char in text[:1]) or (nicknames and len(text.split()) == 1)
    return (text.strip(_EDGE),) if spelled and len(text.split()) <= MAX_NICKNAME_WORDS and _nameable(text) and len(text) <= MAX_PLAIN_NAME else ()


def parts(run: str) -> list[str]:
    """A run of byline text cut at its dividers, and between a date and the label that follows it.

    >>> parts("12/19/2025 by Ana Kovač | Politics")
    ['12/19/2025', 'by Ana Kovač', 'Politics']
    """
    return [part for piece in _DIVIDER.split(run) for part in _dated().split(piece, maxsplit=1) if part]


def of_another_role(text: str) -> bool:
    """Does `text` begin with the label of an editor, reviewer, photographer …?"""
    return _other_role().match(fold(text)) is not None


def person_like(name: str) -> bool:
    """Could `name` be a person's or a desk's, judged by its form alone?

    >>> person_like("Anne-Marie O’Neill"), person_like("5 min read"), person_like("Share this story")
    (True, False, False)
    """
    parts = name.split()
    if not 1 <= len(parts) <= MAX_NAME_WORDS or not 2 <= len(name) <= MAX_NAME_LENGTH or not _nameable(name):
        return False
    if any(char.isdigit() for char in name) or any(char in name for char in "?!:…%$€#{}=<>"):
        return False
    if _UNSPACED.search(name):
        return len(name) <= 12
    base = name.split(",")[0].split()
    if any(fold(part).strip(".") in folded("byline", "roles") for part in base) and not _desk(name):
        return False
    desk = folded("byline", "desk")
    upright = [part for part in base if part.lower() not in _PARTICLES and fold(part) not in desk] or base
    return bool(upright) and all(part[0].isupper() or not part[0].isalpha() or not part[0].islower() for part in upright)


def _split(text: str) -> Iterable[str]:
    text = _HANDLE.sub(" ", _BRACKETS.sub("", text))
    for piece in _HARD.split(text)[:MAX_NAMES]:
        for chunk in _joined_names(piece):
            yield from _commas(chunk)


def _joined_names(text: str) -> list[str]:
    """`text` cut at "and"; not where that stands inside one name ("Food and Drug Administration")."""
    chunks = _joined().split(text)
    if len(chunks) > 1 and len(chunks[-1].split()) < 2 <= len(chunks[-2].split()):
        return [text]
    return chunks


def _commas(text: str) -> Iterable[str]:
    """The names in a list held together by commas; degrees stay with their name, roles and places go."""
    name = ""
    for part in (part.strip() for part in text.split(",")):
        part = _tidy(part)
        if not part:
            continue
        if not name:
            name = part
        elif _degree(part):
            name = f"{name}, {part}"
        elif person_like(part) and (len(part.split()) > 1 or len(name.split()) == 1):
            yield from _weakly(name)
            name = part
    if name:
        yield from _weakly(name)


def _weakly(text: str) -> Iterable[str]:
    """The two names around a joiner that is also found inside names: each has two words of its own."""
    for joiner in words("byline", "weak_joiners"):
        left, found, right = text.partition(f" {joiner} ")
        if found and len(left.split()) > 1 and len(right.split()) > 1 and person_like(left) and person_like(right):
            return (left, *_weakly(right))
    return (text,)


def _tidy(name: str) -> str:
    name = name if _degree(name) else _DATE_TAIL.sub("", name).strip() or name
    for word in words("byline", "after"):
        name = name.removesuffix(word).strip()
    name = without_label(name, sure=True)
    stripped = name.strip(_EDGE)
    return stripped + "." if name.endswith(".") and _abbreviated(stripped) else stripped


def _abbreviated(name: str) -> bool:
    last = name.rsplit(" ", 1)[-1]
    return len(last) == 1 or fold(last) + "." in folded("byline", "credentials") or "." in last


def _degree(part: str) -> bool:
    tokens = part.split()
    if not tokens or len(tokens) > 4:
        return False
    return all(
        fold(token) in folded("byline", "credentials") or _CREDENTIAL.fullmatch(token) or token.isdigit() for token in tokens
    ) and not tokens[0].isdigit()


def _nameable(name: str) -> bool:
    if not name or len(name) > MAX_STATED_LENGTH or not _WORD.search(name) or _ADDRESS.search(name):
        return False
    bare = fold(name).strip(_EDGE)
    if bare in folded("byline", "generic") or bare in folded("byline", "before"):
        return False
    return not all(part.strip(_EDGE) in _times() or part.isdigit() for part in bare.split())


def _desk(name: str) -> bool:
    line = fold(name)
    return any(word in line for word in folded("byline", "desk"))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(fold(name), name)
    return tuple(kept.values())


@cache
def _times() -> frozenset[str]:
    """Words of dates: months, days, "updated"."""
    months = {fold(word) for month in table("dates")["months"].values() for word in month}
    return months | folded("dates", "weekdays") | folded("dates", "published") | folded("dates", "modified") | {"on", "at", ""}


@cache
def _label(sure: bool) -> re.Pattern[str]:
    labels = longest_first(words("byline", "before"))
    wanted = [label for label in labels if not _UNSPACED.search(label)]
    spaced = "|".join(re.escape(label) for label in wanted if not sure or " " in label or label in _SURE_LABELS)
    unspaced = "|".join(re.escape(label) for label in labels if _UNSPACED.search(label))
    before_colon = "|".join(map(re.escape, wanted))
    return re.compile(rf"(?:(?:{spaced})(?=\s|$)|(?:{before_colon})\s*[:：]|(?:{unspaced})(?:[\s:：/／]+|$))\s*", re.IGNORECASE)


@cache
def _first_words(sure: bool) -> frozenset[str]:
    labels = (label for label in words("byline", "before") if not sure or " " in label or label in _SURE_LABELS)
    return frozenset(label.lower().split()[0] for label in labels)


@cache
def _dated() -> re.Pattern[str]:
    labels = "|".join(re.escape(label) for label in longest_first(words("byline", "before")) if not _UNSPACED.search(label))
    return re.compile(rf"(?<=\d)[\s,.:]+(?=(?:{labels})\s)", re.IGNORECASE)


@cache
def _other_role() -> re.Pattern[str]:
    labels = "|".join(re.escape(fold(label)) for label in longest_first(words("byline", "other_role")))
    return re.compile(rf"\W*(?:{labels})\b")


@cache
def _joined() -> re.Pattern[str]:
    joiners = "|".join(re.escape(joiner) for joiner in longest_first(words("byline", "joiners")) if joiner not in words("byline", "weak_joiners"))
    return re.compile(rf"\s*,?\s+(?:{joiners})\s+")
