"""Web archives: the pages in WARC files, one recorded response each; damage is reported and stepped over."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import zstandard
from fastwarc.warc import ArchiveIterator, WarcRecordType

from cleaner.sources.http import MAX_HEAD_BYTES, Response
from cleaner.sources.item import Failure, Item, Reading
from cleaner.sources.mhtml import HTML_TYPES
from cleaner.sources.sniff import looks_like_html
from cleaner.sources.unpack import MAGIC, packing_of, reason

_TYPES = (WarcRecordType.response, WarcRecordType.resource, WarcRecordType.conversion)
_TEXT = "text/plain"            # of conversion records, as in WET files
_STRIDE = 1 << 20               # bytes looked through at a time for the next whole record
_STEP = 1 << 12                 # packed bytes to look through a member's end by
_START = re.compile(rb"\x1f\x8b\x08|\x28\xb5\x2f\xfd|(?<=\n)WARC/1\.[01]\r?\n")
_LONGEST_START = 16


def warc_items(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Item | Failure]:
    """The pages recorded in a WARC stream, plain or packed record by record (gzip, zstd)."""
    offset = 0
    while True:
        records = _Records(stream, offset)
        yield from _pages(records, name, reading)
        if records.fault is None:
            return
        after = next_record(stream, records.last + 1) if stream.seekable() else None
        where = f"bytes {records.last:,} to {after:,}" if after is not None else f"from byte {records.last:,} to the end"
        yield Failure(name, "unreadable", f"damaged, {where} skipped: {records.fault}", f"{name}#damage-{records.last}")
        if after is None:
            return
        offset = after


class _Told:
    """A stream as the WARC reader wants it: read, and told how far it is read; it must not seek."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._position = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._position += len(data)
        return data

    def tell(self) -> int:
        return self._position


class _Records:
    """The records of a stream from `offset` on, up to its end or its first damage (`fault`)."""

    def __init__(self, stream: BinaryIO, offset: int) -> None:
        if stream.seekable():
            stream.seek(offset)
        self.stream, self.offset = stream, offset
        self.last = offset              # where the last record begun stands
        self.fault: str | None = None

    def __iter__(self) -> Iterator[Any]:
        length = None
        try:
            told: Any = _Told(self.stream)
            for record in ArchiveIterator(told, parse_http=False, auto_decode="none"):
                self.last, length = self.offset + record.stream_pos, record.content_length
                yield record
        except (OSError, ValueError) as error:
            self.fault = reason(error)
        if self.fault is None and self.stream.seekable() and not _ends(self.stream, self.last, length):
            self.fault = "a record ends early"

    def block(self, record: Any, max_bytes: int) -> bytes | None:
        """The record's whole block; nothing when the stream is damaged there."""
        try:
            block: bytes = record.reader.read(max_bytes)
        except (OSError, ValueError) as error:
            self.fault = reason(error)
            return None
        if len(block) < min(record.content_length, max_bytes):
            self.fault = "the record ends early"
            return None
        return block


def _ends(stream: BinaryIO, last: int, length: int | None) -> bool:
    """Whether nothing but white space follows the record at `last` with a block of `length` bytes.

    The reader takes a stream that stops amid the head of a record for one that is complete.
    """
    stream.seek(last)
    head = stream.read(MAX_HEAD_BYTES)
    if length is None:
        return not head.strip()
    stream.seek(last)
    if packing_of(head) is None:
        end = head.find(b"\r\n\r\n")
        stream.seek(last + max(end, 0) + len(b"\r\n\r\n") + length)
        return not stream.read(MAX_HEAD_BYTES).strip()
    return _is_one_member(stream, zlib.decompressobj(31) if head.startswith(MAGIC["gz"]) else None)


def _is_one_member(stream: BinaryIO, member: Any) -> bool:
    """Whether one whole gzip member (zstd frame without `member`) reaches to the end of `stream`."""
    member = member or zstandard.ZstdDecompressor().decompressobj()
    try:
        while not member.eof and (packed := stream.read(_STEP)):
            member.decompress(packed)
    except (zlib.error, zstandard.ZstdError):
        return False
    return bool(member.eof) and not member.unused_data and not stream.read(1)


def _pages(records: _Records, name: str, reading: Reading) -> Iterator[Item | Failure]:
    for record in records:
        if record.record_type not in _TYPES:
            continue
        at, source = f"{name}#{records.last}", f"{name} {record.headers.get('WARC-Record-ID') or ''}".strip()
        if record.content_length > reading.max_held_bytes:
            yield Failure(source, "too_big", f"a record of {record.content_length:,} bytes", at)
            continue
        block = records.block(record, reading.max_held_bytes)
        if block is None:
            return
        kind = _kind(record, block)
        if kind:
            date = record.record_date.isoformat() if record.record_date else None
            url = (record.headers.get("WARC-Target-URI") or "").strip("<>") or None
            yield Item(at, source, kind, data=block, url=url, saved_at=date)


def _kind(record: Any, block: bytes) -> str:
    """How to read a record's block; empty when it records no page (an image, a redirect)."""
    declared = (record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    if record.record_type == WarcRecordType.response or declared == "application/http":
        response = Response(block[:MAX_HEAD_BYTES])
        redirect = 300 <= response.status < 400
        is_html = response.media_type in HTML_TYPES or (not response.media_type and looks_like_html(response.body))
        return "http" if is_html and not redirect else ""
    if declared in HTML_TYPES:
        return "html"
    return "text" if declared == _TEXT and record.record_type == WarcRecordType.conversion else ""


def next_record(stream: BinaryIO, offset: int) -> int | None:
    """Where the next record after `offset` begins that can be read; nothing when there is none."""
    stream.seek(offset)
    tail = b""
    while chunk := stream.read(_STRIDE):
        window = tail + chunk
        base = stream.tell() - len(window)
        for found in _START.finditer(window):
            if _begins(stream, base + found.start()):
                return base + found.start()
        stream.seek(base + len(window))
        tail = window[-_LONGEST_START:]
    return None


def _begins(stream: BinaryIO, offset: int) -> bool:
    """Whether a whole record stands at `offset`."""
    stream.seek(offset)
    head = stream.read(_LONGEST_START * 64)
    if head.startswith(b"\x1f\x8b"):
        try:
            if zlib.decompressobj(31).decompress(head, 5) != b"WARC/":
                return False
        except zlib.error:
            return False
    records = _Records(stream, offset)
    record = next(iter(records), None)
    return record is not None and records.last == offset and records.block(record, _STRIDE) is not None
