"""One page is fetched as a reader would come to it: redirects, refreshes, AMP, pages that continue, cookies, credentials."""

from __future__ import annotations

import asyncio
import gzip
import os
import zlib
from collections.abc import Iterator
from dataclasses import replace
from http.cookiejar import MozillaCookieJar
from pathlib import Path

import brotli
import pytest
import trustme
import zstandard
from meeting import BRIEF, HASTY, fetched, outcome
from servers import Answer, Line, Raw, Site, Visit, page, raw, serving, talking

import cleaner
from cleaner.errors import FetchError, UsageError
from cleaner.fetch import Fetching, fetch
from cleaner.fetch.cookies import Jar
from cleaner.fetch.settings import USER_AGENT

OPEN = replace(BRIEF, allow_private=True)
FERRY = "<html><head><title>{title}</title><meta property=og:type content=article>{head}</head><body><h1>{title}</h1>{body}</body></html>"


def article(body: str, title: str = "The ferry sailed", head: str = "") -> Answer:
    return page(FERRY.format(title=title, body=f"<p>{body}</p>", head=head))


def moved(place: str, status: int = 302, *fields: tuple[str, str]) -> Answer:
    return status, [("location", place), *fields], b""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as running:
        yield running


def certificate(authority: trustme.CA, folder: Path, *names: str) -> tuple[str, str]:
    """The paths of a certificate for `names` and of its key."""
    issued = authority.issue_cert(*names)
    chain, key = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(str(key))
    return str(chain), str(key)


# ---- what comes

def test_a_page_says_where_it_came_from(site: Site) -> None:
    site.pages["/ferry"] = page("<p>sailed</p>", kind="text/html; charset=iso-8859-2")
    found = asyncio.run(fetched(site.url("/ferry#top"), OPEN))
    assert (found.html, found.charset) == (b"<p>sailed</p>", "iso-8859-2")
    assert (found.url, found.source) == (site.url("/ferry"), site.url("/ferry#top"))
    assert found.saved_at is not None
    assert found.warnings == ()


def test_the_library_gives_the_page(site: Site) -> None:
    site.pages["/ferry"] = page("<p>sailed</p>")
    assert fetch(site.url("/ferry"), Fetching(allow_private=True)).html == b"<p>sailed</p>"
    assert cleaner.fetch is fetch

    async def within_a_loop() -> bytes | str:
        with pytest.raises(UsageError, match="afetch"):
            fetch(site.url("/ferry"))
        return (await cleaner.afetch(site.url("/ferry"), Fetching(allow_private=True))).html

    assert asyncio.run(within_a_loop()) == b"<p>sailed</p>"


def test_we_say_who_we_are(site: Site) -> None:
    site.pages["/"] = page("<p>sailed</p>")
    outcome(site.url("/"), OPEN)
    outcome(site.url("/"), replace(OPEN, user_agent="harbour-watch/2 (+mailto:ana@harbour.example)"))
    first, second = (visit.headers["user-agent"] for visit in site.log)
    assert first == USER_AGENT
    assert f"cleaner/{cleaner.__version__}" in first
    assert second == "harbour-watch/2 (+mailto:ana@harbour.example)"


@pytest.mark.parametrize(("coding", "pack"), [
    ("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress), ("zstd", zstandard.ZstdCompressor().compress),
    ("gzip, br", lambda data: brotli.compress(gzip.compress(data))),
    ("gzip", lambda data: gzip.compress(data[:9]) + gzip.compress(data[9:])),
    ("zstd", lambda data: zstandard.ZstdCompressor().compress(data[:9]) + zstandard.ZstdCompressor().compress(data[9:])),
])
def test_packed_pages_are_unpacked(site: Site, coding: str, pack: object) -> None:
    body = b"<p>" + b"The ferry sailed at noon. " * 9000
    site.pages["/"] = page(pack(body), ("content-encoding", coding))  # type: ignore[operator]
    assert asyncio.run(fetched(site.url("/"), OPEN)).html == body
    assert set(site.log[0].headers["accept-encoding"].replace(" ", "").split(",")) >= {"gzip", "br", "zstd"}


def test_the_limit_counts_what_is_unpacked(site: Site) -> None:
    site.pages["/"] = page(gzip.compress(b"<p>" + b"a" * (1 << 20)), ("content-encoding", "gzip"))
    assert outcome(site.url("/"), replace(OPEN, max_bytes=(1 << 20) + 3))[0] == "page"
    assert outcome(site.url("/"), replace(OPEN, max_bytes=(1 << 20) + 2))[0] == "too_large"


def test_plain_text_is_cleaned_as_text(site: Site) -> None:
    site.pages["/"] = page("Vaporul a plecat la amiază.".encode("iso-8859-16"), kind="text/plain; charset=iso-8859-16")
    found = asyncio.run(fetched(site.url("/"), OPEN))
    assert (found.html, found.text_only) == ("Vaporul a plecat la amiază.", True)


# ---- where it leads

@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site: Site, status: int) -> None:
    site.pages |= {"/a": moved("b?x=1", status), "/b?x=1": moved(site.url("/ferry"), status), "/ferry": article("At noon.")}
    found = asyncio.run(fetched(site.url("/a"), OPEN))
    assert (found.url, found.source) == (site.url("/ferry"), site.url("/a"))


def test_ten_redirects_are_followed_and_no_more(site: Site) -> None:
    site.pages |= {f"/{i}": moved(f"/{i + 1}") for i in range(11)} | {"/11": article("At noon.")}
    assert outcome(site.url("/1"), OPEN)[0] == "page"
    assert outcome(site.url("/0"), OPEN)[0] == "redirects"


def test_a_place_in_raw_utf8_is_understood(site: Site) -> None:
    site.pages |= {"/a": moved("/știri".encode().decode("latin-1")), "/%C8%99tiri": article("At noon.")}
    assert outcome(site.url("/a"), OPEN)[0] == "page"


def test_a_site_that_sets_a_cookie_and_sends_back_is_read(site: Site) -> None:
    def gate(visit: Visit) -> Answer:
        return article("At noon.") if "seen=1" in visit.headers.get("cookie", "") else moved("/gate", 302, ("set-cookie", "seen=1; Path=/"))

    site.pages["/gate"] = gate
    assert outcome(site.url("/gate"), OPEN)[0] == "page"


@pytest.mark.parametrize(("refresh", "leads"), [
    ("0; url=/ferry", True), ("0;URL='/ferry'", True), ("3 , url = /ferry", True), ("0; /ferry", True),
    ("300; url=/ferry", False), ("0", False), ("5; url=", False), ("0; url=javascript:go()", False), ("0; url=/", False),
])
def test_a_refresh_is_a_redirect_when_readers_do_not_stay(site: Site, refresh: str, leads: bool) -> None:
    site.pages |= {"/": page(f'<meta http-equiv="Refresh" content="{refresh}"><p>Wait.</p>'), "/ferry": article("At noon.")}
    assert asyncio.run(fetched(site.url("/"), OPEN)).url == site.url("/ferry" if leads else "/")


def test_a_refresh_in_a_comment_or_script_counts_for_nothing(site: Site) -> None:
    refresh = '<meta http-equiv="refresh" content="0;url=/ferry">'
    site.pages["/"] = page(f"<!-- {refresh} --><script>document.write('{refresh}')</script><p>Stay.</p>")
    assert asyncio.run(fetched(site.url("/"), OPEN)).url == site.url("/")


def test_the_page_is_read_instead_of_its_amp_version(site: Site) -> None:
    site.pages |= {
        "/amp": page('<html ⚡ lang=en><link rel=canonical href="/ferry"><p>Short.</p>'), "/ferry": article("At noon."),
        "/lone": page('<html amp><link rel=canonical href="/gone"><p>Short.</p>'),
        "/own": page('<html amp><link rel=canonical href="/own"><p>All.</p>'),
    }
    assert asyncio.run(fetched(site.url("/amp"), OPEN)).url == site.url("/ferry")
    assert asyncio.run(fetched(site.url("/own"), OPEN)).url == site.url("/own")
    lone = asyncio.run(fetched(site.url("/lone"), OPEN))
    assert lone.url == site.url("/lone")
    assert "AMP" in lone.warnings[0]


# ---- pages that continue

def test_an_article_on_three_pages_is_one(site: Site) -> None:
    links = '<a href="/ferry">1</a> <a href="/ferry/2">2</a> <a href="/ferry/3">3</a>'
    site.pages |= {"/ferry": article(f"One. {links}"), "/ferry/2": article(f"Two. {links}"), "/ferry/3": article(f"Three. {links}")}
    found = asyncio.run(fetched(site.url("/ferry"), OPEN))
    assert [part.url for part in found.further] == [site.url("/ferry/2"), site.url("/ferry/3")]
    assert asyncio.run(fetched(site.url("/ferry"), replace(OPEN, single_page=True))).further == ()


@pytest.mark.parametrize(("first", "second", "link"), [
    ("/ferry.html", "/ferry-2.html", '<link rel="next" href="{}">'),
    ("/ferry.html", "/ferry.html?page=2", '<a rel="next" href="{}">More</a>'),
    ("/ferry/", "/ferry/page/2/", '<a class=n href="{}"><span>2</span></a>'), ("/a?id=7", "/a?id=7&p=2", '<a href="{}"> 2 </a>'),
    ("/ferry.html", "/ferry,2.html", '<link rel=next href="{}">'), ("/ferry", "/ferry-seite-2", "<a href='{}'>2</a>"),
    ("/a?p=1", "/a?p=2", "<a href='{}'>2</a>"), ("/ferry", "/ferry/2", "Page 1 of 2 <a href={}>Page 2 of 2</a>"),
    ("/ferry", "/ferry/2", '<a class="pager-next" href={}>Continuarea</a>'),
    ("/ferry", "/ferry/2", '<a href={} aria-label="Next page">›</a>'),
])
def test_pages_are_numbered_in_many_ways(site: Site, first: str, second: str, link: str) -> None:
    site.pages |= {first: article("One. " + link.format(second)), second: article("Two.")}
    assert [part.url for part in asyncio.run(fetched(site.url(first), OPEN)).further] == [site.url(second)]


@pytest.mark.parametrize(("second", "title", "head"), [
    ("/tram", "The tram stood still", ""),                      # the next article
    ("/ferry-20", "The ferry sailed", ""),                      # another number
    ("/ferry/2", "All about harbours", ""),                     # the next page of a list
    ("/ferry/2", "The ferry sailed", '<meta http-equiv="refresh" content="0;url=/ferry">'),
    ("//elsewhere.example/ferry/2", "The ferry sailed", ""),
])
def test_what_is_called_next_may_be_another_article(site: Site, second: str, title: str, head: str) -> None:
    site.pages |= {"/ferry": article("One.", head=f'<link rel=next href="{second}">'), second: article("Two.", title, head)}
    assert asyncio.run(fetched(site.url("/ferry"), OPEN)).further == ()


def test_the_version_for_printing_is_read_where_the_page_declares_it_and_continues(site: Site) -> None:
    head = '<link rel="alternate" media="print" href="{}">'
    more = "One. <a rel=next href={}/2>2</a>"
    site.pages |= {
        "/ferry": article(more.format("/ferry"), head=head.format("/ferry/print")), "/ferry/2": article("Two."),
        "/ferry/print": article("One. Two."), "/short": article("One.", head=head.format("/ferry/print")),
        "/bad": article(more.format("/bad"), head=head.format("/gone")), "/bad/2": article("Two."),
    }
    whole = asyncio.run(fetched(site.url("/ferry"), OPEN))
    assert (b"One. Two." in whole.html, whole.further, whole.source) == (True, (), site.url("/ferry"))  # type: ignore[operator]
    assert asyncio.run(fetched(site.url("/short"), OPEN)).url == site.url("/short")
    assert len(asyncio.run(fetched(site.url("/bad"), OPEN)).further) == 1


def test_a_redirect_to_the_front_page_is_told(site: Site) -> None:
    site.pages |= {"/2019/ferry": moved("/"), "/": page("<p>News of the day.</p>")}
    assert "front page" in asyncio.run(fetched(site.url("/2019/ferry"), OPEN)).warnings[0]
    assert asyncio.run(fetched(site.url(""), OPEN)).warnings == ()


def test_lists_do_not_continue(site: Site) -> None:
    site.pages |= {f"/news{tail}": page(f"<title>News</title><a rel=next href='/news/page/{i}'>{i}</a>")
                   for tail, i in (("", 2), ("/page/2", 3), ("/page/3", 4))}
    assert asyncio.run(fetched(site.url("/news"), OPEN)).further == ()
    assert len(site.visits()) == 1


def test_a_later_page_that_cannot_be_had_is_told(site: Site) -> None:
    site.pages |= {"/ferry": article("One. <a rel=next href=/ferry/2>2</a>"), "/ferry/2": article("Two. <a rel=next href=/ferry/3>3</a>")}
    found = asyncio.run(fetched(site.url("/ferry"), OPEN))
    assert len(found.further) == 1
    assert "page 3" in found.warnings[0]
    assert "404" in found.warnings[0]


def test_endless_pages_end(site: Site) -> None:
    def numbered(visit: Visit) -> Answer:
        number = int(visit.path.rpartition("/")[2] if visit.path.count("/") > 1 else 1)
        return article(f"<a rel=next href=/ferry/{number + 1}>on</a>")

    site.otherwise = numbered
    found = asyncio.run(fetched(site.url("/ferry"), OPEN))
    assert len(found.further) == 39
    assert "left out" in found.warnings[0]


# ---- secrets

def test_secrets_stay_with_the_host_they_are_for(site: Site) -> None:
    with serving(Site({"/there": article("At noon.")}), addresses=["127.0.0.2"]) as other:
        site.pages |= {"/here": moved("/same"), "/same": moved(other.url("/there", "127.0.0.2"), 302, ("set-cookie", "id=7; Path=/"))}
        own = replace(OPEN, headers=(("Authorization", "Bearer s3cret"), ("X-Key", "s3cret"), ("Cookie", "mine=s3cret")))
        assert outcome(site.url("/here").replace("//", "//ana:s3cret@"), own)[0] == "page"
        here, same = site.visits()
        (there,) = other.visits()
    assert here.headers["authorization"] == same.headers["authorization"] == "Bearer s3cret"
    assert same.headers["x-key"] == "s3cret"
    assert not {"authorization", "x-key", "cookie"} & set(there.headers)


def test_secrets_do_not_follow_a_refresh_or_an_amp_link_to_another_host(site: Site) -> None:
    with serving(Site({"/there": article("At noon.")}), addresses=["127.0.0.2"]) as other:
        site.pages["/here"] = page(f'<meta http-equiv=refresh content="0;url={other.url("/there", "127.0.0.2")}">')
        site.pages["/amp"] = page(f'<html amp><link rel=canonical href="{other.url("/there", "127.0.0.2")}">')
        own = replace(OPEN, headers=(("X-Key", "s3cret"),))
        assert outcome(site.url("/here"), own)[0] == outcome(site.url("/amp"), own)[0] == "page"
        assert [visit.headers.get("x-key") for visit in site.visits()] == ["s3cret"] * 2
        assert {visit.headers.get("x-key") for visit in other.visits()} == {None}


def test_a_password_in_the_address_logs_in_and_is_not_told(site: Site) -> None:
    def locked(visit: Visit) -> Answer:
        return article("At noon.") if visit.headers.get("authorization") == "Basic YW5hOnMzY3JldA==" else (401, [], b"")

    site.pages["/"] = locked
    found = asyncio.run(fetched(site.url("/").replace("//", "//ana:s3cret@"), OPEN))
    assert "s3cret" not in repr(found)
    assert outcome(site.url("/"), OPEN)[0] == "http_401"


def test_a_login_holds_for_the_redirects_refreshes_and_later_pages_of_its_host(site: Site) -> None:
    site.pages |= {
        "/old": moved("/new"), "/new": page('<meta http-equiv=refresh content="0; url=/long">'),
        "/long": article("At noon.", head="<link rel=next href=/long/2>"), "/long/2": article("At one."),
    }
    with serving(Site({"/away": article("Elsewhere.")}), addresses=["127.0.0.2"]) as other:
        site.pages["/off"] = moved(other.url("/away", "127.0.0.2"))
        found = asyncio.run(fetched(site.url("/old").replace("//", "//ana:s3cret@"), OPEN))
        outcome(site.url("/off").replace("//", "//ana:s3cret@"), OPEN)
        assert [visit.headers.get("authorization") for visit in other.log] == [None]
    assert {visit.path: visit.headers.get("authorization") for visit in site.log} == dict.fromkeys(
        ("/old", "/new", "/long", "/long/2", "/off"), "Basic YW5hOnMzY3JldA==")
    assert (found.url, found.further[0].url) == (site.url("/long"), site.url("/long/2"))
    site.pages["/loop"] = moved("/loop")
    assert "s3cret" not in outcome(site.url("/loop").replace("//", "//ana:s3cret@"), OPEN)[1]


def test_a_server_cannot_put_a_password_into_a_redirect(site: Site) -> None:
    site.pages |= {"/a": moved(site.url("/b").replace("//", "//eve:mal@")), "/b": article("At noon.")}
    assert outcome(site.url("/a"), OPEN)[0] == "page"
    assert "authorization" not in site.visits("/b")[0].headers


def test_cookies_come_from_a_file_and_go_back_to_it(site: Site, tmp_path: Path) -> None:
    jar = tmp_path / "cookies.txt"
    site.pages["/"] = page("<p>At noon.</p>", ("set-cookie", "night=2; Path=/; Max-Age=900"))
    jar.write_text("# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t2000000000\tday\t1\n")
    own = replace(OPEN, cookie_jar=str(jar))
    outcome(site.url("/"), own)
    outcome(site.url("/"), own)
    first, second = site.log
    assert first.headers["cookie"] == "day=1"
    assert set(second.headers["cookie"].split("; ")) == {"day=1", "night=2"}
    fresh = tmp_path / "fresh.txt"
    outcome(site.url("/"), replace(OPEN, cookie_jar=str(fresh)))
    assert "night" in fresh.read_text()
    assert fresh.stat().st_mode & 0o077 == 0
    jar.write_text("no cookies at all")
    with pytest.raises(UsageError, match="cookie-jar"):
        outcome(site.url("/"), own)


def test_a_cookie_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there, jar = tmp_path / "elsewhere" / "cookies.txt", tmp_path / "cookies.txt"
    there.parent.mkdir()
    there.write_text("# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t2000000000\tday\t1\n")
    there.chmod(0o640)
    jar.symlink_to(there)

    def cut_short(self: MozillaCookieJar, filename: str | None = None, **how: bool) -> None:
        Path(filename or str(self.filename)).write_text("# Netsc")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(MozillaCookieJar, "save", cut_short)
        with pytest.raises(UsageError, match="No space left"):
            Jar(str(jar)).save()
    assert "day" in there.read_text()
    Jar(str(jar)).save()
    assert "day" in there.read_text()
    assert (jar.is_symlink(), there.stat().st_mode & 0o777) == (True, 0o640)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["cookies.txt", "cookies.txt", "elsewhere"]


def test_writing_cookies_leaves_the_rights_of_other_files_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    masks: list[int] = []
    monkeypatch.setattr(os, "umask", lambda mask: masks.append(mask) or 0o022)
    Jar(str(tmp_path / "fresh.txt")).save()
    assert masks == []      # it is the whole process's, other threads' among them
    assert (tmp_path / "fresh.txt").stat().st_mode & 0o777 == 0o600


def test_cookies_from_what_is_no_file_are_written_where_they_came_from(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    jar = Jar(None)
    jar.cookies.filename = str(tmp_path / "pipe")
    jar.save()
    assert os.read(reader, 1 << 16).startswith(b"# Netscape")
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()


# ---- TLS and proxies

def test_http2_is_spoken_where_the_server_can(trusted: trustme.CA, tmp_path: Path) -> None:
    protocols = []

    class Telling(Site):
        async def __call__(self, scope: dict, receive: object, send: object) -> None:  # type: ignore[type-arg]
            protocols.append(scope.get("http_version"))
            await super().__call__(scope, receive, send)

    with serving(Telling({"/": article("At noon.")}), tls=certificate(trusted, tmp_path, "127.0.0.1")) as site:
        assert outcome(site.url("/"), OPEN)[0] == "page"
    assert protocols[-1] == "2"


@pytest.mark.parametrize("name", ["other.example", "127.0.0.2"])
def test_a_certificate_for_another_host_is_refused(name: str, trusted: trustme.CA, tmp_path: Path) -> None:
    with serving(Site({"/": article("At noon.")}), tls=certificate(trusted, tmp_path, name)) as site:
        status, said = outcome(site.url("/"), OPEN)
        assert (status, site.log) == ("tls", [])
        assert "--insecure" in said
        assert outcome(site.url("/"), replace(OPEN, insecure=True))[0] == "page"


def test_a_certificate_of_nobody_known_is_refused(tmp_path: Path) -> None:
    with serving(Site({"/": article("At noon.")}), tls=certificate(trustme.CA(), tmp_path, "127.0.0.1")) as site:
        assert outcome(site.url("/"), OPEN)[0] == "tls"
        found = asyncio.run(fetched(site.url("/"), replace(OPEN, insecure=True)))
    assert "--insecure" in found.warnings[0]


def test_the_name_goes_into_tls_and_the_checked_address_into_the_connection(trusted: trustme.CA, tmp_path: Path) -> None:
    async def resolver(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    with serving(Site({"/": article("At noon.")}), tls=certificate(trusted, tmp_path, "news.example")) as site:
        assert outcome(site.url("/", "news.example"), OPEN, resolver=resolver)[0] == "page"
        assert outcome(site.url("/", "spoof.example"), OPEN, resolver=resolver)[0] == "tls"


def test_a_downgrade_is_told(trusted: trustme.CA, tmp_path: Path, site: Site) -> None:
    site.pages["/clear"] = article("At noon.")
    key = (("X-Key", "s3cret"),)
    with serving(Site({"/": moved(site.url("/clear"))}), tls=certificate(trusted, tmp_path, "127.0.0.1")) as secure:
        found = asyncio.run(fetched(secure.url("/"), replace(OPEN, headers=key)))
    assert found.warnings == (f"redirected from https to http: {site.url('/clear')} came in the clear",)
    assert "x-key" not in site.log[0].headers


def test_cookies_that_came_over_tls_do_not_leave_it(trusted: trustme.CA, tmp_path: Path, site: Site) -> None:
    site.pages["/clear"] = article("At noon.")
    cookie = ("set-cookie", "night=2; Path=/")
    pages = {"/": moved("/again", 302, cookie), "/again": moved(site.url("/clear"))}
    with serving(Site(dict(pages)), tls=certificate(trusted, tmp_path, "127.0.0.1")) as secure:
        assert outcome(secure.url("/"), OPEN)[0] == "page"
    assert [visit.headers.get("cookie") for visit in (*secure.log, *site.log)] == [None, "night=2", None]


def test_http_proxies_are_used(site: Site) -> None:
    async def forward(line: Line) -> None:
        text = f"<p>by proxy to {line.visit.path}</p>"
        await line.send(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(text)}\r\n\r\n{text}")

    with raw(Raw({"http://news.example/a": forward})) as proxy:
        own = replace(BRIEF, proxy=proxy.url("").replace("//", "//ana:s3cret@"))
        assert outcome("http://news.example/a", own) == ("page", "<p>by proxy to http://news.example/a</p>")
        assert proxy.log[0].headers["proxy-authorization"] == "Basic YW5hOnMzY3JldA=="
        assert outcome("http://10.0.0.1/a", own)[0] == outcome("http://localhost/", own)[0] == "private_address"
        assert len(proxy.log) == 1


def test_tls_passes_http_proxies_in_a_tunnel(trusted: trustme.CA, tmp_path: Path) -> None:
    async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).decode().splitlines())
        there_reader, there = await asyncio.open_connection("127.0.0.1", site.port)
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await asyncio.gather(passed_on(reader, there), passed_on(there_reader, writer))

    asked: list[list[str]] = []
    with serving(Site({"/": article("At noon.")}), tls=certificate(trusted, tmp_path, "news.example")) as site, talking(tunnel) as port:
        own = replace(BRIEF, proxy=f"http://ana:s3cret@127.0.0.1:{port}")
        assert outcome(f"https://news.example:{site.port}/", own)[0] == "page"
    assert asked[0][0] == f"CONNECT news.example:{site.port} HTTP/1.1"
    assert "Proxy-Authorization: Basic YW5hOnMzY3JldA==" in asked[0]
    assert not any("roxy" in name for name in site.log[0].headers)


async def passed_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while piece := await source.read(1 << 16):
        target.write(piece)
    target.close()


def test_socks_proxies_are_used(site: Site) -> None:
    site.pages["/a"] = article("At noon.")
    asked = []

    async def socks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(3)
        writer.write(b"\x05\x00")
        head = await reader.readexactly(5)
        asked.append((await reader.readexactly(head[4])).decode())
        await reader.readexactly(2)
        writer.write(b"\x05\x00\x00\x01\0\0\0\0\0\0")
        there_reader, there = await asyncio.open_connection("127.0.0.1", site.port)
        await asyncio.gather(passed_on(reader, there), passed_on(there_reader, writer))

    with talking(socks) as port:
        found = asyncio.run(fetched(f"http://news.example:{site.port}/a", replace(BRIEF, proxy=f"socks5://127.0.0.1:{port}")))
    assert found.url == f"http://news.example:{site.port}/a"
    assert asked == ["news.example"]


def test_a_proxy_that_wants_a_login_is_told() -> None:
    async def refuse(line: Line) -> None:
        await line.send("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

    with raw(Raw({"http://news.example/a": refuse, "news.example:443": refuse})) as proxy:
        for url in ("http://news.example/a", "https://news.example/a"):
            assert outcome(url, replace(BRIEF, proxy=proxy.url("")))[1].endswith("; check --proxy")


@pytest.mark.parametrize("proxy", ["nothing", "ftp://a.example", "http://", "http://[", "socks4://a.example:1"])
def test_what_is_no_proxy_is_a_usage_error(proxy: str) -> None:
    with pytest.raises(UsageError, match="--proxy"):
        outcome("http://news.example/", replace(BRIEF, proxy=proxy))


def test_a_proxy_that_is_not_there_is_told() -> None:
    status, said = outcome("http://news.example/", replace(BRIEF, proxy="http://127.0.0.1:9"))
    assert (status, said) == ("proxy", "no connection to the proxy: connection refused; check --proxy")


def test_a_host_where_nobody_listens_is_told() -> None:
    assert outcome("http://127.0.0.1:9/", OPEN) == ("connect", "no connection: connection refused; the host may be down; try again later")


# ---- addresses

@pytest.mark.parametrize(("url", "status"), [
    ("ftp://a.example/x", "scheme"), ("file:///etc/passwd", "scheme"), ("a.example/x", "scheme"), ("http://", "bad_url"),
    ("http://a.example:0/", "bad_url"), ("http://a.example:99999/", "bad_url"), ("http://a.example/" + "x" * 5000, "bad_url"),
    ("javascript:alert(1)", "scheme"), ("http:///x", "bad_url"), ("", "scheme"), ("http://a\nb/", "bad_url"),
])
def test_what_is_no_address_is_an_error_with_a_name(url: str, status: str) -> None:
    assert outcome(url)[0] == status


def test_a_failed_fetch_raises_one_kind_of_error(site: Site) -> None:
    with pytest.raises(FetchError) as raised:
        asyncio.run(fetched(site.url("/none"), OPEN, HASTY))
    assert raised.value.status == "http_404"
    assert str(raised.value) == "not found (HTTP 404); check the address"
