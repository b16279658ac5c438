"""Lines broken at a column, as mail, terminals and PDF have them, made one line a paragraph again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cleaner.shape import is_bulleted, is_numbered
from cleaner.text import begins_small, ends_sentence

COLUMNS = range(50, 121)    # at which text is broken
LEAST_FULL = 4              # line breaks of that kind in a text: fewer may be chance
FULL_SHARE = 0.6            # of the breaks between lines that touch; the others end paragraphs
AMID_SHARE = 0.6            # of the full lines, that end amid a sentence: a text of one sentence a line has few
LONGEST_WORD = 60           # characters; Thai has spaces between phrases only, longer is an address


def unwrapped(lines: Sequence[str]) -> list[str]:
    """The `lines` as many as they were: a broken paragraph stands whole in its first line, and its other lines are empty.

    A line is full where the first word of the next would not have fitted in. In a text that is broken at a column nearly all
    lines are full but the last of each paragraph; in a poem or a list few are.

    >>> unwrapped(["The ferry", "comes at noon."])
    ['The ferry', 'comes at noon.']
    """
    touching = [i for i, (line, after) in enumerate(pairwise(lines)) if _may_go_on(line, after)]
    column = max((len(lines[i].rstrip()) for i in touching), default=0)
    full = {i for i in touching if len(lines[i].rstrip()) + 1 + len(lines[i + 1].split(None, 1)[0]) > column}
    amid = sum(not ends_sentence(lines[i].rstrip()) for i in full)
    is_broken = column in COLUMNS and len(full) >= max(LEAST_FULL, FULL_SHARE * len(touching)) and amid >= AMID_SHARE * len(full)
    return _joined(lines, full) if is_broken else [*lines]


def _may_go_on(line: str, after: str) -> bool:
    """Whether the line `after` may belong to the paragraph of the one before it."""
    are_words = " " in line.strip() and "://" not in line and after.strip() and len(after.split(None, 1)[0]) <= LONGEST_WORD
    return bool(are_words) and not _begins_point(after)


def _begins_point(line: str) -> bool:
    """Whether a line begins a point of a list, or is speech that begins with a dash."""
    text = line.strip()
    return (is_bulleted(text) or text.startswith(("* ", "+ ")) or is_numbered(text)) and not begins_small(text)


def _joined(lines: Sequence[str], full: set[int]) -> list[str]:
    found = [""] * len(lines)
    start = 0
    for i in range(len(lines)):
        if i not in full:
            found[start] = " ".join(line.strip() for line in lines[start:i + 1])
            start = i + 1
    return found
