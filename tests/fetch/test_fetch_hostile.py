"""Bytes that no honest server sends, markup that no honest page has: an error with a name, or a page, and never more."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import random
from dataclasses import replace

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from meeting import BRIEF, HASTY
from rude import chunk
from servers import Behaviour, Line, Raw, raw

from cleaner.errors import FetchError
from cleaner.fetch import lists, paging, redirects, robots
from cleaner.fetch.many import Wanted, pages
from cleaner.fetch.pages import page as read
from cleaner.fetch.response import Response, joined, origin, without_credentials
from cleaner.fetch.session import Session
from cleaner.fetch.tags import linked_feeds, signs, turns
from cleaner.fetch.transport import normal
from cleaner.fetch.trouble import HINTS

HERE = "http://a.example/ferry"
TEXT = b"<html><head><title>Ferry</title><link rel=next href=/2><meta property=og:type content=article></head><p>At noon.</p>" * 3
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nSet-Cookie: a=b; Domain=x; Expires=never\r\n"
MUTATIONS = (b"\r\n", b"\0", b"\xff", b" ", b":", b"99999999999999999999", b"\r\n\r\n", b"-1", b"%", b"[", b"]", b"//", b"\x1f\x8b", b"")
MARKUP = (
    b"<a href=", b"'", b'"', b"http://[", b"<meta http-equiv=refresh content='0;url=http://[::'>", b"<link rel=next href=//[>", b">", b"2",
    b"<base href='http://]'>", b"<!--", b"-->", b"<script>", b"</script", b"&#x110000;", b"&#xD800;", b"\xff\xfe", b"<item><link>", b"\n",
    b"</link></item>", b"<rss>", b"</rss>", b"<url><loc>http://[</loc></url>", b"<lastmod>9999999-01-01</lastmod>", b"</a>", b"\0",
    b"http://a:99999/2", b"<title>", b"<html amp>", b"User-agent: *\n", b"Disallow: %zz\n", b"Crawl-delay: 1e309\n", b"Disallow: /*$*$\n",
    b"<link rel=canonical href='http://u:p@[x'>", b'{"items": [{"url": "http://["}, 7]}',
)


def answers() -> list[bytes]:
    """Honest answers, to be spoilt."""
    packed = [(b"gzip", gzip.compress(TEXT)), (b"br", brotli.compress(TEXT)), (b"zstd", zstandard.ZstdCompressor().compress(TEXT))]
    return [
        HEAD + b"Content-Length: %d\r\n\r\n" % len(TEXT) + TEXT, HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk(TEXT) + b"0\r\n\r\n",
        *(HEAD + b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (name, len(data)) + data for name, data in packed),
        b"HTTP/1.1 302 Found\r\nLocation: http://user:p@[::1]:99/%zz?\xff#\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 429 X\r\nRetry-After: Tue, 01 Jan 2019 00:00:00 GMT\r\nContent-Length: 0\r\n\r\n",
    ]


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """`data` with a few bytes changed, put in, taken out or cut off."""
    mutable = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(min(len(mutable), chance.choice((60, 300, 9999))) or 1)
        mutable[at:at + chance.choice((0, 0, 1, 15))] = chance.choice(MUTATIONS)
        if chance.random() < 0.15:
            del mutable[at:]
    return bytes(mutable)


def test_no_answer_crashes_whatever_its_bytes() -> None:
    chance, honest, now = random.Random(11), answers(), [b""]

    class Every(dict[str, Behaviour]):
        def get(self, path: str, default: object = None) -> Behaviour:  # type: ignore[override]
            async def behave(line: Line) -> None:
                await line.send(now[0])
            return behave

    async def several() -> set[str]:
        met = set()
        brief = replace(BRIEF, allow_private=True, timeout=1.0, read_timeout=0.3)
        async with Session(brief, replace(HASTY, attempts=1, break_after=10**9)) as session:
            for i in range(250):
                now[0] = spoilt(chance.choice(honest), chance)
                try:
                    async with asyncio.timeout(30):
                        await read(session, server.url(f"/{i}"))
                    met.add("page")
                except FetchError as error:
                    met.add(error.status)
        return met

    with raw(Raw(Every())) as server:
        met = asyncio.run(several())
    assert met >= {"page", "protocol", "bad_encoding"}
    assert {name for name in met if not name.startswith("http_")} <= {*HINTS, "page"}


@given(st.lists(st.sampled_from(MARKUP), max_size=25).map(b"".join))
def test_no_markup_crashes_its_readers(markup: bytes) -> None:
    said = signs(markup, HERE)
    redirects.refreshed(said)
    redirects.unamped(said)
    paging.next_page(HERE, 1, said, turns(markup, HERE))
    paging.belongs(said, said)
    linked_feeds(markup, HERE)
    answer = Response(HERE, 200, (), markup)
    for run in (lambda: list(lists.feed_links(answer)), lambda: lists.sitemap_links(answer), lambda: robots.understood(answer).check(HERE)):
        with contextlib.suppress(FetchError):
            run()
    assert robots.understood(answer).delay >= 0


@given(st.text(max_size=60) | st.text("htp:/[]@#?%.0x7fa\\ ", max_size=40).map("http://".__add__))
def test_no_address_crashes_its_readers(url: str) -> None:
    origin(url)
    without_credentials(url)
    joined(url, url)
    joined(HERE, url)
    paging.number_of(HERE, url)
    redirects.same_site(HERE, url)
    with contextlib.suppress(FetchError):
        assert normal(normal(url)) == normal(url)


def test_a_list_of_nonsense_is_as_many_failures() -> None:
    urls = ("http://[", "http://ana:s3cret@[", "nothing", "http://a.example:99999/", "\0", "http://" + "a" * 9999)
    got = [each for each in pages(Wanted(urls=urls), BRIEF, HASTY) if each]
    assert len(got) == len(urls)
    assert "s3cret" not in repr(got)


@pytest.mark.parametrize("markup", [
    b"<a " * 300_000, b"<!--" * 300_000, b"<a href='" * 200_000, b"<" * 1_000_000, b"<script>" * 200_000, b"<a href=x><b>2" * 100_000,
    b"<a>" * 400_000, b"<title>" * 200_000, b'"@type":' * 200_000, (b"<a " + b"a" * 4000 + b">") * 300,
], ids=lambda markup: markup[:9].decode())
def test_a_megabyte_of_one_tag_is_read_through(markup: bytes) -> None:
    """Nothing here grows with the square of the page: such a page would take hours."""
    assert signs(markup, HERE).url == HERE
    assert len(list(turns(markup, HERE))) <= 1_000
    with contextlib.suppress(FetchError):
        lists.sitemap_links(Response(HERE, 200, (), markup))
