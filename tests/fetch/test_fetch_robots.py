"""robots.txt is obeyed as RFC 9309 says."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from meeting import BRIEF, HASTY, let_pass, outcome
from rfc9309 import MATCHES, STATUSES
from servers import Answer, Line, Raw, Site, page, raw, serving

from cleaner.errors import FetchError
from cleaner.fetch.pages import page as read
from cleaner.fetch.robots import unreachable
from cleaner.fetch.session import Session
from cleaner.fetch.trouble import trouble

LAWFUL = replace(BRIEF, allow_private=True, robots=True)
FERRY = page("<title>Ferry</title><p>The ferry sailed at noon.</p>")


def rules(text: str | bytes, status: int = 200, kind: str = "text/plain") -> Answer:
    return page(text, status=status, kind=kind)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site(otherwise=lambda visit: FERRY)) as running:
        yield running


def answer(site: Site, text: str | bytes | Answer, path: str) -> str:
    site.pages["/robots.txt"] = text if isinstance(text, tuple) else rules(text)
    return outcome(site.url(path), LAWFUL)[0]


@pytest.mark.parametrize(("text", "path", "allowed"), MATCHES)
def test_rules_are_matched(site: Site, text: str | bytes, path: str, allowed: bool) -> None:
    assert answer(site, text, path) == ("page" if allowed else "robots")
    assert len(site.visits()) == (1 if allowed else 0)


@pytest.mark.parametrize(("status", "allowed"), STATUSES)
def test_missing_rules_allow_all_and_broken_servers_forbid_all(site: Site, status: int, allowed: bool) -> None:
    assert answer(site, rules("User-agent: *\nDisallow: /tram", status), "/ferry") == ("page" if allowed else "robots")
    assert len(site.visits()) == allowed


@pytest.mark.parametrize(("status", "outcome"), [(403, "page"), (503, "robots")])
def test_a_test_for_robots_in_place_of_the_rules_counts_by_its_status(site: Site, status: int, outcome: str) -> None:
    riddle = (status, [("content-type", "text/html"), ("cf-mitigated", "challenge")], b"<div id=px-captcha></div>")
    assert answer(site, riddle, "/ferry") == outcome


def test_a_refusal_says_why(site: Site) -> None:
    site.pages["/robots.txt"] = rules("User-agent: *\nDisallow: /ferry")
    said = "robots.txt forbids it; the site asks programs to stay away; ask its publisher"
    assert outcome(site.url("/ferry"), LAWFUL) == ("robots", said)
    site.pages["/robots.txt"] = rules("", 503)
    assert "503" in outcome(site.url("/ferry"), LAWFUL)[1]


def test_rules_are_read_behind_five_redirects_and_more(site: Site) -> None:
    site.pages |= {"/robots.txt": (301, [("location", "/r1")], b""), "/r6": rules("User-agent: *\nDisallow: /ferry")}
    site.pages |= {f"/r{i}": (302, [("location", f"/r{i + 1}")], b"") for i in range(1, 6)}
    assert outcome(site.url("/ferry"), LAWFUL)[0] == "robots"
    site.pages["/r6"] = (302, [("location", "/robots.txt")], b"")
    assert outcome(site.url("/ferry"), LAWFUL)[0] == "page"


def test_rules_are_read_behind_a_redirect_to_another_host(site: Site) -> None:
    with serving(Site({"/theirs": rules("User-agent: *\nDisallow: /ferry")}), addresses=["127.0.0.2"]) as other:
        site.pages["/robots.txt"] = (301, [("location", other.url("/theirs", "127.0.0.2"))], b"")
        assert outcome(site.url("/ferry"), LAWFUL)[0] == "robots"
        assert outcome(site.url("/tram"), LAWFUL)[0] == "page"


def test_a_redirect_of_the_rules_to_a_private_address_is_not_followed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    let_pass(monkeypatch)
    with serving(Site({"/theirs": rules("User-agent: *\nDisallow: /")}), addresses=["127.0.0.2"]) as other:
        site.pages["/robots.txt"] = (301, [("location", other.url("/theirs", "127.0.0.2"))], b"")
        assert outcome(site.url("/ferry"), replace(LAWFUL, allow_private=False))[0] == "page"
        assert other.log == []


def test_rules_of_ten_megabytes_are_read_as_far_as_the_rfc_asks(site: Site) -> None:
    filler = "".join(f"Disallow: /filler/{i:06}\n" for i in range(23_000))      # more than 500 KiB
    assert len(filler) > 500 << 10
    site.pages["/robots.txt"] = rules("User-agent: *\nDisallow: /first\n" + filler + "# " + "\n# ".join(["x" * 98] * 100_000))
    assert outcome(site.url("/first"), LAWFUL)[0] == "robots"
    assert outcome(site.url("/filler/019000"), LAWFUL)[0] == "robots"
    assert outcome(site.url("/ferry"), LAWFUL)[0] == "page"


def test_a_host_whose_rules_cannot_be_read_is_left_alone() -> None:
    async def drop(line: Line) -> None:
        line.reset()

    with raw(Raw({"/robots.txt": drop})) as server:
        status, _ = outcome(server.url("/ferry"), LAWFUL)
    assert status == "reset"
    assert {visit.path for visit in server.log} == {"/robots.txt"}


def test_each_refusal_for_rules_that_cannot_be_read_is_an_error_of_its_own() -> None:
    def refused() -> FetchError:
        with pytest.raises(FetchError) as told:
            silent.check("https://a.example/ferry")
        return told.value

    silent = unreachable(trouble("reset", "the server hung up"))
    found = [refused() for _ in range(3)]
    assert {(str(error), error.status) for error in found} == {("the server hung up; try again later", "reset")}
    assert [len(list(traceback.walk_tb(error.__traceback__))) for error in found] == [2, 2, 2]
    assert len({id(error) for error in found}) == 3


def test_the_rules_are_read_once_for_many_pages_and_for_each_host_they_redirect_to(site: Site) -> None:
    async def several() -> list[str]:
        async with Session(LAWFUL, HASTY) as session:
            found = await asyncio.gather(*(read(session, site.url(f"/ferry/{i}")) for i in range(5)))
            return [str(each.url) for each in found]

    with serving(Site({"/there": FERRY, "/robots.txt": rules("User-agent: *\nDisallow: /")}), addresses=["127.0.0.2"]) as other:
        assert len(asyncio.run(several())) == 5
        assert len(site.visits("/robots.txt")) == 1
        site.pages["/away"] = (302, [("location", other.url("/there", "127.0.0.2"))], b"")
        assert outcome(site.url("/away"), LAWFUL)[0] == "robots"
        assert other.visits() == []


def test_crawl_delay_is_kept(site: Site) -> None:
    site.pages["/robots.txt"] = rules("User-agent: *\nCrawl-delay: 0.4\nAllow: /")

    async def several() -> None:
        async with Session(LAWFUL, HASTY) as session:
            await asyncio.gather(*(read(session, site.url(f"/ferry/{i}")) for i in range(3)))

    asyncio.run(several())
    visits = site.visits()
    assert all(later.begun - earlier.ended >= 0.4 for earlier, later in pairwise(visits))


def test_a_crawl_delay_that_is_too_long_leaves_one_page(site: Site) -> None:
    site.pages["/robots.txt"] = rules("User-agent: *\nCrawl-delay: 86400")

    async def several() -> list[str]:
        async with Session(LAWFUL, HASTY) as session:
            found = await asyncio.gather(*(read(session, site.url(f"/ferry/{i}")) for i in range(3)), return_exceptions=True)
            return [str(getattr(each, "status", "page")) for each in found]

    assert sorted(asyncio.run(several())) == ["host_down", "host_down", "page"]
    assert len(site.visits()) == 1


def test_rules_may_be_ignored_for_sites_of_ones_own(site: Site) -> None:
    site.pages["/robots.txt"] = rules("User-agent: *\nDisallow: /")
    assert outcome(site.url("/ferry"), replace(LAWFUL, robots=False))[0] == "page"
    assert site.visits("/robots.txt") == []


def test_secrets_do_not_go_with_a_request_for_rules(site: Site) -> None:
    own = replace(LAWFUL, headers=(("Authorization", "Bearer s3cret"),))
    assert outcome(site.url("/ferry").replace("//", "//ana:s3cret@"), own)[0] == "page"
    assert "authorization" not in site.visits("/robots.txt")[0].headers
