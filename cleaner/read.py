"""A page to a document: decoded, parsed once, cut into blocks, its metadata and rule hits gathered."""

from __future__ import annotations

from lxml import etree

from cleaner import rules
from cleaner.anchors import without_anchors
from cleaner.decode import decode
from cleaner.glued import part_glued
from cleaner.metadata import extract
from cleaner.model import Block, Document, Hit, Page
from cleaner.parse import parse
from cleaner.rules import RuleSet
from cleaner.script_text import html_in_scripts
from cleaner.segment import segment
from cleaner.text import in_whole_pairs

_LONGEST_LINE = 300         # characters; of longer lines two on 900 pages meet a rule, and asking costs most on an article's paragraphs
_LINKED = 0.5
_SHOWN = 300                # characters of plain text; a page that shows fewer may hold its article in a script


def read_page(page: Page, language_given: str | None = None, packs: tuple[str, ...] = ()) -> Document:
    """The document of an HTML `page`; `packs` are paths of the user's own rule packs."""
    decoded = decode(page.html, page.charset)
    parsed = parse(decoded.text)
    blocks, told = _blocks(parsed.root)
    prose = (block.text for block in blocks if block.link_share < _LINKED)
    found = extract(parsed.root, page.url and in_whole_pairs(page.url), decoded.text, prose, language_given)
    ruleset = rules.ruleset(found.languages, packs)
    blocks = part_glued(without_anchors(blocks), ruleset)
    return Document(
        blocks=blocks, metadata=found.metadata, languages=found.languages, hits=rule_hits(blocks, ruleset),
        titles=found.titles, descriptions=found.descriptions, article_body=found.article_body, types=found.types,
        inputs=found.inputs, html=decoded.text, decoded=decoded, warnings=page.warnings + decoded.warnings + parsed.warnings + told,
    )


def _blocks(root: etree._Element) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks of a page, and a warning where they had to be read from its scripts."""
    blocks = segment(root)
    if sum(len(block.text) for block in blocks if block.link_share < _LINKED) >= _SHOWN:
        return blocks, ()
    hidden = html_in_scripts(root)
    inner = segment(parse(hidden).root) if hidden else ()
    if sum(len(block.text) for block in inner) < _SHOWN:
        return blocks, ()
    return inner, ("the page shows no article: its text was read from a script",)


def rule_hits(blocks: tuple[Block, ...], ruleset: RuleSet) -> tuple[tuple[Hit, ...], ...]:
    """The rules met by each block."""
    return tuple(_hits(block, ruleset) if len(block.text) <= _LONGEST_LINE else () for block in blocks)


def _hits(block: Block, ruleset: RuleSet) -> tuple[Hit, ...]:
    """The rules met by a line; what stands before the link that it ends in may be a cue without a mark behind it."""
    met = ruleset.hits(block.text)
    if not 0 < block.link_share < 1:
        return met
    links = [span for span in block.spans if span.tag == "a"]
    start = min(span.start for span in links) if links else 0
    if start == 0 or max(span.end for span in links) < len(block.text):
        return met
    return ruleset.with_cue(met, block.text[:start], block.text[start:])
