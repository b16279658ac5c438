"""Text far from the body: kept blocks past the end of the body's container, or in another cluster than the one under the headline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, takewhile

from cleaner import markup
from cleaner.ledger import Ledger
from cleaner.model import Block, Document, Place, Verdict
from cleaner.stages.kinds import Kinds

_MOST = 0.7                 # share of the kept text that the body's container holds
_LEAST_GAP = 2              # dropped blocks between body and island
_LARGEST = 0.3              # share of the kept text from which an island may be a second body
_CLUSTER_GAP = 8            # dropped blocks that part two clusters of kept ones
_LEAST_BODY = 400           # characters of a cluster that can be the body
_RIVAL = 0.75               # size of another cluster, in bodies, from which the headline alone does not decide
_STEPS = 4                  # containers around a block whose markup is read


def drop_islands(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Drops kept blocks after the end of the body's container, where dropped ones part them from it."""
    kept = ledger.keeps()
    if document.text_mode or not any(after - before > _LEAST_GAP for before, after in pairwise(kept)):
        return
    blocks = document.blocks
    body = container([blocks[i] for i in kept])
    last = next((i for i in reversed(kept) if within(blocks[i], body)), None)
    if body is None or last is None:
        return
    island = [i for i in kept if i > last]
    total = sum(len(blocks[i].text) for i in kept)
    size = sum(len(blocks[i].text) for i in island)
    if not island or island[0] - last <= _LEAST_GAP or size > _LARGEST * total:
        return
    kinds = Kinds(document, [i for i in kept if i not in island])
    for i in island:
        far = f"{island[0] - last - 1} dropped blocks past its end"
        because = f"outside {_name(body)}, which holds {1 - size / total:.0%} of the text, and {far}"
        yield Verdict(i, False, kinds.of(i), "island.outside", because)


def drop_far_clusters(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Where the headline is shown, the body is the cluster under it; clusters in containers unlike its own are others' text.

    A cluster that rivals the body in size goes only where its markup says carousel: an article may be cut in unlike sections.
    """
    body, others = rivals(document, ledger.keeps())
    if not others:
        return
    size = sum(len(document.blocks[i].text) for i in body)
    kinds = Kinds(document, body)
    for group in others:
        length = sum(len(document.blocks[i].text) for i in group)
        if length > _RIVAL * size and _in_carousel(document, group) < _MOST:
            continue
        because = f"the body is blocks {body[0]} to {body[-1]}, under the headline, in another container"
        for i in group:
            yield Verdict(i, False, kinds.of(i), "island.cluster", because)


def rivals(document: Document, kept: Sequence[int]) -> tuple[list[int], list[list[int]]]:
    """The cluster under the headline, and the clusters in containers unlike its own; nothing without a headline or a second cluster."""
    blocks = document.blocks
    groups = clusters(kept)
    top = headline(document) if len(groups) > 1 else None
    under = [] if top is None else [
        group for group in groups if group[-1] > top and sum(len(blocks[i].text) for i in group) >= _LEAST_BODY
    ]
    if top is None or not under:
        return [], []
    body = under[0]
    home = container([blocks[i] for i in body])
    others = [
        group for group in groups
        if group is not body and not top < group[0] < body[0] and not any(_related(blocks[i], home) for i in group)
    ]
    return body, others


def headline(document: Document) -> int | None:
    """The block that shows the headline: an h1 with the words of a title, else any heading with them."""
    shown = [block for block in document.blocks if block.tag in {"h1", "h2"} and block.text in document.titles]
    first = [block for block in shown if block.tag == "h1"] or shown
    return first[0].index if first else None


def clusters(kept: Sequence[int]) -> list[list[int]]:
    """Kept blocks in runs that `_CLUSTER_GAP` dropped ones part.

    >>> clusters([1, 2, 5, 40])
    [[1, 2, 5], [40]]
    """
    groups: list[list[int]] = []
    for i in kept:
        if groups and i - groups[-1][-1] <= _CLUSTER_GAP:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def container(blocks: Sequence[Block]) -> Place | None:
    """The innermost place that holds most of the text of `blocks`; a long paragraph is no container of its short neighbours."""
    mass: dict[int, int] = defaultdict(int)
    count: dict[int, int] = defaultdict(int)
    places: dict[int, Place] = {}
    for block in blocks:
        place = block.place
        if place is not None:
            mass[place.id] += len(block.text)
            count[place.id] += 1
            while place is not None and place.id not in places:
                places[place.id] = place
                place = place.parent
    for id_ in sorted(places, reverse=True):        # a container is numbered before what it holds
        parent = places[id_].parent
        if parent is not None:
            mass[parent.id] += mass[id_]
            count[parent.id] += count[id_]
    total, least = sum(len(block.text) for block in blocks), min(2, len(blocks))
    holders = [place for id_, place in places.items() if mass[id_] >= _MOST * total and count[id_] >= least]
    return max(holders, key=lambda place: place.depth, default=None)


def within(block: Block, place: Place | None) -> bool:
    """Whether a block stands inside a place."""
    here = block.place
    while place is not None and here is not None and here.id > place.id:        # a container is numbered before what it holds
        here = here.parent
    return place is not None and here is not None and here.id == place.id


def inside(blocks: Sequence[Block], i: int, place: Place, most: int | None = None) -> list[Block]:
    """The blocks that stand inside a place, in a row from block `i` on, the first `most` of them."""
    row = (blocks[at] for at in range(i, len(blocks)))
    return list(islice(takewhile(lambda block: within(block, place), row), most))


def _related(block: Block, home: Place | None) -> bool:
    """Whether a block stands in `home` or in a container of the same make: bodies are cut in several."""
    if home is None or block.place is None:
        return True
    make = (home.tag, home.attributes)
    return any(here.id == home.id or (here.attributes and (here.tag, here.attributes) == make) for here in block.place.chain())


def _in_carousel(document: Document, group: Sequence[int]) -> float:
    """Share of a cluster's blocks whose markup close by says carousel."""
    near = [list(place.chain())[:_STEPS] for i in group if (place := document.blocks[i].place)]
    return sum(any(markup.has(here.words, "carousel") for here in chain) for chain in near) / len(group)


def _name(place: Place) -> str:
    return place.path.rpartition("/")[2]
