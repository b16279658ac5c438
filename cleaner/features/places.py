"""Where a block stands: what its containers' markup says, their mass of text, the way to the body and to the headline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cleaner import markup
from cleaner.features.table import Builder, Codes, Own, Vector
from cleaner.flags import Flag
from cleaner.model import Block, Place

_TAGS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "div", "tr", "td", "dt", "dd", "figcaption", "blockquote", "pre",
         "section", "article", "button", "label", "summary", "address", "body")
_TAG_CODES = {tag: code for code, tag in enumerate(_TAGS)}
_FLAGS = tuple(flag.name for flag in Flag)
_DECAY = 0.7                    # how much a container's words weigh a step further in


class Layout(NamedTuple):
    """The places of a page and their ancestors, parents first."""

    places: list[Place]
    rows: dict[int, int]                # row of a place by its id
    parent: list[int]                   # row of each place's parent, -1 for none
    at: Codes                           # row of each block's place


def layout_of(blocks: Sequence[Block]) -> Layout:
    """The layout that the places of `blocks` make."""
    seen: dict[int, Place] = {}
    for block in blocks:
        place = block.place
        while place is not None and place.id not in seen:
            seen[place.id] = place
            place = place.parent
    places = [seen[key] for key in sorted(seen)]
    rows = {place.id: row for row, place in enumerate(places)}
    at = np.array([rows[block.place.id] if block.place else 0 for block in blocks])
    return Layout(places, rows, [rows[place.parent.id] if place.parent else -1 for place in places], at)


def add_markup(build: Builder, blocks: Sequence[Block], layout: Layout) -> None:
    """Adds what class, id, role and tag say of the block's own place, and, fading, of those around it."""
    names = markup.groups()
    masks = np.array([place.words for place in layout.places], np.int64)
    own = ((masks[:, None] >> np.arange(len(names))) & 1).astype(np.float32)
    inherited = own.copy()
    depth = np.array([place.depth for place in layout.places])
    parent = np.maximum(0, layout.parent)
    for level in range(1, int(depth.max()) + 1):
        here = np.nonzero(depth == level)[0]
        inherited[here] = np.maximum(own[here], _DECAY * inherited[parent[here]])
    build.add_all("own_", names, own[layout.at].T)
    build.add_all("in_", names, inherited[layout.at].T)
    flags = np.array([block.place.flags if block.place else 0 for block in blocks], np.int64)
    build.add_all("flag_", _FLAGS, (flags >> np.arange(len(_FLAGS))[:, None]) & 1)
    build.add("depth", np.minimum(depth[layout.at], 40) / 20)
    tags = np.array([_TAG_CODES.get(block.tag, -1) for block in blocks])
    build.add_all("tag_", _TAGS, tags == np.arange(len(_TAGS))[:, None])
    build.add("tag_custom", ["-" in block.tag for block in blocks])


def add_container(build: Builder, layout: Layout, own: Own) -> None:
    """Adds the text mass of the ancestors and the way to the container that holds most good text."""
    places, _, parent, at = layout
    good, length, linked = (np.bincount(at, mass, len(places)).tolist() for mass in (own.good, own.length, own.length * own.links))
    direct = [0.0] * len(places)
    for row in range(len(places) - 1, 0, -1):
        up = parent[row]
        if good[row] and not (row + 1 < len(places) and parent[row + 1] == row):
            direct[up] += good[row]
        good[up] += good[row]
        length[up] += length[row]
        linked[up] += linked[row]
    total = max(1.0, float(own.good.sum()))
    up_steps, down_steps = _way(parent, direct.index(max(direct)))
    build.add("body_up", np.minimum(up_steps[at], 10) / 5)
    build.add("body_down", np.minimum(down_steps[at], 10) / 5)
    build.add("in_body_container", up_steps[at] == 0)
    mass = np.array((good, length, linked))
    upwards = np.maximum(0, parent)
    here = at
    for name in ("place", "parent", "grandparent"):
        good_here, length_here, linked_here = mass[:, here]
        build.add(f"{name}_good_mass", good_here / total)
        build.add(f"{name}_good_density", good_here / np.maximum(1, length_here))
        build.add(f"{name}_link_density", linked_here / np.maximum(1, length_here))
        here = upwards[here]


def add_headline(build: Builder, blocks: Sequence[Block], layout: Layout, own: Own) -> None:
    """Adds where a block stands seen from the headline: the h1 with the title's words, else any block with them, else the first h1."""
    count = len(blocks)
    title = own.title.tolist()
    ranked = sorted((-2 * title[i] - (block.tag == "h1"), i) for i, block in enumerate(blocks) if title[i] or block.tag == "h1")
    at = ranked[0][1] if ranked else -1
    distance = np.arange(count, dtype=np.float32) - at if ranked else np.zeros(count, np.float32)
    build.add("has_headline", np.full(count, bool(ranked)))
    build.add("after_headline", distance > 0)
    build.add("since_headline", np.log1p(np.clip(distance, 0, 300)) / 5)
    build.add("till_headline", np.log1p(np.clip(-distance, 0, 300)) / 5)
    home = blocks[at].place if ranked else None
    up, down = _way(layout.parent, layout.rows[home.id] if home else -1)
    build.add("headline_up", np.minimum(up[layout.at], 15) / 6)
    build.add("headline_down", np.minimum(down[layout.at], 15) / 6)
    between = np.cumsum(own.good) - own.good
    build.add("good_since_headline", np.log1p(np.maximum(0, between - (between[at] if ranked else 0))) / 9)


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
