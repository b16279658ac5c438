"""How sure we are of an article, and what a page without one is."""

from __future__ import annotations

from cleaner.ledger import Ledger
from cleaner.model import Document, Quality

VERDICTS = (
    "article", "listing", "forum", "product", "other", "consent_wall", "paywall_stub", "javascript_shell", "error_page", "empty",
)


def assess(document: Document, ledger: Ledger) -> Quality:
    """The quality of what `ledger` keeps of `document`."""
    kept = ledger.keeps()
    size = sum(len(document.blocks[i].text) for i in kept)
    standing = [verdict for i in kept if (verdict := ledger.standing(i))]
    sure = sum(verdict.sure * len(document.blocks[verdict.block].text) for verdict in standing) / max(1, size)
    decoded = document.decoded
    return Quality(
        "article" if kept else "empty", round(sure, 4) if kept else 0.0, (("kept_characters", float(size)), *sorted(ledger.signals.items())), document.warnings + tuple(ledger.warnings),
        decoded.encoding if decoded else "", decoded.found_in if decoded else "", decoded.replaced if decoded else 0,
    )
