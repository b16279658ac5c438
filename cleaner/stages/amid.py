"""Boxes amid the body: text, points or rows of its own that builders of pages set in elements unlike those around them; its last line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from cleaner.flags import Flag
from cleaner.ledger import Ledger
from cleaner.markup import named
from cleaner.model import Block, Document, Kind, Place, Verdict
from cleaner.shape import UNSTOPPED, shape
from cleaner.stages.islands import container, within
from cleaner.stages.lists import POINTS, list_of

_APART = int(
    Flag.NAV | Flag.FORM | Flag.HIDDEN | Flag.FOOTER | Flag.DIALOG | Flag.BUTTON | Flag.FIGURE | Flag.CAPTION | Flag.LINK
)
_MOST = 16                  # dropped blocks between two kept ones: a longer stretch is hardly the writer's
_LIKELY = 0.1               # of the text of a box: of less likely ones on labelled pages next to none was body
_LIKELY_LINE = 0.3          # the same of a short line among paragraphs
_LIKELY_LAST = 0.25         # the same of a sentence right below the body: of those on labelled pages all were body
_LINES = 2                  # short lines above a paragraph
_SENTENCE_WORDS = 5
_LINKED = 0.3               # link share of a sentence
_POINT_WORDS = 3            # of a list's points on average: shorter ones are marks, as of what a thing runs on
_OF_TABLES = frozenset({"tr", "caption"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6", "caption"})
_OF_OTHERS = frozenset({"meta", "date", "video", "live"})       # what builders also call boxes of text: "info", "time", "embed"


def keep_amid(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Keeps what stands in a box of its own amid the body, where nothing in it leads elsewhere or is called clutter."""
    kept = [] if document.text_mode else ledger.keeps()
    gaps = [(above, below) for above, below in pairwise(kept) if 1 < below - above <= _MOST + 1]
    blocks = document.blocks
    body = container([blocks[i] for i in kept]) if gaps else None
    for above, below in gaps:
        if within(blocks[above], body) and within(blocks[below], body):
            for box in _boxes(blocks, above, below):
                if _is_own(document, ledger, *box, blocks[below]):
                    because = f"in the body between blocks {above} and {below}, leads nowhere else"
                    yield from (Verdict(block.index, True, Kind.BODY, "amid.box", because) for block in box[1])


def _boxes(blocks: Sequence[Block], above: int, below: int) -> Iterator[tuple[Place, list[Block]]]:
    """The blocks between two, by the outermost element around them that holds neither of the two; rows by their table."""
    outside = {here.id for i in (above, below) if (place := blocks[i].place) for here in place.chain()}
    between = [(home, block) for block in blocks[above + 1:below] if (home := _home(block, outside))]
    for _, row in groupby(between, key=lambda pair: _part(*pair)):
        box = list(row)
        yield box[0][0], [block for _, block in box]


def _home(block: Block, outside: set[int]) -> Place | None:
    """The outermost element around a block that is not `outside`; a point whose list is outside stands in that."""
    own = [here for here in block.place.chain() if here.id not in outside] if block.place else []
    if own and own[-1].tag in POINTS:
        return list_of(block)
    return own[-1] if own else None


def _part(home: Place, block: Block) -> int:
    """The number of what a block is judged with: its table, whatever else stands in the box, or all of that."""
    table = list_of(block) if block.tag in _OF_TABLES else None
    return (table or home).id


def _is_own(document: Document, ledger: Ledger, home: Place, box: list[Block], below: Block) -> bool:
    """Whether a box holds text of the writer's: sentences, a list or table, a paragraph, without a link, a cue or a name of clutter."""
    if any(document.met(block.index) or block.link_share > _LINKED for block in box):
        return False
    rest = home.parent.flags if home.parent else 0
    if box[0].tag in _OF_TABLES:
        rest |= Flag.FIGURE
    if any(block.place is None or block.place.flags & _APART & ~rest or _is_named(block, home) for block in box):
        return False
    size = sum(len(block.text) for block in box)
    likely = sum(len(block.text) * ledger.likely[block.index] for block in box) / size
    return (likely >= _LIKELY and (any(map(_is_sentence, box)) or _is_list(box))) or (likely >= _LIKELY_LINE and _is_line(box, below))


def _is_named(block: Block, home: Place) -> bool:
    """Whether the names of the elements around a block, as far out as its box, say a kind of clutter."""
    for here in block.place.chain() if block.place else ():
        if (name := named(here.words)) and name not in _OF_OTHERS:
            return True
        if here.id == home.id:
            break
    return False


def _is_sentence(block: Block) -> bool:
    """Whether a block states something: what asks or exclaims may as well invite."""
    look = shape(block.text)
    return look.words >= _SENTENCE_WORDS and (look.stops or bool(UNSTOPPED.search(block.text)))


def _is_list(box: list[Block]) -> bool:
    """Whether a box is lines of code, or points or rows, be they under a heading."""
    if any(block.tag == "pre" for block in box):
        return True
    points = [block for block in box if block.tag in POINTS]
    if not points or any(block.link_share for block in points) or any(block.tag not in _HEADINGS | POINTS for block in box[1:]):
        return False
    return points[0].tag == "tr" or sum(shape(block.text).words for block in points) >= _POINT_WORDS * len(points)


def _is_line(box: list[Block], below: Block) -> bool:
    """Whether a box is one paragraph beside the one `below` it: a head or remark that ends in no mark."""
    line, *others = box
    if others or line.tag != "p" or below.tag != "p" or below.index - line.index > _LINES or line.place is None or below.place is None:
        return False
    return line.place.parent is below.place.parent and any(map(str.isalpha, line.text))


def keep_last(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Keeps a likely sentence right below the last kept block in an element alike, unless it is set apart as notes of the editors are."""
    kept = [] if document.text_mode else ledger.keeps()
    for last, block in zip(document.blocks[kept[-1]:], document.blocks[kept[-1] + 1:], strict=False) if kept else ():
        if block.tag != last.tag or block.path != last.path or not last.place or not block.place:
            return
        if block.place.attributes != last.place.attributes or ledger.likely[block.index] < _LIKELY_LAST:
            return
        slanted = sum(span.end - span.start for span in block.spans if span.tag == "em")
        if block.link_share or document.met(block.index) or not _is_sentence(block) or slanted > len(block.text) / 2:
            return
        yield Verdict(block.index, True, Kind.BODY, "amid.last", f"a sentence right below the body, made as block {last.index}")
