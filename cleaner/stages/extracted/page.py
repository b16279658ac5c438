"""The lines of a text that holds a whole page, told apart by the learned scorer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaner.ledger import Ledger
from cleaner.menus import ENTRY_WORDS
from cleaner.model import Document, Hit, Kind, Verdict
from cleaner.shape import shape

WARNING = "the text holds a whole page: its lines were told apart without markup"


@dataclass(frozen=True, slots=True)
class PageLines:
    """A verdict on every line of such a text: kept where the scorer finds it likelier than `threshold`."""

    threshold: float = 0.5

    def __call__(self, document: Document, ledger: Ledger) -> Iterator[Verdict]:
        if not document.scored:
            return
        ledger.likely = [likely for likely, _ in document.scored]
        ledger.warnings.append(WARNING)
        for block, (likely, because) in zip(document.blocks, document.scored, strict=True):
            keep = likely >= self.threshold
            kind = Kind.BODY if keep else _kind(block.text, document.hits[block.index])
            yield Verdict(block.index, keep, kind, "scorer", because, likely if keep else 1 - likely)


def _kind(text: str, hits: Sequence[Hit]) -> Kind:
    """What a line that is none of the article's most likely is."""
    met = next((hit.rule.kind for hit in hits if hit.suffices), None)
    found = shape(text)
    return met or (Kind.NAVIGATION if found.words <= ENTRY_WORDS else Kind.RELATED if found.title_like else Kind.BOILERPLATE)
