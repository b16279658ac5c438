"""Families of blocks that look alike or share a container, and what their members have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from cleaner.features.table import Builder, Codes, Own, Vector
from cleaner.model import Block, Place

_FAMILIES = ("kind", "path", "parent", "parent_tag", "grandparent")

_NOWHERE = Place("", 0, None, "", 0, 0, 0)

Families = tuple[tuple[str, Codes], ...]


def families_of(blocks: Sequence[Block]) -> Families:
    """For each way of being alike, the family number of each block."""
    numbers: tuple[dict[Any, int], ...] = tuple({} for _ in _FAMILIES)
    codes: tuple[list[int], ...] = tuple([] for _ in _FAMILIES)
    for block in blocks:
        place = block.place or _NOWHERE
        parent = place.parent or _NOWHERE
        grand = parent.parent or _NOWHERE
        make = (block.tag, place.attributes, parent.attributes, parent.tag)
        keys = (make, (make, grand.attributes, grand.tag), parent.id, (block.tag, parent.id), grand.id)
        for known, family, key in zip(numbers, codes, keys, strict=True):
            family.append(known.setdefault(key, len(known)))
    return tuple((name, np.array(family, np.int64)) for name, family in zip(_FAMILIES, codes, strict=True))


def add_families(build: Builder, families: Families, own: Own) -> None:
    """Adds how large a block's families are, how they read, and over how many containers they are spread."""
    total = max(1.0, float(own.good.sum()))
    parents = dict(families)["parent"]
    grandparents = dict(families)["grandparent"]
    for name, codes in families[:2]:
        build.add(f"{name}_parents", np.log1p(_distinct(codes, parents))[codes] / 4)
        build.add(f"{name}_grandparents", np.log1p(_distinct(codes, grandparents))[codes] / 4)
    for name, codes in families:
        size = int(codes.max()) + 1
        count = np.bincount(codes, minlength=size)
        length = np.bincount(codes, own.length, size)
        build.add(f"{name}_count", (np.log1p(count) / 5)[codes])
        build.add(f"{name}_mean_length", (np.log1p(length / count) / 7)[codes])
        build.add(f"{name}_link_share", (np.bincount(codes, own.length * own.links, size) / length)[codes])
        build.add(f"{name}_ends", (np.bincount(codes, own.ends, size) / count)[codes])
        build.add(f"{name}_good", (np.bincount(codes, own.good, size) / total)[codes])
        build.add(f"{name}_good_share", (np.bincount(codes, own.good, size) / length)[codes])


def _distinct(codes: Codes, containers: Codes) -> Vector:
    """Count of different containers a family is spread over."""
    pairs = np.unique(codes * (int(containers.max()) + 1) + containers) // (int(containers.max()) + 1)
    return np.bincount(pairs, minlength=int(codes.max()) + 1).astype(np.float32)
