"""The metrics of the corpora's README: from one page's output to its figures."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from measure.corpora import Sample

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
GRAM = 4                # words in a gram
PHRASE_WORDS = 6        # shorter lines are looked for as a phrase
LINE_PRESENT = 0.8      # share of a clutter line's grams in the output that makes it present
BODY_PRESENT = 0.9      # the same for a line of the article
LEAD_PRESENT = 0.6      # the same for the lead and for headings
GOOD = 0.95             # a page with at least this F1 is good
LEAK_WORDS = 3          # shorter clutter lines say nothing

Figures = dict[str, float]


@dataclass(frozen=True)
class Output:
    """What an engine made of a page."""

    text: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    verdict: str | None = None
    confidence: float | None = None
    reads: tuple[str, ...] = ("title", "date", "authors")       # which of these the engine looks for at all


def words(text: str) -> list[str]:
    """The words of `text` in lower case; a Chinese or Japanese character is a word."""
    return WORD.findall(text.lower())


@dataclass(frozen=True)
class Index:
    """A text prepared for the question whether lines are present in it."""

    words: list[str]

    @cached_property
    def grams(self) -> set[tuple[str, ...]]:
        return set(_grams(self.words))

    @cached_property
    def phrase(self) -> str:
        return f" {' '.join(self.words)} "

    def present(self, line: list[str], share: float) -> bool:
        """Whether `line` stands in the text: that share of its grams, or the phrase when it is short."""
        if len(line) < PHRASE_WORDS:
            return f" {' '.join(line)} " in self.phrase
        grams = _grams(line)
        return sum(gram in self.grams for gram in grams) >= share * len(grams)


def _grams(line: list[str]) -> list[tuple[str, ...]]:
    return [tuple(line[i:i + GRAM]) for i in range(len(line) - GRAM + 1)]


def lines(text: str) -> list[list[str]]:
    """The lines of `text` that have words, as words."""
    return [found for line in text.splitlines() if (found := words(line))]


def bag_scores(output: list[str], truth: list[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 on bags of words; where both are empty all are 1."""
    if not output or not truth:
        both = float(not output and not truth)
        return both, both, both
    shared = (Counter(output) & Counter(truth)).total()
    precision, recall = shared / len(output), shared / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall) if shared else 0.0


def figures(sample: Sample, output: Output) -> Figures:
    """Every figure of one page that its truth allows; counts end in `_n` (met) and `_of` (all)."""
    found = _snippets(sample.truth, output.text) if sample.corpus == "snippets" else _text(sample, output.text)
    if sample.truth["text"]:
        found |= _metadata(sample.truth, output)
    if output.confidence is not None:
        found["confidence"] = output.confidence
    if output.verdict is not None:
        found["called_article"] = float(output.verdict == "article")
    return found


def _text(sample: Sample, text: str) -> Figures:
    truth = sample.truth
    body = lines(truth["text"])
    neutral = {" ".join(words(entry)) for entry in truth.get("neutral", ())} - {" ".join(line) for line in body}
    output = [line for line in lines(text) if " ".join(line) not in neutral]
    index = Index([word for line in output for word in line])
    found = _leaks(truth, index)
    if body:                # a page without an article has no text to be found or lost, only clutter to leak
        found |= _scores(body, index)
    if truth.get("lead"):
        found["lead"] = float(index.present(words(truth["lead"]), LEAD_PRESENT))
    if headings := [words(heading) for heading in truth.get("headings", ())]:
        found["headings_n"] = sum(index.present(heading, LEAD_PRESENT) for heading in headings)
        found["headings_of"] = len(headings)
    return found


def _scores(body: list[list[str]], index: Index) -> Figures:
    precision, recall, f1 = bag_scores(index.words, [word for line in body for word in line])
    kept = sum(len(line) for line in body if index.present(line, BODY_PRESENT))
    found = {"f1": f1, "precision": precision, "recall": recall, "good": float(f1 >= GOOD)}
    return found | {"kept_n": kept, "kept_of": sum(len(line) for line in body)}


def _leaks(truth: dict[str, Any], index: Index) -> Figures:
    if "related" not in truth:
        return {}
    found: Figures = {}
    for name, key in (("inner_leak", "inner_related"), ("leak_lines", "related")):
        clutter = [line for entry in truth[key] if len(line := words(entry)) >= LEAK_WORDS]
        found[f"{name}_n"] = sum(index.present(line, LINE_PRESENT) for line in clutter)
        found[f"{name}_of"] = len(clutter)
    found["leak_pages"] = float(found["leak_lines_n"] > 0)
    return found


def _snippets(truth: dict[str, Any], text: str) -> Figures:
    text = " ".join(text.split())
    hits = sum(" ".join(chunk.split()) in text for chunk in truth["with"])
    false = sum(" ".join(chunk.split()) in text for chunk in truth["without"])
    return {"chunk_tp": hits, "chunk_fn": len(truth["with"]) - hits, "chunk_fp": false}


def _metadata(truth: dict[str, Any], output: Output) -> Figures:
    found: Figures = {}
    if truth.get("title"):
        found["title"] = float(words(truth["title"]) == words(output.title or ""))
    if truth.get("date"):
        found["date"] = float(truth["date"][:10] == (output.date or "")[:10])
    if truth.get("authors"):
        found["authors"] = float(_names(truth["authors"]) == _names(output.authors))
    return {name: value for name, value in found.items() if name in output.reads}


def _names(authors: list[str] | tuple[str, ...]) -> set[str]:
    return {name for author in authors if (name := " ".join(words(author)))}
