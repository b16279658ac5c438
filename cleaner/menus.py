"""The menus of a page whose lines were all taken over: many short lines in a row, among them phrases of a site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.model import Block, Hit, Kind
from cleaner.shape import shape
from cleaner.text import fold

ENTRY_WORDS = 4             # of a menu's line; a headline is longer
LEAST_LINES = 8             # of a menu; shorter ones could be cells of a table
LEAST_PHRASES = 3           # of the site in it, all different
MOST_BETWEEN = 12           # lines between two phrases of one menu: a poem may stand between the menu above and that below
FIRST_LINES = 3             # in which the text's own menu begins: its title stands above
SITE = frozenset({
    Kind.NAVIGATION, Kind.FORM, Kind.FOLLOW, Kind.SHARE, Kind.LEGAL, Kind.NEWSLETTER, Kind.APP, Kind.COMMENTS, Kind.COOKIE,
    Kind.PAYWALL, Kind.AD,
})
_GOES_ON = (",", ";", "،", "、", ":", "：")


def menus(blocks: Sequence[Block], hits: Sequence[Sequence[Hit]]) -> dict[int, str]:
    """The lines that are a menu's, by block index, each with what told: from the first phrase of the site to the last.

    One that begins with the text, or ends with it, reaches so far.
    """
    found: dict[int, str] = {}
    paragraphs = [i for i, block in enumerate(blocks) if shape(block.text).prose]
    for run in _runs(blocks):
        for part in _parts(run, hits):
            phrases = {fold(blocks[i].text): blocks[i].text for i in part}
            is_top = run[0] < FIRST_LINES and bool(paragraphs) and part[-1] < paragraphs[-1]
            is_bottom = run[-1] >= len(blocks) - FIRST_LINES and bool(paragraphs) and paragraphs[0] < part[0]
            lines = range(run[0] if is_top else part[0], (run[-1] if is_bottom else part[-1]) + 1)
            if len(lines) >= LEAST_LINES and len(phrases) >= LEAST_PHRASES:
                named = ", ".join(list(phrases.values())[:LEAST_PHRASES])
                found |= dict.fromkeys(lines, f"one of {len(lines)} short lines in a row, with {len(phrases)} phrases of a site: {named}")
    return found


def _runs(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """The lines in a row that can be entries of a menu."""
    run: list[int] = []
    for i, block in enumerate(blocks):
        if _is_entry(block.text):
            run.append(i)
        else:
            yield run
            run = []
    yield run


def _is_entry(text: str) -> bool:
    found = shape(text)
    return found.words <= ENTRY_WORDS and not found.stops and not found.asks and not found.cut_off and not text.endswith(_GOES_ON)


def _parts(run: Sequence[int], hits: Sequence[Sequence[Hit]]) -> Iterator[list[int]]:
    """The phrases of the site in a run, parted where many other lines stand between two of them."""
    part: list[int] = []
    for i in run:
        if not _is_phrase(hits[i]):
            continue
        if part and i - part[-1] > MOST_BETWEEN:
            yield part
            part = []
        part.append(i)
    if part:
        yield part


def _is_phrase(hits: Sequence[Hit]) -> bool:
    return any("whole" in hit.signals and hit.rule.kind in SITE for hit in hits)
