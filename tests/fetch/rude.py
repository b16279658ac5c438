"""Behaviours of servers, and what must come of each: a page, or an error with a name, within the limits."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate

import brotli
import zstandard
from servers import Behaviour, Line, drips

TEXT = "<title>Ferry</title><h1>Ferry</h1><p>The ferry sailed at noon.</p>"
HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"
CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n"
ROMANIAN = "<p>Vaporul a plecat la amiază spre Sfântu Gheorghe, iar țărmul a rămas pustiu.</p>"
RIDDLE = '<title>One moment</title><div id="px-captcha"></div><p>Press and hold.</p>'
BOMB_BYTES = 300 << 20
PAGE = "page"


@dataclass(frozen=True)
class Rude:
    """A behaviour and its outcome; requests: how many of them reach the server, where that is certain."""

    name: str
    behaviour: Behaviour
    outcome: str
    holds: str = ""                 # words of the page, where one comes
    requests: int | None = None


def sends(*parts: str | bytes) -> Behaviour:
    """Sends the parts and hangs up."""
    async def behave(line: Line) -> None:
        await line.send(*parts)
    return behave


def says(body: str | bytes, *fields: str, status: str = "200 OK", kind: str | None = "text/html; charset=utf-8") -> Behaviour:
    """A well-formed answer."""
    data = body.encode() if isinstance(body, str) else body
    kinds = [f"Content-Type: {kind}"] if kind else []
    lines = [f"HTTP/1.1 {status}", *kinds, *fields, f"Content-Length: {len(data)}", "Connection: close"]
    return sends("\r\n".join(lines) + "\r\n\r\n", data)


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


async def endless(line: Line) -> None:
    await line.send(CHUNKED)
    await drips(line, chunk(b"<p>and so on</p>" * 1000), 0)


async def endless_without_length(line: Line) -> None:
    await line.send(HEAD, "\r\n")
    await drips(line, b"<p>and so on</p>" * 1000, 0)


async def drip(line: Line) -> None:
    await line.send(HEAD, "Content-Length: 100000\r\n\r\n")
    await drips(line, b"a", 0.1)


async def endless_refusal(line: Line) -> None:
    await line.send(CHUNKED.replace("200 OK", "403 Forbidden"))
    await drips(line, chunk(b"<p>and so on</p>" * 1000), 0)


async def dripping_refusal(line: Line) -> None:
    await line.send(HEAD.replace("200 OK", "403 Forbidden"), "Content-Length: 100000\r\n\r\n")
    await drips(line, b"a", 0.1)


async def drip_head(line: Line) -> None:
    await line.send("HTTP/1.1 200 OK\r\nX-Slow: ")
    await drips(line, b"a", 0.1)


async def silent(line: Line) -> None:
    await asyncio.sleep(60)


async def silent_after_head(line: Line) -> None:
    await line.send(HEAD, "Content-Length: 100\r\n\r\n<p>The ferry")
    await asyncio.sleep(60)


async def continues(line: Line) -> None:
    await drips(line, b"HTTP/1.1 100 Continue\r\n\r\n" * 50, 0.01)


async def endless_head(line: Line) -> None:
    await line.send("HTTP/1.1 200 OK\r\n")
    await drips(line, b"X-More: and so on\r\n" * 100, 0)


async def reset_at_once(line: Line) -> None:
    line.reset()


async def reset_amid_body(line: Line) -> None:
    await line.send(HEAD, "Content-Length: 100000\r\n\r\n", "<p>The ferry" * 50)
    await asyncio.sleep(0.05)
    line.reset()


async def hang_up(line: Line) -> None:
    return


def further(line: Line) -> str:
    """An address that was not asked for yet."""
    return line.visit.path + ("1" if "?" in line.visit.path else "?1")


async def endless_redirects(line: Line) -> None:
    await says("", f"Location: {further(line)}", status="302 Found")(line)


async def refresh_to_more(line: Line) -> None:
    await says(f'<meta http-equiv=refresh content="0;url={further(line)}">')(line)


def first(one: Behaviour, then: Behaviour) -> Behaviour:
    """Behaves once so, later so."""
    async def behave(line: Line) -> None:
        await (one if line.count == 0 else then)(line)
    return behave


async def cut_keep_alive(line: Line) -> None:
    """Promises to stay, and hangs up after the first answer."""
    await line.send(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(TEXT)}\r\n\r\n{TEXT}")
    line.writer.close()


def bomb(pack: Callable[[bytes], bytes]) -> bytes:
    return pack(b"<p>" + b"\0" * BOMB_BYTES)


def gzip_bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = b"\0" * (1 << 20)
    return b"".join(packer.compress(zeros) for _ in range(BOMB_BYTES >> 20)) + packer.flush()


def rudes() -> tuple[Rude, ...]:
    """Every behaviour; the bombs are made once."""
    packed = gzip_bomb()
    ok, later = says(TEXT), ("Retry-After: 1",)
    bad_chunk = "zz\r\n<p>The ferry</p>\r\n0\r\n\r\n"
    flood = "".join(f"X-Field-{i}: {i}\r\n" for i in range(10_000))
    few_bytes = "".join(f"a: {i % 10}\r\n" for i in range(2_000))
    soon = formatdate(usegmt=True)
    cookies = "".join(f"Set-Cookie: c{i}={i}\r\n" for i in range(200))
    length = f"Content-Length: {len(TEXT)}\r\n\r\n"
    return (
        Rude("endless body", endless, "too_large"), Rude("endless body without length", endless_without_length, "too_large"),
        Rude("announced far too large", sends(HEAD, "Content-Length: 99999999999\r\n\r\n"), "too_large"),
        Rude("slow drip of a body", drip, "timeout"), Rude("slow drip of a header", drip_head, "timeout"),
        Rude("silence", silent, "timeout"), Rude("silence after the header", silent_after_head, "timeout"),
        Rude("endless 100 Continue", continues, "timeout"),
        Rude("body shorter than its length", sends(HEAD, "Content-Length: 5000\r\n\r\n", TEXT), "truncated"),
        Rude("body longer than its length", sends(HEAD, length, TEXT, "<p>more"), PAGE, "ferry sailed"),
        Rude("negative length", sends(HEAD, "Content-Length: -5\r\n\r\n", TEXT), "protocol"),
        Rude("two lengths", sends(HEAD, "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", TEXT), "protocol"),
        Rude("length that is no number", sends(HEAD, "Content-Length: many\r\n\r\n", TEXT), "protocol"),
        Rude("chunk of no length", sends(CHUNKED, bad_chunk), "protocol"),
        Rude("chunk longer than promised", sends(CHUNKED, "3\r\n<p>The ferry</p>\r\n0\r\n\r\n"), "protocol"),
        Rude("chunks that end early", sends(CHUNKED, chunk(TEXT.encode())), "truncated"),
        Rude("chunk of absurd length", sends(CHUNKED, "fffffffffffffffffffffffff\r\n", TEXT), "protocol"),
        Rude("damaged gzip", says(b"\x1f\x8b\x08\0\0\0\0\0\0\0\xff\xff\xff\xff\xff", "Content-Encoding: gzip"), "bad_encoding"),
        Rude("gzip that ends early", says(gzip.compress(TEXT.encode() * 99)[:-20], "Content-Encoding: gzip"), "truncated"),
        Rude("plain text called gzip", says(TEXT, "Content-Encoding: gzip"), "bad_encoding"),
        Rude("gzip with padding", says(gzip.compress(TEXT.encode()) + b"\0" * 50, "Content-Encoding: gzip"), PAGE, "ferry sailed"),
        Rude("bare deflate", says(zlib.compress(TEXT.encode())[2:-4], "Content-Encoding: deflate"), PAGE, "ferry sailed"),
        Rude("unknown encoding", says(TEXT, "Content-Encoding: lzma"), "bad_encoding"),
        Rude("ten encodings", says(TEXT, "Content-Encoding: " + ", ".join(["gzip"] * 10)), "bad_encoding"),
        Rude("gzip bomb", says(packed, "Content-Encoding: gzip"), "too_large"),
        Rude("gzip bomb in gzip", says(gzip.compress(packed), "Content-Encoding: gzip, gzip"), "too_large"),
        Rude("brotli bomb", says(bomb(lambda data: brotli.compress(data, quality=1)), "Content-Encoding: br"), "too_large"),
        Rude("zstd bomb", says(bomb(zstandard.ZstdCompressor().compress), "Content-Encoding: zstd"), "too_large"),
        Rude("redirect to itself", says("", "Location: ?", status="301 Moved"), "redirects"),
        Rude("endless redirects", endless_redirects, "redirects", requests=11),
        Rude("redirect without a place", says("", status="302 Found"), "http_302"),
        Rude("redirect to a file", says("", "Location: file:///etc/passwd", status="302 Found"), "scheme"),
        Rude("redirect to no address", says("", "Location: http://[", status="302 Found"), "bad_url"),
        Rude("redirect to a private address", says("", "Location: http://10.0.0.1/", status="302 Found"), "private_address"),
        Rude("refresh to itself and on", refresh_to_more, "redirects"),
        Rude("10,000 header fields", sends("HTTP/1.1 200 OK\r\n", flood, length, TEXT), "headers"),
        Rude("2,000 short header fields", sends("HTTP/1.1 200 OK\r\n", few_bytes, length, TEXT), "headers"),
        Rude("header field of 1 MB", sends("HTTP/1.1 200 OK\r\nX-Long: ", "a" * (1 << 20), "\r\n", length, TEXT), "headers"),
        Rude("endless header", endless_head, "headers"),
        Rude("200 cookies", sends(HEAD, cookies, length, TEXT), PAGE, "ferry sailed"),
        Rude("wrong charset", says(ROMANIAN.encode("utf-8"), kind="text/html; charset=us-ascii"), PAGE, "amiază"),
        Rude("no charset", says(ROMANIAN.encode("iso-8859-16"), kind="text/html"), PAGE, "Vaporul"),
        Rude("charset of no name", says(ROMANIAN, kind="text/html; charset=utf-9"), PAGE, "amiază"),
        Rude("500, then a page", first(says("", status="500 Oops"), ok), PAGE, "ferry sailed", 2),
        Rude("500 for ever", says("", status="500 Oops"), "http_500", requests=2),
        Rude("429 with Retry-After", first(says("", *later, status="429 Slow down"), ok), PAGE, "ferry sailed", 2),
        Rude("429 for a day", says("", "Retry-After: 86400", status="429 Slow down"), "http_429", requests=1),
        Rude("503 until a date", first(says("", f"Retry-After: {soon}", status="503 Busy"), ok), PAGE, "ferry sailed", 2),
        Rude("404", says("<p>Not here", status="404 Not Found"), "http_404", requests=1),
        Rude("status of no meaning", says(TEXT, status="999 Go away"), "http_999"),
        Rude("304 to a first request", sends("HTTP/1.1 304 Not Modified\r\n\r\n"), "http_304"),
        Rude("204", sends("HTTP/1.1 204 No Content\r\n\r\n"), "empty"), Rude("empty page", says(""), "empty"),
        Rude("test for robots", says(TEXT, "cf-mitigated: challenge", status="403 Forbidden"), "bot_challenge", requests=1),
        Rude("test for robots in a refusal", says(RIDDLE, status="503 Busy"), "bot_challenge", requests=1),
        Rude("refusal without end", endless_refusal, "http_403", requests=1),
        Rude("refusal that drips", dripping_refusal, "http_403", requests=1),
        Rude("refusal that does not unpack", says(TEXT, "Content-Encoding: gzip", status="403 Forbidden"), "http_403", requests=1),
        Rude("reset at once", reset_at_once, "reset"), Rude("reset amid the body", reset_amid_body, "reset"),
        Rude("reset, then a page", first(reset_at_once, ok), PAGE, "ferry sailed", 2),
        Rude("hung up without a word", hang_up, "reset"), Rude("keep-alive cut", cut_keep_alive, PAGE, "ferry sailed"),
        Rude("garbage", sends(bytes(itertools.chain(range(256)))), "protocol"),
        Rude("page without a header", sends(TEXT, "\r\n\r\n"), "protocol"),
        Rude("HTTP of another kind", sends("RTSP/1.0 200 OK\r\n\r\n", TEXT), "protocol"),
        Rude("NUL in a header field", sends("HTTP/1.1 200 OK\r\nX-A: \0\r\n", length, TEXT), "protocol"),
        Rude("PDF called a page", says(b"%PDF-1.7 \xff\xff", kind="text/html"), "wrong_type"),
        Rude("picture called a page", says(b"\xff\xd8\xff\xe0 JFIF", kind="text/html"), "wrong_type"),
        Rude("JSON", says('{"a": 1}', kind="application/json"), "wrong_type"),
        Rude("PDF", says(b"%PDF-1.7", kind="application/pdf"), "wrong_type"),
        Rude("page called plain text", says(TEXT, kind="text/plain"), PAGE, "ferry sailed"),
        Rude("page without a type", says(TEXT, kind=None), PAGE, "ferry sailed"),
        Rude("bytes without a type", says(b"\0\1\2\3" * 99, kind=None), "wrong_type"),
        Rude("plain text", says("The ferry sailed at noon.", kind="text/plain; charset=utf-8"), PAGE, "ferry sailed"),
    )
