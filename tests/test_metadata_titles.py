"""The headline among all that a page offers as one."""

from __future__ import annotations

import pytest

from cleaner.metadata import Extracted, extract
from cleaner.metadata.site import breaks, key, labels, without_site
from cleaner.parse import parse


def page(body: str, head: str = "", url: str | None = "https://gazette.example/a") -> Extracted:
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    return extract(parse(html).root, url, "")


def title(body: str, head: str = "") -> tuple[str | None, str | None]:
    metadata = page(body, head).metadata
    return metadata.title, metadata.source_of("title")


STORM = "Storm over the bay"
OG = "<meta property='og:title' content='{}'>"
SITE = "<meta property='og:site_name' content='The Gazette'>"


@pytest.mark.parametrize(
    ("body", "head", "wanted"),
    [
        ("<h1>Storm over the bay</h1>", "<title>Storm over the bay | The Gazette</title>", (STORM, "h1")),
        ("<h1>The Gazette</h1><h1>Storm over the bay</h1>", SITE + "<title>Storm over the bay - The Gazette</title>", (STORM, "h1")),
        ("<p>Wind.</p>", SITE + OG.format("Storm over the bay – The Gazette"), (STORM, "og:title")),
        ("<p>Wind.</p>", "<title>The Gazette: Storm over the bay</title>" + SITE, ("The Gazette: Storm over the bay", "title")),
        ("<p>Wind.</p>", "<title>Storm over the bay - gazette.example</title>", (STORM, "title")),
        ("<p>Wind.</p>", "<svg><title>Arrow</title></svg>", (None, None)),
        ("<h1>Weather desk</h1>", OG.format("Storm over the bay") + "<title>Storm over the bay</title>", (STORM, "og:title")),
        ("<h1>Storm over the bay, seen</h1>", OG.format("Storm over bay") + "<title>Storm over bay</title>", (f"{STORM}, seen", "h1")),
        ("<nav><h1>Menu</h1></nav><h1>Storm over the bay</h1>", "", (STORM, "h1")),
        (f"<h1>{'word ' * 200}</h1>", "<title>Storm over the bay</title>", (STORM, "title")),
        ("<h1><span>S</span>torm over<br>the bay</h1>", "", (STORM, "h1")),
        ("<h1>The Gull: notes</h1><h1>Storm over the bay</h1>", "<title>Storm over the bay (Nora Quill)</title>", (STORM, "h1")),
        ("<h1>Gull Notes</h1>", OG.format(STORM) + "<title>Gull Notes: Storm over the bay</title>", (STORM, "og:title")),
        ("<h1>Gull Notes</h1>", OG.format("Free for all") + "<title>Gull Notes - Free for all</title>", ("Gull Notes", "h1")),
        ("<h1>Day 7</h1>", OG.format(STORM) + "<title>Quill at sea: Storm over the bay</title>", (STORM, "og:title")),
        ("<h1>Storm over the bay Posted on July 1, 2026 by Nora</h1>", OG.format(STORM) + f"<title>{STORM}</title>", (STORM, "og:title")),
        ("<h1>5 Mar 2026 Storm over the bay</h1>", OG.format(STORM) + f"<title>{STORM}</title>", (STORM, "og:title")),
        (f"<div>{STORM}</div>", f"<title>{STORM} - Somewhere Else</title>", (STORM, "title")),
        (f"<div>{STORM}</div>", f"<title>{STORM} - Local - Somewhere Else</title>", (STORM, "title")),
        ("<div>Storm</div>", "<title>Storm - what it left</title>", ("Storm - what it left", "title")),
        ("<h1></h1><h2>Storm over the bay</h2>", "<title>Storm over the bay</title>", (STORM, "title")),
    ],
)
def test_choice(body: str, head: str, wanted: tuple[str | None, str | None]) -> None:
    assert title(body, head) == wanted


LOGO = "<h1><a href='/' rel='home'>Harrow Vale Courier</a></h1>"
BARE = "<h1>Harrow Vale Courier</h1>"
FERRY = "Ferry sails again after years"


@pytest.mark.parametrize(
    ("body", "head", "wanted"),
    [
        (LOGO + f"<h2>{FERRY}</h2>", f"{FERRY} - Harrow Vale Courier", (FERRY, "h2")),
        (LOGO + f"<h3>{FERRY}</h3>", f"Harrow Vale Courier: {FERRY}", (FERRY, "h3")),
        (LOGO + f"<h2>{FERRY}</h2>", f"Harrow Vale Courier | {FERRY}", (FERRY, "h2")),
        (BARE + f"<h2>{FERRY}</h2>", f"{FERRY} – Harrow Vale Courier", (FERRY, "h2")),
        (BARE + f"<h2>{FERRY}</h2>", f"{FERRY} | Local | Harrow Vale Courier", (FERRY, "h2")),
        ("<h1>Low tide</h1><h2>How a harbour was lost to the sea</h2>", "Low tide: How a harbour was lost to the sea", ("Low tide", "h1")),
        (f"<h1>{FERRY}</h1><h3>The Courier</h3>", f"{FERRY} - The Courier", (FERRY, "h1")),
    ],
)
def test_an_h1_that_is_the_sites_name_is_no_headline(body: str, head: str, wanted: tuple[str, str]) -> None:
    assert title(body + "<p>Mud.</p>", f"<title>{head}</title>") == wanted


NEWS = '<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{}"}}</script>'


def test_a_headline_declared_alike_everywhere_is_whole() -> None:
    whole = "Storm over the bay! - Latest from the coast"
    head = f"<title>{whole}</title>{OG.format(whole)}<meta name='twitter:title' content='{whole}'>{NEWS.format(whole)}"
    assert title("<h1>Storm over the bay!</h1>", head) == (whole, "og:title")
    signed = f"{STORM} - The Gazette"
    head = f"<title>{signed}</title>{SITE}{OG.format(signed)}<meta name='twitter:title' content='{signed}'>{NEWS.format(signed)}"
    assert title("<h1>Storm over the bay</h1>", head) == (STORM, "og:title")


FIRST, NOW = "Grünes Ufer: Storm drives boats onto the quay", "Harbour master speaks of a lost night"


@pytest.mark.parametrize(
    ("address", "stated", "now", "head", "wanted"),
    [
        ("gruenes-ufer-storm-drives-boats-onto-the-quay-77.html", FIRST, NOW, NOW, FIRST),
        ("gruenes-ufer-storm-drives-boats-onto-the-quay-77.html", FIRST, NOW, FIRST, NOW),       # a title for search engines
        ("gruenes-ufer", FIRST, NOW, NOW, NOW),                                                   # a topic
        ("harbour-master-speaks-of-a-lost-night", FIRST, NOW, NOW, NOW),
        ("gruenes-ufer-storm-drives-boats-onto-the-quay", FIRST, "Storm drives boats onto quay", NOW, "Storm drives boats onto quay"),
        ("a77", FIRST, NOW, NOW, NOW),
    ],
)
def test_the_headline_that_the_address_repeats_was_the_articles_first(address: str, stated: str, now: str, head: str, wanted: str) -> None:
    head = f"<title>{head}</title>{OG.format(now)}{NEWS.format(stated)}"
    assert page(f"<h1>{now}</h1>", head, f"https://gazette.example/news/{address}").metadata.title == wanted


def test_everything_offered_is_kept_to_recognise_repeats() -> None:
    found = page("<h1>Storm over the bay</h1>", OG.format("What the storm left") + "<title>Bay storm | The Gazette</title>")
    assert {"Storm over the bay", "What the storm left", "Bay storm | The Gazette"} <= set(found.titles)


def test_byline_is_found_below_a_headline_that_is_no_h1() -> None:
    head = "<title>Storm over the bay</title>"
    for tag in ("h2", "div"):
        found = page(f"<{tag}>Storm over the bay</{tag}><p>By Nora Quill</p>", head)
        assert found.metadata.authors == ("Nora Quill",)


@pytest.mark.parametrize(
    ("whole", "bare"),
    [
        ("Storm over the bay | The Gazette", "Storm over the bay"),
        ("Storm over the bay « The Gazette", "Storm over the bay"),
        ("The Gazette | Storm over the bay", "Storm over the bay"),
        ("Storm over the bay · News · The Gazette", "Storm over the bay · News"),
        ("Storm over the bay | Somewhere Else", "Storm over the bay"),
        ("Storm: a report on half-time", "Storm: a report on half-time"),
        ("Cut-price flights", "Cut-price flights"),
        ("1-0 win", "1-0 win"),
        ("Gazette, the dog", "Gazette, the dog"),
        ("x" * 600 + " | The Gazette", "x" * 600 + " | The Gazette"),
    ],
)
def test_names_of_sites_are_cut_off(whole: str, bare: str) -> None:
    assert without_site(whole, {key("The Gazette"), key("Evening Gazette")}, set()) == bare


def test_what_the_heading_repeats_is_the_title() -> None:
    assert without_site("Storm over the bay - Weather - Harbour", set(), {key("Storm over the bay")}) == "Storm over the bay"
    assert without_site("Weather: Storm over the bay", set(), {key("Storm over the bay")}) == "Weather: Storm over the bay"


def test_breaks_and_labels() -> None:
    cuts = breaks("A: b | c - d-e")
    assert [cut.left for cut in cuts] == ["A", "A: b", "A: b | c", "A: b | c - d"]
    assert [cut.leading for cut in cuts] == [True, False, False, False]
    assert [cut.sure for cut in cuts] == [False, True, False, False]
    assert [cut.tight for cut in cuts] == [False, False, False, True]
    assert labels("https://www.news.the-gazette.co.uk/x") == ["news.the-gazette.co.uk", "the-gazette"]
    assert labels(None) == labels("http://[bad") == []


def test_lead_is_found_by_description_or_mark() -> None:
    summary = "The wind came at noon and stayed until the milk was delivered"
    shown = page(f"<h1>Storm</h1><p>{summary}.</p>", f"<meta name='description' content='{summary}…'>").metadata
    assert (shown.lead, shown.source_of("lead")) == (summary + ".", "description")
    marked = page(f"<h1>Storm</h1><div class='article-lead'><p>{summary}</p></div><p>More.</p>").metadata
    assert (marked.lead, marked.source_of("lead")) == (summary, "standfirst")
    pictured = page(f"<h1>Storm</h1><div class='lead'><img src='a.jpg'>{summary}</div>").metadata
    assert pictured.lead is None
    assert page(f"<h1>Storm</h1><div class='lead'>{'<p>x</p>' * 30}</div>").metadata.lead is None


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("<h2>Storm over the bay</h2>", "<title>Gull - Storm over the bay</title>"),
        ("<div>Storm over the bay</div>", "<title>Gull - Storm over the bay</title>"),
        ("<font size=5><b>Storm over the bay</b></font>", "<title>Gull » Storm over the bay</title>"),
        ("<legend>Storm over the bay</legend>", "<title>Gull - Storm over the bay</title>"),
        ("<h1>Storm over the bay <small>Fishermen had been warned</small></h1>", "<title>Storm over the bay - Gull</title>"),
        ("<h1>Storm over the bay<br><span>Fishermen had been warned</span></h1>", OG.format(STORM)),
        ("<header><h1>The Gull</h1></header><main><h1>Storm over the bay</h1></main>", "<title>Gull</title>"),
        ("<h1>Storm over the bay</h1>", "<title>Weather | Local</title>"),
    ],
)
def test_the_headline_freed_of_what_stands_around_it(body: str, head: str) -> None:
    assert title(body, head)[0] == STORM


def test_entities_written_twice_in_the_title_of_the_page() -> None:
    assert title("<p>Wind.</p>", "<title>Storm &amp;amp; wind over the bay</title>")[0] == "Storm & wind over the bay"


def test_a_subtitle_that_no_title_leaves_out_stays() -> None:
    assert title("<h1>Storm over the bay <em>again</em></h1>", "<title>News - Gull</title>")[0] == "Storm over the bay again"
