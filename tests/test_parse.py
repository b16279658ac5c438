"""Parsing: whatever comes in there is a tree with a body, and pages that one parse loses are read again, which is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cleaner import mend, tolerant
from cleaner.parse import looks_like_html, parse

FIXTURES = Path(__file__).parent / "fixtures"
WARNED = {
    "parse-inside-an-unclosed-button": "the page stands inside <button>",
    "parse-inside-buttons-that-stay-open": "the page stands inside <button>",
    "parse-inside-noscript": "the page stands inside <noscript>",
    "parse-inside-noscript-in-the-head": "the page stands inside <noscript>",
    "parse-inside-a-template": "the page stands inside <template>",
    "parse-inside-a-table-outside-its-cells": "the page stands in a table outside its cells",
    "parse-behind-an-unclosed-title": "the page stands inside <title>",
    "parse-behind-an-unclosed-comment": "a comment that is never closed",
    "parse-behind-an-unclosed-textarea": "the page stands inside <textarea>",
    "parse-behind-an-unclosed-script": "the page stands inside <script>",
    "parse-in-noframes": "the page stands inside <noframes>",
    "parse-story-behind-the-end": "text behind the page's end",
    "parse-shadow-tree-with-a-slot": None,
    "parse-served-as-xhtml": None,
}
UNSEEN = {"script", "style", "noscript", "template", "button", "select", "textarea", "iframe", "head", "table", "frameset"}
PROSE = "The story goes on for a while, long enough to be one. " * 12
HEAVY = 100_000


def shown(root: etree._Element) -> list[str]:
    """The headings and paragraphs of a tree that stand in nothing a reader does not see."""
    return [
        " ".join("".join(element.itertext()).split()) for element in root.iter("h1", "p")
        if UNSEEN.isdisjoint(ancestor.tag for ancestor in element.iterancestors())
    ]


def text(root: etree._Element) -> str:
    return " ".join("".join(root.itertext()).split())


def depth(root: etree._Element) -> int:
    deepest, level = 0, 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest


def test_every_fixture_is_asked_about() -> None:
    assert {path.name for path in FIXTURES.glob("parse-*")} == set(WARNED)


@pytest.mark.parametrize("name", WARNED)
def test_the_whole_story_is_shown(name: str) -> None:
    html = (FIXTURES / name / "page.html").read_text(encoding="utf-8")
    story = [" ".join(re.sub(r"<[^>]*>", "", found[1]).split()) for found in re.findall(r"<(h1|p)>(.*?)</\1>", html)]
    assert len(story) >= 3
    parsed = parse(html)
    assert [line for line in shown(parsed.root) if line in story] == story
    assert parsed.warnings == ((f"second reading: {WARNED[name]}",) if WARNED[name] else ())


def test_a_shadow_trees_slot_takes_its_hosts_content() -> None:
    html = (FIXTURES / "parse-shadow-tree-with-a-slot" / "page.html").read_text(encoding="utf-8")
    root = parse(html).root
    order = ["The well in the square", "Children drank", "The water was tested", "From the shadow tree", "Behind the story."]
    places = [text(root).index(words) for words in order]
    assert places == sorted(places)
    assert "could not be loaded" not in text(root)
    assert [e.tag for e in root.iter("template")] == []


@pytest.mark.parametrize(("html", "order"), [
    ("<x-a><template shadowrootmode=open><p>own</p></template><p>light</p></x-a>", "ownlight"),
    ("<x-a><template shadowrootmode=open><slot>spare</slot></template></x-a>", "spare"),
    ("<x-a><template shadowrootmode=open><slot name=a></slot><slot name=b></slot></template>light</x-a>", "light"),
    ("<x-a><template shadowroot=open><slot></slot>!</template>light<template shadowrootmode=open><b>two</b></template></x-a>", "lighttwo!"),
])
def test_shadow_trees_without_one_slot_stay_where_they_stand(html: str, order: str) -> None:
    parsed = parse(html)
    assert (text(parsed.root), parsed.warnings) == (order, ())


@pytest.mark.parametrize("html", [
    "", " \n", "<!-- only a comment", "<!-- c -->", "<frameset>", "</html>", "<title>a", "\x00", "\ufffe", "<?xml?>",
])
def test_there_is_always_a_body(html: str) -> None:
    root = parse(html).root
    assert (root.tag, [child.tag for child in root].count("body")) == ("html", 1)


def test_a_body_inside_a_frameset_is_the_body() -> None:
    root = parse("<html><frameset cols=2><frame src=a><body><p>Words</p></body></frameset></html>").root
    assert text(root.find("body")) == "Words"


@pytest.mark.parametrize("tag", ["header", "main", "article", "section", "aside", "figure", "x-app"])
@pytest.mark.parametrize("opening", ["", "<html lang=en>", "<html lang=en><head>"])
def test_a_page_need_not_say_where_its_head_ends(opening: str, tag: str) -> None:
    page = f"<meta charset=utf-8><title>Gale</title><{tag}>Boats <p>stay in</p></{tag}> port<p>Until noon"
    root = parse(f"<!DOCTYPE html>{opening}{page}").root
    head, body = root
    assert [element.tag for element in head] == ["meta", "title"]
    assert " ".join(body.itertext()).split() == ["Boats", "stay", "in", "port", "Until", "noon"]
    assert body[0].tag == tag


def test_a_good_page_is_read_once_as_it_is() -> None:
    html = f"<!DOCTYPE html><html lang=en><head><title>T</title></head><body class=a><p id=x>{PROSE}</p><!-- c --><br></body></html>"
    parsed = parse(html)
    assert etree.tostring(parsed.root, encoding="unicode") == (
        f'<html lang="en"><head><title>T</title></head><body class="a"><p id="x">{PROSE}</p><br/></body></html>'
    )
    assert parsed.warnings == ()


@pytest.mark.parametrize("good", [
    f"<p>{PROSE}<noscript><img src=a><p>Turn it on</p></noscript>", f"<p>{PROSE}<button><div>Share</div></button>",
    f"<p>{PROSE}<template><p>{PROSE[:300]}</p></template>", f"<table><tr><td><p>{PROSE}</p></td></tr></table>",
    f"<p>{PROSE}<textarea>&lt;p&gt;{PROSE[:300]}&lt;/p&gt;</textarea>", f"<p>{PROSE}<script>var a = '<p>{PROSE * 3}</p>';</script>",
    f"<p>{PROSE}<a href='x", f"<p>{PROSE}<script>var a = 1;", f"<p>{PROSE}<!-- cut", f"<p>{PROSE}</body></html>\n<!-- cached -->",
    f"<p>{PROSE}</p></body></html><script>{'x();' * 9000}</script>", f"<div>{'<img>' * 900}</div>", f"<script>{PROSE * 9}</script>",
])
def test_what_is_only_odd_takes_no_second_reading(good: str) -> None:
    assert parse(f"<html><body>{good}").warnings == ()


def test_the_end_that_was_looked_for_stays_out_of_the_tree() -> None:
    for html in (f"<p>{PROSE}", f"<p>{PROSE}<script>var a = 1;", f"<title>{PROSE[:40]}", "<textarea>a", "<p>a<a href='x"):
        assert mend.END not in etree.tostring(parse(html).root, encoding="unicode")


@pytest.mark.parametrize(("opening", "wrapper"), [
    ("<select><option>a", "select"), ("<object data=x>", "object"), ("<svg><g>", "svg"), ("<iframe src=x>", "iframe"), ("<xmp>", "xmp"),
    ("<plaintext>", "plaintext"), ("<style>a{}", "style"), ("<video src=x>", "video"), ("<canvas>", "canvas"), ("<noembed>", "noembed"),
])
def test_a_page_in_what_nobody_shows_is_shown(opening: str, wrapper: str) -> None:
    parsed = parse(f"<html><body>{opening}<p>{PROSE}</p><p>More.</p>")
    assert shown(parsed.root) == [PROSE.strip(), "More."]
    assert parsed.warnings == (f"second reading: the page stands inside <{wrapper}>",)


def test_a_title_that_ends_in_a_picture_does_not_swallow_the_page() -> None:
    parsed = parse(f"<head><title>News<body><p>{PROSE}</p><p>More.</p><svg><title>Logo</title></svg>")
    assert shown(parsed.root) == [PROSE.strip(), "More."]
    assert parsed.root.findtext(".//title") == "News"
    assert parsed.warnings == ("second reading: the page stands inside <title>",)


def test_a_page_broken_in_three_ways_is_mended_three_times() -> None:
    parsed = parse(f"<body><p>Top</p></body></html>{'<i>' * 9000}<noscript><div><p>{PROSE}</p></div></noscript>")
    assert text(parsed.root) == f"Top {PROSE.strip()}"
    assert parsed.warnings == (
        "second reading: text behind the page's end", "second reading: elements nested deeper than a parser goes",
        "second reading: the page stands inside <noscript>",
    )


@pytest.mark.parametrize("levels", [100, 240, 300, 2000, 3000, HEAVY])
@pytest.mark.parametrize("tag", ["div", "span", "b", "ul", "blockquote", "x-y"])
def test_no_text_is_lost_in_the_deep(tag: str, levels: int) -> None:
    parsed = parse("<body>" + f"<{tag}>" * levels + "<p>Deep</p><p>Words</p>" + f"</{tag}>" * levels + "<p>After</p></body>")
    assert text(parsed.root).replace(" ", "") == "DeepWordsAfter"
    assert shown(parsed.root)[-1:] == ["After"] or levels > 240
    assert depth(parsed.root) < 260
    assert bool(parsed.warnings) == (levels > 250)


def test_paragraphs_stay_paragraphs_in_the_deep() -> None:
    inside = "<p>One<p>Two<br>lines<img src=a><script>'<div>'</script><!-- <div> --><p>Three"
    html = "<div>" * 5000 + inside + "</div>" * 4990 + "<h1>Four</h1>"
    assert shown(parse(html).root) == ["One", "Twolines'<div>'", "Three", "Four"]


def test_a_stray_end_in_the_deep_ends_nothing() -> None:
    assert text(parse("<i>" * 300 + "a</b></p>" + "</i>" * 300 + "<p>b").root) == "a b"


@pytest.mark.parametrize("flood", [
    "<p " + " ".join(f"a{i}" for i in range(HEAVY)) + ">Words", "<p " + " ".join(f'a{i}="x y"' for i in range(HEAVY)) + ">Words",
    "&amp;" * HEAVY + "<p>Words", "<a href=\"" * HEAVY + "><p>Words", "<" * HEAVY + "<p>Words", "<b>" * HEAVY + "<p>Words",
    "</p>" * HEAVY + "<p>Words",
    "<p>Words" + "<table><tr><td>" * 9000, "<p>Words" + "<!--" * HEAVY, "<p>Words" + "<script>" * HEAVY, "<p>Words" + "&#0;&#x1;" * HEAVY,
    "<p>Words" + "</body></html>" * HEAVY, "<p>Words" + "<img src='data:" * HEAVY,
    "<p>Words" + "<template shadowrootmode=open><slot>" * 9000,
    "<p>Words" + "\ud800" * HEAVY, "<p>Words" + " " * HEAVY, "<form><p>Words</form>" * 9000, "<noscript><p>Words" * 9000,
    "<button><p>Words" * 9000, f"<p>{PROSE * 3}</p>" + f"<iframe><p>{PROSE}</p></iframe>" * 20_000,
])
def test_floods_are_parsed(flood: str) -> None:
    root = parse(f"<html><body>{flood}").root
    assert root.find("body") is not None
    assert depth(root) < 260


def test_a_long_text_is_kept_whole() -> None:
    assert len(text(parse("<html><body>" + "abcd " * 3_000_000).root)) == 5 * 3_000_000 - 1


def test_too_many_attributes_are_cut_off_and_the_first_stay() -> None:
    attributes = " ".join(f'a{i}="x y"' for i in range(5000))
    paragraph = next(parse(f"<body><p id=first class='a b' {attributes}>Words</p><p>More</p>").root.iter("p"))
    assert (paragraph.get("id"), paragraph.get("class"), paragraph.text) == ("first", "a b", "Words")
    assert len(paragraph.attrib) < 300
    both = next(parse(f"<body><p id=first {attributes} title='data:text/plain,{'A' * 9000}'>Words").root.iter("p"))
    assert (both.get("id"), both.text, len(both.attrib) < 300) == ("first", "Words", True)
    hidden = " ".join(f'b{i}="<"' for i in range(2000))
    assert len(next(parse(f"<body>{'<i>' * 400}<p {hidden}>Words").root.iter("p")).attrib) < 300
    path = "M 0 0 L 1 1 " * 2000
    assert next(parse(f"<svg><path d='{path}'/></svg><p>Words").root.iter("path")).get("d") == path


def test_long_data_uris_are_cut_and_the_rest_of_the_tag_stays() -> None:
    data = "A" * 50_000
    parsed = parse(
        f"<p>Words<img src='data:image/png;base64,{data}' alt='A hill' srcset=\"data:image/png;base64,{data} 2x\"></p>"
        f"<style>b {{ background: url(data:image/svg+xml,{data}) }}</style><a href='data:text/plain,short'>x</a>"
    )
    picture = next(parsed.root.iter("img"))
    assert dict(picture.attrib) == {"src": "data:,", "alt": "A hill", "srcset": "data:, 2x"}
    assert next(parsed.root.iter("a")).get("href") == "data:text/plain,short"
    assert len(etree.tostring(parsed.root)) < 1000


def test_data_uris_may_be_cut_off_by_the_end_of_the_page() -> None:
    assert len(etree.tostring(parse("<p>Words<img src='data:image/png;base64," + "A" * 50_000).root)) < 1000


def test_no_control_character_gets_into_the_tree() -> None:
    html = "<p title='a\x00b'>c\x01d\x0be\x0cf\x1fg&#0;h&#1;i&#x1F;j&#11;k&#xFFFF;l&#31;m\uffffn\ufffeo"
    html += " &#65; &#x41; &#160;&#8211; &#10; &#310;</p>"
    paragraph = next(parse(html).root.iter("p"))
    assert paragraph.get("title") == "ab"
    assert paragraph.text == "cd e fghijklmno A A \u00a0– \n Ķ"


@pytest.mark.parametrize("data", [
    b"<p>a", b"\n\n <!DOCTYPE html>", "<html>".encode("utf-16"), "<html>".encode("utf-16-le"), "<p>x".encode("utf-16-be"),
    "<p>Words", " " * 9000 + "<p>", "A text with <b>some</b> markup",
])
def test_pages_look_like_html(data: bytes | str) -> None:
    assert looks_like_html(data)


@pytest.mark.parametrize("data", [
    b"", "", b"%PDF-1.4 <</Type /Page>> <p>", "%PDF-1.4 <p>", b"PK\x03\x04<p>", b"\x89PNG\r\n<a", b"\xff\xd8\xff\xe0<a",
    b"GIF89a<a", b"\x1f\x8b\x08<a",
    b"\x00" * 40 + b"<a" + b"\x00" * 40, "Plain text, 1 < 2.", b'{"a": 1}', "A text".encode("utf-16"),
])
def test_other_things_do_not(data: bytes | str) -> None:
    assert not looks_like_html(data)


def test_what_is_no_html_is_read_all_the_same_and_told() -> None:
    parsed = parse("A plain text, 1 < 2.\nSecond line.")
    assert (text(parsed.root), parsed.warnings) == ("A plain text, 1 < 2. Second line.", ("not HTML: no markup at its beginning",))


@given(st.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_any_text_has_a_tree(html: str) -> None:
    first, second = parse(html), parse(html)
    assert (first.root.tag, first.root.find("body") is not None) == ("html", True)
    assert (etree.tostring(first.root), first.warnings) == (etree.tostring(second.root), second.warnings)


TAGS = (
    "div", "p", "b", "table", "tr", "td", "button", "noscript", "template", "select", "title", "script", "textarea", "frameset", "svg",
    "html", "body", "li", "a",
)
MARKUP = st.lists(st.one_of(
    st.sampled_from([f"<{slash}{tag}>" for tag in TAGS for slash in ("", "/")]),
    st.sampled_from([
        "<!--", "-->", "<template shadowrootmode=open>", "<slot>", "<a href='", "\x00", "&#0;", "<br/>", "<!DOCTYPE html>", "<![CDATA[",
    ]),
    st.just(PROSE), st.text(max_size=10),
), max_size=40)


@given(MARKUP)
@settings(max_examples=50, deadline=None)
def test_any_nesting_has_a_tree(pieces: list[str]) -> None:
    parsed = parse("".join(pieces))
    assert [child.tag for child in parsed.root].count("body") == 1
    assert depth(parsed.root) < 260
    assert mend.END not in [element.tag for element in parsed.root.iter()]


@given(MARKUP)
@settings(max_examples=40, deadline=None)
def test_any_nesting_is_read_by_the_tolerant_parser_or_left(pieces: list[str]) -> None:
    again = tolerant.reread("".join(pieces))
    assert again is None or etree.fromstring(again.encode(), etree.HTMLParser(encoding="utf-8", huge_tree=True)) is not None


@pytest.mark.parametrize("hostile", [
    "<form><b><p></form>" * 5000, "x" * 1_000_001, "&amp;" * 20_001, 
    "<p>" + "".join(f"<b a={i}>" for i in range(20)) + "</p>" + "<p>x</p>" * 5000,
])
def test_what_would_cost_too_much_is_not_read_again(hostile: str) -> None:
    assert tolerant.reread(hostile) is None


def test_the_document_type_is_no_text() -> None:
    assert tolerant.reread("<!DOCTYPE html>\n<p>Words") == "<html><head></head><body><p>Words</p></body></html>"


def test_numbers_beyond_all_characters_are_no_obstacle() -> None:
    assert "Words" in (tolerant.reread("<p>&#" + "9" * 9000 + ";&#x" + "f" * 9000 + ";Words") or "")


def test_strays_of_a_table_are_put_before_it_in_their_order() -> None:
    again = tolerant.reread("<table>" + "".join(f"<div>{i}</div>" for i in range(2000)) + "<tr><td>cell") or ""
    assert [int(number) for number in re.findall(r"<div>(\d+)</div>", again)] == list(range(2000))
    assert again.endswith("<table><tbody><tr><td>cell</td></tr></tbody></table></body></html>")


@pytest.mark.parametrize(("markup", "length"), [
    ("a b", 3), ("<p>a  b</p>", 3), ("<script>x</script>y", 1), ("<!-- <p>x</p> -->y<style>z", 2), ("a<b title='x > y'>c</b>", 2), ("", 0),
    ("<!DOCTYPE html><?xml version='1.0'?>a<!---->", 1),
])
def test_visible_length_leaves_out_what_is_not_seen(markup: str, length: int) -> None:
    assert mend.visible_length(markup) == length
