"""Many hosts of a few pages each, some of them in trouble; what a run made of them is read from the server's log."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from servers import Line, Raw, Visit, raw

PLACES = ("Sulina", "Tulcea", "Galați", "Brăila", "Orșova", "Giurgiu", "Călărași", "Cernavodă", "Oltenița", "Moldova Veche")
STORY = (
    "<html lang=en><head><title>{title}</title><meta property=og:type content=article></head><body><nav><a href=/>Home</a></nav>"
    "<article><h1>{title}</h1><p>The council of {place} met on day {i} and agreed to repair ferry number {i} before the ice comes,"
    " as the harbour master had asked in a letter of {i} pages.</p><p>Work begins in October and takes {i} weeks, during which"
    " rowing boats number {i} to {j} carry the people of {place} across, free of charge, from dawn until the last lamp is lit.</p>"
    "</article><aside><h2>Read also</h2><ul><li><a href=/a>Snow on the pass</a></li></ul></aside></body></html>"
)
TROUBLES = ("missing", "broken", "reset", "pdf")        # in turn, of the pages that fail
IN_TROUBLE = 20                                         # every twentieth page, of every host and of all


class Crowd:
    """`hosts` addresses of this machine with `pages` pages each, of which 5 % fail."""

    def __init__(self, hosts: int, pages: int) -> None:
        self.addresses = [f"127.0.1.{number}" for number in range(1, hosts + 1)]
        self._pages = pages
        self.server = Raw({"/page": self._page, "/robots.txt": self._rules}, keep_alive=True)

    @property
    def urls(self) -> list[str]:
        """The address of every page, host after host."""
        numbers = range(self._pages)
        return [self.server.url(f"/page?{n * len(self.addresses) + h}", host) for h, host in enumerate(self.addresses) for n in numbers]

    @property
    def failing(self) -> set[str]:
        """The addresses that give no page."""
        return {url for url in self.urls if self._trouble(number(url))}

    def _trouble(self, i: int) -> str:
        """What is wrong with page `i`; empty for most."""
        own, host = divmod(i, len(self.addresses))
        return TROUBLES[(own // IN_TROUBLE + host) % len(TROUBLES)] if (own + host) % IN_TROUBLE == 7 else ""

    def visits(self) -> list[Visit]:
        """The requests for pages."""
        return [visit for visit in self.server.log if visit.path != "/robots.txt"]

    def times_asked(self) -> Counter[str]:
        """How often each page was asked for."""
        return Counter(map(url_of, self.visits()))

    def answered(self, before: float) -> set[str]:
        """The pages that were answered before a moment."""
        return {url_of(visit) for visit in self.visits() if visit.ended and visit.ended < before}

    def pauses(self) -> dict[str, list[float]]:
        """Seconds between the end of a request and the next, by host; in order of time, whatever is asked for."""
        log: dict[str, list[Visit]] = {}
        for visit in sorted(self.server.log, key=lambda visit: visit.begun):
            log.setdefault(visit.host, []).append(visit)
        return {host: [b.begun - (a.ended or b.begun) for a, b in pairwise(own)] for host, own in log.items()}

    async def _rules(self, line: Line) -> None:
        await answer(line, 200, b"User-agent: *\nDisallow: /private\n", "text/plain")

    async def _page(self, line: Line) -> None:
        i = number(line.visit.path)
        if trouble := self._trouble(i):
            await self._fail(line, trouble)
            return
        place = PLACES[i % len(PLACES)]
        body = STORY.format(title=f"{place} repairs ferry {i}", place=place, i=i, j=i + 9).encode()
        etag = f'"{hashlib.sha1(body).hexdigest()}"'
        if line.visit.headers.get("if-none-match") == etag:
            line.visit.status = 304
            await line.send(f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n")
        else:
            await answer(line, 200, body, "text/html; charset=utf-8", f"ETag: {etag}\r\n")

    async def _fail(self, line: Line, how: str) -> None:
        if how == "reset":
            line.visit.ended = time.monotonic()
            line.reset()
            raise ConnectionResetError
        status, kind = {"missing": (404, "text/html"), "broken": (500, "text/html"), "pdf": (200, "application/pdf")}[how]
        await answer(line, status, b"%PDF-1.7" if how == "pdf" else b"<p>Sorry</p>", kind)


async def answer(line: Line, status: int, body: bytes, kind: str, more: str = "") -> None:
    """Sends a whole answer and keeps the connection; the visit ends before the last byte leaves."""
    line.visit.status, line.visit.ended = status, time.monotonic()
    await line.send(f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n{more}Content-Length: {len(body)}\r\n\r\n", body)


def url_of(visit: Visit) -> str:
    """The address that was asked for."""
    return f"http://{visit.host}{visit.path}"


def number(url: str) -> int:
    """Which page an address is."""
    return int(url.rpartition("?")[2])


@contextlib.contextmanager
def crowd(hosts: int, pages: int) -> Iterator[Crowd]:
    """Serves a crowd."""
    made = Crowd(hosts, pages)
    with raw(made.server, addresses=made.addresses):
        yield made


def started(urls: list[str], out: Path, *options: object) -> subprocess.Popen[bytes]:
    """`cleaner fetch` over a list, in processes of its own."""
    listed = out.with_suffix(".list")
    listed.write_text("\n".join(urls), "utf-8")
    command = [sys.executable, "-m", "cleaner", "fetch", "--urls", listed, "-o", out, "--allow-private", "--quiet", *options]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.Popen(list(map(str, command)), env=environment, stderr=subprocess.PIPE, start_new_session=True)


def killed(process: subprocess.Popen[bytes]) -> None:
    """Ends a run and its workers as a power cut would."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def rows(out: Path) -> list[dict[str, Any]]:
    """The records of an output."""
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def memory_kib(pid: int) -> int:
    """What a process holds in memory."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1])
    return 0
