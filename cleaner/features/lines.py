"""What stands before and after a line of a text without markup, near and far: all that tells its menus from its article."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cleaner.features.table import Builder, Flags, Own, Vector
from cleaner.model import Block

_WINDOWS = (3, 8, 20)           # lines to one side
_SHORT, _LONG = 40, 200         # characters: up to a menu's entry or a headline, from a paragraph on
_FARTHEST = 60                  # lines; beyond, distance says no more


def add_surroundings(build: Builder, blocks: Sequence[Block], own: Own) -> None:
    """Adds the means of lines before and after each line, its distance to others that tell something, and the text's own means."""
    short, good = own.length < _SHORT, own.good > 0
    told = {"good": good, "hit": own.hit, "short": short, "log_length": own.log_length, "ends": own.ends}
    rows = np.array(list(told.values()), np.float32)
    for window in _WINDOWS:
        build.add_all(f"before{window}_", tuple(told), _before(rows, window))
        build.add_all(f"after{window}_", tuple(told), _before(rows[:, ::-1], window)[:, ::-1])
    for name, flags in (("good", good), ("long", own.good > _LONG), ("hit", own.hit)):
        build.add(f"since_{name}", _since(flags))
        build.add(f"until_{name}", _since(flags[::-1])[::-1])
    build.add("joined", [block.joined for block in blocks])
    for name, flags in (("short", short), ("good", good), ("hit", own.hit)):
        build.add(f"page_{name}", np.full(len(blocks), flags.mean()))


def _before(rows: npt.NDArray[np.float32], window: int) -> npt.NDArray[np.float64]:
    """The sums of each row over the `window` columns before each column, by the window's length."""
    total = np.cumsum(np.pad(rows.astype(np.float64), ((0, 0), (window, 0))), axis=1)
    total = np.pad(total, ((0, 0), (1, 0)))
    return np.asarray((total[:, window:-1] - total[:, :-window - 1]) / window)


def _since(flags: Flags) -> Vector:
    """How many lines above each line the last one with the flag stands, as a logarithm."""
    index = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, index, -_FARTHEST))
    above = np.concatenate(([-_FARTHEST], last[:-1]))
    return np.asarray(np.log1p(np.minimum(index - above, _FARTHEST)), np.float32)
