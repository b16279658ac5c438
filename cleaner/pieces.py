"""A line of extracted text parted where clutter is glued to it: a cue and its teaser run into the body, a label, markup.

Only finds where a piece begins and ends; what becomes of it is decided later, from the piece's own hits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from cleaner.model import Hit, Kind
from cleaner.rules import CUES, RuleSet
from cleaner.shape import DOUBLE_QUOTES, Shape, quotes_in_headline_style, shape
from cleaner.text import CLOSERS, WORD

OPENERS = "„“\"«‘'(»—–"
LOOK_AHEAD_WORDS = 12       # the longest cues and labels fit in
WHOLE_WORDS = 15            # a cue line this short holds its teaser and nothing more
TEASER_WORDS = 30           # where its end cannot be seen, a teaser is no longer
TEASER_CHARS = 12 * TEASER_WORDS
USUAL_TITLE_WORDS = 16      # longer headlines are rare
LEAST_TITLE_WORDS = 3
LEAST_SENTENCE_WORDS = 4
TITLE_SENTENCES = 2
SHORT_FORM = 3              # letters of an abbreviation before its dot
LABELS = frozenset({
    Kind.AD, Kind.NEWSLETTER, Kind.APP, Kind.FOLLOW, Kind.DONATION, Kind.PAYWALL, Kind.SHARE, Kind.COMMENTS, Kind.COOKIE,
    Kind.LEGAL,
})
# Comments of the page's markup, rules drawn with dashes, the handle and tags of an embedded post.
_MARKUP = re.compile(r"(<!--(?:[^<]|<(?!!--))*?-->|(?<!\S)-{3,}(?!\S)|@[\w.]{2,}\s?(?:#\w+\s?){2,}.*)")  
_END = re.compile(rf"[.!?…。！？।][{re.escape(CLOSERS)}]*(\s*)")
_TOKEN = re.compile(r"\S+")
_AFTER_CUE = re.compile(r"[\s:.…»>\]】→\-–—]*")


class Habits(NamedTuple):
    """How the whole text writes: its words in lower case, counted; whether speech is in double quotes, and nouns have capitals."""

    lower: Counter[str]
    double_quotes: bool
    capital_nouns: bool


def split(line: str, rules: RuleSet, habits: Habits) -> list[str]:
    """The pieces of `line` in order, told apart by the `habits` of the text; a line without glued clutter is one piece."""
    parts = _MARKUP.split(line) if "--" in line or "#" in line else [line]
    return [piece for part in parts if part.strip() for piece in _cut(part.strip(), rules, habits) if piece]


def _cut(line: str, rules: RuleSet, habits: Habits) -> Iterator[str]:
    found = shape(line)
    if _is_whole(line, found, rules):
        yield line
        return
    begun = 0
    sentences = list(pairwise([*sentence_starts(line), len(line)]))
    headlines = set(_glued_headlines(line, sentences)) if habits.double_quotes else set()
    for start, end in sentences:
        after_label = start == begun > 0
        if start < begun:
            continue
        hit = _hit(line[start:end], rules, after_label)
        if hit is None or (hit.rule.kind in LABELS and not found.prose):
            stop = end if start in headlines else 0
        else:
            stop = end if "whole" in hit.signals or hit.rule.kind not in CUES else _teaser_end(line, start, hit, habits)
        if stop:
            yield line[begun:start].strip()
            yield line[start:stop].strip()
            begun = stop
    yield line[begun:].strip()


def _glued_headlines(line: str, sentences: list[tuple[int, int]]) -> Iterator[int]:
    """Where headlines that quote begin amid a paragraph, themselves inside no speech."""
    marks = 0
    for start, end in sentences:
        sentence = line[start:end]
        if start > 0 and end < len(line) and marks % 2 == 0 and quotes_in_headline_style(sentence.strip()):
            yield start
        marks += sum(map(sentence.count, DOUBLE_QUOTES))


def _is_whole(line: str, found: Shape, rules: RuleSet) -> bool:
    """Whether a cue or label reaches over the whole line."""
    is_short = found.words <= TEASER_WORDS + LOOK_AHEAD_WORDS and (not found.stops or found.words <= WHOLE_WORDS)
    return is_short and _hit(line, rules) is not None


def _hit(sentence: str, rules: RuleSet, after_label: bool = False) -> Hit | None:
    """The cue or label that `sentence` begins with, on signals of its own; notices come in several sentences."""
    tokens = sentence.split(None, LOOK_AHEAD_WORDS)
    is_complete = len(tokens) <= LOOK_AHEAD_WORDS
    for hit in rules.hits(" ".join(tokens[:LOOK_AHEAD_WORDS])):
        signals = hit.signals if is_complete or after_label else hit.signals & {"colon"}
        if after_label:
            signals |= {"tail"}
        elif is_complete and sentence.rstrip().endswith(":"):
            signals |= {"colon"}
        of_kind = hit.rule.kind in CUES or (hit.rule.kind in LABELS and (is_complete or after_label))
        if of_kind and hit.start == 0 and hit.rule.needs & signals:
            return hit
    return None


def sentence_starts(line: str) -> list[int]:
    """Where sentences begin in `line`, 0 among them; also those glued to the one before.

    >>> sentence_starts("To je sve.Čitajte još: Novi zakon. Kraj na sport.ro danas.")
    [0, 10, 35]
    """
    return [0] + [mark.end() for mark in _END.finditer(line) if _parts(line, mark.start(), mark.end(), bool(mark[1]))]


def _parts(line: str, end: int, start: int, is_spaced: bool) -> bool:
    """Whether the mark at `end` parts two sentences, the second beginning at `start`."""
    after = line[start:start + 2]
    if not after:
        return False
    if not is_spaced:
        return line[max(0, end - 3):end].islower() and after[0].isupper() and after[1:].islower()
    return not (after[0].islower() or after[0].isdigit())


def _teaser_end(line: str, start: int, hit: Hit, habits: Habits) -> int:
    """Where the teaser of the cue at `start` ends: at a capital that no mark explains, else with its sentence."""
    cue_words = max(1, len(WORD.findall(hit.words)))
    cue_end = [word.end() for _, word in zip(range(cue_words), WORD.finditer(line, start), strict=False)][-1]
    title = _AFTER_CUE.match(line, cue_end).end()        # type: ignore[union-attr]
    rest = line[title:title + TEASER_CHARS]
    sentences = [*sentence_starts(rest)[1:], len(rest)]
    end = _unmarked(rest, sentences, habits) or _marked(rest, sentences)
    return title + end if end else cue_end


def _marked(rest: str, sentences: list[int]) -> int:
    """Where the sentences end that can be a headline: questions and exclamations, or one of any kind; 0 where none can."""
    end = 0
    for stop in sentences:
        found = shape(rest[end:stop].strip())
        if len(rest[:stop].split()) > TEASER_WORDS or (end and found.stops):
            break
        end = stop
        if not found.asks:
            break
    return end


def _unmarked(rest: str, sentences: list[int], habits: Habits) -> int:
    """The likeliest place in `rest` where a sentence begins without a mark before it; 0 where there is none.

    Behind what may be a headline of two sentences, and where nouns have capitals, only a word that the text also writes small
    begins one.
    """
    ends = [end for start, end in pairwise([0, *sentences]) if end == len(rest) or _is_sentence(rest[start:end])]
    title = ends[0] if rest[ends[0]:ends[0] + 1] in OPENERS else ends[:TITLE_SENTENCES][-1]
    tokens = list(_TOKEN.finditer(rest))[:TEASER_WORDS + 1]
    found: list[tuple[bool, int, int]] = []         # known as a common word, place in tokens, place in `rest`
    for i in range(LEAST_TITLE_WORDS, len(tokens)):
        before, token = tokens[i - 1][0], tokens[i][0]
        at = tokens[i].start()
        follows = len(rest[at:next((s for s in sentences if s > at), len(rest))].split())
        if at in sentences or follows < LEAST_SENTENCE_WORDS or not _may_begin(before, token):
            continue
        if found and i - found[-1][1] <= (1 if token[0].isalpha() else 2) and not found[-1][0]:
            found.pop()         # of a run the last begins the sentence: "w Air France Wszystkie", "20 maja 15 maja"
        is_common = habits.lower[token.strip(OPENERS + CLOSERS + ",:;").lower()] > 0
        if is_common or (at < title and not habits.capital_nouns):
            found.append((is_common, i, at))
    known = [at for is_common, _, at in found if is_common]
    usual = [at for _, i, at in found if i <= USUAL_TITLE_WORDS] or [at for _, _, at in found[:1]]
    return known[0] if known else usual[-1] if usual else 0


def _is_sentence(text: str) -> bool:
    """Whether `text` is a sentence that ends in a full stop, not a label or what a short form ends in: "Što kaže dr. Marić"."""
    words = text.split()
    return len(words) >= LEAST_TITLE_WORDS and shape(words[-1]).stops and len(words[-1].rstrip(CLOSERS + ".")) > SHORT_FORM


def _may_begin(before: str, token: str) -> bool:
    """Whether a sentence may begin with `token` though no mark ends the word `before`."""
    word = token.lstrip(OPENERS)
    is_preposition = before.islower() and len(before) <= 2      # "w", "u", "la": no title ends so
    if is_preposition or before[-1] in ",:;-–—(„«" or not word:
        return False
    if word.isdigit():
        return before.isupper() or (before.isalpha() and before.islower())
    return word[0].isupper() and (len(word) == 1 or word != word.upper())
