"""Small boxes inside the body's container: the picture's caption above its credit, the teaser under its linked headline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleaner import markup
from cleaner.ledger import Ledger
from cleaner.model import Block, Document, Kind, Place, Verdict
from cleaner.stages.headlines import stays_here
from cleaner.stages.islands import container, within
from cleaner.text import length_in_words

_CERTAIN = 0.8              # likelihood of body from which a teaser's box does not decide
_LINKED = 0.9               # link share of a headline that leads elsewhere
_LEAST_WORDS = 4            # a shorter link is a name or a label
_TEXT = 80                  # characters; a shorter line is a label or a point of a list
_TEXTS = frozenset({"p", "div"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NEAR = 3                   # blocks between a teaser's headline and its text
_LARGEST = 0.15             # share of the kept text in such boxes; where it is more, the article is a list of them
_STEPS = 4                  # containers around a block that can be its box
_TEASERS = ("teaser", "related", "recommended", "latest", "popular")


def drop_credited_captions(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Drops the one kept text of a box that holds nothing else but a credit under it: a caption, whatever the box is called."""
    if document.text_mode:
        return
    blocks, kept = document.blocks, ledger.keeps()
    above = [i for i in kept if i + 1 < len(blocks) and document.hits[i + 1] and not ledger.kept(i + 1)]
    body = container([blocks[i] for i in kept]) if above else None
    for i in above:
        box = _parent(blocks[i])
        if box is None or body is None or box.depth <= body.depth:
            continue
        credit = next((hit for hit in document.hits[i + 1] if hit.rule.kind is Kind.CREDIT and hit.signals & hit.rule.needs), None)
        beside = [k for k in (i - 1, i + 2) if 0 <= k < len(blocks) and within(blocks[k], box)]
        if credit and within(blocks[i + 1], box) and not beside:
            yield Verdict(i, False, Kind.CAPTION, "box.caption", f"alone in a box with the credit “{credit.words}”")


def drop_boxed_teasers(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Drops a kept text under a linked headline that is not kept, in a box inside the body's container that its markup calls a teaser."""
    if document.text_mode:
        return
    blocks, kept = document.blocks, ledger.keeps()
    possible = [i for i in kept if ledger.likely[i] < _CERTAIN and len(blocks[i].text) >= _TEXT and blocks[i].tag in _TEXTS]
    body = container([blocks[i] for i in kept]) if possible else None
    teasers: list[tuple[int, Block]] = []
    for i in possible:
        box = _teaser_box(blocks[i], body)
        above = [block for block in blocks[max(0, i - _NEAR):i] if within(block, box)] if box else []
        headline = next((block for block in above if _is_headline(block) and not ledger.kept(block.index)), None)
        if headline:
            teasers.append((i, headline))
    if _size(blocks[i] for i, _ in teasers) > _LARGEST * _size(blocks[i] for i in kept):
        return
    for i, headline in teasers:
        yield Verdict(i, False, Kind.RELATED, "box.teaser", f"in a teaser's box under the linked headline “{headline.text}”")


def _is_headline(block: Block) -> bool:
    is_linked = block.link_share >= _LINKED and length_in_words(block.text) >= _LEAST_WORDS
    return is_linked and block.tag in _HEADINGS and not stays_here(block)


def _size(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _parent(block: Block) -> Place | None:
    return block.place.parent if block.place else None


def _teaser_box(block: Block, body: Place | None) -> Place | None:
    """The outermost container close around a block, and smaller than the body's, whose markup says teaser."""
    found = None
    for step, here in enumerate(block.place.chain()) if block.place and body else ():
        if step > _STEPS or (body and here.depth <= body.depth):
            break
        if any(markup.has(here.words, name) for name in _TEASERS):
            found = here
    return found
