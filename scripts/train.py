"""Makes the weights of the scorer from the labelled corpora, byte for byte the same each time: cleaner/data/scorer.npz for the blocks of
pages, cleaner/data/lines.npz for the lines of texts.

    python scripts/train.py CORPORA                     the weights that the package carries, for blocks
    python scripts/train.py CORPORA --lines             the same for lines
    python scripts/train.py CORPORA --folds DIR         five more, each blind to a fifth of the hosts, for held-out figures

A page weighs the same whatever its size (corpora as in PAGE_WEIGHT), a block by length^0.7; a block is body when the truth holds
half of it. Truths are laid onto blocks by `cleaner.align`. Where a truth is a few chunks that must or must not be there, only the
blocks of these chunks are learned from. Pages that are no articles teach too, for what a page of any kind is about looks
alike. Lines are learned from texts that hold the whole page, in two ways of writing it, and from the bare articles.
"""

from __future__ import annotations

import os

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")    # one order of summation, so the same weights each time

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from resiliparse.extract.html2text import extract_plain_text

sys.path.insert(0, str(Path(__file__).parent))

from measure import corpora
from measure.folds import FOLDS, fold_of

from cleaner import align, features, scorer
from cleaner.model import Document, Page
from cleaner.read import read_page
from cleaner.read_text import read_text
from cleaner.stages.statistics import clues

PAGE_WEIGHT = {
    "news-publishers": 3.0, "web-articles": 1.0, "read-also-pages": 3.0, "ro-hr-pages": 2.0, "snippets": 0.25, "other-pages": 0.3,
}
HALF = 0.5
PART = 25               # characters of a block from which it may be a part of a chunk
LENGTH_POWER = 0.7
LAYERS = (64, 32)
NETS = 3                # averaged; they differ by seed only
EPOCHS = 10
BATCH = 1024
RATE = 2e-3
WARM_UP = 200           # steps
DECAY = 1e-4
DROPPED_INPUTS = 0.1
LEAST_SCALE = 1e-3
CLIP = 5.0              # standard deviations beyond which a figure says no more
RARE_OF_BLOCKS, RARE_OF_LINES = 0.005, 0.02      # share of the weight that lies beyond each bound of what a figure usually is


@dataclass(frozen=True)
class Labelled:
    """One page: its figures, which blocks are body, what each block weighs, and the fold it is held out in."""

    corpus: str
    id: str
    fold: int
    names: tuple[str, ...]
    figures: Any
    body: Any
    weight: Any


def labelled(place: Path, *, lines: bool) -> list[Labelled]:
    """Every page of the training corpora that has blocks and a truth, or such a page as `lines`."""
    pages: list[Labelled] = []
    for corpus in PAGE_WEIGHT:
        for sample in corpora.read(place, corpus):
            if sample.html is not None:
                document = read_page(Page(sample.html, sample.url))
                documents = [read_text(text, weights=None) for text in texts(sample, document)] if lines else [document]
                pages += [page for document in documents for page in examples(sample, document)]
    return pages


def texts(sample: corpora.Sample, document: Document) -> Iterator[str]:
    """All lines of a page in two ways of writing them; of an article also the truth, with its headline and without."""
    yield "\n".join(block.text for block in document.blocks)
    yield extract_plain_text(document.html, main_content=False)
    truth, title = sample.truth.get("text"), sample.truth.get("title")
    if truth and sample.is_article:
        yield truth
        if title:
            yield f"{title}\n{truth}"


def examples(sample: corpora.Sample, document: Document) -> list[Labelled]:
    """The page labelled, where it has blocks and its truth a text."""
    if not document.blocks:
        return []
    body = bodies(sample.truth, [block.text for block in document.blocks])
    known = ~np.isnan(body)
    if not known.any():
        return []
    of = features.line_figures if document.text_mode else features.figures
    figures = of(document.blocks, clues(document))
    weight = figures.length[known] ** LENGTH_POWER
    return [Labelled(
        sample.corpus, sample.id, fold_of(sample), figures.names, figures.matrix[known], body[known],
        (weight / weight.sum() * PAGE_WEIGHT[sample.corpus]).astype(np.float32),
    )]


def bodies(truth: dict[str, Any], texts: list[str]) -> Any:
    """1 for a block that is body, 0 for one that is none, NaN for one that the truth says nothing of."""
    if text := truth.get("text"):
        return (np.array(align.shares(texts, text)) >= HALF).astype(np.float32)
    body = np.full(len(texts), np.nan, np.float32)
    lines = [" ".join(line.split()) for line in texts]
    for value, key in enumerate(("without", "with")):
        for chunk in truth.get(key, ()):
            words = " ".join(chunk.split())
            met = [i for i, line in enumerate(lines) if words in line or (len(line) >= PART and line in words)]
            if value == 0 or len(met) == 1:         # one of several may be meant by what must be there
                body[met] = value
    return body


def fit(pages: list[Labelled], path: Path, rare: float) -> None:
    """Trains on `pages` and writes the weights to `path`; `rare` as in `usual_range`."""
    figures = np.concatenate([page.figures for page in pages])
    body = np.concatenate([page.body for page in pages])
    weight = np.concatenate([page.weight for page in pages])
    low, high = usual_range(figures, weight, rare)
    figures = np.clip(figures, low, high)
    mean, deviation = figures.mean(0, dtype=np.float64), figures.std(0, dtype=np.float64)
    scale = 1 / (deviation + LEAST_SCALE)
    low, high = np.maximum(low, mean - CLIP / scale), np.minimum(high, mean + CLIP / scale)
    inputs = ((np.clip(figures, low, high) - mean) * scale).astype(np.float32)
    told = {"low": low, "high": high, "mean": mean, "scale": scale}
    arrays: dict[str, Any] = {"names": np.array(pages[0].names), **{name: row.astype(np.float32) for name, row in told.items()}}
    for net in range(NETS):
        weights, biases = descend(inputs, body, weight / weight.mean(), seed=net)
        for i, (w, b) in enumerate(zip(weights, biases, strict=True)):
            arrays[f"net{net}_w{i}"], arrays[f"net{net}_b{i}"] = w.astype(np.float16), b.astype(np.float16)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, nets=NETS, layers=len(LAYERS) + 1, **arrays)
    print(f"{path}: {len(pages)} pages, {len(body)} blocks, {path.stat().st_size} bytes", flush=True)


def usual_range(figures: Any, weight: Any, rare: float) -> tuple[Any, Any]:
    """Of each figure that is no share or flag the bounds of all but the `rare` least and greatest, by weight; of the others of all.

    Such figures grow with the page: beyond the bounds nothing was learned, and the nets would go on in a straight line.
    """
    bounds = np.array((figures.min(0), figures.max(0)))
    total = weight.sum(dtype=np.float64)
    for i in np.nonzero(bounds[1] > 1)[0]:
        order = np.argsort(figures[:, i], kind="stable")
        reached = np.searchsorted(np.cumsum(weight[order], dtype=np.float64), [rare * total, (1 - rare) * total])
        bounds[:, i] = figures[order[reached], i]
    return bounds[0], bounds[1]


def descend(inputs: Any, body: Any, weight: Any, seed: int) -> tuple[list[Any], list[Any]]:
    """Weights and biases of a perceptron with LAYERS, by Adam on the weighted cross entropy, the rate falling as a cosine."""
    random = np.random.default_rng(seed)
    sizes = (inputs.shape[1], *LAYERS, 1)
    weights = [(random.standard_normal((a, b)) * np.sqrt(2 / a)).astype(np.float32) for a, b in pairwise(sizes)]
    biases = [np.zeros(b, np.float32) for b in sizes[1:]]
    adam = Adam(weights + biases)
    steps = EPOCHS * -(-len(inputs) // BATCH)
    for _ in range(EPOCHS):
        order = random.permutation(len(inputs))
        for start in range(0, len(inputs), BATCH):
            rows = order[start:start + BATCH]
            kept = random.random((len(rows), inputs.shape[1]), dtype=np.float32) > DROPPED_INPUTS
            gradients = slopes(inputs[rows] * kept / (1 - DROPPED_INPUTS), body[rows], weight[rows], weights, biases)
            rate = RATE * min(1, (adam.step + 1) / WARM_UP) * 0.5 * (1 + np.cos(np.pi * adam.step / steps))
            adam.move(gradients, rate)
    return weights, biases


def slopes(batch: Any, body: Any, weight: Any, weights: list[Any], biases: list[Any]) -> list[Any]:
    """Gradients of the loss over `batch`, those of the weights first."""
    outputs = [batch]
    for i, (w, b) in enumerate(zip(weights, biases, strict=True)):
        sums = outputs[-1] @ w + b
        outputs.append(np.maximum(sums, 0) if i < len(weights) - 1 else sums)
    likely = 1 / (1 + np.exp(-np.clip(outputs[-1][:, 0], -30, 30)))
    error = ((likely - body) * weight / len(batch))[:, None].astype(np.float32)
    for_weights, for_biases = [], []
    for i in reversed(range(len(weights))):
        for_weights.append(outputs[i].T @ error)
        for_biases.append(error.sum(0))
        if i:
            error = (error @ weights[i].T) * (outputs[i] > 0)
    return for_weights[::-1] + for_biases[::-1]


class Adam:
    """The optimiser of Kingma and Ba (2015) with decoupled decay of the weight matrices."""

    def __init__(self, parameters: list[Any]) -> None:
        self.parameters = parameters
        self.first = [np.zeros_like(p) for p in parameters]
        self.second = [np.zeros_like(p) for p in parameters]
        self.step = 0

    def move(self, gradients: list[Any], rate: float) -> None:
        self.step += 1
        for p, g, m, v in zip(self.parameters, gradients, self.first, self.second, strict=True):
            m += 0.1 * (g - m)
            v += 0.001 * (g * g - v)
            step = (m / (1 - 0.9 ** self.step)) / (np.sqrt(v / (1 - 0.999 ** self.step)) + 1e-8)
            p -= np.float32(rate) * (step + DECAY * p if p.ndim > 1 else step)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="?")
    parser.add_argument("--lines", action="store_true", help="the weights for the lines of texts")
    parser.add_argument("--out", type=Path, help="the file, where it is not the package's own")
    parser.add_argument("--folds", type=Path, help="folder for the weights that are blind to one fold each")
    options = parser.parse_args()
    place = corpora.folder(options.corpora)
    if place is None:
        print("skipped: no corpora")
        return 0
    pages = labelled(place, lines=options.lines)
    name, rare, own = ("lines", RARE_OF_LINES, scorer.LINES) if options.lines else ("fold", RARE_OF_BLOCKS, scorer.WEIGHTS)
    if options.folds:
        for fold in range(FOLDS):
            fit([page for page in pages if page.fold != fold], options.folds / f"{name}{fold}.npz", rare)
    else:
        fit(pages, options.out or own, rare)
    return 0


if __name__ == "__main__":
    sys.exit(main())
