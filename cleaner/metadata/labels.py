"""Words in front of names: "By", "Written by", "Von", "Photos by" …"""

from __future__ import annotations

import re
from functools import cache

from cleaner.metadata.vocabulary import longest_first, words
from cleaner.text import fold

MAX_FIRST = 30              # characters in which the first word of a label is looked for
MAX_STACKED = 3             # labels in a row: "Author: by …"

UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")     # scripts that write names without spaces
_DIVIDER = re.compile(r"\s*[|·•●]\s*|\s+[–—/]\s+")
_REPORTER = re.compile(r"(?:.*[|·•]\s*)?[가-힣]{2,4}\s?(?:기자|특파원)(?:\s*[|·•(].*|\s*\S+@\S+)?")
_ENDS = " |•·–—-:*\t\n\r"


def without_label(text: str, sure: bool) -> str:
    """`text` behind a label such as "By"; with `sure`, words that also begin names ("Von", "De") stay.

    >>> without_label("Written by: Ana Kovač", sure=False), without_label("Von Miller", sure=True)
    ('Ana Kovač', 'Von Miller')
    """
    text = " ".join(text.split()).strip(" |•·–—-:,*")
    for _ in range(MAX_STACKED):
        match = _label(sure).match(text)
        if not match:
            break
        text = text[match.end():].lstrip(" :：.-–|")
    return text


def labelled(text: str, sure: bool = False) -> str | None:
    """What stands behind the author label that `text` begins with, "" for a bare label; None without one.

    >>> labelled("Piše: Ana Kovač"), labelled("By"), labelled("Bypass reopened")
    ('Ana Kovač', '', None)
    """
    text = text.strip(_ENDS)
    first = text[:MAX_FIRST].split(maxsplit=1)
    if not first:
        return None
    known = first[0].lower().rstrip(":：") in _first_words(sure)
    if not known and ":" not in text[:MAX_FIRST] and not UNSPACED.search(first[0]):
        return None
    match = _label(sure).match(" ".join(text.split()))
    return None if match is None else without_label(text, sure)


def of_another_role(text: str) -> bool:
    """Does `text` begin with the label of an editor, reviewer, photographer …?

    >>> of_another_role("Photos by Ana Kovač"), of_another_role("Photini Kovač")
    (True, False)
    """
    return _other_role().match(fold(text)) is not None


def parts(run: str) -> list[str]:
    """A run of byline text cut at its dividers, and between a date and the label that follows it.

    >>> parts("12/19/2025 by Ana Kovač | Politics")
    ['12/19/2025', 'by Ana Kovač', 'Politics']
    """
    pieces = [part for piece in (_amid().split(run) if UNSPACED.search(run) else [run]) for part in _role_amid().split(piece)]
    pieces = [part for piece in pieces for part in _DIVIDER.split(piece)]
    return [part for piece in pieces for part in _dated().split(piece, maxsplit=1) if part]


def labelled_amid(text: str) -> bool:
    """Does an author label of an unspaced script stand inside `text`, behind a date or a source?

    >>> labelled_amid("2026-04-18 来源：晨报 作者：沈若溪"), labelled_amid("2026年4月18日 文・三枝遥"), labelled_amid("作者说：好")
    (True, True, False)
    """
    return UNSPACED.search(text) is not None and _amid().search(text) is not None


def label_behind(text: str) -> bool:
    """Is `text` a Korean name with "reporter" behind it, and an address at most?

    >>> label_behind("전마리 기자 mari@gazette.example"), label_behind("그는 오래전에 기자 생활을 시작했다")
    (True, False)
    """
    return _REPORTER.fullmatch(text.strip()) is not None


@cache
def _spaced() -> tuple[str, ...]:
    return tuple(label for label in longest_first(words("byline", "before")) if not UNSPACED.search(label))


@cache
def _sure_labels() -> tuple[str, ...]:
    return tuple(label for label in _spaced() if " " in label or label in words("byline", "before_surely"))


@cache
def _first_words(sure: bool) -> frozenset[str]:
    return frozenset(label.lower().split()[0] for label in (_sure_labels() if sure else _spaced()))


@cache
def _label(sure: bool) -> re.Pattern[str]:
    alone = "|".join(map(re.escape, _sure_labels() if sure else _spaced()))
    before_colon = "|".join(map(re.escape, _spaced()))
    return re.compile(rf"(?:(?:{alone})(?=\s|$)|(?:{before_colon})\s*[:：]|(?:{_unspaced()})(?:[\s:：/／・]+|$))\s*", re.IGNORECASE)


@cache
def _unspaced() -> str:
    return "|".join(re.escape(label) for label in words("byline", "before") if UNSPACED.search(label))


@cache
def _amid() -> re.Pattern[str]:
    return re.compile(rf"\s+(?=(?:{_unspaced()})[:：／・])")


@cache
def _role_amid() -> re.Pattern[str]:
    """In front of another role's label behind an author's name: "Text: Nora Quill. Photos: Ivo Marsh"."""
    labels = "|".join(re.escape(label) for label in longest_first(words("byline", "other_role")))
    return re.compile(rf"[.,;]?\s+(?=(?:{labels})\s*[:：／])|\.\s+(?=(?:{labels})\b)", re.IGNORECASE)


@cache
def _dated() -> re.Pattern[str]:
    return re.compile(rf"(?<=\d)[\s,.:]+(?=(?:{'|'.join(map(re.escape, _spaced()))})(?:\s|$))", re.IGNORECASE)


@cache
def _other_role() -> re.Pattern[str]:
    labels = "|".join(re.escape(fold(label)) for label in longest_first(words("byline", "other_role")))
    return re.compile(rf"\W*(?:{labels})\b")
