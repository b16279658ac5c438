"""Pages that are made by scripts, run in the system's Chromium; all that it asks for goes through our own requests.

The browser has no network: every name resolves to nothing and its proxy is a closed port, so what is not handed to it
does not come. Address checks, limits, cookies and robots.txt are thus those of every other fetch.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from cleaner.errors import FetchError, UsageError
from cleaner.fetch.exchange import Ask, Budget, Want
from cleaner.fetch.response import Response
from cleaner.fetch.settings import Fetching
from cleaner.fetch.transport import normal
from cleaner.fetch.trouble import trouble

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "chromium-headless-shell")
PLACE = "CLEANER_CHROMIUM"          # environment variable: the program, where it is called something else
NO_NETWORK = (
    "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:1", "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--disable-quic", "--disable-background-networking",
)
PARTS = frozenset({"script", "xhr", "fetch", "stylesheet"})     # what text is made of; pictures, fonts and media are not
MAX_PARTS = 100                     # requests of a page
MAX_PAGES = 4                       # shown at a time; a tab takes some 100 MB
QUIET_SECONDS = 5.0                 # how long a page that is loaded may take to come to rest
_ROOT = 0


@dataclass(slots=True)
class _Shown:
    """A page while a browser shows it."""

    response: Response
    ask: Ask
    parts: int = 0


class Browser:
    """Chromium, started when it is first needed. follow: answers what a page asks for."""

    def __init__(self, fetching: Fetching, follow: Callable[[Ask], Awaitable[Response]]) -> None:
        self._fetching, self._follow = fetching, follow
        self._seats = asyncio.Semaphore(MAX_PAGES)
        self._starting = asyncio.Lock()
        self._driver: Any = None
        self._chromium: Any = None
        self._errors, self._program = _found()

    async def rendered(self, response: Response, ask: Ask) -> Response:
        """The page of `response` once its scripts have run; raises `FetchError`."""
        began = time.monotonic()
        try:
            async with self._seats, asyncio.timeout(max(0.0, ask.budget.left)):
                html = await self._shown(_Shown(response, ask))
        except TimeoutError as error:
            raise trouble("timeout", "the browser did not finish in time") from error
        except self._errors as error:
            raise trouble("browser", f"the browser failed: {str(error).splitlines()[0][:200]}") from error
        finally:
            ask.budget.left -= time.monotonic() - began
        if len(html) > self._fetching.max_bytes:
            raise trouble("too_large", f"scripts made a page of {len(html):,} bytes")
        fields = tuple(pair for pair in response.fields if pair[0] not in {"content-type", "content-encoding", "content-length"})
        return replace(response, body=html, packed=None, fields=(*fields, ("content-type", "text/html; charset=utf-8")))

    async def _shown(self, shown: _Shown) -> bytes:
        chromium = await self._started()
        context = await chromium.new_context(
            user_agent=self._fetching.user_agent, service_workers="block", accept_downloads=False,
        )
        try:
            tab = await context.new_page()
            await context.route("**/*", lambda route: self._answer(route, shown))
            await tab.goto(shown.response.url, wait_until="load", timeout=0)
            try:
                async with asyncio.timeout(QUIET_SECONDS):
                    await tab.wait_for_load_state("networkidle", timeout=0)
            except TimeoutError:
                pass        # it polls or plays; what it shows by now counts
            return str(await tab.content()).encode("utf-8", "replace")
        finally:
            await context.close()

    async def _answer(self, route: Any, shown: _Shown) -> None:
        """Gives the browser what it asks for: the page that is there already, or a part of it, fetched as all else is."""
        request = route.request
        if request.is_navigation_request() and request.frame.parent_frame is None:
            await self._give(route, shown.response) if request.url == shown.response.url else await route.abort()
            return
        shown.parts += 1
        if request.method != "GET" or request.resource_type not in PARTS or shown.parts > MAX_PARTS:
            await route.abort()
            return
        try:
            await self._give(route, await self._part(normal(request.url), shown.ask))
        except FetchError:
            await route.abort()

    async def _part(self, url: str, ask: Ask) -> Response:
        want = Want(accept="*/*", max_bytes=self._fetching.max_bytes)
        part = replace(ask, url=url, want=want, budget=Budget(self._fetching.timeout), id="", part=True, warnings=[])
        return await self._follow(part)

    async def _give(self, route: Any, response: Response) -> None:
        kept = {"content-type", "access-control-allow-origin", "access-control-allow-credentials", "content-language"}
        await route.fulfill(status=200, headers={name: value for name, value in response.fields if name in kept}, body=response.body)

    async def _started(self) -> Any:
        async with self._starting:
            if self._chromium is None:
                from playwright.async_api import async_playwright

                self._driver = await async_playwright().start()
                self._chromium = await self._driver.chromium.launch(
                    executable_path=self._program, args=list(NO_NETWORK), chromium_sandbox=os.geteuid() != _ROOT,
                )
            return self._chromium

    async def close(self) -> None:
        """End the browser."""
        if self._chromium is not None:
            await self._chromium.close()
        if self._driver is not None:
            await self._driver.stop()


def _found() -> tuple[type[BaseException], str]:
    """What Playwright raises, and Chromium's program; raises `UsageError` where one is missing."""
    try:
        from playwright.async_api import Error
    except ImportError as error:
        raise UsageError("--render needs Playwright: pip install 'cleaner[browser]'") from error
    program = os.environ.get(PLACE) or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not program:
        raise UsageError(f"--render needs Chromium: install it, or name its program in {PLACE}")
    return Error, program
