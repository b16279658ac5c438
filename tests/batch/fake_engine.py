"""A stand-in for the engine: takes the tags off, and misbehaves where a page tells it to."""

from __future__ import annotations

import ctypes
import os
import re
import sys
import time

from cleaner.article import Article
from cleaner.model import Block, Metadata, Page, Quality

_TAG = re.compile(r"<[^>]+>")


def clean(page: Page, options: object = None) -> Article:
    """The text of a page without its tags."""
    html = page.html if isinstance(page.html, str) else page.html.decode("utf-8", "replace")
    text = " ".join(_TAG.sub(" ", html).split())
    _obey(text)
    found = bool(text)
    metadata = Metadata(title=text[:30] or None, url=page.url, published="2024-01-02T09:00:00+01:00")
    quality = Quality("article" if found else "empty", float(found))
    return Article(text, metadata, quality, (Block(0, "p", "p", text),) if found else (), (0,) if found else ())


def _obey(text: str) -> None:
    """Does what a page says that holds one of these words alone."""
    if text == "HANG":
        time.sleep(3600)
    if text == "SPIN":
        while True:
            pass
    if text == "ABORT":
        os.abort()
    if text == "SEGV":
        ctypes.string_at(0)
    if text == "EXIT":
        print("the last word", file=sys.stderr, flush=True)
        os._exit(7)
    if text == "EAT":
        hoard = [bytearray(1 << 24) for _ in range(1 << 20)]
        print(len(hoard))
    if text == "RAISE":
        raise ValueError("no such\nthing")
    if text == "RECURSE":
        _obey(text)
