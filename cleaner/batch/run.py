"""Many pages over worker processes: an iterable of inputs in, an iterator of records out."""

from __future__ import annotations

import heapq
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from cleaner.batch.duplicates import Duplicates, Looked
from cleaner.batch.ids import Ids
from cleaner.batch.outputs.sink import Form
from cleaner.batch.pool import RENEW_PAGES, Pool, Task
from cleaner.batch.record import Record, carried, of_failure
from cleaner.batch.worker import Orders
from cleaner.errors import UsageError
from cleaner.model import Page
from cleaner.sources.item import DEFAULT, Failure, Item, Reading

Input = Page | Item | Failure
Inputs = Iterable[Input | None]         # None: nothing yet, see to the pages in hand meanwhile
ENGINE = "cleaner.clean:clean_page"
MAX_LOAD_BYTES = 64 << 20       # of inputs held in this process; a larger one goes alone
MAX_AHEAD = 4096                # records that wait for a slow page before them, so that the order is kept
MAX_AHEAD_BYTES = 64 << 20      # of their texts and files
TIMEOUT_SECONDS = 20.0
_GLANCE_SECONDS = 0.02          # for the pages in hand while inputs are awaited


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a batch is worked through.

    options: the engine's, see `cleaner.clean.Options`; None for its default.
    jobs: worker processes; None for one a core.
    timeout: seconds a page may take; None for any time.
    max_memory: bytes of address space of a worker; None for any amount.
    ordered: records come in the order of inputs; marking duplicates asks for that in any case.
    duplicates: what is marked: "near" (and the same), "exact", "none".
    form: render each article as a file of this kind too: "txt", "md", "json".
    renew: pages after which a worker is replaced.
    clean: what cleans a page, as "module:function" for `function(page, options)`.
    """

    options: Any = None
    reading: Reading = DEFAULT
    jobs: int | None = None
    timeout: float | None = TIMEOUT_SECONDS
    max_memory: int | None = 2 << 30
    ordered: bool = False
    duplicates: Looked = "near"
    form: Form = ""
    renew: int = RENEW_PAGES
    clean: str = ENGINE


STANDARD = Settings()


def run(pages: Inputs, settings: Settings = STANDARD) -> Iterator[Record]:
    """One record for each of `pages`, which may be pages, items yet to be read, and failures; None where nothing has come yet.

    Nothing is read ahead of need: memory is bounded by what is in hand, however many pages there are.
    """
    ids, duplicates = Ids(), Duplicates(settings.duplicates)
    try:
        yield from (duplicates.mark(record) for record in records(admitted(pages, ids), settings))
    finally:
        ids.close()
        duplicates.close()


def admitted(inputs: Inputs, ids: Ids) -> Iterator[Input | None]:
    """The inputs that are not done yet, each under an id of its own."""
    for each in inputs:
        if each is None:
            yield None
            continue
        if not isinstance(each, Page | Item | Failure):
            raise TypeError(f"an input is a Page, an Item or a Failure, not {each!r:.80}; `cleaner.sources.items` finds those of paths")
        known = each.id or each.source or (each.url if isinstance(each, Page) else "") or "page"
        own = ids.admit(carried(known))
        if own is not None:
            yield each if own == each.id else replace(each, id=own)


def records(inputs: Inputs, settings: Settings) -> Iterator[Record]:
    """The records of `inputs` as they come, in their order where `settings` ask for it."""
    jobs = settings.jobs if settings.jobs is not None else cores()
    if jobs < 1:
        raise UsageError(f"{jobs} jobs: at least one is needed")
    with Pool(_orders(settings), jobs, settings.renew) as pool:
        if settings.ordered or settings.duplicates != "none":
            yield from _in_order(inputs, pool)
        else:
            yield from (record for _, record in _as_done(inputs, pool, lambda: True))


def cores() -> int:
    """How many cores this process may use; not every system tells of a share of them."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _orders(settings: Settings) -> Orders:
    return Orders(
        settings.clean, settings.options, settings.reading, settings.form, settings.duplicates == "near", settings.timeout,
        settings.max_memory,
    )


def _as_done(inputs: Inputs, pool: Pool, more: Callable[[], bool]) -> Iterator[tuple[int, Record]]:
    """Numbered records as they are done; no further input is taken up while `more` says no."""
    left, number, exhausted = iter(inputs), 0, False
    while not exhausted or pool.held:
        nothing_yet = False
        while not exhausted and not nothing_yet and pool.room and more() and (pool.load < MAX_LOAD_BYTES or not pool.held):
            try:
                found = next(left)
            except StopIteration:
                exhausted = True
                break
            if found is None:
                nothing_yet = True
                continue
            if isinstance(found, Failure):
                yield number, of_failure(found)
            else:
                pool.submit(Task(number, found))
            number += 1
        if pool.held:
            yield from pool.results(_GLANCE_SECONDS if nothing_yet else None)


def _in_order(inputs: Inputs, pool: Pool) -> Iterator[Record]:
    early: list[tuple[int, Record]] = []        # a heap of those that came before their turn
    expected = weight = 0

    def more() -> bool:
        return len(early) < MAX_AHEAD and weight < MAX_AHEAD_BYTES

    for number, record in _as_done(inputs, pool, more):
        heapq.heappush(early, (number, record))
        weight += record.weight
        while early and early[0][0] == expected:
            _, ready = heapq.heappop(early)
            weight -= ready.weight
            expected += 1
            yield ready
