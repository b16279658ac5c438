"""One run's dealings with servers: each request in its host's turn, tried again where that helps, every answer judged."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, nullcontext
from dataclasses import replace
from types import TracebackType

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_exponential, wait_random

from cleaner.errors import FetchError
from cleaner.fetch import robots
from cleaner.fetch.archive import Archive
from cleaner.fetch.browser import Browser
from cleaner.fetch.coding import ACCEPTED
from cleaner.fetch.cookies import Jar
from cleaner.fetch.exchange import FOUND, Ask, Budget, Want, exchange
from cleaner.fetch.hosts import Host, Hosts
from cleaner.fetch.media import HTML
from cleaner.fetch.redirects import downgrade, same_place
from cleaner.fetch.resolve import Guard, Resolver, system
from cleaner.fetch.response import Fields, Response, joined, phrase, without_credentials
from cleaner.fetch.robots import Robots
from cleaner.fetch.settings import MAX_REDIRECTS, Fetching, Politeness
from cleaner.fetch.store import Store, conditions, storable
from cleaner.fetch.tags import text_of
from cleaner.fetch.transport import Transport, normal
from cleaner.fetch.trouble import AGAIN, UNWELL, Later, trouble
from cleaner.walls import is_challenge

NOT_MODIFIED = 304
MAX_ROBOTS = 1_000              # hosts whose rules are remembered
CHALLENGES = (                  # header fields with which guards before a site ask for proof of a person, in words of their own
    ("cf-mitigated", "challenge"), ("x-amzn-waf-action", "challenge"), ("x-amzn-waf-action", "captcha"), ("x-datadome", "protected"),
    ("x-sucuri-block", ""), ("x-vercel-mitigated", "challenge"),
)


class Session:
    """Connections, cookies, turns and rules of one run.

    journal: answers that this run has got already; archive: where answers are kept as they came.
    """

    def __init__(
        self, fetching: Fetching, politeness: Politeness, *, resolver: Resolver = system, journal: Store | None = None,
        archive: Archive | None = None,
    ) -> None:
        self.fetching, self._politeness = fetching, politeness
        self._jar = Jar(fetching.cookie_jar)
        self._transport = Transport(fetching, Guard(fetching.allow_private, resolver), self._jar.cookies)
        self._hosts = Hosts(politeness)
        self._slots = asyncio.Semaphore(politeness.concurrency)
        self._rules: dict[str, asyncio.Task[Robots]] = {}
        self._journal, self._archive = journal, archive
        self._cache = Store(f"{fetching.cache}/pages.sqlite") if fetching.cache else None
        self.browser = Browser(fetching, self.follow) if fetching.render else None

    async def __aenter__(self) -> Session:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for task in self._rules.values():
            task.cancel()
        if self.browser:
            await self.browser.close()
        await self._transport.close()
        self._jar.save()
        if self._cache:
            self._cache.close()

    def budget(self) -> Budget:
        """The time for one page."""
        return Budget(self.fetching.timeout)

    async def follow(self, ask: Ask) -> Response:
        """The answer at the end of all redirects from `ask.url`; raises `FetchError` where there is none."""
        home, url = ask.home and normal(ask.home), normal(ask.url)
        met = [url]
        for _ in range(MAX_REDIRECTS + 1):
            response = await self._hop(url, ask, secrets=bool(home) and same_place(home, url))
            if response.target is None:
                return response
            after = normal(joined(url, response.target))
            ask.warnings += downgrade(url, after)
            if met.count(after) > 1:
                raise trouble("redirects", f"redirects in a circle, by way of {without_credentials(after)}")
            met.append(after)
            url = after
        raise trouble("redirects", f"more than {MAX_REDIRECTS} redirects, the last to {without_credentials(url)}")

    async def rules(self, url: str) -> Robots:
        """What robots.txt of the host of `url` says; asked for once."""
        place = robots.place(url)
        if place not in self._rules:
            if len(self._rules) >= MAX_ROBOTS:
                del self._rules[next(iter(self._rules))]
            self._rules[place] = asyncio.create_task(self._read_rules(place))
        return await asyncio.shield(self._rules[place])

    async def _read_rules(self, place: str) -> Robots:
        want = Want(accept=robots.ACCEPT, max_bytes=robots.MAX_BYTES, cut=True)
        try:
            return robots.understood(await self.follow(Ask(place, want, self.budget(), obey=False)))
        except FetchError as error:
            return robots.unreachable(error)

    async def _hop(self, url: str, ask: Ask, secrets: bool) -> Response:
        """The answer to one request; a redirect is one."""
        journal = self._journal if ask.id else None
        known = journal.get(ask.id, without_credentials(url)) if journal else None
        if known:
            return known
        async with AsyncExitStack() as stack:
            host = await stack.enter_async_context(self._hosts.at(url))
            if ask.obey and self.fetching.robots:
                rules = await self.rules(url)
                rules.check(url)
                host.pace(rules.delay)
            response = await self._revalidated(url, ask, host, secrets)
        if response.status in FOUND and self._archive and ask.id:
            self._archive.add(response)
        if journal:
            journal.put(ask.id, replace(response, packed=None), response.url)
        return response

    async def _revalidated(self, url: str, ask: Ask, host: Host, secrets: bool) -> Response:
        """The answer, from the cache where the server says that it has not changed."""
        cache = self._cache if ask.obey and without_credentials(url) == url else None
        known = cache.get("", url) if cache else None
        response = await self._patiently(url, ask, host, self._fields(ask, secrets) + conditions(known))
        if response.status == NOT_MODIFIED:
            if known is None:
                raise trouble("http_304", "unasked, the server says that nothing has changed")
            return replace(known, date=response.date)
        if cache and storable(response):
            unpacked = tuple(pair for pair in response.fields if pair[0] not in {"content-encoding", "content-length", "set-cookie"})
            cache.put("", replace(response, fields=unpacked), url)
        return response

    def _fields(self, ask: Ask, secrets: bool) -> Fields:
        own = self.fetching.headers if secrets else ()
        return (("accept", ask.want.accept), ("accept-encoding", ACCEPTED), ("user-agent", self.fetching.user_agent), *own)

    async def _patiently(self, url: str, ask: Ask, host: Host, fields: Fields) -> Response:
        """The answer to a request that is repeated, with growing pauses, where that may help."""
        retrying = AsyncRetrying(
            stop=stop_after_attempt(self._politeness.attempts), wait=self._pause, reraise=True,
            retry=retry_if_exception(lambda error: self._helps(error) and ask.budget.left > 0),
        )
        return await retrying(self._once, url, ask, host, fields)

    def _helps(self, error: BaseException) -> bool:
        if isinstance(error, Later):
            return error.seconds <= self._politeness.max_wait
        return isinstance(error, FetchError) and error.status in AGAIN

    def _pause(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, Later):
            return error.seconds
        growing = wait_exponential(multiplier=self._politeness.backoff, max=self._politeness.max_wait)
        return (growing + wait_random(0, self._politeness.backoff))(state)

    async def _once(self, url: str, ask: Ask, host: Host, fields: Fields) -> Response:
        async with nullcontext() if ask.part else host.turn(), self._slots:
            try:
                keep = self._archive is not None and bool(ask.id)
                response = await exchange(self._transport, url, fields, ask.want, ask.budget, keep)
                judge(response, challenges=ask.obey)
            except FetchError as error:
                self._note(host, error)
                raise
            host.well()
            return response

    def _note(self, host: Host, error: FetchError) -> None:
        """What a failure means for the host's other pages."""
        if isinstance(error, Later) and error.seconds > self._politeness.max_wait:
            host.give_up(str(error))
        elif isinstance(error, Later):
            host.hold(error.seconds)
        if error.status in UNWELL:
            host.unwell(str(error))
        elif error.status.startswith("http_"):
            host.well()


def judge(response: Response, challenges: bool) -> None:
    """Raises `FetchError` where an answer is no page, no redirect and no "as before".

    challenges: tests for robots are told from other refusals; for rules only the status counts.
    """
    status = response.status
    if status in FOUND or response.target or status == NOT_MODIFIED:
        return
    if challenges and _is_challenge(response):
        raise trouble("bot_challenge", f"the server answers {status} with a test for robots")
    if 200 <= status < 300:
        raise trouble("empty", f"the server answers {status} without a page")
    what = "a redirect that names no place" if 300 <= status < 400 else phrase(status).lower()
    error = trouble(f"http_{status}", what)
    wait = response.retry_after if status in {429, 503} else None
    raise error if wait is None else Later(error, wait)


def _is_challenge(response: Response) -> bool:
    """Whether a guard before the site asks for proof of a person, in header fields of its own or in a page."""
    if any(said in response.field(name).lower() and response.field(name) for name, said in CHALLENGES):
        return True
    return response.media_type in HTML and is_challenge(text_of(response.body))
