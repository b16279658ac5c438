"""Blocks that look alike are judged alike: publishers mark up families, not single blocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.ledger import Ledger
from cleaner.model import Block, Document, Kind, Verdict
from cleaner.stages.kinds import kind_of

_BODY_SHARE = 0.8           # a family is body when this share of its text is
_CLUTTER_SHARE = 0.25       # and clutter when less than this is
_LEAST_BLOCKS = 4           # fewer alike say nothing about each other
_POSSIBLE = 0.15            # likelihood under which a block is not drawn into the body by its family
_CERTAIN = 0.9              # likelihood over which it is not drawn out
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_LINKED = 0.7               # link share from which a block leads elsewhere
_HEADING_WORDS = 25
_NEAR = 3                   # blocks between a subhead and the paragraph it stands over


class Family(NamedTuple):
    """How much of a family's text is body, by the verdicts that stand."""

    blocks: int
    share: float


def judge_families(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Draws single blocks to the side that the most of their family is on."""
    if document.text_mode:
        return
    members: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for block in document.blocks:
        members[_likeness(block)].append(block.index)
    for indices in members.values():
        if len(indices) < _LEAST_BLOCKS:
            continue
        family = _family(document, ledger, indices)
        for i in indices:
            verdict = ledger.standing(i)
            if verdict is None:
                continue
            because = f"{family.share:.0%} of the text of {family.blocks} blocks alike is body"
            if verdict.keep and family.share < _CLUTTER_SHARE and likely(verdict) < _CERTAIN:
                yield Verdict(i, False, kind_of(document, i), "family.clutter", because, 1 - family.share)
            elif not verdict.keep and family.share > _BODY_SHARE and likely(verdict) > _POSSIBLE and not _met(document, i) and document.blocks[i].link_share < _LINKED:
                yield Verdict(i, True, Kind.BODY, "family.body", because, family.share)


def keep_subheads(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """A heading belongs to the body with the text it stands over, where both share a container and text stood before."""
    if document.text_mode:
        return
    kept = ledger.keeps()
    if not kept:
        return
    for block in document.blocks[kept[0]:kept[-1]]:
        if block.tag in _HEADINGS and block.link_share < _LINKED and not ledger.kept(block.index) and not _met(document, block.index):
            below = _paragraph_below(document, ledger, block)
            if below is not None:
                yield Verdict(block.index, True, Kind.BODY, "family.subhead", f"stands over block {below.index} of the body")


def likely(verdict: Verdict) -> float:
    """The likelihood of body behind a verdict."""
    return verdict.sure if verdict.keep else 1 - verdict.sure


def _likeness(block: Block) -> tuple[str, ...]:
    place = block.place
    parent = place.parent if place else None
    return (block.tag, place.attributes if place else "", parent.tag if parent else "", parent.attributes if parent else "")


def _family(document: Document, ledger: Ledger, indices: list[int]) -> Family:
    body = total = 0
    for i in indices:
        size = len(document.blocks[i].text)
        total += size
        body += size * ledger.kept(i)
    return Family(len(indices), body / max(1, total))


def _met(document: Document, i: int) -> bool:
    return any(hit.signals & hit.rule.needs for hit in document.hits[i])


def _paragraph_below(document: Document, ledger: Ledger, heading: Block) -> Block | None:
    """The kept paragraph that `heading` stands over: the next text that is no heading, in the same container or one beside it."""
    home = heading.place.parent if heading.place else None
    around = {home.id, home.parent.id if home and home.parent else 0} if home else set()
    for block in document.blocks[heading.index + 1:heading.index + 1 + _NEAR]:
        if block.tag in _HEADINGS or len(block.text) < len(heading.text) // 2:
            continue
        if not ledger.kept(block.index):
            return None
        near = {here.id for here in block.place.chain()} if block.place else set()
        return block if home and (home.id in near or around & near) and heading.text.count(" ") < _HEADING_WORDS else None
    return None
