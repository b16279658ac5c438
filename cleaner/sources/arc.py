"""Web archives before WARC: the pages in ARC files, as crawlers wrote them until about 2009."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from cleaner.sources.http import MAX_HEAD_BYTES, Response
from cleaner.sources.item import Failure, Item, Reading
from cleaner.sources.mhtml import HTML_TYPES
from cleaner.sources.saved import of_digits
from cleaner.sources.unpack import DAMAGE, reason

_ABOUT_ITSELF = b"filedesc://"
_LONGEST_LINE = 1 << 16
_STRIDE = 1 << 20
_TYPES = frozenset(kind.encode() for kind in HTML_TYPES)
_LEAST_FIELDS = 5               # address, IP, date, type … length


def arc_items(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Item | Failure]:
    """The pages in an ARC stream; the first damage ends it, since nothing marks where a record begins."""
    offset = 0
    try:
        while line := stream.readline(_LONGEST_LINE):
            at, fields = f"{name}#{offset}", line.split()
            offset += len(line)
            if not fields:
                continue
            length = int(fields[-1]) if len(fields) >= _LEAST_FIELDS and fields[-1].isdigit() else -1
            if length < 0 or (block := _block(stream, length, reading.max_held_bytes)) is None:
                yield Failure(name, "unreadable", f"damaged, from byte {offset - len(line):,} to the end skipped", at)
                return
            offset += length
            yield from _pages(at, name, fields, block, length)
    except DAMAGE as error:
        yield Failure(name, "unreadable", f"damaged, from byte {offset:,} to the end skipped: {reason(error)}", f"{name}#damage-{offset}")


def _block(stream: BinaryIO, length: int, max_bytes: int) -> bytes | None:
    """The next `length` bytes, or none of them beyond `max_bytes`; nothing where the stream ends before."""
    block, left = b"", length
    while left:
        chunk = stream.read(min(left, _STRIDE))
        if not chunk:
            return None
        block += chunk if length <= max_bytes else b""
        left -= len(chunk)
    return block


def _pages(at: str, name: str, fields: list[bytes], block: bytes, length: int) -> Iterator[Item | Failure]:
    url, date = fields[0].decode("utf-8", "replace"), fields[2].decode("ascii", "replace")
    if fields[0].startswith(_ABOUT_ITSELF) or fields[3].lower() not in _TYPES:
        return
    if len(block) < length:
        yield Failure(f"{name} {url}", "too_big", f"a record of {length:,} bytes", at)
        return
    if not 300 <= Response(block[:MAX_HEAD_BYTES]).status < 400:
        yield Item(at, f"{name} {url}", "http", data=block, url=url, saved_at=_moment(date))


def _moment(digits: str) -> str | None:
    try:
        return of_digits(digits)
    except ValueError:
        return None
