"""Figures of every block of a page, as one matrix: its own, its place's, its families', its neighbours'; of a text's lines, what there is.

The weights files hold their names and order: a change here asks for new weights (`scripts/train.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.features.clues import HIT_GROUPS, Clues, groups_met
from cleaner.features.families import add_families, families_of
from cleaner.features.lines import add_surroundings
from cleaner.features.places import add_container, add_headline, add_markup, layout_of
from cleaner.features.position import add_neighbours, add_position
from cleaner.features.table import Builder, Matrix, Vector
from cleaner.features.text import add_own
from cleaner.model import Block

__all__ = ["HIT_GROUPS", "Clues", "Figures", "Matrix", "Vector", "figures", "groups_met", "line_figures"]


@dataclass(frozen=True, slots=True)
class Figures:
    """The matrix (blocks × names) and what later passes need of it."""

    names: tuple[str, ...]
    matrix: Matrix
    length: Vector                      # characters of each block, at least 1


def figures(blocks: Sequence[Block], clues: Clues) -> Figures:
    """The figures of `blocks`; at least one block is needed."""
    build = Builder(len(blocks))
    own = add_own(build, blocks, clues)
    layout = layout_of(blocks)
    add_markup(build, blocks, layout)
    add_families(build, families_of(blocks), own)
    add_container(build, layout, own)
    add_headline(build, blocks, layout, own)
    add_position(build, own)
    add_neighbours(build, own)
    return Figures(tuple(build.names), build.matrix(), own.length)


def line_figures(lines: Sequence[Block], clues: Clues) -> Figures:
    """The figures of the `lines` of a text without markup; at least one line is needed."""
    build = Builder(len(lines))
    own = add_own(build, lines, clues)
    add_position(build, own)
    add_neighbours(build, own)
    add_surroundings(build, lines, own)
    return Figures(tuple(build.names), build.matrix(), own.length)
