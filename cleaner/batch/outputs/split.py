"""One output in several files, the records dealt out in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from cleaner.batch.outputs.sink import Form, Mark, Moves, Row, Sink
from cleaner.batch.record import Record


def numbered(path: Path, number: int, of: int) -> Path:
    """The path of one file of several.

    >>> numbered(Path("out/pages.jsonl.gz"), 2, 12).as_posix()
    'out/pages-02.jsonl.gz'
    """
    stem, dot, endings = path.name.partition(".")
    return path.with_name(f"{stem}-{number:0{len(str(of))}}{dot}{endings}")


class Split:
    """Several outputs that share the records evenly."""

    def __init__(self, sinks: Sequence[Sink]) -> None:
        self._sinks = sinks
        self._next = 0
        self.form: Form = ""
        self.seconds = max(sink.seconds for sink in sinks)

    def open(self, mark: Mark | None) -> None:
        """See `Sink`."""
        marks = mark["marks"] if mark else [None] * len(self._sinks)
        self._next = mark["next"] if mark else 0
        for sink, own in zip(self._sinks, marks, strict=True):
            sink.open(own)

    def rows(self) -> Iterator[Row]:
        """See `Sink`."""
        for sink in self._sinks:
            yield from sink.rows()

    def write(self, record: Record) -> None:
        """See `Sink`."""
        self._sinks[self._next].write(record)
        self._next = (self._next + 1) % len(self._sinks)

    def prepare(self) -> tuple[Mark, Moves]:
        """See `Sink`."""
        return self._together([sink.prepare() for sink in self._sinks])

    def without(self, drop: Callable[[Row], bool]) -> tuple[Mark, Moves]:
        """See `Sink`."""
        return self._together([sink.without(drop) for sink in self._sinks])

    def finish(self) -> tuple[Mark, Moves]:
        """See `Sink`."""
        return self._together([sink.finish() for sink in self._sinks])

    def _together(self, results: Sequence[tuple[Mark, Moves]]) -> tuple[Mark, Moves]:
        return {"next": self._next, "marks": [mark for mark, _ in results]}, [move for _, moves in results for move in moves]

    def close(self) -> None:
        """See `Sink`."""
        for sink in self._sinks:
            sink.close()

    def paths(self) -> list[Path]:
        """See `Sink`."""
        return [path for sink in self._sinks for path in sink.paths()]
