"""The public face as a type checker sees it from outside; mypy reads this file, nothing runs it."""

from typing import Any, assert_type

from cleaner import (
    Article,
    Block,
    Kind,
    Metadata,
    Options,
    Page,
    Quality,
    Removed,
    Verdict,
    __version__,
    afetch,
    clean,
    clean_page,
    clean_text,
    fetch,
)


def clean_pages() -> None:
    """As a program uses it."""
    options = Options(preset="precise", packs=("own.toml",), witness="never", language="ro")
    article = clean(b"<p>", "https://a.example/", charset="utf-8", options=options)

    assert_type(article, Article)
    assert_type(clean("<p>", url=None), Article)
    assert_type(clean_text("a", "hr"), Article)
    assert_type(clean_page(Page("<p>"), options), Article)
    assert_type(clean_page(fetch("https://a.example/")), Article)
    assert_type(article.text, str)
    assert_type(article.metadata, Metadata)
    assert_type(article.metadata.authors, tuple[str, ...])
    assert_type(article.metadata.source_of("title"), str | None)
    assert_type(article.quality, Quality)
    assert_type(article.quality.confidence, float)
    assert_type(article.blocks, tuple[Block, ...])
    assert_type(article.removed, tuple[Removed, ...])
    assert_type(article.removed[0].kind, Kind)
    assert_type(article.why(0), tuple[Verdict, ...])
    assert_type(article.to_markdown(front_matter=True), str)
    assert_type(article.to_html(document=True), str)
    assert_type(article.to_json(indent=2), str)
    assert_type(article.to_dict(), dict[str, Any])
    assert_type(__version__, str)


async def live() -> None:
    """Within a running event loop."""
    assert_type(await afetch("https://a.example/"), Page)
