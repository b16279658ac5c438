"""Kept blocks grouped as a reader sees them: paragraphs, headings, lists, tables, code and quotes, in page order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from cleaner.model import Block, Place

MAX_LIST_DEPTH = 9      # deeper items are written at this depth: nobody can tell them apart, and recursion stays bounded
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NO_ITEMS = _HEADINGS | {"pre", "tr", "dt", "dd", "figcaption"}     # what keeps its own shape inside a list
_LISTS = frozenset({"ul", "ol"})


class Paragraph(NamedTuple):
    """Lines that belong together; more than one where single line breaks part them."""

    lines: tuple[Block, ...]


class Heading(NamedTuple):
    """A subhead; level 2 to 6, since the title of the article is the one of level 1."""

    block: Block
    level: int


class Code(NamedTuple):
    """Preformatted text with its own lines."""

    block: Block


class Table(NamedTuple):
    """Rows of one table."""

    rows: tuple[Block, ...]


class Item(NamedTuple):
    """A list item: its paragraphs and the lists, quotes and code inside it, in order."""

    parts: tuple[Paragraph | List | Code | Quote, ...]
    number: int | None = None       # where the list does not simply count on


class List(NamedTuple):
    """Items of one list; loose when an item of it has several paragraphs, quotes or pieces of code."""

    ordered: bool
    items: tuple[Item, ...]
    loose: bool


class Quote(NamedTuple):
    """What is quoted as a block."""

    parts: tuple[Node, ...]


Node = Paragraph | Heading | Code | Table | List | Quote


def outline(blocks: Iterable[Block]) -> tuple[Node, ...]:
    """The structure of `blocks`; each block is in it once, in the order given."""
    ancestors = _Ancestors()
    nodes: list[Node] = []
    for alone, run in groupby(blocks, _stands_alone):
        if alone:           # most blocks; what is around them changes nothing
            nodes += _unquoted(_Placed(block, _NOTHING, 0) for block in run)
            continue
        for quote, group in groupby(map(ancestors.placed, run), _quote_of):
            inner = tuple(_unquoted(ancestors.held_as_one(group)))
            nodes += inner if quote is None else (Quote(inner),)
    return tuple(nodes)


class _Around(NamedTuple):
    """Numbers of the places around a block that decide what it is part of; 0 where there is none."""

    quote: int = 0          # outermost blockquote
    holder: int = 0         # list item that this one stands in
    outside: int = 0        # count of lists around it
    top_list: int = 0       # outermost list
    lists: int = 0          # count of lists
    list: int = 0           # innermost list
    ordered: bool = False   # whether that one counts
    item: int = 0           # innermost list item
    number: int | None = None       # that this one bears
    table: int = 0          # innermost table


class _Placed(NamedTuple):
    block: Block
    around: _Around
    level: int                      # nesting of lists, without those around a quote
    quote: Quote | None = None      # in a list item, as one part of it; `block` is the first in it


_NOTHING = _Around()


class _Ancestors:
    """Finds what is around a place, looking at each place once, however deep they are nested."""

    def __init__(self) -> None:
        self.known: dict[int, _Around] = {}

    def of(self, place: Place | None) -> _Around:
        """What is around `place`, itself included."""
        unknown: list[Place] = []
        while place is not None and place.id not in self.known:
            unknown.append(place)
            place = place.parent
        around = self.known[place.id] if place else _NOTHING
        for inner in reversed(unknown):
            around = self.known[inner.id] = _inside(inner, around)
        return around

    def placed(self, block: Block) -> _Placed:
        """`block` with what is around it."""
        around = self.of(block.place)
        deepest = MAX_LIST_DEPTH - around.outside if around.holder else MAX_LIST_DEPTH
        return _Placed(block, around, max(0, min(block.level - around.outside, deepest)))

    def held_as_one(self, blocks: Iterable[_Placed]) -> Iterator[_Placed]:
        """`blocks`, each quote that a list item holds as one."""
        for (holder, _), group in groupby(blocks, lambda placed: (placed.around.holder, placed.around.quote)):
            run = list(group)
            if holder:
                around = self.known[holder]
                run = [_Placed(run[0].block, around, around.lists, Quote(tuple(_unquoted(run))))]
            yield from run


def _inside(place: Place, around: _Around) -> _Around:
    if place.tag in _LISTS:
        top, lists = around.top_list or place.id, around.lists + 1
        return around._replace(top_list=top, lists=lists, list=place.id, ordered=place.tag == "ol", number=None)
    if place.tag == "li":
        return around._replace(item=place.id, number=place.number)
    if place.tag == "table":
        return around._replace(table=place.id)
    if place.tag == "blockquote" and not around.quote:
        holder = around.item if 0 < around.lists < MAX_LIST_DEPTH else 0
        return around._replace(quote=place.id, holder=holder, outside=around.lists)
    return around


def _stands_alone(block: Block) -> bool:
    """Whether `block` is in no quote, list or table."""
    return not (block.level or block.quoted or block.cells or block.tag == "blockquote")


def _quote_of(placed: _Placed) -> int | None:
    """The quote that a block is in, unless a list item holds that."""
    is_quoted = placed.block.quoted or placed.block.tag == "blockquote"
    return placed.around.quote if is_quoted and not placed.around.holder else None


def _shape_of(placed: _Placed) -> tuple[str, int]:
    block, around, level, quote = placed
    if quote or (level and (block.tag not in _NO_ITEMS or (block.tag == "pre" and around.item))):
        return "list", around.top_list
    if block.tag == "tr" and block.cells:
        return "table", around.table
    if block.tag in _HEADINGS:
        return "heading", 0
    return ("pre", 0) if block.tag == "pre" else ("text", 0)


def _unquoted(blocks: Iterable[_Placed]) -> Iterator[Node]:
    for (shape, _), group in groupby(blocks, _shape_of):
        run = list(group)
        if shape == "list":
            yield from _lists(run)
        elif shape == "table":
            yield Table(tuple(placed.block for placed in run))
        elif shape == "pre":
            yield from (Code(placed.block) for placed in run)
        elif shape == "heading":
            yield from (Heading(placed.block, max(2, int(placed.block.tag[1]))) for placed in run)
        else:
            yield from _paragraphs(run)


def _paragraphs(blocks: Iterable[_Placed]) -> Iterator[Paragraph]:
    lines: list[Block] = []
    for block, *_ in blocks:
        if lines and not _continues(lines[-1], block):
            yield Paragraph(tuple(lines))
            lines = []
        lines.append(block)
    yield Paragraph(tuple(lines))


def _continues(before: Block, block: Block) -> bool:
    """Whether `block` is the next line of the paragraph `before` is in; where a block between was cut, it is not."""
    if not block.joined or block.index != before.index + 1 or block.tag != before.tag:
        return False
    return block.place is None or before.place is None or block.place.id == before.place.id


def _lists(blocks: Sequence[_Placed]) -> Iterator[List]:
    """The lists that the items `blocks` make, each item with what lies deeper and follows it."""
    level = min(placed.level for placed in blocks)
    owners = list(_owners(blocks, level))
    pairs = zip(owners, blocks, strict=True)
    for (_, ordered), run in groupby(pairs, lambda pair: _list_of(pair[0])):
        items = tuple(_item([placed for _, placed in pair], level) for _, pair in groupby(run, lambda pair: _item_of(pair[0])))
        yield List(ordered, items, any(_has_paragraphs(item) for item in items))


def _owners(blocks: Iterable[_Placed], level: int) -> Iterator[_Placed]:
    """For each block the one at `level` whose item it is in: itself or the last before it (the first of all, where none is)."""
    owner: _Placed | None = None
    for placed in blocks:
        if owner is None or placed.level == level:
            owner = placed
        yield owner


def _item(blocks: Sequence[_Placed], level: int) -> Item:
    number = blocks[0].around.number if blocks[0].level == level else None
    parts: list[Paragraph | List | Code | Quote] = []
    for deeper, group in groupby(blocks, lambda placed: placed.level > level):
        run = list(group)
        parts += _lists(run) if deeper else _own_parts(run)
    return Item(tuple(parts), number)


def _own_parts(blocks: Iterable[_Placed]) -> Iterator[Paragraph | Code | Quote]:
    for is_text, group in groupby(blocks, lambda placed: placed.quote is None and placed.block.tag != "pre"):
        if is_text:
            yield from _paragraphs(group)
        else:
            yield from (placed.quote or Code(placed.block) for placed in group)


def numbers(items: Iterable[Item]) -> Iterator[int]:
    """The number of each item of a counted list.

    >>> list(numbers([Item((), 5), Item(()), Item((), 9)]))
    [5, 6, 9]
    """
    number = 0
    for item in items:
        number = number + 1 if item.number is None else item.number
        yield number


def _has_paragraphs(item: Item) -> bool:
    return sum(not isinstance(part, List) for part in item.parts) > 1


def _list_of(placed: _Placed) -> tuple[int, bool]:
    """The list an item belongs to and whether it counts."""
    return (placed.around.list, placed.around.ordered) if placed.around.list else (0, placed.block.ordered)


def _item_of(placed: _Placed) -> int:
    """The item a block belongs to; a block whose place is not known is one of its own, unless it is joined."""
    return placed.around.item or -1 - placed.block.index
