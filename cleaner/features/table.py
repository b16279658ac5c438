"""What the figures of a page are collected in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]
Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Own(NamedTuple):
    """What later figures need of the blocks' own text, one row a block."""

    length: Vector                      # characters, at least 1
    log_length: Vector
    links: Vector                       # share of them inside links
    ends: Flags                         # ends like a sentence
    good: Vector                        # length of the block where it is good text, else 0
    heading: Flags
    item: Flags
    hit: Flags                          # met by a rule
    title: Flags                        # has the words of a possible headline
    total: float                        # good text of the page, at least 1


class Builder:
    """Collects named columns for the blocks of a page."""

    def __init__(self, blocks: int) -> None:
        self.names: list[str] = []
        self._blocks = blocks
        self._rows: list[Any] = []          # a row, or several rows in one array

    def add(self, name: str, column: Any) -> None:
        """Adds a figure: one number a block."""
        self.names.append(name)
        self._rows.append(column)

    def add_all(self, prefix: str, names: Sequence[str], rows: Any) -> None:
        """Adds a figure for each row of the array `rows` (names × blocks), named after `names`."""
        self.names += [prefix + name for name in names]
        self._rows.append(rows)

    def matrix(self) -> Matrix:
        """All figures: blocks × names."""
        whole = np.empty((len(self.names), self._blocks), np.float32)
        at = 0
        for rows in self._rows:
            step = len(rows) if getattr(rows, "ndim", 1) > 1 else 1
            whole[at:at + step] = rows
            at += step
        return whole.T


def bits(masks: Codes, count: int) -> Codes:
    """The lowest `count` bits of each mask: bits × masks."""
    return np.asarray((masks >> np.arange(count)[:, None]) & 1)
