"""Feeds and sitemaps give addresses with their days, filtered as asked."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from meeting import BRIEF, HASTY
from servers import Answer, Site, page, serving

from cleaner.errors import FetchError
from cleaner.fetch.lists import Link, feed, sitemap
from cleaner.fetch.many import Wanted, chosen, pages
from cleaner.fetch.session import Session
from cleaner.sources import Failure

OPEN = replace(BRIEF, allow_private=True)
RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><link>{0}/</link>
<item><title>Ferry</title><link> {0}/ferry?utm_source=rss </link><pubDate>Tue, 06 Jan 2026 08:00:00 +0200</pubDate></item>
<item><title>Tram</title><guid>{0}/tram</guid><dc:date>2026-01-04T08:00:00Z</dc:date></item>
<item><title>Snow</title><link>/2026/01/05/snow</link></item><item><title>No link</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="{0}/atom"/><entry><link rel="edit" href="{0}/edit"/>
<link href="/ferry"/><updated>2026-01-06T08:00:00Z</updated></entry></feed>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>{0}/ferry</loc><lastmod>2026-01-06</lastmod></url>
<url><loc>{0}/tram</loc><news:news><news:publication_date>2026-01-04T08:00:00+02:00</news:publication_date></news:news></url>
<url><loc>{0}/2026/01/05/snow</loc></url><url><loc>{0}/about</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{0}/news.xml.gz</loc></sitemap>
<sitemap><loc>{0}/sitemap.xml</loc></sitemap></sitemapindex>"""
DAYS = {"/ferry": date(2026, 1, 6), "/tram": date(2026, 1, 4), "/2026/01/05/snow": date(2026, 1, 5)}
XML = "application/xml"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site(otherwise=lambda visit: (404, [], b""))) as running:
        yield running


def xml(site: Site, text: str) -> Answer:
    return page(text.format(site.url("").rstrip("/")), kind=XML)


def links(site: Site, path: str, *, maps: bool = False) -> dict[str, date | None]:
    """Path and day of what a list names."""
    async def read() -> list[Link]:
        async with Session(OPEN, HASTY) as session:
            return await (sitemap if maps else feed)(session, site.url(path))

    return {link.url.removeprefix(site.url("")): link.day for link in asyncio.run(read())}


def test_rss_and_atom_and_json_feeds(site: Site) -> None:
    items = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/ferry", "date_published": "2026-01-06T08:00:00Z"}, {}]}'
    site.pages |= {"/rss": xml(site, RSS), "/atom": xml(site, ATOM), "/json": page(items, kind="application/feed+json")}
    assert links(site, "/rss") == DAYS
    assert links(site, "/atom") == links(site, "/json") == {"/ferry": date(2026, 1, 6)}


def test_a_page_names_its_feed(site: Site) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="{}">'
    head = f"<!-- {link.format('/old')} -->{link.format('/rss')}"
    site.pages |= {"/": page(f"<html><head>{head}</head></html>"), "/rss": xml(site, RSS), "/none": page("<p>No feed</p>")}
    assert links(site, "/") == DAYS
    with pytest.raises(FetchError, match="names no feed"):
        links(site, "/none")


def test_sitemaps_in_sitemaps_packed_and_plain(site: Site) -> None:
    whole = SITEMAP.format(site.url("").rstrip("/")).encode()
    site.pages |= {
        "/sitemap.xml": xml(site, INDEX), "/news.xml.gz": page(gzip.compress(whole), kind="application/x-gzip"),
        "/sitemap.txt": page(f"{site.url('/ferry')}\n{site.url('/tram')}\n", kind="text/plain"),
        "/robots.txt": page(f"Sitemap: {site.url('/sitemap.txt')}", kind="text/plain"),
    }
    assert links(site, "/sitemap.xml", maps=True) == {**DAYS, "/about": None}
    assert links(site, "/sitemap.txt", maps=True) == {"/ferry": None, "/tram": None}
    assert links(site, "/", maps=True) == {"/ferry": None, "/tram": None}


@pytest.mark.parametrize(("body", "status"), [
    ("<rss><item><link>x", "wrong_type"), ("{", "wrong_type"), ("[]", "wrong_type"),
    ('<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><item><link>&b;</link></item></rss>', "wrong_type"),
    (gzip.compress(b"\0" * (60 << 20)), "too_large"), (b"\x1f\x8b\x08 broken", "bad_encoding"),
])
def test_what_is_no_list_is_an_error_with_a_name(site: Site, body: str | bytes, status: str) -> None:
    site.pages["/list"] = page(body, kind=XML)
    with pytest.raises(FetchError) as raised:
        links(site, "/list")
    assert raised.value.status == status


def test_lists_are_filtered() -> None:
    listed = [Link("https://a.example/ferry", date(2026, 1, 6)), Link("https://a.example/tram", date(2026, 1, 4)), Link("https://a.example/x")]
    own = ("https://b.example/own", "https://a.example/ferry")

    def urls(**wishes: object) -> list[str]:
        return [url.rpartition("/")[2] for url in chosen(Wanted(urls=own, **wishes), listed)]  # type: ignore[arg-type]

    assert urls() == ["own", "ferry", "tram", "x"]
    assert urls(since=date(2026, 1, 5)) == ["own", "ferry"]
    assert urls(match=re.compile(r"//a\.")) == ["ferry", "tram", "x"]
    assert urls(limit=2) == ["own", "ferry"]
    assert urls(limit=2, skip=frozenset({"https://b.example/own"})) == ["ferry"]


def test_pages_of_lists_are_fetched_and_a_list_that_fails_is_among_them(site: Site) -> None:
    site.pages |= {"/rss": xml(site, RSS), "/ferry": page("<p>At noon.</p>"), "/tram": page("<p>At rest.</p>")}
    wanted = Wanted(feeds=(site.url("/rss"), site.url("/gone")), match=re.compile("ferry|tram"))
    got = {each.id: each for each in pages(wanted, OPEN, HASTY) if each}
    assert set(got) == {site.url(path) for path in ("/gone", "/ferry", "/tram")}
    assert isinstance(got[site.url("/gone")], Failure)


def test_hosts_that_only_a_list_names_get_none_of_the_users_fields(site: Site) -> None:
    with serving(Site(otherwise=lambda visit: page("<p>At noon.</p>")), addresses=["127.0.0.2"]) as other:
        theirs = other.url("/ferry", "127.0.0.2")
        site.pages |= {"/rss": page(f"<rss><item><link>{theirs}</link></item><item><link>/tram</link></item></rss>", kind=XML),
                       "/tram": page("<p>At rest.</p>")}
        own = replace(OPEN, headers=(("X-Key", "s3cret"),))
        assert len([each for each in pages(Wanted(feeds=(site.url("/rss"),)), own, HASTY) if each]) == 2
    assert [visit.headers.get("x-key") for visit in site.visits()] == ["s3cret"] * 2
    assert [visit.headers.get("x-key") for visit in other.visits()] == [None]
