"""Text far from the body: kept blocks that stand outside the container of the body, past its end or before the headline."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.ledger import Ledger
from cleaner.model import Block, Document, Place, Verdict
from cleaner.stages.kinds import kind_of

_MOST = 0.7                 # share of the kept text that the body's container holds
_LEAST_GAP = 2              # dropped blocks between body and island
_LARGEST = 0.3              # share of the kept text from which an island may be a second body
RULE = "island.outside"


def drop_islands(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Drops kept blocks after the end of the body's container, where dropped ones part them from it."""
    kept = ledger.keeps()
    if document.text_mode or not kept:
        return
    blocks = document.blocks
    body = container([blocks[i] for i in kept])
    inside = [i for i in kept if within(blocks[i], body)]
    if body is None or not inside:
        return
    last = inside[-1]
    island = [i for i in kept if i > last]
    total = sum(len(blocks[i].text) for i in kept)
    size = sum(len(blocks[i].text) for i in island)
    if not island or island[0] - last <= _LEAST_GAP or size > _LARGEST * total:
        return
    for i in island:
        because = f"outside {body.path.rpartition('/')[2]}, which holds {1 - size / total:.0%} of the text, and {island[0] - last - 1} dropped blocks past its end"
        yield Verdict(i, False, kind_of(document, i), RULE, because)


def container(blocks: list[Block]) -> Place | None:
    """The innermost place that holds most of the text of `blocks`."""
    mass: dict[int, int] = {}
    places: dict[int, Place] = {}
    for block in blocks:
        for place in block.place.chain() if block.place else ():
            mass[place.id] = mass.get(place.id, 0) + len(block.text)
            places[place.id] = place
    total = sum(len(block.text) for block in blocks)
    holders = [place for id_, place in places.items() if mass[id_] >= _MOST * total]
    return max(holders, key=lambda place: place.depth, default=None)


def within(block: Block, place: Place | None) -> bool:
    """Whether a block stands inside a place."""
    return place is not None and block.place is not None and any(here.id == place.id for here in block.place.chain())
