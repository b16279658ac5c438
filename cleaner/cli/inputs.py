"""Sources as a person names them → pages, every failure told and counted on the way."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from cleaner.cli.report import Tally
from cleaner.errors import FetchError, UsageError
from cleaner.model import Page
from cleaner.sources import Failure, Reading
from cleaner.sources import pages as saved_pages
from cleaner.sources.walk import named

if TYPE_CHECKING:
    from cleaner.fetch import Fetching

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def read(
    sources: list[str], tally: Tally, *, url: str | None = None, as_text: bool = False, live: Fetching | None = None,
) -> tuple[bool, Iterator[Page]]:
    """Whether `sources` stand for several pages, and the pages.

    url: the address of the only one. live: how URLs are read, if they are.
    """
    sources = list(named(sources))
    found = chain.from_iterable(_found(source, as_text, live) for source in sources)
    first = list(islice(found, 2))
    several = len(sources) > 1 or len(first) > 1 or os.path.isdir(sources[0])
    if url and several:
        raise UsageError("--url is the address of one page; several were given")
    return several, _told(chain(first, found), tally, url)


def _found(source: str, as_text: bool, live: Fetching | None) -> Iterator[Page | Failure]:
    if _ADDRESS.match(source) and not os.path.exists(source):
        yield _fetched(source, live) if live else Failure(source, "unreadable", "an address; `cleaner clean` reads those")
        return
    yield from saved_pages([source], Reading(as_text=as_text))


def _fetched(url: str, live: Fetching) -> Page | Failure:
    from cleaner.fetch import fetch

    try:
        return fetch(url, live)
    except FetchError as error:
        return Failure(url, error.status, str(error))


def _told(found: Iterable[Page | Failure], tally: Tally, url: str | None) -> Iterator[Page]:
    for page in found:
        if isinstance(page, Failure):
            tally.failed(page.source, page.message)
        else:
            yield replace(page, url=url) if url else page
