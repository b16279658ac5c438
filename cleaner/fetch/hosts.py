"""Whose turn it is at each host: one request after the other, with a pause between, and a rest when the host is unwell."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cleaner.fetch.response import origin
from cleaner.fetch.settings import Politeness
from cleaner.fetch.trouble import trouble

MAX_RESTS = 3                   # after that many in a row the host is given up for this run
MAX_HOSTS = 2_000               # remembered at a time


class Host:
    """A host as it is spared: when the next request may go, and how many failed in a row.

    After `break_after` failures in a row the host rests; then one request is tried, and on failure it rests twice as long.
    """

    def __init__(self, politeness: Politeness) -> None:
        self._politeness = politeness
        self._places = asyncio.Semaphore(politeness.per_host)
        self._free_at = 0.0
        self._failures = self._rests = 0
        self._given_up = self._last = ""
        self._delay = politeness.delay
        self.users = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Waits until a request may go to this host; raises `FetchError` (host_down) where it is given up."""
        async with self._places:
            while not self._given_up and (wait := self._free_at - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            if self._given_up:
                raise trouble("host_down", self._given_up)
            self.hold(self._delay)
            try:
                yield
            finally:
                self.hold(self._delay)
                self._given_up = self._given_up or self._last

    def hold(self, seconds: float) -> None:
        """No request goes for so long, if none was to go later anyway."""
        self._free_at = max(self._free_at, time.monotonic() + seconds)

    def pace(self, seconds: float) -> None:
        """The site asks for so long a pause; where that is too long for this run, one more request is all."""
        if seconds > self._politeness.max_wait:
            self._last = f"its robots.txt asks for {seconds:.0f} s between two requests"
        else:
            self._delay = max(self._delay, seconds)

    def give_up(self, why: str) -> None:
        """No request goes any more."""
        self._given_up = why

    def well(self) -> None:
        """A request was answered."""
        self._failures = self._rests = 0

    def unwell(self, why: str) -> None:
        """A request failed in a way that speaks against the host."""
        self._failures += 1
        if self._failures < self._politeness.break_after:
            return
        if self._rests == MAX_RESTS:
            self.give_up(f"given up after {self._failures} failures in a row, the last: {why}")
        else:
            self.hold(self._politeness.rest * 2 ** self._rests)
            self._rests += 1


class Hosts:
    """Every host met, the least recently used forgotten first."""

    def __init__(self, politeness: Politeness) -> None:
        self._politeness = politeness
        self._hosts: OrderedDict[tuple[str, int], Host] = OrderedDict()

    @asynccontextmanager
    async def at(self, url: str) -> AsyncIterator[Host]:
        """The host of `url`, which is not forgotten while it is used."""
        _, name, port = origin(url)
        host = self._hosts.pop((name, port), None) or Host(self._politeness)
        self._hosts[name, port] = host
        host.users += 1
        try:
            yield host
        finally:
            host.users -= 1
            self._forget()

    def _forget(self) -> None:
        excess = len(self._hosts) - MAX_HOSTS
        for key in [key for key, host in self._hosts.items() if not host.users][:max(0, excess)]:
            del self._hosts[key]
