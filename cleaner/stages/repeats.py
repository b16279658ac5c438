"""What stands on a page twice: the headline above its own article, a paragraph copied, a block set twice."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.ledger import Ledger
from cleaner.model import Document, Kind, Verdict
from cleaner.text import words

_TOP = 3                    # kept blocks from the top among which the headline is looked for: further down it is a subhead
_COPY_WORDS = 8             # a shorter line may rightly come twice: a refrain, "Yes.", a speaker's name


def drop_title(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """The headline is metadata, not body, where it is repeated as a block of its own above the body."""
    if document.text_mode:
        return
    titles = {" ".join(words(title)) for title in document.titles} - {""}
    for i in ledger.keeps()[:_TOP]:
        if " ".join(ledger.words(document.blocks[i])) in titles:
            yield Verdict(i, False, Kind.TITLE, "repeats.title", "the words of the headline")


def drop_copies(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Of a paragraph that is kept twice, the first copy stays."""
    if document.text_mode:
        return
    seen: dict[str, int] = {}
    for i in ledger.keeps():
        tokens = ledger.words(document.blocks[i])
        if len(tokens) < _COPY_WORDS:
            continue
        first = seen.setdefault(" ".join(tokens), i)
        if first != i:
            yield Verdict(i, False, Kind.DUPLICATE, "repeats.copy", f"the words of block {first}")
