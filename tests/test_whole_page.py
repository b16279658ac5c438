"""Texts that hold all lines of a page: when they are taken for one, what is kept of them, and which line is the headline."""

from __future__ import annotations

from pathlib import Path

import pytest
from judging import SENTENCE

from cleaner import Options, clean_text
from cleaner.quality import weights
from cleaner.read_text import read_text
from cleaner.reasons import plain
from cleaner.stages.extracted.page import WARNING

FIXTURES = Path(__file__).parent / "fixtures"
PAGE = (FIXTURES / "text-whole-page-in-english" / "text.txt").read_text(encoding="utf-8")
BODY = [line for line in PAGE.splitlines() if len(line) > 100]


def without_phrases(text: str) -> str:
    """The text, its short lines made names that no site has among its phrases."""
    return "\n".join(line if len(line) > 30 else f"{line[::-1]} Holm" for line in text.splitlines())


def test_a_page_is_known_by_its_menus_and_says_so() -> None:
    article = clean_text(PAGE)
    assert article.text.splitlines()[::2] == BODY
    assert article.quality.warnings == (WARNING,)
    assert {verdict.rule for verdict in article.verdicts} >= {"scorer", "text.front"}


def test_without_phrases_of_a_site_short_lines_are_the_texts_own() -> None:
    assert read_text(without_phrases(PAGE)).scored == ()


def test_the_article_alone_is_judged_by_rules_alone() -> None:
    text = "\n".join(BODY)
    assert read_text(text).scored == ()
    assert clean_text(text).text.splitlines()[::2] == BODY


def test_markup_is_no_page_as_text() -> None:
    markup = "<!DOCTYPE html>\n" + "\n".join(f"<p>{line}</p>" for line in PAGE.splitlines())
    assert WARNING not in clean_text(markup).quality.warnings


def test_each_line_has_a_likelihood_and_its_reasons_in_words() -> None:
    document = read_text(PAGE)
    assert len(document.scored) == len(document.blocks)
    scored = [verdict for verdict in clean_text(PAGE).verdicts if verdict.rule == "scorer"]
    assert [verdict.block for verdict in scored] == list(range(len(document.blocks)))
    assert all(plain(verdict).partition("% likely to be body: ")[2] for verdict in scored)


def test_presets_keep_more_or_less_of_what_is_in_doubt() -> None:
    kept = [set(clean_text(PAGE, options=Options(preset=preset)).kept) for preset in ("precise", "balanced", "generous")]
    assert kept[0] <= kept[1] <= kept[2]
    likely = [odds for odds, _ in read_text(PAGE).scored]
    assert {i for i in kept[0] if likely[i] < 0.65} == set()


def test_confidence_has_coefficients_of_its_own() -> None:
    quality = clean_text(PAGE).quality
    found = dict(quality.signals)
    odds = weights()["lines"]["bias"] + sum(odds * found[name] for name, odds in weights()["lines"].items() if name != "bias")
    assert 0.5 < quality.confidence < 1
    assert (quality.confidence > 0.9) is (odds > 2.197)


@pytest.mark.parametrize("first", ["The last lamplighter puts out his pipe - Ostermoor Tidings", "Ostermoor Tidings"])
def test_the_headline_is_the_line_near_the_article_that_shares_its_words(first: str) -> None:
    article = clean_text(f"{first}\n{PAGE}")
    assert article.metadata.title == "The last lamplighter puts out his pipe"
    assert article.text.splitlines()[::2] == BODY


def test_a_page_without_a_paragraph_has_no_headline() -> None:
    menu = "\n".join(line for line in PAGE.splitlines() if len(line) < 30)
    assert clean_text(menu).metadata.title is None


def test_a_page_as_long_as_a_book_is_judged_like_a_shorter_one() -> None:
    top, _, bottom = PAGE.partition(BODY[0])
    for count in (18, 1800):
        lines = {SENTENCE.format(n) for n in range(count)}
        kept = lines.intersection(clean_text("\n".join([top, *sorted(lines), bottom])).text.splitlines())
        assert len(kept) > 0.99 * count
