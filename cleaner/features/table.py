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
    links: Vector                       # share of them inside links
    ends: Flags                         # ends like a sentence
    good: Vector                        # length of the block where it is good text, else 0
    heading: Flags
    item: Flags
    hit: Flags                          # met by a rule
    title: Flags                        # has the words of a possible headline


class Builder:
    """Collects named columns."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._rows: list[Any] = []

    def add(self, name: str, column: Any) -> None:
        """Adds a figure: one number a block."""
        self.names.append(name)
        self._rows.append(column)

    def add_all(self, prefix: str, names: Sequence[str], rows: Any) -> None:
        """Adds a figure for each row of `rows` (names × blocks), named after `names`."""
        self.names += [prefix + name for name in names]
        self._rows += list(rows)

    def matrix(self) -> Matrix:
        """All figures: blocks × names."""
        whole = np.empty((len(self._rows), len(self._rows[0])), np.float32)
        for i, row in enumerate(self._rows):
            whole[i] = row
        return whole.T
