"""Inputs as a person names them → items: every page found, none read yet."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, BinaryIO, cast

from cleaner.errors import SourceError
from cleaner.sources import archives, rows, tables
from cleaner.sources.arc import arc_items
from cleaner.sources.archives import ZIP_DAMAGE, Member
from cleaner.sources.har import har_items
from cleaner.sources.item import DEFAULT, Failure, Item, Meter, Reading, shown
from cleaner.sources.load import READERS
from cleaner.sources.sniff import format_of
from cleaner.sources.unpack import peel, read_all, read_some, reason, unpacked
from cleaner.sources.walk import STDIN, Inputs, files, stdin

Found = Iterator[Item | Failure]
_ROWS: dict[str, Callable[[BinaryIO, str, Reading], Found]] = {
    "jsonl": rows.json_lines, "json": rows.json_rows, "har": har_items, "csv": tables.comma_separated, "parquet": tables.parquet,
    "arc": arc_items,
}
_ZIPS = frozenset({"zip", "maff", "wacz", "packed page"})
_ARCHIVES = _ZIPS | {"tar"}
_SEEKING = _ZIPS | {"parquet"}
_IN_MEMORY_BYTES = 8 << 20      # of a stream that must be read out of order and cannot be; larger ones go to disk
_MAX_SPOOL_BYTES = 4 << 30


def items(inputs: Inputs, reading: Reading = DEFAULT, meter: Meter | None = None) -> Found:
    """Every page in `inputs`, one path or many, in their order; what cannot be read is a `Failure` in its place.

    `meter` is told how far the files are read.
    """
    meter = meter or Meter()
    for path in files(inputs, reading):
        if isinstance(path, Failure):
            yield path
        elif path == STDIN:
            yield from _in_stdin(reading)
        else:
            yield from _in_file(path, reading, meter)


def weigh(inputs: Inputs, reading: Reading = DEFAULT) -> int:
    """Bytes of all the files that `items` would read for the same `inputs`."""
    paths = (path for path in files(inputs, reading) if isinstance(path, str) and path != STDIN)
    return sum(map(_weight, paths))


def _weight(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:             # gone since it was found; reading it will say so
        return 0


def _in_file(path: str, reading: Reading, meter: Meter) -> Found:
    """The pages in a file: itself, left for whoever cleans it to open, or what it holds."""
    name = shown(path)
    before = meter.bytes_read
    try:
        with open(path, "rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            packing, head, _ = peel(stream)
            kind = _format(name, head, reading)
            if kind in READERS:
                meter.bytes_read = before + size
                yield Item(name, name, kind, path=path, packing=packing)
                return
            stream.seek(0)
            whole = stream if kind == "warc" and packing in {("gz",), ("zst",)} else unpacked(stream, packing)
            for found in _inside(kind, whole, name, reading, again=lambda: unpacked(open(path, "rb"), packing)):  # noqa: SIM115
                meter.bytes_read = before + min(size, stream.tell())
                yield found
            meter.bytes_read = before + size
    except OSError as error:
        yield Failure(name, "unreadable", reason(error), name)
    except SourceError as error:
        yield Failure(name, error.status, str(error), name)


def _in_stdin(reading: Reading) -> Found:
    try:
        stream = stdin()
    except SourceError as error:
        yield Failure(STDIN, error.status, str(error), STDIN)
    else:
        yield from _in_stream(stream, STDIN, reading)


def _in_stream(stream: BinaryIO, name: str, reading: Reading, in_archive: bool = False) -> Found:
    """The pages in a stream that is read once: standard input, or a member of an archive."""
    try:
        _, head, stream = peel(stream)
        kind = _format(name, head, reading)
        if kind in READERS:
            yield Item(name, name, kind, data=read_all(stream, reading.max_held_bytes))
        elif in_archive and kind in _ARCHIVES:
            raise SourceError("an archive inside an archive; unpack it first", "not_html")
        else:
            yield from _inside(kind, stream, name, reading, again=None)
    except SourceError as error:
        yield Failure(name, error.status, str(error), name)


def _format(name: str, head: bytes, reading: Reading) -> str:
    """The format of an input; raises `SourceError` (`not_html`) when it is none of ours."""
    kind, why = format_of(name, head)
    if reading.as_text and head and kind in {"", "html"}:
        return "text"
    if why:
        raise SourceError(why, "not_html")
    return kind


def _inside(kind: str, stream: BinaryIO, name: str, reading: Reading, again: Callable[[], BinaryIO] | None) -> Found:
    """The pages that a file of many holds; one that holds none is said to."""
    empty = True
    for found in _opened(kind, stream, name, reading, again):
        empty = False
        yield found
    if empty:
        yield Failure(name, "not_html", f"{kind} without pages", name)


def _opened(kind: str, stream: BinaryIO, name: str, reading: Reading, again: Callable[[], BinaryIO] | None) -> Found:
    if kind in _SEEKING and not stream.seekable():
        stream = _spooled(stream)
    if kind == "warc":
        from cleaner.sources.warc import warc_items

        yield from warc_items(stream, name, reading)
    elif kind in _ROWS:
        yield from _ROWS[kind](stream, name, reading)
    else:
        found = archives.tar_members(stream, again) if kind == "tar" else archives.zip_members(stream, kind)
        yield from _in_archive(found, name, reading)


def _in_archive(members: Iterator[Member], name: str, reading: Reading) -> Found:
    count = 0
    try:
        for member in members:
            count += 1
            yield from _in_member(member, f"{name}#{shown(member.name)}", reading)
    except ZIP_DAMAGE as error:
        yield Failure(name, "unreadable", f"damaged after {count} members: {reason(error)}", name)


def _in_member(member: Member, name: str, reading: Reading) -> Found:
    if member.stream is None:
        yield Failure(name, "unreadable", member.fault, name)
        return
    with member.stream as stream:
        for found in _in_stream(stream, name, reading, in_archive=True):
            yield found if isinstance(found, Failure) else _known(found, member)


def _known(item: Item, member: Member) -> Item:
    """`item` with what its archive knows of it."""
    return replace(item, url=item.url or member.url, saved_at=item.saved_at or member.saved_at)


def _spooled(stream: BinaryIO) -> BinaryIO:
    """`stream` as one that can be read out of order."""
    spool = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115  # the caller reads it
    size = 0
    while chunk := read_some(stream, _IN_MEMORY_BYTES):
        size += len(chunk)
        if size > _MAX_SPOOL_BYTES:
            raise SourceError(f"larger than {_MAX_SPOOL_BYTES:,} bytes unpacked", "too_big")
        try:
            spool.write(chunk)
        except OSError as error:
            raise SourceError(f"no room for a temporary copy: {reason(error)}") from error
    spool.seek(0)
    return cast(BinaryIO, cast(Any, spool))
