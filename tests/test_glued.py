"""Cues that are run into paragraphs: what is parted, and what reads like a cue but is the writer's own."""

from __future__ import annotations

import pytest
from judging import SENTENCE, document

from cleaner.render import to_text

FRONT = SENTENCE.format(1)


def texts(paragraph: str) -> list[str]:
    """The blocks of a page with that paragraph."""
    return [block.text for block in document(f"<main><p>{paragraph}</p></main>").blocks]


@pytest.mark.parametrize(("paragraph", "pieces"), [
    (f"{FRONT} <b>Read also: <a href='/x'>Why the boats stay in</a></b>", [FRONT, "Read also: Why the boats stay in"]),
    (f"<b>Read also:</b> <a href='/x'>Why the boats stay in</a> {FRONT}", ["Read also: Why the boats stay in", FRONT]),
    (f"Nobody slept. Read also: <a href='/x'>Why the boats stay in.</a> {FRONT}",
     ["Nobody slept.", "Read also: Why the boats stay in.", FRONT]),
    (f"{FRONT} [<a href='/x'>read more</a>]", [FRONT, "[read more]"]),
    (f"{FRONT} <a href='/x'>Read more</a> »", [FRONT, "Read more »"]),
])
def test_a_cue_with_its_link_is_a_block_of_its_own(paragraph: str, pieces: list[str]) -> None:
    assert texts(paragraph) == pieces


@pytest.mark.parametrize("paragraph", [
    "He told us to read more: <a href='/x'>Books about the sea</a> stood in every room of his house.",
    "The rules (see also: <a href='/x'>chapter three</a>) have been in force for nine years.",
    "Nobody slept. Read also: <a href='/x'>the letter of the council</a> and what came of it.",
    "Those who want to <a href='/x'>read more</a> may ask at the harbour office.",
    "Nobody slept. <a href='/x'>Why the boats stay in</a>",
    "Read also: <a href='/x'>Why the boats stay in</a>",
])
def test_a_link_in_a_sentence_and_a_line_of_its_own_stay_whole(paragraph: str) -> None:
    assert len(texts(paragraph)) == 1


def test_a_paragraph_of_many_links_behind_colons_stays_whole() -> None:
    parts = " ".join(f"Part {n}: <a href='/{n}'>the letter</a> and what came of it." for n in range(20_000))
    assert len(texts(parts)) == 1


def test_pieces_keep_their_markup_and_are_numbered_anew() -> None:
    page = document(f"<main><p>Nobody <em>slept</em>. Read also: <a href='/x'>Why the boats stay in</a></p><p>{FRONT}</p></main>")
    first, cue, last = page.blocks
    assert [block.index for block in page.blocks] == [0, 1, 2]
    assert [first.text[span.start:span.end] for span in first.spans] == ["slept"]
    assert [cue.text[span.start:span.end] for span in cue.spans] == ["Why the boats stay in"]
    assert (first.link_share, cue.joined, last.joined) == (0, True, False)
    assert cue.link_share == len("Why the boats stay in") / len(cue.text)
    assert len(page.hits) == 3
    assert page.hits[1][0].rule.kind.value == "read_also"
    assert to_text([first, cue]) == "Nobody slept.\nRead also: Why the boats stay in"
