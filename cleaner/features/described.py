"""Likeness of blocks to what the page says elsewhere: JSON-LD bodies, descriptions in its head."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cleaner.features.table import Builder
from cleaner.text import words

_TRIPLE = 3
_SHORTEST_LEAD = 25             # characters
_LONGEST_LEAD = 600


def add_bodies(build: Builder, texts: Sequence[str], bodies: Sequence[str]) -> None:
    """Adds the share of a block's word triples that JSON-LD articleBody holds; both 0 where the page has none."""
    triples: set[tuple[str, ...]] = set()
    for body in bodies:
        triples |= _triples(words(body))
    share = np.zeros(len(texts), np.float32)
    if triples:
        for i, text in enumerate(texts):
            mine = _triples(words(text))
            share[i] = sum(triple in triples for triple in mine) / len(mine) if mine else 0.0
    build.add("in_article_body", share)
    build.add("not_in_article_body", (1 - share) if triples else share)


def add_descriptions(build: Builder, texts: Sequence[str], descriptions: Sequence[str]) -> None:
    """Adds the share of a block's word triples that the page's descriptions hold, and of the descriptions that it holds."""
    triples: set[tuple[str, ...]] = set()
    for description in descriptions:
        triples |= _triples(words(description))
    share, held = np.zeros(len(texts), np.float32), np.zeros(len(texts), np.float32)
    if triples:
        for i, text in enumerate(texts):
            if len(text) < _SHORTEST_LEAD:
                continue
            mine = _triples(words(text[:_LONGEST_LEAD]))
            common = len(mine & triples)
            share[i], held[i] = common / max(1, len(mine)), common / len(triples)
    build.add("in_description", share)
    build.add("holds_description", held)
    build.add("has_description", np.full(len(texts), bool(triples)))


def _triples(tokens: list[str]) -> set[tuple[str, ...]]:
    size = min(_TRIPLE, len(tokens))
    return set(zip(*(tokens[i:] for i in range(size)), strict=False)) if size else set()
