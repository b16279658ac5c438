"""A recorded HTTP response → its page: transfer and content encodings undone, the charset its header names."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable

import brotli

from cleaner.errors import SourceError
from cleaner.sources.sniff import looks_like_html
from cleaner.sources.unpack import MAGIC, read_all, unpacked

MAX_HEAD_BYTES = 1 << 16
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]+")
_STATUS = re.compile(r"[0-9]{3}")
CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_CHUNK_SIZE = re.compile(rb"\s*([0-9a-fA-F]{1,16})[^\n]{0,1024}\n")


class Response:
    """A response as it was recorded: status code, header fields in lower case, body still encoded."""

    __slots__ = ("body", "fields", "status")

    def __init__(self, block: bytes) -> None:
        end = _HEAD_END.search(block, 0, MAX_HEAD_BYTES) if block.startswith(b"HTTP/") else None
        head = block[: end.start()] if end else b""
        self.body = block[end.end():] if end else block
        lines = _FOLD.sub(b" ", head).decode("latin-1").splitlines()
        words = lines[0].split(None, 2) if lines else []
        self.status = int(words[1]) if len(words) > 1 and _STATUS.fullmatch(words[1]) else 0
        pairs = (line.partition(":") for line in lines[1:])
        self.fields = {name.strip().lower(): value.strip() for name, _, value in pairs}

    @property
    def media_type(self) -> str:
        """The content type without its parameters, lower case; empty when none is named."""
        return self.fields.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset that the header names."""
        found = CHARSET.search(self.fields.get("content-type", ""))
        return found[1] if found else None

    def page(self, max_bytes: int) -> bytes:
        """The body with its encodings undone; raises `SourceError` when that fails or gives too much."""
        body = self.body
        if "chunked" in self.fields.get("transfer-encoding", "").lower():
            body = joined(body)
        for coding in reversed(self.fields.get("content-encoding", "").lower().split(",")):
            body = _decoded(body, coding.strip(), max_bytes)
        return body


def joined(body: bytes) -> bytes:
    """A chunked body in one piece; as it is when a recorder has joined it already.

    >>> joined(b"4\\r\\nSnow\\r\\n5;x=1\\r\\n fell\\r\\n0\\r\\n\\r\\n")
    b'Snow fell'
    """
    parts: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(body, at):
        length = int(size[1], 16)
        if not length:
            return b"".join(parts)
        parts.append(body[size.end(): size.end() + length])
        at = min(size.end() + length, len(body))
        at += len(body[at: at + 2]) - len(body[at: at + 2].lstrip(b"\r\n"))
    return b"".join(parts) if parts else body


def _decoded(body: bytes, coding: str, max_bytes: int) -> bytes:
    packing = {"gzip": "gz", "x-gzip": "gz", "zstd": "zst"}.get(coding)
    if packing and body.startswith(MAGIC[packing]):
        return read_all(unpacked(io.BytesIO(body), (packing,)), max_bytes)
    if coding not in _STEPWISE:
        return body         # no encoding, an unknown one, or a recorder that undid it and kept the header
    try:
        return _STEPWISE[coding](body, max_bytes)
    except SourceError as error:
        if error.status == "unreadable" and looks_like_html(body):
            return body     # undone already; these two encodings have no mark of their own
        raise


def _inflate(body: bytes, max_bytes: int) -> bytes:
    """Deflate as servers send it: with zlib's frame, or without."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        decoder = zlib.decompressobj(bits)
        try:
            return _bounded(decoder.decompress(body, max_bytes + 1), max_bytes)
        except zlib.error as error:
            fault = error
    raise SourceError(f"the deflate encoding is damaged: {fault}")


def _unbrotli(body: bytes, max_bytes: int) -> bytes:
    decoder = brotli.Decompressor()
    try:
        data = bytes(decoder.process(body, output_buffer_limit=max_bytes + 1))
        while not decoder.is_finished() and len(data) <= max_bytes:
            more = decoder.process(b"", output_buffer_limit=max_bytes + 1)
            if not more:
                raise SourceError("the brotli encoding ends early")
            data += more
    except brotli.error as error:
        raise SourceError(f"the brotli encoding is damaged: {error}") from error
    return _bounded(data, max_bytes)


def _bounded(data: bytes, max_bytes: int) -> bytes:
    if len(data) > max_bytes:
        raise SourceError(f"larger than {max_bytes:,} bytes unpacked", "too_big")
    return data


_STEPWISE: dict[str, Callable[[bytes, int], bytes]] = {"deflate": _inflate, "br": _unbrotli}
