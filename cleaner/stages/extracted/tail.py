"""Lines after the last paragraph that only their place and shape give away."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.language import detect
from cleaner.ledger import Ledger
from cleaner.model import Document, Kind, Verdict
from cleaner.pieces import OPENERS
from cleaner.stages.extracted.view import Line, view

LEAST_HEADLINES = 2
LEAST_KEYWORDS = 3
KEYWORD_WORDS = 3
LEAST_HEADLINE_WORDS = 4


def drop_tail(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Headlines cut off with dots after the body: links to the articles before and after."""
    if not document.text_mode:
        return
    for line in reversed(view(document, ledger).lines[1:]):
        if line.kept and not _is_cut_headlines(line):
            return
        if line.kept:
            yield Verdict(line.i, False, Kind.NAVIGATION, "text.cut_headlines", "headlines cut off with dots, the last line")


def drop_keywords(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Short lines without a capital or a mark that stand in a row after the body: its keywords."""
    if not document.text_mode:
        return
    row: list[Line] = []
    seen = view(document, ledger)
    after = [line for line in seen.lines[seen.last + 1:] if line.kept and seen.last >= 0]       # verses have no body to be after
    for line in [*after, None]:
        if line and line.shape.words <= KEYWORD_WORDS and line.text.islower() and line.text.replace(" ", "").isalnum():
            row.append(line)
            continue
        if len(row) >= LEAST_KEYWORDS:
            yield from (Verdict(k.i, False, Kind.TAGS, "text.keywords", f"one of {len(row)} lines of keywords after the body") for k in row)
        row = []


def drop_foreign_excerpt(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """The last paragraph where it breaks off in dots and is in another language than the text."""
    if not document.text_mode:
        return
    seen = view(document, ledger)
    if seen.last <= seen.first or not seen.lines[seen.last].shape.cut_off:
        return
    language = detect(seen.lines[seen.last].text)
    before = detect("\n".join(line.text for line in seen.lines[:seen.last] if line.kept and line.shape.prose))
    if language and before and language != before:
        yield Verdict(seen.last, False, Kind.OTHER_ARTICLE, "text.foreign_excerpt", f"breaks off in dots, in {language} after {before}")


def _is_cut_headlines(line: Line) -> bool:
    """Whether the line is several headlines, each cut off with dots: no speech, no list."""
    parts = [part.strip() for part in line.text.replace("…", "...").split("...") if part.strip()]
    are_headlines = all(part[0].isupper() and len(part.split()) >= LEAST_HEADLINE_WORDS for part in parts)
    return line.shape.cut_off and len(parts) >= LEAST_HEADLINES and are_headlines and line.text[0] not in OPENERS
