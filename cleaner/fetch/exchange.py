"""One request and its answer, within every limit."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from cleaner.errors import FetchError
from cleaner.fetch.coding import Unpacker
from cleaner.fetch.response import Fields, Response, now, without_credentials
from cleaner.fetch.settings import MAX_FIELDS
from cleaner.fetch.transport import Answer, Transport
from cleaner.fetch.trouble import trouble

FOUND = frozenset({200, 203})           # 203: the same, from a proxy that changed it
REFUSED = frozenset({403, 429, 503})    # behind which a test for robots may stand
REFUSAL_BYTES = 1 << 16                 # read of one
REFUSAL_SECONDS = 1.0
Check = Callable[[Response], None]      # raises `FetchError` where the head of an answer tells that its body is not wanted


def _welcome(response: Response) -> None:
    return


@dataclass(slots=True)
class Budget:
    """Seconds that a page has left; only those spent with a server count, not those spent waiting politely."""

    left: float


@dataclass(frozen=True, slots=True)
class Want:
    """What is asked for: which body, how much of it, whether a longer one is cut rather than refused."""

    accept: str = "text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.1"
    check: Check = field(default=_welcome)
    max_bytes: int = 20 << 20
    cut: bool = False


@dataclass(slots=True)
class Ask:
    """What is asked for in one go: an address, the redirects from it, and what is told on the way.

    home: where the user's own header fields may go; nowhere when empty. id: of the input in a journal; empty for what
    belongs to none. obey: robots.txt is heard. part: of a page that a browser shows, which comes without pauses.
    """

    url: str
    want: Want
    budget: Budget
    home: str = ""
    id: str = ""
    obey: bool = True
    part: bool = False
    warnings: list[str] = field(default_factory=list)


async def exchange(
    transport: Transport, url: str, fields: Fields, want: Want, budget: Budget, keep_packed: bool = False,
) -> Response:
    """The answer to a GET for `url`, its body unpacked; the bodies of redirects and most errors are left unread.

    Raises `FetchError` for all that goes wrong on the way, statuses other than 200 are the caller's to judge.
    """
    began = time.monotonic()
    try:
        async with asyncio.timeout(max(0.0, budget.left)):
            async with transport.ask(url, fields) as answer:
                return await _read(answer, without_credentials(url), want, keep_packed)
    except TimeoutError as error:
        raise trouble("timeout", "the page did not come in time") from error
    finally:
        budget.left -= time.monotonic() - began


async def _read(answer: Answer, url: str, want: Want, keep_packed: bool) -> Response:
    if len(answer.fields) > MAX_FIELDS:
        raise trouble("headers", f"{len(answer.fields):,} header fields")
    head = Response(url, answer.status, answer.fields, protocol=answer.protocol, date=now())
    if answer.status in REFUSED:
        return replace(head, body=await _refusal(answer, head))
    if answer.status not in FOUND:
        return head
    want.check(head)
    length = head.field("content-length")
    if length.isdigit() and int(length[:18]) > want.max_bytes and not want.cut:
        raise trouble("too_large", f"{int(length[:18]):,} bytes, more than {want.max_bytes:,}")
    packed, body = await _body(answer, head, want, keep_packed)
    return Response(url, answer.status, answer.fields, body, packed, answer.protocol, head.date)


async def _refusal(answer: Answer, head: Response) -> bytes:
    """The beginning of what a refusal says; nothing where that does not come soon and sound."""
    with suppress(FetchError, TimeoutError):
        async with asyncio.timeout(REFUSAL_SECONDS):
            return (await _body(answer, head, Want(max_bytes=REFUSAL_BYTES, cut=True), keep_packed=False))[1]
    return b""


async def _body(answer: Answer, head: Response, want: Want, keep_packed: bool) -> tuple[bytes | None, bytes]:
    """The body as it came, where that is kept, and unpacked."""
    unpacker, packed = Unpacker(head.field("content-encoding"), want.max_bytes), []
    async for piece in answer.pieces:
        try:
            unpacker.feed(piece)
        except FetchError as error:
            if want.cut and error.status == "too_large":
                return None, unpacker.so_far()
            raise
        if keep_packed:
            packed.append(piece)
    return (b"".join(packed) if keep_packed else None), unpacker.body()
