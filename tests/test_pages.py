"""Whole pages, each fixture named by what it proves: what stays, what goes and as what."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from cleaner import Article, Kind, clean

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("page-*"))


def read(folder: Path) -> tuple[str, dict[str, Any]]:
    return (folder / "page.html").read_text(encoding="utf-8"), json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def cleaned(folder: Path) -> tuple[Article, dict[str, Any]]:
    html, expected = read(folder)
    return clean(html, expected["url"]), expected


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def case(folder: Path) -> Any:
    """The fixture as a parameter; one that the engine is known to fail says so itself, with the reason."""
    reason = read(folder)[1].get("xfail")
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(folder, id=folder.name, marks=marks)


every_page = pytest.mark.parametrize("folder", FIXTURES, ids=lambda folder: folder.name)


@pytest.mark.parametrize("folder", [case(folder) for folder in FIXTURES])
def test_the_text_is_the_article_and_nothing_else(folder: Path) -> None:
    article, expected = cleaned(folder)
    assert lines(article.text) == expected["text"]


@every_page
def test_what_goes_is_named(folder: Path) -> None:
    article, expected = cleaned(folder)
    removed = {removed.text: removed.kind for removed in article.removed}
    named = {line: Kind(kind) for line, kind in expected["gone"].items() if kind}
    assert {line: removed.get(line) for line in named} == named


@every_page
def test_every_removal_is_explained(folder: Path) -> None:
    article, _ = cleaned(folder)
    for removed in article.removed:
        assert removed.rule
        assert removed.because
        assert article.why(removed.index)[-1].kind == removed.kind != Kind.BODY


@every_page
def test_metadata(folder: Path) -> None:
    article, expected = cleaned(folder)
    found = json.loads(article.to_json())["metadata"]
    assert {name: found[name] for name in expected["metadata"]} == expected["metadata"]


def test_pages_do_not_remember_each_other() -> None:
    in_order = {folder.name: cleaned(folder)[0] for folder in FIXTURES}
    shuffled = random.Random(7).sample(FIXTURES, len(FIXTURES))
    assert {folder.name: cleaned(folder)[0] for folder in shuffled} == in_order
