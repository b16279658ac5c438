"""Every container gives the same text for each page as the plain file."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from containers import CONTAINERS, Sample, plain

from cleaner.clean import clean_page
from cleaner.decode import decode
from cleaner.model import Page
from cleaner.sources import Failure
from cleaner.sources import pages as read
from tried import pages

AT_A_TIME = 60          # pages a container: small enough for memory and disk
TEXT_ONLY = frozenset({"json_lines", "json_lines_zst"})     # JSON holds text, so pages are decoded first


class Texts:
    """The text of a page; the same bytes are cleaned once, since the engine keeps nothing between pages."""

    def __init__(self) -> None:
        self._known: dict[tuple[str | bytes, str | None], str] = {}

    def of(self, page: Page | Failure) -> str:
        """The article's text, or what kept the page from being read."""
        if isinstance(page, Failure):
            return f"{page.status}: {page.message}"
        key = (page.html, page.charset)
        if key not in self._known:
            self._known[key] = clean_page(replace(page, url=None)).text
        return self._known[key]


def trial(place: Path, limit: int) -> Iterator[str]:
    """A line for each container: how many pages gave the same text."""
    found = pages.read(place, limit)
    same = dict.fromkeys(CONTAINERS, 0)
    for start in range(0, len(found), AT_A_TIME):
        for name, count in _chunk(found[start:start + AT_A_TIME]).items():
            same[name] += count
        print(f"{min(len(found), start + AT_A_TIME)} of {len(found)} pages", file=sys.stderr, end="\r", flush=True)
    for name, count in same.items():
        yield f"{name:>24}  {count:>5} of {len(found)} pages give the same text: {count / len(found):.1%}"


def _chunk(samples: Sequence[Sample]) -> dict[str, int]:
    texts = Texts()
    with tempfile.TemporaryDirectory() as folder:
        expected = [texts.of(page) for page in read([str(path) for path in plain(samples, Path(folder) / "plain")])]
        return {name: _same(name, samples, expected, texts, Path(folder) / name) for name in CONTAINERS}


def _same(name: str, samples: Sequence[Sample], expected: list[str], texts: Texts, folder: Path) -> int:
    if name in TEXT_ONLY:
        samples = [replace(sample, html=decode(sample.html).text.encode("utf-8", "surrogatepass")) for sample in samples]
    found = [texts.of(page) for page in read([str(path) for path in CONTAINERS[name](samples, folder)])]
    return sum(a == b for a, b in zip(expected, found, strict=False)) if len(found) == len(expected) else 0
