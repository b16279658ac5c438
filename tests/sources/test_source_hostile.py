"""Whatever bytes an input holds, under whatever name, it gives pages and failures, never an exception."""

from __future__ import annotations

import io
import random
import tempfile
import zipfile
from pathlib import Path

import pytest
from containers import CONTAINERS, Sample
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.model import Page
from cleaner.sources import Failure, Reading, pages
from cleaner.sources.http import Response
from cleaner.sources.saved import origin, without_pictures

ENDINGS = (
    "html", "mht", "webarchive", "maff", "warc", "warc.gz", "wacz", "jsonl", "json", "parquet", "txt", "zip", "tar", "tar.gz", "gz", "bz2",
    "xz", "zst", "pdf", "csv", "har", "arc", "",
)
STATUSES = {"not_html", "unreadable", "too_big"}
MAGIC = (
    b"", b"PK\x03\x04", b"\x1f\x8b\x08\0", b"BZh9", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"PAR1", b"WARC/1.0\r\n", b"bplist00", b"%PDF",
    b"MIME-Version: 1.0\r\n", b'{"html": "', b"<?xml version='1.0'?><!DOCTYPE plist>", b"\xff\xfe<\0",
    b"filedesc://a.arc 0 0 text/plain ", b'{"log": {"entries": [{', b"url,html\n",
)
SAMPLES = [Sample(f"{i}", b"<html><body><p>Snow fell on the pass.</p></body></html>" * 3, f"https://example.org/{i}") for i in range(3)]


def read(data: bytes, ending: str) -> list[Page | Failure]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x.{ending}"
        path.write_bytes(data)
        return list(pages([str(path)], Reading(max_bytes=1 << 20, max_held_bytes=1 << 16)))


def is_sound(found: list[Page | Failure]) -> bool:
    """Whether something is said, and each failure in one line with a status of its kind."""
    failures = [each for each in found if isinstance(each, Failure)]
    return bool(found) and all(each.status in STATUSES and each.message and "\n" not in each.message for each in failures)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(MAGIC), st.binary(max_size=400), st.sampled_from(ENDINGS))
@example(b"PK\x05\x06", bytes(18), "zip")
@example(b"", bytes(1024), "tar")
@example(b"", b"[" * 100_000, "json")
@example(b"", b'{"html": ' + b"[" * 100_000, "jsonl")
def test_any_bytes_under_any_name(magic: bytes, data: bytes, ending: str) -> None:
    assert is_sound(read(magic + data, ending))


@pytest.mark.parametrize("container", sorted(set(CONTAINERS) - {"complete", "single_file"}))
def test_damaged_containers(container: str, tmp_path: Path) -> None:
    chance = random.Random(container)
    (written,) = CONTAINERS[container](SAMPLES, tmp_path)
    file = written if written.is_file() else sorted(written.iterdir())[0]
    whole, ending = file.read_bytes(), file.name.partition(".")[2]
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 12))):
            at = chance.randrange(len(data) + 1)
            data[at:at + chance.randrange(30)] = chance.randbytes(chance.randrange(30))
        assert is_sound(read(bytes(data[: chance.choice((len(data), chance.randrange(1, len(data))))]), ending))


@given(st.binary(max_size=300))
@example(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx")
@example(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, br, deflate, zstd\r\n\r\n<html>")
def test_any_response_has_a_body_or_a_reason(block: bytes) -> None:
    response = Response(block)
    assert isinstance(response.charset, str | None)
    assert isinstance(response.page(1000), bytes)


@pytest.mark.parametrize(
    "bait", [b"<!--" * 20_000, b"data:" * 200_000, b"data:a/b" + b";x" * 500_000, b"<html " * 10_000, b"<!-- saved from url=(" * 3000],
)
def test_what_savers_note_is_found_in_linear_time(bait: bytes) -> None:
    assert origin(bait * 2) == (None, None)
    assert len(without_pictures(bait + bytes(2 << 20))) == len(bait) + (2 << 20)


def test_a_zip_that_lies_about_its_size_is_bounded() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.html", b"<p>" + bytes(8 << 20))
    data = stream.getvalue().replace((8 * 1024 * 1024 + 3).to_bytes(4, "little"), (40).to_bytes(4, "little"))
    (found,) = read(data, "zip")
    assert isinstance(found, Failure)
