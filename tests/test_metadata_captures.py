"""Pages taken out of web archives: what the archive says of itself is not said of the article."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.capture import capture, original
from cleaner.metadata import Extracted, extract
from cleaner.model import Metadata
from cleaner.parse import parse

PAGE = "http://gazette.example/news/storm"
WAYBACK = f"https://web.archive.example/web/20240306101500/{PAGE}"
TODAY = f"https://archive.example/2024.03.06-101500/{PAGE}"
TOOLBAR = (
    '<div id="wm-ipp-base" lang="en"><div id="wm-ipp"><div class="r" title="Timespan">05 Mar 2024 - 11 Sep 2024</div>'
    "<table><tr><td>FEB</td><td>MAR</td></tr></table></div></div>"
)
STORY = "".join(
    f"<p>The storm of {day} took the roof off the harbour office and two boats, the harbour master said, and nobody was hurt.</p>"
    for day in ("Monday", "Tuesday", "Friday")
)


def found(head: str, above: str = "", below: str = "", url: str | None = None) -> Metadata:
    html = f"<html><head>{head}</head><body>{above}<h1>Storm over the bay</h1>{STORY}{below}</body></html>"
    extracted: Extracted = extract(parse(html).root, url, html)
    return extracted.metadata


@pytest.mark.parametrize(
    ("address", "page"),
    [
        (WAYBACK, PAGE), (TODAY, PAGE),
        ("https://web.archive.example/web/20240306101500id_/https://gazette.example", "https://gazette.example"),
        ("https://web.archive.example/web/20240306101500/gazette.example/a?b=1#c", "http://gazette.example/a?b=1#c"),
        ("https://archive.example/20240306101500/https://gazette.example/a", "https://gazette.example/a"),
        ("https://gazette.example/20240306101500/storm", None), ("https://gazette.example/2024/https://other.example/a", None),
        ("https://gazette.example/?u=/20240306101500/https://other.example/", None), ("", None),
    ],
)
def test_the_address_behind_an_archives(address: str, page: str | None) -> None:
    assert original(address) == (page or address)
    assert (capture(address) is None) is (page is None)


@pytest.mark.parametrize("address", [WAYBACK, TODAY])
@pytest.mark.parametrize("declared", [True, False])
def test_canonical_address_and_site_are_those_of_the_page(address: str, declared: bool) -> None:
    head = f'<link rel="canonical" href="{address}">' if declared else ""
    metadata = found(head, url=address)
    assert (metadata.url, metadata.canonical_url, metadata.site_name) == (address, PAGE if declared else None, "gazette.example")


def test_structured_data_under_the_pages_own_address_is_heard() -> None:
    nodes = [
        f'{{"@type": "NewsArticle", "url": "{PAGE.replace("storm", address)}", "headline": "Bay", "author": {{"name": "{name}"}}}}'
        for address, name in (("regatta", "Tomas Rehn"), ("storm", "Ada Lind"))
    ]
    assert found(f'<script type="application/ld+json">[{",".join(nodes)}]</script>', url=WAYBACK).authors == ("Ada Lind",)


def test_captures_are_not_when_the_article_was_published() -> None:
    assert found("", TOOLBAR, url=WAYBACK).published is None
    assert found("", TOOLBAR, "<p class=date>2 March 2024</p>").published == "2024-03-02"


def test_what_an_archive_declares_of_its_capture_is_not_of_the_article() -> None:
    stamp = "2024-03-06T10:15:00Z"
    head = (
        f'<link rel="canonical" href="{TODAY}"><meta property="og:site_name" content="archive.example">'
        f'<meta property="article:published_time" content="{stamp}"><meta property="article:modified_time" content="{stamp}">'
        '<meta property="og:description" content="archived 6 Mar 2024 10:15:00 UTC">'
    )
    above = f'<table><tr><td>Saved from</td><td><time datetime="{stamp}">6 Mar 2024 10:15:00 UTC</time></td></tr></table>'
    metadata = found(head, above)
    assert (metadata.published, metadata.modified, metadata.site_name, metadata.canonical_url) == (None, None, None, PAGE)
    article = clean(f"<html><head>{head}</head><body>{above}<h1>Storm over the bay</h1>{STORY}</body></html>")
    assert article.text.startswith("The storm of Monday")
    dated = found(head.replace(stamp, "2024-03-04T08:00:00Z", 1), above)
    assert (dated.published, dated.modified) == ("2024-03-04T08:00:00Z", None)
