"""Blocks that look alike are judged alike: publishers mark up families, not single blocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.ledger import Ledger
from cleaner.model import Block, Document, Kind, Verdict
from cleaner.stages.islands import within
from cleaner.stages.makes import makes
from cleaner.text import ends_sentence, length_in_letters

_BODY_SHARE = 0.85          # a family is body when this share of its text is
_LEAST_BLOCKS = 4           # fewer alike say nothing about each other
_POSSIBLE = 0.35            # likelihood under which a block is not drawn into the body by its family
_PURE = 0.92                # body share of a family from which its sentences amid the body come in from the lower likelihood
_POSSIBLE_AMID = 0.25
_LEAST_LENGTH = 40          # letters: shorter blocks that look like the body's were drawn in wrongly as often as rightly
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_LINKED = 0.7               # link share from which a block leads elsewhere
_HEADING_WORDS = 25
_NEAR = 5                   # blocks between a subhead and the paragraph it stands over
_TEXTS = frozenset({"p", "div"})        # in these a line without a sentence's end may be a headline
_LABEL = 120                # characters of a caption or label that may stand between them


class Family(NamedTuple):
    """How much of a family's text is body, by the verdicts that stand."""

    blocks: int
    share: float


def keep_families(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Draws into the body the blocks that are possible and whose family is there."""
    if document.text_mode:
        return
    possible = {block.index for block in document.blocks if _is_possible(document, ledger, block)}
    for indices in _alike(document.blocks) if possible else ():
        if len(indices) >= _LEAST_BLOCKS and not possible.isdisjoint(indices):
            yield from _drawn_in(document, ledger, indices, possible)


def _drawn_in(document: Document, ledger: Ledger, indices: list[int], possible: set[int]) -> Iterator[Verdict]:
    decided = [i for i in indices if i not in possible and (ledger.kept(i) or not _is_explained(document, i))]
    family = _family(document, ledger, decided)
    if family.share <= _BODY_SHARE:
        return
    because = f"{family.share:.0%} of the text of {family.blocks} blocks alike is body"
    amid = range(next(filter(ledger.kept, decided)), next(filter(ledger.kept, reversed(decided))))
    with_possible = _family(document, ledger, indices).share
    for i in filter(possible.__contains__, indices):
        block = document.blocks[i]
        is_like_headline = block.tag in _TEXTS and with_possible <= _BODY_SHARE and not ends_sentence(block.text)
        is_sentence_amid = i in amid and family.share > _PURE and block.tag == "p" and ends_sentence(block.text)
        if is_sentence_amid or (ledger.likely[i] > _POSSIBLE and not is_like_headline):
            yield Verdict(i, True, Kind.BODY, "family.body", because, family.share)


def keep_subheads(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """A heading belongs to the body with the text it stands over, where both share a container and text stood before."""
    if document.text_mode:
        return
    kept = ledger.keeps()
    if not kept:
        return
    for block in document.blocks[kept[0]:kept[-1]]:
        if block.tag in _HEADINGS and block.link_share < _LINKED and not ledger.kept(block.index) and not document.met(block.index):
            below = _paragraph_below(document, ledger, block)
            if below is not None:
                yield Verdict(block.index, True, Kind.BODY, "family.subhead", f"stands over block {below.index} of the body")


def keep_introductions(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """A line that ends in a colon belongs to the body with the list right under it, where that list leads nowhere else."""
    if document.text_mode:
        return
    for item in (document.blocks[i] for i in ledger.keeps() if i and document.blocks[i].tag == "li"):
        block = document.blocks[item.index - 1]
        if ledger.kept(block.index) or item.link_share or block.link_share or not block.text.endswith((":", "：")):
            continue
        if block.place and within(item, block.place.parent):
            yield Verdict(block.index, True, Kind.BODY, "family.introduction", f"ends in a colon, over the list from block {item.index} on")


def _is_explained(document: Document, i: int) -> bool:
    """Whether a block that is not kept goes for what it says or leads to: a cue amid paragraphs says nothing of these."""
    return bool(document.met(i)) or document.blocks[i].link_share >= _LINKED


def _is_possible(document: Document, ledger: Ledger, block: Block) -> bool:
    """Whether a block that is not kept may be drawn into the body by its family."""
    if ledger.likely[block.index] <= _POSSIBLE_AMID or ledger.kept(block.index):
        return False
    return block.link_share < _LINKED and length_in_letters(block.text) >= _LEAST_LENGTH and not document.met(block.index)


def _alike(blocks: Sequence[Block]) -> Iterable[list[int]]:
    """The blocks in families: of one tag, in containers of one make in containers of one make."""
    members: dict[object, list[int]] = defaultdict(list)
    made = makes(blocks)
    for block in blocks:
        parent = block.place.parent if block.place else None
        members[block.tag, made[block.place.id] if block.place else "", made[parent.id] if parent else ""].append(block.index)
    return members.values()


def _family(document: Document, ledger: Ledger, indices: list[int]) -> Family:
    body = total = 0
    for i in indices:
        size = len(document.blocks[i].text)
        total += size
        body += size * ledger.kept(i)
    return Family(len(indices), body / max(1, total))


def _paragraph_below(document: Document, ledger: Ledger, heading: Block) -> Block | None:
    """The kept paragraph that `heading` stands over: the next text that is no heading, in the same container or one beside it."""
    home = heading.place.parent if heading.place else None
    around = {home.id, home.parent.id if home and home.parent else 0} if home else set()
    for block in document.blocks[heading.index + 1:heading.index + 1 + _NEAR]:
        if block.tag in _HEADINGS or len(block.text) < len(heading.text) // 2:
            continue
        if not ledger.kept(block.index):
            if len(block.text) > _LABEL:
                return None
            continue
        near = {here.id for here in block.place.chain()} if block.place else set()
        return block if home and (home.id in near or around & near) and heading.text.count(" ") < _HEADING_WORDS else None
    return None
