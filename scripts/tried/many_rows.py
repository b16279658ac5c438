"""Memory of a batch over very many small inputs."""

from __future__ import annotations

import json
import random
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from cleaner.batch import Output, Record, Settings, sink_for, write
from cleaner.sources import items

WORDS = re.findall(r"\w+", (
    "council village bridge river winter mayor ferry road school repair money decision meeting week autumn stone timber engineer people "
    "crossing flood bank market farmer tractor harvest mill baker bread oven story teacher pupil winterly morning evening lamp carriage "
    "railway station platform guard whistle train delay snow slope valley mountain shepherd flock wool weaver loom cloth tailor coat"
))
PARAGRAPHS, SENTENCE_WORDS = 2, 30


def page(number: int) -> str:
    """A small article like no other."""
    chance = random.Random(number)
    told = "".join(f"<p>The {' '.join(chance.choices(WORDS, k=SENTENCE_WORDS))} of day {number}.</p>" for _ in range(PARAGRAPHS))
    title = f"{chance.choice(WORDS).title()} and {chance.choice(WORDS)} {number}"
    return f"<html lang=en><title>{title}</title><body><article><h1>{title}</h1>{told}</article></body></html>"


def trial(count: int) -> Iterator[str]:
    """Resident memory of this process after a tenth of `count` JSON lines, and after all."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "rows.jsonl", str(Path(folder) / "out.jsonl")
        with open(source, "w", encoding="utf-8") as file:
            for i in range(count):
                file.write(json.dumps({"url": f"https://example.org/{i}", "html": page(i)}) + "\n")
        seen: dict[int, float] = {}
        done = 0

        def watch(record: Record) -> None:
            nonlocal done
            done += 1
            if done % (count // 10) == 0:
                seen[done] = resident_mib()

        began = time.perf_counter()
        summary = write(items([str(source)]), Output(out, sink_for(out), {}), Settings(jobs=2), watch=watch)
        spent = time.perf_counter() - began
    early, late = seen[count // 10], seen[count]
    yield f"{count:,} JSON lines: parent {early:.1f} MiB after 10 %, {late:.1f} MiB after 100 %: {late / early - 1:+.1%}"
    yield f"after each tenth: {', '.join(f'{mib:.1f}' for mib in seen.values())} MiB"
    yield f"{dict(summary.statuses)}, {summary.duplicates} duplicates, {spent:.0f} s, {count / spent:.0f} rows/s"


def resident_mib() -> float:
    """Resident memory of this process."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
