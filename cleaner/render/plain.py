"""Kept blocks as plain text: one blank line between blocks; the items of a list, the rows of a table and the lines parted
by single breaks follow each other line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleaner.model import Block
from cleaner.render.outline import Code, Heading, List, Node, Paragraph, Quote, Table, outline


def to_text(blocks: Iterable[Block]) -> str:
    """The text of `blocks`, without marks of any format.

    >>> to_text([Block(0, "", "p", "Prvi."), Block(1, "", "li", "jedan", level=1), Block(2, "", "li", "dva", level=1)])
    'Prvi.\\n\\njedan\\ndva'
    """
    return "\n\n".join(_text(node) for node in outline(blocks))


def _text(node: Node) -> str:
    match node:
        case Paragraph(lines):
            return "\n".join(line.text for line in lines)
        case Heading(block) | Code(block):
            return block.text
        case Table(rows):
            return "\n".join(row.text for row in rows)
        case List(_, _, loose):
            return ("\n\n" if loose else "\n").join(_items(node))
        case Quote(parts):
            return "\n\n".join(_text(part) for part in parts)


def _items(node: List) -> Iterator[str]:
    for item in node.items:
        yield from (_text(part) for part in item.parts)
