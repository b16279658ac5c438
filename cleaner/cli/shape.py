"""What is written of an article: a whole format, or one field of its metadata."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any

from cleaner.article import Article, metadata_dict
from cleaner.cli.options import Format
from cleaner.errors import UsageError
from cleaner.model import Image, Metadata

_JSON = frozenset({Format.json, Format.jsonl})
_PARTS = {"image": tuple(part.name for part in fields(Image))}


@dataclass(frozen=True, slots=True)
class Shape:
    """How articles are written; `several` tells whether they share an output."""

    format: Format
    several: bool
    front_matter: bool = False
    field: str | None = None

    def written(self, source: str, article: Article) -> str:
        """`article` as it goes out, without a line end after it."""
        if self.field:
            return self._field(source, article)
        match self.format:
            case Format.text:
                return article.text
            case Format.markdown:
                return article.to_markdown(front_matter=self.front_matter).rstrip("\n")
            case Format.html:
                return article.to_html(document=not self.several).rstrip("\n")
            case Format.json | Format.jsonl:
                return self._json({"source": source, **article.to_dict()})

    def _field(self, source: str, article: Article) -> str:
        assert self.field is not None
        value: Any = metadata_dict(article.metadata)
        for name in self.field.split("."):
            value = (value or {}).get(name)
        if self.format in _JSON:
            return self._json({"source": source, self.field: value} if self.several else value)
        return ("; " if self.several else "\n").join(_plain(value))

    def _json(self, value: Any) -> str:
        indent = None if self.several or self.format is Format.jsonl else 2
        return json.dumps(value, ensure_ascii=False, indent=indent)


def checked(field: str | None) -> str | None:
    """`field` if the metadata have it; raises `UsageError` that lists those there are."""
    if field is None:
        return None
    known = [name.name for name in fields(Metadata)]
    known += [f"{name}.{part}" for name, parts in _PARTS.items() for part in parts]
    if field not in known:
        raise UsageError(f"no field {field!r} in the metadata; there are {', '.join(known)}")
    return field


def _plain(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, dict):
        return [f"{name}: {part}" for name, part in value.items() if part is not None]
    if isinstance(value, list):
        return [str(part) for part in value]
    return [str(value).lower() if isinstance(value, bool) else str(value)]
