"""`cleaner fetch`, and live pages in `cleaner clean`, as a person runs them."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from crowd import rows
from servers import Answer, Site, Visit, page, serving
from terminal import on_terminal
from typer.main import get_group

from cleaner.cli import app
from cleaner.fetch.trouble import HINTS

STORY = (
    "<html lang=en><head><title>{title}</title><meta property=og:type content=article></head><body><article><h1>{title}</h1>"
    "<p>The council met on Tuesday and agreed to repair {title} before the winter comes, the mayor said.</p>"
    "<p>Work begins in October and will take three weeks, during which a ferry carries people across the river.</p>{more}"
    "</article></body></html>"
)
QUICK = ("--allow-private", "--delay", "0")


def story(title: str, more: str = "") -> Answer:
    return page(STORY.format(title=title, more=more))


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site({"/bridge": story("the bridge"), "/pier": story("the pier"), "/gone": page("", status=410)})) as running:
        yield running


# ---- one page

def test_hints_name_options_that_the_command_has(cli: Cli) -> None:
    known = {name for parameter in get_group(app).commands["clean"].params for name in parameter.opts}
    for status, hint in HINTS.items():
        if "cleaner fetch" not in hint and status != "host_down":       # of many pages
            assert set(re.findall(r"--[a-z-]+", hint)) <= known, status


def test_clean_reads_a_live_page(cli: Cli, site: Site) -> None:
    ran = cli("clean", site.url("/bridge"), "--allow-private")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("The council met on Tuesday and agreed to repair the bridge")
    assert cli("clean", site.url("/bridge").replace("http", "HTTP"), "--allow-private", "-p", "title").out == "the bridge\n"


def test_clean_says_in_one_line_why_there_is_no_page(cli: Cli, site: Site) -> None:
    ran = cli("clean", site.url("/gone"), "--allow-private")
    assert (ran.code, ran.out, ran.err) == (3, "", f"{site.url('/gone')}: gone (HTTP 410); the page was taken away\n")
    ran = cli("clean", site.url("/bridge"))
    assert ran.code == 3
    assert "127.0.0.1 is refused: loopback; --allow-private" in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("url", ["ftp://a.example/x", "file:///etc/passwd", "gopher://a.example/"])
def test_addresses_of_other_kinds_are_refused_by_name(cli: Cli, url: str) -> None:
    ran = cli("clean", url)
    assert (ran.code, ran.out, ran.err) == (3, "", f"{url}: {url.partition(':')[0]}: is not fetched; only http and https are read\n")


@pytest.mark.parametrize(("body", "verdict", "hint"), [
    ("<div id=root></div><script src=/app.js></script>", "javascript_shell", "scripts make its text: --render runs them"),
    ("<p>We and our partners use cookies. Accept them.</p>", "consent_wall", "--cookie-jar brings a consent that was given in a browser"),
    ("<h1>Are you a robot?</h1>", "bot_challenge", "the site wants proof of a person; ask its publisher"),
    ("<h1>Page not found</h1><p>Go back to the front page.</p>", "error_page", "check the address"),
    ("<h1>Bridge</h1><p>The council met on Tuesday, the mayor said.</p><h2>Subscribe to continue reading</h2>"
     '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge", "isAccessibleForFree": false}</script>',
     "paywall_stub", "--cookie-jar or --header brings a reader's login"),
])
def test_what_a_server_sends_in_an_articles_place_is_no_success(cli: Cli, site: Site, body: str, verdict: str, hint: str) -> None:
    site.pages["/wall"] = page(f"<html lang=en><head><title>Bridge</title></head><body>{body}</body></html>")
    ran = cli("clean", site.url("/wall"), "--allow-private")
    assert (ran.code, ran.err) == (1, f"{site.url('/wall')}: no article ({verdict}); {hint}\n")
    ran = cli("fetch", site.url("/wall"), *QUICK, "-q")
    assert (ran.code, json.loads(ran.out)["status"], json.loads(ran.out)["quality"]["verdict"]) == (1, "no_article", verdict)


def test_explain_reads_live_pages_with_the_options_of_clean(cli: Cli, site: Site) -> None:
    site.pages["/robots.txt"] = page("User-agent: *\nDisallow: /", kind="text/plain")
    ran = cli("explain", site.url("/bridge"), "--allow-private", "--ignore-robots", "--user-agent", "me/1", "--timeout", "9")
    assert (ran.code, "agreed to repair the bridge" in ran.out) == (0, True)
    assert site.visits()[0].headers["user-agent"] == "me/1"


def test_texts_are_not_read_from_addresses(cli: Cli, site: Site) -> None:
    ran = cli("text", site.url("/bridge"))
    assert (ran.code, ran.err) == (3, f"{site.url('/bridge')}: an address; `cleaner clean` reads those\n")
    assert site.log == []


def test_clean_joins_the_pages_of_an_article(cli: Cli, site: Site) -> None:
    site.pages |= {
        "/long": story("the bridge", "<p>The first arch is the oldest of them all, they say. <a rel=next href=/long/2>2</a></p>"),
        "/long/2": story("the bridge", "<p>The last arch was built by a mason from the hills, who never saw it finished.</p>"),
    }
    text = cli("clean", site.url("/long"), "--allow-private").out
    assert text.index("first arch") < text.index("last arch")
    assert text.count("agreed to repair") == 1
    assert "last arch" not in cli("clean", site.url("/long"), "--allow-private", "--single-page").out


def test_options_of_live_pages_reach_the_server(cli: Cli, site: Site, tmp_path: Path) -> None:
    cli("clean", site.url("/bridge"), "--allow-private", "--header", "Accept-Language: ro", "--header", "X-Key:7", "--user-agent", "me/1",
        "--cache", tmp_path / "cache")
    (visit,) = site.visits()
    assert (visit.headers["accept-language"], visit.headers["x-key"], visit.headers["user-agent"]) == ("ro", "7", "me/1")
    assert (tmp_path / "cache").is_dir()
    ran = cli("clean", site.url("/bridge"), "--allow-private", "--max-size", "100")
    assert (ran.code, "--max-size reads more" in ran.err) == (3, True)


def test_what_is_risked_is_said(cli: Cli, site: Site) -> None:
    site.pages["/robots.txt"] = page("User-agent: *\nDisallow: /", kind="text/plain")
    assert cli("clean", site.url("/bridge"), "--allow-private").code == 3
    ran = cli("clean", site.url("/bridge"), "--allow-private", "--ignore-robots", "--insecure", "-q")
    assert ran.code == 0
    assert [line.partition(":")[2].partition(":")[0] for line in ran.err.splitlines()] == [" --insecure", " --ignore-robots"]


@pytest.mark.parametrize("options", [
    ["--header", "no colon"], ["--header", "X: a\r\nY: b"], ["--max-size", "much"], ["--proxy", "nothing"],
    ["--cookie-jar", "/nowhere/x/y"],
])
def test_options_that_make_no_sense_end_the_command(cli: Cli, site: Site, options: list[str]) -> None:
    ran = cli("clean", site.url("/bridge"), "--allow-private", *options)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1


# ---- many

def test_fetch_prints_records_of_the_addresses_given(cli: Cli, site: Site) -> None:
    ran = cli("fetch", site.url("/bridge"), site.url("/gone"), *QUICK)
    got = {row["id"]: row for row in map(json.loads, ran.out.splitlines())}
    assert ran.code == 1
    assert got[site.url("/bridge")]["metadata"]["title"] == "the bridge"
    assert got[site.url("/gone")]["status"] == "not_fetched"
    assert got[site.url("/gone")]["error"].startswith("http_410: gone")
    assert "2 inputs" in ran.err


def test_fetch_reads_lists_from_a_file_and_from_standard_input(cli: Cli, site: Site, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(f"\ufeff# two pages\n{site.url('/bridge')}\r\n\n  {site.url('/pier')}  \n", "utf-8")
    ran = cli("fetch", "--urls", tmp_path / "list.txt", "-o", tmp_path / "out.jsonl", *QUICK, "-q")
    assert (ran.code, ran.err, len(rows(tmp_path / "out.jsonl"))) == (0, "", 2)
    assert len(cli("fetch", "--urls", "-", *QUICK, stdin=site.url("/pier").encode()).out.splitlines()) == 1


def test_the_same_command_again_does_nothing_and_failures_can_be_tried_again(cli: Cli, site: Site, tmp_path: Path) -> None:
    command = ("fetch", site.url("/bridge"), site.url("/gone"), "-o", tmp_path / "out.jsonl", *QUICK)
    assert cli(*command).code == 1
    asked = len(site.log)
    assert cli(*command).code == 1
    assert len(site.log) == asked
    site.pages["/gone"] = story("the gate")
    assert cli(*command, "--retry-failed").code == 0
    assert [visit.path for visit in site.visits()[2:]] == ["/gone"]
    assert {row["status"] for row in rows(tmp_path / "out.jsonl")} == {"ok"}


def test_what_was_left_out_as_a_duplicate_is_not_asked_for_again(cli: Cli, site: Site, tmp_path: Path) -> None:
    site.pages["/reprint"] = story("the bridge")
    command = ("fetch", site.url("/bridge"), site.url("/reprint"), "-o", tmp_path / "out.jsonl", *QUICK)
    assert cli(*command, "--drop-duplicates").code == 0
    asked = len(site.log)
    assert cli(*command, "--drop-duplicates").err.startswith("2 inputs: 1 ok, 1 duplicate; 2 from earlier runs, 0 in ")
    assert (len(site.log), len(rows(tmp_path / "out.jsonl"))) == (asked, 1)
    assert cli(*command).code == 0
    assert (len(site.log), len(rows(tmp_path / "out.jsonl"))) == (asked + 2, 2)      # its robots.txt and the page


def test_fetch_writes_one_file_an_article(cli: Cli, site: Site, tmp_path: Path) -> None:
    assert cli("fetch", site.url("/bridge"), site.url("/pier"), "-o", tmp_path / "out", "--name", "{host}/{slug}.md", *QUICK).code == 0
    assert {path.name for path in (tmp_path / "out").rglob("*.md")} == {"the-bridge.md", "the-pier.md"}
    assert not list((tmp_path / "out").glob("fetched*"))


def test_what_was_saved_is_cleaned_again_offline(cli: Cli, site: Site, tmp_path: Path) -> None:
    save = ("-o", tmp_path / "out.jsonl", "--save", tmp_path / "x.warc.gz")
    assert cli("fetch", site.url("/bridge"), site.url("/pier"), *save, *QUICK).code == 0
    assert cli("batch", tmp_path / "x.warc.gz", "-o", tmp_path / "again.jsonl").code == 0
    first, again = ({row["url"]: row["text"] for row in rows(tmp_path / name)} for name in ("out.jsonl", "again.jsonl"))
    assert first == again
    assert len(first) == 2


def test_feeds_and_sitemaps_name_the_pages(cli: Cli, site: Site) -> None:
    items = "".join(f"<item><link>{site.url(path)}</link><pubDate>{day} Jan 2026 08:00:00 GMT</pubDate></item>"
                    for path, day in (("/bridge", "06"), ("/pier", "04")))
    site.pages["/rss"] = page(f"<rss><channel>{items}</channel></rss>", kind="application/rss+xml")
    site.pages["/map.xml"] = page(f"<urlset><url><loc>{site.url('/pier')}</loc></url></urlset>", kind="application/xml")

    def ids(*options: Any) -> list[str]:
        return sorted(json.loads(line)["id"].removeprefix(site.url("")) for line in cli("fetch", *options, *QUICK).out.splitlines())

    assert ids("--feed", site.url("/rss")) == ["/bridge", "/pier"]
    assert ids("--feed", site.url("/rss"), "--since", "2026-01-05") == ["/bridge"]
    assert ids("--feed", site.url("/rss"), "--match", "/p") == ids("--sitemap", site.url("/map.xml")) == ["/pier"]
    assert ids("--feed", site.url("/rss"), "--limit", "1") == ["/bridge"]


@pytest.mark.parametrize(("options", "said"), [
    ([], "no addresses"), (["--urls", "/nowhere"], "No such file"), (["a", "--since", "soon"], "2026-01-31"),
    (["a", "--match", "("], "--match"),
    (["a", "-o", "x.zip"], ".jsonl"), (["a", "--save", "x.zip"], ".warc.gz"), (["a", "--max-failures", "few"], "--max-failures"),
])
def test_what_makes_no_sense_is_one_line(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str) -> None:
    monkeypatch.chdir(tmp_path)
    ran = cli("fetch", *options)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert said in ran.err


def test_a_run_stops_when_too_much_fails_and_goes_on_later(cli: Cli, site: Site, tmp_path: Path) -> None:
    urls = [site.url(f"/none/{i}") for i in range(30)]
    ran = cli("fetch", *urls, "-o", tmp_path / "out.jsonl", "--allow-private", "--delay", "0.02", "--max-failures", "3")
    assert ran.code == 1
    assert "goes on from here" in ran.err
    asked = [visit.path for visit in site.visits()]
    assert len(asked) < 30
    cli("fetch", *urls, "-o", tmp_path / "out.jsonl", *QUICK)
    paths = [visit.path for visit in site.visits()]
    assert len(set(paths)) == 30
    assert len(paths) - len(set(paths)) <= 1        # one may have been on its way
    assert len(rows(tmp_path / "out.jsonl")) == 30


def test_an_interrupt_ends_the_run_at_once_and_it_goes_on_later(site: Site, tmp_path: Path) -> None:
    site.otherwise = lambda visit: story(f"pier {visit.path}")
    urls = [site.url(f"/p/{i}") for i in range(40)]
    command = [sys.executable, "-m", "cleaner", "fetch", *urls, "-o", str(tmp_path / "out.jsonl"), "--allow-private", "--delay", "0.1"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while len(site.visits()) < 10:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.splitlines() == ["cleaner: interrupted; the same command goes on from here"]
    subprocess.run([*command, "--quiet"], check=True, timeout=120)
    paths = [visit.path for visit in site.visits()]
    assert len(paths) - len(set(paths)) <= 1
    assert len(rows(tmp_path / "out.jsonl")) == 40


def test_progress_is_shown_on_a_terminal(site: Site, tmp_path: Path) -> None:
    site.otherwise = lambda visit: story(f"pier {visit.path}")
    urls = [site.url(f"/p/{i}") for i in range(10)]
    shown = on_terminal("fetch", *urls, "-o", tmp_path / "out.jsonl", "--allow-private", "--delay", "0.1")
    assert b"pages" in shown
    assert b"10 inputs: 10 ok" in shown


def test_a_login_in_an_address_is_not_written_down(cli: Cli, site: Site, tmp_path: Path) -> None:
    def locked(visit: Visit) -> Answer:
        return story("the safe") if "authorization" in visit.headers else page("", status=401)

    site.pages["/safe"] = locked
    for path in ("/safe", "/gone"):
        out = ("-o", tmp_path / f"{path[1:]}.jsonl", "--save", tmp_path / "x.warc")
        cli("fetch", site.url(path).replace("//", "//ana:s3cret@"), *out, *QUICK)
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"the safe" in written
    assert b"s3cret" not in written
