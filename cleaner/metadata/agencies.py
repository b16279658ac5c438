"""News agencies that a text names as its sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from cleaner.metadata.vocabulary import longest_first, table

NEAR = 40               # characters between a source word and the name it speaks of
MAX_CREDIT = 80         # characters of a line that is nothing but a credit
_OPENING = "([{/\\|–—-,"
_CLOSING = ")]}/\\|–—-,.:;"


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
    found: list[tuple[int, str]] = []
    for spelled, spelling in _spellings().items():
        at = text.find(spelled)
        while at >= 0:
            end = at + len(spelled)
            if _whole(text, at, end) and (spelling.sure or _is_source(text, at, end)):
                found.append((at, spelling.canonical))
                break
            at = text.find(spelled, end)
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def _whole(text: str, start: int, end: int) -> bool:
    """Is text[start:end] a word of its own? Unspaced scripts have no such borders."""
    before, after = text[start - 1:start], text[end:end + 1]
    if text[start] > "\u2fff":
        return True
    if (before == "." or before == "@" or before == "-") and text[start - 2:start - 1].isalnum():
        return False
    return not (before.isalnum() or before == "_" or after.isalnum() or after == "_" or (after == "." and text[end + 1:end + 3].isalpha() and text[end + 1:end + 3].islower()))


def _is_source(text: str, start: int, end: int) -> bool:
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[line_start:line_end if line_end >= 0 else len(text)]
    left, right = line[: start - line_start].rstrip(), line[end - line_start:].lstrip()
    if _in_brackets(left, right) or (len(line) <= MAX_CREDIT and _is_credit(left, right)):
        return True
    return _word_before().search(left[-NEAR:]) is not None or _word_after().match(right) is not None


def _in_brackets(left: str, right: str) -> bool:
    """Does the name fill a bracket, alone or beside other capitalised names: "(Beta)", "(AP Photo/Ana Kovač)"?"""
    opened, closed = max(left.rfind("("), left.rfind("[")), min((at for at in (right.find(")"), right.find("]")) if at >= 0), default=-1)
    if opened < 0 or closed < 0 or left.find(")", opened) >= 0:
        return False
    inside = left[opened + 1:] + " " + right[:closed]
    return all(not word[:1].islower() or word == "photo" for word in re.split(r"[\s/,;|.-]+", inside) if word)


def _is_credit(left: str, right: str) -> bool:
    """Is the line a row of names: "Beta/Tanjug", "PAP / Ana Kovač", "AP, dpa"?"""
    if left and left[-1] not in _OPENING + ":" or right and right[0] not in _CLOSING:
        return False
    return not any(word[:1].islower() for word in re.findall(r"[^\W\d_]{3,}", left.split(":")[-1] + " " + right) if word not in ("dpa", "epd", "sda", "ats"))


@cache
def _spellings() -> dict[str, Spelling]:
    pairs = [(spelled, Spelling(name, True)) for name, all_spelled in table("agencies")["sure"].items() for spelled in all_spelled]
    pairs += [(spelled, Spelling(name, False)) for name, all_spelled in table("agencies")["unsure"].items() for spelled in all_spelled]
    return dict(pairs)


@cache
def _word_before() -> re.Pattern[str]:
    """A source word, then at most two capitalised or quoted words, then the end."""
    words = "|".join(map(re.escape, longest_first(table("agencies")["words"]["before"])))
    return re.compile(rf"(?:^|\W)(?i:{words})(?:\s+(?i:je|de|de\s+presă|agenția|agenţia|agencija|agentura|agencja|agency|за|news))?\W{{1,4}}(?:[A-ZČĆŽŠĐ][\w.-]*[\s,/]+)?$")


@cache
def _word_after() -> re.Pattern[str]:
    words = "|".join(map(re.escape, longest_first(table("agencies")["words"]["after"])))
    return re.compile(rf"[,\s]*(?i:{words})\b")
