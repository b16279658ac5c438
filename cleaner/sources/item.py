"""What a run is made of: an input that can be read, or the reason why it cannot."""

from __future__ import annotations

import os
from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no page: `status` is one of a batch record's, `message` one line for a person."""

    source: str
    status: str
    message: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One input found but not yet read: all that another process needs to make the page of it."""

    id: str
    source: str
    format: str                     # a key of `load.READERS`
    path: str = ""                  # the file to open; empty when `data` holds the input
    data: bytes = b""
    packing: tuple[str, ...] = ()   # compressions to undo, outermost first
    url: str | None = None
    charset: str | None = None
    saved_at: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read: names of fields in rows, and what is too much."""

    html_field: str = "html"
    url_field: str = "url"
    text_field: str = "text"
    as_text: bool = False           # inputs are plain text already, whatever their names say
    max_bytes: int = 256 * MIB      # of a file, unpacked; saved pages carry tens of MiB of inline pictures
    max_held_bytes: int = 64 * MIB  # of a row, record or member of an archive, which is handed on from memory
    skip: tuple[str, ...] = ()      # absolute paths that a walk leaves out: the run's own output


DEFAULT = Reading()


@dataclass(slots=True)
class Meter:
    """How many bytes of its files a run has behind it."""

    bytes_read: int = 0


def shown(path: str) -> str:
    """`path` as text that any encoding of Unicode can carry; undecodable bytes and lone surrogates are escaped.

    >>> shown("a\\udce9.html")
    'a\\\\xe9.html'
    """
    if path.isascii():
        return path
    return os.fsencode(path).decode("utf-8", "backslashreplace")
