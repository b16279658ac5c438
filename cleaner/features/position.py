"""Where in the page a block stands, and what stands around it."""

from __future__ import annotations

from typing import Any

import numpy as np

from cleaner.features.table import Builder, Own, Vector

_WINDOWS = (3, 8, 15)           # blocks to each side
_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)


def add_position(build: Builder, own: Own) -> None:
    """Adds a block's place in the page's order, and how much good text stands near it."""
    count = len(own.good)
    index = np.arange(count, dtype=np.float32)
    mass = np.cumsum(own.good) - own.good / 2
    total = max(1.0, float(own.good.sum()))
    build.add("index_share", index / count)
    build.add("mass_share", mass / total)
    build.add("log_index", np.log1p(index) / 7)
    build.add("log_index_left", np.log1p(count - 1 - index) / 7)
    for window in _WINDOWS:
        build.add(f"density_{window}", _window(own.good, window) / np.maximum(1, _window(own.length, window)))
        build.add(f"mass_{window}", _window(own.good, window) / total)
    good_at = np.nonzero(own.good)[0]
    before = np.searchsorted(good_at, index) if len(good_at) else np.zeros(count)
    last_good = np.where(before > 0, good_at[np.maximum(0, before - 1)] if len(good_at) else 0, -50)
    next_good = np.where(before < len(good_at), good_at[np.minimum(before, len(good_at) - 1)] if len(good_at) else 0, count + 50)
    build.add("since_good", np.log1p(np.minimum(60, index - last_good)) / 4)
    build.add("till_good", np.log1p(np.minimum(60, np.abs(next_good - index))) / 4)
    build.add("page_log_blocks", np.full(count, np.log1p(count) / 8))
    build.add("page_log_good", np.full(count, np.log1p(total) / 10))
    build.add("page_good_density", np.full(count, total / max(1.0, float(own.length.sum()))))


def _window(values: Vector, reach: int) -> Vector:
    padded = np.concatenate((np.zeros(reach + 1), values, np.zeros(reach)))
    total = np.cumsum(padded)
    return np.asarray(total[2 * reach + 1:] - total[:-2 * reach - 1], np.float32)


def add_neighbours(build: Builder, own: Own) -> None:
    """Adds what the blocks before and after look like."""
    columns = {"log_length": np.log1p(own.length) / 7, "link": own.links, "ends": own.ends, "good": own.good > 0,
               "heading": own.heading, "hit": own.hit, "item": own.item}
    for offset in _NEIGHBOURS:
        for name, column in columns.items():
            build.add(f"at{offset:+d}_{name}", shift(column, offset))


def shift(column: Any, offset: int) -> Vector:
    """`column` as seen from `offset` rows before: row i holds what stood at i + offset, 0 outside."""
    out = np.zeros(len(column), np.float32)
    if abs(offset) >= len(column):
        return out
    if offset > 0:
        out[:-offset] = column[offset:]
    else:
        out[-offset:] = column[:offset]
    return out
