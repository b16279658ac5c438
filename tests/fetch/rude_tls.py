"""Servers that are rude in TLS, before any HTTP: what they do, and what must come of it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import ssl
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import trustme
from rude import PAGE, reset_amid_body, says
from servers import HOME, Line, Raw, Talk, raw, talking

Serve = Callable[[trustme.CA], contextlib.AbstractContextManager[str]]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Insecure:
    """A behaviour, its outcome while certificates are checked, and with --insecure; serve: gives its address."""

    name: str
    serve: Serve
    outcome: str
    unchecked: str


def certified(*names: str, by: trustme.CA | None = None, newest: ssl.TLSVersion | None = None, **dates: datetime) -> Serve:
    """A page behind a certificate for `names`."""
    return _behind(says("<p>The ferry sailed at noon.</p>"), names, by, newest, dates)


def _behind(
    behave: Callable[[Line], Awaitable[None]], names: tuple[str, ...] = (HOME,), by: trustme.CA | None = None,
    newest: ssl.TLSVersion | None = None, dates: dict[str, datetime] | None = None,
) -> Serve:
    @contextlib.contextmanager
    def serve(authority: trustme.CA) -> Iterator[str]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        (by or authority).issue_cert(*names, **(dates or {})).configure_cert(context)
        if newest:
            context.maximum_version = newest
        with raw(Raw({"/": behave}), tls=context) as server:
            yield server.url("/", scheme="https")

    return serve


def without_tls(talk: Talk) -> Serve:
    """A server that speaks no TLS, but does what `talk` does with a connection."""
    @contextlib.contextmanager
    def serve(authority: trustme.CA) -> Iterator[str]:
        with talking(talk) as port:
            yield f"https://{HOME}:{port}/"

    return serve


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(10)


async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(10)
    writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    await writer.drain()


async def garbage(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(os.urandom(4096))
    await writer.drain()


async def alert(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Refuses the handshake as the protocol has it."""
    await reader.read(10)
    writer.write(b"\x15\x03\x03\x00\x02\x02\x28")
    await writer.drain()


def insecures() -> tuple[Insecure, ...]:
    """Every behaviour."""
    now = datetime.now(UTC)
    return (
        Insecure("a sound certificate", certified(HOME), PAGE, PAGE),
        Insecure("certificate of an authority of its own", certified(HOME, by=trustme.CA()), "tls", PAGE),
        Insecure("certificate for another host", certified("other.example"), "tls", PAGE),
        Insecure("certificate for another address", certified("127.0.0.2"), "tls", PAGE),
        Insecure("certificate that has expired", certified(HOME, not_before=now - 9 * DAY, not_after=now - DAY), "tls", PAGE),
        Insecure("certificate of tomorrow", certified(HOME, not_before=now + DAY, not_after=now + 9 * DAY), "tls", PAGE),
        Insecure("TLS of long ago", certified(HOME, newest=ssl.TLSVersion.TLSv1_1), "tls", "tls"),
        Insecure("no TLS at all", without_tls(plain), "tls", "tls"), Insecure("garbage for TLS", without_tls(garbage), "tls", "tls"),
        Insecure("handshake refused", without_tls(alert), "tls", "tls"),
        Insecure("hung up in the handshake", without_tls(hang_up), "tls", "tls"),
        Insecure("silence in the handshake", without_tls(silent), "timeout", "timeout"),
        Insecure("reset amid a body in TLS", _behind(reset_amid_body), "reset", "reset"),
    )
