"""An item found → its page; runs in the process that cleans, so that a bad input harms nobody else."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO

from cleaner.errors import SourceError
from cleaner.model import Page
from cleaner.sources.frames import without_frame
from cleaner.sources.http import Response
from cleaner.sources.item import Item, Reading
from cleaner.sources.mhtml import Part, mhtml, webarchive
from cleaner.sources.rows import row
from cleaner.sources.saved import origin, without_pictures
from cleaner.sources.unpack import read_all, reason, unpacked

MAX_MARKUP_BYTES = 32 << 20     # of a page after its inline pictures are cut; a tree takes some 20 times as much memory


def load(item: Item, reading: Reading) -> Page:
    """The page of `item`; raises `SourceError` with the record's status when it has none."""
    return READERS[item.format](item, reading)


def raw(item: Item, reading: Reading) -> bytes:
    """All bytes of `item`, compressions undone, within `reading.max_bytes`."""
    if not item.path:
        return _read(io.BytesIO(item.data), item, reading)
    try:
        with open(item.path, "rb") as stream:
            return _read(stream, item, reading)
    except OSError as error:
        raise SourceError(reason(error)) from error


def _read(stream: BinaryIO, item: Item, reading: Reading) -> bytes:
    data = read_all(unpacked(stream, item.packing), reading.max_bytes)
    if not data:
        raise SourceError("empty", "not_html")
    return data


def html(item: Item, reading: Reading) -> Page:
    """A page as a file holds it, with what its saver noted."""
    return page(item, raw(item, reading))


def page(item: Item, data: bytes, url: str | None = None, charset: str | None = None) -> Page:
    """A page of the bytes `data`; raises `SourceError` when they are more than a tree can be made of."""
    noted_url, saved_at = origin(data)
    data = without_frame(without_pictures(data))
    if len(data) > MAX_MARKUP_BYTES:
        raise SourceError(f"{len(data):,} bytes of markup, more than {MAX_MARKUP_BYTES:,}", "too_big")
    return Page(
        html=data, url=item.url or url or noted_url, charset=item.charset or charset,
        source=item.source, id=item.id, saved_at=item.saved_at or saved_at,
    )


def text(item: Item, reading: Reading) -> Page:
    """A text that something else extracted."""
    data = raw(item, reading)
    if len(data) > MAX_MARKUP_BYTES:
        raise SourceError(f"{len(data):,} bytes of text, more than {MAX_MARKUP_BYTES:,}", "too_big")
    return Page(html=data, url=item.url, source=item.source, id=item.id, saved_at=item.saved_at, text_only=True)


def saved_with_parts(item: Item, reading: Reading) -> Page:
    """A page that a browser saved as one file with all its parts."""
    part = _PARTS[item.format](raw(item, reading))
    return replace(page(item, part.html, part.url, part.charset), saved_at=part.saved_at or item.saved_at)


def recorded(item: Item, reading: Reading) -> Page:
    """A page as a crawler recorded its HTTP response."""
    response = Response(item.data)
    data = response.page(reading.max_bytes)
    if not data:
        raise SourceError(f"a response with status {response.status} and no body", "not_html")
    return replace(page(item, data, charset=response.charset), http_status=response.status or None)


_PARTS: dict[str, Callable[[bytes], Part]] = {"mhtml": mhtml, "webarchive": webarchive}
READERS: dict[str, Callable[[Item, Reading], Page]] = {
    "html": html, "text": text, "mhtml": saved_with_parts, "webarchive": saved_with_parts, "http": recorded, "row": row,
}
