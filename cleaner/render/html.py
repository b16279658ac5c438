"""Kept blocks as HTML: an <article> of plain elements, sanitised, links absolute."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby, pairwise

from cleaner.model import Block, Metadata, Span
from cleaner.render.inline import SCHEMES, TAGS, Mark, write
from cleaner.render.markdown import cells_of
from cleaner.render.outline import Code, Heading, Item, List, Node, Paragraph, Quote, Table, numbers, outline

_BLOCK_TAGS = frozenset({
    "article", "h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr",
    "th", "td", "pre", "blockquote",
})
_ATTRIBUTES = {"a": {"href"}, "article": {"lang"}, "ol": {"start"}, "li": {"value"}}


def to_html(blocks: Iterable[Block], metadata: Metadata, *, document: bool = False) -> str:
    """The title as <h1> and `blocks` in an <article>; `document` makes it a whole page that a browser shows right.

    >>> print(to_html([Block(0, "", "p", "1 < 2")], Metadata(title="Red", language="hr")))
    <article lang="hr">
    <h1>Red</h1>
    <p>1 &lt; 2</p>
    </article>
    <BLANKLINE>
    """
    import nh3

    writer = _Writer(metadata.url or metadata.canonical_url)
    title = [f"<h1>{escape(metadata.title, quote=False)}</h1>"] if metadata.title else []
    language = f' lang="{escape(metadata.language)}"' if metadata.language else ""
    body = "\n".join([f"<article{language}>", *title, *writer.nodes(outline(blocks)), "</article>\n"])
    clean = nh3.clean(body, tags=_BLOCK_TAGS | TAGS, attributes=_ATTRIBUTES, url_schemes=set(SCHEMES), link_rel=None)
    return _document(clean, metadata, language) if document else clean


def _document(article: str, metadata: Metadata, language: str) -> str:
    title = escape(metadata.title or "", quote=False)
    head = f'<!doctype html>\n<html{language}>\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n</head>\n<body>\n'
    return f"{head}{article}</body>\n</html>\n"


class _Writer:
    """Writes nodes as elements; `base` is the address that relative links start from."""

    def __init__(self, base: str | None) -> None:
        self.base = base

    def nodes(self, nodes: Iterable[Node]) -> Iterable[str]:
        """The elements of `nodes`; neighbouring terms and definitions share one list."""
        for is_term, group in groupby(nodes, _is_term):
            run = list(group)
            start, end = _defined(run) if is_term else (0, 0)
            yield from map(self.node, run[:start])
            if start < end:
                yield from ("<dl>", *map(self.term, run[start:end]), "</dl>")
            yield from map(self.node, run[end:])

    def node(self, node: Node) -> str:
        """The element of a node."""
        match node:
            case Paragraph(lines):
                return f"<p>{self.lines(lines)}</p>"
            case Heading(block, level):
                return f"<h{level}>{self.inline(block.text, block.spans)}</h{level}>"
            case Code(block):
                return f"<pre><code>{escape(block.text, quote=False)}</code></pre>"
            case Table(rows):
                return self.table(rows)
            case List():
                return self.items(node)
            case Quote(parts):
                return "\n".join(["<blockquote>", *self.nodes(parts), "</blockquote>"])

    def term(self, node: Node) -> str:
        """A term or its definition."""
        tag = _tag_of(node)
        return f"<{tag}>{self.lines(node.lines)}</{tag}>" if isinstance(node, Paragraph) else self.node(node)

    def items(self, node: List) -> str:
        """A list; one that does not count from 1 upwards says how it counts."""
        if not node.ordered:
            return "\n".join(["<ul>", *(self.item(item, node.loose) for item in node.items), "</ul>"])
        counted = [*numbers(node.items)]
        start = f' start="{counted[0]}"' if counted[0] != 1 else ""
        values = ("" if number == before + 1 else f' value="{number}"' for before, number in pairwise([counted[0] - 1, *counted]))
        written = (self.item(item, node.loose, value) for item, value in zip(node.items, values, strict=True))
        return "\n".join([f"<ol{start}>", *written, "</ol>"])

    def item(self, item: Item, loose: bool, value: str = "") -> str:
        """A list item; its text stands in paragraphs where the list is loose."""
        parts = (self.lines(part.lines) if isinstance(part, Paragraph) and not loose else self.node(part) for part in item.parts)
        return f"<li{value}>" + "\n".join(parts) + "</li>"

    def table(self, rows: Sequence[Block]) -> str:
        """A table; a first row of header cells is its head."""
        written = [self.row(row) for row in rows]
        head = 1 if rows[0].header else 0
        parts = [("thead", written[:head]), ("tbody", written[head:])]
        return "\n".join(["<table>", *("\n".join([f"<{tag}>", *inner, f"</{tag}>"]) for tag, inner in parts if inner), "</table>"])

    def row(self, row: Block) -> str:
        """A table row."""
        tag = "th" if row.header else "td"
        cells = (f"<{tag}>{self.inline(text, spans)}</{tag}>" for text, spans in cells_of(row))
        return f"<tr>{''.join(cells)}</tr>"

    def lines(self, lines: Sequence[Block]) -> str:
        """Lines parted by single breaks."""
        return "<br>\n".join(self.inline(line.text, line.spans) for line in lines)

    def inline(self, text: str, spans: Sequence[Span]) -> str:
        """A run of text with its inline markup."""
        return write(text, spans, self.base, lambda leaf: escape(leaf, quote=False), _marked)


def _marked(mark: Mark, inner: str) -> str:
    href = f' href="{escape(mark.href)}"' if mark.tag == "a" else ""
    return f"<{mark.tag}{href}>{inner}</{mark.tag}>"


def _is_term(node: Node) -> bool:
    return _tag_of(node) in {"dt", "dd"}


def _tag_of(node: Node) -> str:
    return node.lines[0].tag if isinstance(node, Paragraph) else ""


def _defined(run: Sequence[Node]) -> tuple[int, int]:
    """Where a list in `run` starts and ends that begins with a term and ends with a definition; what has no other half is in none."""
    tags = [_tag_of(node) for node in run]
    start = tags.index("dt") if "dt" in tags else len(run)
    end = len(run) - tags[::-1].index("dd") if "dd" in tags else 0
    return (start, end) if start < end else (0, 0)
