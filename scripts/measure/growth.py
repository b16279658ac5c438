"""How cost grows with the page, and how memory behaves over many pages: synthetic pages, fresh processes."""

from __future__ import annotations

import itertools
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

SENTENCE = "The council met on Tuesday and agreed to repair the old bridge before the winter comes. "
SIZES = (10_000, 100_000, 1_000_000, 5_000_000, 20_000_000)     # bytes
BLOCKS = (10, 1_000, 10_000, 100_000, 500_000)
DEPTHS = (10, 100, 1_000, 10_000, 100_000)
MEMORY_SIZES = (100_000, 1_000_000, 5_000_000, 20_000_000)
EARLY, LATE = 2_000, 20_000         # pages after which memory is read
BYTES_PER_MB = 1 << 20
CHILD = "import sys; sys.path.insert(0, {scripts!r}); from measure import growth; growth.{call}"


def page_of_size(size: int) -> str:
    """A page of about `size` bytes, in paragraphs of ten sentences."""
    paragraph = f"<p>{SENTENCE * 10}</p>\n"
    return _page(paragraph * max(1, size // len(paragraph)))


def page_of_blocks(count: int) -> str:
    """A page of `count` short paragraphs."""
    return _page(f"<p>{SENTENCE}</p>\n" * count)


def page_of_depth(depth: int) -> str:
    """A page whose article lies in `depth` nested elements."""
    return _page("<div>" * depth + f"<p>{SENTENCE * 10}</p>" * 10 + "</div>" * depth)


def _page(body: str) -> str:
    return f"<html><head><title>The bridge</title></head><body><article><h1>The bridge</h1>{body}</article></body></html>"


def trials() -> Iterator[str]:
    """Lines of the growth report: CPU per page and per unit of what grows, each in a fresh process."""
    for what, unit, values in (("size", "kB", SIZES), ("blocks", "block", BLOCKS), ("depth", "level", DEPTHS)):
        yield f"growth of {what}:"
        for value in values:
            seconds, peak, _ = _child(f"one('{what}', {value})")
            units = value / 1000 if unit == "kB" else value
            yield f"  {value:>11,}  {seconds * 1e3:>10.1f} ms  {seconds / units * 1e6:>9.2f} µs a {unit}  peak {peak:>6.0f} MB"


def memory(corpora: str) -> Iterator[str]:
    """Lines of the memory report: resident size over many pages of the corpora, and the peak of large pages."""
    early, late = _child(f"many({corpora!r})")
    yield f"resident after {EARLY:,} pages {early:.0f} MB, after {LATE:,} pages {late:.0f} MB: {late / early - 1:+.1%}"
    for size in MEMORY_SIZES:
        _, peak, rest = _child(f"one('size', {size})")
        megabytes = size / BYTES_PER_MB
        bound = 12 * megabytes + 80
        yield f"  page of {megabytes:>5.1f} MB: peak {peak:>6.0f} MB, {rest:.0f} MB of it before the page; 12 × page + 80 MB: {bound:.0f}"


def _child(call: str) -> list[float]:
    code = CHILD.format(scripts=str(Path(__file__).parent.parent), call=call)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return [float(figure) for figure in json.loads(done.stdout.splitlines()[-1])]


def one(what: str, value: int) -> None:
    """In a fresh process: CPU seconds of one page after a warm-up page, and resident MB at the peak and before the page."""
    from cleaner.clean import clean

    clean(page_of_size(SIZES[0]))
    rest = _resident()
    page = {"size": page_of_size, "blocks": page_of_blocks, "depth": page_of_depth}[what](value)
    begun = time.process_time()
    clean(page)
    seconds = time.process_time() - begun
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, rest]))


def many(corpora: str) -> None:
    """In a fresh process: resident MB after EARLY and after LATE pages of the corpora, read over and over."""
    from cleaner.clean import clean
    from measure.corpora import stream

    names = ("news-publishers", "web-articles")
    sizes: list[float] = []
    pages = itertools.chain.from_iterable(stream(Path(corpora), name) for name in itertools.cycle(names))
    for count, sample in enumerate(pages, 1):
        clean(sample.html or "", url=sample.url)
        if count in (EARLY, LATE):
            sizes.append(_resident())
        if count == LATE:
            break
    print(json.dumps(sizes))


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / BYTES_PER_MB
