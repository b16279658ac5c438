"""Text that a reader unfolds: the handles of an accordion, which look like buttons, and what each of them opens, are kept together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from cleaner.flags import Flag
from cleaner.ledger import Ledger
from cleaner.model import Block, Document, Kind, Place, Verdict
from cleaner.stages.headlines import leads_nowhere
from cleaner.stages.islands import inside
from cleaner.stages.makes import makes

_LONGEST = 200              # characters of a question
_STEPS = 4                  # places around a handle, its own among them, of which one also holds what it opens
_LEAST = 2                  # handles alike, each with words of its own: "Share" over every paragraph opens nothing
_MOST = 60                  # blocks: what holds more is a part of the page
_OURS = 0.5                 # share of what they open that is kept, from which all of it is the body's
_LINKED = 0.5               # link share of what leads elsewhere
_WHOLE = 0.95               # the same of a line that is nothing but a link
_PICTURED = int(Flag.FIGURE | Flag.CAPTION)     # a button may enlarge a picture
_BUTTON = int(Flag.BUTTON)
_FIGURES = re.compile(r"\d+")
_APART = int(Flag.NAV | Flag.FORM | Flag.FOOTER | Flag.DIALOG) | _PICTURED


class Fold(NamedTuple):
    """A handle and the blocks that it opens."""

    handle: Block
    inside: list[Block]


def keep_folds(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Draws into the body the questions and answers that are missing from an accordion of it."""
    if document.text_mode or not ledger.keeps():
        return
    for folds in _accordions(document):
        total = sum(len(block.text) for fold in folds for block in fold.inside)
        kept = sum(len(block.text) for fold in folds for block in fold.inside if ledger.kept(block.index))
        if kept < _OURS * total:
            continue
        because = f"of {len(folds)} folds alike, of which {kept / total:.0%} is kept"
        for block in (block for fold in folds for block in (fold.handle, *fold.inside)):
            if not ledger.kept(block.index) and not document.met(block.index) and _is_text(block) and ledger.words(block):
                yield Verdict(block.index, True, Kind.BODY, "fold.whole", because)


def _accordions(document: Document) -> Iterator[list[Fold]]:
    """The folds of one make, of their handles and of what these open, if they differ in words and none is in another."""
    handles = [block for block in document.blocks if _is_handle(block)]
    panels = [(handle, panel) for handle in handles if (panel := _panel(document.blocks, handle))]
    if len(panels) < _LEAST:
        return
    made = makes(handles)
    alike: dict[object, list[tuple[Block, Place]]] = defaultdict(list)
    for handle, panel in panels:
        alike[handle.place and made[handle.place.id], panel.tag, _FIGURES.sub("", panel.attributes)].append((handle, panel))
    for pairs in alike.values():
        if len(pairs) < _LEAST or len({handle.text for handle, _ in pairs}) < len(pairs):
            continue
        folds = [Fold(handle, inside(document.blocks, handle.index + 1, panel, _MOST)) for handle, panel in pairs]
        is_flat = all(one.inside[-1].index < other.handle.index for one, other in pairwise(folds))
        is_small = all(len(fold.inside) < _MOST for fold in folds)
        if is_flat and is_small:
            yield folds


def _is_text(block: Block) -> bool:
    """Whether a block is a handle, or neither a link elsewhere nor of a picture."""
    return _is_handle(block) or (block.link_share < _LINKED and not (block.place and block.place.flags & _PICTURED))


def _is_handle(block: Block) -> bool:
    """Whether a block is a short line that only opens something on the page: a button, or a link to nowhere else."""
    if block.place is None or len(block.text) > _LONGEST or block.place.flags & _APART:
        return False
    return bool(block.place.flags & _BUTTON) or (block.link_share >= _WHOLE and leads_nowhere(block))


def _panel(blocks: Sequence[Block], handle: Block) -> Place | None:
    """The element that a handle opens: the one right below it, in the element around it or in one around that."""
    after = blocks[handle.index + 1] if handle.index + 1 < len(blocks) else handle
    below = after.place
    if below is None or handle.place is None or below.flags & _PICTURED or _is_handle(after):
        return None
    around = {here.id for here in islice(handle.place.chain(), 1, _STEPS)}
    panel = None
    for here in below.chain():
        if here.id in around:
            return panel
        panel = here
    return None
