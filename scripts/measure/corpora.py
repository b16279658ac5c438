"""The labelled corpora: where they lie, how a page of them reads, which pages a run takes.

A corpus is `NAME.jsonl.xz`, one JSON object a line; the folder's own README defines fields and metrics.
"""

from __future__ import annotations

import base64
import hashlib
import json
import lzma
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from cleaner.decode import decode
from measure.whole_text import whole_text

NAMES = (
    "news-publishers", "web-articles", "other-pages", "snippets", "read-also-pages", "ro-hr-pages", "read-also-texts",
)
_AS_TEXT = "-as-text"
AS_TEXT = tuple(name + _AS_TEXT for name in ("news-publishers", "web-articles", "read-also-pages"))      # made of the pages of that name


@dataclass(frozen=True)
class Sample:
    """One labelled page (or extracted text) of a corpus."""

    corpus: str
    id: str
    url: str | None
    language: str | None
    html: str | bytes | None        # None: the sample is a text
    text: str | None
    truth: dict[str, Any]
    is_article: bool


def folder(argument: str | None) -> Path | None:
    """The corpora folder named by the argument or `CLEANER_CORPORA`; None when there is none."""
    named = argument or os.environ.get("CLEANER_CORPORA")
    return Path(named) if named and any(Path(named).glob("*.jsonl.xz")) else None


def read(place: Path, name: str) -> list[Sample]:
    """All samples of the corpus `name`, in file order."""
    return list(stream(place, name))


def stream(place: Path, name: str) -> Iterator[Sample]:
    """The samples of the corpus `name` one by one."""
    with lzma.open(_file(place, name), "rt", encoding="utf-8") as lines:
        for line in lines:
            sample = _sample(name.removesuffix(_AS_TEXT), json.loads(line))
            yield _as_text(sample) if name in AS_TEXT else sample


def _file(place: Path, name: str) -> Path:
    return place / f"{name.removesuffix(_AS_TEXT)}.jsonl.xz"


def _as_text(sample: Sample) -> Sample:
    """The page as a text that holds all its lines; its folds are those of the page."""
    return replace(sample, html=None, text=whole_text(decode(sample.html or "", None).text))


def _sample(corpus: str, row: dict[str, Any]) -> Sample:
    html = base64.b64decode(row["html_b64"]) if "html_b64" in row else row.get("html")
    is_article = corpus != "other-pages" and row.get("is_article", True) and not row.get("no_body", False)
    return Sample(corpus, row["id"], row.get("url"), row.get("lang"), html, row.get("text"), row["truth"], is_article)


@lru_cache
def digest(place: Path, name: str) -> str:
    """The first 12 hex digits of the SHA-256 of the corpus file."""
    return hashlib.sha256(_file(place, name).read_bytes()).hexdigest()[:12]


def choose(samples: list[Sample], ids: set[str], limit: int, sample: int) -> list[Sample]:
    """The samples a run takes: those named, the first `limit`, or `sample` of them by a fixed hash of their ids."""
    if ids:
        samples = [s for s in samples if s.id in ids]
    if sample and sample < len(samples):
        chosen = sorted(samples, key=lambda s: hashlib.sha256(f"{s.corpus}/{s.id}".encode()).digest())[:sample]
        samples = [s for s in samples if s in chosen]
    return samples[:limit] if limit else samples
