"""Inputs as a person names them → items: every page found, none read yet."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cleaner.errors import SourceError
from cleaner.sources.item import DEFAULT, Failure, Item, Reading, shown
from cleaner.sources.load import READERS
from cleaner.sources.sniff import format_of
from cleaner.sources.unpack import peel, read_all, reason
from cleaner.sources.walk import STDIN, files


def items(inputs: Iterable[str], reading: Reading = DEFAULT) -> Iterator[Item | Failure]:
    """Every page in `inputs`, in their order; what cannot be read is a `Failure` in its place."""
    for path in files(inputs, reading):
        if isinstance(path, Failure):
            yield path
        elif path == STDIN:
            yield from _in_stream(sys.stdin.buffer, reading)
        else:
            yield from _in_file(path, reading)


def _in_file(path: str, reading: Reading) -> Iterator[Item | Failure]:
    name = shown(path)
    try:
        with open(path, "rb") as stream:
            packing, head, _ = peel(stream)
            kind = _format(name, head, reading)
        yield Item(name, name, kind, path=path, packing=packing)
    except OSError as error:
        yield Failure(name, "unreadable", reason(error), name)
    except SourceError as error:
        yield Failure(name, error.status, str(error), name)


def _in_stream(stream: BinaryIO, reading: Reading) -> Iterator[Item | Failure]:
    try:
        _, head, stream = peel(stream)
        kind = _format(STDIN, head, reading)
        yield Item(STDIN, STDIN, kind, data=read_all(stream, reading.max_bytes))
    except SourceError as error:
        yield Failure(STDIN, error.status, str(error), STDIN)


def _format(name: str, head: bytes, reading: Reading) -> str:
    """The format of an input; raises `SourceError` (`not_html`) when it is none of ours."""
    if reading.as_text and head:
        return "text"
    kind, why = format_of(name, head)
    if kind not in READERS:
        raise SourceError(why or f"{kind} is no known format", "not_html")
    return kind
