"""Trials of fetching against servers on this machine: rude ones, forbidden addresses, a crowd of hosts, crashes, rules, a cache.

    python scripts/fetch_trials.py                  all of them
    python scripts/fetch_trials.py crowd kill       some: rude, addresses, crowd, kill, robots, cache
    python scripts/fetch_trials.py crowd --pages 2000 --hosts 50 --delay 1

Nothing leaves the machine. The servers and their behaviours are those of tests/fetch.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import trustme

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "fetch"))

from crowd import Crowd, crowd, killed, memory_kib, rows, started
from forbidden import RESOLVED, SPELLINGS
from meeting import BRIEF, HASTY, met, outcome
from rfc9309 import MATCHES, STATUSES
from rude import rudes, says
from rude_http2 import BEHAVIOURS, certified
from rude_http2 import serving as http2
from rude_tls import insecures
from servers import Answer, Raw, Site, Trap, page, raw, serving

from cleaner.fetch import Fetching
from cleaner.fetch.address import Address, refused
from cleaner.fetch.pages import page as read
from cleaner.fetch.session import Session

LIMIT_SECONDS = 2 * BRIEF.timeout + 1       # two attempts, and the pause between them
STAND_IN = "127.0.0.99"                     # passes for an address of the public internet
ROUNDS = 20                                 # runs that are killed
SETTLED_SECONDS = 0.3                       # before a kill: what was answered earlier had come to rest
LARGE_RULES = 10_000_000                    # bytes of a robots.txt
CRAWL_DELAY = 0.5                           # seconds
OPEN = replace(BRIEF, allow_private=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trials", nargs="*", choices=[*TRIALS, []], help="which trials; all unless said")
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--pages", type=int, default=2000, help="of all hosts together")
    parser.add_argument("--delay", type=float, default=1.0, help="seconds")
    options = parser.parse_args()
    for name in options.trials or TRIALS:
        for line in TRIALS[name](options):
            print(line, flush=True)
    return 0


def _public(*addresses: str) -> object:
    """Lets addresses of this machine pass for public ones."""
    def check(address: Address) -> str | None:
        return None if str(address) in addresses else refused(address)

    return patch.object(import_module("cleaner.fetch.resolve"), "refused", check)


@dataclass
class Tally:
    """Behaviours met, what went wrong, and which took longest."""

    met: int = 0
    wrong: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def meet(self, name: str, outcomes: Collection[str], ask: Callable[[], str]) -> None:
        """Meets a behaviour of which one of `outcomes` must come."""
        began = time.monotonic()
        status = ask()
        self.met += 1
        self.slowest = max(self.slowest, (time.monotonic() - began, name))
        if status not in outcomes:
            self.wrong.append(f"{name}: {status}, not {' or '.join(sorted(outcomes))}")

    def lines(self, what: str) -> Iterator[str]:
        """What is told."""
        yield f"rude behaviours{what}: {self.met}, with the named outcome: {self.met - len(self.wrong)}"
        yield f"  slowest {self.slowest[0]:.1f} s ({self.slowest[1]}), limit {LIMIT_SECONDS:.1f} s"
        yield from (f"  {line}" for line in self.wrong)


def try_rude(options: argparse.Namespace) -> Iterator[str]:
    plain, secure, second = Tally(), Tally(), Tally()
    with _public("127.0.0.1"), raw(Raw({})) as server:      # type: ignore[attr-defined]
        for rude in rudes():
            plain.meet(rude.name, {rude.outcome}, partial(_first, met, rude, server))
    yield from plain.lines("")
    with tempfile.TemporaryDirectory() as folder:
        authority, path = trustme.CA(), Path(folder) / "ca.pem"
        authority.cert_pem.write_to_path(str(path))
        with patch.dict(os.environ, SSL_CERT_FILE=str(path)):
            for insecure in insecures():
                with insecure.serve(authority) as url:
                    secure.meet(insecure.name, {insecure.outcome}, partial(_first, outcome, url, OPEN))
            for behave, outcomes in BEHAVIOURS:
                with http2(behave, certified(authority)) as url:
                    second.meet(behave.__name__, outcomes, partial(_first, outcome, url, OPEN))
    yield from secure.lines(" in TLS")
    yield from second.lines(" in HTTP/2")


def _first(ask: Callable[..., tuple[Any, ...]], *values: object) -> str:
    return str(ask(*values)[0])


def try_addresses(options: argparse.Namespace) -> Iterator[str]:
    trap, counts, reached = Trap(), Counter[str](), Counter[str]()

    def note(way: str, status: str) -> None:
        counts[way] += 1
        reached[way] += trap.caught() + (status == "page")

    for spelling in SPELLINGS:
        note("direct", outcome(_at(spelling, trap.port))[0])
    with _public(STAND_IN), raw(Raw({}), addresses=[STAND_IN]) as server:       # type: ignore[attr-defined]
        for spelling in SPELLINGS:
            server.behaviours["/go"] = says("", f"Location: {_at(spelling, trap.port)}".encode().decode("latin-1"), status="302 Found")
            note("by redirect", outcome(server.url("/go", STAND_IN))[0])
        for address in RESOLVED:
            note("by name", outcome(f"http://news.example:{trap.port}/", resolver=_answers([STAND_IN, address]))[0])
            server.behaviours["/go"] = says("", f"Location: http://news.example:{trap.port}/", status="302 Found")
            status, _ = outcome(f"http://news.example:{server.port}/go", resolver=_answers([STAND_IN], [address]))
            note("by a changing name", status)
    trap.close()
    yield f"forbidden addresses: {len(set(SPELLINGS))} spellings, {len(RESOLVED)} answers of a resolver"
    yield from (f"  {way}: {count} tried, {reached[way]} connections" for way, count in counts.items())


def _at(spelling: str, port: int) -> str:
    host, sign, rest = spelling.partition("#") if "#" in spelling else spelling.partition("\\")
    return f"http://{host}:{port}{sign}{rest}/"


def _answers(*turns: list[str]) -> Callable[..., object]:
    left = list(turns)

    async def resolver(host: str, port: int) -> list[str]:
        return left.pop(0) if len(left) > 1 else left[0]

    return resolver


def try_crowd(options: argparse.Namespace) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, crowd(options.hosts, options.pages // options.hosts) as there:
        out, memory = Path(folder) / "out.jsonl", list[int]()
        began = time.monotonic()
        process = started(there.urls, out, "--delay", options.delay, "--concurrency", options.hosts)
        while process.poll() is None:
            memory.append(memory_kib(process.pid))
            time.sleep(0.25)
        process.communicate()
        yield from _crowd_figures(there, rows(out), options.delay, time.monotonic() - began)
        yield _memory(memory)


def _crowd_figures(there: Crowd, got: list[dict], delay: float, seconds: float) -> Iterator[str]:      # type: ignore[type-arg]
    urls, ids = there.urls, Counter(row["id"] for row in got)
    pauses = there.pauses()
    asked = [pause for own in pauses.values() for pause in own]
    allowed = max(len(own) for own in pauses.values()) * delay
    requests = sorted(visit.begun for visit in there.server.log)
    busy = requests[-1] - requests[0]
    yield f"crowd: {len(urls):,} pages on {len(pauses)} hosts, {len(there.failing)} of them failing; {len(there.server.log):,} requests"
    yield f"  in the output once: {sum(ids[url] == 1 for url in urls):,}; others: {len(set(ids) - set(urls))}"
    yield f"  statuses: {dict(Counter(row['status'] for row in got))}; failing ones without a record of failure: " + str(
        len(there.failing - {row["id"] for row in got if row["status"] in {"not_fetched", "not_html"}}))
    yield f"  pause between requests to a host: {min(asked):.3f} s at least, {delay:g} s asked for"
    yield f"  first to last request {busy:.1f} s, the delays of the busiest host {allowed:.1f} s: {100 * allowed / busy:.0f} %"
    yield f"  whole command {seconds:.1f} s, {len(urls) / seconds:.1f} pages a second"


def _memory(memory: list[int]) -> str:
    quarter = len(memory) // 4
    early, late = (sorted(part)[len(part) // 2] / 1024 for part in (memory[quarter:2 * quarter], memory[-quarter - 2:-2]))
    most = max(memory) / 1024
    return f"  memory of the fetching process: {early:.0f} MiB in the second quarter, {late:.0f} MiB in the last, {most:.0f} at most"


def try_kill(options: argparse.Namespace) -> Iterator[str]:
    hosts, pages, chance = 10, 20, random.Random(1)
    lost, others, again, settled = 0, 0, list[int](), 0
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder, crowd(hosts, pages) as there:
            out = Path(folder) / "out.jsonl"
            before, long_before = _killed_after(there, out, chance.randrange(1, hosts * pages - hosts))
            _go_on(there, out).communicate()
            ids, times = Counter(row["id"] for row in rows(out)), there.times_asked()
        lost += sum(ids[url] != 1 for url in there.urls)
        others += len(set(ids) - set(there.urls))
        again.append(sum(times[url] > 1 for url in before))
        settled += sum(times[url] > 1 for url in long_before)
    yield f"kill -9: {ROUNDS} rounds of {hosts * pages} pages on {hosts} hosts, killed at random, then the same command"
    yield f"  pages lost or doubled in the output: {lost}; records of no page: {others}"
    yield f"  asked for again: {max(again)} pages in a round at most, {sum(again) / ROUNDS:.1f} on average; one a host may be on its way"
    yield f"  of these, answered more than {SETTLED_SECONDS:g} s before the kill: {settled}"


def _go_on(there: Crowd, out: Path) -> subprocess.Popen[bytes]:
    return started(there.urls, out, "--delay", 0.05, "--retries", 0)


def _killed_after(there: Crowd, out: Path, visits: int) -> tuple[set[str], set[str]]:
    """Runs until so many pages were asked for, then kills; the pages asked for, and those answered some time before."""
    process = _go_on(there, out)
    while len(there.visits()) < visits and process.poll() is None:
        time.sleep(0.002)
    killed(process)
    return set(there.times_asked()), there.answered(time.monotonic() - SETTLED_SECONDS)


def try_robots(options: argparse.Namespace) -> Iterator[str]:
    lawful = replace(OPEN, robots=True)

    def heard(rules: Answer, path: str, allowed: bool) -> bool:
        site.pages["/robots.txt"] = rules
        return outcome(site.url(path), lawful)[0] == ("page" if allowed else "robots")

    with serving(Site(otherwise=lambda visit: page("<p>The ferry sailed.</p>"))) as site:
        matched = [heard(page(text, kind="text/plain"), path, allowed) for text, path, allowed in MATCHES]
        yield f"robots.txt: {sum(matched)} of {len(matched)} cases of Allow and Disallow as RFC 9309 says"
        stood_in = [heard(page("", status=status), "/ferry", allowed) for status, allowed in STATUSES]
        yield f"  status codes: {sum(stood_in)} of {len(stood_in)}"
        site.pages["/rules"] = page("User-agent: *\nDisallow: /ferry", kind="text/plain")
        moved = (301, [("location", "/rules")], b"")
        yield f"  redirected: {sum((heard(moved, '/ferry', False), heard(moved, '/tram', True)))} of 2"
        filler = "\n# ".join(["x" * 98] * (LARGE_RULES // 100))
        large = page(f"User-agent: *\nDisallow: /ferry\n# {filler}", kind="text/plain")
        yield f"  of {LARGE_RULES:,} bytes: {sum((heard(large, '/ferry', False), heard(large, '/tram', True)))} of 2"
        site.pages["/robots.txt"] = page(f"User-agent: *\nCrawl-delay: {CRAWL_DELAY:g}", kind="text/plain")
        kept = asyncio.run(_pauses(site, lawful))
        yield f"  Crawl-delay of {CRAWL_DELAY:g} s: pauses of {', '.join(f'{pause:.3f}' for pause in kept)} s"


async def _pauses(site: Site, fetching: Fetching) -> list[float]:
    """Seconds between the requests for five pages of a site, all asked for at once."""
    seen = len(site.visits())
    async with Session(fetching, HASTY) as session:
        await asyncio.gather(*(read(session, site.url(f"/ferry/{i}")) for i in range(5)))
    return [later.begun - earlier.ended for earlier, later in pairwise(site.visits()[seen:])]


def try_cache(options: argparse.Namespace) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, crowd(10, 20) as there:
        for out in ("first.jsonl", "second.jsonl"):
            seen = len(there.server.log)
            command = ("--delay", 0.02, "--cache", Path(folder) / "cache", "--retries", 0)
            started(there.urls, Path(folder) / out, *command).communicate()
        good = set(there.urls) - there.failing
        again = Counter(visit.status for visit in there.server.log[seen:] if f"http://{visit.host}{visit.path}" in good)
        texts = [{row["id"]: row["content_hash"] for row in rows(Path(folder) / out)} for out in ("first.jsonl", "second.jsonl")]
    yield f"cache: second run over {len(good)} unchanged pages: {dict(again)}; texts the same: {texts[0] == texts[1]}"


TRIALS = {
    "rude": try_rude, "addresses": try_addresses, "crowd": try_crowd, "kill": try_kill, "robots": try_robots, "cache": try_cache,
}

if __name__ == "__main__":
    sys.exit(main())
