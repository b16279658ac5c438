"""Families of blocks that look alike or share a container, and what their members have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from cleaner.features.table import Builder, Codes, Own
from cleaner.model import Block, Place

_NOWHERE = Place("", 0, None, "", 0, 0, 0)


class Families(NamedTuple):
    """The family number of each block, for each way of being alike."""

    kind: Codes             # tag and make of the element and its parent
    path: Codes             # the same, and the make of the grandparent
    parent: Codes           # one parent
    grandparent: Codes      # one grandparent


def families_of(blocks: Sequence[Block]) -> Families:
    """The families of the page's blocks."""
    kinds: dict[Any, int] = {}
    paths: dict[Any, int] = {}
    codes = []
    for block in blocks:
        place = block.place or _NOWHERE
        parent = place.parent or _NOWHERE
        grand = parent.parent or _NOWHERE
        kind = kinds.setdefault((block.tag, place.attributes, parent.attributes, parent.tag), len(kinds))
        path = paths.setdefault((kind, grand.attributes, grand.tag), len(paths))
        codes.append((kind, path, parent.id, grand.id))
    return Families(*np.array(codes, np.int64).T)


def add_families(build: Builder, families: Families, own: Own) -> None:
    """Adds how large a block's families are, how they read, and over how many containers they are spread."""
    linked, total = own.length * own.links, max(1.0, float(own.good.sum()))
    for name, codes in families._asdict().items():
        count = np.maximum(1, np.bincount(codes))
        told = {"count": np.log1p(count) / 5}
        if name != "grandparent":
            length = np.maximum(1, np.bincount(codes, own.length))
            told["mean_length"] = np.log1p(length / count) / 7
        if name in {"kind", "path"}:
            told["grandparents"] = np.log1p(_distinct(codes, families.grandparent)) / 4
            told["link_share"] = np.bincount(codes, linked) / length
            told["ends"] = np.bincount(codes, own.ends) / count
            told["good"] = np.bincount(codes, own.good) / total
        build.add_all(f"{name}_", tuple(told), np.array(list(told.values()))[:, codes])


def _distinct(codes: Codes, containers: Codes) -> Codes:
    """Count of different containers a family is spread over."""
    size = int(containers.max()) + 1
    return np.bincount(np.unique(codes * size + containers) // size)
