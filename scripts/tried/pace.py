"""How fast a batch goes: two workers against one, and one against a bare loop, each as a process of its own from start to end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from tried import pages

REPEATS = 3
SOME_FAILED = 1             # the corpora hold pages without an article
LOOP = """
import sys
from cleaner.clean import clean_page
from cleaner.sources import pages

with open(sys.argv[2], "w", encoding="utf-8", errors="backslashreplace") as file:
    for page in pages([sys.argv[1]]):
        file.write(clean_page(page).to_json() + "\\n")
"""                             # what a person would write who has no batch


def trial(place: Path, limit: int) -> Iterator[str]:
    """Pages per second of a bare loop, of one worker and of two; medians of several runs, taken in turn."""
    found = pages.read(place, limit)
    with tempfile.TemporaryDirectory() as folder:
        source, out = str(pages.save(found, Path(folder) / "pages")), Path(folder) / "out"
        out.mkdir()
        ways = {
            "bare loop": lambda to: _seconds("-c", LOOP, source, to),
            "1 job": lambda to: _seconds("-m", "cleaner", "batch", source, "-o", to, "--jobs", "1", "--quiet"),
            "2 jobs": lambda to: _seconds("-m", "cleaner", "batch", source, "-o", to, "--jobs", "2", "--quiet"),
        }
        speeds: dict[str, list[float]] = {way: [] for way in ways}
        for number in range(REPEATS):
            for i, (way, run) in enumerate(ways.items()):
                speeds[way].append(len(found) / run(str(out / f"{number}-{i}.jsonl")))
    middle = {way: median(several) for way, several in speeds.items()}
    cores = len(os.sched_getaffinity(0))
    yield f"load of the machine {os.getloadavg()[0]:.2f} on {cores} cores; {len(found)} pages, {REPEATS} runs each, medians"
    yield ", ".join(f"{way} {middle[way]:.1f} pages/s {_spread(speeds[way])}" for way in ways)
    gain, cost = middle["2 jobs"] / middle["1 job"], middle["bare loop"] / middle["1 job"] - 1
    yield f"2 jobs / 1 job: {gain:.2f}   overhead of the pool over a bare loop: {cost:+.1%}"


def _spread(speeds: Sequence[float]) -> str:
    return f"({min(speeds):.1f} to {max(speeds):.1f})"


def _seconds(*arguments: str) -> float:
    """How long a Python process takes."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], check=False)
    if done.returncode > SOME_FAILED:
        raise SystemExit(f"{' '.join(done.args)} ended with {done.returncode}")
    return time.perf_counter() - began
