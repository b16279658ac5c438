"""Where a block stands: what its containers' markup says, their mass of text, the way to the body and to the headline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner import markup
from cleaner.features.table import Builder, Codes, Own, Vector, bits
from cleaner.flags import Flag
from cleaner.model import NOWHERE, Block, Place

_TAGS = ("p", "h2", "h3", "li", "div", "button")
_CODE_OF_TAG = {tag: code for code, tag in enumerate(_TAGS)}
_FLAGS = tuple(flag.name for flag in Flag)
_FAR_STEPS = 12                 # steps from the body or the headline; what is further is just far
_DEEPEST = 255                  # depth that fits a byte; what is deeper counts as this deep
_FAR = 40                       # steps from which a container's words weigh nothing
_FADING = np.array([*(0.7 ** step for step in range(_FAR)), 0.0], np.float32)


class Layout(NamedTuple):
    """The places of a page and their ancestors, parents first."""

    places: list[Place]
    rows: dict[int, int]                # row of a place by its id
    parent: list[int]                   # row of each place's parent, -1 for none
    homes: list[Place]                  # place of each block
    at: Codes                           # row of it


def layout_of(blocks: Sequence[Block]) -> Layout:
    """The layout that the places of `blocks` make."""
    homes = [block.place or NOWHERE for block in blocks]
    seen: dict[int, Place] = {}
    for home in homes:
        place: Place | None = home
        while place is not None and place.id not in seen:
            seen[place.id] = place
            place = place.parent
    places = [seen[key] for key in sorted(seen)]
    rows = {place.id: row for row, place in enumerate(places)}
    parent = [rows[place.parent.id] if place.parent else -1 for place in places]
    return Layout(places, rows, parent, homes, np.array([rows[home.id] for home in homes]))


def add_markup(build: Builder, blocks: Sequence[Block], layout: Layout) -> None:
    """Adds what class, id, role and tag say of the block's own place, and, fading, of those around it."""
    depth = np.minimum([home.depth for home in layout.homes], _DEEPEST)
    nearest = _nearest(layout)
    steps = np.where(nearest, np.minimum(depth - nearest, _FAR), _FAR)
    build.add_all("in_", markup.groups(), _FADING[steps])
    flags = np.array([home.flags for home in layout.homes], np.int64)
    build.add_all("flag_", _FLAGS, bits(flags, len(_FLAGS)))
    build.add("depth", np.minimum(depth, 40))
    build.add_all("tag_", _TAGS, np.array([_CODE_OF_TAG.get(block.tag, -1) for block in blocks]) == np.arange(len(_TAGS))[:, None])


def _nearest(layout: Layout) -> npt.NDArray[np.uint8]:
    """For each word group the depth of the nearest container around each block that says it, 0 for none: groups × blocks."""
    rows, groups = [bytearray(len(markup.groups()))], (1 << len(markup.groups())) - 1
    known: dict[tuple[int, int, int], int] = {}         # siblings that say the same share a row
    here: list[int] = []
    for place, outer in zip(layout.places, layout.parent, strict=True):
        row = here[outer] if outer >= 0 else 0
        if words := place.words & groups:
            key = row, words, place.depth
            if key not in known:
                known[key] = len(rows)
                rows.append(_said(rows[row], words, place.depth))
            row = known[key]
        here.append(row)
    table = np.frombuffer(b"".join(rows), np.uint8).reshape(len(rows), -1)
    return np.asarray(table[np.array(here)[layout.at]].T)


def _said(outer: bytearray, words: int, depth: int) -> bytearray:
    row, left = outer.copy(), words
    while left:
        row[(left & -left).bit_length() - 1] = min(depth, _DEEPEST)
        left &= left - 1
    return row


def add_container(build: Builder, layout: Layout, own: Own) -> None:
    """Adds the good text of the containers around a block and the way to the one that holds most of it."""
    parent, at = layout.parent, layout.at
    good = np.bincount(at, own.good, len(parent)).tolist()
    direct = [0.0] * len(parent)            # good text of a container's children
    for row in range(len(parent) - 1, 0, -1):
        if mass := good[row]:
            up = parent[row]
            good[up] += mass
            if not (row + 1 < len(parent) and parent[row + 1] == row):
                direct[up] += mass
    up_steps, down_steps = _way(parent, direct.index(max(direct)))
    up_steps = up_steps[at]
    build.add("body_up", np.minimum(up_steps, _FAR_STEPS))
    build.add("body_down", np.minimum(down_steps[at], _FAR_STEPS))
    build.add("in_body_container", up_steps == 0)
    share, outer = np.array(good) / own.total, np.maximum(0, parent)
    build.add("parent_mass", share[outer[at]])
    build.add("grandparent_mass", share[outer[outer[at]]])


def add_headline(build: Builder, blocks: Sequence[Block], layout: Layout, own: Own) -> None:
    """Adds where a block stands seen from the headline: the h1 with the title's words, else any block with them, else the first h1."""
    count = len(blocks)
    title = own.title.tolist()
    ranked = sorted((-2 * title[i] - (block.tag == "h1"), i) for i, block in enumerate(blocks) if title[i] or block.tag == "h1")
    at = ranked[0][1] if ranked else -1
    distance = np.arange(count, dtype=np.float32) - at if ranked else np.zeros(count, np.float32)
    build.add("has_headline", np.full(count, bool(ranked)))
    build.add("after_headline", distance > 0)
    build.add("since_headline", np.log1p(np.maximum(0, distance)))
    home = blocks[at].place if ranked else None
    up, down = _way(layout.parent, layout.rows[home.id] if home else -1)
    build.add("headline_up", np.minimum(up[layout.at], _FAR_STEPS))
    build.add("headline_down", np.minimum(down[layout.at], _FAR_STEPS))
    between = np.cumsum(own.good) - own.good
    build.add("good_since_headline", np.log1p(np.maximum(0, between - (between[at] if ranked else 0))))


def _way(parent: list[int], target: int) -> tuple[Vector, Vector]:
    """For every place, the steps up from `target` to the container they share, and the steps down from there; 0 without a target."""
    up, down = [0] * len(parent), [0] * len(parent)
    chain = {}
    row, step = target, 0
    while row >= 0:
        chain[row] = step
        row, step = parent[row], step + 1
    for row, outer in enumerate(parent if chain else ()):
        if row in chain:
            up[row] = chain[row]
        elif outer >= 0:
            up[row], down[row] = up[outer], down[outer] + 1
    return np.array(up, np.float32), np.array(down, np.float32)
