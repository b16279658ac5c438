"""Headlines of other articles amid the body, without a cue: lines that are nothing but a link, and what stands under them in a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cleaner.ledger import Ledger
from cleaner.model import Block, Document, Kind, Place, Verdict
from cleaner.text import length_in_words

_WHOLE = 0.95               # link share of a line that is nothing but a link
_LINKED = 0.9               # the same of a headline in a row, beside which the source may be named
_LEAST_ROWS = 4             # containers alike that make a list
_TEASER = 80                # characters; a shorter line is a label of what the row shows
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


def drop_teaser_rows(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Drops the one paragraph under a linked headline that is not kept, where several containers alike hold such a pair: rows of a list."""
    if document.text_mode:
        return
    heads: dict[int, int] = {}          # id of a container -> the linked headline in it
    texts: dict[int, list[Block]] = defaultdict(list)
    for block in document.blocks:
        row = _row(block)
        if row is None:
            continue
        if ledger.kept(block.index):
            texts[row.id].append(block)
        elif block.link_share >= _LINKED and length_in_words(block.text) >= _LEAST_WORDS:
            heads.setdefault(row.id, block.index)
    lists: dict[tuple[str, str], list[int]] = defaultdict(list)
    for id_, kept in texts.items():
        row = _row(kept[0])
        if row and len(kept) == 1 and len(kept[0].text) >= _TEASER and heads.get(id_, kept[0].index) < kept[0].index:
            lists[row.tag, row.attributes].append(kept[0].index)
    kept_of_page = len(ledger.keeps())
    for rows in lists.values():
        if _LEAST_ROWS <= len(rows) < kept_of_page:
            for i in rows:
                yield Verdict(i, False, Kind.RELATED, "headline.row", f"under a linked headline, as in {len(rows) - 1} containers alike")


def _row(block: Block) -> Place | None:
    """The container that a block shares with a headline beside it."""
    row = block.place.parent if block.place else None
    return row if row and row.attributes else None
