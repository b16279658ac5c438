"""News agencies that a text names as its sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import re2

from cleaner.metadata.vocabulary import any_of, longest_first, table

NEAR = 40               # characters between a source word and the name it speaks of
MAX_CREDIT = 80         # characters of a line that is nothing but a credit
_OPENING, _CLOSING, _SENTENCE_END = "/\\|–—:", "/\\|–—,.;", ".!?…\"”“»'’"
_PARTS = re.compile(r"[\s/,;|.()-]+")


class Spelling(NamedTuple):
    """One way to write an agency's name, and whether it can mean something else."""

    canonical: str
    sure: bool


def find_agencies(lines: Iterable[str]) -> tuple[str, ...]:
    """The agencies named as sources in `lines`, each once, in the order of their first mention.

    >>> find_agencies(["Putin a acceptat, informează AFP.", "The beta version (Beta Testers) is out.", "(Beta)"])
    ('AFP', 'Beta')
    """
    text = "\n".join(lines)
    found: dict[str, None] = {}
    spellings = _spellings()
    for match in _any_spelling().finditer(text):
        spelling = spellings[match.group()]
        if spelling.canonical not in found and _whole(text, *match.span()) and (spelling.sure or _is_source(text, *match.span())):
            found[spelling.canonical] = None
    return tuple(found)


def _whole(text: str, start: int, end: int) -> bool:
    """Is text[start:end] a name of its own? Unspaced scripts have no borders; "x.AFP", "AFP-like", "news.ro.uk" are other words."""
    if text[start] > "\u2fff":
        return True
    before, after = text[max(0, start - 1):start], text[end:end + 1]
    if before.isalnum() or before == "_" or after.isalnum() or after == "_":
        return False
    if before and before in ".@-" and text[max(0, start - 2):start - 1].isalnum():
        return False
    follows = text[end + 1:end + 3]
    if (after == "." and follows.isalpha() and follows.islower()) or (after == "-" and follows[:1].islower()):
        return False
    return not text[max(0, start - NEAR):start].rstrip().endswith(tuple(_of("not_before")))


def _is_source(text: str, start: int, end: int) -> bool:
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[line_start:line_end if line_end >= 0 else len(text)]
    left, right = line[: start - line_start].rstrip(), line[end - line_start:].lstrip()
    if _in_brackets(left, right) or (len(line) <= MAX_CREDIT and _is_credit(left, right)):
        return True
    return _beside_another(left) or _word_before().search(left[-NEAR:]) is not None or _word_after().match(right) is not None


def _in_brackets(left: str, right: str) -> bool:
    """Does the name stand in a credit's bracket: "… he said. (Beta)", "BELGRADE (Beta) –", "(AP Photo/Ana Kovač)"?"""
    opened = max(left.rfind("("), left.rfind("["))
    closed = min((at for at in (right.find(")"), right.find("]")) if at >= 0), default=-1)
    if opened < 0 or closed < 0 or left.find(")", opened) >= 0:
        return False
    inside = f"{left[opened + 1:]} {right[:closed]}"
    if not all(not word[:1].islower() or word in _small() for word in _PARTS.split(inside) if word):
        return False
    ahead = left[:opened].rstrip()
    return not ahead or ahead[-1] in _SENTENCE_END or (len(ahead) <= NEAR and ahead.isupper()) or len(inside.split()) > 1


def _is_credit(left: str, right: str) -> bool:
    """Is the line a row of names: "Beta/Tanjug", "PAP / Ana Kovač", "Source: AP"?"""
    if (left and left[-1] not in _OPENING) or (right and right[0] not in _CLOSING):
        return False
    words = _PARTS.split(f"{left.rsplit(':', 1)[-1]} {right}")
    return not any(word[:1].islower() for word in words if len(word) > 2 and word not in _small())


def _beside_another(left: str) -> bool:
    """Does another agency stand before the name: "Reuters, AP", "dpa und AP"?"""
    joint = next((joint for joint in _of("joints") if left.endswith(joint)), "")
    other = left.removesuffix(joint).rstrip()
    return bool(joint) and other.endswith(tuple(_spellings()))


@cache
def _spellings() -> dict[str, Spelling]:
    pairs = [(spelled, Spelling(name, True)) for name, all_spelled in table("agencies")["sure"].items() for spelled in all_spelled]
    pairs += [(spelled, Spelling(name, False)) for name, all_spelled in table("agencies")["unsure"].items() for spelled in all_spelled]
    return dict(pairs)


@cache
def _any_spelling() -> Any:
    """All spellings in one RE2 pattern, so that a long text is read once."""
    return re2.compile("|".join(re2.escape(spelled) for spelled in longest_first(_spellings())))


@cache
def _word_before() -> re.Pattern[str]:
    """A source word at the end, an "agency" behind it or not."""
    between = any_of(_of("agency"))
    return re.compile(rf"(?:^|\W)(?i:{_alternatives('before')})(?:\s+(?i:{between}))?\W{{0,4}}$")


@cache
def _word_after() -> re.Pattern[str]:
    return re.compile(rf"[,\s]*(?i:{_alternatives('after')})\b")


def _alternatives(kind: str) -> str:
    return any_of(_of(kind))


def _of(kind: str) -> list[str]:
    found: list[str] = table("agencies")["words"][kind]
    return found


def _small() -> list[str]:
    return _of("small")
