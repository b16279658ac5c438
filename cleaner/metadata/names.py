"""The names of people and desks in a line that names authors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from cleaner.metadata.labels import UNSPACED, without_label
from cleaner.metadata.vocabulary import any_of, folded, longest_first, table, words
from cleaner.text import fold

MAX_NAME_WORDS, MAX_NAME_LENGTH = 6, 70     # of a person; desks and offices may be longer where the page states them
MAX_STATED_LENGTH, MAX_LIST = 120, 480      # characters of a stated name, and of a line of them
MAX_UNSPACED = 12                           # characters of a Chinese, Japanese or Korean name
MAX_NICKNAME_WORDS, MAX_NICKNAME = 3, 40
MAX_DEGREES = 4                             # "MD, PhD, FACP …" behind one comma
MAX_DEGREE = 5                              # letters of one
MAX_NAMES = 40

_WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*\.?")
_ADDRESS = re.compile(r"https?:|www\.|^/|\S+@\S+\.\S+|(?:^|\s)@\w")
_HANDLE = re.compile(r"\S+@\S+\.\S+|(?:^|(?<=\s))@\w+")
_BRACKETS = re.compile(r"\s*[(\[（【][^()\[\]（）【】]*[)\]）】]")
_DIVIDER = re.compile(r"\s*[;|•·●/、，؛،\n]\s*|\s+[–—~]\s+|\s+&amp;\s+|\s*&\s+|\s+\+\s+")
_DEGREE = re.compile(r"(?:[A-Z][A-Za-z]?\.?){2,6}[®™]?(?:-[A-Z]+)?(?: \d+)?|[A-Z]+-[A-Z]+(?: \d+)?")
_EDGE = " \t\r\n.,:;|/\\–—-_*•·●\"“”„'‘’«»<>()[]#!?"
_NO_NAME = frozenset("?!:…%$€#{}=<>0123456789")


def stated(text: str, inverted: bool = False) -> tuple[str, ...]:
    """The names in a value that the page declares to be its author; `inverted` when written "Family, Given".

    >>> stated("By Ana Kovač and Ivo Ivić, Zagreb")
    ('Ana Kovač', 'Ivo Ivić')
    >>> stated("Kovač, Ana", inverted=True)
    ('Ana Kovač',)
    """
    text = without_label(text[: 2 * MAX_LIST], sure=True)
    if not text or len(text) > MAX_LIST or (_ADDRESS.search(text) and " " not in text):
        return ()
    if inverted and all(part.count(",") == 1 for part in text.split(";")):
        text = "; ".join(" ".join(part.strip() for part in reversed(name.split(","))) for name in text.split(";"))
    return merged([[name for name in _split(text) if _nameable(name)]])


def in_byline(text: str) -> tuple[str, ...]:
    """The names in a line shown near the headline; what does not look like a name is left.

    >>> in_byline("von Ana Kovač, Redakteurin")
    ('Ana Kovač',)
    """
    return merged([[name for name in _split(without_label(text, sure=False)) if person_like(name)]])


def behind_label(text: str, nicknames: bool) -> tuple[str, ...]:
    """The name that is the whole of a short `text` behind a label: a firm's, or with `nicknames` any single word.

    >>> behind_label("3i Global", nicknames=False), behind_label("ana77", nicknames=True), behind_label("the way", nicknames=True)
    (('3i Global',), ('ana77',), ())
    """
    parts = text.split()
    size = len(parts)
    small = any(part[0].islower() and fold(part) not in folded("byline", "particles") for part in parts[1:])      # "Share by mail"
    spelled = ((text[:1].isupper() or text[:1].isdigit()) and not small) or (nicknames and size == 1)
    fits = spelled and size <= MAX_NICKNAME_WORDS and len(text) <= MAX_NICKNAME
    return (text.strip(_EDGE),) if fits and _nameable(text) else ()


def person_like(name: str) -> bool:
    """Could `name` be a person's or a desk's, judged by its form alone?

    >>> person_like("Anne-Marie O’Neill"), person_like("5 min read"), person_like("Share this story")
    (True, False, False)
    """
    if not 1 <= len(name.split()) <= MAX_NAME_WORDS or not 1 < len(name) <= MAX_NAME_LENGTH or not _nameable(name):
        return False
    if not _NO_NAME.isdisjoint(name):
        return False
    if UNSPACED.search(name):
        return len(name) <= MAX_UNSPACED
    spoken = name.split(",")[0].split()
    if _role(" ".join(spoken)) and not _desk(name):
        return False
    small = folded("byline", "particles") | folded("byline", "desk")
    proper = [part for part in spoken if fold(part) not in small] or spoken
    return all(not part[0].islower() for part in proper)


def merged(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """The names of all `groups`, each once, in order.

    >>> merged([["Ana Kovač"], ["ANA KOVAC", "Ivo Ivić"]])
    ('Ana Kovač', 'Ivo Ivić')
    """
    kept: dict[str, str] = {}
    for group in groups:
        for name in group:
            kept.setdefault(fold(name), name)
    return tuple(kept.values())


def _split(text: str) -> Iterator[str]:
    text = _HANDLE.sub(" ", _BRACKETS.sub("", text))
    for piece in _DIVIDER.split(text)[:MAX_NAMES]:
        for chunk in _joined_names(piece):
            yield from _commas(chunk)


def _joined_names(text: str) -> list[str]:
    """`text` cut at "and"; not where that stands inside one name ("Food and Drug Administration")."""
    chunks = _joiner().split(text)
    if len(chunks) > 1 and len(chunks[-1].split()) < 2 <= len(chunks[-2].split()):
        return [text]
    return chunks


def _commas(text: str) -> Iterator[str]:
    """The names in a list held together by commas; degrees stay with their name, roles and places go."""
    name = ""
    for part in map(_tidy, text.split(",")):
        if not name:
            name = part
        elif _is_degree(part):
            name = f"{name}, {part}"
        elif part and person_like(part) and not _role(part) and (" " in part or " " not in name):
            yield from _weakly(name)
            name = part
    if name:
        yield from _weakly(name)


def _role(text: str) -> bool:
    """Does `text` name what somebody does: "Staff Writer"?"""
    return any(fold(part).strip(".") in folded("byline", "roles") for part in text.split())


def _weakly(text: str) -> tuple[str, ...]:
    """The two names around a joiner that is also found inside names: each has two words of its own."""
    for joiner in words("byline", "weak_joiners"):
        left, found, right = text.partition(f" {joiner} ")
        if found and " " in left and " " in right and person_like(left) and person_like(right):
            return (left, *_weakly(right))
        if found and joiner in words("byline", "where") and " " in left and right.istitle() and person_like(left):
            return (left,)                      # "Nora Quill in Leeds"
    return (text,)


def _tidy(name: str) -> str:
    name = name.strip()
    name = name if _is_degree(name) else undated(name) or name
    if name.endswith((":", "：")):                   # "Data: 12-03-2026"
        return ""
    for word in words("byline", "after"):
        name = name.removesuffix(word).strip()
    name = without_label(name, sure=True)
    bare = name.strip(_EDGE)
    return f"{bare}." if name.endswith(".") and _abbreviated(bare) else bare


def undated(text: str) -> str:
    """`text` without the date at its end and what joins it.

    >>> undated("Nora Quill on 12 March 2026")
    'Nora Quill'
    """
    return _date_tail().sub("", text).strip()


def _abbreviated(name: str) -> bool:
    last = name.rsplit(" ", 1)[-1]
    return len(last) == 1 or "." in last or f"{fold(last)}." in folded("byline", "credentials")


def _is_degree(part: str) -> bool:
    tokens = part.split()
    if not tokens or len(tokens) > MAX_DEGREES or tokens[0].isdigit():
        return False
    known = folded("byline", "credentials")
    spelled = max(map(len, tokens)) <= MAX_DEGREE or len(tokens) == 1           # not "STAFF WRITER"
    return all(fold(token) in known or (spelled and _DEGREE.fullmatch(token)) or token.isdigit() for token in tokens)


def _nameable(name: str) -> bool:
    if not name or len(name) > MAX_STATED_LENGTH or not _WORD.search(name) or _ADDRESS.search(name):
        return False
    bare = fold(name).strip(_EDGE)
    if bare in folded("byline", "generic") or bare in folded("byline", "before"):
        return False
    return not all(part.strip(_EDGE) in times() or part.isdigit() for part in bare.split())


def _desk(name: str) -> bool:
    line = fold(name)
    return any(word in line for word in folded("byline", "desk"))


@cache
def times() -> frozenset[str]:
    """Words of dates: months, days, "updated"."""
    months = frozenset(fold(word) for month in table("dates")["months"].values() for word in month)
    return months | folded("dates", "weekdays") | folded("dates", "published") | folded("dates", "modified") | {""}


@cache
def _date_tail() -> re.Pattern[str]:
    """A date behind a name, with the word that joins them: " on 12 March 2026"."""
    joints = any_of(words("dates", "before_day"))
    return re.compile(rf"(?:\s+(?:{joints}))?[\s,|–—-]*\b\d.*$", re.DOTALL | re.IGNORECASE)


@cache
def _joiner() -> re.Pattern[str]:
    weak = words("byline", "weak_joiners")
    joiners = "|".join(re.escape(joiner) for joiner in longest_first(words("byline", "joiners")) if joiner not in weak)
    return re.compile(rf"\s*,?\s+(?:{joiners})\s+")
