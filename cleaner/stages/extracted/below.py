"""What stands right below a phrase that has a line of its own and leads to another page: "Read more"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from cleaner.ledger import Ledger
from cleaner.model import Document, Hit, Kind, Verdict
from cleaner.stages.extracted.cues import is_bare_teaser, is_whole
from cleaner.stages.extracted.view import CUES, Line, View, view
from cleaner.text import WORD

SUMMARY_WORDS = 10          # of a paragraph that is cut off; shorter lines are speech that trails away
LEADING_ON = CUES | {Kind.NAVIGATION}           # "read more" counts among the ways from page to page


def drop_below_lone_cues(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """What stands right below a phrase that is alone in its line and leads on: a summary cut off in dots, a headline.

    A headline only where the same phrase has one below it again: once it may be a subhead.
    """
    if not document.text_mode:
        return
    seen = view(document, ledger)
    pairs = [(above, line, cue) for above, line in pairwise(seen.lines) if line.kept and (cue := _leads_on(above))]
    headed = Counter(above.form for above, line, _ in pairs if _is_between_paragraphs(seen, above.i, line.i))
    for above, line, cue in pairs:
        if line.shape.cut_off and line.shape.words >= SUMMARY_WORDS:
            yield Verdict(line.i, False, Kind.RELATED, cue.rule.id, f"breaks off in dots below {cue.words!r}")
        elif headed[above.form] > 1 and _is_between_paragraphs(seen, above.i, line.i):
            yield Verdict(line.i, False, Kind.RELATED, cue.rule.id, f"a headline, one of {headed[above.form]} below {cue.words!r}")


def _leads_on(line: Line) -> Hit | None:
    """The phrase that is the whole of a dropped line and leads to another page."""
    hits = (hit for hit in line.hits if is_whole(hit) and hit.rule.kind in LEADING_ON)
    return next(hits, None) if not line.kept and WORD.search(line.text) else None


def _is_between_paragraphs(seen: View, cue: int, teaser: int) -> bool:
    """Whether a paragraph stands above the line `cue`, and one below the line `teaser` that is a headline by its shape."""
    has_both = cue > 0 and teaser + 1 < len(seen.lines)
    return has_both and seen.lines[cue - 1].shape.prose and seen.lines[teaser + 1].shape.prose and is_bare_teaser(seen, teaser)
