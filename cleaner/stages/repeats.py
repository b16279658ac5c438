"""What stands on a page twice: the headline above its own article, a paragraph copied, a block set twice."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.ledger import Ledger
from cleaner.model import Document, Kind, Verdict
from cleaner.stages.lists import list_of
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
    """Of a paragraph that is kept twice, the first copy stays; so does a point of a list or table with points of its own."""
    if document.text_mode:
        return
    copies = _copies(document, ledger)
    homes = {i: list_of(document.blocks[i]) for i in ledger.keeps()} if copies else {}
    own = {home.id for i, home in homes.items() if home and i not in copies}
    for i, first in copies.items():
        home = homes[i]
        if home is None or home.id not in own:
            yield Verdict(i, False, Kind.DUPLICATE, "repeats.copy", f"the words of block {first}")


def _copies(document: Document, ledger: Ledger) -> dict[int, int]:
    """The kept blocks that have the words of an earlier one, each with the first of them."""
    copies: dict[int, int] = {}
    seen: dict[str, int] = {}
    for i in ledger.keeps():
        tokens = ledger.words(document.blocks[i])
        if len(tokens) < _COPY_WORDS:
            continue
        first = seen.setdefault(" ".join(tokens), i)
        if first != i:
            copies[i] = first
    return copies
