"""Extracted text to a document: its lines as blocks, what its first lines say, and the rules its lines meet."""

from __future__ import annotations

from cleaner import rules
from cleaner.front import Front, read_front
from cleaner.language import languages
from cleaner.lines import text_blocks
from cleaner.model import Document, Image, Metadata
from cleaner.text import line_form

LONGEST_LINE = 1000         # characters; no rule reaches a longer line (the packs' max_words see to the rest)


def read_text(text: str, language: str | None = None, packs: tuple[str, ...] = ()) -> Document:
    """The document of an extracted `text`; `language` is BCP 47, `packs` are paths of further rule packs."""
    spoken = languages(language, text.splitlines())
    ruleset = rules.ruleset(spoken, packs)
    blocks = text_blocks(text, ruleset)
    forms = tuple(line_form(block.text) for block in blocks)
    hits = tuple(ruleset.hits(block.text) if len(form) <= LONGEST_LINE else () for block, form in zip(blocks, forms, strict=True))
    front = read_front(blocks, hits)
    metadata = _metadata(front, spoken[0] if spoken else None)
    titles = (front.title,) if front.title else ()
    return Document(blocks, metadata, spoken, hits, titles, text_mode=True, forms=forms)


def _metadata(front: Front, language: str | None) -> Metadata:
    image = Image(None, front.caption, front.credit) if front.caption or front.credit else None
    values = {"title": front.title, "kicker": front.kicker, "image": image, "language": language}
    return Metadata(
        title=front.title, kicker=front.kicker, image=image, language=language,
        sources=tuple((name, "text") for name, value in values.items() if value),
    )
