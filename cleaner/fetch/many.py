"""Many URLs → pages, in a thread of its own that waits for servers while the caller works on what has come.

The thread does nothing but wait, read sockets and look at markup as text; trees are made by those who clean.
"""

from __future__ import annotations

import asyncio
import queue
import re
from collections.abc import Callable, Coroutine, Generator, Iterable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from cleaner.errors import FetchError
from cleaner.fetch.archive import Archive
from cleaner.fetch.lists import Link, feed, sitemap
from cleaner.fetch.pages import page
from cleaner.fetch.resolve import Resolver, system
from cleaner.fetch.response import origin, without_credentials
from cleaner.fetch.session import Session
from cleaner.fetch.settings import DEFAULT, Fetching, Politeness
from cleaner.fetch.store import Store
from cleaner.model import Page
from cleaner.sources.item import Failure

PATIENCE_SECONDS = 0.1          # then the caller is told that nothing has come yet
MAX_READY = 200                 # pages that wait for the caller, beside those on their way
MAX_READY_BYTES = 64 << 20
OPEN_PER_HOST = 8               # pages of a host begun at a time: one is asked for, some wait to be tried again
_STATUSES = {"timeout": "timeout", "too_large": "too_big", "wrong_type": "not_html", "empty": "not_html"}
Found = Page | Failure
STANDARD = Politeness()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which pages: those named, those of feeds and sitemaps, of all these the ones that pass.

    since: the day from which on; pages of no known day are left out then, but for those in `urls`. match: a regular
    expression for somewhere in the URL. limit: so many at most. skip: URLs, without credentials, that are done.
    """

    urls: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    since: date | None = None
    match: re.Pattern[str] | None = None
    limit: int | None = None
    skip: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a run has besides its settings: a journal of what it has got, an archive, a resolver."""

    journal: Store | None = None
    archive: Archive | None = None
    resolver: Resolver = system


BARE = Means()


def pages(
    wanted: Wanted, fetching: Fetching = DEFAULT, politeness: Politeness = STANDARD, means: Means = BARE,
) -> Generator[Found | None]:
    """A page or a `Failure` for each wanted URL, as they come, each once; None now and then while nothing has come.

    Many hosts are asked at once, each of them as politely as `politeness` says. Memory is bounded: where the caller
    does not keep up, the servers are asked later. Closing the iterator ends the run.
    """
    return in_background(lambda outlet: _all(wanted, fetching, politeness, means, outlet))


def in_background(work: Callable[[Outlet], Coroutine[Any, Any, None]]) -> Generator[Found | None]:
    """What `work` puts into its outlet, run in an event loop of its own; it is cancelled when nobody wants more."""
    outlet = Outlet()
    with ThreadPoolExecutor(1, "fetch") as executor:
        future = executor.submit(asyncio.run, outlet.serve(work))
        future.add_done_callback(outlet.end)
        try:
            yield from outlet.take()
        finally:
            outlet.stop()
        _result(future)


def _result(future: Future[None]) -> None:
    """Raises what ended the work before its time, the first of several."""
    try:
        with suppress(CancelledError):
            future.result()
    except BaseExceptionGroup as group:
        error: BaseException = group
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        raise error from group


class Outlet:
    """Where an event loop in one thread puts what a caller in another takes; it says when there is room for more."""

    def __init__(self) -> None:
        self._ready: queue.SimpleQueue[tuple[bool, Found | None]] = queue.SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._room = asyncio.Event()
        self._stopped = False
        self._count = self._weight = 0

    async def serve(self, work: Callable[[Outlet], Coroutine[Any, Any, None]]) -> None:
        """Does the work."""
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        self._room.set()
        if not self._stopped:
            await work(self)

    async def room(self) -> None:
        """Waits until there is room for another page."""
        await self._room.wait()

    def put(self, found: Found) -> None:
        """Hands over a page or a failure."""
        self._count += 1
        self._weight += _weight(found)
        self._ready.put((False, found))
        self._look()

    def end(self, future: Future[None]) -> None:
        """Nothing more will come."""
        self._ready.put((True, None))

    def take(self) -> Generator[Found | None]:
        """What was handed over, until the end; None where nothing came for a while."""
        while True:
            try:
                ended, found = self._ready.get(timeout=PATIENCE_SECONDS)
            except queue.Empty:
                yield None
                continue
            if ended:
                return
            if found is not None:
                self._call(self._taken, _weight(found))
                yield found

    def stop(self) -> None:
        """Nobody wants more."""
        self._stopped = True
        if self._task:
            self._call(self._task.cancel)

    def _taken(self, weight: int) -> None:
        self._count -= 1
        self._weight -= weight
        self._look()

    def _look(self) -> None:
        if self._count < MAX_READY and self._weight < MAX_READY_BYTES:
            self._room.set()
        else:
            self._room.clear()

    def _call(self, what: Callable[..., object], *values: object) -> None:
        """Calls `what` in the loop's thread, if the loop still runs."""
        with suppress(RuntimeError):
            if self._loop:
                self._loop.call_soon_threadsafe(what, *values)


def _weight(found: Found) -> int:
    return len(found.html) + sum(len(part.html) for part in found.further) if isinstance(found, Page) else 0


async def _all(wanted: Wanted, fetching: Fetching, politeness: Politeness, means: Means, outlet: Outlet) -> None:
    """Fetches what is wanted, every host's pages in their order."""
    homes = {origin(url)[1]: url for url in (*wanted.urls, *wanted.feeds, *wanted.sitemaps)}
    session = Session(fetching, politeness, resolver=means.resolver, journal=means.journal, archive=means.archive)
    open_pages = max(OPEN_PER_HOST, 2 * politeness.per_host)
    async with session:
        hosts: dict[tuple[str, int], list[str]] = {}
        for url in chosen(wanted, await _listed(wanted, session, outlet)):
            hosts.setdefault(origin(url)[1:], []).append(url)
        async with asyncio.TaskGroup() as group:
            for (name, _), own in hosts.items():
                home = homes.get(name, "")          # hosts that only a list names get none of the user's header fields
                group.create_task(_host(own, home, session, open_pages, means.journal, outlet))


async def _listed(wanted: Wanted, session: Session, outlet: Outlet) -> list[Link]:
    """What the feeds and sitemaps name; one that cannot be read is a failure among the pages."""
    found: list[Link] = []
    for read, places in ((feed, wanted.feeds), (sitemap, wanted.sitemaps)):
        for place in places:
            try:
                found += await read(session, place)
            except FetchError as error:
                outlet.put(failure(without_credentials(place), error))
    return found


def chosen(wanted: Wanted, listed: Iterable[Link]) -> list[str]:
    """The URLs that pass, each once, without those that are done."""
    recent = [link.url for link in listed if wanted.since is None or (link.day is not None and link.day >= wanted.since)]
    every = dict.fromkeys((*wanted.urls, *recent))
    passing = [url for url in every if wanted.match is None or wanted.match.search(url)]
    return [url for url in passing[:wanted.limit] if without_credentials(url) not in wanted.skip]


async def _host(urls: list[str], home: str, session: Session, open_pages: int, journal: Store | None, outlet: Outlet) -> None:
    places = asyncio.Semaphore(open_pages)
    async with asyncio.TaskGroup() as group:
        for url in urls:
            await places.acquire()
            await outlet.room()
            task = group.create_task(_one(url, home, session, journal, outlet))
            task.add_done_callback(lambda _: places.release())


async def _one(url: str, home: str, session: Session, journal: Store | None, outlet: Outlet) -> None:
    id = without_credentials(url)
    try:
        if journal and (known := journal.failure(id)):
            raise known
        outlet.put(await page(session, url, id, home))
    except FetchError as error:
        if journal:
            journal.fail(id, error)
        outlet.put(failure(id, error))


def failure(id: str, error: FetchError) -> Failure:
    """Why there is no page at the URL `id`, as a batch records it."""
    return Failure(id, _STATUSES.get(error.status, "not_fetched"), f"{error.status}: {error}", id)
