"""Makes the coefficients of cleaner/data/quality.toml from the labelled corpora and from scorers blind to each page's host.

    python scripts/train.py CORPORA --folds DIR
    python scripts/train.py CORPORA --lines --folds DIR
    python scripts/train_quality.py CORPORA --folds DIR         prints held-out figures and writes the file's three tables

Confidence is the likelihood that a page's F1 is at least 0.9, "lines" the same of a text that holds a whole page; "article" that a page
is one rather than another kind.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, str(Path(__file__).parent))

from measure import corpora
from measure.folds import FOLDS, fold_of
from measure.held_out import blind
from measure.metrics import Output, figures

from cleaner.ledger import Ledger
from cleaner.quality import DATA, signals, weights
from cleaner.render import to_text

RIGHT = 0.9
STRENGTH = 0.3          # inverse of the regularisation, of signals with unit variance
ADDRESS = (             # 0 where a page comes without an address: both ways are learned
    "addressed", "slug", "front_page", "dated_address", *(f"{name}_address" for name in weights()["address"]),
)
TERMS = {               # which signals each sum is made of: those that lowered the held-out loss when they were added one by one
    "confidence": ("doubt", "apart", "sure", "size", "mean_length", "longest", "ends", "start", "holes", "left_possible",
                   "body_declared", "sectioned", "addressed", "slug", "types"),
    "article": ("doubt", "size", "longest", "linked_headings", "fields", "title_words", "signed", "illustrated", "addressed",
                "front_page", "dated_address", "story_address", "forum_address", "manual_address",
                "type_article", "type_forum", "type_product", "type_listing", "type_website"),
    "lines": ("sure", "left_possible", "holes"),
}
CAUTION = {"confidence": 0.3, "article": 0.0, "lines": 0.0}       # log odds taken off: who relies on a page is let down less than told
ARTICLES = ("news-publishers", "web-articles")
OTHERS = ("other-pages",)
PAGES = (*ARTICLES, *OTHERS, "read-also-pages", "ro-hr-pages")


@dataclass(frozen=True)
class Row:
    """One page: its signals, the fold it is held out in, and its F1 where that is known."""

    corpus: str
    fold: int
    signals: dict[str, float]
    f1: float | None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="?")
    parser.add_argument("--folds", type=Path, required=True)
    options = parser.parse_args()
    place = corpora.folder(options.corpora)
    if place is None:
        print("skipped: no corpora")
        return 0
    rows = _rows(place, PAGES, options.folds)
    texts = [row for row in _rows(place, corpora.AS_TEXT, options.folds) if row.f1 is not None]
    known = [row for row in rows if row.f1 is not None and row.corpus not in OTHERS]
    sided = [row for row in rows if row.corpus in ARTICLES + OTHERS]
    tables = {
        "confidence": fit("confidence", known, np.array([row.f1 >= RIGHT for row in known]), None),
        "article": fit("article", sided, np.array([row.corpus in ARTICLES for row in sided]), "balanced"),
        "lines": fit("lines", texts, np.array([row.f1 >= RIGHT for row in texts]), None),
    }
    DATA.write_text(written(DATA.read_text(encoding="utf-8"), tables), encoding="utf-8")
    return 0


def _rows(place: Path, names: Iterable[str], folds: Path) -> list[Row]:
    return [row for name in names for sample in corpora.read(place, name) if (row := judged(sample, folds))]


def judged(sample: corpora.Sample, folds: Path) -> Row | None:
    """The row of a page with blocks, or of a text that holds a whole page."""
    document, stages = blind(sample, folds)
    if not document.blocks or (document.text_mode and not document.scored):
        return None
    ledger = Ledger(len(document.blocks))
    for stage in stages:
        ledger.add(stage(document, ledger))
    text = to_text([document.blocks[i] for i in ledger.keeps()])
    return Row(sample.corpus, fold_of(sample), signals(document, ledger), figures(sample, Output(text)).get("f1"))


def fit(name: str, rows: list[Row], right: Any, balance: str | None) -> dict[str, float]:
    """Coefficients over all rows, after printing how the held-out folds come out."""
    terms = TERMS[name]
    inputs = np.array([[row.signals[term] for term in terms] for row in rows])
    nowhere = inputs * [term not in ADDRESS for term in terms]      # the same page without its address
    folds = np.array([row.fold for row in rows])
    for shown, label in ((inputs, "held out"), (nowhere, "held out, addresses unknown")):
        told = np.empty(len(rows))
        for fold in range(FOLDS):
            out = folds == fold
            model = _model(balance).fit(np.concatenate((inputs[~out], nowhere[~out])), np.tile(right[~out], 2))
            told[out] = 1 / (1 + np.exp(CAUTION[name] - model.decision_function(shown[out])))
        sure = told >= RIGHT
        print(f"{name}, {label}: {np.mean(told[right] >= 0.5):.3f} of the right, {np.mean(told[~right] < 0.5):.3f} of the others told; "
              f"{sure.mean():.3f} get {RIGHT}, {right[sure].mean():.3f} of these are right")
    scaler, model = _model(balance).fit(np.concatenate((inputs, nowhere)), np.tile(right, 2))
    slopes = model.coef_[0] / scaler.scale_
    return {"bias": float(model.intercept_[0] - slopes @ scaler.mean_) - CAUTION[name], **dict(zip(terms, slopes.tolist(), strict=True))}


def _model(balance: str | None) -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=5000, class_weight=balance))


def written(text: str, tables: dict[str, dict[str, float]]) -> str:
    """The data file's text with the coefficient tables replaced."""
    for name, terms in tables.items():
        lines = "\n".join(f"{key} = {value:.4f}" for key, value in terms.items())
        text = re.sub(rf"(?m)^\[{name}\]\n(?:\w+ = .*\n)*", f"[{name}]\n{lines}\n", text)
    return text


if __name__ == "__main__":
    sys.exit(main())
