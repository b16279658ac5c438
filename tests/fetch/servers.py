"""Servers on 127.0.0.1 that tests start themselves: a polite one, which is an ASGI app, and a raw one that can be rude."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypercorn.asyncio import serve
from hypercorn.config import Config

HOME = "127.0.0.1"


@dataclass
class Visit:
    """A request as a server saw it, and when it was begun and answered."""

    host: str
    path: str
    headers: dict[str, str]
    begun: float
    ended: float = 0.0
    status: int = 0


def bound(address: str = HOME, port: int = 0) -> socket.socket:
    """A listening socket."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((address, port))
    sock.listen(256)
    return sock


@contextlib.contextmanager
def in_thread(work: Callable[[asyncio.Event], Awaitable[None]]) -> Iterator[None]:
    """Runs `work` in an event loop of its own until the context ends, which sets the event."""
    ready, box = threading.Event(), []

    async def main() -> None:
        stop = asyncio.Event()
        box.append((asyncio.get_running_loop(), stop))
        task = asyncio.ensure_future(work(stop))
        await asyncio.sleep(0)
        ready.set()
        await task

    thread = threading.Thread(target=asyncio.run, args=(main(),), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield
    finally:
        loop, stop = box[0]
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)


# ---- the polite one

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
Answer = tuple[int, Sequence[tuple[str, str]], bytes]
Handler = Callable[[Visit], Answer]


def page(body: str | bytes, *fields: tuple[str, str], status: int = 200, kind: str = "text/html; charset=utf-8") -> Answer:
    """An answer with a body of HTML."""
    data = body.encode() if isinstance(body, str) else body
    return status, [("content-type", kind), *fields], data


@dataclass
class Site:
    """An ASGI app that answers from a table of paths and keeps a log."""

    pages: dict[str, Handler | Answer] = field(default_factory=dict)
    otherwise: Handler | None = None
    log: list[Visit] = field(default_factory=list)
    port: int = 0
    scheme: str = "http"

    def url(self, path: str = "/", host: str = HOME) -> str:
        """The address of `path`."""
        return f"{self.scheme}://{host}:{self.port}{path}"

    def visits(self, path: str | None = None) -> list[Visit]:
        """The requests for `path`, robots.txt apart where none is named."""
        return [visit for visit in self.log if (visit.path == path if path else visit.path != "/robots.txt")]

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        query = scope["query_string"].decode()
        path = scope["raw_path"].decode().partition("?")[0] + (f"?{query}" if query else "")
        host = headers.get("host") or dict(scope["headers"]).get(b":authority", b"").decode()
        visit = Visit(host, path, headers, time.monotonic())
        self.log.append(visit)
        found = self.pages.get(path) or self.otherwise or (404, [], b"")
        status, fields, body = found(visit) if callable(found) else found
        await send({"type": "http.response.start", "status": status, "headers": [(k.encode(), v.encode("latin-1")) for k, v in fields]})
        visit.status, visit.ended = status, time.monotonic()
        await send({"type": "http.response.body", "body": body})


@contextlib.contextmanager
def serving(site: Site, *, tls: tuple[str, str] | None = None, addresses: Sequence[str] = (HOME,)) -> Iterator[Site]:
    """Serves `site`, with TLS and HTTP/2 where a certificate and its key are given."""
    config = Config()
    sockets = [bound(addresses[0])]
    site.port = sockets[0].getsockname()[1]
    sockets += [bound(address, site.port) for address in addresses[1:]]
    config.bind = [f"fd://{sock.fileno()}" for sock in sockets]
    config.loglevel = "CRITICAL"
    config.errorlog = None
    config.keep_alive_timeout = 30
    if tls:
        config.certfile, config.keyfile = tls
        site.scheme = "https"

    async def work(stop: asyncio.Event) -> None:
        await serve(site, config, shutdown_trigger=stop.wait)  # type: ignore[arg-type]

    with in_thread(work):
        _await_open(site.port, addresses[0])
        yield site
    for sock in sockets:
        with contextlib.suppress(OSError):
            sock.detach()


def _await_open(port: int, address: str) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection((address, port), 1):
            return
        time.sleep(0.02)
    raise AssertionError("the server does not start")


# ---- the rude one

@dataclass
class Line:
    """A raw connection, its request read: what a behaviour may do with it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    visit: Visit
    count: int                      # how often this path was asked for before

    async def send(self, *parts: str | bytes) -> None:
        """Sends the parts as they are."""
        for part in parts:
            self.writer.write(part.encode("latin-1") if isinstance(part, str) else part)
        await self.writer.drain()

    def reset(self) -> None:
        """Breaks the connection off with RST."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Behaviour = Callable[[Line], Awaitable[None]]


class Raw:
    """A server that reads a request and leaves everything else to a behaviour chosen by its path."""

    def __init__(self, behaviours: dict[str, Behaviour], *, keep_alive: bool = False) -> None:
        self.behaviours, self.keep_alive = behaviours, keep_alive
        self.log: list[Visit] = []
        self.connections = 0
        self.port = 0

    def url(self, path: str, host: str = HOME, scheme: str = "http") -> str:
        """The address of `path`."""
        return f"{scheme}://{host}:{self.port}{path}"

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
            while await self._one(reader, writer) and self.keep_alive:
                pass
        with contextlib.suppress(OSError, ssl.SSLError):
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *rest = head.rstrip().split("\r\n")
        path = first.split(" ")[1]
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
        visit = Visit(fields.get("host", ""), path, fields, time.monotonic())
        count = sum(1 for known in self.log if known.path == path)
        self.log.append(visit)
        behaviour = self.behaviours.get(path.partition("?")[0])
        line = Line(reader, writer, visit, count)
        if behaviour is None:
            await line.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        else:
            await behaviour(line)
        visit.ended = visit.ended or time.monotonic()
        return True


@contextlib.contextmanager
def raw(server: Raw, *, tls: ssl.SSLContext | None = None, addresses: Sequence[str] = (HOME,)) -> Iterator[Raw]:
    """Serves `server`."""
    sockets = [bound(addresses[0])]
    server.port = sockets[0].getsockname()[1]
    sockets += [bound(address, server.port) for address in addresses[1:]]

    async def work(stop: asyncio.Event) -> None:
        opened = [await asyncio.start_server(server.connected, sock=sock, ssl=tls, limit=1 << 20) for sock in sockets]
        await stop.wait()
        for each in opened:
            each.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            if "connected" in repr(task.get_coro()):
                task.cancel()

    with in_thread(work):
        yield server


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.contextmanager
def talking(talk: Talk, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server that does what `talk` does with each connection; its port."""
    sock, tasks = bound(), set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.current_task())
        with contextlib.suppress(OSError, ssl.SSLError, asyncio.CancelledError):
            await talk(reader, writer)
        writer.close()

    async def work(stop: asyncio.Event) -> None:
        server = await asyncio.start_server(connected, sock=sock, ssl=tls)
        await stop.wait()
        server.close()
        for task in tasks:
            task.cancel()

    with in_thread(work):
        yield sock.getsockname()[1]


class Trap:
    """Counts the connections that reach any address of this machine on its port; it answers none."""

    def __init__(self) -> None:
        self._sockets = [bound("0.0.0.0")]
        self.port = self._sockets[0].getsockname()[1]
        with contextlib.suppress(OSError):
            six = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
            six.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            six.bind(("::", self.port))
            six.listen(64)
            self._sockets.append(six)

    def caught(self) -> int:
        """How many connections came since the last call."""
        count = 0
        for sock in self._sockets:
            sock.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                while True:
                    connection, _ = sock.accept()
                    connection.close()
                    count += 1
        return count

    def close(self) -> None:
        """Stops listening."""
        for sock in self._sockets:
            sock.close()


async def drips(line: Line, piece: bytes, seconds: float) -> None:
    """Sends `piece` again and again."""
    while True:
        await line.send(piece)
        await asyncio.sleep(seconds)
