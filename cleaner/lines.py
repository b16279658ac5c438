"""Extracted text cut into blocks: a line each, parted again where clutter is glued to the body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from cleaner.model import Block
from cleaner.pieces import Habits, split
from cleaner.rules import RuleSet
from cleaner.shape import DOUBLE_QUOTES, shape
from cleaner.text import squeeze, without_controls
from cleaner.wrapped import unwrapped

LEAST_QUOTES = 2            # marks of one speech
CAPITALS_SHARE = 0.25       # of the words behind a small one: a third in German, a tenth where only names have capitals
_WORD = re.compile(r"\w+")


def text_blocks(text: str, rules: RuleSet) -> tuple[Block, ...]:
    """The lines of `text` as blocks with the tag `line`; `path` is the line's number, counted from 1.

    A block is `joined` to the one before where only a line break parts them in a text that parts its paragraphs by blank
    lines, and where both are pieces of one line. Paragraphs broken at a column are whole again.
    """
    lower = Counter(word for word in _WORD.findall(text) if word.islower())
    amid = [word for before, word in pairwise(text.split()) if before.isalpha() and before.islower()]
    nouns = sum(word[0].isupper() for word in amid) > CAPITALS_SHARE * len(amid)
    habits = Habits(lower, sum(map(text.count, DOUBLE_QUOTES)) >= LEAST_QUOTES, nouns)
    lines = [squeeze(line) for line in unwrapped(without_controls(text).replace("\ufeff", "").splitlines())]
    by_blank_lines = _parts_by_blank_lines(lines)
    headline = next((line for line in lines if line), "")
    return tuple(
        Block(index, f"line {number}", "line", piece, joined=is_piece or (by_blank_lines and follows))
        for index, (number, piece, is_piece, follows) in enumerate(_pieces(lines, headline, rules, habits))
    )


def _pieces(lines: list[str], headline: str, rules: RuleSet, habits: Habits) -> Iterator[tuple[int, str, bool, bool]]:
    for i, line in enumerate(lines):
        parts = [piece for part in _without_headline(line, headline) for piece in split(part, rules, habits)]
        for k, piece in enumerate(parts):
            yield i + 1, piece, k > 0, i > 0 and bool(lines[i - 1])


def _without_headline(line: str, headline: str) -> list[str]:
    """The line, the headline parted from its end: "… Read on: Headline" closes an excerpt."""
    if len(line) <= len(headline) or not line.endswith(headline) or not shape(headline).title_like:
        return [line] if line else []
    return [line[:-len(headline)].rstrip(), headline]


def _parts_by_blank_lines(lines: list[str]) -> bool:
    """Whether most paragraphs of the text have a blank line before them."""
    paragraphs = [i for i, line in enumerate(lines) if i and line and shape(line).prose]
    return sum(not lines[i - 1] for i in paragraphs) > len(paragraphs) / 2
