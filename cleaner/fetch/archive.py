"""Answers as they came, in WARC files, so that cleaning can be repeated without asking again.

Names of files are ours; nothing that a server says becomes part of a path.
"""

from __future__ import annotations

import fcntl
import gzip
import io
import os
from pathlib import Path

from fastwarc.warc import WarcRecord, WarcRecordType

from cleaner.errors import OutputError, UsageError
from cleaner.fetch.response import Response, phrase
from cleaner.fetch.settings import USER_AGENT

MAX_FILE_BYTES = 1 << 30        # the usual size of a crawler's files
_HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "trailer", "upgrade"})
_ENDINGS = (".warc.gz", ".warc")


class Archive:
    """A WARC 1.1 file, or a folder of them, that only grows: one record a response, packed on its own."""

    def __init__(self, place: str) -> None:
        self._is_file = place.endswith(_ENDINGS)
        if Path(place).suffix and not self._is_file and not os.path.isdir(place):
            raise UsageError(f"--save {place}: a folder, or a file that ends in .warc.gz or .warc")
        self._place = Path(place)
        self._number = 0
        self._descriptor = -1
        try:
            (self._place.parent if self._is_file else self._place).mkdir(parents=True, exist_ok=True)
            self._open()
        except OSError as error:
            raise UsageError(f"--save {place}: {error.strerror}") from error

    def _open(self) -> None:
        """Takes up the file, or the next one of the folder that has room."""
        path = self._place
        while not self._is_file:
            self._number += 1
            path = self._place / f"cleaner-{self._number:05}.warc.gz"
            if not path.exists() or path.stat().st_size < MAX_FILE_BYTES:
                break
        self._packed = path.suffix == ".gz"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise UsageError(f"{path} is being written by another run") from error
        self._descriptor = descriptor
        if os.fstat(descriptor).st_size == 0:
            self._append(_info())

    def add(self, response: Response) -> None:
        """Keep one answer; raises `OutputError` where the disk does not take it."""
        self._append(_record(response))
        if not self._is_file and os.fstat(self._descriptor).st_size >= MAX_FILE_BYTES:
            self.close()
            self._open()

    def _append(self, record: WarcRecord) -> None:
        """Writes a record whole, or not at all."""
        buffer = io.BytesIO()
        record.write(buffer, checksum_data=True)
        data = gzip.compress(buffer.getvalue(), 6) if self._packed else buffer.getvalue()
        before = os.fstat(self._descriptor).st_size
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(self._descriptor, view):]
        except OSError as error:
            os.ftruncate(self._descriptor, before)
            raise OutputError(f"{self._place} cannot be written: {error.strerror}") from error

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)


def _record(response: Response) -> WarcRecord:
    record = _new(WarcRecordType.response, _block(response))
    record.headers["WARC-Target-URI"] = response.url
    record.headers["WARC-Date"] = response.date
    record.headers["Content-Type"] = "application/http; msgtype=response"
    return record


def _block(response: Response) -> bytes:
    """The answer as HTTP/1.1 would have it: what belongs to the connection left out, the length told."""
    raw = response.packed is not None
    body = response.packed if response.packed is not None else response.body
    fields = [
        f"{name}: {value}" for name, value in response.fields
        if name not in _HOP_BY_HOP and (raw or name != "content-encoding")
    ]
    lines = [f"HTTP/1.1 {response.status} {phrase(response.status)}", *fields, f"content-length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace") + body


def _info() -> WarcRecord:
    record = _new(WarcRecordType.warcinfo, f"software: {USER_AGENT}\r\nformat: WARC File Format 1.1\r\n".encode())
    record.headers["Content-Type"] = "application/warc-fields"
    return record


def _new(kind: WarcRecordType, block: bytes) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(kind)
    record.headers.status_line = "WARC/1.1"
    record.set_bytes_content(block)
    return record
