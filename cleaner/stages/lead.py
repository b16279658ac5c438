"""The standfirst: the text between headline and body that says in a sentence what the article is about."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from cleaner import markup
from cleaner.flags import Flag
from cleaner.ledger import Ledger
from cleaner.model import Block, Document, Kind, Verdict
from cleaner.stages.islands import headline, within
from cleaner.text import ends_sentence, words

_WORDS = 6                  # a shorter line above the body is an overline or a label
_DESCRIBED = 0.7            # share of its words that the page's description holds
_HEADLINE = 0.6             # share of its words that a headline holds: then it is one
_NAMED = 0.1                # likelihood from which a block whose markup says "lead" is one
_LIKELY = 0.15              # the same of a sentence between headline and body
_BEFORE = 12                # blocks above the body that are looked at
_LINKED = 0.3
_STEPS = 2
_CAPTION_STEPS = 6          # containers around a block whose markup can say caption


def keep_lead(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Keeps the standfirst: near the headline, above the body, and either named so by its markup or told by the page's description."""
    kept = ledger.keeps()
    if document.text_mode or not kept:
        return
    first = next((i for i in kept if len(ledger.words(document.blocks[i])) >= _WORDS), kept[0])
    possible = [block for block in document.blocks[max(0, first - _BEFORE):first] if _is_possible(document, ledger, block)]
    if not possible:
        return
    titles = [set(words(title)) for title in document.titles]
    described = [set(words(text)) for text in document.descriptions if text]
    shown = headline(document)
    above = None if shown is None else document.blocks[shown]
    for block in possible:
        tokens = set(ledger.words(block))
        if any(len(tokens & title) / len(tokens) > _HEADLINE for title in titles):
            continue
        if any(len(tokens & said) / len(tokens) >= _DESCRIBED for said in described):
            yield Verdict(block.index, True, Kind.BODY, "lead.described", "above the body, in the words of the page's description")
        elif named(block) and ledger.likely[block.index] >= _NAMED:
            yield Verdict(block.index, True, Kind.BODY, "lead.named", "above the body, its markup says lead")
        elif ledger.likely[block.index] >= _LIKELY and _is_sentence_between(block, above, document.blocks[first]):
            yield Verdict(block.index, True, Kind.BODY, "lead.sentence", "a sentence between headline and body")


def _is_possible(document: Document, ledger: Ledger, block: Block) -> bool:
    """Whether a block that is not kept is a sentence without links that no rule meets."""
    verdict = ledger.standing(block.index)
    if verdict is None or verdict.keep or block.link_share > _LINKED or block.text in document.titles or _is_caption(block):
        return False
    return not document.met(block.index) and len(set(ledger.words(block))) >= _WORDS


def _is_sentence_between(block: Block, above: Block | None, first: Block) -> bool:
    """Whether a block is a sentence between the headline `above` and the `first` block of the body, in a container around both."""
    home = block.place.parent if block.place else None
    if above is None or block.index < above.index or not within(first, home) or not within(above, home):
        return False
    return ends_sentence(block.text)


def _is_caption(block: Block) -> bool:
    """Whether the markup around a block says caption."""
    chain = islice(block.place.chain(), _CAPTION_STEPS) if block.place else ()
    return any(here.flags & Flag.CAPTION or markup.has(here.words, "caption") for here in chain)


def named(block: Block) -> bool:
    """Whether the markup of a block or its container says that it is a standfirst."""
    place = block.place
    for _ in range(_STEPS):
        if place is None:
            return False
        if markup.has(place.words, "lead"):
            return True
        place = place.parent
    return False
