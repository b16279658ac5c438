"""Pages in the rows of tables: Parquet and CSV, in named columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from cleaner.errors import SourceError
from cleaner.sources.item import Failure, Item, Reading
from cleaner.sources.rows import WIDE, lacking, of_fields
from cleaner.sources.unpack import DAMAGE, reason

_PARQUET_ROWS = 16              # decoded at a time
_STRIDE = 1 << 20
_SEPARATORS = ",;\t|"
_BYTES = "latin-1"              # reads any bytes, and gives them back as they were
_BOM = "\xef\xbb\xbf"           # of UTF-8, so read


def parquet(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Item | Failure]:
    """The rows of a Parquet file; asks for pyarrow, which the extra `arrow` brings."""
    try:
        import pyarrow
        from pyarrow.parquet import ParquetFile
    except ImportError:
        yield Failure(name, "unreadable", "Parquet needs pyarrow: pip install 'cleaner[arrow]'", name)
        return
    number = 0
    try:
        table = ParquetFile(stream, buffer_size=_STRIDE, pre_buffer=False)
        columns = _columns(table.schema_arrow.names, reading)
        for batch in table.iter_batches(_PARQUET_ROWS, columns=columns):
            for fields in batch.to_pylist():
                number += 1
                yield _item(f"{name}#{number}", fields, reading)
    except (pyarrow.ArrowException, *DAMAGE) as error:
        yield Failure(name, "unreadable", f"damaged after row {number}: {reason(error)}", f"{name}#{number + 1}")


def comma_separated(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Item | Failure]:
    """The rows below the first of a CSV file, whichever of `,` `;` `|` and tab parts its cells.

    Cells keep their bytes, so that the charset is found page by page.
    """
    lines = io.TextIOWrapper(io.BufferedReader(_Raw(stream)), _BYTES, newline="")
    number = 0
    csv.field_size_limit(reading.max_held_bytes)
    try:
        first = lines.readline(_STRIDE)
        if first.encode(_BYTES).startswith(WIDE):
            raise SourceError("in UTF-16; save it as UTF-8")
        separator = max(_SEPARATORS, key=first.count)
        names = next(csv.reader([first.removeprefix(_BOM)], delimiter=separator))
        _columns(names, reading)
        for cells in csv.reader(lines, delimiter=separator, strict=True):
            if cells:
                number += 1
                yield _item(f"{name}#{number}", _named(names, cells, reading), reading)
    except (csv.Error, *DAMAGE) as error:
        yield Failure(name, "unreadable", f"damaged after row {number}: {reason(error)}", f"{name}#{number + 1}")


class _Raw(io.RawIOBase):
    """A stream of any kind, which stays open when its reader is gone."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _columns(names: list[str], reading: Reading) -> list[str]:
    """The columns that are read; raises `SourceError` where none holds pages."""
    if not {reading.html_field, reading.text_field} & set(names):
        raise SourceError(lacking(names, reading))
    return [field for field in (reading.html_field, reading.url_field, reading.text_field) if field in names]


def _named(names: list[str], cells: list[str], reading: Reading) -> dict[str, Any]:
    fields: dict[str, Any] = {name: cell.encode(_BYTES) for name, cell in zip(names, cells, strict=False)}
    url = fields.get(reading.url_field)
    return {**fields, reading.url_field: url.decode("utf-8", "replace")} if url else fields


def _item(at: str, fields: dict[str, Any], reading: Reading) -> Item | Failure:
    """A row as an item whose bytes are the page's; text is UTF-8, bytes say themselves what they are."""
    try:
        page = of_fields(Item(at, at, "row"), fields, reading)
    except SourceError as error:
        return Failure(at, error.status, str(error), at)
    item = Item(at, at, "text" if page.text_only else "html", url=page.url)
    if isinstance(page.html, bytes):
        return replace(item, data=page.html)
    return replace(item, data=page.html.encode("utf-8", "surrogatepass"), charset="utf-8")
