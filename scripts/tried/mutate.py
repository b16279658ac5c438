"""Pages and containers of the corpora, damaged at random for as long as is asked."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from containers import CONTAINERS, Sample

from cleaner.batch import Settings, run
from cleaner.batch.record import CRASH, ERROR, TIMEOUT
from cleaner.model import Page
from cleaner.sources import Failure
from cleaner.sources import pages as read
from tried import pages

BAD = frozenset({TIMEOUT, CRASH, ERROR})
PIECES = (
    b"<div>", b"</div>", b"<p>", b"<table>", b"<!--", b"-->", b"<script>", b"</html>", b"<body>", b"&#0;", b"\0", b"\xff\xfe", b"<![CDATA[",
    b'<meta charset="utf-16">', b"<template>", b"<svg>", b"<math>", b"<noscript>", b"<button>", b'"', b"<", b"=", b"\xed\xa0\x80",
    b'<script type="application/ld+json">{"@graph": [', b"<br>" * 100, b"<li>" * 1000, b"\xe2\x80\xae",
)
MAX_RUN = 4000


def damaged(data: bytes, chance: random.Random, other: bytes) -> bytes:
    """`data` after a few random cuts, repeats, swaps and intrusions."""
    for _ in range(chance.choice((1, 2, 5, 20))):
        at, length = chance.randrange(len(data) + 1), chance.randrange(MAX_RUN)
        change = chance.randrange(7)
        piece = data[at:at + length]
        if change == 0:
            data = data[:at] + data[at + length:]
        elif change == 1:
            data = data[:at] + piece * chance.choice((2, 3, 20)) + data[at + length:]
        elif change == 2:
            data = data[:at] + chance.choice(PIECES) + data[at:]
        elif change == 3:
            data = data[:at] + chance.randbytes(chance.randrange(40)) + data[at + chance.randrange(40):]
        elif change == 4:
            start = chance.randrange(len(other) + 1)
            data = data[:at] + other[start:start + length] + data[at:]
        elif change == 5:
            data = data[:at] + bytes(reversed(piece)) + data[at + length:]
        else:
            data = data[:at] if chance.random() < 0.3 else data.replace(chance.choice(PIECES[:4]), chance.choice(PIECES), 20)
    return data


def trial(place: Path, minutes: float, seed: int) -> Iterator[str]:
    """Counts statuses of damaged pages for most of the time, then of damaged containers."""
    samples, chance = pages.read(place), random.Random(seed)
    found: Counter[str] = Counter()
    until = time.monotonic() + 45 * minutes
    slowest, which = 0.0, ""
    settings = Settings(jobs=len(os.sched_getaffinity(0)), duplicates="none")
    for record in run(_pages(samples, chance, until), settings):
        found[record.status] += 1
        slowest, which = max((slowest, which), (record.duration_ms, record.id))
        if record.status in BAD:
            yield f"  {record.status} of {record.id}: {record.error}"
    yield f"{found.total():,} damaged pages: {dict(found)}; the slowest, {which}, took {slowest / 1000:.1f} s"
    yield from _containers(samples, chance, time.monotonic() + 15 * minutes)


def _pages(samples: Sequence[Sample], chance: random.Random, until: float) -> Iterator[Page]:
    number = 0
    while time.monotonic() < until:
        number += 1
        sample = chance.choice(samples)
        yield Page(damaged(sample.html, chance, chance.choice(samples).html), sample.url, id=f"{number}-{sample.name}")


def _containers(samples: Sequence[Sample], chance: random.Random, until: float) -> Iterator[str]:
    """Damaged containers give pages and failures, never an exception."""
    found: Counter[str] = Counter()
    count, slowest = 0, 0.0
    names = [name for name in CONTAINERS if name not in {"complete", "single_file"}]
    while time.monotonic() < until:
        with tempfile.TemporaryDirectory() as folder:
            name = chance.choice(names)
            for path in CONTAINERS[name](chance.sample(samples, k=3), Path(folder) / "x"):
                for file in [path] if path.is_file() else path.iterdir():
                    file.write_bytes(damaged(file.read_bytes(), chance, chance.choice(samples).html))
            began = time.monotonic()
            for page in read([folder]):
                found[page.status if isinstance(page, Failure) else "page"] += 1
            slowest, count = max(slowest, time.monotonic() - began), count + 1
    yield f"{count:,} damaged containers: {dict(found)}; the slowest took {slowest:.1f} s"
