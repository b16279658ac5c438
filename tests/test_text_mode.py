"""Extracted text with its clutter left in: what stays, what goes, and what the first lines tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner import Article, Kind, clean_text

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("text-*"))


def cleaned(folder: Path) -> tuple[Article, dict[str, Any]]:
    text = (folder / "text.txt").read_text(encoding="utf-8")
    return clean_text(text), json.loads((folder / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", FIXTURES, ids=lambda folder: folder.name)
class TestFixture:
    def test_body_lines(self, folder: Path) -> None:
        article, expected = cleaned(folder)
        assert [line for line in article.text.splitlines() if line] == expected["body"]

    def test_removed_lines(self, folder: Path) -> None:
        article, expected = cleaned(folder)
        assert [removed.text for removed in article.removed] == expected["removed"]

    def test_every_removal_is_explained(self, folder: Path) -> None:
        article, _ = cleaned(folder)
        for removed in article.removed:
            assert removed.rule
            assert removed.because
            assert article.why(removed.index)[-1].kind == removed.kind != Kind.BODY

    def test_metadata(self, folder: Path) -> None:
        data, expected = cleaned(folder)[0].metadata, cleaned(folder)[1]
        found = {
            "language": data.language, "title": data.title, "kicker": data.kicker,
            "caption": data.image and data.image.caption, "credit": data.image and data.image.credit,
            "agencies": list(data.agencies),
        }
        assert found == {name: expected[name] for name in found}
