"""The one reader of `data/metadata.toml`: the words by which pages state their metadata."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.text import fold

DATA = Path(__file__).parents[1] / "data" / "metadata.toml"


@cache
def table(name: str) -> dict[str, Any]:
    """The table `[name]` of the data file, as written there."""
    section: dict[str, Any] = _file()[name]
    return section


@cache
def words(section: str, key: str) -> tuple[str, ...]:
    """The list `key` of table `[section]`, in its own order."""
    return tuple(table(section)[key])


@cache
def folded(section: str, key: str) -> frozenset[str]:
    """The list `key` of table `[section]` as a set of folded words."""
    return frozenset(fold(word) for word in words(section, key))


def longest_first(phrases: Iterable[str]) -> list[str]:
    """`phrases` so that one is met before its own beginning.

    >>> longest_first(["by", "written by"])
    ['written by', 'by']
    """
    return sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))


def any_of(phrases: Iterable[str]) -> str:
    """A pattern that meets any of `phrases`, the longest where several begin alike.

    >>> any_of(["Foto", "Fotograf"])
    'Fotograf|Foto'
    """
    return "|".join(map(re.escape, longest_first(phrases)))


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))
