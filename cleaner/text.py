"""Measures on strings: words, folding, shingles."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_SPACE = re.compile(r"\s+")
_MARKS = re.compile("[\u0300-\u036f\u064b-\u0652\u0640\u00ad\u200b-\u200f\u2060\ufeff]")
_LETTERS = str.maketrans({"ı": "i", "đ": "d", "ł": "l", "ø": "o", "ħ": "h", "æ": "ae", "œ": "oe", "’": "'", "ʼ": "'", "‘": "'"})
_LEADING = re.compile(r"^[\W_]+")


def words(text: str) -> list[str]:
    """The words of `text` in lower case; a Chinese or Japanese character is a word.

    >>> words("Citește și: 東京 2026")
    ['citește', 'și', '東', '京', '2026']
    """
    return WORD.findall(text.lower())


def squeeze(text: str) -> str:
    """`text` with every run of white space (NBSP too) as one space and none at the ends.

    >>> squeeze(" a\\u00a0 b\\n")
    'a b'
    """
    return " ".join(text.split())


def fold(text: str) -> str:
    """`text` in the form that rules are matched on: caseless, without accents, white space squeezed.

    Cedilla and comma letters, dotless i, final sigma and NBSP fall together; Hindi signs and Hangul stay whole.

    >>> fold("CITEŞTE\\u00a0ŞI: Διαβάστε ακόμα")
    'citeste si: διαβαστε ακομα'
    """
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(strip_marks(text).casefold().translate(_LETTERS).split())


def strip_marks(text: str) -> str:
    """`text` without accents, vowel points, joiners and soft hyphens; compatibility forms resolved.

    >>> strip_marks("Ştiri № 5")
    'Stiri No 5'
    """
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))


def line_form(text: str) -> str:
    """`fold(text)` without the bullets, quotes and dashes in front: what rule patterns see.

    >>> line_form("** Citeşte şi : „Premierul”")
    'citeste si : „premierul”'
    """
    return _LEADING.sub("", fold(text))
