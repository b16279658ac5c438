"""Pages that hang, abort their worker or eat memory, among good ones; and an engine that does as they tell it."""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cleaner.article import Article
from cleaner.batch import Output, Settings, sink_for, write
from cleaner.clean import clean_page
from cleaner.model import Page
from cleaner.sources import items
from tried import pages

GOOD, SPARE, BAD_EACH = 500, 100, 5
TIMEOUT_SECONDS = 5.0
MEMORY_BYTES = 1 << 30
EXPECTED = {"hang": "timeout", "abort": "crash", "eat": "crash"}


def clean(page: Page, options: object = None) -> Article:
    """Cleans a page, unless it tells otherwise."""
    html = page.html if isinstance(page.html, bytes) else page.html.encode()
    if html == b"<p>hang":
        time.sleep(3600)
    if html == b"<p>abort":
        os.abort()
    hoard = []
    while html == b"<p>eat":
        hoard.append(bytearray(os.urandom(1 << 16)) * 256)
    return clean_page(page)


def trial(place: Path) -> Iterator[str]:
    """Statuses of the good and the bad pages, and how long it took beside the good ones alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = _good(place, folder)
        alone = _timed(source, folder / "alone.jsonl")
        for kind in EXPECTED:
            for number in range(BAD_EACH):
                (source / f"{number}00-{kind}.html").write_bytes(f"<p>{kind}".encode())
        together = _timed(source, folder / "together.jsonl")
        rows = list(pages.rows(folder / "together.jsonl"))
    bad = {kind: Counter(row["status"] for row in rows if row["id"].endswith(f"-{kind}.html")) for kind in EXPECTED}
    good = Counter(row["status"] for row in rows if row["id"].rpartition("-")[2].removesuffix(".html") not in EXPECTED)
    right = sum(bad[kind][status] for kind, status in EXPECTED.items())
    told = ", ".join(f"{kind} {dict(counts)}" for kind, counts in bad.items())
    yield f"{good.total()} good pages: {dict(good)}; {right} of {BAD_EACH * len(EXPECTED)} bad ones as they should: {told}"
    bound = alone + BAD_EACH * TIMEOUT_SECONDS + 3 * BAD_EACH * 2
    yield f"{together:.1f} s, the good ones alone {alone:.1f} s; bound {bound:.1f} s (a timeout is {TIMEOUT_SECONDS:g} s, a new worker 2 s)"


def _good(place: Path, folder: Path) -> Path:
    """A folder of pages that are articles when nothing disturbs them."""
    source = pages.save(pages.read(place, GOOD + SPARE), folder / "pages")
    _timed(source, folder / "first.jsonl")
    articles = [row["id"] for row in pages.rows(folder / "first.jsonl") if row["status"] == "ok"][:GOOD]
    for path in source.iterdir():
        if str(path) not in articles:
            path.unlink()
    return source


def _timed(source: Path, out: Path) -> float:
    began = time.perf_counter()
    settings = Settings(clean="tried.misbehaving:clean", timeout=TIMEOUT_SECONDS, max_memory=MEMORY_BYTES, jobs=2)
    write(items([str(source)]), Output(str(out), sink_for(str(out)), {}), settings)
    return time.perf_counter() - began
