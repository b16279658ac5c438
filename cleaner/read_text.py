"""Extracted text to a document: its lines as blocks, what its first lines say, and the rules its lines meet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path

from cleaner import rules, scorer
from cleaner.front import Front, Label, read_front, without_site
from cleaner.language import ENOUGH, languages
from cleaner.lines import text_blocks
from cleaner.model import Block, Document, Hit, Image, Kind, Metadata, Verdict
from cleaner.rules import RuleSet
from cleaner.shape import shape
from cleaner.text import line_form
from cleaner.whole_page import Scored, headline, likely_lines, scored

HEAD_WORDS = range(2, 7)    # of a cue without a mark behind it; one word is too little to tell
MOST_WORDS = 36             # of such a line
_LINK = re.compile(r"!?\[([^\[\]]{1,300})\]\([^()\s]{1,2000}\)")
LONGEST_LINE = 1000         # characters; the packs' max_words see to most longer lines


def read_text(text: str, language: str | None = None, packs: tuple[str, ...] = (), weights: Path | None = scorer.LINES) -> Document:
    """The document of an extracted `text`; `language` is BCP 47, `packs` are paths of further rule packs.

    `weights` are the scorer's, which is asked whether the text holds a whole page; without any it is not.
    """
    spoken = languages(language, _passages(text))
    ruleset = rules.ruleset(spoken, packs)
    blocks = text_blocks(text, ruleset)
    forms = tuple(line_form(block.text) for block in blocks)
    hits = tuple(_hits(block.text, ruleset) if len(form) <= LONGEST_LINE else () for block, form in zip(blocks, forms, strict=True))
    told = scored(blocks, hits, weights) if weights else ()
    front = _front_of_page(blocks, hits, told) if told else read_front(blocks, hits)
    verdicts = tuple(Verdict(i, False, label.kind, "text.front", label.because) for i, label in sorted(front.labels.items()))
    metadata = _metadata(front, spoken[0] if spoken else None)
    titles = (front.title,) if front.title else ()
    return Document(blocks, metadata, spoken, hits, titles, text_mode=True, forms=forms, front=verdicts, scored=told)


def _front_of_page(blocks: Sequence[Block], hits: Sequence[Sequence[Hit]], told: Scored) -> Front:
    """The headline of a text that holds a whole page."""
    at = headline(blocks, hits, told)
    if at is None:
        return Front({})
    body = likely_lines(blocks, told)
    title = without_site(blocks[at].text, body)
    label = Label(Kind.TITLE, "the line above the article that shares most words with it")
    copies = (i for i, block in enumerate(blocks[:at]) if block.text.startswith(title) and without_site(block.text, body, [title]) == title)
    return Front(dict.fromkeys((*copies, at), label), title)


def _passages(text: str) -> list[str]:
    """What tells the language: the lines without an address, or all together where each is too short, as in Chinese or in verse."""
    lines = [line for line in text.splitlines() if "://" not in line]
    return lines if any(len(line) > ENOUGH for line in lines) else [" ".join(lines)]


def _hits(text: str, ruleset: RuleSet) -> tuple[Hit, ...]:
    """The rules met by a line; where it is no sentence, its first words may be a cue that lost its mark: "Povezani članki Nov most".

    Of a link in Markdown they see the text; what was left escaped as in markup they see as what it stands for.
    """
    text = unescape(_LINK.sub(r"\1", text))
    met = ruleset.hits(text)
    found = shape(text)
    if not found.title_like or found.words > MOST_WORDS:
        return met
    tokens = text.split()
    for count in HEAD_WORDS:
        if count < len(tokens) and tokens[count][0].isupper():
            met = ruleset.with_cue(met, " ".join(tokens[:count]), " ".join(tokens[count:]))
    return met


def _metadata(front: Front, language: str | None) -> Metadata:
    image = Image(None, front.caption, front.credit) if front.caption or front.credit else None
    values = {"title": front.title, "kicker": front.kicker, "image": image, "language": language}
    return Metadata(
        title=front.title, kicker=front.kicker, image=image, language=language,
        sources=tuple((name, "text") for name, value in values.items() if value),
    )
