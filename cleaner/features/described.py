"""Likeness of blocks to what the page says elsewhere: JSON-LD bodies, descriptions in its head."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cleaner.features.table import Builder
from cleaner.text import words

_TRIPLE = 3
_SHORTEST_LEAD = 25             # characters
_LONGEST_LEAD = 600


def add_bodies(build: Builder, tokens: Sequence[list[str]], bodies: Sequence[str]) -> None:
    """Adds the share of a block's word triples that JSON-LD articleBody holds; both 0 where the page has none."""
    triples = _triples_of(bodies)
    share = np.zeros(len(tokens), np.float32)
    if triples:
        for i, mine in enumerate(map(_triples, tokens)):
            share[i] = len(triples & mine) / len(mine) if mine else 0.0
    build.add("in_article_body", share)
    build.add("not_in_article_body", (1 - share) if triples else share)


def add_descriptions(build: Builder, texts: Sequence[str], tokens: Sequence[list[str]], descriptions: Sequence[str]) -> None:
    """Adds the share of a block's word triples that the page's descriptions hold, and of the descriptions that it holds."""
    triples = _triples_of(descriptions)
    known = {word for triple in triples for word in triple}
    share, held = np.zeros(len(texts), np.float32), np.zeros(len(texts), np.float32)
    for i, text in enumerate(texts if triples else ()):
        if len(text) < _SHORTEST_LEAD or known.isdisjoint(tokens[i]):
            continue
        mine = _triples(tokens[i] if len(text) <= _LONGEST_LEAD else words(text[:_LONGEST_LEAD]))
        if common := len(mine & triples):
            share[i], held[i] = common / len(mine), common / len(triples)
    build.add("in_description", share)
    build.add("holds_description", held)
    build.add("has_description", np.full(len(texts), bool(triples)))


def _triples_of(texts: Sequence[str]) -> set[tuple[str, ...]]:
    return {triple for text in texts for triple in _triples(words(text))}


def _triples(tokens: list[str]) -> set[tuple[str, ...]]:
    if len(tokens) < _TRIPLE:
        return {tuple(tokens)} if tokens else set()
    return set(zip(tokens, tokens[1:], tokens[2:], strict=False))
