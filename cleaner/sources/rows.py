"""Pages in JSON lines and JSON, one a row in named fields."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO

from cleaner.errors import SourceError
from cleaner.model import Page
from cleaner.sources.item import Failure, Item, Reading
from cleaner.sources.unpack import DAMAGE, read_all, reason

MAX_SKIP_BYTES = 1 << 30        # of one over-long line before the rest of the file is given up
MAX_JSON_BYTES = 64 << 20       # of a .json file that is no JSON lines: it is read whole
WIDE = (b"\xff\xfe", b"\xfe\xff")    # how UTF-16 begins
_STRIDE = 1 << 20
_NAMES_SHOWN, _NAME_SHOWN = 12, 40      # fields, characters of one


def json_lines(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Item | Failure]:
    """The rows of JSON lines, still packed in their lines; blank lines are none."""
    number = 0
    try:
        while line := stream.readline(reading.max_held_bytes + 1):
            number += 1
            if number == 1 and line.startswith(WIDE):
                raise SourceError("in UTF-16; save it as UTF-8")
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
    if not {reading.html_field, reading.text_field} & fields.keys():
        raise SourceError(lacking(fields, reading))
    url = fields.get(reading.url_field)
    html, text = fields.get(reading.html_field), fields.get(reading.text_field)
    if isinstance(html, str | bytes) and html and not reading.as_text:
        value, is_text = html, False
    elif isinstance(text, str | bytes) and text:
        value, is_text = text, True
    elif all(each is None or isinstance(each, str | bytes) for each in (html, text)):
        raise SourceError("empty", "not_html")
    else:
        raise SourceError(f"no text in the field {reading.html_field!r} or {reading.text_field!r}")
    return Page(
        html=value, url=(url.strip() if isinstance(url, str) else "") or item.url,
        source=item.source, id=item.id, text_only=is_text,
    )


def lacking(names: Iterable[str], reading: Reading) -> str:
    """What to tell of rows whose fields have other `names`."""
    there = ", ".join(repr(name[:_NAME_SHOWN]) for name in islice(names, _NAMES_SHOWN)) or "none"
    return (
        f"no field {reading.html_field!r} or {reading.text_field!r}; there are: {there};"
        " --html-field and --text-field of `cleaner batch` name others"
    )
