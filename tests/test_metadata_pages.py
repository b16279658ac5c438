"""What a page says about its article, each fixture named by what it proves."""

from __future__ import annotations

import dataclasses
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from cleaner.language import base
from cleaner.metadata import Extracted, extract
from cleaner.parse import parse

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("metadata-*"))
every_page = pytest.mark.parametrize("folder", FIXTURES, ids=lambda folder: folder.name)


def read(folder: Path) -> tuple[Extracted, dict[str, Any]]:
    html = (folder / "page.html").read_text(encoding="utf-8")
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return extract(parse(html).root, expected["url"], html), expected


@every_page
def test_values(folder: Path) -> None:
    found, expected = read(folder)
    as_json = json.loads(json.dumps(dataclasses.asdict(found.metadata)))
    assert {name: as_json[name] for name in expected["metadata"]} == expected["metadata"]


@every_page
def test_sources(folder: Path) -> None:
    found, expected = read(folder)
    wanted = expected.get("sources", {})
    assert {name: found.metadata.source_of(name) for name in wanted} == wanted


@every_page
def test_every_value_has_a_source_and_every_source_a_value(folder: Path) -> None:
    metadata = read(folder)[0].metadata
    unfounded = {"sources", "word_count"}
    given = {field.name for field in dataclasses.fields(metadata) if getattr(metadata, field.name) not in (None, ())} - unfounded
    assert given == set(dict(metadata.sources))


@every_page
def test_hints(folder: Path) -> None:
    found, expected = read(folder)
    assert list(found.article_body) == expected.get("article_body", [])
    assert set(expected.get("titles", [])) <= set(found.titles)
    assert set(expected.get("types", [])) <= set(found.types)
    assert set(expected.get("descriptions", [])) <= set(found.descriptions)
    assert found.languages == ((base(found.metadata.language),) if found.metadata.language else ())


@every_page
def test_no_tree_inside_and_none_changed(folder: Path) -> None:
    html = (folder / "page.html").read_text(encoding="utf-8")
    root = parse(html).root
    before = etree.tostring(root)
    found = extract(root, None, html)
    assert etree.tostring(root) == before
    assert pickle.loads(pickle.dumps(found)) == found
