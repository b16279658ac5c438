"""Engines under test by name, and one run of an engine over samples in one or more processes."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from typing import Any

from measure import peers
from measure.corpora import Sample
from measure.metrics import Output

CHUNK = 8       # pages a process takes at a time


def cleaner(sample: Sample) -> Output:
    """This project's `clean`, or `clean_text` where the sample is a text."""
    from cleaner.clean import clean, clean_text

    article = clean_text(sample.text or "") if sample.html is None else clean(sample.html, url=sample.url)
    data = article.metadata
    return Output(
        article.text, data.title, data.authors, data.published, article.quality.verdict, article.quality.confidence,
    )


def named(name: str) -> peers.Engine:
    """An engine by name: `cleaner`, a peer, or `module:function`.

    Such a function takes (html, url) and gives (text, title, authors, date) or an `Output`; the keywords `id`,
    `corpus`, `language` and `sample` are handed over where its signature asks for them. A text comes as `html`.
    """
    if name == "cleaner":
        return cleaner
    if name == "nothing_done":
        return peers.nothing_done
    if name in peers.PEERS:
        return peers.PEERS[name]
    module, _, function = name.partition(":")
    return partial(_call, getattr(importlib.import_module(module), function))


def _call(function: Callable[..., Any], sample: Sample) -> Output:
    extras = {"id": sample.id, "corpus": sample.corpus, "language": sample.language, "sample": sample}
    asked = inspect.signature(function).parameters
    page = sample.html if sample.html is not None else sample.text
    given = function(page, sample.url, **{key: value for key, value in extras.items() if key in asked})
    if isinstance(given, Output):
        return given
    text, title, authors, date = given
    return Output(text or "", title, tuple(authors or ()), date)


@lru_cache
def _engine(name: str) -> peers.Engine:
    return named(name)


def _one(name: str, sample: Sample) -> Output:
    return _engine(name)(sample)


def run(name: str, samples: Iterable[Sample], jobs: int) -> dict[str, Output]:
    """Outputs of the engine `name` by page id, over `jobs` processes."""
    samples = list(samples)
    if jobs < 2 or len(samples) <= CHUNK:
        return {sample.id: _one(name, sample) for sample in samples}
    with ProcessPoolExecutor(jobs) as pool:
        outputs = pool.map(partial(_one, name), samples, chunksize=CHUNK)
        return dict(zip((sample.id for sample in samples), outputs, strict=True))
