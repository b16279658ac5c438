"""The front door: a page or an extracted text in, an `Article` out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from cleaner.article import Article
from cleaner.decode import decode
from cleaner.join import joined
from cleaner.language import base
from cleaner.ledger import Ledger
from cleaner.metadata import find_agencies
from cleaner.model import Decoded, Document, Kind, Page
from cleaner.options import Options
from cleaner.quality import assess
from cleaner.read import read_page
from cleaner.read_text import read_text
from cleaner.render import to_text
from cleaner.rules import available, expand
from cleaner.scorer import LINES
from cleaner.stages import PRESETS, Stage, html_stages, text_stages
from cleaner.walls import STUBS

CREDIT_BLOCKS = 3           # before and after the article: a credit line further off belongs to something else
_ERRORS = 400               # from which an HTTP status is one
_MARKUP = re.compile(                   # how pages and fragments of them begin; a text on HTML may name a tag further down
    r"\s*<(?:!doctype\s+html|!--|\?xml|(?:html|head|body|meta|title|div|section|article|main|p|h[1-6]|span|br)\b[^<>]*>)", re.IGNORECASE
)
DEFAULT = Options()


def clean(html: str | bytes, url: str | None = None, *, charset: str | None = None, options: Options = DEFAULT) -> Article:
    """The article of a page; `charset` is what a transport named. Raises nothing for any page."""
    return clean_page(Page(_held(html), _text_or_none("url", url), _text_or_none("charset", charset)), options)


def clean_page(page: Page, options: Options = DEFAULT) -> Article:
    """The article of `page`; one that holds extracted text is read as such, one with further pages gives one article of all."""
    options = _checked(options)
    if page.further:
        return joined([clean_page(part, options) for part in (replace(page, further=()), *page.further)])
    if page.text_only:
        article = _of_text(decode(page.html, page.charset), options)
        return replace(article, quality=replace(article.quality, warnings=page.warnings + article.quality.warnings))
    document = _told(read_page(page, options.language, options.packs), options.language)
    return _answered(judge(document, html_stages(PRESETS[options.preset], options.witness)), page.http_status)


def _answered(article: Article, status: int | None) -> Article:
    """`article`, with what its server said of it: an error is told, and what does not look like an article then is one."""
    if not status or status < _ERRORS:
        return article
    quality = article.quality
    verdict = quality.verdict if quality.verdict == "article" or quality.verdict in STUBS else "error_page"
    warnings = (f"the server answered with an error (HTTP {status})", *quality.warnings)
    return replace(article, quality=replace(quality, verdict=verdict, warnings=warnings))


def clean_text(text: str, language: str | None = None, *, options: Options = DEFAULT) -> Article:
    """The article of a text that something else extracted, its clutter left in."""
    options = _checked(options)
    if language:
        options = replace(options, language=language)
    return _of_text(decode(_held(text)), options)


def _held(data: str | bytes) -> str | bytes:
    """`data`, views of bytes as bytes; raises `TypeError` for what is no page at all."""
    if isinstance(data, bytearray | memoryview):
        return bytes(data)
    if not isinstance(data, str | bytes):
        raise TypeError(f"a page is str or bytes, not {type(data).__name__}")
    return data


def _text_or_none(name: str, value: str | None) -> str | None:
    """`value`; raises `TypeError` where the argument `name` is something else."""
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{name} is str or None, not {type(value).__name__}")
    return value


def _checked(options: Options) -> Options:
    if not isinstance(options, Options):
        raise TypeError(f"options are an Options, not {type(options).__name__}")
    return options


def _of_text(decoded: Decoded, options: Options) -> Article:
    is_markup = bool(_MARKUP.match(decoded.text))
    document = read_text(decoded.text, options.language, options.packs, None if is_markup else LINES)
    told = ("markup in a text: clean it as a page",) if is_markup else ()
    document = _told(replace(document, decoded=decoded, warnings=decoded.warnings + told), options.language)
    return judge(document, text_stages(PRESETS[options.preset]))


def _told(document: Document, language: str | None) -> Document:
    """`document`, with a warning where no rule pack serves the `language` that was given."""
    if not language or base(language) in available() or expand([language]) != expand([]):
        return document
    told = f"no rule pack for the language {language!r}: only rules for any page are heard"
    return replace(document, warnings=(*document.warnings, told))


def judge(document: Document, stages: Iterable[Stage]) -> Article:
    """Hears every stage in turn and settles what is kept."""
    ledger = Ledger(len(document.blocks))
    for stage in stages:
        ledger.add(stage(document, ledger))
    kept = ledger.keeps()
    blocks = [document.blocks[i] for i in kept]
    count = sum(len(ledger.words(block)) for block in blocks)
    metadata = replace(document.metadata, word_count=count, agencies=_agencies(document, ledger, kept))
    return Article(to_text(blocks), metadata, assess(document, ledger), document.blocks, tuple(kept), tuple(ledger.verdicts))


def _agencies(document: Document, ledger: Ledger, kept: list[int]) -> tuple[str, ...]:
    """The agencies named in the article, and in the credit lines in it or next to it."""
    near = document.blocks[max(0, kept[0] - CREDIT_BLOCKS):kept[-1] + CREDIT_BLOCKS + 1] if kept else ()
    standing = ((block, ledger.standing(block.index)) for block in near)
    lines = [block.text for block, verdict in standing if verdict and (verdict.keep or verdict.kind is Kind.CREDIT)]
    return tuple(dict.fromkeys((*document.metadata.agencies, *find_agencies(lines))))
