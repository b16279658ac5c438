"""How fast a batch goes: two workers against one, and one against a bare loop."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from cleaner.batch import Output, Settings, sink_for, write
from cleaner.clean import clean_page
from cleaner.sources import items
from cleaner.sources import pages as read
from tried import pages

REPEATS = 3


def trial(place: Path, limit: int) -> Iterator[str]:
    """Pages per second of a bare loop, of one worker and of two; medians of several runs, taken in turn."""
    with tempfile.TemporaryDirectory() as folder:
        source = str(pages.save(pages.read(place, limit), Path(folder) / "pages"))
        loop: list[float] = []
        pooled: dict[int, list[float]] = {1: [], 2: []}
        _loop(source)
        for number in range(REPEATS):
            loop.append(_loop(source))
            for jobs, speeds in pooled.items():
                speeds.append(_batch(source, str(Path(folder) / f"out-{jobs}-{number}.jsonl"), jobs))
    one, two, bare = median(pooled[1]), median(pooled[2]), median(loop)
    yield f"load of the machine {os.getloadavg()[0]:.2f} on {len(os.sched_getaffinity(0))} cores; {REPEATS} runs each, medians"
    yield f"bare loop {bare:.1f} pages/s {_spread(loop)}, 1 job {one:.1f} {_spread(pooled[1])}, 2 jobs {two:.1f} {_spread(pooled[2])}"
    yield f"2 jobs / 1 job: {two / one:.2f}   overhead of the pool over a bare loop: {bare / one - 1:+.1%}"


def _spread(speeds: list[float]) -> str:
    return f"({min(speeds):.1f} to {max(speeds):.1f})"


def _loop(source: str) -> float:
    began, count = time.perf_counter(), 0
    for page in read([source]):
        clean_page(page)  # type: ignore[arg-type] - the corpora have no failures
        count += 1
    return count / (time.perf_counter() - began)


def _batch(source: str, out: str, jobs: int) -> float:
    began = time.perf_counter()
    summary = write(items([source]), Output(out, sink_for(out), {}), Settings(jobs=jobs))
    return summary.done / (time.perf_counter() - began)
