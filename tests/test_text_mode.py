"""Extracted text with its clutter left in: what stays, what goes, and what the first lines tell."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import SENTENCE

from cleaner import Article, Block, Kind, clean_text
from cleaner.ledger import Ledger
from cleaner.model import Document
from cleaner.stages import Stage, text_stages
from cleaner.text import without_controls

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


LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from([
            "Citește și", "Citește și: Premierul a demisionat", "Recomandări", "Foto: Ion Pop", "Getty", "---", "<!-- x -->", "1. Prima",
            "Primarul a spus marți că podul va fi închis până la sfârșitul anului.", "Cât costă podul nou peste râul Alba", "12.10.2026",
            "Citește și: Cât a costat podul Lucrările au durat doi ani, a spus primarul orașului. Podul este deschis.",
        ]),
    ),
    max_size=25,
)


@settings(deadline=None, max_examples=150)
@given(LINES)
def test_any_text_gives_an_article_made_of_its_own_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    article = clean_text(text, "ro")
    squeezed = " ".join(without_controls(text).replace("\ufeff", "").split())
    assert all(" ".join(block.text.split()) in squeezed for block in article.blocks)
    assert set(article.kept).isdisjoint(removed.index for removed in article.removed)
    assert clean_text(text, "ro") == article
    assert pickle.loads(pickle.dumps(article)) == article


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=12))
def test_paragraphs_without_clutter_all_stay(numbers: list[int]) -> None:
    sentence = "Satul numărul {} are o școală nouă, o bibliotecă și un teren de sport, a spus primarul."
    paragraphs = [sentence.format(f"{n}{i}") for i, n in enumerate(numbers)]
    assert clean_text("\n\n".join(paragraphs), "ro").text == "\n\n".join(paragraphs)


def test_the_language_given_wins_over_the_detected_one() -> None:
    assert clean_text("Predsjednik je rekao da će se sastati s ministrima i razgovarati o proračunu.", "sr").metadata.language == "sr"


@pytest.mark.parametrize(("language", "last"), [
    ("cs", "Předplatné vypršelo."), ("sk", "Viac povedať nechcel."), ("uk", "Реєстрація закрита."), ("zh", "热门话题是桥。"),
    ("en", "No comment."), ("pl", "Bez komentarza."), ("fa", "بدون نظر."), ("hi", "कोई टिप्पणी नहीं।"),
])
def test_a_short_sentence_that_begins_like_a_prompt_ends_an_article(language: str, last: str) -> None:
    body = [SENTENCE.format(n) for n in range(4)]
    assert clean_text("\n".join([*body, last]), language).text.endswith(last)
    assert clean_text("\n".join([*body, last.rstrip(".。।") + ":"]), language).text.endswith(body[-1])


def test_a_short_last_sentence_that_leads_to_a_site_goes() -> None:
    body = [SENTENCE.format(n) for n in range(4)]
    assert clean_text("\n".join([*body, "Vezi mai multe pe tema podurilor vechi pe gazeta-exemplu.ro."]), "ro").text.endswith(body[-1])


@pytest.mark.parametrize("line", [
    "Goals: 1-0 Smith (12), 1-1 Jones (45), 2-1 Smith (88)", "Goles: 1-0, Paredes (12'); 1-1, Lozano (45')",
    "Doelpunten: 12. Vries 1-0, 45. Bakker 2-0",
    "Kaleciler: Mert Aydın, Uğur Çelik, Altay Demir", "Innsbruck: Huber – Maier, Gruber, Wagner – Berger, Pichler, Moser",
    "Q: Do you still believe in that old plan?",
])
def test_scores_line_ups_and_questions_amid_a_short_article_stay(line: str) -> None:
    body = [SENTENCE.format(n) for n in range(6)]
    headline = "Kyiv: Harbour dues to rise in March for all boats"
    assert line in clean_text("\n".join([*body[:3], line, *body[3:]]), "en").text.splitlines()
    assert headline not in clean_text("\n".join([*body[:3], headline, *body[3:]]), "en").text


@pytest.mark.parametrize("text", ["", "\n\n\n", "\x00", "\ufeff"])
def test_nothing_to_read_is_an_article_without_blocks(text: str) -> None:
    article = clean_text(text)
    assert article.text == ""
    assert article.kept == ()


def test_lines_of_a_verse_stay_together() -> None:
    verse = "Cade frunza\npe sub deal\nși se duce\npână-n mal"
    before = "Un titlu de poezie\n\nAcesta este un paragraf de început care spune cine a scris versurile de mai jos."
    after = "După ele urmează un alt paragraf, destul de lung ca să fie proză, și atât."
    assert verse in clean_text(f"{before}\n\n{verse}\n\n{after}", "ro").text


@pytest.mark.parametrize("stage", text_stages(), ids=lambda stage: getattr(stage, "__name__", type(stage).__name__))
def test_stages_for_text_abstain_on_pages(stage: Stage) -> None:
    page = Document((Block(0, "html/body/p", "p", "Citește și: Premierul a demisionat"),), hits=((),))
    assert list(stage(page, Ledger(1))) == []


def test_points_of_a_long_list_under_a_prompt_are_each_heard_once() -> None:
    body = [SENTENCE.format(n) for n in range(6)]
    points = [f"- Offer number {n} for readers" for n in range(20_000)]
    article = clean_text("\n".join([*body, "Share this article", *points, "Subscribe now to keep reading"]), "en")
    assert article.text.count("\n") < len(body) * 2


@pytest.mark.parametrize(("text", "told"), [
    (f"<!DOCTYPE html>\n<html><body><p>{SENTENCE}</p></body></html>", True), (f'<p class="lead">{SENTENCE}</p>', True),
    (f"\n <!-- saved --><div>{SENTENCE}", True), (f"{SENTENCE} The tag <p> opens a paragraph, </p> closes it.", False),
    (f"<b>{SENTENCE}", False), (f"<p{SENTENCE}", False), ("", False),
])
def test_markup_in_a_text_is_told(text: str, told: bool) -> None:
    assert ("markup in a text: clean it as a page" in clean_text(text).quality.warnings) is told
