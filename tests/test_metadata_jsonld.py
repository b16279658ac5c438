"""JSON-LD as sites really write it."""

from __future__ import annotations

import json

import pytest

from cleaner.metadata.article import address_key, subject
from cleaner.metadata.jsonld import plain, read, text, types

GOOD = {"@type": "NewsArticle", "headline": "Storm over the bay", "datePublished": "2026-01-02"}
AS_JSON = json.dumps(GOOD)


@pytest.mark.parametrize(
    "script",
    [
        AS_JSON,
        f"\n<!-- {AS_JSON} -->\n",
        f"//<![CDATA[\n{AS_JSON}\n//]]>",
        f"<![CDATA[{AS_JSON}]]>",
        f"/*<![CDATA[*/ {AS_JSON} /*]]>*/",
        f"{AS_JSON};",
        f"\ufeff{AS_JSON}",
        f"[null, {AS_JSON}, 7]",
        f'{{"@graph": [{AS_JSON}]}}',
        AS_JSON[:-1] + ",}",
        AS_JSON.replace(", ", ",  // the day\n ", 1),
        AS_JSON.replace("Storm over", "Storm\\ over").replace("\\ over", " over"),
        f'{{"@type": "WebSite", "name": "x"}}, {AS_JSON}',
        f'{{"@type": "WebSite", "name": "x"}}}} {AS_JSON}',
        AS_JSON.replace("{", "{&quot;a&quot;: 1, ", 1).replace('"', "&quot;"),
        AS_JSON.replace(', "headline"', '\n "headline"'),
    ],
)
def test_tolerated(script: str) -> None:
    nodes = [node for node in read([script]).nodes if "headline" in node]
    assert [(node["headline"], node["datePublished"]) for node in nodes] == [("Storm over the bay", "2026-01-02")]


def test_control_characters_inside_strings() -> None:
    assert read(['{"headline": "Storm\tover\nthe bay"}']).nodes[0]["headline"] == "Storm\tover\nthe bay"


def test_bad_escapes() -> None:
    assert text(read([r'{"headline": "Ten o\'clock"}']).nodes[0]["headline"]).endswith("clock")


def test_plain_fields_are_rescued_from_what_nothing_repairs() -> None:
    script = AS_JSON[:-1] + ', "description": \'no\', "author": {"name": "Ana Kovač"}'
    node = read([script]).nodes[0]
    assert (node["headline"], node["datePublished"], node["author"]) == ("Storm over the bay", "2026-01-02", "Ana Kovač")


@pytest.mark.parametrize("script", ["", "  ", "<!-- -->", "not json", "17", '"text"', "[" * 100_000, '{"a":' * 100_000])
def test_what_says_nothing(script: str) -> None:
    assert read([script]).nodes == ()


def test_a_catalogue_is_not_read_to_its_end() -> None:
    assert len(read([json.dumps([{"@type": "Product"}] * 20_000)]).nodes) == 5000


def test_types_without_their_vocabulary() -> None:
    assert types({"@type": ["https://schema.org/NewsArticle", "schema:Thing", None, 3]}) == ("NewsArticle", "Thing")
    assert types({}) == types({"@type": ""}) == ()


def test_text_of_any_value() -> None:
    assert text({"@value": "a"}) == text([{"name": "a"}]) == text("<p>a</p>") == "a"
    assert text(5) == "5"
    assert text(None) == text(True) == text([]) == text({}) == ""
    assert plain("Rock &amp;amp; Roll") == "Rock & Roll"
    assert plain("3 < 4 and 5 > 2") == "3 < 4 and 5 > 2"


def test_references_are_followed_one_step() -> None:
    graph = read(['[{"@id": "#a", "@type": "Person", "name": "Ana"}, {"@id": "#a"}, {"@type": "Article", "author": {"@id": "#a"}}]'])
    about = subject(graph, [], [])
    assert list(about.values("author")) == [({"@id": "#a", "@type": "Person", "name": "Ana"}, "json-ld:Article.author")]


def test_the_article_of_the_page_comes_first_and_strangers_are_left_out() -> None:
    other = {**GOOD, "headline": "Ten bakeries worth the queue", "url": "https://example.org/b"}
    own = {**GOOD, "mainEntityOfPage": {"@id": "http://www.example.org/a/?x=1#top"}}
    about = subject(read([json.dumps([other, own])]), ["https://example.org/a"], ["Storm over the bay"])
    assert about.nodes == (own,)
    assert about.kind == "NewsArticle"


def test_a_lone_article_is_believed_though_its_headline_differs() -> None:
    about = subject(read([AS_JSON]), ["https://example.org/a"], ["What the wind left behind"])
    assert about.nodes == (GOOD,)


def test_objects_that_are_no_articles_give_nothing() -> None:
    about = subject(read(['[{"@type": "Person", "name": "Ana"}, {"name": "x"}]']), [], ["Ana"])
    assert (about.nodes, about.kind) == ((), "")


def test_addresses_of_one_page() -> None:
    assert len({address_key(address) for address in ("https://www.a.example/x/", "http://a.example/x?utm=1", "a.example/X#y")}) == 1
