"""What a reader does not see: kept text in hidden places, where the body itself is shown."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.flags import Flag
from cleaner.ledger import Ledger
from cleaner.model import Block, Document, Kind, Verdict

_LARGEST = 0.1          # share of the kept text that is hidden; where it is more, the page unfolds its own text by script


def drop_hidden(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Drops kept blocks in hidden places; a page that hides much of its body unfolds it by script, and keeps it."""
    kept = [document.blocks[i] for i in ledger.keeps()]
    unseen = [block for block in kept if block.place is not None and block.place.flags & Flag.HIDDEN]
    total = _size(kept)
    if document.text_mode or not unseen or _size(unseen) > _LARGEST * total:
        return
    because = f"in a hidden place, where {1 - _size(unseen) / total:.0%} of the text is shown"
    for block in unseen:
        yield Verdict(block.index, False, Kind.HIDDEN, "hidden.place", because)


def _size(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)
