"""A small learned scorer: how likely each block is part of the article, and which figures weighed most.

A perceptron over the standardised figures of `cleaner.features`; `scripts/train.py` makes `data/scorer.npz`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from cleaner.features import Figures, Matrix, Vector

WEIGHTS = Path(__file__).parent / "data" / "scorer.npz"
CLIP = 5.0              # standard deviations beyond which a figure says no more
_LOGIT_LIMIT = 30.0
_REASONS = 3


@dataclass(frozen=True, slots=True)
class Net:
    """The layers of one perceptron."""

    weights: tuple[Matrix, ...]
    biases: tuple[Vector, ...]

    def run(self, inputs: Matrix) -> tuple[Vector, Matrix]:
        """Log odds of each row, and their slope along each input."""
        layer, active = inputs, []
        for weights, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            layer = np.maximum(layer @ weights + bias, 0)
            active.append(layer > 0)
        odds = (layer @ self.weights[-1] + self.biases[-1])[:, 0]
        slope = np.broadcast_to(self.weights[-1][:, 0], layer.shape)
        for weights, on in zip(self.weights[-2::-1], reversed(active), strict=True):
            slope = (slope * on) @ weights.T
        return odds, slope


@dataclass(frozen=True, slots=True)
class Scorer:
    """Standardisation and perceptrons, as read from the weights file."""

    names: tuple[str, ...]
    mean: Vector
    scale: Vector
    nets: tuple[Net, ...]

    def score(self, figures: Figures) -> tuple[Vector, Matrix]:
        """Likelihood (0..1) of each block, and blocks × figures: what each figure added to the verdict (log odds)."""
        if figures.names != self.names:
            raise ValueError("the weights were made for other figures: run scripts/train.py")
        inputs = np.clip((figures.matrix - self.mean) * self.scale, -CLIP, CLIP)
        runs = [net.run(inputs) for net in self.nets]
        likely = np.mean([1 / (1 + np.exp(-np.clip(odds, -_LOGIT_LIMIT, _LOGIT_LIMIT))) for odds, _ in runs], axis=0)
        return likely.astype(np.float32), inputs * np.mean([slope for _, slope in runs], axis=0)

    def reasons(self, likely: Vector, added: Matrix) -> list[str]:
        """For each block its likelihood and the figures that weighed most in the direction of the verdict."""
        direction = np.where(likely >= 0.5, added.T, -added.T).T
        top = np.argpartition(direction, -_REASONS, axis=1)[:, -_REASONS:]
        order = np.take_along_axis(direction, top, axis=1).argsort(axis=1)[:, ::-1]
        best = np.take_along_axis(top, order, axis=1)
        return [f"{p:.2f}: {', '.join(self.names[i] for i in row)}" for p, row in zip(likely.tolist(), best.tolist(), strict=True)]


@lru_cache(maxsize=8)
def load(path: Path = WEIGHTS) -> Scorer:
    """The scorer in the weights file at `path`."""
    with np.load(path) as data:
        layers = range(int(data["layers"]))
        nets = tuple(
            Net(tuple(_layer(data, f"net{n}_w{i}") for i in layers), tuple(_layer(data, f"net{n}_b{i}") for i in layers))
            for n in range(int(data["nets"]))
        )
        return Scorer(tuple(str(name) for name in data["names"]), _layer(data, "mean"), _layer(data, "scale"), nets)


def _layer(data: Any, name: str) -> Matrix:
    return np.asarray(data[name], np.float32)
