"""Many pages: every one in the output once, hosts spared, memory and disk bounded, and nothing asked for twice after a crash."""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from crowd import Crowd, crowd, killed, rows, started
from meeting import BRIEF, HASTY
from rude import TEXT, says
from servers import Answer, Line, Raw, Site, Visit, page, raw, serving

from cleaner.errors import OutputError, UsageError
from cleaner.fetch import many
from cleaner.fetch.archive import Archive
from cleaner.fetch.many import Found, Means, Wanted, pages
from cleaner.fetch.settings import Fetching, Politeness
from cleaner.fetch.store import Store
from cleaner.model import Page
from cleaner.sources import Failure, Reading
from cleaner.sources import pages as saved_pages

OPEN = replace(BRIEF, allow_private=True)
FERRY = page("<title>Ferry</title><p>The ferry sailed at noon.</p>")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site(otherwise=lambda visit: FERRY)) as running:
        yield running


def found(urls: list[str], fetching: Fetching = OPEN, politeness: Politeness = HASTY, **means: Any) -> dict[str, Found]:
    """What comes of each URL."""
    got = [each for each in pages(Wanted(urls=tuple(urls)), fetching, politeness, Means(**means)) if each]
    assert len({each.id for each in got}) == len(got)
    return {each.id: each for each in got}


def statuses(urls: list[str], politeness: Politeness = HASTY) -> list[str]:
    got = found(urls, politeness=politeness)
    return [each.message.partition(":")[0] if isinstance(each := got[url], Failure) else "page" for url in urls]


# ---- the whole way

def test_every_page_of_many_hosts_is_in_the_output_once_and_hosts_are_spared(tmp_path: Path) -> None:
    with crowd(hosts=8, pages=15) as there:
        process = started(there.urls, tmp_path / "out.jsonl", "--delay", 0.1, "--duplicates", "none")
        _, said = process.communicate(timeout=120)
        assert process.returncode == 1, said
    got = rows(tmp_path / "out.jsonl")
    assert Counter(row["id"] for row in got) == Counter(there.urls)
    assert {row["id"] for row in got if row["status"] not in {"ok", "no_article"}} == there.failing
    assert {row["status"] for row in got if row["id"] in there.failing} == {"not_fetched", "not_html"}
    assert len(there.pauses()) == 8
    assert min(pause for own in there.pauses().values() for pause in own) >= 0.1
    assert not list(tmp_path.glob("*.fetched*"))


def test_a_killed_run_is_taken_up_without_asking_again(tmp_path: Path) -> None:
    """Whenever the power goes: no page is lost, and none asked for again but those on their way, one a host."""
    hosts, chance = 5, random.Random(7)
    for attempt in range(3):
        out = tmp_path / f"{attempt}.jsonl"
        with crowd(hosts, pages=30) as there:
            process = started(there.urls, out, "--delay", 0.03, "--retries", 0)
            _until(there, chance.randrange(20, 120))
            killed(process)
            before = there.times_asked()
            process = started(there.urls, out, "--delay", 0.03, "--retries", 0)
            process.communicate(timeout=120)
            assert Counter(row["id"] for row in rows(out)) == Counter(there.urls)
            twice = {url for url, times in there.times_asked().items() if times > 1}
            assert len(before) < len(there.urls)
            assert len(twice) <= hosts
            assert max(there.times_asked().values()) <= 2


def _until(there: Crowd, visits: int) -> None:
    deadline = time.monotonic() + 60
    while len(there.visits()) < visits:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_the_second_run_with_a_cache_asks_conditionally(tmp_path: Path) -> None:
    with crowd(hosts=4, pages=10) as there:
        for out in ("first.jsonl", "second.jsonl"):
            process = started(there.urls, tmp_path / out, "--delay", 0, "--cache", tmp_path / "cache", "--retries", 0)
            process.communicate(timeout=120)
    good = set(there.urls) - there.failing
    seen = Counter((f"http://{visit.host}{visit.path}", visit.status) for visit in there.visits())
    assert {url for url, status in seen if status == 304} == good
    texts = [{row["id"]: row["content_hash"] for row in rows(tmp_path / out)} for out in ("first.jsonl", "second.jsonl")]
    assert texts[0] == texts[1]
    assert sum(hash is not None for hash in texts[0].values()) == len(good)


# ---- politeness

def test_a_host_is_asked_one_page_at_a_time_and_others_meanwhile() -> None:
    at_once: Counter[str] = Counter()
    most: Counter[str] = Counter()

    async def slow(line: Line) -> None:
        for name in (line.visit.host, "all"):
            at_once[name] += 1
            most[name] = max(most[name], at_once[name])
        await asyncio.sleep(0.05)
        for name in (line.visit.host, "all"):
            at_once[name] -= 1
        await says(TEXT)(line)

    hosts = [f"127.0.1.{i}" for i in range(1, 9)]
    with raw(Raw({"/page": slow}), addresses=hosts) as server:
        urls = [server.url(f"/page?{i}", host) for host in hosts for i in range(4)]
        assert len(found(urls, politeness=replace(HASTY, concurrency=5))) == 32
        assert most["all"] == 5
        assert max(most[f"{host}:{server.port}"] for host in hosts) == 1
        at_once.clear()
        most.clear()
        found([f"{url}&again" for url in urls], politeness=replace(HASTY, per_host=3))
        assert max(most[f"{host}:{server.port}"] for host in hosts) == 3


def test_retry_after_holds_the_whole_host(site: Site) -> None:
    def busy(visit: Visit) -> Answer:
        return page("", ("retry-after", "1"), status=429) if len(site.visits("/busy")) == 1 else FERRY

    site.pages["/busy"] = busy
    assert statuses([site.url("/busy"), *(site.url(f"/{i}") for i in range(3))]) == ["page"] * 4
    first, *others = site.visits()
    assert first.path == "/busy"
    assert all(visit.begun - first.ended >= 1 for visit in others)


def test_a_host_that_asks_to_wait_too_long_is_left_alone(site: Site) -> None:
    site.pages["/busy"] = page("", ("retry-after", "86400"), status=503)
    got = statuses([site.url("/busy"), *(site.url(f"/{i}") for i in range(20))])
    assert got[0] == "http_503"
    assert set(got[1:]) == {"host_down"}
    assert len(site.visits()) == 1


def test_a_host_that_keeps_failing_is_given_up_and_one_that_recovers_is_not() -> None:
    async def reset(line: Line) -> None:
        line.reset()

    async def recovering(line: Line) -> None:
        await (says(TEXT) if len([v for v in server.log if v.host.startswith("127.0.1.2")]) > 6 else reset)(line)

    async def either(line: Line) -> None:
        await (recovering if line.visit.host.startswith("127.0.1.2") else reset)(line)

    hosts = ["127.0.1.1", "127.0.1.2"]
    with raw(Raw({"/page": either}), addresses=hosts) as server:
        dead, well = ([server.url(f"/page?{i}", host) for i in range(40)] for host in hosts)
        got = statuses([*dead, *well], replace(HASTY, attempts=1))
    assert Counter(got[:40]) == {"reset": 8, "host_down": 32}       # five, then three tries after longer and longer rests
    assert Counter(got[40:]) == {"reset": 6, "page": 34}


def test_a_page_that_fails_for_now_does_not_keep_its_host_waiting(site: Site) -> None:
    site.pages["/broken"] = page("", status=500)
    statuses([site.url("/broken"), *(site.url(f"/{i}") for i in range(9))], replace(HASTY, backoff=0.3))
    paths = [visit.path for visit in site.visits()]
    assert paths.count("/broken") == 2
    assert paths[-1] == "/broken"


@pytest.mark.parametrize(("status", "times"), [(500, 3), (502, 3), (503, 3), (504, 3), (429, 3), (501, 1), (404, 1), (403, 1)])
def test_what_may_pass_is_tried_again(site: Site, status: int, times: int) -> None:
    site.pages["/broken"] = page("", status=status)
    assert statuses([site.url("/broken")], replace(HASTY, attempts=3)) == [f"http_{status}"]
    assert len(site.visits()) == times


# ---- bounds

def test_servers_wait_where_the_caller_does_not_keep_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "MAX_READY", 5)
    run = pages(Wanted(urls=tuple(site.url(f"/{i}") for i in range(60))), OPEN, HASTY)
    with closing(run):
        got = [next(each for each in run if each)]
        time.sleep(0.8)
        assert len(site.visits()) <= 5 + many.OPEN_PER_HOST + 2
        got += [each for each in run if each]
    assert len(got) == len(site.visits()) == 60


def test_a_caller_who_leaves_ends_the_run(site: Site) -> None:
    run = pages(Wanted(urls=tuple(site.url(f"/{i}") for i in range(500))), OPEN, replace(HASTY, delay=0.01))
    next(each for each in run if each)
    run.close()
    after = len(site.visits())
    time.sleep(0.3)
    assert len(site.visits()) == after < 100


def test_what_ends_a_run_is_raised_in_the_caller(tmp_path: Path, site: Site) -> None:
    with pytest.raises(UsageError, match="--proxy"):
        found([site.url("/")], replace(OPEN, proxy="nothing"))

    class Full(Archive):
        def add(self, response: object) -> None:
            raise OutputError("the disk is full")

    with closing(Full(str(tmp_path / "x.warc.gz"))) as archive, pytest.raises(OutputError, match="full"):
        found([site.url(f"/{i}") for i in range(5)], archive=archive)


def test_an_address_listed_twice_is_read_once(site: Site) -> None:
    assert len(found([site.url("/a"), site.url("/a"), site.url("/b")])) == 2
    assert len(site.visits()) == 2


# ---- journal, cache, archive

def test_a_journal_answers_in_place_of_the_server(site: Site, tmp_path: Path) -> None:
    site.pages |= {"/moved": (302, [("location", "/ferry")], b""), "/pdf": page("%PDF", kind="application/pdf")}
    urls = [site.url(path) for path in ("/moved", "/ferry", "/pdf", "/none")]
    site.pages["/none"] = page("", status=404)
    journal = Store(str(tmp_path / "journal"))
    first = found(urls, journal=journal)
    asked = len(site.visits())
    again = found(urls, journal=journal)
    assert len(site.visits()) == asked
    assert again == first
    journal.drop([site.url("/moved")])
    assert found(urls, journal=journal).keys() == first.keys()
    assert [visit.path for visit in site.visits()[asked:]] == ["/moved", "/ferry"]
    journal.drop_failures()
    found(urls, journal=journal)
    assert [visit.path for visit in site.visits()[asked + 2:]] == ["/pdf", "/none"]
    journal.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_journal_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "journal").write_bytes(b"no database at all" * 100)
    with pytest.raises(UsageError, match="journal"):
        Store(str(tmp_path / "journal"))
    with closing(sqlite3.connect(tmp_path / "other")) as other:
        other.execute("PRAGMA user_version = 99")
    with pytest.raises(UsageError, match="another version"):
        Store(str(tmp_path / "other"))


@pytest.mark.parametrize("validator", [("etag", '"v1"'), ("last-modified", "Tue, 06 Jan 2026 08:00:00 GMT")])
def test_a_page_that_changed_is_read_anew(site: Site, tmp_path: Path, validator: tuple[str, str]) -> None:
    now = ["one", "v1"]

    def changing(visit: Visit) -> Answer:
        own = (validator[0], validator[1].replace("v1", now[1]).replace("06 Jan", f"0{6 + (now[1] != 'v1')} Jan"))
        asked = visit.headers.get("if-none-match") or visit.headers.get("if-modified-since")
        packed = gzip.compress(f"<p>{now[0]}</p>".encode())
        return page(b"", own, status=304) if asked == own[1] else page(packed, own, ("content-encoding", "gzip"))

    site.pages["/ferry"] = changing
    cached = replace(OPEN, cache=str(tmp_path))
    bodies = []
    for change in (None, None, ["two", "v2"], None):
        now[:] = change or now
        got = found([site.url("/ferry")], cached)[site.url("/ferry")]
        assert isinstance(got, Page)
        bodies.append(got.html)
    assert bodies == [b"<p>one</p>", b"<p>one</p>", b"<p>two</p>", b"<p>two</p>"]
    assert len(site.visits()) == 4


@pytest.mark.parametrize("field", [("cache-control", "no-store"), ("x-nothing", "to ask by")])
def test_what_may_not_or_cannot_be_kept_is_asked_for_as_new(site: Site, tmp_path: Path, field: tuple[str, str]) -> None:
    fields = [field, *([("etag", '"1"')] if field[0] == "cache-control" else [])]
    site.pages["/ferry"] = page("<p>At noon.</p>", *fields)
    for _ in range(2):
        found([site.url("/ferry")], replace(OPEN, cache=str(tmp_path)))
    assert not any("if-none-match" in visit.headers for visit in site.visits())


@pytest.mark.parametrize("name", ["kept.warc.gz", "kept.warc", "folder"])
def test_what_was_saved_can_be_read_again(site: Site, tmp_path: Path, name: str) -> None:
    body = "<title>Ferry</title><p>Vaporul a plecat la amiază.</p>".encode("iso-8859-16")
    packed = ("content-encoding", "gzip")
    site.pages |= {
        "/packed": page(gzip.compress(body), packed, kind="text/html; charset=iso-8859-16"), "/none": page("", status=404),
        "/a/../../etc/passwd": FERRY, "/moved": (302, [("location", "/packed")], b""),
    }
    urls = [site.url(path) for path in ("/packed", "/plain", "/none", "/moved")]
    for half in (urls[:2], urls[2:]):
        with closing(Archive(str(tmp_path / name))) as archive:
            found(half, archive=archive)
    kept = list(saved_pages([str(tmp_path / name)], Reading()))
    assert all(isinstance(each, Page) for each in kept)
    by_url: dict[str | None, list[Any]] = {}
    for each in kept:
        by_url.setdefault(each.url, []).append(each)        # type: ignore[union-attr]
    assert {url: len(each) for url, each in by_url.items()} == {site.url("/packed"): 2, site.url("/plain"): 1}
    one = by_url[site.url("/packed")][0]
    assert (one.html, one.charset) == (body, "iso-8859-16")
    assert one.saved_at is not None
    assert {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*")} == {name}


def test_records_are_warc_1_1_with_digests(site: Site, tmp_path: Path) -> None:
    from fastwarc.warc import ArchiveIterator

    with closing(Archive(str(tmp_path / "x.warc.gz"))) as archive:
        found([site.url("/a"), site.url("/b")], archive=archive)
    data = (tmp_path / "x.warc.gz").read_bytes()
    assert gzip.decompress(data).count(b"WARC/1.1\r\n") == 3
    assert gzip.decompress(data).count(b"HTTP/1.1 200 OK\r\n") == 2
    with open(tmp_path / "x.warc.gz", "rb") as stream:
        kinds = [(str(record.record_type), record.verify_block_digest()) for record in ArchiveIterator(stream, parse_http=False)]
    assert [kind.rpartition(".")[2] for kind, _ in kinds] == ["warcinfo", "response", "response"]
    assert all(whole for _, whole in kinds)


def test_an_archive_is_written_by_one_run_at_a_time(tmp_path: Path) -> None:
    with closing(Archive(str(tmp_path / "x.warc.gz"))), pytest.raises(UsageError, match="another run"):
        Archive(str(tmp_path / "x.warc.gz"))
    with pytest.raises(UsageError, match=r"\.warc\.gz"):
        Archive(str(tmp_path / "x.zip"))


def test_a_folder_of_archives_goes_on_in_a_new_file(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cleaner.fetch import archive as module

    monkeypatch.setattr(module, "MAX_FILE_BYTES", 900)
    with closing(Archive(str(tmp_path / "kept"))) as archive:
        found([site.url(f"/{i}") for i in range(5)], archive=archive)
    names = sorted(path.name for path in (tmp_path / "kept").iterdir())
    assert names[:2] == ["cleaner-00001.warc.gz", "cleaner-00002.warc.gz"]
    assert len([each for each in saved_pages([str(tmp_path / "kept")], Reading()) if isinstance(each, Page)]) == 5


def test_the_journal_forgets_what_is_recorded_for_good(tmp_path: Path) -> None:
    """Between them, journal and output hold all that was fetched; the journal alone does not."""
    out = tmp_path / "out.jsonl"
    with crowd(hosts=3, pages=60) as there:
        process = started(there.urls, out, "--delay", 0.1, "--retries", 0)
        deadline = time.monotonic() + 60
        while (_mark(out) or 0) < 10_000:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        time.sleep(0.2)
        killed(process)
        asked = len(there.times_asked())
    with closing(sqlite3.connect(f"{out}.fetched")) as journal:
        waiting = {row[0] for row in journal.execute("SELECT id FROM answers UNION SELECT id FROM failures")}
    durable = {json.loads(line)["id"] for line in out.read_bytes()[:_mark(out)].splitlines()}
    assert durable - waiting
    assert len(waiting | durable) >= asked - 3


def _mark(out: Path) -> int | None:
    """How many bytes of an output are written for good."""
    state = out.with_name(f"{out.name}.state")
    mark: int | None = json.loads(state.read_text())["mark"] if state.exists() else None
    return mark
