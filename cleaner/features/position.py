"""Where in the page a block stands, and what stands around it."""

from __future__ import annotations

import numpy as np

from cleaner.features.table import Builder, Own, Vector

_WINDOW = 8                     # blocks to each side
_REACH = 2                      # neighbours told of to each side


def add_position(build: Builder, own: Own) -> None:
    """Adds a block's place in the page's order, and how much good text stands near it."""
    count = len(own.good)
    index = np.arange(count, dtype=np.float32)
    mass = np.cumsum(own.good) - own.good / 2
    build.add("index_share", index / count)
    build.add("mass_share", mass / own.total)
    build.add_all("log_", ("index", "index_left"), np.log1p((index, index[::-1])))
    build.add("near_mass", _near(own.good) / own.total)
    build.add("page_log_blocks", np.full(count, np.log1p(count)))
    build.add("page_log_good", np.full(count, np.log1p(own.total)))


def _near(values: Vector) -> Vector:
    """The sum of `values` over the window around each block."""
    total = np.cumsum(np.concatenate((np.zeros(_WINDOW + 1), values, np.zeros(_WINDOW))))
    return np.asarray(total[2 * _WINDOW + 1:] - total[:-2 * _WINDOW - 1], np.float32)


def add_neighbours(build: Builder, own: Own) -> None:
    """Adds what the blocks before and after look like."""
    columns = {"log_length": own.log_length, "link": own.links, "ends": own.ends, "good": own.good > 0,
               "heading": own.heading, "hit": own.hit, "item": own.item}
    count = len(own.good)
    padded = np.zeros((len(columns), count + 2 * _REACH), np.float32)
    for row, column in enumerate(columns.values()):
        padded[row, _REACH:_REACH + count] = column
    for offset in range(-_REACH, _REACH + 1):
        if offset:
            build.add_all(f"at{offset:+d}_", tuple(columns), padded[:, _REACH + offset:_REACH + offset + count])
