"""Many live pages as a person sees it: fetched, cleaned and recorded at once, resumed where a run stopped."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from itertools import chain

from cleaner.batch import Output, Policy, Record, Settings, Summary, run, write
from cleaner.batch.outputs import DEFAULT_NAME
from cleaner.batch.write import Watch
from cleaner.cli.batch_work import Place, told, watched
from cleaner.errors import UsageError
from cleaner.fetch.archive import Archive
from cleaner.fetch.many import Found, Means, Wanted, pages
from cleaner.fetch.settings import Fetching, Politeness
from cleaner.fetch.store import Store
from cleaner.sources import Meter


@dataclass(frozen=True, slots=True)
class Job:
    """All that `cleaner fetch` was asked for."""

    wanted: Wanted
    fetching: Fetching
    politeness: Politeness
    save: str | None
    settings: Settings
    policy: Policy
    report: str | None
    quiet: bool


def placed(output: str | None, name: str, split: int, overwrite: bool, retry_failed: bool) -> Place | None:
    """Where the records go; None for standard output, which refuses what is for outputs that last."""
    if output is not None and output != "-":
        return Place(output, name, split, overwrite)
    for option, given in (
        ("--name", name != DEFAULT_NAME), ("--split", split > 1), ("--overwrite", overwrite), ("--retry-failed", retry_failed),
    ):
        if given:
            raise UsageError(f"{option} goes with an output, which -o names; records are printed without")
    return None


def work(job: Job, place: Place | None) -> int:
    """Fetches and cleans into `place`, or onto standard output; the exit code."""
    return told(lambda: _into(job, place) if place else _printed(job), job.report, job.quiet)


def _into(job: Job, place: Place) -> Summary:
    output, settings = place.opened(job.settings)
    journal = Journal(place.output, again=job.policy.retry_failed)
    output.saved = journal.saved
    with _archive(job) as archive:
        inputs = _unless_done(job, output, Means(journal=journal.store, archive=archive))
        with closing(inputs), _watched(job, journal.recorded) as watch:
            summary = write(inputs, output, settings, job.policy, watch)
    journal.close(finished=summary.stopped is None)
    return summary


def _unless_done(job: Job, output: Output, means: Means) -> Generator[Found | None]:
    """The pages of which `output` has no record when this is begun, and which no earlier run left out."""
    done = frozenset(chain((row["id"] for row in output.rows()), output.left_out())) if output.continued else frozenset[str]()
    yield from pages(replace(job.wanted, skip=done), job.fetching, job.politeness, means)


def _printed(job: Job) -> Summary:
    summary, began = Summary(), time.monotonic()
    with _archive(job) as archive:
        inputs = pages(job.wanted, job.fetching, job.politeness, Means(archive=archive))
        with closing(inputs), _watched(job, _print) as watch:
            for record in run(inputs, job.settings):
                dropped = job.policy.drop_duplicates and record.duplicate_of is not None
                summary.add(record, dropped)
                if not dropped:
                    watch(record)
                summary.stopped = job.policy.gives_up(summary)
                if summary.stopped:
                    break
    summary.seconds = time.monotonic() - began
    return summary


def _print(record: Record) -> None:
    sys.stdout.write(record.to_json() + "\n")
    sys.stdout.flush()


@contextmanager
def _archive(job: Job) -> Iterator[Archive | None]:
    with ExitStack() as stack:
        yield stack.enter_context(closing(Archive(job.save))) if job.save else None


@contextmanager
def _watched(job: Job, besides: Watch) -> Iterator[Watch]:
    """Shows how many of the pages are done, where their number is known from the start; what is called for each record."""
    meter = Meter()
    known = 0 if job.wanted.feeds or job.wanted.sitemaps else len(job.wanted.urls)
    with watched(meter, lambda: known, job.quiet) as show:
        def watch(record: Record) -> None:
            besides(record)
            meter.bytes_read += 1       # the bar counts pages here
            show(record)
        yield watch


class Journal:
    """What a run has fetched and not yet recorded for good, beside its output; a killed run leaves it to the next."""

    def __init__(self, output: str, *, again: bool) -> None:
        path = os.path.join(output, "fetched.sqlite") if os.path.isdir(output) else f"{output}.fetched"
        self.store = Store(path)
        self._recorded: list[str] = []
        if again:
            self.store.drop_failures()

    def recorded(self, record: Record) -> None:
        """A record was handed to the output."""
        self._recorded.append(record.id)

    def saved(self) -> None:
        """The output made durable what it was handed."""
        self.store.drop(self._recorded)
        self._recorded = []

    def close(self, finished: bool) -> None:
        """Leave nothing behind where all is done."""
        if finished:
            self.store.remove()
        else:
            self.store.close()
