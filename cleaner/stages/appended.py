"""Another article under the first: what infinite scroll appends, with a headline and a container of its own."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.ledger import Ledger
from cleaner.model import Document, Kind, Place, Verdict
from cleaner.stages.islands import within

_LEAST_BODY = 400       # characters of the first article above the second one's headline


def drop_appended(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Drops the kept text of an <article> that begins after the body and has an h1 of its own, not the page's headline."""
    kept = [] if document.text_mode else [document.blocks[i] for i in ledger.keeps()]
    last, size = None, 0                # the last block of the body so far, and its characters
    at = 0
    for headline in document.blocks[kept[0].index:] if kept else ():
        if headline.tag != "h1" or headline.text == document.metadata.title:
            continue
        while at < len(kept) and kept[at].index < headline.index:
            last, size, at = kept[at], size + len(kept[at].text), at + 1
        home = _article(headline.place)
        if home is None or last is None or size < _LEAST_BODY or within(last, home):
            continue
        because = f"under “{headline.text}”, an article after this one"
        while at < len(kept) and within(kept[at], home):
            yield Verdict(kept[at].index, False, Kind.OTHER_ARTICLE, "appended.article", because)
            at += 1


def _article(place: Place | None) -> Place | None:
    """The innermost <article> around a place."""
    for here in place.chain() if place else ():
        if here.tag == "article":
            return here
    return None

