"""The pages of an article that its site cut into several, each cleaned, as one article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cleaner.article import Article
from cleaner.model import Block, Kind, Quality, Verdict
from cleaner.render import to_text
from cleaner.text import fold, words
from cleaner.walls import STUBS

RULE = "pages.repeated"
# What stands in a page's place; a short last page is no less a page.
STANDINGS = STUBS - {"paywall_stub"}
MIN_REPEATED_WORDS = 5      # shorter lines recur within one article: table cells, answers, subheads


def joined(articles: Sequence[Article]) -> Article:
    """One article of the pages in `articles`; the first has the metadata.

    Later pages without an article are left out, and so are paragraphs that a page before had (leads, notes on the author).
    """
    parts = [articles[0], *(article for article in articles[1:] if _belongs(article))]
    blocks: list[Block] = []
    kept: list[int] = []
    verdicts: list[Verdict] = []
    seen: set[str] = set()
    for number, part in enumerate(parts, 1):
        start = len(blocks)
        blocks += (block._replace(index=block.index + start) for block in part.blocks)
        verdicts += (verdict._replace(block=verdict.block + start) for verdict in part.verdicts)
        repeated = {i + start for i in part.kept if number > 1 and _key(part.blocks[i]) in seen}
        verdicts += (Verdict(i, False, Kind.DUPLICATE, RULE, f"page {number} has it again") for i in sorted(repeated))
        kept += (i + start for i in part.kept if i + start not in repeated)
        seen |= {key for i in part.kept if (key := _key(part.blocks[i]))}
    text = to_text([blocks[i] for i in kept])
    agencies = tuple(dict.fromkeys(agency for part in parts for agency in part.metadata.agencies))
    metadata = replace(articles[0].metadata, word_count=len(words(text)), agencies=agencies)
    return Article(text, metadata, _quality(articles), tuple(blocks), tuple(kept), tuple(verdicts))


def _belongs(article: Article) -> bool:
    return bool(article.kept) and article.quality.verdict not in STANDINGS


def _key(block: Block) -> str:
    """What tells that another block says the same; empty for short ones, which may."""
    return fold(block.text) if len(words(block.text)) >= MIN_REPEATED_WORDS else ""


def _quality(articles: Sequence[Article]) -> Quality:
    """The first page's quality, as sure as the least sure page that is in, with the warnings of all."""
    first, used = articles[0].quality, [article.quality for article in articles[1:] if _belongs(article)]
    return replace(
        first, confidence=min([first.confidence, *(quality.confidence for quality in used)]),
        warnings=tuple(dict.fromkeys((*first.warnings, *_warnings(articles[1:])))),
        replaced=first.replaced + sum(quality.replaced for quality in used),
    )


def _warnings(later: Iterable[Article]) -> Iterable[str]:
    for number, article in enumerate(later, 2):
        if not _belongs(article):
            yield f"page {number} left out: no article ({article.quality.verdict})"
        yield from (f"page {number}: {warning}" for warning in article.quality.warnings)
