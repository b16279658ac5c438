"""No spelling, redirect or resolver leads a fetch to an address of this machine or its network."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from forbidden import PUBLIC, RESOLVED, SPELLINGS
from meeting import BRIEF, let_pass, outcome
from rude import says
from servers import Raw, Trap, raw

from cleaner.errors import FetchError
from cleaner.fetch.address import literal, refused
from cleaner.fetch.resolve import Guard

REFUSED = {"private_address", "bad_url", "dns", "dns_busy"}     # dns: a spelling that means nothing to anyone
STAND_IN = "127.0.0.99"         # passes for an address of the public internet
PAGE = "<title>Ferry</title><p>The ferry sailed at noon.</p>"


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    trap = Trap()
    yield trap
    trap.close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Raw]:
    """A server that passes for one of the public internet."""
    let_pass(monkeypatch, STAND_IN)
    with raw(Raw({"/page": says(PAGE)}), addresses=[STAND_IN]) as running:
        yield running


def url(spelling: str, port: int) -> str:
    """The address of a page at a host spelled so; the port goes before what would hide it."""
    host, sign, rest = spelling.partition("#") if "#" in spelling else spelling.partition("\\")
    return f"http://{host}:{port}{sign}{rest}/page"


def test_enough_spellings_are_tried() -> None:
    assert min(len(set(SPELLINGS)), len(set(RESOLVED))) >= 60


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_forbidden_address_is_not_reached_directly(spelling: str, trap: Trap) -> None:
    status, said = outcome(url(spelling, trap.port))
    assert (trap.caught(), status) == (0, status if status in REFUSED else "refused"), said


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_forbidden_address_is_not_reached_by_redirect(spelling: str, trap: Trap, server: Raw) -> None:
    server.behaviours["/go"] = says("", f"Location: {url(spelling, trap.port)}".encode().decode("latin-1"), status="302 Found")
    status, said = outcome(server.url("/go", STAND_IN))
    assert (trap.caught(), status) == (0, status if status in REFUSED else "refused"), said
    assert len(server.log) == 1


@pytest.mark.parametrize("refresh", ["http://127.0.0.2:{port}/", "//[::1]:{port}/", "http://0x7f.2:{port}/"])
def test_a_forbidden_address_is_not_reached_by_refresh(refresh: str, trap: Trap, server: Raw) -> None:
    target = refresh.format(port=trap.port)
    server.behaviours["/go"] = says(f'<meta http-equiv="refresh" content="0; url={target}">')
    assert outcome(server.url("/go", STAND_IN))[0] == "private_address"
    assert trap.caught() == 0


@pytest.mark.parametrize("address", RESOLVED)
def test_a_name_that_resolves_to_a_forbidden_address_is_refused(address: str, trap: Trap) -> None:
    async def resolver(host: str, port: int) -> Sequence[str]:
        return ["93.184.215.14", address]

    status, said = outcome(f"http://news.example:{trap.port}/", resolver=resolver)
    assert (status, trap.caught()) == ("private_address", 0)
    assert address in said


@pytest.mark.parametrize("address", RESOLVED)
def test_a_name_that_changes_to_a_forbidden_address_is_refused(address: str, trap: Trap, server: Raw) -> None:
    answers = [[STAND_IN], [address]]

    async def resolver(host: str, port: int) -> Sequence[str]:
        return answers.pop(0)

    server.behaviours["/go"] = says("", f"Location: http://news.example:{trap.port}/", status="302 Found")
    assert outcome(f"http://news.example:{server.port}/go", resolver=resolver)[0] == "private_address"
    assert (answers, len(server.log), trap.caught()) == ([], 1, 0)


def test_a_resolver_that_changes_its_answer_is_asked_once_for_each_connection(server: Raw, trap: Trap) -> None:
    """The first answer is checked and dialled; the second is another connection's, and refused."""
    answers = [STAND_IN, "127.0.0.2", "127.0.0.2"]
    asked: list[str] = []

    async def resolver(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return [answers[len(asked) - 1]]

    there = f"http://news.example:{server.port}"
    server.behaviours["/go"] = says("", f"Location: {there.replace(str(server.port), str(trap.port))}/page", status="302 Found")
    status, _ = outcome(f"{there}/go", resolver=resolver)
    assert (status, len(server.log), asked, trap.caught()) == ("private_address", 1, ["news.example"] * 2, 0)


def test_the_connection_goes_to_the_address_that_was_checked(server: Raw) -> None:
    """A second look-up would give another address: there is none, and the name still goes into Host."""
    answers = iter([[STAND_IN]])

    async def resolver(host: str, port: int) -> Sequence[str]:
        return next(answers)

    assert outcome(f"http://news.example:{server.port}/page", resolver=resolver)[0] == "page"
    assert server.log[0].headers["host"] == f"news.example:{server.port}"


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_let_pass(address: str) -> None:
    found = literal(address)
    assert found is not None
    assert refused(found) is None
    assert asyncio.run(Guard().addresses(address, 80)) == (str(found),)


def test_private_addresses_are_read_when_that_is_asked_for() -> None:
    with raw(Raw({"/page": says(PAGE)})) as server:
        assert outcome(server.url("/page"), replace(BRIEF, allow_private=True))[0] == "page"
        assert outcome(server.url("/page", "localhost"), replace(BRIEF, allow_private=True))[0] == "page"
        assert outcome(server.url("/page"))[0] == "private_address"
        assert len(server.log) == 2


def test_the_next_address_is_tried_where_the_first_does_not_answer(server: Raw, monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolver(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.9", STAND_IN]

    status, _ = outcome(f"http://news.example:{server.port}/page", replace(BRIEF, allow_private=True), resolver=resolver)
    assert status == "page"


@pytest.mark.parametrize("host", ["", "a" * 300, "a..b", "exa mple", "-", "xn--", "a" * 64 + ".example"])
def test_what_is_no_host_is_an_error_with_a_name(host: str) -> None:
    assert outcome(f"http://{host}/")[0] in {"bad_url", "dns", "dns_busy"}


def test_a_name_server_that_does_not_answer_is_not_taken_for_a_missing_name() -> None:
    async def resolver(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    with pytest.raises(FetchError) as raised:
        asyncio.run(Guard(resolver=resolver).addresses("news.example", 80))
    assert raised.value.status == "dns_busy"
