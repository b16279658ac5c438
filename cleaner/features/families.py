"""Families of blocks that look alike or share a container, and what their members have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from cleaner.features.table import Builder, Codes, Own
from cleaner.model import NOWHERE, Block

_WAYS = ("kind", "path", "parent", "grandparent")      # of being alike: tag and make of the element and its parent; the same and
                                                        # the make of the grandparent; one parent; one grandparent


def families_of(blocks: Sequence[Block]) -> Codes:
    """The family of each block, for each way of being alike (ways × blocks); numbers are not shared between ways."""
    kinds: dict[Any, int] = {}
    paths: dict[Any, int] = {}
    codes: list[int] = []
    for block in blocks:
        place = block.place or NOWHERE
        parent = place.parent or NOWHERE
        grand = parent.parent or NOWHERE
        kind = kinds.setdefault((block.tag, place.attributes, parent.attributes, parent.tag), len(kinds))
        path = paths.setdefault((kind, grand.attributes, grand.tag), len(paths))
        codes += kind, path, parent.id, grand.id
    families = np.array(codes, np.int64).reshape(-1, len(_WAYS)).T
    sizes = families.max(axis=1) + 1
    return np.asarray(families + (np.cumsum(sizes) - sizes)[:, None])


def add_families(build: Builder, families: Codes, own: Own) -> None:
    """Adds how large a block's families are, how they read, and over how many containers those alike are spread."""
    ways, codes = len(families), families.ravel()
    masses = np.array((np.ones_like(own.length), own.length, own.length * own.links, own.ends, own.good))
    count, length, linked, ends, good = (np.bincount(codes, mass) for mass in np.tile(masses, ways))
    count, length = np.maximum(1, count), np.maximum(1, length)
    shares = np.array((linked / length, ends / count, good / own.total))[:, families]
    logs = np.log1p((count, length / count))[:, families]
    for i, way in enumerate(_WAYS):
        build.add_all(f"{way}_", ("count", "mean_length"), logs[:, i])
        build.add_all(f"{way}_", ("link_share", "ends", "good"), shares[:, i])
    spread = np.log1p(_distinct(families[:2].ravel(), np.tile(families[-1], 2)))
    build.add_all("", ("kind_grandparents", "path_grandparents"), spread[families[:2]])


def _distinct(codes: Codes, containers: Codes) -> Codes:
    """Count of different containers a family is spread over."""
    size = int(containers.max()) + 1
    pairs = np.sort(codes * size + containers)
    firsts = np.concatenate(([True], pairs[1:] != pairs[:-1]))
    return np.bincount(pairs[firsts] // size)
