"""The lines above the body: everything is kept until told otherwise; headline, caption and their like go to the metadata."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cleaner.front import is_cell
from cleaner.ledger import Ledger
from cleaner.menus import menus
from cleaner.model import Document, Kind, Verdict
from cleaner.shape import is_figures
from cleaner.stages.extracted.view import View, view
from cleaner.text import WORD

_HANDLE_AND_TAGS = re.compile(r"@[\w.]{2,}\s?(?:#\w+\s?){2,}")
_HEAD = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d{2}\b.*[^\W\d]")
_FOOT = re.compile(r"\S+://\S+ \d{1,3}/\d{1,3}$")


def keep_lines(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Every line of an extracted text belongs to the article until a stage says otherwise."""
    if document.text_mode:
        yield from (Verdict(i, True, Kind.BODY, "text.line", "a line of the text") for i in range(len(document.blocks)))


def drop_front(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Headline, overline, byline, date, caption and credit above the body."""
    yield from document.front


def drop_menus(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """The menus above and below an article, where all lines of its page were taken over."""
    if document.text_mode:
        told = menus(document.blocks, document.hits)
        yield from (Verdict(i, False, Kind.NAVIGATION, "text.menu", because) for i, because in told.items())


def drop_marks(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Lines without words, markup left in the text; counters, clock times and addresses that stand alone."""
    if not document.text_mode:
        return
    seen = view(document, ledger)
    copies = Counter(line.form for line in seen.lines)
    for line in seen.lines:
        if not line.kept:
            continue
        if not WORD.search(line.text):
            yield Verdict(line.i, False, Kind.BOILERPLATE, "text.marks", "no word in the line")
        elif line.text.startswith("<!--") and line.text.endswith("-->"):
            yield Verdict(line.i, False, Kind.BOILERPLATE, "text.markup", "a comment of the page's markup")
        elif _HANDLE_AND_TAGS.match(line.text):
            yield Verdict(line.i, False, Kind.VIDEO, "text.post", "a handle and its hashtags, what is left of an embedded post")
        elif "://" in line.text and " " not in line.text and _stands_apart(seen, line.i):
            yield Verdict(line.i, False, Kind.NAVIGATION, "text.address", "an address alone above the body, or between paragraphs")
        elif _FOOT.match(line.text):
            yield Verdict(line.i, False, Kind.BOILERPLATE, "text.printed", "an address and its page, the foot of a printed page")
        elif copies[line.form] > 1 and _HEAD.match(line.text):
            yield Verdict(line.i, False, Kind.BOILERPLATE, "text.printed", "date and title again, the head of a printed page")
        elif is_figures(line.text) and seen.parts_paragraphs(line.i) and not is_cell(document.blocks, document.hits, line.i):
            yield Verdict(line.i, False, Kind.BOILERPLATE, "text.figures", "figures alone, not among other short lines of the body")


def _stands_apart(seen: View, i: int) -> bool:
    """Whether line `i` is above the body, or between two of its paragraphs of which the first does not lead to it with a colon."""
    is_between = seen.first < i < seen.last and seen.parts_paragraphs(i) and not seen.lines[i - 1].shape.introduces
    return i < seen.first or is_between
