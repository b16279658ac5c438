"""What every kind of output can do, and the few steps on disk that they share."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, Protocol

from cleaner.batch.record import Record

Mark = Any                                  # JSON: how far an output is written, in its own terms
Moves = list[tuple[str, str]]               # files to be renamed, from and to, once the mark is saved
Row = dict[str, Any]
Form = Literal["", "txt", "md", "json"]     # of an article's own file, where it has one


class Sink(Protocol):
    """A place for records that can be taken back to the last mark.

    `prepare` makes durable what was written and says how far that is; only when this mark is saved are its moves made.
    So at any moment the mark saved last, its moves made again, and whatever lies beyond it cut off, are a whole output.
    """

    seconds: float                          # between two marks; what is lost at most
    form: Form                              # how the output wants articles rendered

    def open(self, mark: Mark | None) -> None:
        """Take up at `mark`, all beyond it cut off; from nothing without one."""

    def rows(self) -> Iterator[Row]:
        """The rows up to the mark taken up, with `id`, `status`, `content_hash`, `duplicate_of`, `minhash` at least."""

    def write(self, record: Record) -> None:
        """Take one more record."""

    def prepare(self) -> tuple[Mark, Moves]:
        """Make all that was written durable; its mark, and the moves that complete it."""

    def without(self, drop: Callable[[Row], bool]) -> tuple[Mark, Moves]:
        """Leave out the rows for which `drop` holds, as `prepare` does."""

    def finish(self) -> tuple[Mark, Moves]:
        """Bring the output into its final form, as `prepare` does."""

    def close(self) -> None:
        """Let go of what was opened; no record is added after that."""

    def paths(self) -> list[Path]:
        """The files and folders that are this output's own."""


def temporary(path: Path) -> Path:
    """A new name beside `path`, hidden, never used before: a move left over from a crash cannot meet it."""
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")


def clear_temporary(path: Path) -> None:
    """Remove what an interrupted run left beside `path`."""
    for left in path.parent.glob(f".{path.name}.*.tmp"):
        left.unlink()


def make_moves(moves: Moves, base: Path) -> frozenset[str]:
    """Rename files below `base`; those renamed already are passed over, so that it can be done again.

    Gives the targets that are not there and have nothing to be made of.
    """
    folders, lost = set(), set()
    for source, target in moves:
        old, new = os.path.join(base, source), os.path.join(base, target)
        if os.path.exists(old):
            make_folder(os.path.dirname(new) or ".")
            os.replace(old, new)
            folders.add(os.path.dirname(new) or ".")
        elif not os.path.lexists(new):
            lost.add(target)
    for folder in folders:
        sync_folder(folder)
    return frozenset(lost)


def make_folder(path: str) -> None:
    """Make a folder and those above it, durably, where they are missing."""
    if not os.path.isdir(path):
        above = os.path.dirname(path) or "."
        make_folder(above)
        os.mkdir(path)
        sync_folder(above)


def sync_folder(path: str | Path) -> None:
    """Make new and changed names in a folder durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data` and make it durable."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view):]
    os.fsync(descriptor)
