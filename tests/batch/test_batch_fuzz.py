"""No page, however damaged, brings an exception out of the engine."""

from __future__ import annotations

import json

from conftest import ROOT
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cleaner.clean import clean_page, clean_text
from cleaner.model import Page

SAMPLE = (ROOT / "samples" / "biblioteca.html").read_bytes()
TAGS = (
    "html", "head", "body", "article", "div", "p", "span", "a", "b", "table", "tr", "td", "ul", "li", "h1", "h2", "br", "script", "style",
    "template", "noscript", "button", "select", "svg", "math", "iframe", "textarea", "title", "meta", "pre", "blockquote", "frameset",
    "x-y",
)
PIECES = st.one_of(
    st.sampled_from(TAGS).map(lambda tag: f"<{tag}>"), st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
    st.sampled_from(TAGS).map(lambda tag: f'<{tag} class="related" id=x hidden style="display:none" colspan=9e15 itemprop="articleBody">'),
    st.sampled_from(("<!--", "-->", "<![CDATA[", "]]>", "&#0;", "&#xD800;", "&notanentity;", "\0", "\ud800", "\u202e", "<", ">", '"', "=")),
    st.sampled_from((
        '<script type="application/ld+json">{"@graph": [null, {"@type": ["NewsArticle"], "headline": 3, "author": [[]]}]}',
        '<meta property="og:title" content>', '<meta http-equiv=refresh>', '<link rel=canonical href="http://[x">', '<a href="http://[">',
        '<time datetime="9999-99-99T99:99:99+99:99">', "Citește și: ", "By ", "© 2026 ", "Foto: ",
    )),
    st.text(max_size=40), st.just("The council met on Tuesday and agreed to repair the bridge. "),
)


def sound(page: Page) -> None:
    article = clean_page(page)
    json.loads(article.to_json())
    article.to_markdown(front_matter=True)
    article.to_html()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=60).map("".join))
@example("<div>" * 3000)
@example("<table><tr><td colspan=9000000000000000>x" * 3)
def test_any_markup(html: str) -> None:
    sound(Page(html))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=500), st.sampled_from((None, "utf-16", "utf-7", "no-such-charset", "gb18030", "\ud800")))
@example(b"\xff\xfe<\0p\0", None)
@example(b"<meta charset=utf-7>+ADw-p+AD4-", None)
def test_any_bytes_and_charset(data: bytes, charset: str | None) -> None:
    sound(Page(data, charset=charset))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE)), st.integers(0, 200), st.binary(max_size=20)), max_size=12))
def test_a_page_with_any_damage(damages: list[tuple[int, int, bytes]]) -> None:
    data = SAMPLE
    for at, length, intruder in damages:
        data = data[:at] + intruder + data[at + length:]
    sound(Page(data, url="https://example.org/"))


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=400))
@example("\ud800\n\n\0\u202e")
def test_any_text(text: str) -> None:
    json.loads(clean_text(text).to_json())
