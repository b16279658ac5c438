"""Phrases of the site around the article: share lines, prompts, comments, tags, credits, notices."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.ledger import Ledger
from cleaner.model import Document, Kind, Verdict
from cleaner.stages.extracted.view import CUES, drop, view

OTHERS = tuple(kind for kind in Kind if kind not in CUES | {Kind.BODY, Kind.TITLE, Kind.KICKER})


def drop_prompts(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """A line that meets a rule together with the second signal that the rule asks for."""
    if not document.text_mode:
        return
    seen = view(document, ledger)
    for line in seen.lines:
        if line.kept and (reached := seen.reached(line.i, *OTHERS)):
            yield drop(line.i, *reached)
