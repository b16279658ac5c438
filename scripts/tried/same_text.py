"""Every container gives the same text for each page as the plain file."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from containers import CONTAINERS, TEXT_CONTAINERS, Sample, plain, texts

from cleaner.clean import clean_page
from cleaner.decode import decode
from cleaner.model import Page
from cleaner.sources import Failure
from cleaner.sources import pages as read
from tried import pages

AT_A_TIME = 60          # pages a container: small enough for memory and disk
TEXT_ONLY = frozenset({"json_lines", "json_lines_zst"})     # JSON holds text, so pages are decoded first


Writer = Callable[[Sequence[Sample], Path], list[Path]]


class Texts:
    """The text of a page; the same bytes are cleaned once, since the engine keeps nothing between pages."""

    def __init__(self) -> None:
        self._known: dict[tuple[str | bytes, str | None, bool], str] = {}

    def of(self, page: Page | Failure) -> str:
        """The article's text, or what kept the page from being read."""
        if isinstance(page, Failure):
            return f"{page.status}: {page.message}"
        key = (page.html, page.charset, page.text_only)
        if key not in self._known:
            self._known[key] = clean_page(replace(page, url=None)).text
        return self._known[key]


def trial(place: Path, limit: int) -> Iterator[str]:
    """A line for each container of pages, then of extracted texts: how many gave the same text."""
    yield from _compared("pages", pages.read(place, limit), plain, CONTAINERS)
    yield from _compared("texts", pages.extracted(place, limit), texts(), TEXT_CONTAINERS)


def _compared(what: str, samples: Sequence[Sample], base: Writer, writers: dict[str, Writer]) -> Iterator[str]:
    same, with_text = dict.fromkeys(writers, 0), 0
    for start in range(0, len(samples), AT_A_TIME):
        chunk = samples[start:start + AT_A_TIME]
        with tempfile.TemporaryDirectory() as folder:
            known = Texts()
            expected = [known.of(page) for page in read([str(path) for path in base(chunk, Path(folder) / "plain")])]
            with_text += sum(bool(text.strip()) for text in expected)
            for name, writer in writers.items():
                same[name] += _same(chunk, expected, known, name, writer, Path(folder) / name)
        print(f"{min(len(samples), start + AT_A_TIME)} of {len(samples)} {what}", file=sys.stderr, end="\r", flush=True)
    for name, count in same.items():
        share = count / max(1, len(samples))
        yield f"{name:>24}  {count:>5} of {len(samples)} {what} ({with_text} of them not empty) give the same text: {share:.1%}"


def _same(samples: Sequence[Sample], expected: list[str], known: Texts, name: str, writer: Writer, folder: Path) -> int:
    if name in TEXT_ONLY:
        samples = [replace(sample, html=decode(sample.html).text.encode("utf-8", "surrogatepass")) for sample in samples]
    found = [known.of(page) for page in read([str(path) for path in writer(samples, folder)])]
    return sum(a == b for a, b in zip(expected, found, strict=False)) if len(found) == len(expected) else 0
