"""Picture, address, language, section, tags, licence, access and types of a page."""

from __future__ import annotations

import pytest

from cleaner.metadata import Extracted, extract
from cleaner.metadata.image import best_of_set
from cleaner.model import Image, Page
from cleaner.parse import parse
from cleaner.read import read_page

SITE = "https://gazette.example"
URL = f"{SITE}/news/storm"


def page(head: str = "", body: str = "", url: str | None = URL, attributes: str = "") -> Extracted:
    html = f"<html {attributes}><head>{head}</head><body><article><h1>Storm over the bay</h1>{body}</article></body></html>"
    return extract(parse(html).root, url, "")


def figure(caption: str) -> str:
    return f"<figure><img src='/b.jpg'><figcaption>{caption}</figcaption></figure>"


def json_ld(fields: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Storm over the bay", {fields}}}</script>'


@pytest.mark.parametrize(
    ("head", "attributes", "language"),
    [
        ("", "lang='ro_ro'", "ro-RO"),
        ("", "lang='zh-hant-tw'", "zh-Hant-TW"),
        ("<meta property='og:locale' content='hr_HR'>", "lang=''", "hr-HR"),
        ("<meta http-equiv='content-language' content='sl'>", "", "sl"),
        (json_ld('"inLanguage": "el"'), "", "el"),
        ("<meta property='og:locale' content='English'>", "lang='*'", None),
    ],
)
def test_language(head: str, attributes: str, language: str | None) -> None:
    assert page(head, attributes=attributes).metadata.language == language


HARBOUR = "Guvernul a anunțat joi că portul vechi va fi redeschis după șapte ani, iar pescarii se vor întoarce la chei în toamnă."


@pytest.mark.parametrize(
    ("attributes", "given", "language"),
    [
        ("", None, ("ro", "text")),
        ("", "ro-MD", ("ro-MD", "given")),
        ("lang='ro-RO'", None, ("ro-RO", "html lang")),
        ("lang='en'", None, ("en", "html lang")),
    ],
)
def test_language_of_the_text_where_none_is_declared(attributes: str, given: str | None, language: tuple[str, str]) -> None:
    html = f"<html {attributes}><body><h1>Portul</h1><p>{HARBOUR}</p></body></html>"
    document = read_page(Page(html, None), given)
    assert (document.metadata.language, document.metadata.source_of("language")) == language
    assert document.languages[0] == "ro"


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ("<link rel='canonical' href='/news/storm?utm_source=mail'>", URL),
        ("<link rel='canonical' href='https://gazette.example/'>", None),
        ("<link rel='canonical' href='https://gazette.example/'><meta property='og:url' content='https://gazette.example/n/1'>", "https://gazette.example/n/1"),
        ("<link rel='canonical' href='http://[broken'>", None),
        ("<link rel='canonical' href='mailto:x@y.example'>", None),
    ],
)
def test_canonical_address(head: str, address: str | None) -> None:
    assert page(head).metadata.canonical_url == address


@pytest.mark.parametrize(
    ("head", "tags"),
    [
        (json_ld('"keywords": "storm, bay; harbour"'), ("storm", "bay", "harbour")),
        (json_ld('"keywords": ["storm", {"name": "bay"}, null, "Storm"]'), ("storm", "bay")),
        ("<meta name='keywords' content='storm,bay,type: news,_x,http://x'>", ("storm", "bay")),
        ("<meta property='article:tag' content='storm'><meta property='article:tag' content='bay'>", ("storm", "bay")),
        ("", ()),
    ],
)
def test_tags(head: str, tags: tuple[str, ...]) -> None:
    assert page(head).metadata.tags == tags


@pytest.mark.parametrize(
    ("head", "locked"),
    [
        (json_ld('"isAccessibleForFree": false'), True),
        (json_ld('"isAccessibleForFree": "http://schema.org/True"'), False),
        (json_ld('"isAccessibleForFree": "maybe"'), None),
        ("<meta property='article:content_tier' content='metered'>", True),
        ("<meta property='article:content_tier' content='free'>", False),
        ("<meta property='article:content_tier' content='other'>", None),
    ],
)
def test_access(head: str, locked: bool | None) -> None:
    assert page(head).metadata.paywalled is locked


@pytest.mark.parametrize(
    ("head", "licence"),
    [
        (json_ld('"license": {"url": "https://l.example/by"}'), "https://l.example/by"),
        (json_ld('"license": "CC BY 4.0"'), "CC BY 4.0"),
        ("<meta name='dc.rights' content='CC0'>", "CC0"),
        ("<meta name='copyright' content='The Gazette'>", None),
    ],
)
def test_licence(head: str, licence: str | None) -> None:
    assert page(head).metadata.licence == licence


def test_section_and_type() -> None:
    found = page(json_ld('"articleSection": ["Weather", "News"]') + "<meta property='og:type' content='article'>")
    assert (found.metadata.section, found.metadata.page_type, found.types) == ("Weather", "NewsArticle", ("NewsArticle", "og:article"))
    assert page("<meta property='og:type' content='website'>").metadata.page_type == "website"
    assert page("<meta name='section' content='http://x'>").metadata.section is None


def test_name_of_the_site() -> None:
    assert page("<meta name='application-name' content='Gazette'>").metadata.site_name == "Gazette"
    assert page(json_ld('"publisher": {"name": "Bay News"}')).metadata.site_name == "Bay News"
    assert page('<script type="application/ld+json">{"@type": "WebSite", "name": "Bay Site"}</script>').metadata.site_name == "Bay Site"
    assert page().metadata.site_name == "gazette.example"
    assert page(url=None).metadata.site_name is None


@pytest.mark.parametrize(
    ("head", "body", "image"),
    [
        ("<meta property='og:image' content='/a.jpg'>", "", Image(f"{SITE}/a.jpg")),
        (json_ld('"image": ["https://i.example/a.jpg", "b.jpg"]'), "", Image("https://i.example/a.jpg")),
        (
            json_ld('"image": {"contentUrl": "a.jpg", "caption": "The bay", "creditText": "N. Quill"}'), "",
            Image(f"{SITE}/news/a.jpg", "The bay", "N. Quill"),
        ),
        ("<meta property='og:image' content='data:image/png,A'>", "<figure><img data-src='/b.jpg'></figure>", Image(f"{SITE}/b.jpg")),
        ("", figure("The bay (N. Quill)"), Image(f"{SITE}/b.jpg", "The bay", "N. Quill")),
        ("", figure("The bay<span class='credit'>Photo: N. Quill</span>"), Image(f"{SITE}/b.jpg", "The bay", "N. Quill")),
        ("", figure("Copyright: N. Quill"), Image(f"{SITE}/b.jpg", None, "N. Quill")),
        ("", figure("The bay<span class='credit'>Copyright</span>"), Image(f"{SITE}/b.jpg", "The bay", None)),
        ("", "<div><img src='/b.jpg'><p class='caption'>The bay at noon</p></div>", Image(f"{SITE}/b.jpg", "The bay at noon")),
        ("", "<figure><img src='http://[x'></figure>", Image("http://[x")),
        ("", "<figure><img></figure>", None),
        ("", "<img src='/tracking.gif'>", None),
    ],
)
def test_picture(head: str, body: str, image: Image | None) -> None:
    assert page(head, body).metadata.image == image


def test_largest_of_a_set() -> None:
    assert best_of_set("a.jpg 1x, b.jpg 2.5x") == "b.jpg"
    assert best_of_set("a,b.jpg 300w,https://i.example/c,d.jpg 200w") == "a,b.jpg"
    assert best_of_set("only.jpg") == "only.jpg"
    assert best_of_set("") == ""


@pytest.mark.parametrize("address", ["http://localhost:3000/a/b", "https://gazette.example/en/", "https://gazette.example/index.php"])
def test_no_address_of_a_front_page_or_of_ones_own_machine(address: str) -> None:
    found = page(f"<link rel=canonical href='{address}'>", url="https://gazette.example/en/news/harbour")
    assert found.metadata.canonical_url is None


@pytest.mark.parametrize(
    "address", ["https://gazette.example/img/logo.png", "/1x1.gif", "/default-share.png", "/site-logo-512x512.png", "undefined"],
)
def test_a_picture_that_every_page_of_a_site_has_gives_way(address: str) -> None:
    head = f"<meta property='og:image' content='{address}'>"
    shown = page(head, "<h1>Wall</h1><figure><img src='https://gazette.example/wall.jpg'></figure>").metadata.image
    assert shown is not None
    assert shown.url == "https://gazette.example/wall.jpg"
    assert page(head, "<h1>Wall</h1>").metadata.image is None


def test_a_picture_of_somebodys_logo_stays() -> None:
    image = page("<meta property='og:image' content='https://gazette.example/img/harbour-logo-on-wall.jpg'>").metadata.image
    assert image is not None


def test_a_text_that_is_plainly_not_in_the_declared_language() -> None:
    html = f"<html lang='en-US'><body><h1>Portul</h1>{f'<p>{HARBOUR}</p>' * 3}</body></html>"
    metadata = read_page(Page(html, None)).metadata
    assert (metadata.language, metadata.source_of("language")) == ("ro", "text")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Harbour wall repaired - The Gazette", "The Gazette"), ("Gazette | Harbour wall repaired", "Gazette"),
        ("Harbour wall repaired - Gull", "gazette.example"), ("Harbour wall", "gazette.example"),
    ],
)
def test_name_of_the_site_in_the_title_where_its_host_says_so(title: str, name: str) -> None:
    assert page(f"<title>{title}</title>", "<h1>Harbour wall repaired</h1>", url="https://www.gazette.example/a").metadata.site_name == name
