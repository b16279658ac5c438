"""Servers that are rude in HTTP/2: what they do, and what may come of it."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable, Iterator

import h2.config
import h2.connection
import h2.events
import h2.exceptions
import trustme
from servers import HOME, talking

FOUND = [(":status", "200"), ("content-type", "text/html")]
TEXT = b"<p>The ferry sailed at noon.</p>"


class Talk:
    """A connection on which a request has come, and its stream."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        lax = h2.config.H2Configuration(client_side=False, validate_outbound_headers=False, normalize_outbound_headers=False)
        self.h2 = h2.connection.H2Connection(lax)
        self.stream = 0
        self.h2.initiate_connection()

    async def listen(self) -> bool:
        """Waits for a request; whether one came."""
        self.stream = 0
        await self.flush()
        while not self.stream:
            data = await self.reader.read(1 << 16)
            if not data:
                return False
            for event in self.h2.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    self.stream = event.stream_id or 0
        await self.flush()
        return True

    async def flush(self) -> None:
        """Sends what is due."""
        self.writer.write(self.h2.data_to_send())
        await self.writer.drain()


Behaviour = Callable[[Talk], Awaitable[None]]


async def answer(talk: Talk) -> None:
    talk.h2.send_headers(talk.stream, FOUND)
    talk.h2.send_data(talk.stream, TEXT, end_stream=True)
    await talk.flush()


async def reset_stream(talk: Talk) -> None:
    talk.h2.reset_stream(talk.stream, 2)
    await talk.flush()


async def reset_amid_body(talk: Talk) -> None:
    talk.h2.send_headers(talk.stream, FOUND)
    talk.h2.send_data(talk.stream, TEXT)
    talk.h2.reset_stream(talk.stream, 2)
    await talk.flush()


async def go_away(talk: Talk) -> None:
    talk.h2.close_connection(error_code=1)
    await talk.flush()


async def hang_up(talk: Talk) -> None:
    talk.writer.close()


async def hang_up_amid_body(talk: Talk) -> None:
    talk.h2.send_headers(talk.stream, FOUND)
    talk.h2.send_data(talk.stream, TEXT)
    await talk.flush()
    talk.writer.close()


async def silent(talk: Talk) -> None:
    await asyncio.sleep(60)


async def garbage(talk: Talk) -> None:
    talk.writer.write(bytes(range(256)) * 99)
    await talk.writer.drain()


async def broken_compression(talk: Talk) -> None:
    block = b"\x00\x00\x04\x01\x05" + talk.stream.to_bytes(4, "big") + b"\xff\xff\xff\xff"
    talk.writer.write(block)
    await talk.writer.drain()


async def many_fields(talk: Talk) -> None:
    talk.h2.send_headers(talk.stream, [*FOUND, *((f"x-{i}", "1") for i in range(1500))])
    talk.h2.send_data(talk.stream, TEXT, end_stream=True)
    await talk.flush()


async def continuations(talk: Talk) -> None:
    """A header that never ends, one small piece after the other."""
    talk.writer.write(b"\x00\x00\x01\x01\x00" + talk.stream.to_bytes(4, "big") + b"\x88")
    while not talk.writer.is_closing():
        await asyncio.sleep(0)
        talk.writer.write((b"\x00\x00\x03\x09\x00" + talk.stream.to_bytes(4, "big") + b"\x00\x01a") * 100)
        await talk.writer.drain()


async def pings(talk: Talk) -> None:
    while True:
        talk.writer.write(b"\x00\x00\x08\x06\x00\x00\x00\x00\x00" + b"12345678")
        await talk.writer.drain()
        await asyncio.sleep(0.01)


async def empty_pieces(talk: Talk) -> None:
    talk.h2.send_headers(talk.stream, FOUND)
    await talk.flush()
    while True:
        talk.writer.write((b"\x00\x00\x00\x00\x00" + talk.stream.to_bytes(4, "big")) * 50)
        await talk.writer.drain()
        await asyncio.sleep(0.01)


BEHAVIOURS: tuple[tuple[Behaviour, frozenset[str]], ...] = tuple((behave, frozenset(outcomes)) for behave, outcomes in (
    (answer, {"page"}), (reset_stream, {"protocol", "reset"}), (reset_amid_body, {"protocol", "reset", "truncated"}),
    (go_away, {"protocol", "reset"}), (hang_up, {"protocol", "reset"}), (hang_up_amid_body, {"protocol", "reset", "truncated"}),
    (silent, {"timeout"}), (garbage, {"protocol"}), (broken_compression, {"protocol"}), (many_fields, {"headers", "protocol"}),
    (continuations, {"protocol", "headers", "reset"}), (pings, {"timeout"}), (empty_pieces, {"timeout"}),
))


def certified(authority: trustme.CA) -> ssl.SSLContext:
    """A server's side of TLS that speaks HTTP/2."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    context.set_alpn_protocols(["h2"])
    return context


@contextlib.contextmanager
def serving(behaviour: Behaviour, tls: ssl.SSLContext) -> Iterator[str]:
    """A server that lets `behaviour` answer every request; its address."""
    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = Talk(reader, writer)
        with contextlib.suppress(h2.exceptions.ProtocolError):
            while await line.listen():
                await behaviour(line)

    with talking(answers, tls) as port:
        yield f"https://{HOME}:{port}/"
