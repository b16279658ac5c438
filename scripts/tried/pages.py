"""Pages that trials are made of: those of the corpora, as files hold them."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from containers import Sample
from measure import corpora

HTML = ("news-publishers", "web-articles", "other-pages", "snippets", "read-also-pages", "ro-hr-pages")
MARK = b"\xef\xbb\xbf"


def read(place: Path, limit: int = 0) -> list[Sample]:
    """The pages of the corpora; those that came as text get a UTF-8 mark, so that a file of them says what they are."""
    found = [page for name in HTML for page in corpora.read(place, name) if page.html is not None]
    chosen = sorted(found, key=lambda page: hashlib.sha256(f"{page.corpus}/{page.id}".encode()).digest())[: limit or None]
    return [_sample(number, page) for number, page in enumerate(chosen)]


def extracted(place: Path, limit: int = 0) -> list[Sample]:
    """The texts of the corpora that something else extracted from pages."""
    found = [page.text for name in corpora.NAMES for page in corpora.read(place, name) if page.text is not None]
    return [Sample(f"{number:04}", text.encode(), f"https://example.org/{number}") for number, text in enumerate(found[: limit or None])]


def _sample(number: int, page: corpora.Sample) -> Sample:
    html = page.html if isinstance(page.html, bytes) else MARK + str(page.html).encode("utf-8", "replace")
    url = page.url if page.url and re.fullmatch(r"[!-~]+", page.url) else f"https://example.org/{number}"
    return Sample(f"{number:04}", html, url)


def save(pages: Iterable[Sample], folder: Path) -> Path:
    """A folder with a file for each page."""
    folder.mkdir(parents=True)
    for page in pages:
        (folder / f"{page.name}.html").write_bytes(page.html)
    return folder


def said(rows: Iterable[dict[str, Any]]) -> set[str]:
    """Rows as comparable strings, without how long each took."""
    return {json.dumps({**row, "duration_ms": 0, "minhash": None}, sort_keys=True, default=str) for row in rows}


def rows(out: Path) -> Iterator[dict[str, Any]]:
    """The rows of an output of any kind."""
    from cleaner.sources.unpack import packing_of, unpacked

    if out.suffix == ".parquet":
        from pyarrow import parquet

        yield from parquet.read_table(out).to_pylist()
        return
    path = out / "records.jsonl" if out.is_dir() else out
    with open(path, "rb") as file:
        packing = packing_of(file.read(8))
        file.seek(0)
        yield from (json.loads(line) for line in unpacked(file, (packing,) if packing else ()))


def contents(out: Path) -> tuple[set[str], dict[str, str]]:
    """All that an output says, and its files by name."""
    files = (path for path in out.rglob("*") if path.suffix in {".txt", ".md"}) if out.is_dir() else ()
    return said(rows(out)), {os.path.relpath(path, out): path.read_text("utf-8") for path in files}
