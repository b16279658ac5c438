"""The lines above the body: everything is kept until told otherwise; headline, caption and their like go to the metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.front import read_front
from cleaner.ledger import Ledger
from cleaner.model import Document, Kind, Verdict
from cleaner.shape import is_figures
from cleaner.text import WORD

_HANDLE_AND_TAGS = re.compile(r"@[\w.]{2,}\s?(?:#\w+\s?){2,}")


def keep_lines(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Every line of an extracted text belongs to the article until a stage says otherwise."""
    if document.text_mode:
        yield from (Verdict(i, True, Kind.BODY, "text.line", "a line of the text") for i in range(len(document.blocks)))


def drop_front(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Headline, overline, byline, date, caption and credit above the body."""
    if document.text_mode:
        labels = read_front(document.blocks, document.hits).labels
        yield from (Verdict(i, False, label.kind, "text.front", label.because) for i, label in sorted(labels.items()))


def drop_marks(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Lines without words, markup left in the text, bare addresses, and figures that stand alone: counters and clock times."""
    if not document.text_mode:
        return
    for block in document.blocks:
        if not WORD.search(block.text):
            yield Verdict(block.index, False, Kind.BOILERPLATE, "text.marks", "no word in the line")
        elif block.text.startswith("<!--") and block.text.endswith("-->"):
            yield Verdict(block.index, False, Kind.BOILERPLATE, "text.markup", "a comment of the page's markup")
        elif _HANDLE_AND_TAGS.match(block.text):
            yield Verdict(block.index, False, Kind.VIDEO, "text.post", "a handle and its hashtags, what is left of an embedded post")
        elif "://" in block.text and " " not in block.text:
            yield Verdict(block.index, False, Kind.NAVIGATION, "text.address", "an address alone")
        elif is_figures(block.text) and not _among_figures(document, block.index):
            yield Verdict(block.index, False, Kind.BOILERPLATE, "text.figures", "figures alone")


def _among_figures(document: Document, i: int) -> bool:
    """Whether the lines around are figures too, as in a table of results."""
    near = [document.blocks[k].text for k in (i - 2, i - 1, i + 1, i + 2) if 0 <= k < len(document.blocks)]
    return sum(map(is_figures, near)) > 1
