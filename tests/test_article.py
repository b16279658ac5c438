"""The article as a value: what it answers, and that it travels."""

from __future__ import annotations

import dataclasses
import json
import pickle

import pytest

from cleaner import Article, Block, Image, Kind, Metadata, Quality, Verdict

BLOCKS = (
    Block(0, "html/body/nav", "nav", "Naslovnica"),
    Block(1, "html/body/p", "p", "Prvi odlomak."),
    Block(2, "html/body/p", "p", "Pročitajte i: Drugo"),
    Block(3, "html/body/p", "p", "Nitko nije sudio."),
)
VERDICTS = (
    Verdict(0, False, Kind.NAVIGATION, "markup.nav", "<nav>"),
    Verdict(1, False, Kind.AD, "hr.ad.label", "oglas"),
    Verdict(2, True, Kind.BODY, "scorer", "0.61"),
    Verdict(1, True, Kind.BODY, "scorer", "0.99"),
    Verdict(2, False, Kind.READ_ALSO, "hr.read_also.cue", "pročitajte i"),
)
ARTICLE = Article(
    "Prvi odlomak.",
    Metadata(title="Čaj", authors=("Ana",), image=Image("https://a.hr/x.jpg"), sources=(("title", "h1"),)),
    Quality("article", 0.9, (("agreement", 0.8),), ("guessed the charset",)),
    BLOCKS, (1,), VERDICTS,
)


def test_removed_blocks_come_in_page_order_with_the_verdict_that_stood() -> None:
    assert [(r.index, r.kind, r.rule, r.because, r.text, r.path) for r in ARTICLE.removed] == [
        (0, Kind.NAVIGATION, "markup.nav", "<nav>", "Naslovnica", "html/body/nav"),
        (2, Kind.READ_ALSO, "hr.read_also.cue", "pročitajte i", "Pročitajte i: Drugo", "html/body/p"),
    ]


def test_why_tells_every_verdict_in_the_order_given() -> None:
    assert [verdict.rule for verdict in ARTICLE.why(2)] == ["scorer", "hr.read_also.cue"]
    assert ARTICLE.why(3) == ()


def test_formats_write_the_kept_blocks() -> None:
    assert ARTICLE.to_markdown() == "# Čaj\n\nPrvi odlomak.\n"
    assert ARTICLE.to_markdown(front_matter=True).startswith('---\ntitle: "Čaj"\n')
    assert ARTICLE.to_html() == "<article>\n<h1>Čaj</h1>\n<p>Prvi odlomak.</p>\n</article>\n"
    assert ARTICLE.to_html(document=True).startswith("<!doctype html>")


def test_json_holds_text_metadata_quality_and_removals() -> None:
    found = json.loads(ARTICLE.to_json())
    assert found == ARTICLE.to_dict()
    assert list(found) == ["text", "metadata", "quality", "removed"]
    assert found["metadata"]["authors"] == ["Ana"]
    assert found["metadata"]["image"] == {"url": "https://a.hr/x.jpg", "caption": None, "credit": None}
    assert found["metadata"]["sources"] == {"title": "h1"}
    assert found["quality"]["signals"] == {"agreement": 0.8}
    assert found["quality"]["warnings"] == ["guessed the charset"]
    assert found["removed"][1] == {
        "index": 2, "text": "Pročitajte i: Drugo", "kind": "read_also", "rule": "hr.read_also.cue", "because": "pročitajte i",
        "path": "html/body/p",
    }
    assert "Čaj" in ARTICLE.to_json(indent=2)
    assert "\n" not in ARTICLE.to_json()


def test_an_article_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ARTICLE.text = "x"  # type: ignore[misc]
    assert not hasattr(ARTICLE, "__dict__")


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_an_article_survives_pickling(protocol: int) -> None:
    copy = pickle.loads(pickle.dumps(ARTICLE, protocol))
    assert copy == ARTICLE
    assert hash(copy) == hash(ARTICLE)
    assert copy.to_json() == ARTICLE.to_json()
