"""Names of files from a template: safe on any file system, and inside their folder whatever a page says."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from cleaner.batch.outputs.sink import Form
from cleaner.batch.record import Record
from cleaner.capture import original
from cleaner.errors import UsageError
from cleaner.text import strip_marks

MAX_PART_BYTES = 120        # of a part of a path; file systems allow 255, and "-123.json" may follow
MAX_NUMBERS = 100_000       # of names that are remembered; some 20 MiB
FORMS: dict[str, Form] = {".txt": "txt", ".md": "md", ".json": "json"}
_UNSAFE = re.compile(r"[^\w.-]+")
_BREAKS = re.compile(r"[\W_]+")
_RESERVED = re.compile(r"(?i)\A(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)")      # names that Windows keeps for devices
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}(?:\.(?:gz|bz2|xz|zst))?\Z")


def slug(text: str) -> str:
    """`text` as a part of a file name: letters and figures of any alphabet, joined by hyphens, never empty.

    >>> slug("Ninge la munte: „A căzut zăpadă”"), slug("../..")
    ('ninge-la-munte-a-cazut-zapada', 'page')
    """
    return _safe(_BREAKS.sub("-", unicodedata.normalize("NFC", strip_marks(text)).lower()))


def _safe(name: str) -> str:
    """`name` as a part of a path on any file system."""
    safe = _UNSAFE.sub("-", name).strip("-.")
    cut = safe.encode()[:MAX_PART_BYTES].decode("utf-8", "ignore").strip("-.")
    return f"x-{cut}" if _RESERVED.match(cut) else cut or "page"


def _stem(record: Record) -> str:
    return _SUFFIX.sub("", re.split(r"[/\\]", record.source.rstrip("/\\"))[-1])


def _address(record: Record) -> str:
    return original(record.url or str((record.metadata or {}).get("canonical_url") or ""))


def _host(record: Record) -> str:
    try:
        return urlsplit(_address(record)).hostname or ""
    except ValueError:              # a URL with half an IPv6 address
        return ""


def _title(record: Record) -> str:
    path = unquote(_address(record).partition("?")[0]).rstrip("/").rpartition("/")[2]
    return str((record.metadata or {}).get("title") or "") or _SUFFIX.sub("", path) or _stem(record)


def _date(record: Record) -> str:
    metadata: dict[str, Any] = record.metadata or {}
    return str(metadata.get("published") or "")[:10]


FIELDS: dict[str, Callable[[Record], str]] = {
    "host": lambda record: _safe(_host(record) or "unknown-host"),
    "date": lambda record: slug(_date(record) or "undated"),
    "year": lambda record: slug(_date(record)[:4] or "undated"),
    "month": lambda record: slug(_date(record)[5:7] or "undated"),
    "slug": lambda record: slug(_title(record)),
    "stem": lambda record: slug(_stem(record)),
    "id": lambda record: slug(record.id),
    "language": lambda record: slug(str((record.metadata or {}).get("language") or "unknown")),
}


class Template:
    """A pattern of names such as `{host}/{date}-{slug}.md`."""

    def __init__(self, pattern: str) -> None:
        path = PurePosixPath(pattern)
        if path.is_absolute() or ".." in path.parts or path.suffix not in FORMS:
            raise UsageError(f"{pattern!r} is no name template: a relative path with .txt, .md or .json at its end")
        self._parts = [self._parsed(part) for part in path.with_suffix("").parts]
        self.suffix = path.suffix
        self.form = FORMS[path.suffix]

    @staticmethod
    def _parsed(part: str) -> str:
        try:
            names = [name for _, name, _, _ in string.Formatter().parse(part) if name is not None]
        except ValueError as error:
            raise UsageError(f"{part!r} in the name template: {error}") from error
        for name in names:
            if name not in FIELDS:
                raise UsageError(f"{{{name}}} in the name template: known are {', '.join(sorted(FIELDS))}")
        return part

    def name(self, record: Record, taken: Callable[[str], bool], numbers: dict[str, int]) -> str:
        """The path of a record's file below its folder, `-2`, `-3` … added while it is `taken`.

        `numbers` remembers how far that went, so that of many files of one name each looks for its own once.
        """
        values = {name: value(record) for name, value in FIELDS.items()}
        *folders, last = (_safe(part.format(**values)) for part in self._parts)
        plain = name = "/".join([*folders, last + self.suffix])
        if taken(plain):
            number = numbers.get(plain, 1) + 1
            while taken(name := "/".join([*folders, f"{last}-{number}{self.suffix}"])):
                number += 1
            if len(numbers) >= MAX_NUMBERS:
                numbers.clear()         # the next of each name looks from 2 on again, and finds the same
            numbers[plain] = number
        return name
