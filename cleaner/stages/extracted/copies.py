"""Lines that stand twice: one copy of the body stays, a title that stands twice in a row is a teaser."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.ledger import Ledger
from cleaner.model import Document, Kind, Verdict
from cleaner.stages.extracted.view import Line, View, view
from cleaner.text import fold

DUPLICATE_WORDS = 6         # of a title; shorter lines after the body are items of a list


def drop_copies(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """The headline again, the second copy of a paragraph, a teaser's title twice in a row after the body.

    Amid the body short lines are repeated on purpose: refrains, answers, names, cells of tables.
    """
    if not document.text_mode:
        return
    seen = view(document, ledger)
    titles = {fold(title) for title in document.titles}
    first: dict[str, int] = {}
    for line in seen.lines:
        if not line.kept or not line.form:
            continue
        if fold(line.text) in titles:
            yield Verdict(line.i, False, Kind.DUPLICATE, "text.title_again", "the headline again")
        elif line.form in first and (line.shape.prose or first[line.form] == line.i - 1 or _is_late_title(seen, line)):
            yield Verdict(line.i, False, Kind.DUPLICATE, "text.copy", f"the same as line {first[line.form]}")
        first.setdefault(line.form, line.i)
    yield from _teasers_after(seen)


def _is_late_title(seen: View, line: Line) -> bool:
    return line.i > seen.last and line.shape.title_like and line.shape.words >= DUPLICATE_WORDS


def _teasers_after(seen: View) -> Iterator[Verdict]:
    """Titles twice in a row, each with at most one paragraph after it, where nothing but such follows to the end."""
    starts = [len(seen.lines)]
    while (title := next((i for i in (starts[-1] - 2, starts[-1] - 3) if _is_teaser(seen, i)), None)) is not None:
        starts.append(title)
    if len(starts) == 2 and starts[0] - starts[1] > 2:
        return              # one title and one paragraph: a subhead whose picture has the same words
    for i in range(starts[-1], len(seen.lines)):
        yield Verdict(i, False, Kind.RELATED, "text.title_twice", "a title twice in a row after the body")


def _is_teaser(seen: View, i: int) -> bool:
    return i > 0 and seen.repeated(i) and seen.lines[i].shape.title_like and seen.lines[i].kept
