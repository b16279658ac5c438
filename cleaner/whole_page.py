"""A text that holds all lines of a page, menus and boxes too: how likely each line is of the article, and which is its headline."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from cleaner import scorer
from cleaner.features import Clues, groups_met, line_figures
from cleaner.menus import SITE
from cleaner.model import Block, Hit
from cleaner.shape import shape
from cleaner.text import WORD, fold

Scored = tuple[tuple[float, str], ...]      # of each line: the likelihood that it is of the article, and what that rests on

EVEN = 0.5
LEAST_AROUND = 15           # lines above and below the article: extracted texts have seven at most, pages a hundred
LEAST_PHRASES = 2           # of a site among them, all different: a book's table of contents has none
MOST_ABOVE = 60             # lines between a headline and the first paragraph
HEADLINE_WORDS = range(3, 46)
ENOUGH_WORDS = 8            # of a headline; fewer say less
LEAD_PARAGRAPHS = 3
LONG_WORD = 4               # letters; shorter words stand in every text
A_LINE = 0.02               # what each line between headline and body takes from the likeness of both


def scored(blocks: Sequence[Block], hits: Sequence[Sequence[Hit]], weights: Path = scorer.LINES) -> Scored:
    """What the scorer says of each line; nothing of a text that is no whole page.

    One is known by two signs: many lines around the article that look like none of its own, and phrases of a site among them.
    """
    if len(blocks) <= LEAST_AROUND:
        return ()
    engine = scorer.load(weights)
    figures = line_figures(blocks, Clues(hits=tuple(map(groups_met, hits))))
    found = tuple(
        (likely, because) for scores in engine.scores(figures)
        for likely, because in zip(scores.likely.tolist(), engine.reasons(scores), strict=True)
    )
    around = _around(found)
    phrases = {fold(blocks[i].text) for i in around if any(hit.suffices and hit.rule.kind in SITE for hit in hits[i])}
    return found if len(around) >= LEAST_AROUND and len(phrases) >= LEAST_PHRASES else ()


def _around(found: Scored) -> list[int]:
    """The lines above the first and below the last that is likely of the article."""
    likely = [i for i, (odds, _) in enumerate(found) if odds >= EVEN]
    return [i for i in range(len(found)) if not likely or not likely[0] <= i <= likely[-1]]


def likely_lines(blocks: Sequence[Block], found: Scored) -> list[Block]:
    """The lines that are likelier of the article than not."""
    return [block for block, (odds, _) in zip(blocks, found, strict=True) if odds >= EVEN]


def headline(blocks: Sequence[Block], hits: Sequence[Sequence[Hit]], found: Scored) -> int | None:
    """The line above the article's first paragraph that shares most words with it, and is near."""
    body = likely_lines(blocks, found)
    first = next((block.index for block in body if shape(block.text).prose), None)
    if first is None:
        return None
    used = _long_words(body)
    lead = _long_words(islice((block for block in body if block.index >= first), LEAD_PARAGRAPHS))
    best: tuple[float, int] | None = None
    for i in range(max(0, first - MOST_ABOVE), first):
        if not _can_be_headline(blocks[i], hits[i]):
            continue
        said = _long_words(blocks[i:i + 1])
        alike = (len(said & used) + len(said & lead)) / max(1, len(said))
        worth = alike * min(1, shape(blocks[i].text).words / ENOUGH_WORDS) - A_LINE * (first - i)
        best = max(best or (worth, i), (worth, i))
    return best[1] if best else None


def _can_be_headline(block: Block, hits: Sequence[Hit]) -> bool:
    found = shape(block.text)
    return found.words in HEADLINE_WORDS and not found.stops and not found.introduces and not any(hit.suffices for hit in hits)


def _long_words(blocks: Sequence[Block] | islice[Block]) -> set[str]:
    return {word for block in blocks for word in WORD.findall(fold(block.text)) if len(word) >= LONG_WORD}
