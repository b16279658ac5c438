"""The one reader of `data/kinds.toml`: which kind of clutter an element's class, id and role words name."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path

from cleaner import markup
from cleaner.model import Kind
from cleaner.rules import builtin

DATA = Path(__file__).parents[1] / "data" / "kinds.toml"
_TABLE = tomllib.loads(DATA.read_text(encoding="utf-8"))
MEANINGS = {name: Kind(entry.get("kind", name)) for name, entry in _TABLE.items()}      # of each entry of the file
_NAMES = tuple(_TABLE)


@cache
def _words() -> markup.Words:
    """The words of each entry, by its place in the file."""
    groups = dict(builtin("any").words)
    return markup.Words([
        *(word for group in entry.get("groups", ()) for word in groups[group] if word not in entry.get("but", ())), *entry.get("words", ())
    ] for entry in _TABLE.values())


@lru_cache(maxsize=1 << 14)         # a pure function, so this is speed only
def name_of(attributes: str) -> str:
    """The first entry of the data file that `attributes` (class, id and role, joined by spaces) belongs to; "" for none.

    >>> name_of("sidebar related-posts"), name_of("row top")
    ('related', '')
    """
    bits = _words().mask(attributes)
    return _NAMES[(bits & -bits).bit_length() - 1] if bits else ""
