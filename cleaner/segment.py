"""One walk over the tree: a page in blocks, in reading order, each with the place it stands in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from lxml import etree

from cleaner import markup
from cleaner.flags import OF_ROLE, OF_TAG, Flag
from cleaner.model import Block, Place, Span

_OUT, _IN_LINE, _BREAK, _AS_IS = range(4)       # how an element is met; those that are not listed are blocks
_SKIPPED: dict[object, int] = dict.fromkeys((
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video",
    "select", "datalist", "textarea", "head", "rp", "rt", "map", "applet", "input", "progress", "meter", "noembed",
    etree.Comment, etree.PI, etree.Entity,
), _OUT)
_INLINE: dict[object, int] = dict.fromkeys((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins",
    "kbd", "label", "mark", "nobr", "picture", "q", "ruby", "s", "samp", "small", "source", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr", "rb", "link", "meta",
), _IN_LINE)
_WAYS = {**_SKIPPED, **_INLINE, "br": _BREAK, "pre": _AS_IS}
_SPAN_OF_TAG = {
    "a": "a", "b": "strong", "strong": "strong", "i": "em", "em": "em", "code": "code", "tt": "code", "kbd": "code",
    "samp": "code", "sub": "sub", "sup": "sup", "del": "del", "s": "del", "strike": "del", "mark": "mark", "cite": "em",
}
_LIST, _ORDERED, _QUOTE, _HEADING = map(int, (Flag.LIST, Flag.ORDERED, Flag.QUOTE, Flag.HEADING))     # plain, for speed
_ONE_LINE = int(Flag.HEADING | Flag.TABLE | Flag.LINK | Flag.BUTTON | Flag.CAPTION)     # a <br> inside these is a space
_MAX_PATH_DEPTH = 60            # deeper places share a path, or paths would grow with the square of the depth
_MIN_GLUED = 4                  # letters before a boundary that may be a missing space: "також|Британські"
_SKIP_INSIDE_CELL = frozenset((
    "ul", "ol", "table", "h1", "h2", "h3", "h4", "section", "article", "form", "figure", "blockquote", "pre", "nav",
))
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\ufffc]+")
_LISTS = frozenset(("ul", "ol"))


def segment(root: etree._Element) -> tuple[Block, ...]:
    """The blocks of the tree under `root`, in reading order; linear in the size of the tree, safe at any depth."""
    walk = _Walk()
    walk.run(root)
    return tuple(walk.blocks)


class _Walk:
    """The state of one walk: the place we are in and the run of text being collected."""

    __slots__ = (
        "blocks", "cells", "gap", "header", "joined", "length", "linked", "links", "lists", "open", "parts", "place", "places", "spans",
    )

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.place = Place("", 0, None, "", 0, 0, 0)
        self.places = 1
        self.lists = 0                      # <ul> and <ol> that we are in
        self.parts: list[str] = []
        self.length = 0                     # of the collected text
        self.linked = 0                     # characters of it inside links
        self.links = 0                      # open <a> elements
        self.gap = False                    # white space is due before the next word
        self.spans: list[Span] = []
        self.open: list[tuple[str, int, str]] = []      # inline markup: tag, start, href
        self.joined = False
        self.cells: list[int] | None = None             # starts of the cells of the table row being read
        self.header = False

    def run(self, root: etree._Element) -> None:
        """Walks the tree, children before tails."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = cast(str, element.tag)
            way = _WAYS.get(tag)
            if event == "start":
                if way is None:
                    self.start_block(element, tag)
                elif way == _IN_LINE:
                    self.start_inline(element, tag, walker)
                elif way == _BREAK:
                    self.line_break()
                else:
                    if way == _AS_IS:
                        self.preformatted(element)
                    walker.skip_subtree()
                continue
            if way is None:
                self.end_block(tag)
            elif way == _IN_LINE:
                self.end_inline(tag)
                if self.is_opening() and self.glued(element.tail):
                    self.split()
            if (tail := element.tail) and element is not root:
                self.add(tail)
        self.flush()

    def add(self, text: str) -> None:
        """Appends `text` to the run, white space normalised."""
        if text.isspace():
            self.gap = True
            return
        if self.length and (self.gap or text[0].isspace()):
            self.parts.append(" ")
            self.length += 1
        piece = " ".join(text.split())
        self.parts.append(piece)
        self.length += len(piece)
        if self.links:
            self.linked += len(piece)
        self.gap = text[-1].isspace()

    def start_inline(self, element: etree._Element, tag: str, walker: etree.iterwalk) -> None:
        """Opens inline markup; a screen-reader text is passed over."""
        if tag == "span" and (attributes := element.get("class")) and markup.mask(attributes) & _hidden_bit():
            walker.skip_subtree()
            self.open.append(("", self.length, ""))
            return
        if tag == "a":
            before = self.spans[-1] if self.spans else None
            if before and before.tag == "a" and before.end == self.length and not self.gap and self.links == 0:
                self.gap = True             # neighbouring links are neighbouring items
            self.links += 1
        if (text := element.text) and self.glued(text):
            self.split()
        self.open.append((_SPAN_OF_TAG.get(tag, ""), self.length, element.get("href", "") if tag == "a" else ""))
        if text:
            self.add(text)

    def end_inline(self, tag: str) -> None:
        """Closes inline markup and keeps it as a span."""
        if tag == "a" and self.links:
            self.links -= 1
        if self.open:
            name, start, href = self.open.pop()
            if name and self.length > start:
                start = start + 1 if start and self.text_at(start) else start
                self.spans.append(Span(start, self.length, name, href))

    def text_at(self, start: int) -> bool:
        """Whether the character at `start` is the space before an inline element's words."""
        position = 0
        for part in reversed(self.parts):
            position += len(part)
            if self.length - position == start:
                return part == " "
            if self.length - position < start:
                return False
        return False

    def glued(self, text: str | None) -> bool:
        """Whether a space is missing between the run and `text`: a small letter, then a capital, across markup."""
        if not text or not self.parts or self.gap or not text[0].isupper():
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
        if self.place.flags & _ONE_LINE or self.cells is not None:
            self.gap = True
        elif self.length:
            self.flush()
            self.joined = True
        else:
            self.joined = False             # an empty line: a paragraph ends

    def start_block(self, element: etree._Element, tag: str) -> None:
        """Enters a block-level element."""
        if self.cells is not None and tag not in {"tr"}:
            if tag in {"td", "th"}:
                if self.length:
                    self.parts.append(" | ")
                    self.length += 3
                self.cells.append(self.length)
                self.header = self.header or tag == "th"
            self.gap = self.gap or tag not in {"td", "th"}
            if tag in {"td", "th"}:
                self.gap = False
        else:
            self.flush()
        self.enter(element, tag)
        if tag == "tr" and _is_data_row(element):
            self.cells, self.header = [], False
        if text := element.text:
            self.add(text)

    def enter(self, element: etree._Element, tag: str) -> None:
        """Makes the element the current place."""
        outer = self.place
        attributes, flags, first = "", outer.flags | OF_TAG.get(tag, 0), ""
        for name, value in cast("list[tuple[str, str]]", element.items()):
            if name == "class":
                attributes = f"{attributes} {value}"
                first = value.split(None, 1)[0] if value.strip() else ""
            elif name == "id":
                attributes = f"{attributes} {value}"
            elif name == "role":
                flags |= OF_ROLE.get(value, 0)
            elif name == "hidden" or (name == "aria-hidden" and value == "true"):
                flags |= Flag.HIDDEN
            elif name == "style":
                if "none" in value or "hidden" in value:
                    flags |= _hidden_style(value)
            elif name == "itemprop" and value in {"articleBody", "reviewBody", "text"}:
                flags |= Flag.BODY
        if self.links:
            flags |= Flag.LINK
        if tag in _LISTS:
            self.lists += 1
        depth = outer.depth + 1
        step = f"{tag}.{first}" if first else tag
        path = outer.path if depth > _MAX_PATH_DEPTH else f"{outer.path}/{step}" if outer.path else step
        self.place = Place(path, self.places, outer, tag, depth, markup.mask(attributes) if attributes else 0, int(flags), attributes)
        self.places += 1

    def end_block(self, tag: str) -> None:
        """Leaves a block-level element."""
        if self.cells is None or tag == "tr":
            self.flush()
            self.joined = False
        elif tag not in {"td", "th"}:
            self.gap = True
        if self.place.parent is not None:
            self.place = self.place.parent
        if tag in _LISTS:
            self.lists -= 1

    def preformatted(self, element: etree._Element) -> None:
        """A <pre>: one block with its own lines."""
        self.flush()
        text = "".join(map(str, element.itertext()))
        text = _INVISIBLE.sub("", text).strip("\n").rstrip()
        if text.strip():
            self.enter(element, "pre")
            self.emit(text, (), 0.0)
            self.place = self.place.parent or self.place

    def flush(self) -> None:
        """Ends the run of text; a run with words becomes a block."""
        self.gap = False
        if not self.length:
            self.cells = None
            return
        for name, start, href in self.open:
            if name and start < self.length:
                self.spans.append(Span(start, self.length, name, href))
        text = "".join(self.parts)
        if not text.isascii() and _INVISIBLE.search(text):
            text = self.visible(text)
        if text.strip():
            self.emit(text, tuple(self.spans), min(1.0, self.linked / self.length))
        self.parts, self.length, self.linked, self.cells, self.joined = [], 0, 0, None, False
        if self.spans:
            self.spans = []
        if self.open:
            self.open = [(name, 0, href) for name, _, href in self.open]

    def visible(self, text: str) -> str:
        """`text` without soft hyphens and other characters that show nothing; spans are moved along."""
        clean = _INVISIBLE.sub("", text)
        if self.spans:
            shown = {end: len(_INVISIBLE.sub("", text[:end])) for span in self.spans for end in span[:2]}
            self.spans = [Span(shown[span.start], shown[span.end], span.tag, span.href) for span in self.spans]
        return clean

    def emit(self, text: str, spans: tuple[Span, ...], link_share: float) -> None:
        """Appends a block that stands at the current place."""
        place = self.place
        flags, tag, level = place.flags, place.tag, 0
        if flags & _LIST:
            level = self.lists
            if tag not in {"li", "dt", "dd"} and place.parent is not None and place.parent.tag == "li" and not flags & _HEADING:
                tag = "li"
        cells = _cells(text, self.cells) if self.cells and tag == "tr" else ()
        self.blocks.append(Block(
            len(self.blocks), place.path, tag, text, spans, link_share, place, level, bool(flags & _ORDERED), cells,
            self.header if cells else False, self.joined, bool(flags & _QUOTE),
        ))


@lru_cache(maxsize=1)
def _hidden_bit() -> int:
    return 1 << markup.groups().index("hidden")


def _hidden_style(style: str) -> int:
    compact = style.replace(" ", "").lower()
    return Flag.HIDDEN if "display:none" in compact or "visibility:hidden" in compact else 0


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
    ends = [start - 3 for start in starts[1:]] + [len(text)]
    return tuple(text[start:max(start, end)].strip(" |") for start, end in zip(starts, ends, strict=True))
