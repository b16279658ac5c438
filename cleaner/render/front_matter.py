"""Metadata as YAML front matter that any YAML parser reads: every value is a quoted string, a number or a truth value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields

from cleaner.model import Image, Metadata

_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")     # not allowed, or line ends, in YAML


def front_matter(metadata: Metadata) -> str:
    """`metadata` between lines of "---"; fields without a value, and where values were found, are left out.

    >>> print(front_matter(Metadata(title='Ora: "șapte"', published="2026-03-01", tags=("vot", "buget"))))
    ---
    title: "Ora: \\"șapte\\""
    published: "2026-03-01"
    tags: ["vot", "buget"]
    word_count: 0
    ---
    <BLANKLINE>
    """
    return "".join(f"{line}\n" for line in ("---", *_lines(metadata), "---"))


def _lines(metadata: Metadata) -> Iterator[str]:
    for field in fields(metadata):
        value = getattr(metadata, field.name)
        if field.name == "sources" or value is None or value == ():
            continue
        if isinstance(value, Image):
            yield from _image(value)
        elif isinstance(value, tuple):
            yield f"{field.name}: [{', '.join(map(_scalar, value))}]"
        else:
            yield f"{field.name}: {_scalar(value)}"


def _image(image: Image) -> Iterator[str]:
    found = [(part.name, getattr(image, part.name)) for part in fields(image)]
    if any(value for _, value in found):
        yield "image:"
        yield from (f"  {name}: {_scalar(value)}" for name, value in found if value)


def _scalar(value: str | int) -> str:
    """A JSON scalar, which YAML reads alike, with the characters escaped that YAML alone forbids."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))
