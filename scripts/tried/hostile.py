"""Inputs made to harm, each to have one record in bounded time and memory, nothing being written outside of the output."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import struct
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import zstandard

from cleaner.batch import STATUSES
from cleaner.rules import available, builtin
from tried import pages

BOMB_BYTES = 10 << 30
BLOCK = bytes(1 << 20)
BAIT_BYTES = 200_000
MANY_FILES = 200_000
TIMEOUT_SECONDS = 20
STORY = "<p>The council met on Tuesday and agreed to repair the old bridge before the winter comes.</p>"
GZIP = b"\x1f\x8b\x08" + bytes(6) + b"\xff"      # the head of a gzip member
Made = Iterator[tuple[str, bytes]]


def repeated(packed: bytes, size: int) -> bytes:
    """Packed blocks of 1 MiB, one after the other, that unpack to `size` bytes."""
    return packed * (size // len(BLOCK))


def deflated(size: int, start: bytes = b"", end: bytes = b"") -> bytes:
    """A raw deflate stream of `size` zero bytes between `start` and `end`, made of one block said again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(start + BLOCK) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(BLOCK) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + repeated(block, size - len(BLOCK)) + packer.compress(end) + packer.flush()


def gzipped(size: int, start: bytes = b"", end: bytes = b"") -> bytes:
    """A gzip member of `size` zero bytes between `start` and `end`, whole to the last byte."""
    check = zlib.crc32(start)
    for _ in range(size // len(BLOCK)):
        check = zlib.crc32(BLOCK, check)
    length = (len(start) + size + len(end)) % (1 << 32)
    return GZIP + deflated(size, start, end) + struct.pack("<II", zlib.crc32(end, check), length)


def zip_bomb(size: int) -> bytes:
    """A zip with one small member whose header is then made to tell of `size` bytes and hold them."""
    stream, data = io.BytesIO(), deflated(size)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("page.html", b"")
    header, directory = stream.getvalue()[: 30 + len("page.html")], len("PK12") + 6
    info = zipfile.ZipFile(io.BytesIO(stream.getvalue())).getinfo("page.html")
    lie = (zlib.crc32(b"").to_bytes(4, "little") + len(data).to_bytes(4, "little") + (0xFFFFFFF0).to_bytes(4, "little"))
    central = stream.getvalue()[info.header_offset + len(header) + info.compress_size:]
    central = central[: directory + 6] + lie + central[directory + 18:]
    body = header[:14] + lie + header[26:] + data
    end = central.rfind(b"PK\x05\x06")
    return body + central[: end + 16] + len(body).to_bytes(4, "little") + central[end + 20:]


def bombs() -> Made:
    """A few MB that unpack to 10 GiB."""
    yield "bomb.html.gz", repeated(gzip.compress(BLOCK), BOMB_BYTES)
    yield "bomb-one.html.gz", gzipped(BOMB_BYTES)
    yield "bomb.html.bz2", repeated(bz2.compress(BLOCK), BOMB_BYTES)
    yield "bomb.html.zst", repeated(zstandard.compress(BLOCK), BOMB_BYTES)
    yield "bomb.html.xz", repeated(lzma.compress(BLOCK), BOMB_BYTES)
    member = tarfile.TarInfo("page.html")
    member.size = BOMB_BYTES
    yield "bomb.tar.gz", gzipped(BOMB_BYTES, member.tobuf())
    yield "bomb.jsonl.gz", repeated(gzip.compress(b"x" * len(BLOCK)), BOMB_BYTES)
    yield "bomb.zip", zip_bomb(BOMB_BYTES)
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    yield "bomb.warc.gz", gzipped(BOMB_BYTES, (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/\r\nContent-Type: application/http\r\n"
        b"Content-Length: %d\r\n\r\n" % (len(http) + BOMB_BYTES) + http
    ), b"\r\n\r\n")
    body = gzipped(BOMB_BYTES)
    head = http.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n")
    yield "encoded.warc", (
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n" % (len(head) + len(body))
        + head + body + b"\r\n\r\n"
    )


def monsters() -> Made:
    """Pages that are too large, too deep or too full."""
    yield "100-MB.html", STORY.encode() * (100_000_000 // len(STORY))
    yield "30-MB.html", STORY.encode() * (30_000_000 // len(STORY))
    yield "deep.html", b"<div>" * 100_000 + STORY.encode() + b"</div>" * 100_000
    yield "deep-inline.html", b"<b><i>" * 50_000 + STORY.encode()
    yield "attributes.html", b"<p " + b" ".join(b"a%d=1" % i for i in range(1_000_000)) + b">" + STORY.encode()
    yield "one-attribute.html", b'<p class="' + b"related " * 1_000_000 + b'">' + STORY.encode()
    yield "colspan.html", b'<table><tr><td colspan="9000000000000000" rowspan=9e15>' + STORY.encode() + b"</table>"
    yield "entities.html", b"<p>" + b"&amp;&#x1F600;&notanentity;" * 500_000
    yield "laughs.xhtml", _laughs()
    yield "unclosed.html", b"<p><a><table><td><select><button>" * 30_000
    yield "comments.html", b"<!--" * 1_000_000 + STORY.encode()
    yield "cells.html", b"<table>" + b"<tr>" + b"<td>x" * 1_000_000


def _laughs() -> bytes:
    names = "abcdefghij"
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    return f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha">{entities}]><html><body><p>&j;</p></body></html>'.encode()


def broken() -> Made:
    """Bytes that are no proper text."""
    yield "nul.html", b"\0".join([STORY.encode()] * 50)
    yield "nuls.html", b"<html>" + bytes(5_000_000)
    yield "cut.html", STORY.encode() + "Zăpadă".encode() * 100 + b"\xc4"
    yield "utf-16.html", f"<html><body>{STORY * 5}".encode("utf-16-le")
    yield "utf-16-be.html", f"<html><body>{STORY * 5}".encode("utf-16-be")
    yield "noise.html", b"<html>" + os.urandom(1_000_000)
    yield "surrogates.jsonl", json.dumps({"html": f"<p>\ud800 {STORY} \udfff", "url": "https://\ud800/"}).encode()
    yield "surrogates-utf-8.html", b"<p>" + b"\xed\xa0\x80" * 10_000 + STORY.encode()
    yield "deep.json", b"[" * 1_000_000
    yield "deep.jsonl", b'{"html": ' + b"[" * 1_000_000
    yield "renamed.html", b"%PDF-1.7\n" + os.urandom(1000)
    yield "empty.html", b""


def bait() -> Made:
    """For every rule pack, lines that nearly match its rules, over and over."""
    for name in available():
        examples = [example for rule in builtin(name).rules for example in (*rule.drops, *rule.keeps)] or ["read also"]
        near = " ".join(example[:-1] * 3 for example in examples)
        yield f"bait-{name}.html", ("<p>" + near * max(1, BAIT_BYTES // len(near)) + "<p>" + " ".join(examples) * 20).encode()


def crafty() -> Made:
    """Names that try to get out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../../../escaped.html", f"<title>../../../escaped</title>{STORY * 5}")
    yield "up.zip", stream.getvalue()
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive_tar:
        info = tarfile.TarInfo("/tmp/escaped.html")
        info.size = len(STORY)
        archive_tar.addfile(info, io.BytesIO(STORY.encode()))
    yield "absolute.tar", stream.getvalue()
    yield "title.html", f"<title>../../../../tmp/escaped</title><h1>/etc/passwd</h1>{STORY * 5}".encode()
    yield "new\nline.html", STORY.encode() * 5
    yield "-o.html", STORY.encode() * 5
    yield "\x1b[2J.html", STORY.encode() * 5


KINDS: dict[str, Callable[[], Made]] = {"bombs": bombs, "monsters": monsters, "broken": broken, "bait": bait, "crafty": crafty}


def trial() -> Iterator[str]:
    """A line for each kind of input, and one for a folder of very many files."""
    for kind in KINDS:
        yield from met(kind)
    yield from _many_files()


def met(kind: str) -> Iterator[str]:
    """What became of the inputs of a kind, in a line that ends with ok where each has its record; then those that took long."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "pages"
        source.mkdir()
        count = 0
        for file, data in KINDS[kind]():
            (source / file).write_bytes(data)
            count += 1
        (source / "loop").symlink_to(".")
        before = _tree(folder)
        seconds, peak, code = _batch(source, folder / "out", "--name", "{host}/{slug}.md")
        rows = list(pages.rows(folder / "out"))
        strays = {path for path in _tree(folder) - before if path.parts[0] != "out"}
    statuses = Counter(row["status"] for row in rows)
    fine = len(rows) == count and set(statuses) <= set(STATUSES) and not strays
    yield (
        f"{kind:>9}: {len(rows)} records of {count} inputs, {dict(statuses)}, {seconds:.1f} s, parent at most {peak:.0f} MiB, "
        f"exit {code}, outside of the output {len(strays)} files: {'ok' if fine else 'NOT OK'}"
    )
    for row in rows:
        if row["status"] in {"timeout", "crash", "error"} or row["duration_ms"] > 1000 * TIMEOUT_SECONDS / 2:
            yield f"           {Path(row['id']).name!r}: {row['status']} {row['error'] or ''} after {row['duration_ms'] / 1000:.1f} s"


def _many_files() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "pages"
        source.mkdir()
        for number in range(MANY_FILES):
            (source / f"{number}.html").touch()
        seconds, peak, code = _batch(source, Path(name) / "out.jsonl")
        with open(Path(name) / "out.jsonl", "rb") as file:
            count = sum(1 for _ in file)
    yield f"{MANY_FILES:,} empty files in a folder: {count:,} records, {seconds:.1f} s, parent at most {peak:.0f} MiB, exit {code}"


def _tree(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*")}


def _batch(source: Path, out: Path, *options: str) -> tuple[float, float, int]:
    """Seconds, the most MiB resident in the batch's own process, and its exit code."""
    command = [sys.executable, "-m", "cleaner", "batch", str(source), "-o", str(out), "--timeout", str(TIMEOUT_SECONDS), *options]
    began, peak = time.monotonic(), 0.0
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        peak = max(peak, _most_resident(process.pid))
        time.sleep(0.2)
    return time.monotonic() - began, peak, process.returncode


def _most_resident(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024 if "VmHWM:" in status else 0.0
