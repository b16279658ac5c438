"""Kept blocks as Markdown (CommonMark with GFM tables and strike-through), escaped so that a parser gives back the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby

from cleaner.model import Block, Metadata, Span
from cleaner.render.front_matter import front_matter
from cleaner.render.inline import Mark, write
from cleaner.render.outline import Code, Heading, List, Node, Paragraph, Quote, Table, numbers, outline

_SPECIAL = re.compile(r"[\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|!$")
_LINE_START = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?![^\W_])|=+\s*$|[:|])")
_COUNTED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TICKS = re.compile(r"`+")
_DELIMITERS = {"strong": "**", "em": "_", "del": "~~"}
_MIN_FENCE = 3


def to_markdown(blocks: Iterable[Block], metadata: Metadata, *, matter: bool = False) -> str:
    """The title as H1 and `blocks` below it; `matter` puts the metadata in front as YAML. Links are made absolute by the page's URL.

    >>> print(to_markdown([Block(0, "", "p", "2*3 = 6", (Span(0, 3, "strong"),))], Metadata(title="Račun #1")))
    # Račun #1
    <BLANKLINE>
    **2\\*3** = 6
    <BLANKLINE>
    """
    writer = _Writer(metadata.url or metadata.canonical_url)
    parts = list(writer.blocks(outline(blocks)))
    if metadata.title:
        parts.insert(0, [writer.heading(1, metadata.title, ())])
    body = "\n\n".join("\n".join(lines) for lines in parts) + "\n" if parts else ""
    return "\n".join(part for part in (front_matter(metadata) if matter else "", body) if part)


class _Writer:
    """Writes nodes as lines; `base` is the address that relative links start from."""

    def __init__(self, base: str | None) -> None:
        self.base = base

    def blocks(self, nodes: Iterable[Node]) -> Iterator[list[str]]:
        """The lines of each node; neighbouring lists get different markers, or a parser would join them."""
        before: Node | None = None
        other = False
        for node in chain.from_iterable(map(_runs, nodes)):
            other = isinstance(node, List) and isinstance(before, List) and node.ordered == before.ordered and not other
            yield self.items(node, other) if isinstance(node, List) else self.node(node)
            before = node

    def node(self, node: Paragraph | Heading | Code | Table | Quote) -> list[str]:
        """The lines of a node that is no list."""
        match node:
            case Paragraph(lines):
                written = [_guarded(self.inline(line.text, line.spans)) for line in lines]
                return [line + "\\" for line in written[:-1]] + written[-1:]
            case Heading(block, level):
                return [self.heading(level, block.text, block.spans)]
            case Code(block):
                return _fenced(block.text)
            case Table(rows):
                return self.table(rows)
            case Quote(parts):
                return [f"> {line}" if line else ">" for line in _with_blanks(self.blocks(parts))]

    def heading(self, level: int, text: str, spans: Sequence[Span]) -> str:
        """A heading line; a last "#" is escaped, or a parser would take it for the closing sequence."""
        line = self.inline(" ".join(text.split()) if not spans else text, spans)
        return "#" * level + " " + (line[:-1] + "\\#" if line.endswith("#") else line)

    def items(self, node: List, other: bool) -> list[str]:
        """The lines of a list; `other` asks for the second kind of marker."""
        lines: list[str] = []
        for number, item in zip(numbers(node.items), node.items, strict=True):
            marker = f"{number}{')' if other else '.'} " if node.ordered else "* " if other else "- "
            parts = self.blocks(item.parts)
            spaced = node.loose or any(map(_counts_from_within, item.parts))
            inner = _with_blanks(parts) if spaced else [line for part in parts for line in part]
            if node.loose and lines:
                lines.append("")
            lines += [(marker if i == 0 else " " * len(marker)) + line if line else "" for i, line in enumerate(inner)]
        return lines

    def table(self, rows: Sequence[Block]) -> list[str]:
        """A GFM table; one without a header row gets an empty one."""
        width = max(len(row.cells) for row in rows)
        lines = [self.row(row, width) for row in rows]
        if not rows[0].header:
            lines.insert(0, "|" + "  |" * width)
        return [lines[0], "|" + " --- |" * width, *lines[1:]]

    def row(self, row: Block, width: int) -> str:
        """A table row of `width` cells."""
        cells = [self.inline(text, spans, in_table=True) for text, spans in cells_of(row)]
        return "| " + " | ".join(cells + [""] * (width - len(cells))) + " |"

    def inline(self, text: str, spans: Sequence[Span], in_table: bool = False) -> str:
        """A run of text with its inline markup."""
        written = write(text, spans, self.base, _escaped, lambda mark, inner: _marked(text, mark, inner))
        return written.replace("|", "\\|") if in_table else written


def _runs(node: Node) -> Iterator[Node]:
    """A list in runs of items that count on from one another, since a parser reads no number but the first; any other node as it is."""
    if not isinstance(node, List) or not any(item.number is not None for item in node.items):
        yield node
        return
    for _, run in groupby(enumerate(zip(numbers(node.items), node.items, strict=True)), lambda pair: pair[1][0] - pair[0]):
        yield node._replace(items=tuple(item for _, (_, item) in run))


def _counts_from_within(node: Node) -> bool:
    """Whether `node` is a list that does not begin with 1: below a line of text a parser sees it only after a blank one."""
    return isinstance(node, List) and node.ordered and node.items[0].number not in (None, 1)


def cells_of(row: Block) -> Iterator[tuple[str, list[Span]]]:
    """The cells of a table row, each with the spans inside it."""
    position = 0
    for cell in row.cells:
        start = max(row.text.find(cell, position), 0)
        position = start + len(cell)
        yield cell, [span._replace(start=span.start - start, end=span.end - start) for span in row.spans]


def _with_blanks(parts: Iterable[list[str]]) -> list[str]:
    lines: list[str] = []
    for part in parts:
        lines += ["", *part] if lines else part
    return lines


def _fenced(text: str) -> list[str]:
    fence = "`" * max(_MIN_FENCE, 1 + _longest_ticks(text))
    return [fence, *text.split("\n"), fence]


def _longest_ticks(text: str) -> int:
    return max(map(len, _TICKS.findall(text)), default=0)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)


def _guarded(line: str) -> str:
    """`line` so that its beginning is not taken for a heading, quote, list, rule or table."""
    return "\\" + line if _LINE_START.match(line) else _COUNTED.sub(r"\1\\\2", line)


def _marked(text: str, mark: Mark, inner: str) -> str:
    """`inner` with the marks of its tag, white space left outside, since marks beside white space do not count."""
    core = inner.strip()
    if not core:
        return inner
    lead, _, trail = inner.partition(core)
    if mark.tag == "a":
        return f"{lead}[{core}]({_ENTITY.sub('&amp;', mark.href).translate(_IN_DESTINATION)}){trail}"
    if mark.tag == "code":
        return lead + _code("".join(str(child) for child in mark.children).strip()) + trail
    before = " " if lead else text[mark.start - 1:mark.start]
    after = " " if trail else text[mark.end:mark.end + 1]
    delimiter = _DELIMITERS.get(mark.tag)
    if delimiter and _counts(before, core, after, intraword=mark.tag == "strong"):
        return f"{lead}{delimiter}{core}{delimiter}{trail}"
    return f"{lead}<{mark.tag}>{core}</{mark.tag}>{trail}"


_IN_DESTINATION = str.maketrans({"*": "%2A", "|": "%7C", "\\": "%5C", "`": "%60"})


def _counts(before: str, core: str, after: str, *, intraword: bool) -> bool:
    """Whether a parser sees delimiters around `core` as opening and closing; where it would not, a tag is written."""
    if not intraword:
        return _is_soft(before) and _is_soft(after)
    return (core[0].isalnum() or _is_soft(before)) and (core[-1].isalnum() or _is_soft(after))


def _is_soft(char: str) -> bool:
    """Whether `char` is white space, punctuation or the edge of the block."""
    return not char or char.isspace() or unicodedata.category(char).startswith("P") or (char.isascii() and not char.isalnum())


def _code(text: str) -> str:
    ticks = "`" * (1 + _longest_ticks(text))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"
