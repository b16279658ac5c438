"""The engine as it would be for publishers it has never seen: each page scored by weights that are blind to its host.

    python scripts/train.py CORPORA --folds DIR
    CLEANER_FOLDS=DIR python scripts/quality.py CORPORA --only cleaner --engine measure.held_out:engine
"""

from __future__ import annotations

import os
from pathlib import Path

from cleaner.clean import clean_text, judge
from cleaner.model import Page
from cleaner.read import read_page
from cleaner.stages import html_stages
from measure.corpora import Sample
from measure.folds import fold_of
from measure.metrics import Output


def engine(html: str | bytes, url: str | None, *, sample: Sample) -> Output:
    """The output for one page, from the fold's weights in the folder `CLEANER_FOLDS`."""
    if sample.html is None:
        article = clean_text(sample.text or "")
    else:
        weights = Path(os.environ["CLEANER_FOLDS"]) / f"fold{fold_of(sample)}.npz"
        article = judge(read_page(Page(html, url)), html_stages(weights=weights))
    data = article.metadata
    return Output(article.text, data.title, data.authors, data.published, article.quality.verdict, article.quality.confidence)
