"""Records as JSON lines, plain or in packed members that each hold whole lines."""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import zstandard

from cleaner.batch.outputs.sink import Form, Mark, Moves, Row, clear_temporary, sync_folder, temporary, write_all
from cleaner.batch.record import Record
from cleaner.sources.unpack import unpacked

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gz": lambda data: gzip.compress(data, 6, mtime=0),
    "zst": lambda data: zstandard.ZstdCompressor(level=3).compress(data),
}
_MEMBER_BYTES = 4 << 20         # of lines that wait in memory at most


class Lines:
    """A .jsonl file, perhaps packed, that only ever grows; its mark is its length."""

    seconds = 1.0
    form: Form = ""

    def __init__(self, path: Path, packing: str = "") -> None:
        self._path, self._packing = path, packing
        self._waiting: list[bytes] = []
        self._size = 0
        self._descriptor = -1
        self._end = 0

    def open(self, mark: Mark | None) -> None:
        """See `Sink`."""
        clear_temporary(self._path)
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
        self._end = int(mark or 0)
        os.ftruncate(self._descriptor, self._end)
        os.fsync(self._descriptor)
        sync_folder(self._path.parent)

    def rows(self) -> Iterator[Row]:
        """See `Sink`."""
        with open(self._path, "rb") as file:
            for line in unpacked(file, (self._packing,) if self._packing else ()):
                yield json.loads(line)

    def write(self, record: Record) -> None:
        """See `Sink`."""
        self.add(record.to_dict())

    def add(self, row: Row) -> None:
        """Take one more row."""
        line = _line(row)
        self._waiting.append(line)
        self._size += len(line)
        if self._size >= _MEMBER_BYTES:
            self._spill()

    def prepare(self) -> tuple[Mark, Moves]:
        """See `Sink`."""
        self._spill()
        return self._end, []

    def _spill(self) -> None:
        """Append what waits; doing it again after a failure overwrites what the failure left."""
        if not self._waiting:
            return
        data = PACKERS[self._packing](b"".join(self._waiting))
        os.lseek(self._descriptor, self._end, os.SEEK_SET)
        write_all(self._descriptor, data)
        self._end, self._waiting, self._size = self._end + len(data), [], 0

    def without(self, drop: Callable[[Row], bool]) -> tuple[Mark, Moves]:
        """See `Sink`."""
        other = temporary(self._path)
        with open(other, "wb") as file:
            for member in _members(_line(row) for row in self.rows() if not drop(row)):
                file.write(PACKERS[self._packing](member))
            self._end = file.tell()
            file.flush()
            os.fsync(file.fileno())
            os.dup2(file.fileno(), self._descriptor)        # what follows is appended to the new file
        return self._end, [(str(other), str(self._path))]

    def finish(self) -> tuple[Mark, Moves]:
        """See `Sink`."""
        return self.prepare()

    def close(self) -> None:
        """See `Sink`."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def paths(self) -> list[Path]:
        """See `Sink`."""
        return [self._path]


def _line(row: Row) -> bytes:
    """One line; a lone surrogate, which UTF-8 cannot hold, stays in JSON's own escape."""
    return (json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def _members(lines: Iterable[bytes]) -> Iterator[bytes]:
    member = io.BytesIO()
    for line in lines:
        member.write(line)
        if member.tell() >= _MEMBER_BYTES:
            yield member.getvalue()
            member = io.BytesIO()
    if member.tell():
        yield member.getvalue()

