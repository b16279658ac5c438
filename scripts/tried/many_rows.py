"""Memory of a batch over very many small inputs."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from cleaner.batch import Output, Record, Settings, sink_for, write
from cleaner.sources import items

STORY = "The council of village {i} met on day {i} and agreed to repair bridge {i} before the winter comes. " * 8


def trial(count: int) -> Iterator[str]:
    """Resident memory of this process after a tenth of `count` JSON lines, and after all."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "rows.jsonl", str(Path(folder) / "out.jsonl")
        with open(source, "w", encoding="utf-8") as file:
            for i in range(count):
                html = f"<html><title>Bridge {i}</title><article><h1>Bridge {i}</h1><p>{STORY.format(i=i)}</p></article>"
                file.write(json.dumps({"url": f"https://example.org/{i}", "html": html}) + "\n")
        seen: dict[int, float] = {}
        done = 0

        def watch(record: Record) -> None:
            nonlocal done
            done += 1
            if done in {count // 10, count}:
                seen[done] = resident_mib()

        began = time.perf_counter()
        summary = write(items([str(source)]), Output(out, sink_for(out), {}), Settings(jobs=2), watch=watch)
        spent = time.perf_counter() - began
    early, late = seen[count // 10], seen[count]
    yield f"{count:,} JSON lines: parent {early:.1f} MiB after 10 %, {late:.1f} MiB after 100 %: {late / early - 1:+.1%}"
    yield f"{dict(summary.statuses)}, {summary.duplicates} duplicates, {spent:.0f} s, {count / spent:.0f} rows/s"


def resident_mib() -> float:
    """Resident memory of this process."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
