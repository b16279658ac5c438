"""Likeness of blocks to what the page says elsewhere: JSON-LD bodies, descriptions in its head."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from cleaner.features.clues import Clues
from cleaner.features.table import Builder
from cleaner.model import Block
from cleaner.text import words

_TRIPLE = 3
_SHORTEST_LEAD = 25             # characters
_LONGEST_LEAD = 100             # words


def add_bodies(build: Builder, blocks: Sequence[Block], clues: Clues) -> None:
    """Adds the share of a block's word triples that JSON-LD articleBody holds; both 0 where the page has none."""
    triples = _triples_of(clues.bodies)
    share = np.zeros(len(blocks), np.float32)
    if triples:
        share[:] = [_shared(triples, clues.words(block))[0] for block in blocks]
    build.add("in_article_body", share)
    build.add("not_in_article_body", (1 - share) if triples else share)


def add_descriptions(build: Builder, blocks: Sequence[Block], clues: Clues) -> None:
    """Adds the share of a block's word triples that the page's descriptions hold, and of the descriptions that it holds."""
    triples = _triples_of(clues.descriptions)
    share, held = np.zeros(len(blocks), np.float32), np.zeros(len(blocks), np.float32)
    for i, block in enumerate(blocks if triples else ()):
        if len(block.text) >= _SHORTEST_LEAD:
            share[i], held[i] = _shared(triples, clues.words(block)[:_LONGEST_LEAD])
    build.add("in_description", share)
    build.add("holds_description", held)
    build.add("has_description", np.full(len(blocks), bool(triples)))


def _triples_of(texts: Sequence[str]) -> set[tuple[str, ...]]:
    return {triple for text in texts for triple in _triples(words(text))}


def _shared(triples: set[tuple[str, ...]], tokens: list[str]) -> tuple[float, float]:
    """The shares that what both have is of the words' triples and of `triples`."""
    common = len(triples.intersection(_triples(tokens)))
    return common / max(1, len(tokens) - _TRIPLE + 1), common / len(triples)


def _triples(tokens: list[str]) -> Iterable[tuple[str, ...]]:
    if len(tokens) < _TRIPLE:
        return (tuple(tokens),) if tokens else ()
    return zip(tokens, tokens[1:], tokens[2:], strict=False)
