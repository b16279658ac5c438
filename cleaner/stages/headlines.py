"""Headlines of other articles amid the body, without a cue: a line that is nothing but a link, and that the scorer doubts."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.ledger import Ledger
from cleaner.model import Block, Document, Kind, Verdict
from cleaner.text import length_in_words

_WHOLE = 0.95               # link share of a line that is nothing but a link
_SURE = 0.85                # likelihood of body from which such a line stays
_LEAST_WORDS = 4            # a shorter link is a name or a label
_STOPS = tuple(".!…。")     # what ends a sentence and hardly ever a headline
_OWN = frozenset({"li", "tr", "dt", "dd"})      # links in the body's own lists and tables stay with them


def drop_linked_headlines(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Drops kept blocks that are one link without a sentence's end."""
    if document.text_mode:
        return
    for i in ledger.keeps():
        block = document.blocks[i]
        if block.link_share < _WHOLE or block.tag in _OWN or ledger.likely[i] >= _SURE or _stays_here(block):
            continue
        if length_in_words(block.text) >= _LEAST_WORDS and not block.text.rstrip("\"”»«’)").endswith(_STOPS):
            because = f"nothing but a link, no sentence, likelihood {ledger.likely[i]:.2f}"
            yield Verdict(i, False, Kind.READ_ALSO, "headline.linked", because)


def _stays_here(block: Block) -> bool:
    """Whether a block's links lead to places on the page itself."""
    return all("#" in span.href and span.href != "#" for span in block.spans if span.tag == "a")
