"""Where pages come from: files, folders, saved formats, archives, rows and standard input.

`pages` reads everything in this process; `items` only finds, and `load` reads what was found, here or elsewhere.
A bad input is a `Failure` in its place among the pages, never the end of the run.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.errors import SourceError
from cleaner.model import Page
from cleaner.sources.find import items, weigh
from cleaner.sources.item import DEFAULT, Failure, Item, Meter, Reading
from cleaner.sources.load import load
from cleaner.sources.walk import Inputs

__all__ = ["Failure", "Item", "Meter", "Reading", "items", "load", "pages", "weigh"]


def pages(inputs: Inputs, reading: Reading = DEFAULT) -> Iterator[Page | Failure]:
    """The pages in `inputs`, one or many: paths of files and folders, `-` for standard input."""
    for item in items(inputs, reading):
        yield item if isinstance(item, Failure) else read(item, reading)


def read(item: Item, reading: Reading) -> Page | Failure:
    """The page of `item`, or why it has none."""
    try:
        return load(item, reading)
    except SourceError as error:
        return Failure(item.source, error.status, str(error), item.id)
