"""A small learned scorer: how likely each block is part of the article, and which figures weighed most.

A perceptron over the standardised figures of `cleaner.features`; `scripts/train.py` makes `data/scorer.npz`, and `data/lines.npz` for
the lines of texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cleaner.features import Figures, Matrix, Vector
from cleaner.features.table import Flags

WEIGHTS = Path(__file__).parent / "data" / "scorer.npz"
LINES = WEIGHTS.with_name("lines.npz")
_LOGIT_LIMIT = 30.0
_REASONS = 3
_RUN = 2_048            # blocks scored together: what is worked out for one on the way takes 12 kB


@dataclass(frozen=True, slots=True)
class Nets:
    """The layers of several perceptrons side by side: weights are nets × inputs × outputs, biases nets × 1 × outputs.

    first: the weights of all nets' first layers in one matrix, for one large product is faster than several.
    back: the way back through them, to the mean of all nets.
    """

    weights: tuple[Matrix, ...]
    biases: tuple[Vector, ...]
    first: Matrix = field(init=False)
    back: Matrix = field(init=False)

    def __post_init__(self) -> None:
        first = np.concatenate(list(self.weights[0]), axis=1)
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "back", np.ascontiguousarray(first.T) / np.float32(len(self.weights[0])))

    def run(self, inputs: Matrix) -> tuple[Matrix, Matrix]:
        """Log odds of each row by each net (nets × rows), and their mean slope along each input."""
        count = len(self.weights[0])
        layer = np.moveaxis((inputs @ self.first).reshape(len(inputs), count, -1), 1, 0) + self.biases[0]
        active = []
        for weights, bias in zip(self.weights[1:], self.biases[1:], strict=True):
            active.append(layer > 0)
            layer = (layer * active[-1]) @ weights + bias
        slope = np.ones((1, 1, 1), np.float32)
        for weights, on in zip(self.weights[:0:-1], reversed(active), strict=True):
            slope = (slope @ np.moveaxis(weights, 1, 2)) * on
        return layer[:, :, 0], np.concatenate(list(slope), axis=1) @ self.back


class Scores(NamedTuple):
    """What the nets say of a run of blocks."""

    likely: Vector          # 0..1, that it belongs to the article: the mean of the nets
    added: Matrix           # blocks × figures: what each figure added to the verdict (log odds)
    high: Flags             # blocks × figures: whether each figure is above its mean
    apart: Vector           # how far the nets differ: the standard deviation of their likelihoods


@dataclass(frozen=True, slots=True)
class Scorer:
    """Standardisation and perceptrons, as read from the weights file."""

    names: tuple[str, ...]
    low: Vector             # of each figure: less says no more,
    high: Vector            # nor does more; a page ten times as long as any learned from is judged like the longest of these
    mean: Vector
    scale: Vector
    nets: Nets

    def scores(self, figures: Figures) -> Iterator[Scores]:
        """What the nets say of each block, run by run."""
        if figures.names != self.names:
            raise ValueError("the weights were made for other figures: run scripts/train.py")
        for start in range(0, len(figures.matrix), _RUN):
            yield self.score(figures.matrix[start:start + _RUN])

    def score(self, matrix: Matrix) -> Scores:
        """What the nets say of each row of `matrix` (blocks × figures)."""
        inputs = (np.clip(matrix, self.low, self.high) - self.mean) * self.scale
        odds, slope = self.nets.run(inputs)
        likely = 1 / (1 + np.exp(-np.clip(odds, -_LOGIT_LIMIT, _LOGIT_LIMIT)))
        return Scores(likely.mean(axis=0).astype(np.float32), inputs * slope, inputs > 0, likely.std(axis=0).astype(np.float32))

    def reasons(self, scores: Scores) -> list[str]:
        """For each block its likelihood and the figures that weighed most in the direction of the verdict: "0.02: high link_share, …"."""
        likely, added, high, _ = scores
        direction = added * np.where(likely >= 0.5, np.float32(1), np.float32(-1))[:, None]
        every = np.arange(len(direction))
        told = _directed(self.names)
        best = []
        for _ in range(_REASONS):       # the greatest three by looking three times: half the cost of a partial sort
            greatest = direction.argmax(axis=1)
            best.append(greatest + len(self.names) * high[every, greatest])
            direction[every, greatest] = -np.inf
        columns = (column.tolist() for column in (likely, *best))
        return [f"{p:.2f}: {told[i]}, {told[j]}, {told[k]}" for p, i, j, k in zip(*columns, strict=True)]


@lru_cache(maxsize=8)
def _directed(names: tuple[str, ...]) -> tuple[str, ...]:
    """What a reason says of each figure: that it is low, and behind all these that it is high."""
    return *(f"low {name}" for name in names), *(f"high {name}" for name in names)


@lru_cache(maxsize=8)
def load(path: Path = WEIGHTS) -> Scorer:
    """The scorer in the weights file at `path`."""
    with np.load(path) as data:
        nets, layers = range(int(data["nets"])), range(int(data["layers"]))
        weights = tuple(np.stack([np.asarray(data[f"net{n}_w{i}"], np.float32) for n in nets]) for i in layers)
        biases = tuple(np.stack([np.asarray(data[f"net{n}_b{i}"], np.float32)[None] for n in nets]) for i in layers)
        low, high, mean, scale = (np.asarray(data[name], np.float32) for name in ("low", "high", "mean", "scale"))
        return Scorer(tuple(str(name) for name in data["names"]), low, high, mean, scale, Nets(weights, biases))
