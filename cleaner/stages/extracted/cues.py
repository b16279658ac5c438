"""Cues and the teasers they introduce: "read also" lines amid and after the body, heads of lists of other articles."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.ledger import Ledger
from cleaner.model import Document, Hit, Kind, Verdict
from cleaner.shape import is_bulleted, is_figures, is_numbered
from cleaner.stages.extracted.lone import PARTED_WORDS
from cleaner.stages.extracted.view import CUES, LEAST_TEASER_WORDS, View, drop, view

LEAST_PAIRS = 2             # of title and summary that make a list of teasers; one pair is a subhead and its paragraph
MOST_TEASERS = 8            # amid the body; a longer list there is the article's own
MARKUP = frozenset({"boxed", "link"})                  # signals that only a page can give
RANKED = frozenset({Kind.MOST_READ, Kind.LATEST})      # lists of other articles that are numbered


def drop_cues(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """A cue with its teaser on one line, a cue above its teaser, a head above its list of other articles."""
    if not document.text_mode:
        return
    seen, until = view(document, ledger), 0
    lists = teaser_lists(seen)
    for line in seen.lines:
        if line.i < until or not line.kept or not (reached := seen.reached(line.i, *CUES)):
            continue
        hit, second = reached
        if introduces_own_list(seen, line.i, hit):
            yield Verdict(line.i, True, Kind.BODY, hit.rule.id, "introduces the article's own list")
            continue
        yield drop(line.i, hit, second)
        until = teasers_end(seen, line.i + 1, hit, lists) if is_whole(hit) and not line.shape.stops else line.i + 1
        for i in range(line.i + 1, until):
            yield Verdict(i, False, hit.rule.kind, hit.rule.id, f"teaser after {hit.words!r}")


def is_whole(hit: Hit) -> bool:
    """Whether the phrase is all of its line, so that its teaser can only follow."""
    return "whole" in hit.signals or hit.rule.opens == "list"


def introduces_own_list(seen: View, i: int, hit: Hit) -> bool:
    """Whether the points that follow a cue are the article's: numbered ones, and amid the body those below a word of articles.

    Such a word is a head whose rule asks for more than the phrase alone: "Highlights".
    """
    if i + 1 >= len(seen.lines):
        return False
    below = seen.lines[i + 1].text
    is_word = hit.rule.opens == "list" and "whole" not in hit.rule.needs
    is_own = is_word and i < seen.last and not seen.repeated(i + 1)
    is_ranked = any(other.rule.kind in RANKED and is_whole(other) for other in (hit, *seen.lines[i].hits))
    return (is_numbered(below) and not is_ranked) or (is_bulleted(below) and is_own)


def teasers_end(seen: View, start: int, hit: Hit, lists: list[bool]) -> int:
    """Where the teasers end that begin at `start`: at the first paragraph that is not the summary of one."""
    if hit.rule.opens == "nothing":
        return start + 1 if hit.rule.kind is Kind.READ_ALSO and is_bare_teaser(seen, start) else start
    is_bare = seen.last < 0            # no paragraph at all: verses, short answers; any line may be the text's own
    is_single = hit.rule.opens == "teaser" and (start <= seen.last or is_bare)     # after the body no subhead can follow the teaser
    if hit.rule.opens == "list" and start < len(lists) and lists[start]:
        return len(seen.lines)
    i, titles = start, 0
    while i < len(seen.lines) and (seen.lines[i].kept or is_figures(seen.lines[i].text)):
        line = seen.lines[i]
        if is_figures(line.text):
            i += 1              # the date of a teaser, its number
        elif seen.repeated(i):
            i, titles = i + 2, titles + 1
            if i < len(seen.lines) and seen.lines[i].shape.prose and (titles > 1 or seen.repeated(i + 1)):
                i += 1          # the first sentence of the article behind the title; once may be the body's own paragraph
        elif line.shape.prose or line.shape.stops or another_cue(seen, i):
            break
        elif is_single and not (titles and is_bulleted(line.text)) and (titles or line.shape.words < LEAST_TEASER_WORDS):
            break           # a subhead: teasers are longer, and a cue has one
        else:
            i, titles = i + 1, titles + 1
    is_own_list = (i <= seen.last or is_bare) and i - start > MOST_TEASERS and not any(map(seen.repeated, range(start, i)))
    return start if is_own_list else i


def is_bare_teaser(seen: View, i: int) -> bool:
    """Whether line `i` is as long as a headline, shaped like one and has no rule of its own: "read more" stands above teasers too."""
    if i >= len(seen.lines) or another_cue(seen, i):
        return False
    return seen.lines[i].shape.title_like and seen.lines[i].shape.words in PARTED_WORDS


def another_cue(seen: View, i: int) -> bool:
    """Whether line `i` has a rule of its own that a text can meet."""
    return any(hit.rule.kind != Kind.BODY and hit.rule.needs - MARKUP for hit in seen.lines[i].hits)


def teaser_lists(seen: View) -> list[bool]:
    """For each line whether, from it to the end, only titles follow, each with at most one paragraph, and at least two have one.

    And less text than before it: an article cut in sections looks so too.
    """
    found = [False] * len(seen.lines)
    sizes = [line.shape.words if line.kept else 0 for line in seen.lines]
    pairs, after_is_prose, alternates, before, after = 0, False, True, sum(sizes), 0
    for line in reversed(seen.lines):
        alternates = alternates and not (line.shape.prose and after_is_prose)
        after_is_prose = line.shape.prose
        pairs += after_is_prose
        before, after = before - sizes[line.i], after + sizes[line.i]
        found[line.i] = alternates and not after_is_prose and pairs >= LEAST_PAIRS and after < before
    return found
