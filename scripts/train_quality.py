"""Makes the coefficients of cleaner/data/quality.toml from the labelled corpora and from scorers blind to each page's host.

    python scripts/train.py CORPORA --folds DIR
    python scripts/train_quality.py CORPORA --folds DIR         prints held-out figures and writes the file's two tables

Confidence is the likelihood that a page's F1 is at least 0.9; "article" that a page is one rather than another kind.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parent))

from measure import corpora
from measure.folds import FOLDS, fold_of
from measure.metrics import Output, figures

from cleaner.ledger import Ledger
from cleaner.model import Page
from cleaner.quality import DATA, signals
from cleaner.read import read_page
from cleaner.render import to_text
from cleaner.stages import html_stages

RIGHT = 0.9
STRENGTH = 10.0         # inverse of the regularisation
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
    rows = [row for corpus in PAGES for sample in corpora.read(place, corpus) if (row := judged(sample, options.folds))]
    known = [row for row in rows if row.f1 is not None and row.corpus not in OTHERS]
    sided = [row for row in rows if row.corpus in ARTICLES + OTHERS]
    tables = {
        "confidence": fit(known, np.array([row.f1 >= RIGHT for row in known]), None),
        "article": fit(sided, np.array([row.corpus in ARTICLES for row in sided]), "balanced"),
    }
    DATA.write_text(written(DATA.read_text(encoding="utf-8"), tables), encoding="utf-8")
    return 0


def judged(sample: corpora.Sample, folds: Path) -> Row | None:
    """The row of a page with blocks."""
    document = read_page(Page(sample.html or "", sample.url))
    if not document.blocks:
        return None
    ledger = Ledger(len(document.blocks))
    for stage in html_stages(weights=folds / f"fold{fold_of(sample)}.npz"):
        ledger.add(stage(document, ledger))
    text = to_text([document.blocks[i] for i in ledger.keeps()])
    return Row(sample.corpus, fold_of(sample), signals(document, ledger), figures(sample, Output(text)).get("f1"))


def fit(rows: list[Row], right: Any, balance: str | None) -> dict[str, float]:
    """Coefficients over all rows, after printing how the held-out folds come out."""
    names = list(rows[0].signals)
    inputs = np.array([[row.signals[name] for name in names] for row in rows])
    folds = np.array([row.fold for row in rows])
    told = np.empty(len(rows))
    for fold in range(FOLDS):
        out = folds == fold
        told[out] = _model(balance).fit(inputs[~out], right[~out]).predict_proba(inputs[out])[:, 1]
    sure = told >= RIGHT
    print(f"held out: {np.mean(told[right] >= 0.5):.3f} of the right, {np.mean(told[~right] < 0.5):.3f} of the others told; "
          f"{sure.mean():.3f} get {RIGHT}, {right[sure].mean():.3f} of these are right")
    model = _model(balance).fit(inputs, right)
    return {"bias": float(model.intercept_[0]), **dict(zip(names, model.coef_[0].tolist(), strict=True))}


def _model(balance: str | None) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=5000, class_weight=balance)


def written(text: str, tables: dict[str, dict[str, float]]) -> str:
    """The data file's text with the coefficient tables replaced."""
    for name, terms in tables.items():
        lines = "\n".join(f"{key} = {value:.4f}" for key, value in terms.items())
        text = re.sub(rf"(?m)^\[{name}\]\n(?:\w+ = .*\n)*", f"[{name}]\n{lines}\n", text)
    return text


if __name__ == "__main__":
    sys.exit(main())
