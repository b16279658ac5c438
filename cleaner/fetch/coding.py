"""Content encodings undone while a body arrives: gzip, deflate, br, zstd, never more than a limit."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import brotli
import zstandard

from cleaner.fetch.trouble import trouble

ACCEPTED = "gzip, br, zstd, deflate"
MAX_CODINGS = 3                 # one around the other; servers send one, proxies add a second
_ZSTD_WINDOW = 8 << 20          # bytes; RFC 9659 allows no more over HTTP
_ZSTD_STEP = 1 << 9             # packed bytes a call: four can stand for 128 KiB, and a call gives all at once
_PIECE = 1 << 16                # unpacked bytes at a time
_GZIP_MAGIC = b"\x1f\x8b"


class _Step(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]:
        """What `data` unpacks to, in small pieces."""

    def whole(self) -> bool:
        """Whether all has come."""


class Unpacker:
    """A body put together within `max_bytes`, its content encodings undone."""

    def __init__(self, codings: str, max_bytes: int) -> None:
        names = [name for name in (part.strip().lower() for part in codings.split(",")) if name and name != "identity"]
        unknown = [name for name in names if name not in _STEPS]
        if unknown or len(names) > MAX_CODINGS:
            raise trouble("bad_encoding", f"packed as {codings[:60]!r}, which is not asked for")
        self._steps: list[_Step] = [_STEPS[name]() for name in reversed(names)]
        self._max_bytes, self._body = max_bytes, bytearray()
        self._sizes = [0] * (len(self._steps) + 1)      # bytes that reached each step; a bomb may unpack to another

    def feed(self, data: bytes) -> None:
        """Take the next piece of the body as it came; raises `FetchError`: too_large, bad_encoding."""
        try:
            self._pass(data, 0)
        except (zlib.error, brotli.error, zstandard.ZstdError) as error:
            raise trouble("bad_encoding", f"the body does not unpack: {error}") from error

    def _pass(self, data: bytes, depth: int) -> None:
        self._sizes[depth] += len(data)
        if self._sizes[depth] > self._max_bytes:
            raise trouble("too_large", f"more than {self._max_bytes:,} bytes")
        if depth == len(self._steps):
            self._body += data
            return
        for piece in self._steps[depth].feed(data):
            self._pass(piece, depth + 1)

    def body(self) -> bytes:
        """All that came; raises `FetchError` where an encoding ends early."""
        if self._body and not all(step.whole() for step in self._steps):
            raise trouble("truncated", "the packed body ends early")
        return self.so_far()

    def so_far(self) -> bytes:
        """What came until now."""
        return bytes(self._body)


class _Zlib:
    """gzip, with its members one after the other; deflate, with its frame or without."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._decoder = zlib.decompressobj(bits)
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        data = self._first(data)
        while data:
            if self._decoder.eof:
                if not data.startswith(_GZIP_MAGIC):
                    return              # padding after the end, as some servers send
                self._decoder = zlib.decompressobj(self._bits)
            yield self._decoder.decompress(data, _PIECE)
            data = self._decoder.unconsumed_tail or self._decoder.unused_data

    def _first(self, data: bytes) -> bytes:
        """Tells bare deflate from deflate in zlib's frame by the first byte."""
        if data and not self._begun:
            self._begun = True
            if self._bits == zlib.MAX_WBITS and data[0] & 0x0F != zlib.DEFLATED:
                self._decoder = zlib.decompressobj(-zlib.MAX_WBITS)
        return data

    def whole(self) -> bool:
        return self._decoder.eof


class _Brotli:
    def __init__(self) -> None:
        self._decoder = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._decoder.is_finished():
            return
        piece = self._decoder.process(data, output_buffer_limit=_PIECE)
        while piece:
            yield piece
            piece = self._decoder.process(b"", output_buffer_limit=_PIECE)

    def whole(self) -> bool:
        return bool(self._decoder.is_finished())


class _Zstd:
    def __init__(self) -> None:
        self._decoder = self._new()

    @staticmethod
    def _new() -> Any:
        return zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()

    def feed(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), _ZSTD_STEP):
            step = data[start:start + _ZSTD_STEP]
            while step:
                if self._decoder.eof:
                    self._decoder = self._new()
                yield self._decoder.decompress(step)
                step = self._decoder.unused_data

    def whole(self) -> bool:
        return bool(self._decoder.eof)


_GZIP = zlib.MAX_WBITS + 16
_STEPS: dict[str, Callable[[], _Step]] = {
    "gzip": lambda: _Zlib(_GZIP), "x-gzip": lambda: _Zlib(_GZIP), "deflate": lambda: _Zlib(zlib.MAX_WBITS),
    "br": _Brotli, "zstd": _Zstd,
}
