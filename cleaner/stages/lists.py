"""Lists and tables are kept whole: a reader cannot see the hole that a lost point or row leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from cleaner.flags import Flag
from cleaner.ledger import Ledger
from cleaner.model import Block, Document, Kind, Place, Verdict
from cleaner.stages.headlines import stays_here
from cleaner.stages.islands import container, inside, within

_FRAMES = 2                 # containers around a table alone, as <figure> or what scrolls it
_APART = int(Flag.NAV | Flag.FORM | Flag.HIDDEN | Flag.FOOTER | Flag.DIALOG)       # no list in these is the body's own
_LISTS = frozenset({"ul", "ol", "dl", "table"})
POINTS = frozenset({"li", "dt", "dd", "tr"})       # what else stands in a list, as in one of cards, is no point of it
_PLAIN = POINTS | {"caption"}      # what stands in a list or table of nothing else
_LINKED = 0.5               # link share from which a point leads elsewhere
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SURE = 0.8                 # likelihood of a line from which the list that it introduces is the writer's own
_LIKELY = 0.5               # mean likelihood of a torn list's text from which most of what is missing there is body
_LIKELY_LAST = 0.55         # the same at the end of the page's body, where a list may as well be an offer


def keep_lists(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Draws into the body the points and rows that are missing from a list or table of it."""
    torn = [] if document.text_mode else list(_torn(document, ledger))
    body = container([document.blocks[i] for i in ledger.keeps()]) if torn else None
    for points in torn:
        total = sum(len(point.text) for point in points)
        likely = sum(len(point.text) * ledger.likely[point.index] for point in points) / total
        least = _LIKELY if ledger.keeps()[-1] > points[-1].index else _LIKELY_LAST
        if likely < least or not within(points[0], body):
            continue
        for point in points:
            if not ledger.kept(point.index) and point.link_share < _LINKED and not document.met(point.index):
                yield Verdict(point.index, True, Kind.BODY, "list.whole", f"missing from a list of likelihood {likely:.2f}", likely)


def keep_introduced(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Draws into the body a list amid it that a sure line with a colon introduces, though its points are links."""
    kept = [] if document.text_mode else ledger.keeps()
    for i in kept[:-1]:
        line = document.blocks[i]
        if ledger.kept(i + 1) or not _introduces(document, ledger, line):
            continue
        points = items_from(document.blocks, i + 1)
        if points and kept[-1] > points[-1].index and line.place and within(points[0], line.place.parent):
            for point in points:
                if not ledger.kept(point.index) and not document.met(point.index) and not (point.link_share and stays_here(point)):
                    yield Verdict(point.index, True, Kind.BODY, "list.introduced", f"of a list amid the body, under “{line.text}”")


def keep_beside(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Draws into the body a list or table right under a kept line, in one box with it, whose points are not mostly links.

    At the end of the body only a table, or a list of which some points are links: one without any may as well be an offer.
    """
    kept = [] if document.text_mode else ledger.keeps()
    for home, points in _lists_below(document, ledger, kept):
        linked = sum(point.link_share > 0 for point in points)
        is_own = kept[-1] > points[-1].index or (not linked if home.tag == "table" else linked > 0)
        if not is_own or linked > len(points) / 2 or len(points) == 1 or any(document.met(point.index) for point in points):
            continue
        because = f"of a list under block {points[0].index - 1}, in one box with it"
        for point in points:
            if not ledger.kept(point.index) and ledger.words(point):
                yield Verdict(point.index, True, Kind.BODY, "list.beside", because)


def _lists_below(document: Document, ledger: Ledger, kept: Sequence[int]) -> Iterator[tuple[Place, list[Block]]]:
    """The lists and tables not kept whole that stand right below a kept line, in its container or in a frame there."""
    blocks = document.blocks
    for line, first in ((blocks[i], blocks[i + 1]) for i in kept if i + 1 < len(blocks)):
        home = list_of(first) if first.tag in _PLAIN and line.tag not in _PLAIN else None        # lists in lists come with the outer one
        if home is None or home.flags & _APART or within(line, home) or not _shares_container(line, home):
            continue
        points = inside(blocks, first.index, home)
        if all(point.tag in _PLAIN for point in points) and not all(ledger.kept(point.index) for point in points):
            yield home, points


def _shares_container(line: Block, home: Place) -> bool:
    """Whether a line stands in the container that a list is in, be it with a frame around the list."""
    around = line.place.parent if line.place else None
    return around is not None and any(here.id == around.id for here in islice(home.chain(), 1, 2 + _FRAMES))


def _introduces(document: Document, ledger: Ledger, line: Block) -> bool:
    """Whether a line is a sure one of the body that ends in a colon, no heading and no cue."""
    if not line.text.endswith((":", "：")) or line.link_share or line.tag in _HEADINGS:
        return False
    return ledger.likely[line.index] >= _SURE and not document.met(line.index)


def items_from(blocks: Sequence[Block], i: int) -> list[Block]:
    """The list items that stand in a row from block `i` on."""
    return list(takewhile(lambda block: block.tag == "li", map(blocks.__getitem__, range(i, len(blocks)))))


def list_of(block: Block) -> Place | None:
    """The innermost list or table that a block stands in."""
    here = block.place
    while here is not None and here.tag not in _LISTS:
        here = here.parent
    return here


def _torn(document: Document, ledger: Ledger) -> Iterator[list[Block]]:
    """The points of each list of which a part is kept."""
    lists: dict[int, list[Block]] = {}
    for i in ledger.keeps():
        if document.blocks[i].tag in POINTS and (home := list_of(document.blocks[i])):
            lists[home.id] = []
    for block in document.blocks if lists else ():
        if block.tag in POINTS and (home := list_of(block)) and home.id in lists:
            lists[home.id].append(block)
    for points in lists.values():
        if not all(ledger.kept(point.index) for point in points):
            yield points
