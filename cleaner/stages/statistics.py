"""The statistics of blocks, their places and families, weighed by the learned scorer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np

from cleaner import scorer
from cleaner.features import Clues, figures, groups_met
from cleaner.ledger import Ledger
from cleaner.model import Document, Kind, Verdict
from cleaner.stages.kinds import Kinds

_PARAGRAPH = 300            # characters: the nets' difference over a shorter block counts less


@dataclass(frozen=True, slots=True)
class Statistics:
    """A verdict on every block of a page with markup: kept where the scorer finds it likelier than `threshold`."""

    threshold: float = 0.5
    weights: Path = scorer.WEIGHTS

    def __call__(self, document: Document, ledger: Ledger) -> Iterator[Verdict]:
        if not document.blocks or document.text_mode:
            return
        engine = scorer.load(self.weights)
        found = figures(document.blocks, replace(clues(document), words=ledger.words))
        runs = [(scores.likely, scores.apart, engine.reasons(scores)) for scores in engine.scores(found)]
        likely, apart, reasons = zip(*runs, strict=True)
        ledger.likely = np.concatenate(likely).tolist()
        ledger.signals["apart"] = float((np.concatenate(apart) * np.minimum(found.length / _PARAGRAPH, 1)).max())
        kinds = Kinds(document, [i for i, p in enumerate(ledger.likely) if p >= self.threshold])
        for i, (p, because) in enumerate(zip(ledger.likely, chain.from_iterable(reasons), strict=True)):
            keep = p >= self.threshold
            kind = Kind.BODY if keep else kinds.of(i)
            yield Verdict(i, keep, kind, "scorer", because, p if keep else 1 - p)


def clues(document: Document) -> Clues:
    """What the figures need of a document beside its blocks."""
    groups = [groups_met(hits, block.link_share) if hits else 0 for hits, block in zip(document.hits, document.blocks, strict=True)]
    return Clues(document.titles, document.descriptions, document.article_body, tuple(groups))
