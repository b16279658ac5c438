"""The inputs that were left out of an output as duplicates, so that they are not cleaned again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from cleaner.batch.outputs.sink import sync_folder, write_all


class LeftOut:
    """A file of ids, one a line, which is there only when there are any; its mark is its length, as that of `Lines`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._waiting: list[str] = []
        self._end = 0

    def open(self, mark: int) -> None:
        """Take up at `mark`; a file that is gone or shorter tells of no input, so that all are cleaned again."""
        self._end = mark if self.path.exists() and self.path.stat().st_size >= mark else 0
        if self._end:
            os.truncate(self.path, self._end)
        else:
            self.path.unlink(missing_ok=True)

    def ids(self) -> Iterator[str]:
        """The ids up to the mark taken up."""
        if self._end:
            with open(self.path, "rb") as file:
                for line in file:
                    yield str(json.loads(line))

    def add(self, id: str) -> None:
        """Take one more id."""
        self._waiting.append(json.dumps(id) + "\n")

    def prepare(self) -> int:
        """Make all ids durable; the mark."""
        if self._waiting:
            data = "".join(self._waiting).encode()
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o666)
            try:
                os.ftruncate(descriptor, self._end)         # off with what an earlier try left
                os.lseek(descriptor, self._end, os.SEEK_SET)
                write_all(descriptor, data)
            finally:
                os.close(descriptor)
            sync_folder(self.path.parent)
            self._end, self._waiting = self._end + len(data), []
        return self._end

    def clear(self) -> bool:
        """Forget all ids; the file goes once no mark tells of it. Whether there were any."""
        some, self._end = self._end > 0, 0
        return some
