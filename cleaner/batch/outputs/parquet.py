"""Records as a Parquet file; asks for pyarrow, which the extra `arrow` brings."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from cleaner.batch.outputs.sink import Form, Mark, Moves, Row, clear_temporary, sync_folder, temporary
from cleaner.batch.record import Record, carried
from cleaner.errors import UsageError
from cleaner.model import Image, Metadata, Quality

_GROUP_ROWS = 10_000            # of the final file; a row is a few KiB
_READ_ROWS = 1_000
_WAITING_ROWS = 5_000
_NEEDED = ("id", "status", "error", "content_hash", "duplicate_of", "minhash")


class Parquet:
    """A Parquet file made of parts: each mark adds one beside the file, the end joins them.

    The mark: how many parts are whole, and how many rows the file itself held before them.
    """

    seconds = 10.0              # between parts: each is a file of its own
    form: Form = ""

    def __init__(self, path: Path) -> None:
        try:
            import pyarrow.parquet
        except ImportError as error:
            raise UsageError("Parquet needs pyarrow: pip install 'cleaner[arrow]'") from error
        self._arrow, self._parquet = pyarrow, pyarrow.parquet
        self._schema = schema(pyarrow)
        self._path, self._folder = path, path.with_name(path.name + ".parts")
        self._waiting: list[Row] = []
        self._parts = 0
        self._base = 0          # rows of the file at `path`, which stand before the parts

    def open(self, mark: Mark | None) -> None:
        """See `Sink`."""
        clear_temporary(self._path)
        self._parts, self._base = (mark["parts"], mark["rows"]) if mark else (0, 0)
        self._folder.mkdir(exist_ok=True)
        whole = {self._part(number).name for number in range(self._parts)}
        for file in list(self._folder.iterdir()):
            if file.name not in whole:
                file.unlink()
        if mark is None:
            self._path.unlink(missing_ok=True)

    def rows(self) -> Iterator[Row]:
        """See `Sink`."""
        for path in self._files():
            with self._parquet.ParquetFile(path) as file:
                for batch in file.iter_batches(_READ_ROWS, columns=list(_NEEDED)):
                    yield from batch.to_pylist()

    def write(self, record: Record) -> None:
        """See `Sink`."""
        self._waiting.append(columns(record))
        if len(self._waiting) >= _WAITING_ROWS:
            self._add_part()

    def prepare(self) -> tuple[Mark, Moves]:
        """See `Sink`."""
        self._add_part()
        return {"parts": self._parts, "rows": self._base}, []

    def _add_part(self) -> None:
        if not self._waiting:
            return
        table = self._arrow.Table.from_pylist(self._waiting, self._schema)
        self._save(self._part(self._parts), iter([table]))
        self._parts, self._waiting = self._parts + 1, []

    def _save(self, path: Path, tables: Iterator[Any]) -> int:
        """Writes tables into a file, durably; the number of rows."""
        count = 0
        with open(path, "wb") as file:
            with self._parquet.ParquetWriter(file, self._schema, compression="zstd") as writer:
                for table in tables:
                    writer.write_table(table)
                    count += table.num_rows
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
        return count

    def without(self, drop: Callable[[Row], bool]) -> tuple[Mark, Moves]:
        """See `Sink`."""
        return self._joined(lambda row: not drop(row))

    def finish(self) -> tuple[Mark, Moves]:
        """See `Sink`."""
        mark, moves = self.prepare()
        if self._parts == 0 and self._path.exists():
            return mark, moves
        return self._joined(lambda row: True)

    def _joined(self, keep: Callable[[Row], bool]) -> tuple[Mark, Moves]:
        """The file and its parts in one new file."""
        other = temporary(self._path)
        self._base = self._save(other, self._groups(keep))
        self._parts = 0
        return {"parts": 0, "rows": self._base}, [(str(other), str(self._path))]

    def _groups(self, keep: Callable[[Row], bool]) -> Iterator[Any]:
        """Tables of a row group's size from the file and its parts."""
        group: list[Any] = []
        rows = 0
        for path in self._files():
            with self._parquet.ParquetFile(path) as file:
                for batch in file.iter_batches(_READ_ROWS):
                    chosen = self._arrow.Table.from_batches([batch], self._schema).filter([keep(row) for row in batch.to_pylist()])
                    group.append(chosen)
                    rows += chosen.num_rows
                    if rows >= _GROUP_ROWS:
                        yield self._arrow.concat_tables(group)
                        group, rows = [], 0
        if group:
            yield self._arrow.concat_tables(group)

    def _files(self) -> list[Path]:
        own = [self._path] if self._base else []
        return [*own, *(self._part(number) for number in range(self._parts))]

    def _part(self, number: int) -> Path:
        return self._folder / f"part-{number:06}.parquet"

    def close(self) -> None:
        """See `Sink`."""
        if not self._parts:
            shutil.rmtree(self._folder, ignore_errors=True)

    def paths(self) -> list[Path]:
        """See `Sink`."""
        return [self._path, self._folder]


def columns(record: Record) -> Row:
    """A record as a row of Parquet: maps as pairs, `minhash` as it is, no lone surrogates."""
    row = record.to_dict() | {"minhash": record.minhash or None, "removed": list(record.removed.items())}
    if record.metadata:
        row["metadata"] = {**record.metadata, "sources": list(record.metadata.get("sources", {}).items())}
    if record.quality:
        row["quality"] = {**record.quality, "signals": list(record.quality.get("signals", {}).items())}
    return {name: _carried(value) for name, value in row.items()}


def _carried(value: Any) -> Any:
    """A value of a row with `carried` texts; Arrow refuses a whole part for one that is none."""
    if isinstance(value, str):
        return carried(value)
    if isinstance(value, dict):
        return {name: _carried(each) for name, each in value.items()}
    return type(value)(_carried(each) for each in value) if isinstance(value, list | tuple) else value


def schema(arrow: Any) -> Any:
    """The columns of a record and their types."""
    text = arrow.string()
    types: dict[str, Any] = {
        "duration_ms": arrow.float64(), "removed": arrow.map_(text, arrow.int32()), "minhash": arrow.binary(),
        "metadata": _struct(arrow, Metadata), "quality": _struct(arrow, Quality),
    }
    names = [each.name for each in fields(Record) if each.name != "document"]
    return arrow.schema([(name, types.get(name, text)) for name in names])


def _struct(arrow: Any, kind: type) -> Any:
    """The Arrow type of a dataclass of the model, told by its annotations."""
    text = arrow.string()
    types = {
        "str": text, "int": arrow.int64(), "float": arrow.float64(), "bool": arrow.bool_(),
        "tuple[str, ...]": arrow.list_(text), "tuple[tuple[str, str], ...]": arrow.map_(text, text),
        "tuple[tuple[str, float], ...]": arrow.map_(text, arrow.float64()),
    }
    members = ((each.name, str(each.type).removesuffix(" | None")) for each in fields(kind))
    return arrow.struct([(name, _struct(arrow, Image) if type_ == "Image" else types[type_]) for name, type_ in members])
