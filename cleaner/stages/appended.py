"""Another article under the first: what infinite scroll appends, with a headline and a container of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.ledger import Ledger
from cleaner.model import Block, Document, Kind, Place, Verdict
from cleaner.stages.islands import headline as page_headline
from cleaner.stages.islands import within

_NEAR = 6               # blocks under a headline among which its byline stands
_FIGURES = re.compile(r"\d+")
_LEAST_BODY = 400       # characters of the first article above the second one's headline


def drop_appended(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Drops the kept text of an <article>, or a container like the first one's, that begins after the body and has an h1 of its own."""
    kept = [] if document.text_mode else [document.blocks[i] for i in ledger.keeps()]
    last, size = None, 0                # the last block of the body so far, and its characters
    at, top = 0, page_headline(document) if kept else None
    for headline in document.blocks[kept[0].index:] if kept else ():
        if headline.tag != "h1" or headline.text == document.metadata.title:
            continue
        while at < len(kept) and kept[at].index < headline.index:
            last, size, at = kept[at], size + len(kept[at].text), at + 1
        home = _article(headline.place) or (_like_the_first(document, ledger, top, headline) if last and top is not None else None)
        if home is None or last is None or size < _LEAST_BODY or within(last, home):
            continue
        because = f"under “{headline.text}”, an article after this one"
        while at < len(kept) and within(kept[at], home):
            yield Verdict(kept[at].index, False, Kind.OTHER_ARTICLE, "appended.article", because)
            at += 1


def _like_the_first(document: Document, ledger: Ledger, top: int, headline: Block) -> Place | None:
    """The container around an h1 that is made like the one beside it around the page's own, each with a line of figures made alike."""
    first = document.blocks[top]
    ways = [list(block.place.chain())[::-1] if block.place else [] for block in (first, headline)]
    one, other = next(((one, other) for one, other in zip(*ways, strict=False) if one.id != other.id), (None, None))
    if one is None or other is None or not one.attributes or _make(one) != _make(other):
        return None
    dated = {_make(block.place) for block in _lines(document, ledger, first, one)}
    return other if any(_make(block.place) in dated for block in _lines(document, ledger, headline, other)) else None


def _lines(document: Document, ledger: Ledger, headline: Block, home: Place) -> Iterator[Block]:
    """The dropped lines with figures that stand right under a headline in its container, as a byline with its date does."""
    for block in document.blocks[headline.index + 1:headline.index + 1 + _NEAR]:
        if not ledger.kept(block.index) and _FIGURES.search(block.text) and within(block, home):
            yield block


def _make(place: Place | None) -> tuple[str, str] | None:
    return place and (place.tag, _FIGURES.sub("", place.attributes))


def _article(place: Place | None) -> Place | None:
    """The innermost <article> around a place."""
    for here in place.chain() if place else ():
        if here.tag == "article":
            return here
    return None

