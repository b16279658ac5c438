"""From the figures of pages to those of a corpus, with their spread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from measure.metrics import Figures

RESAMPLES = 1000
SEED = 20_261_121
Array = np.ndarray


@dataclass(frozen=True)
class Corpus:
    """The pages' figures as columns; NaN where a page has no such figure."""

    columns: Mapping[str, Array]

    @classmethod
    def of(cls, pages: Sequence[Figures]) -> Corpus:
        names = {name for page in pages for name in page}
        return cls({name: np.array([page.get(name, np.nan) for page in pages], dtype=float) for name in names})

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]

    def has(self, *names: str) -> bool:
        return all(name in self.columns for name in names)


Measure = Callable[[Corpus, Array], Array]       # rows of page numbers, one a resample -> one value a row


def _mean(name: str) -> Measure:
    return lambda corpus, rows: np.nanmean(corpus[name][rows], axis=1)


def _ratio(met: str, of: str) -> Measure:
    def measure(corpus: Corpus, rows: Array) -> Array:
        below = np.nansum(corpus[of][rows], axis=1)
        return np.divide(np.nansum(corpus[met][rows], axis=1), below, out=np.full(len(below), np.nan), where=below > 0)
    return measure


def _chunk_f1(corpus: Corpus, rows: Array) -> Array:
    hit, missed, false = (corpus[f"chunk_{part}"][rows].sum(axis=1) for part in ("tp", "fn", "fp"))
    return 2 * hit / (2 * hit + missed + false)


def _chunk(other: str) -> Measure:
    def measure(corpus: Corpus, rows: Array) -> Array:
        hit = corpus["chunk_tp"][rows].sum(axis=1)
        return hit / (hit + corpus[other][rows].sum(axis=1))
    return measure


MEASURES: dict[str, tuple[tuple[str, ...], Measure]] = {
    "F1": (("f1",), _mean("f1")),
    "P": (("precision",), _mean("precision")),
    "R": (("recall",), _mean("recall")),
    "p10": (("f1",), lambda corpus, rows: np.nanquantile(corpus["f1"][rows], 0.1, axis=1)),
    "good": (("good",), _mean("good")),
    "chunk F1": (("chunk_tp",), _chunk_f1),
    "chunk P": (("chunk_tp",), _chunk("chunk_fp")),
    "chunk R": (("chunk_tp",), _chunk("chunk_fn")),
    "inner_leak": (("inner_leak_n",), _ratio("inner_leak_n", "inner_leak_of")),
    "leak_lines": (("leak_lines_n",), _ratio("leak_lines_n", "leak_lines_of")),
    "leak_pages": (("leak_pages",), _mean("leak_pages")),
    "kept": (("kept_n",), _ratio("kept_n", "kept_of")),
    "lead": (("lead",), _mean("lead")),
    "headings": (("headings_n",), _ratio("headings_n", "headings_of")),
    "title": (("title",), _mean("title")),
    "date": (("date",), _mean("date")),
    "authors": (("authors",), _mean("authors")),
}


def _rows(pages: int) -> Array:
    return np.random.default_rng(SEED).integers(0, pages, (RESAMPLES, pages))


def summary(pages: Sequence[Figures]) -> dict[str, tuple[float, float]]:
    """Each figure of the corpus and its bootstrap ± (one standard error over resampled pages)."""
    corpus, rows = Corpus.of(pages), _rows(len(pages))
    whole = np.arange(len(pages))[None, :]
    return {
        name: (float(measure(corpus, whole)[0]), float(np.nanstd(measure(corpus, rows))))
        for name, (needs, measure) in MEASURES.items() if corpus.has(*needs)
    }


def difference(pages: Sequence[Figures], others: Sequence[Figures]) -> dict[str, tuple[float, float]]:
    """Each figure's paired difference, `pages` - `others` page by page, and its bootstrap ±."""
    one, two, rows = Corpus.of(pages), Corpus.of(others), _rows(len(pages))
    whole = np.arange(len(pages))[None, :]
    return {
        name: (
            float((measure(one, whole) - measure(two, whole))[0]),
            float(np.nanstd(measure(one, rows) - measure(two, rows))),
        )
        for name, (needs, measure) in MEASURES.items() if one.has(*needs) and two.has(*needs)
    }
