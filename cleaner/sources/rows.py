"""Tables of pages: JSON lines, JSON and Parquet, one page a row in named fields."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from cleaner.errors import SourceError
from cleaner.model import Page
from cleaner.sources.item import Failure, Item, Reading
from cleaner.sources.unpack import DAMAGE, read_all, reason

MAX_SKIP_BYTES = 1 << 30        # of one over-long line before the rest of the file is given up
MAX_JSON_BYTES = 64 << 20       # of a .json file that is no JSON lines: it is read whole
_STRIDE = 1 << 20
_PARQUET_ROWS = 16              # decoded at a time


def json_lines(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Item | Failure]:
    """The rows of JSON lines, still packed in their lines; blank lines are none."""
    number = 0
    try:
        while line := stream.readline(reading.max_held_bytes + 1):
            number += 1
            at = f"{name}#{number}"
            if len(line) > reading.max_held_bytes:
                yield Failure(at, "too_big", f"a line of more than {reading.max_held_bytes:,} bytes", at)
                if not _skip_line(stream, line):
                    return
            elif line.strip():
                yield Item(at, at, "row", data=line)
    except DAMAGE as error:
        at = f"{name}#{number + 1}"
        yield Failure(at, "unreadable", f"the rest cannot be read: {reason(error)}", at)


def _skip_line(stream: BinaryIO, line: bytes) -> bool:
    """Step over the rest of an over-long line; False when it has no end within reach."""
    skipped = 0
    while not line.endswith(b"\n"):
        line = stream.readline(_STRIDE)
        skipped += len(line)
        if not line or skipped > MAX_SKIP_BYTES:
            return False
    return True


def json_rows(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Item | Failure]:
    """The rows of a JSON file: one object, a list of them, or JSON lines under another name."""
    try:
        data = read_all(stream, MAX_JSON_BYTES)
        rows = json.loads(data)
    except SourceError as error:
        hint = "; JSON lines belong in a .jsonl file" if error.status == "too_big" else ""
        yield Failure(name, error.status, f"{error}{hint}", name)
    except (ValueError, RecursionError) as error:
        if data.lstrip().startswith(b"{") and data.strip().count(b"\n"):
            yield from json_lines(io.BytesIO(data), name, reading)
        else:
            yield Failure(name, "unreadable", f"not JSON: {reason(error)}", name)
    else:
        if isinstance(rows, dict):
            yield Item(name, name, "row", data=data)
        else:
            yield from _listed(rows, name)


def _listed(rows: Any, name: str) -> Iterator[Item | Failure]:
    if not isinstance(rows, list) or not rows:
        yield Failure(name, "not_html", "JSON without rows", name)
        return
    for number, row in enumerate(rows, 1):
        yield Item(f"{name}#{number}", f"{name}#{number}", "row", data=json.dumps(row).encode())


def row(item: Item, reading: Reading) -> Page:
    """The page in one JSON object; raises `SourceError` when the line is none or lacks the fields."""
    try:
        fields = json.loads(item.data)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"not JSON: {reason(error)}") from error
    if not isinstance(fields, dict):
        raise SourceError("not a JSON object")
    return of_fields(item, fields, reading)


def of_fields(item: Item, fields: dict[str, Any], reading: Reading) -> Page:
    """The page in the named fields of a row: HTML where it has any, else plain text."""
    url = fields.get(reading.url_field)
    html, text = fields.get(reading.html_field), fields.get(reading.text_field)
    if isinstance(html, str | bytes) and html and not reading.as_text:
        value, is_text = html, False
    elif isinstance(text, str | bytes) and text:
        value, is_text = text, True
    elif isinstance(html, str | bytes) or isinstance(text, str | bytes):
        raise SourceError("empty", "not_html")
    else:
        raise SourceError(f"no field {reading.html_field!r} or {reading.text_field!r} with text in it")
    return Page(
        html=value, url=url if isinstance(url, str) and url else item.url,
        source=item.source, id=item.id, text_only=is_text,
    )


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
        fields = (reading.html_field, reading.url_field, reading.text_field)
        columns = [field for field in fields if field in table.schema_arrow.names]
        for batch in table.iter_batches(_PARQUET_ROWS, columns=columns):
            for fields_of_row in batch.to_pylist():
                number += 1
                yield _parquet_item(f"{name}#{number}", fields_of_row, reading)
    except (pyarrow.ArrowException, *DAMAGE) as error:
        yield Failure(name, "unreadable", f"damaged after row {number}: {reason(error)}", f"{name}#{number + 1}")


def _parquet_item(at: str, fields: dict[str, Any], reading: Reading) -> Item | Failure:
    """A row as an item whose bytes are the page's; text columns are UTF-8 by definition."""
    try:
        page = of_fields(Item(at, at, "row"), fields, reading)
    except SourceError as error:
        return Failure(at, error.status, str(error), at)
    item = Item(at, at, "text" if page.text_only else "html", url=page.url)
    if isinstance(page.html, bytes):
        return replace(item, data=page.html)
    return replace(item, data=page.html.encode("utf-8", "surrogatepass"), charset="utf-8")
