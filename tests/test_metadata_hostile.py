"""Whatever a page holds, its metadata is read without an error and within reason."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cleaner.metadata import extract, find_agencies
from cleaner.metadata.daytime import normal
from cleaner.metadata.names import in_byline, stated

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
WORDS = st.sampled_from([
    "By", "Von", "Nora Quill", "and", ",", "|", "5 March 2026", "2026-03-05T10:00", "Foto:", "(AFP)", "a", "<", "&amp;", "\0", "́", "İ", "ß",
    "https://a.example/author/x", "@x", "1-2-3", "Photo", "Updated", "Storm over the bay",
])
TEXT = st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=6).map(" ".join)
TAGS = st.sampled_from([
    "h1", "h2", "p", "div", "a", "time", "span", "figure", "figcaption", "img", "meta", "script", "link", "title", "article", "svg", "nav",
])
NAMES = st.sampled_from(["class", "rel", "itemprop", "href", "src", "srcset", "datetime", "content", "name", "property", "type", "lang"])
VALUES = st.one_of(TEXT, st.sampled_from([
    "author", "byline\nauthor", "kicker", "lead", "credit", "date", "og:title", "og:image", "datePublished", "application/ld+json",
]))
KEYS = st.sampled_from([
    "@type", "@id", "@graph", "author", "name", "headline", "image", "url", "keywords", "datePublished", "articleBody", "publisher",
])
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(KEYS, inner, max_size=4),
    ),
    max_leaves=12,
)


@st.composite
def trees(draw: st.DrawFn) -> etree._Element:
    root = etree.Element("html")
    here = [root]
    for tag in draw(st.lists(TAGS, max_size=12)):
        parent = draw(st.sampled_from(here))
        element = etree.SubElement(parent, tag)
        for name, value in draw(st.dictionaries(NAMES, VALUES, max_size=3)).items():
            element.set(name, clean(value))
        element.text, element.tail = clean(draw(TEXT)), clean(draw(TEXT))
        if tag == "script":
            element.text = clean(json.dumps(draw(JSON)))
        here.append(element)
    return root


def clean(value: str) -> str:
    """`value` without what no parser lets into a tree."""
    return FORBIDDEN.sub("", value)


@settings(max_examples=150, deadline=None)
@given(trees(), st.one_of(st.none(), TEXT))
def test_any_tree(root: etree._Element, url: str | None) -> None:
    before = etree.tostring(root)
    found = extract(root, url, "")
    assert etree.tostring(root) == before
    assert found == extract(root, url, "")
    for date in (found.metadata.published, found.metadata.modified):
        assert date is None or normal(date[:10]) == date[:10]


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_any_line(line: str) -> None:
    assert all(name.strip() == name != "" for name in (*stated(line), *in_byline(line)))
    assert len(set(find_agencies([line]))) == len(find_agencies([line]))


@pytest.mark.parametrize(
    "html",
    [
        "<h1>" * 20_000,
        "<div class='author'>" * 20_000 + "By Nora Quill",
        "<h1>Storm</h1>" + "<p>By " * 20_000,
        "<h1>Storm</h1><p>" + "<a href='/author/x'>Nora Quill</a>" * 20_000,
        "<title>" + "a - " * 200_000 + "</title>",
        "<h1>" + "a | " * 200_000 + "</h1>",
        "<meta name='author' content='x'>" * 20_000 + "<meta property='article:tag' content='y'>" * 20_000,
        "".join(f"<meta property='article:tag' content='{number}'>" for number in range(20_000)),
        "<meta name='keywords' content='" + "a," * 200_000 + "'>",
        "<h1>Storm</h1><figure><img src='x'><figcaption>" + "Foto: " * 200_000 + "</figcaption></figure>",
        "<script type='application/ld+json'>{" + '"author": {' * 50_000 + "</script>",
        "<script type='application/ld+json'>" + "// / " * 200_000 + '"</script>',
        "<script type='application/ld+json'>" + json.dumps({"@type": "Article", "author": ["Nora Quill"] * 50_000}) + "</script>",
        "<script type='application/ld+json'>" + '{"a":"b"' + "\n" * 500_000 + "x}</script>",
        "<time>" * 20_000,
    ],
    ids=range(15),
)
def test_pages_built_to_take_long(html: str) -> None:
    """Each has a million characters or tens of thousands of elements; quadratic work on any would take hours."""
    root = etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8", huge_tree=True))
    found = extract(root, "https://a.example/x", "")
    assert len(found.metadata.authors) <= 100
    assert len(found.metadata.tags) <= 60


def test_comments_and_instructions_in_the_tree() -> None:
    html = "<html><!-- x --><body><h1>Storm<!-- y --> over</h1><?php echo 1 ?><p class='author'><!-- z -->By Nora Quill</p></body></html>"
    metadata = extract(etree.fromstring(html, etree.HTMLParser()), None, html).metadata
    assert metadata.authors == ("Nora Quill",)
