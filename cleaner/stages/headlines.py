"""Headlines of other articles amid the body, without a cue: lines that are nothing but a link, and what stands under them in a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cleaner.ledger import Ledger
from cleaner.metadata import host
from cleaner.model import Block, Document, Kind, Place, Verdict
from cleaner.stages.islands import container, within
from cleaner.stages.kinds import shared
from cleaner.text import length_in_words

_WHOLE = 0.95               # link share of a line that is nothing but a link
_LINKED = 0.9               # the same of a headline in a row, beside which the source may be named
_LEAST_ROWS = 4             # containers alike that make a list
_CARD = range(40, 300)      # characters of the sentence in a card
_CARD_BLOCKS = 3            # from the headline of a card to its sentence: a date and a byline may stand between
_MOST_CARDS = 3             # of a page; an article that is made of cards has more
_TEASER = 80                # characters; a shorter line is a label of what the row shows
_SURE = 0.85                # likelihood of body from which such a line stays, where it does not lead on within the site after a full stop
_LINES = frozenset({"p", "div"})        # a heading that is a link may head its own section
_LEAST_WORDS = 4            # a shorter link is a name or a label
_STOPS = tuple(".!…。")     # what ends a sentence and hardly ever a headline
_OWN = frozenset({"li", "tr", "dt", "dd"})      # links in the body's own lists and tables stay with them


def drop_linked_headlines(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Drops kept blocks that are one link without a sentence's end."""
    if document.text_mode:
        return
    above = ""                  # the text before, without lines that go
    for i in ledger.keeps():
        block = document.blocks[i]
        if _is_linked_line(block) and (ledger.likely[i] < _SURE or (
            block.tag in _LINES and _ends_sentence(above) and _leads_within(document, block)
        )):
            because = f"nothing but a link, no sentence, likelihood {ledger.likely[i]:.2f}"
            yield Verdict(i, False, Kind.READ_ALSO, "headline.linked", because)
        else:
            above = block.text


def _is_linked_line(block: Block, least: float = _WHOLE) -> bool:
    """Whether a block is one link as long as a headline, no sentence, and neither a point of a list nor leads to the page itself."""
    if block.link_share < least or block.tag in _OWN or stays_here(block) or _ends_sentence(block.text):
        return False
    return length_in_words(block.text) >= _LEAST_WORDS


def _ends_sentence(text: str) -> bool:
    return text.rstrip("\"”»«’)").endswith(_STOPS)


def _leads_within(document: Document, block: Block) -> bool:
    """Whether a block's links lead to other pages of the page's own site."""
    own = host(document.metadata.url or document.metadata.canonical_url or "")
    named = {host(span.href) for span in block.spans if span.tag == "a"} - {""}         # a relative link names none
    return all(own and f".{name}".endswith(f".{own}") for name in named)


def stays_here(block: Block) -> bool:
    """Whether a block's links lead to places on the page itself."""
    return all("#" in span.href and span.href != "#" for span in block.spans if span.tag == "a")


def leads_nowhere(block: Block) -> bool:
    """Whether a block's links lead to no other page: to a place on this one, or to what a script does."""
    return all("#" in span.href or not span.href or span.href.startswith("javascript:") for span in block.spans if span.tag == "a")


def drop_teaser_rows(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Drops the one paragraph under a linked headline that is not kept, where several containers alike hold such a pair: rows of a list."""
    if document.text_mode:
        return
    lone = _lone_texts(document, ledger)
    heads = _heads(document, ledger) if len(lone) >= _LEAST_ROWS else {}
    lists: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, i in lone:
        if heads.get(row.id, i) < i:
            lists[row.tag, row.attributes].append(i)
    kept_of_page = len(ledger.keeps())
    for rows in lists.values():
        if _LEAST_ROWS <= len(rows) < kept_of_page:
            for i in rows:
                yield Verdict(i, False, Kind.RELATED, "headline.row", f"under a linked headline, as in {len(rows) - 1} containers alike")


def drop_cards(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Drops the sentence that shares a container with a headline that leads on within the site and is not kept: a card amid the body.

    A page with many such containers is a list, which the rows above are for, or an article that is one.
    """
    cards = [] if document.text_mode else list(_cards(document, ledger))
    body = container([document.blocks[i] for i in ledger.keeps()]) if cards else None
    cards = [(home, head, i) for home, head, i in cards if body is not None and home.depth > body.depth]
    if len(cards) > _MOST_CARDS:
        return
    for _, head, i in cards:
        yield Verdict(i, False, Kind.RELATED, "headline.card", f"alone in one container with “{document.blocks[head].text}”")


def _cards(document: Document, ledger: Ledger) -> Iterator[tuple[Place, int, int]]:
    """The kept sentences right below a linked headline that is not kept: their container, the headline, the sentence."""
    kept = ledger.keeps()
    for before, i, after in zip([-1, *kept], kept, [*kept[1:], len(document.blocks)], strict=False):
        block = document.blocks[i]
        if block.tag not in _LINES or len(block.text) not in _CARD or not _ends_sentence(block.text) or block.link_share > 0:
            continue
        above = document.blocks[max(before + 1, i - _CARD_BLOCKS):i]
        heads = (head for head in above if _is_linked_line(head, _LINKED) and _leads_within(document, head))
        head = next((head for head in heads if not leads_nowhere(head)), None)
        home = shared(head, block) if head else None
        others = [document.blocks[j] for j in (before, after) if 0 <= j < len(document.blocks)]
        if head and home and not any(within(other, home) for other in others):
            yield home, head.index, i


def _lone_texts(document: Document, ledger: Ledger) -> list[tuple[Place, int]]:
    """The kept blocks long enough for a teaser that are the only kept one of their row, each with that row."""
    texts: dict[int, list[tuple[Place, int]]] = defaultdict(list)
    for i in ledger.keeps():
        row = _row(document.blocks[i])
        if row is not None:
            texts[row.id].append((row, i))
    return [kept[0] for kept in texts.values() if len(kept) == 1 and len(document.blocks[kept[0][1]].text) >= _TEASER]


def _heads(document: Document, ledger: Ledger) -> dict[int, int]:
    """By the id of its row, the first linked headline there that is not kept."""
    heads: dict[int, int] = {}
    for block in document.blocks:
        if block.link_share >= _LINKED and not ledger.kept(block.index) and length_in_words(block.text) >= _LEAST_WORDS:
            row = _row(block)
            if row is not None:
                heads.setdefault(row.id, block.index)
    return heads


def _row(block: Block) -> Place | None:
    """The container that a block shares with a headline beside it."""
    row = block.place.parent if block.place else None
    return row if row and row.attributes else None
