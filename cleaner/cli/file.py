"""One file that is written, or standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from cleaner.errors import OutputError, UsageError


class File:
    """What goes to the file at `path`, or to standard output; the file is opened, and emptied, when there is something to write."""

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._stream: TextIO | None = None if path else sys.stdout

    def write(self, text: str) -> None:
        """Adds `text`; the first time, however little it is, nothing older stays."""
        if self._stream is None:
            self._stream = self._opened()
        with self._telling():
            self._stream.write(text)

    def _opened(self) -> TextIO:
        try:
            return open(str(self._path), "w", encoding="utf-8", errors="backslashreplace", newline="\n")
        except OSError as error:
            raise UsageError(f"{self._path}: {error.strerror}") from error

    def close(self) -> None:
        """Ends what was opened."""
        if self._path and self._stream:
            with self._telling():
                self._stream.close()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if self._path is None:      # standard output, which other commands write to as well: told where all of them end
                raise
            raise OutputError(f"{self._path} cannot be written: {error.strerror or error}") from error
