"""What the stages for extracted text look at: each line with its shape, its form, the rules it meets, and what stands."""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import NamedTuple

from cleaner.front import asks_consent
from cleaner.ledger import Ledger
from cleaner.model import Document, Hit, Kind, Verdict
from cleaner.shape import Shape, shape
from cleaner.text import WORD

CUES = frozenset({
    Kind.READ_ALSO, Kind.RELATED, Kind.RECOMMENDED, Kind.MOST_READ, Kind.LATEST, Kind.SPONSORED, Kind.VIDEO, Kind.PODCAST,
})

LEAST_TEASER_WORDS = 5
CUE_WORDS = 12          # a line this long that begins with a cue and ends in a colon introduces a teaser
SENTENCE_WORDS = 5          # with a full stop and no rule against it, this ends an article
LAST_WORDS = 11             # of a short sentence with a full stop that may be an article's last

# Prompts and terms that come as whole paragraphs. A line on an author is none: "She now is the director" also ends articles.
NOTICES = frozenset({
    Kind.LEGAL, Kind.NEWSLETTER, Kind.FOLLOW, Kind.APP, Kind.DONATION, Kind.PAYWALL, Kind.COMMENTS, Kind.COOKIE, Kind.SHARE,
})
_SITE = re.compile(r"\w\.[a-z]{2,6}\b")


class Line(NamedTuple):
    """A line of the text as the stages see it."""

    i: int
    text: str
    form: str               # folded, for comparison
    shape: Shape
    hits: tuple[Hit, ...]
    kept: bool              # in the article as things stand


class View(NamedTuple):
    """The lines and where the body lies among them as things stand."""

    lines: tuple[Line, ...]
    first: int              # index of the first paragraph that is kept; the count of lines where there is none
    last: int               # index of the last one; -1 where there is none

    def signals(self, i: int) -> frozenset[str]:
        """The second signals that the place of line `i` and its neighbours give to a phrase."""
        found = set()
        if i > self.last:
            found.add("tail")
        if i < self.first:
            found.add("lead")
        if self.repeated(i) or self.repeated(i + 1):
            found.add("repeated")
        if self.lines[i].shape.introduces and self.lines[i].shape.words <= CUE_WORDS:
            found.add("colon")
        if self.opens_teasers(i) and not self.lines[i].shape.stops:
            found.add("opens")
        return frozenset(found)

    def repeated(self, i: int) -> bool:
        """Whether line `i` stands directly above itself, as a picture's description above the link does."""
        return 0 <= i < len(self.lines) - 1 and self.lines[i].form == self.lines[i + 1].form != ""

    def opens_teasers(self, i: int) -> bool:
        """Whether what follows line `i` looks like teasers: a title twice, or two titles and no paragraph between."""
        after = self.lines[i + 1:i + 3]
        return self.repeated(i + 1) or (len(after) == 2 and all(line.shape.title_like for line in after))

    def parts_paragraphs(self, i: int) -> bool:
        """Whether line `i` stands before the body, after it, or between two of its paragraphs."""
        beside = [self.lines[k] for k in (i - 1, i + 1) if 0 <= k < len(self.lines)]
        return not self.first < i < self.last or all(line.shape.prose for line in beside)

    def reached(self, i: int, *kinds: Kind) -> tuple[Hit, str] | None:
        """The first rule of `kinds` met by line `i` together with a second signal, and that signal."""
        here = self.signals(i) if self.lines[i].hits else frozenset()
        for hit in self.lines[i].hits:
            second = sorted(hit.rule.needs & (hit.signals | (here - {"tail"} if self._may_end_article(i, hit) else here)))
            if not second and not hit.rule.needs.isdisjoint(("colon", "whole")) and self._headline_follows(i, hit):
                second = ["a headline in the same line"]
            if hit.rule.kind in kinds and second and self._in_place(i, hit.rule.where):
                return hit, second[0]
        return None

    def _may_end_article(self, i: int, hit: Hit) -> bool:
        """Whether line `i` is a short sentence that says more than the phrase and names no site: its place tells nothing of it.

        Nor of a question that speaks of somebody's profession.
        """
        line = self.lines[i]
        if hit.rule.kind is Kind.AUTHOR_BIO and line.shape.asks:
            return True
        is_sentence = line.shape.stops and line.shape.words <= LAST_WORDS and ":" not in line.text
        return is_sentence and "whole" not in hit.signals and not _SITE.search(line.text)

    def _headline_follows(self, i: int, hit: Hit) -> bool:
        """Whether the cue that begins line `i` runs on into a headline: a capital, several words, no full stop."""
        line = self.lines[i]
        cue = len(WORD.findall(hit.words))
        rest = [word.group() for word in islice(WORD.finditer(line.text), cue, None)]
        is_headline = len(rest) >= LEAST_TEASER_WORDS and rest[0][0].isupper() and line.shape.title_like
        return is_headline and hit.start == 0 and bool(hit.rule.kind in CUES) and not " ".join(rest).isupper()

    def _in_place(self, i: int, where: str) -> bool:
        if where == "inside":
            return self.first < i < self.last
        return where == "anywhere" or (i < self.first if where == "lead" else i > self.last)


def view(document: Document, ledger: Ledger) -> View:
    """The lines of `document` with what stands in `ledger`."""
    lines = tuple(
        Line(block.index, block.text, form, shape(block.text, form), hits, ledger.kept(block.index))
        for block, form, hits in zip(document.blocks, document.forms, document.hits, strict=True)
    )
    notices = {line.i for line, below in pairwise(lines) if line.hits and asks_consent(line.hits, below.text)}
    prose = [line.i for line in lines if line.kept and line.shape.prose and line.i not in notices]
    last = next((line.i for line in reversed(lines) if line.kept and is_sentence(line)), -1)
    return View(lines, prose[0] if prose else len(lines), last)


def is_sentence(line: Line) -> bool:
    """Whether a line is a paragraph of no notice, or a short sentence that no rule knows."""
    is_notice = any(hit.start == 0 and "tail" in hit.rule.needs and hit.rule.kind in NOTICES for hit in line.hits)
    return (line.shape.prose and not is_notice) or (line.shape.stops and line.shape.words >= SENTENCE_WORDS and not line.hits)


def drop(i: int, hit: Hit, second: str) -> Verdict:
    """The verdict of a phrase and its second signal."""
    return Verdict(i, False, hit.rule.kind, hit.rule.id, f"{hit.words!r} and {second}")
