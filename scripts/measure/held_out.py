"""The engine as it would be for publishers it has never seen: each page scored by weights that are blind to its host.

    python scripts/train.py CORPORA --folds DIR
    CLEANER_FOLDS=DIR python scripts/quality.py CORPORA --only cleaner --engine measure.held_out:engine
"""

from __future__ import annotations

import os
from pathlib import Path

from cleaner.clean import judge
from cleaner.model import Document, Page
from cleaner.read import read_page
from cleaner.read_text import read_text
from cleaner.stages import Stage, html_stages, text_stages
from measure.corpora import Sample
from measure.folds import fold_of
from measure.metrics import Output


def blind(sample: Sample, folds: Path) -> tuple[Document, tuple[Stage, ...]]:
    """A page or text read, and the stages that judge it, their weights those in `folds` that have not seen its host."""
    fold = fold_of(sample)
    if sample.html is None:
        return read_text(sample.text or "", weights=folds / f"lines{fold}.npz"), text_stages()
    return read_page(Page(sample.html, sample.url)), html_stages(weights=folds / f"fold{fold}.npz")


def engine(html: str | bytes, url: str | None, *, sample: Sample) -> Output:
    """The output for one page, from the fold's weights in the folder `CLEANER_FOLDS`."""
    article = judge(*blind(sample, Path(os.environ["CLEANER_FOLDS"])))
    data = article.metadata
    return Output(article.text, data.title, data.authors, data.published, article.quality.verdict, article.quality.confidence)
