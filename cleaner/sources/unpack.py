"""Compressed files as plain byte streams: .gz, .bz2, .xz and .zst, also one around the other."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, cast

import zstandard

from cleaner.errors import SourceError

MAGIC = {"gz": b"\x1f\x8b", "bz2": b"BZh", "xz": b"\xfd7zXZ\x00", "zst": b"\x28\xb5\x2f\xfd"}
DAMAGE = (                      # what broken streams raise, members of archives among them
    OSError, EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError, zipfile.BadZipFile, tarfile.TarError,
)
HEAD_BYTES = 1 << 12            # enough to tell formats apart: tar's mark stands at byte 257, <html> soon after
MAX_LAYERS = 3                  # page.html.gz.xz is odd, more is a trap
_XZ_MEMORY = 256 << 20          # bytes; the largest preset takes 65 MiB, a hostile header asks for 4 GiB
_CHUNK = 1 << 16
_ZST_STEP = 1 << 10             # packed bytes a call: four can stand for 128 KiB, and a call gives all at once


class _Gz(gzip.GzipFile):
    """A .gz stream that can be read out of order only where the packed one can."""

    def __init__(self, packed: BinaryIO) -> None:
        super().__init__(fileobj=packed, mode="rb")
        self._packed = packed

    def seekable(self) -> bool:
        return self._packed.seekable()


class _Xz(io.RawIOBase):
    """An .xz stream, its decoder's memory bounded."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._decoder = self._new()

    @staticmethod
    def _new() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = b""
        while not data:
            fresh = b""
            if self._decoder.eof:
                fresh = self._decoder.unused_data.lstrip(b"\0") or self._packed.read(_CHUNK).lstrip(b"\0")
                if not fresh:
                    return 0
                self._decoder = self._new()
            elif self._decoder.needs_input:
                fresh = self._packed.read(_CHUNK)
                if not fresh:
                    raise EOFError("the .xz stream ends early")
            data = self._decoder.decompress(fresh, len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Zst(io.RawIOBase):
    """A .zst stream that says when it ends amid a frame (the library's own reader ends silently)."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._begun = False
        self._left = b""            # packed bytes after the end of a frame
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            packed = self._left or self._packed.read(_ZST_STEP)
            if not packed:
                if self._begun:
                    raise EOFError("the .zst stream ends early")
                return 0
            self._ready = memoryview(self._step(packed))
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _step(self, packed: bytes) -> bytes:
        self._left, self._begun = b"", True
        data = self._frame.decompress(packed)
        if self._frame.eof:
            self._left, self._begun = self._frame.unused_data, False
            self._frame = zstandard.ZstdDecompressor().decompressobj()
        return data


class _Again(io.RawIOBase):
    """A stream whose first bytes were read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._head:
            return cast(int, cast(Any, self._rest).readinto(buffer))
        count = min(len(buffer), len(self._head))
        buffer[:count] = self._head[:count]
        self._head = self._head[count:]
        return count


_OPEN: dict[str, Callable[[BinaryIO], Any]] = {
    "gz": _Gz, "bz2": bz2.BZ2File,
    "xz": lambda packed: io.BufferedReader(_Xz(packed), _CHUNK),
    "zst": lambda packed: io.BufferedReader(_Zst(packed), _CHUNK),
}


def packing_of(head: bytes) -> str | None:
    """The compression that a stream beginning with `head` is in.

    >>> packing_of(b"BZh91AY")
    'bz2'
    """
    return next((name for name, magic in MAGIC.items() if head.startswith(magic)), None)


def unpacked(stream: BinaryIO, packing: tuple[str, ...]) -> BinaryIO:
    """`stream` with the compressions in `packing` undone, outermost first."""
    for name in packing:
        stream = _OPEN[name](stream)
    return stream


def peel(stream: BinaryIO) -> tuple[tuple[str, ...], bytes, BinaryIO]:
    """The compressions around `stream`, the first bytes of what is inside, and the stream that gives all of that.

    Raises `SourceError` when what looks compressed cannot be unpacked.
    """
    packing: tuple[str, ...] = ()
    while True:
        head = _head(stream)
        stream = cast(BinaryIO, io.BufferedReader(_Again(head, stream), _CHUNK))
        found = packing_of(head)
        if found is None:
            return packing, head, stream
        if len(packing) == MAX_LAYERS:
            raise SourceError(f"compressed more than {MAX_LAYERS} times")
        packing = (*packing, found)
        stream = unpacked(stream, (found,))


def _head(stream: BinaryIO) -> bytes:
    head = b""
    step = getattr(stream, "read1", stream.read)        # gives what it has before damage a little further on
    try:
        while len(head) < HEAD_BYTES and (more := step(HEAD_BYTES - len(head))):
            head += more
    except DAMAGE as error:
        if not head:
            raise SourceError(f"cannot be read: {reason(error)}") from error
    return head


def read_some(stream: BinaryIO, max_bytes: int) -> bytes:
    """Up to `max_bytes` of `stream`; raises `SourceError` (`unreadable`) on damage."""
    try:
        return stream.read(max_bytes)
    except DAMAGE as error:
        raise SourceError(f"cannot be read: {reason(error)}") from error


def read_all(stream: BinaryIO, max_bytes: int) -> bytes:
    """All bytes of `stream`; raises `SourceError` (`too_big`) beyond `max_bytes`, `unreadable` on damage."""
    data = read_some(stream, max_bytes + 1)
    if len(data) > max_bytes:
        raise SourceError(f"larger than {max_bytes:,} bytes unpacked", "too_big")
    return data


def reason(error: BaseException) -> str:
    """What went wrong, in one line, without Python's own decorations."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return " ".join(str(error).split()) or type(error).__name__
