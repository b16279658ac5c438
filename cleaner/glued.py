"""A cue run into a paragraph: its link shows where it ends, and the piece becomes a block of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleaner.model import Block, Kind, Span
from cleaner.pieces import OPENERS, sentence_starts
from cleaner.rules import CUES, RuleSet
from cleaner.text import WORD

_LINKED = 0.9               # link share from which a block is a line of links, no paragraph
_WHOLE = 40                 # characters of a link that is nothing but a cue: "[read more]"
_CUE = 80                   # characters of a cue before its link
_LINES = frozenset({"p", "div", "li", "blockquote", "section", "article", "main", "td", "dd"})
_LEADING_ON = CUES | {Kind.NAVIGATION}          # "read more" counts among the ways from page to page
_COLONS = (":", "：", ">", "→")
_BRACKETS = "[(【 "
_MARKS = " .…!?;,>→)]】"    # may follow a link and belong to it
_STOPS = tuple(".!?…。:\"”»’")     # what ends the text before a cue


def part_glued(blocks: Iterable[Block], rules: RuleSet) -> tuple[Block, ...]:
    """The blocks of a page in order, paragraphs parted from the cues and teasers that are run into them."""
    parted: list[Block] = []
    for block in blocks:
        for piece in _pieces(block, rules) if 0 < block.link_share < _LINKED and block.tag in _LINES else (block,):
            parted.append(piece if piece.index == len(parted) else piece._replace(index=len(parted)))
    return tuple(parted)


def _pieces(block: Block, rules: RuleSet) -> Iterator[Block]:
    """The pieces of a paragraph; one without a glued cue is one piece."""
    begun, text = 0, block.text
    for link in sorted(span for span in block.spans if span.tag == "a"):
        start, end = _cue_start(text, begun, link, rules), _teaser_end(text, link.end)
        if start is None or end is None or not WORD.search(text[begun:start] + text[end:]):
            continue
        if text[begun:start].strip():
            yield _cut(block, begun, start)
        yield _cut(block, start, end)
        begun = end
    if begun == 0:
        yield block
    elif begun < len(text):
        yield _cut(block, begun, len(text))


def _cue_start(text: str, begun: int, link: Span, rules: RuleSet) -> int | None:
    """Where the cue of a link begins: a sentence that is nothing but a cue before it, or the link where it is the cue itself."""
    before = text[begun:link.start].rstrip(_BRACKETS)
    if before.endswith(_COLONS):
        near = max(0, len(before) - 2 * _CUE)       # a cue that begins further off is too long
        start = begun + near + sentence_starts(before[near:])[-1]
        cue = text[start:link.start]
        return start if len(cue) <= _CUE and _is_cue(cue, rules) else None
    if link.end - link.start > _WHOLE or WORD.search(text, link.end) or not before.endswith(_STOPS):
        return None
    return begun + len(before) if _is_cue(text[link.start:link.end], rules) else None


def _is_cue(phrase: str, rules: RuleSet) -> bool:
    """Whether a phrase is a cue and nothing else."""
    return any("whole" in hit.signals and hit.rule.kind in _LEADING_ON for hit in rules.hits(phrase.strip()))


def _teaser_end(text: str, end: int) -> int | None:
    """Where a teaser ends whose link ends at `end`; None where its sentence goes on behind the link."""
    if not WORD.search(text, end):
        return len(text)
    after = text[end:].lstrip(_MARKS)
    return len(text) - len(after) if after[0].isupper() or after[0] in OPENERS else None


def _cut(block: Block, start: int, end: int) -> Block:
    """The piece of a block between two places of its text, joined to the piece before."""
    text = block.text[start:end]
    start, end = start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
    inside = [span for span in block.spans if span.start < end and span.end > start]
    spans = tuple(span._replace(start=max(0, span.start - start), end=min(end, span.end) - start) for span in inside)
    linked = sum(span.end - span.start for span in spans if span.tag == "a")
    return block._replace(
        text=text.strip(), spans=spans, link_share=min(1.0, linked / max(1, end - start)), joined=block.joined if start == 0 else True)
