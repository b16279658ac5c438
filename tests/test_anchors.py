"""Marks that link a heading to itself are no words of it."""

from __future__ import annotations

import pytest
from judging import document

from cleaner import clean


@pytest.mark.parametrize(("heading", "shown", "spans"), [
    ("<h2>The <i>harbour</i> <a href='#harbour'>¶</a></h2>", "The harbour", [(4, 11, "em")]),
    ("<h2>The harbour<a class=headerlink href='#x'>\uf0c1</a></h2>", "The harbour", []),
    ("<h2><a href='#x'>#</a> The <i>harbour</i></h2>", "The harbour", [(4, 11, "em")]),
    ("<h2><a href='#x'>§</a><a href='/harbour'>The harbour</a></h2>", "The harbour", [(0, 11, "a")]),
    ("<dl><dt><code>row(boat)</code><a href='#row'>¶</a></dt></dl>", "row(boat)", [(0, 9, "code")]),
    ("<h2>Written in C <a href='/c'>#</a></h2>", "Written in C #", [(13, 14, "a")]),         # leads elsewhere
    ("<p>The pilcrow is ¶</p>", "The pilcrow is ¶", []),
    ("<p>We are at <a href='#one'>number #</a></p>", "We are at number #", [(10, 18, "a")]),
    ("<p><a href='#top'>#</a></p>", "#", [(0, 1, "a")]),
])
def test_which_marks_go(heading: str, shown: str, spans: list[tuple[int, int, str]]) -> None:
    block = document(heading).blocks[0]
    assert (block.text, [span[:3] for span in block.spans]) == (shown, spans)
    assert block.link_share == pytest.approx(sum(end - start for start, end, tag in spans if tag == "a") / len(shown))


def test_the_headline_is_freed_too() -> None:
    page = "<html><head><title>Rowing boats - Boats 2.1 docs</title></head><body><h1>Rowing boats<a href='#rowing'>¶</a></h1></body>"
    assert clean(page).metadata.title == "Rowing boats"
