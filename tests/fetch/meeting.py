"""Fetching from the tests' servers: short limits, no delays, and one address of this machine that passes for public."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import Any

import pytest
from rude import Rude
from servers import HOME, Raw

from cleaner.decode import decode
from cleaner.errors import FetchError
from cleaner.fetch.address import Address, refused
from cleaner.fetch.pages import page
from cleaner.fetch.session import Session
from cleaner.fetch.settings import Fetching, Politeness
from cleaner.model import Page

HASTY = Politeness(delay=0.0, attempts=2, backoff=0.02, max_wait=5.0, rest=0.05)
BRIEF = Fetching(robots=False, timeout=1.5, connect_timeout=1.0, read_timeout=0.5, max_bytes=2 << 20)
HANG_SECONDS = 60               # what takes longer hangs



async def fetched(url: str, fetching: Fetching = BRIEF, politeness: Politeness = HASTY, **means: Any) -> Page:
    """The page at `url`."""
    async with asyncio.timeout(HANG_SECONDS), Session(fetching, politeness, **means) as session:
        return await page(session, url)


def outcome(url: str, fetching: Fetching = BRIEF, politeness: Politeness = HASTY, **means: Any) -> tuple[str, str]:
    """What comes of `url`: "page" and its text, or an error's name and message."""
    try:
        found = asyncio.run(fetched(url, fetching, politeness, **means))
    except FetchError as error:
        return error.status, str(error)
    return "page", found.html if isinstance(found.html, str) else decode(found.html, found.charset).text


def met(rude: Rude, server: Raw) -> tuple[str, str, int]:
    """What comes of a behaviour, and how many requests it saw."""
    path = f"/{rude.name.replace(' ', '-').replace(',', '').lower()}"
    server.behaviours[path] = rude.behaviour
    before = len(server.log)
    status, said = outcome(server.url(path))
    return status, said, len(server.log) - before




def let_pass(monkeypatch: pytest.MonkeyPatch, public: str = HOME) -> None:
    """The address `public` is on the public internet for as long as a test runs."""
    def check(address: Address) -> str | None:
        return None if str(address) == public else refused(address)

    monkeypatch.setattr(import_module("cleaner.fetch.resolve"), "refused", check)
