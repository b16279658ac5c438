"""trafilatura as a witness: asked where the scorer is in doubt, its answer laid back onto our blocks.

The only module that knows trafilatura: a string goes in, verdicts come out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cleaner.align import shares
from cleaner.ledger import Ledger
from cleaner.model import Document, Kind, Verdict
from cleaner.options import Asked
from cleaner.stages.kinds import Kinds

RULE = "witness.trafilatura"
_DOUBT = 0.15               # asked from here: 6 % of the articles of the development corpora, by weights that do not know their hosts
_YES = 1.5                  # log odds that its word moves a block that it has: likelihoods from 0.18 become body
_NO = 1.0                   # and one that it lacks, where it has as much text as we: up to 0.73 they become none
_PLAUSIBLE = 0.1            # likelihood from which a block counts for the doubt
_LARGEST = 2_000_000        # characters of a page; it is asked about no larger one, for it takes seconds
_LEAST = 1e-3
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Witness:
    """Hears trafilatura "auto" (where in doubt), "always" or "never"; `ask` gives its text for a page, None where it fails."""

    mode: Asked = "auto"
    threshold: float = 0.5
    ask: Callable[[str, str | None], str | None] | None = None

    def __call__(self, document: Document, ledger: Ledger) -> Iterator[Verdict]:
        if document.text_mode or not document.blocks:
            return
        odds = list(ledger.likely)
        doubt = ledger.signals["doubt"] = doubt_of(document, odds)
        if self.mode == "never" or (self.mode == "auto" and doubt < _DOUBT):
            return
        if len(document.html) > _LARGEST:
            ledger.warnings.append("in doubt, but the page is too large to ask trafilatura")
            return
        said = (self.ask or ask)(document.html, document.metadata.url)
        if said is None:
            ledger.warnings.append("in doubt, but trafilatura failed on the page")
            return
        yield from self.weigh(document, ledger, odds, shares([block.text for block in document.blocks], said))

    def weigh(self, document: Document, ledger: Ledger, odds: list[float], said: list[float]) -> Iterator[Verdict]:
        """The scorer's likelihoods moved by the witness's word.

        What it has is rarely no text; what it lacks it may just have missed, the more so the less it has of the page.
        """
        ledger.signals["witness_agreement"] = agreement(document, odds, said)
        sizes = [len(block.text) for block in document.blocks]
        expected = sum(size * p for size, p in zip(sizes, odds, strict=True))
        found = sum(size for size, share in zip(sizes, said, strict=True) if share >= _HALF)
        kinds = Kinds(document, ledger.keeps())
        no = _NO * min(1.0, found / max(1.0, expected))
        for i, (p, share) in enumerate(zip(odds, said, strict=True)):
            p = min(1 - _LEAST, max(_LEAST, p))
            moved = 1 / (1 + math.exp(-math.log(p / (1 - p)) - (_YES if share > _HALF else no) * (2 * share - 1)))
            keep = moved >= self.threshold
            ledger.likely[i] = moved
            because = f"trafilatura has {share:.0%} of it: {odds[i]:.2f} becomes {moved:.2f}"
            yield Verdict(i, keep, Kind.BODY if keep else kinds.of(i), RULE, because, moved if keep else 1 - moved)


def doubt_of(document: Document, odds: list[float]) -> float:
    """How undecided the plausible text is: 0 (every block sure) … 0.5 (even odds, or nothing plausible)."""
    plausible = [(len(block.text), p) for block, p in zip(document.blocks, odds, strict=True) if p > _PLAUSIBLE]
    total = sum(size for size, _ in plausible)
    return sum(size * min(p, 1 - p) for size, p in plausible) / total if total else 0.5


def agreement(document: Document, odds: list[float], said: list[float]) -> float:
    """Share of the text of both that both keep (Dice)."""
    ours = theirs = both = 0
    for block, p, share in zip(document.blocks, odds, said, strict=True):
        size = len(block.text)
        ours += size * (p >= _HALF)
        theirs += size * (share >= _HALF)
        both += size * (p >= _HALF and share >= _HALF)
    return 2 * both / (ours + theirs) if ours + theirs else 1.0


def ask(html: str, url: str | None) -> str | None:
    """trafilatura's text for a page; None where it fails on it."""
    from lxml.etree import LxmlError
    from trafilatura import extract

    try:
        return extract(html, url=url, include_comments=False, deduplicate=False) or ""
    except (LxmlError, ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError):
        return None         # it is another's code on hostile pages; the caller says so
