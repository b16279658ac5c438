"""A headline without a cue amid the body: the teaser of another article.

Subheads come in families; a single one as long as a headline is rare in a short article. Of 950 labelled articles 4 have one
of up to ten paragraphs; of the extracted texts that have such a line, nearly all have it from a teaser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.ledger import Ledger
from cleaner.model import Document, Kind, Verdict
from cleaner.pieces import sentence_starts
from cleaner.shape import DOUBLE_QUOTES, HEADLINE_WORDS, is_bulleted, quotes_in_headline_style
from cleaner.stages.extracted.view import Line, view
from cleaner.text import CLOSERS

PARTED_WORDS = range(7, 21)         # of a headline in two parts: "Vozači, oprez: …"
MOST_PARAGRAPHS = 10                # longer articles have subheads
LABEL_WORDS = 2                     # before the colon of a line of scores or names
LEAST_ENTRIES = 3                   # figures, or names, that make such a line; headlines count the dead and the injured
MOST_SENTENCES = 2                  # of a headline
ENTRY_WORDS = 3                     # of a name
_FIGURE = re.compile(r"\d+")
_BETWEEN = re.compile(r"[,;،、，؛]|\s[-–—]\s")


def drop_lone_headline(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """The only title-like line amid the paragraphs of a short article, as long as a headline, between two paragraphs."""
    if not document.text_mode:
        return
    seen = view(document, ledger)
    amid = [line for line in seen.lines[seen.first:seen.last] if line.kept]
    paragraphs = sum(line.shape.prose for line in amid) + 1
    titles = [k for k, line in enumerate(amid) if not line.shape.prose]
    if len(titles) != 1 or paragraphs > MOST_PARAGRAPHS or not is_headline(amid[titles[0]]):
        return
    line = amid[titles[0]]
    yield Verdict(line.i, False, Kind.RELATED, "text.lone_headline",
                  f"{line.shape.words} words like a headline, the only such line amid {paragraphs} paragraphs")


def drop_quoting_headlines(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Headlines that quote in single quotes, amid a body whose own speech stands in double ones."""
    if not document.text_mode or not any(mark in line.text for line in document.blocks for mark in DOUBLE_QUOTES):
        return
    seen = view(document, ledger)
    for line in seen.lines[seen.first + 1:seen.last]:
        if line.kept and quotes_in_headline_style(line.text):
            yield Verdict(line.i, False, Kind.RELATED, "text.quoting_headline", "quotes as headlines do, not as the rest of the text")


def is_headline(line: Line) -> bool:
    """Whether a line has the shape and the length of a headline."""
    shape, text = line.shape, line.text
    is_quote = text[-1] in CLOSERS + "." and ": " not in text      # "Minister: 'We pay'" is a headline, a quote alone is not
    plain = shape.title_like and not shape.cut_off and not is_quote and not is_bulleted(text) and not _is_list_line(text)
    return plain and len(sentence_starts(text)) <= MOST_SENTENCES and shape.words in (PARTED_WORDS if ": " in text else HEADLINE_WORDS)


def _is_list_line(text: str) -> bool:
    """Whether scores, or names in a row, follow a short label, or what somebody asks or answers the letter that stands for them.

    >>> _is_list_line("Goals: 1-0 Smith (12), 1-1 Jones (45)"), _is_list_line("Keepers: Ann Lee, Mary Poe, Jo Roe")
    (True, True)
    >>> _is_list_line("Q: Do you subscribe to that view?"), _is_list_line("Kyiv: 20 dead and 50 injured, no end in sight")
    (True, False)
    """
    label, _, rest = text.partition(":")
    if not rest.strip() or len(label.split()) > LABEL_WORDS:
        return False
    entries = [entry.strip() for entry in _BETWEEN.split(rest)]
    are_names = all(entry and not entry[0].islower() and len(entry.split()) <= ENTRY_WORDS for entry in entries)
    has_figures = len(_FIGURE.findall(rest)) >= LEAST_ENTRIES
    return len(label) == 1 or has_figures or (len(entries) >= LEAST_ENTRIES and are_names)
