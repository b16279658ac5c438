"""A batch as a person sees it: its inputs, its progress, how it ended."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from cleaner.batch import Output, Policy, Record, Settings, Summary, sink_for, write
from cleaner.batch.outputs import DEFAULT_NAME
from cleaner.batch.record import FAILED, NO_ARTICLE
from cleaner.batch.write import counted
from cleaner.cli.report import ALL_FAILED, SOME_FAILED, say
from cleaner.errors import OutputError, UsageError
from cleaner.sources import Meter, items, weigh
from cleaner.sources.walk import STDIN, listed, stdin

if TYPE_CHECKING:
    from rich.progress import Progress

_HELD_BYTES = 64 << 20      # of a list of paths
_LISTED = 20        # failures told on stderr; the output and the report have them all


def given(inputs: list[str] | None, files_from: str | None) -> Callable[[], Iterable[str]]:
    """What the inputs are, each time it is asked: those named, then those of the list."""
    if not inputs and not files_from:
        raise UsageError("no inputs: name some, or give a list with --files-from")
    if files_from and files_from != STDIN and _is_long(files_from):
        return lambda: chain(inputs or (), _lines(files_from))
    lines = () if files_from is None else listed(stdin()) if files_from == STDIN else _lines(files_from)
    paths = [*(inputs or ()), *lines]
    return lambda: paths


def _is_long(path: str) -> bool:
    """Whether a list is better read each time it is asked for than held; one that comes through a pipe can be read but once."""
    return os.path.isfile(path) and os.path.getsize(path) > _HELD_BYTES


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    try:
        stream = open(path, "rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    with stream:
        yield stream


def _lines(path: str) -> Iterator[str]:
    with _opened(path) as stream:
        yield from listed(stream)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the records go, as a person asks for it."""

    output: str
    name: str
    split: int
    overwrite: bool

    def apart(self, inputs: Iterable[str]) -> Place:
        """This place; refuses `inputs` in which the next run would meet what this one writes."""
        sink = sink_for(self.output, self.name, self.split)
        own = frozenset(map(os.path.realpath, sink.paths()))
        nested = bool(sink.form) and "/" in self.name       # articles in folders of their own, which may be the inputs'
        for given in inputs:
            source = os.path.realpath(given)
            below = nested and os.path.isdir(source) and source.startswith(tuple(path + os.sep for path in own))
            if given != STDIN and (source in own or below):
                raise UsageError(f"the output {self.output} would be among the pages of the input {given}; choose another place")
        return self

    def opened(self, settings: Settings) -> tuple[Output, Settings]:
        """The output, and `settings` as it wants them."""
        sink = sink_for(self.output, self.name, self.split)
        if self.name != DEFAULT_NAME and not sink.form:
            raise UsageError("--name is for outputs that are folders")
        reading = settings.reading
        shaping = {
            "preset": settings.options.preset, "rules": list(settings.options.packs), "duplicates": settings.duplicates,
            "split": self.split, "name": sink.form and self.name, "text": reading.as_text,
            "fields": [reading.html_field, reading.url_field, reading.text_field],
        }
        output = Output(self.output, sink, shaping, overwrite=self.overwrite)
        in_order = settings.ordered or bool(sink.form)          # names of files are given out in turn
        return output, replace(settings, form=sink.form, ordered=in_order, reading=replace(reading, skip=(*reading.skip, *output.paths())))


def work(
    paths: Callable[[], Iterable[str]], place: Place, settings: Settings, policy: Policy, report: str | None, quiet: bool,
) -> int:
    """Runs a batch and tells of it on stderr; the exit code."""
    return told(lambda: _written(paths, place, settings, policy, quiet), report, quiet)


def told(run: Callable[[], Summary], report: str | None, quiet: bool) -> int:
    """Tells of a run on stderr, however it ends; the exit code."""
    if report:
        _try(report)
    try:
        summary = run()
    except OutputError as error:
        say(f"cleaner: {error}")
        return SOME_FAILED
    except KeyboardInterrupt:
        say("cleaner: interrupted; the same command goes on from here")
        raise
    _tell(summary, quiet)
    if report:
        _report(summary, report)
    return exit_code(summary)


def _written(paths: Callable[[], Iterable[str]], place: Place, settings: Settings, policy: Policy, quiet: bool) -> Summary:
    output, settings = place.opened(settings)
    meter = Meter()
    with watched(meter, lambda: weigh(paths(), settings.reading), quiet) as watch:
        return write(items(paths(), settings.reading, meter), output, settings, policy, watch)


def exit_code(summary: Summary) -> int:
    """0 fine, 1 some inputs failed or gave no article, 3 every input failed."""
    if summary.total and summary.failed == summary.total and not summary.stopped:
        return ALL_FAILED
    return SOME_FAILED if summary.failed or summary.statuses[NO_ARTICLE] or summary.stopped else 0


def _tell(summary: Summary, quiet: bool) -> None:
    for failure in summary.failures[:_LISTED]:
        say(f"{failure['id']}: {failure['status']}: {failure['error']}")
    if summary.failed > _LISTED:
        say(f"… and {counted(summary.failed - _LISTED, 'more failure')}")
    if not quiet:
        say(_line(summary))
    if summary.stopped:
        say(f"cleaner: stopped: {summary.stopped}; the same command goes on from here")


def _line(summary: Summary) -> str:
    """The summary in one line."""
    inputs = counted(summary.total + summary.dropped, "input")
    counts = [f"{count:,} {status}" for status, count in sorted(summary.statuses.items(), key=lambda pair: -pair[1]) if count]
    marks = [counted(summary.duplicates, "duplicate")] if summary.duplicates else []
    earlier = [f"{summary.before:,} from earlier runs"] if summary.before else []
    speed = [f"{summary.done:,} in {summary.seconds:.1f} s, {summary.done / max(summary.seconds, 1e-9):.1f} a second"]
    return "; ".join([": ".join(filter(None, [inputs, ", ".join([*counts, *marks])])), ", ".join([*earlier, *speed])])


def _try(path: str) -> None:
    """Raises `UsageError` now where a report could not be written when all is done."""
    known = os.path.exists(path)
    try:
        with open(path, "a"):
            pass
        if not known:
            os.unlink(path)
    except OSError as error:
        raise UsageError(f"--report {path}: {error.strerror}") from error


def _report(summary: Summary, path: str) -> None:
    try:
        with open(path, "w", encoding="utf-8", errors="backslashreplace") as file:
            json.dump(summary.to_dict(), file, ensure_ascii=False, indent=1)
            file.write("\n")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error


@contextmanager
def watched(meter: Meter, total: Callable[[], int], quiet: bool) -> Iterator[Callable[[Record], None]]:
    """Shows progress while a batch runs, where a person looks on; what is called for each record.

    The meter tells how much of `total` is done; 0 where that is not known.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda record: None
        return
    with _bars() as progress:
        bar = progress.add_task("", total=total() or None, done=0, speed=0.0, failures="")
        yield _Shown(progress, bar, meter)


def _bars() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.fields[done]:,} pages"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[speed]:.1f}/s"),
        TimeRemainingColumn(), TextColumn("{task.fields[failures]}"), console=Console(stderr=True), transient=True,
    )


class _Shown:
    """Counts records for the progress bar."""

    def __init__(self, progress: Progress, bar: Any, meter: Meter) -> None:
        self._progress, self._bar, self._meter = progress, bar, meter
        self._done = 0
        self._failed: dict[str, int] = {}

    def __call__(self, record: Record) -> None:
        self._done += 1
        if record.status in FAILED:
            self._failed[record.status] = self._failed.get(record.status, 0) + 1
        spent = self._progress.tasks[0].elapsed or 0.0
        self._progress.update(
            self._bar, completed=self._meter.bytes_read, done=self._done, speed=self._done / spent if spent else 0.0,
            failures=", ".join(f"{count} {status}" for status, count in self._failed.items()),
        )
