"""How far `quality` can be trusted: confidence against F1, and the verdict "article" against what the pages are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from measure.corpora import AS_TEXT
from measure.metrics import Figures

RIGHT = 0.9                     # a page with at least this F1 came out right
CONFIDENT = 0.9
EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
ARTICLES = ("news-publishers", "web-articles")
OTHERS = ("other-pages",)
TEXTS = ("read-also-texts", *AS_TEXT)
RESAMPLES = 1000
SEED = 20_261_121

Pages = Mapping[str, Mapping[str, Figures]]         # corpus -> page id -> figures


def articles(pages: Pages) -> list[Figures]:
    """Figures of all pages with an article whose F1 is known; extracted texts are no pages."""
    corpora = [corpus for corpus in pages if corpus not in OTHERS + TEXTS]
    return [page for corpus in corpora for page in pages[corpus].values() if "f1" in page and "confidence" in page]


def reliability(found: Sequence[Figures]) -> Iterator[tuple[str, int, float, float]]:
    """Rows of the reliability table: confidence from-to, pages, their mean confidence, share of them that came out right."""
    for low, high in pairwise(EDGES):
        bin_ = [p for p in found if low <= p["confidence"] < high or (high == EDGES[-1] and p["confidence"] == high)]
        if bin_:
            mean = sum(p["confidence"] for p in bin_) / len(bin_)
            yield f"{low:.2f}–{high:.2f}", len(bin_), mean, sum(p["f1"] >= RIGHT for p in bin_) / len(bin_)


def summary(pages: Pages) -> dict[str, tuple[float, float]]:
    """Share of articles that get a confidence of 0.9, share of those that came out right, balanced accuracy of the verdict."""
    found: dict[str, tuple[float, float]] = {}
    if known := articles(pages):
        confident = np.array([p["confidence"] >= CONFIDENT for p in known])
        right = np.array([p["f1"] >= RIGHT for p in known])
        found["confident"] = _mean(confident)
        if confident.any():
            found["right where confident"] = _mean(right[confident])
    sides = [_called(pages, corpora) for corpora in (ARTICLES, OTHERS)]
    if all(side.size for side in sides):
        (yes, yes_spread), (no, no_spread) = (_mean(side) for side in sides)
        found["verdict balanced accuracy"] = (yes + 1 - no) / 2, (yes_spread**2 + no_spread**2) ** 0.5 / 2
    return found


def _called(pages: Pages, corpora: Sequence[str]) -> np.ndarray:
    found = [page for corpus in corpora for page in pages.get(corpus, {}).values()]
    return np.array([page["called_article"] for page in found if "called_article" in page])


def _mean(values: np.ndarray) -> tuple[float, float]:
    rows = np.random.default_rng(SEED).integers(0, len(values), (RESAMPLES, len(values)))
    return float(values.mean()), float(values[rows].mean(axis=1).std())
