"""Where a block stands: what its containers' markup says, their mass of text, the way to the body and to the headline."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cleaner import markup
from cleaner.features.table import Builder, Own, Vector
from cleaner.model import Block, Place
from cleaner.segment import Flag

_TAGS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "div", "tr", "td", "dt", "dd", "figcaption", "blockquote", "pre",
         "section", "article", "button", "label", "summary", "address", "body")
_DECAY = 0.7                    # how much a container's words weigh a step further in


def places_of(blocks: Sequence[Block]) -> tuple[list[Place], dict[int, int]]:
    """The places of `blocks` and their ancestors, parents first, and the row of each by id."""
    seen: dict[int, Place] = {}
    for block in blocks:
        place = block.place
        while place is not None and place.id not in seen:
            seen[place.id] = place
            place = place.parent
    places = [seen[key] for key in sorted(seen)]
    return places, {place.id: row for row, place in enumerate(places)}


def add_markup(build: Builder, blocks: Sequence[Block], places: list[Place], rows: dict[int, int]) -> None:
    """Adds what class, id, role and tag say of the block's own place, and, fading, of those around it."""
    names = markup.groups()
    at = np.array([rows[block.place.id] if block.place else 0 for block in blocks])
    masks = np.array([place.words for place in places], np.int64)
    own = ((masks[:, None] >> np.arange(len(names))) & 1).astype(np.float32)
    inherited = own.copy()
    depth = np.array([place.depth for place in places])
    parent = np.array([rows[place.parent.id] if place.parent else 0 for place in places])
    for level in range(1, int(depth.max()) + 1):
        here = np.nonzero(depth == level)[0]
        inherited[here] = np.maximum(own[here], _DECAY * inherited[parent[here]])
    build.add_all("own_", names, own[at])
    build.add_all("in_", names, inherited[at])
    flags = np.array([block.place.flags if block.place else 0 for block in blocks], np.int64)
    build.add_all("flag_", [flag.name or "" for flag in Flag], (flags[:, None] >> np.arange(len(Flag))) & 1)
    build.add("depth", np.minimum(depth[at], 40) / 20)
    tags = [block.tag for block in blocks]
    for tag in _TAGS:
        build.add(f"tag_{tag}", [t == tag for t in tags])
    build.add("tag_custom", ["-" in t for t in tags])


def add_container(build: Builder, blocks: Sequence[Block], places: list[Place], rows: dict[int, int], own: Own) -> None:
    """Adds the text mass of the ancestors and the way to the container that holds most good text."""
    good, length, linked = (np.zeros(len(places), np.float64) for _ in range(3))
    at = np.array([rows[block.place.id] if block.place else 0 for block in blocks])
    np.add.at(good, at, own.good)
    np.add.at(length, at, own.length)
    np.add.at(linked, at, own.length * own.links)
    direct = np.zeros(len(places))
    parent = [rows[place.parent.id] if place.parent else -1 for place in places]
    for row in range(len(places) - 1, 0, -1):
        up = parent[row]
        if good[row] and not _has_children(places, row, parent):
            direct[up] += good[row]
        good[up] += good[row]
        length[up] += length[row]
        linked[up] += linked[row]
    total = max(1.0, float(own.good.sum()))
    body = int(direct.argmax())
    up_steps, down_steps = _way(parent, body)
    build.add("body_up", np.minimum(up_steps[at], 10) / 5)
    build.add("body_down", np.minimum(down_steps[at], 10) / 5)
    build.add("in_body_container", up_steps[at] == 0)
    here = at
    for name in ("place", "parent", "grandparent"):
        build.add(f"{name}_good_mass", good[here] / total)
        build.add(f"{name}_good_density", good[here] / np.maximum(1, length[here]))
        build.add(f"{name}_link_density", linked[here] / np.maximum(1, length[here]))
        here = np.maximum(0, np.array(parent)[here])


def add_headline(build: Builder, blocks: Sequence[Block], places: list[Place], rows: dict[int, int], own: Own) -> None:
    """Adds where a block stands seen from the headline: the h1 with the title's words, else any block with them, else the first h1."""
    count = len(blocks)
    title = own.title
    ranked = sorted((-2 * bool(title[i]) - (block.tag == "h1"), i) for i, block in enumerate(blocks) if title[i] or block.tag == "h1")
    at = ranked[0][1] if ranked else -1
    distance = np.arange(count, dtype=np.float32) - at if ranked else np.zeros(count, np.float32)
    build.add("has_headline", np.full(count, bool(ranked)))
    build.add("after_headline", distance > 0)
    build.add("since_headline", np.log1p(np.clip(distance, 0, 300)) / 5)
    build.add("till_headline", np.log1p(np.clip(-distance, 0, 300)) / 5)
    up = down = np.zeros(len(places), np.float32)
    home = blocks[at].place if ranked else None
    if home is not None:
        up, down = _way([rows[place.parent.id] if place.parent else -1 for place in places], rows[home.id])
    here = np.array([rows[block.place.id] if block.place else 0 for block in blocks])
    build.add("headline_up", np.minimum(up[here], 15) / 6)
    build.add("headline_down", np.minimum(down[here], 15) / 6)
    between = np.cumsum(own.good) - own.good
    build.add("good_since_headline", np.log1p(np.maximum(0, between - (between[at] if ranked else 0))) / 9)


def _way(parent: list[int], target: int) -> tuple[Vector, Vector]:
    """For every place, the steps up from `target` to the container they share, and the steps down from there."""
    chain = {}
    row, step = target, 0
    while row >= 0:
        chain[row] = step
        row, step = parent[row], step + 1
    up, down = np.zeros(len(parent), np.float32), np.zeros(len(parent), np.float32)
    for row in range(len(parent)):
        if row in chain:
            up[row] = chain[row]
        elif parent[row] >= 0:
            up[row], down[row] = up[parent[row]], down[parent[row]] + 1
    return up, down


def _has_children(places: list[Place], row: int, parent: list[int]) -> bool:
    return row + 1 < len(places) and parent[row + 1] == row
