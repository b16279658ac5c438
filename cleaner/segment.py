"""One walk over the tree: a page in blocks, in reading order, each with the place it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from cleaner import markup
from cleaner.flags import Flag
from cleaner.formula import formula
from cleaner.model import Block, Span
from cleaner.places import Places

_BLOCK, _LISTING, _ROW, _PLAIN, _MARKED, _BREAK, _AS_IS, _MATH, _OUT = range(9)   # how an element is met; those not listed are blocks
_SPAN_OF_TAG = {
    "a": "a", "b": "strong", "strong": "strong", "i": "em", "em": "em", "code": "code", "tt": "code", "kbd": "code",
    "samp": "code", "sub": "sub", "sup": "sup", "del": "del", "s": "del", "strike": "del", "mark": "mark", "cite": "em",
}
_WAYS: dict[object, int] = {
    **dict.fromkeys((
        "abbr", "acronym", "bdi", "bdo", "big", "data", "dfn", "font", "img", "ins", "label", "nobr", "picture", "q", "ruby", "small",
        "source", "span", "time", "u", "var", "wbr", "rb", "link", "meta",
    ), _PLAIN),
    **dict.fromkeys(_SPAN_OF_TAG, _MARKED),
    "ul": _LISTING, "ol": _LISTING, "tr": _ROW, "br": _BREAK, "pre": _AS_IS, "math": _MATH,
    **dict.fromkeys((
        "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "audio", "video",
        "select", "datalist", "textarea", "head", "rp", "rt", "map", "applet", "input", "progress", "meter", "noembed",
        etree.Comment, etree.PI, etree.Entity,
    ), _OUT),
}
_LIST, _ORDERED, _QUOTE, _HEADING = map(int, (Flag.LIST, Flag.ORDERED, Flag.QUOTE, Flag.HEADING))     # plain, for speed
_ONE_LINE = int(Flag.HEADING | Flag.TABLE | Flag.LINK | Flag.BUTTON | Flag.CAPTION)     # a <br> inside these is a space
_DEEPEST = 1 << 30              # no open block has this number
_MIN_GLUED = 4                  # letters before a boundary that may be a missing space: "також|Британські"
_SKIP_INSIDE_CELL = frozenset((
    "ul", "ol", "table", "h1", "h2", "h3", "h4", "section", "article", "form", "figure", "blockquote", "pre", "nav",
))
_CELLS = frozenset(("td", "th"))
_OWN_SHAPE = frozenset(("li", "dt", "dd", "pre"))       # what a list item does not make its own
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\ufffc]+")      # all but the last count as not printable


def segment(root: etree._Element) -> tuple[Block, ...]:
    """The blocks of a tree, in reading order; linear in the size of the tree, safe at any depth."""
    walk = _Walk()
    walk.run(root)
    return tuple(walk.blocks)


class _Walk:
    """The state of one walk: the places we are in and the run of text being collected."""

    __slots__ = (
        "blocks", "cells", "gap", "header", "joined", "length", "linked", "linked_from", "links", "lists", "marks", "parts", "places",
        "spans",
    )

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.places = Places()
        self.parts: list[str] = []
        self.length = 0                     # of the collected text
        self.linked = 0                     # characters of it inside links
        self.links = 0                      # open <a> elements
        self.linked_from = _DEEPEST         # the number of the first open block that is in a link
        self.lists = 0                      # <ul> and <ol> that we are in
        self.gap = False                    # white space is due before the next word
        self.spans: list[Span] = []
        self.marks: list[tuple[str, int, int, str]] = []        # open inline markup: tag of its span, start, first part, href
        self.joined = False
        self.cells: list[int] | None = None             # starts of the cells of the table row being read
        self.header = False

    def run(self, root: etree._Element) -> None:
        """Walks the tree, children before tails; most elements hold no words of their own and are done with here, without a call."""
        way_of, opened = _WAYS.get, self.places.open
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            way = way_of(tag, _BLOCK)
            if event == "start":
                if way <= _ROW:
                    if self.length or self.cells is not None:
                        self.start_block(tag)
                    opened.append(element)
                    if way:
                        self.start_special(element, way)
                elif way == _MARKED:
                    self.start_mark(element, tag)
                elif way != _PLAIN or (tag == "span" and _is_unseen(element)):
                    if way == _BREAK:
                        self.line_break()
                    elif way == _AS_IS:
                        self.preformatted(element)
                    elif way == _MATH and (line := formula(element)):
                        self.add(line)
                    walker.skip_subtree()
                    continue
                text = element.text
            else:
                if way <= _ROW:
                    if self.length or self.cells is not None:
                        self.end_block(tag)
                    else:
                        self.joined = False
                    if way == _LISTING:
                        self.lists -= 1
                    opened.pop()
                elif way == _MARKED:
                    self.end_mark(tag)
                text = element.tail
            if not text:
                continue
            if text.isspace():
                self.gap = True
                continue
            if self.length and _PLAIN <= way <= _MARKED and self.glued(text) and (event == "start" or self.is_opening()):
                self.split()
            self.add(text)
        self.flush()

    def add(self, text: str) -> None:
        """Appends `text`, which has words, to the run, white space normalised."""
        piece = text.strip()
        if self.length and (self.gap or text[0].isspace()) and not (self.cells and self.cells[-1] == self.length):
            self.parts.append(" ")
            self.length += 1
        self.gap = text[-1].isspace()
        if "  " in piece or not piece.isprintable():        # of all white space only spaces are printable
            piece = " ".join(piece.split())
        self.parts.append(piece)
        self.length += len(piece)
        if self.links:
            self.linked += len(piece)

    def start_mark(self, element: etree._Element, tag: str) -> None:
        """Opens inline markup that is kept as a span."""
        href = ""
        if tag == "a":
            before = self.spans[-1] if self.spans else None
            if before and before.tag == "a" and before.end == self.length and not self.gap and self.links == 0:
                self.gap = True             # neighbouring links are neighbouring items
            if not self.links:
                self.linked_from = len(self.places.open)
            self.links += 1
            href = element.get("href", "")
        self.marks.append((_SPAN_OF_TAG[tag], self.length, len(self.parts), href))

    def end_mark(self, tag: str) -> None:
        """Closes inline markup and keeps it as a span."""
        if tag == "a":
            self.links -= 1
            if not self.links:
                self.linked_from = _DEEPEST
        name, start, first, href = self.marks.pop()
        if self.length > start:
            if start and self.parts[first] == " ":
                start += 1                  # the space before its words is not of them
            self.spans.append(Span(start, self.length, name, href))

    def glued(self, text: str) -> bool:
        """Whether a space is missing between the run, which has words, and `text`: a small letter, then a capital, across markup."""
        if self.gap or not text[0].isupper():
            return False
        last = self.parts[-1]
        return len(last) >= _MIN_GLUED and last[-1].islower()

    def is_opening(self) -> bool:
        """Whether the run is nothing but one link or emphasis so far: what is glued to its end may be another paragraph."""
        return len(self.spans) == 1 and self.spans[0].start == 0 and self.spans[0].end == self.length

    def split(self) -> None:
        """Ends the block here; what follows is joined to it."""
        self.flush()
        self.joined = True

    def line_break(self) -> None:
        """A <br>: a space inside one-line places, else the end of a block that the next one is joined to."""
        if self.cells is not None or self.places.here(self.linked_from).flags & _ONE_LINE:
            self.gap = True
        elif self.length:
            self.split()
        else:
            self.joined = False             # an empty line: a paragraph ends

    def start_block(self, tag: str) -> None:
        """Ends the run before a block-level element; in a table row its text goes on."""
        if self.cells is None or tag == "tr":
            self.flush()
        elif tag in _CELLS:
            if self.length:
                self.parts.append(" | ")
                self.length += 3
            self.cells.append(self.length)
            self.header = self.header or tag == "th"
            self.gap = False
        else:
            self.gap = True

    def start_special(self, element: etree._Element, way: int) -> None:
        """Notes a list, or a table row whose cells hold data: they make one block."""
        if way == _LISTING:
            self.lists += 1
        elif _is_data_row(element):
            self.cells, self.header = [], False

    def end_block(self, tag: str) -> None:
        """Ends the run with a block-level element; in a table row only its end does."""
        if self.cells is None or tag == "tr":
            self.flush()
            self.joined = False
        elif tag not in _CELLS:
            self.gap = True

    def preformatted(self, element: etree._Element) -> None:
        """A <pre>: one block with its own lines."""
        self.flush()
        text = "".join(_as_they_stand(element))
        text = _INVISIBLE.sub("", text).strip("\n").rstrip()
        if text.strip():
            self.places.open.append(element)
            self.emit(text, (), 0.0)
            self.places.open.pop()

    def flush(self) -> None:
        """Ends the run of text; a run with words becomes a block."""
        self.gap = False
        if not self.length:
            self.cells = None
            return
        for name, start, _, href in self.marks:
            if start < self.length:
                self.spans.append(Span(start, self.length, name, href))
        text = "".join(self.parts)
        if not text.isascii() and (not text.isprintable() or "\ufffc" in text):
            text = self.visible(text)
        if text.strip():
            self.emit(text, tuple(self.spans), self.linked / self.length)
        self.parts, self.length, self.linked, self.cells, self.joined = [], 0, 0, None, False
        if self.spans:
            self.spans = []
        if self.marks:
            self.marks = [(name, 0, 0, href) for name, _, _, href in self.marks]

    def visible(self, text: str) -> str:
        """`text` without soft hyphens and other characters that show nothing; spans and cells are moved along."""
        shown = _places_shown(text, {*(end for span in self.spans for end in span[:2]), *(self.cells or ())})
        moved = (span._replace(start=shown[span.start], end=shown[span.end]) for span in self.spans)
        self.spans = [span for span in moved if span.start < span.end]
        if self.cells:
            self.cells = [shown[start] for start in self.cells]
        return _INVISIBLE.sub("", text)

    def emit(self, text: str, spans: tuple[Span, ...], link_share: float) -> None:
        """Appends a block that stands at the current place."""
        place = self.places.here(self.linked_from)
        flags, tag, level = place.flags, place.tag, 0
        if flags & _LIST:
            level = self.lists
            if tag not in _OWN_SHAPE and place.parent is not None and place.parent.tag == "li" and not flags & _HEADING:
                tag = "li"
        cells = _cells(text, self.cells) if self.cells and tag == "tr" else ()
        self.blocks.append(Block(
            len(self.blocks), place.path, tag, text, spans, link_share, place, level, bool(flags & _ORDERED), cells,
            self.header if cells else False, self.joined, bool(flags & _QUOTE),
        ))


def _is_unseen(span: etree._Element) -> bool:
    """Whether a <span> is for screen readers only."""
    words = span.get("class")
    return bool(words) and markup.hides(words)


def _as_they_stand(pre: etree._Element) -> Iterator[str]:
    """The texts of a <pre> with their own white space, a <br> as the end of a line."""
    walker = etree.iterwalk(pre, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            yield element.tail or "" if element is not pre else ""
        elif element is not pre and _WAYS.get(element.tag) in (_BREAK, _MATH, _OUT):
            walker.skip_subtree()
            yield "\n" if element.tag == "br" else formula(element) if element.tag == "math" else ""
        else:
            yield element.text or ""


def _places_shown(text: str, places: Iterable[int]) -> dict[int, int]:
    """Where `places` of a text are once what shows nothing is gone from it."""
    shown, gone = {}, 0
    gaps = _INVISIBLE.finditer(text)
    gap = next(gaps, None)
    for place in sorted(places):
        while gap and gap.end() <= place:
            gone += gap.end() - gap.start()
            gap = next(gaps, None)
        shown[place] = min(place, gap.start() if gap else place) - gone
    return shown


def _is_data_row(row: etree._Element) -> bool:
    cells = 0
    for element in row.iter():
        if element.tag == "td" or element.tag == "th":
            cells += 1
        elif element.tag in _SKIP_INSIDE_CELL:
            return False
    return cells > 1 and not any(_paragraphs(cell) > 1 for cell in row)


def _paragraphs(cell: etree._Element) -> int:
    return sum(1 for child in cell if child.tag == "p" or child.tag == "div")


def _cells(text: str, starts: list[int]) -> tuple[str, ...]:
    if starts[0]:
        starts = [0, *starts]           # words of the row before its first cell
    ends = [start - 3 for start in starts[1:]] + [len(text)]
    return tuple(text[start:max(start, end)].strip(" |") for start, end in zip(starts, ends, strict=True))
