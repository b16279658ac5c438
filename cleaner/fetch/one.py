"""One page, for whoever calls: with and without an event loop of one's own."""

from __future__ import annotations

import asyncio

from cleaner.errors import UsageError
from cleaner.fetch.settings import DEFAULT, ONE_PAGE, Fetching
from cleaner.model import Page


def fetch(url: str, fetching: Fetching = DEFAULT) -> Page:
    """The page at `url`; raises `FetchError` with what happened and what to try.

    In a running event loop use `afetch`.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(afetch(url, fetching))
    raise UsageError("fetch was called in a running event loop; await afetch there")


async def afetch(url: str, fetching: Fetching = DEFAULT) -> Page:
    """The page at `url`, as `fetch` gives it."""
    from cleaner.fetch.pages import page
    from cleaner.fetch.session import Session

    async with Session(fetching, ONE_PAGE) as session:
        return await page(session, url)
