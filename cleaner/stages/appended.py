"""Another article under the first: what infinite scroll appends, with a headline and a container of its own."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.ledger import Ledger
from cleaner.model import Block, Document, Kind, Place, Verdict
from cleaner.stages.islands import within

_LEAST_BODY = 400       # characters of the first article above the second one's headline


def drop_appended(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Drops the kept text of an <article> that begins after the body and has an h1 of its own, not the page's headline."""
    kept = [document.blocks[i] for i in ledger.keeps()]
    if document.text_mode or not kept:
        return
    gone: set[int] = set()
    for headline in document.blocks[kept[0].index:]:
        if headline.tag != "h1" or headline.text == document.metadata.title or headline.index in gone:
            continue
        above = [block for block in kept if block.index < headline.index and block.index not in gone]
        home = _article(headline.place)
        if home is None or _size(above) < _LEAST_BODY or any(within(block, home) for block in above):
            continue
        for block in kept:
            if block.index > headline.index and block.index not in gone and within(block, home):
                gone.add(block.index)
                because = f"under “{headline.text}”, an article after this one"
                yield Verdict(block.index, False, Kind.OTHER_ARTICLE, "appended.article", because)


def _article(place: Place | None) -> Place | None:
    """The innermost <article> around a place."""
    for here in place.chain() if place else ():
        if here.tag == "article":
            return here
    return None


def _size(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)
