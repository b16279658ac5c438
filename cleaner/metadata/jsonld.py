"""What a page says about itself in JSON-LD, read as tolerantly as search engines read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from cleaner.text import escaped_in_whole_pairs, without_controls

Node = dict[str, Any]

_WRAPPER = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)+|(?://\s*)?(?:-->|\]\]>|/\*\s*\]\]>\s*\*/)\s*$")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_MISSING_COMMA = re.compile(r"([}\]\"])([^\S\n]*\n\s*+)(?=\")")
_LINE_COMMENT = re.compile(r"(?m)(?<![:\"'\w/])//[^\"\n]{0,200}$")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_STRING_FIELD = re.compile(r'"(headline|datePublished|dateModified|@type|description|articleSection|author)"\s*:\s*"((?:[^"\\\n]|\\.)*)"')
_AUTHOR_NAME = re.compile(r'"author"\s*:\s*[\[{][^\]}]{0,500}?"name"\s*:\s*"((?:[^"\\\n]|\\.)*)"')
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_MAX_NODES = 5000           # a page with more describes a catalogue, not an article


@dataclass(frozen=True, slots=True)
class Graph:
    """All JSON-LD objects of a page in page order, and those that others refer to by `@id`."""

    nodes: tuple[Node, ...] = ()
    kinds: tuple[tuple[str, ...], ...] = ()     # the types of each node
    by_id: dict[str, Node] = field(default_factory=dict)

    def resolve(self, value: Any) -> Any:
        """`value`, or the node it points to when it is nothing but a reference."""
        if isinstance(value, dict) and len(value) <= 2 and isinstance(value.get("@id"), str) and "name" not in value:
            return self.by_id.get(value["@id"], value)
        return value


def read(scripts: Iterable[str]) -> Graph:
    """The objects in the texts of `<script type="application/ld+json">`; what cannot be read is left out."""
    nodes: list[Node] = []
    for script in scripts:
        for value in _values(script):
            nodes.extend(_objects(value, _MAX_NODES - len(nodes)))
    by_id: dict[str, Node] = {}
    for node in nodes:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(by_id.get(name, ())):
            by_id[name] = node
    return Graph(tuple(nodes), tuple(map(types, nodes)), by_id)


def types(node: Node) -> tuple[str, ...]:
    """The schema.org types of `node` without their vocabulary's address.

    >>> types({"@type": ["http://schema.org/NewsArticle", None]})
    ('NewsArticle',)
    """
    found = node.get("@type")
    if found is None or (found.__class__ is str and "/" not in found and ":" not in found):
        return (found,) if found else ()
    listed = found if isinstance(found, list) else [found]
    return tuple(kind.rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1] for kind in listed if isinstance(kind, str) and kind)


def text(value: Any) -> str:
    """A JSON-LD text value as shown: entities and tags resolved, white space squeezed; "" for what is no text.

    >>> text(["<b>Storm</b> &amp;amp; flood", "x"])
    'Storm & flood'
    """
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value", value.get("name", ""))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return plain(str(value))


def plain(string: str) -> str:
    """`string` without entities (also doubly written ones), tags and control characters, white space squeezed."""
    if "&" in string:
        string = unescape(unescape(string))
    if "<" in string:
        string = _MARKUP.sub(" ", string)
    string = " ".join(string.split())
    return string if string.isprintable() else without_controls(string)


def _values(script: str) -> list[Any]:
    script = escaped_in_whole_pairs(script.strip().lstrip("\ufeff"))
    try:
        return [json.loads(script, strict=False)] if script else []
    except (ValueError, RecursionError):
        return _repaired(script)


def _repaired(script: str) -> list[Any]:
    """The values of a script that is not JSON as it stands: wrappers, comments, stray commas and escapes undone."""
    script = _WRAPPER.sub("", _WRAPPER.sub("", script)).strip().rstrip(";")
    if script.startswith(("{&", "[&")):
        script = unescape(script)
    fixes = (
        lambda s: s, lambda s: _TRAILING_COMMA.sub("", s), lambda s: _TRAILING_COMMA.sub("", _LINE_COMMENT.sub("", s)),
        lambda s: _BAD_ESCAPE.sub(r"\\\\", s), lambda s: _MISSING_COMMA.sub(r"\1,\2", s),
    )
    for fix in fixes:
        script = fix(script)
        values = _sequence(script)
        if values:
            return values
    return _rescued(script)


def _sequence(script: str) -> list[Any]:
    """The JSON values that stand one after another in `script`; what follows the last readable one is left."""
    decoder, values, at = json.JSONDecoder(strict=False), [], 0
    while at < len(script):
        try:
            value, at = decoder.raw_decode(script, at)
        except (ValueError, RecursionError):
            break
        values.append(value)
        while at < len(script) and script[at] in " \t\r\n,;}]":
            at += 1
    return [value for value in values if isinstance(value, dict | list)]


def _rescued(script: str) -> list[Any]:
    """The first plain fields of an object that no repair makes readable."""
    node: Node = {}
    for key, value in _STRING_FIELD.findall(script):
        node.setdefault(key, _unquoted(value))
    if found := _AUTHOR_NAME.search(script):
        node["author"] = _unquoted(found.group(1))
    return [node] if node else []


def _unquoted(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value


def _objects(value: Any, limit: int) -> Iterator[Node]:
    """Every object inside `value`, outer before inner, in page order; no deeper than a reader would look."""
    stack, given = [value], 0
    while stack and given < limit:
        here = stack.pop()
        if isinstance(here, dict):
            given += 1
            yield here
            stack += [inner for inner in reversed(here.values()) if isinstance(inner, (dict, list))]
        elif isinstance(here, list):
            stack += [inner for inner in reversed(here) if isinstance(inner, (dict, list))]
