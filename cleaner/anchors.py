"""The marks by which a heading links to itself: no words of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleaner.model import Block, Span

MARKS = frozenset(("¶", "#", "§", "🔗", "\uf0c1", "\uf0c6"))      # the last two are signs of icon fonts


def without_anchors(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, those without the mark that begin or end in a link to a place of the same page made of a mark alone."""
    for block in blocks:
        ends = (block.text[:1], block.text[-1:])
        yield block if MARKS.isdisjoint(ends) or not block.spans else _bare(block)


def _bare(block: Block) -> Block:
    anchor = next((span for span in block.spans if _is_anchor(block, span)), None)
    rest = "" if anchor is None else block.text[:anchor.start] + block.text[anchor.end:]
    if anchor is None or not rest.strip():
        return block
    first = len(rest) - len(rest.lstrip())
    text = rest.strip()
    back = first + (anchor.end if anchor.start == 0 else 0)       # how far what stands behind the mark moves
    moved = (span._replace(start=max(0, span.start - back), end=min(len(text), span.end - back)) for span in block.spans if span != anchor)
    linked = max(0.0, block.link_share * len(block.text) - (anchor.end - anchor.start))
    return block._replace(text=text, spans=tuple(span for span in moved if span.start < span.end), link_share=linked / len(text))


def _is_anchor(block: Block, span: Span) -> bool:
    if span.tag != "a" or not span.href.startswith("#") or block.text[span.start:span.end] not in MARKS:
        return False
    return span.start == 0 or span.end == len(block.text)
