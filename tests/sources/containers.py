"""Writes pages into every container the sources read, each in the way its own programs do."""

from __future__ import annotations

import base64
import bz2
import csv
import gzip
import io
import json
import lzma
import plistlib
import quopri
import re
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import zstandard


@dataclass(frozen=True)
class Sample:
    """A page to be put into a container: its bytes and where it came from."""

    name: str
    html: bytes
    url: str


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda data: gzip.compress(data, 1), "bz2": lambda data: bz2.compress(data, 1),
    "xz": lambda data: lzma.compress(data, preset=0), "zst": zstandard.compress,
}


def plain(samples: Sequence[Sample], folder: Path) -> list[Path]:
    """A folder of .html files."""
    folder.mkdir(parents=True, exist_ok=True)
    for sample in samples:
        (folder / f"{sample.name}.html").write_bytes(sample.html)
    return [folder]


def complete(samples: Sequence[Sample], folder: Path) -> list[Path]:
    """Pages as browsers save them complete: the URL in a comment, a folder of companions beside each."""
    folder.mkdir(parents=True, exist_ok=True)
    for sample in samples:
        note = b"<!-- saved from url=(%04d)%s -->\n" % (len(sample.url), sample.url.encode())
        mark = b"\xef\xbb\xbf" if sample.html.startswith(b"\xef\xbb\xbf") else b""
        (folder / f"{sample.name}.html").write_bytes(mark + note + sample.html[len(mark):])
        beside = folder / f"{sample.name}_files"
        beside.mkdir()
        (beside / "frame.html").write_bytes(b"<html><body><p>An advertisement in a frame.</p></body></html>")
        (beside / "logo.png").write_bytes(b"\x89PNG\r\n")
    return [folder]


def single_file(samples: Sequence[Sample], folder: Path) -> list[Path]:
    """Pages as SingleFile saves them: a comment after the <html> tag, pictures inline in their places."""
    folder.mkdir(parents=True, exist_ok=True)
    picture = b"data:image/png;base64," + b"iVBORw0KGgo" * 100_000
    for sample in samples:
        note = f"<!--\n Page saved with SingleFile \n url: {sample.url} \n saved date: Tue Jan 02 2024 10:00:00 GMT+0100 (CET)\n-->"
        place = re.search(rb"<html\b[^>]*>", sample.html, re.IGNORECASE) or re.match(b"\xef\xbb\xbf|", sample.html)
        head, rest = sample.html[: place.end()], sample.html[place.end():]
        rest = re.sub(rb"(<img\b[^>]*?\ssrc=)([\"'])https?://[^\"']*\2", lambda m: m[1] + b'"' + picture + b'"', rest, count=1)
        (folder / f"{sample.name}.html").write_bytes(head + note.encode() + rest)
    return [folder]


def _mhtml(sample: Sample, transfer: str) -> bytes:
    body = {
        "quoted-printable": lambda: quopri.encodestring(sample.html),
        "base64": lambda: base64.encodebytes(sample.html),
        "8bit": lambda: sample.html,
    }[transfer]()
    ends = b"\r\n" if transfer != "8bit" else b"\n"
    lines = [
        b"From: <Saved by Blink>", b"Snapshot-Content-Location: " + sample.url.encode(), b"Subject: A page",
        b"Date: Tue, 2 Jan 2024 09:00:00 -0000", b"MIME-Version: 1.0",
        b'Content-Type: multipart/related;', b'\ttype="text/html";', b'\tboundary="----MultipartBoundary--x1----"', b"", b"",
        b"------MultipartBoundary--x1----", b"Content-Type: text/html", b"Content-ID: <frame-0@mhtml.blink>",
        b"Content-Transfer-Encoding: " + transfer.encode(), b"Content-Location: " + sample.url.encode(), b"", body,
        b"------MultipartBoundary--x1----", b"Content-Type: text/html", b"Content-ID: <frame-1@mhtml.blink>",
        b"Content-Transfer-Encoding: 8bit", b"Content-Location: cid:frame-1@mhtml.blink", b"",
        b"<html><body><p>An advertisement in a frame.</p></body></html>",
        b"------MultipartBoundary--x1----", b"Content-Type: image/png", b"Content-Transfer-Encoding: base64", b"", b"iVBORw0KGgo=",
        b"------MultipartBoundary--x1------", b"",
    ]
    return ends.join(lines)


def mhtml(transfer: str) -> Callable[[Sequence[Sample], Path], list[Path]]:
    """Pages as Chromium saves them in one file."""
    def write(samples: Sequence[Sample], folder: Path) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        for sample in samples:
            (folder / f"{sample.name}.mhtml").write_bytes(_mhtml(sample, transfer))
        return [folder]
    return write


def webarchive(samples: Sequence[Sample], folder: Path) -> list[Path]:
    """Pages as Safari saves them, in binary and in XML property lists."""
    folder.mkdir(parents=True, exist_ok=True)
    for i, sample in enumerate(samples):
        main = {"WebResourceData": sample.html, "WebResourceURL": sample.url, "WebResourceMIMEType": "text/html"}
        archive = {"WebMainResource": main, "WebSubresources": [], "WebSubframeArchives": []}
        form = plistlib.FMT_BINARY if i % 2 else plistlib.FMT_XML
        (folder / f"{sample.name}.webarchive").write_bytes(plistlib.dumps(archive, fmt=form))
    return [folder]


def maff(samples: Sequence[Sample], folder: Path) -> list[Path]:
    """One MAFF file with a folder for each page."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / "tabs.maff", "w", zipfile.ZIP_DEFLATED) as archive:
        for i, sample in enumerate(samples):
            url = sample.url.replace("&", "&amp;")
            archive.writestr(f"17000{i}/index.rdf", (
                '<?xml version="1.0"?><RDF:RDF><RDF:Description RDF:about="urn:root">'
                f'<MAF:originalurl RDF:resource="{url}"/><MAF:title RDF:resource="A page"/>'
                '<MAF:archivetime RDF:resource="Tue, 02 Jan 2024 10:00:00 +0100"/>'
                '<MAF:indexfilename RDF:resource="page.html"/></RDF:Description></RDF:RDF>'
            ))
            archive.writestr(f"17000{i}/page.html", sample.html)
            archive.writestr(f"17000{i}/page_files/frame.html", "<p>An advertisement in a frame.</p>")
    return [folder / "tabs.maff"]


def _response(sample: Sample, coding: str) -> bytes:
    body, fields = sample.html, b"Content-Type: text/html\r\n"
    if coding == "gzip":
        body, fields = gzip.compress(body), fields + b"Content-Encoding: gzip\r\n"
    if coding == "br":
        import brotli

        body, fields = brotli.compress(body, quality=1), fields + b"Content-Encoding: br\r\n"
    if coding == "chunked":
        pieces = [body[i:i + 4000] for i in range(0, len(body), 4000)]
        body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
        fields += b"Transfer-Encoding: chunked\r\n"
    return b"HTTP/1.1 200 OK\r\n" + fields + b"\r\n" + body


def warc_record(sample: Sample, number: int, coding: str = "") -> bytes:
    """One response record."""
    block = _response(sample, coding)
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {sample.url}\r\nWARC-Date: 2024-01-02T09:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def warc_bytes(samples: Sequence[Sample], packing: str = "", coding: str | None = None) -> bytes:
    """A WARC file, each record packed by itself, the responses encoded in turn as servers do."""
    codings = ["", "gzip", "chunked", "br"] if coding is None else [coding]
    info = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\nContent-Length: 4\r\n\r\na: b\r\n\r\n"
    records = [info, *(warc_record(sample, i, codings[i % len(codings)]) for i, sample in enumerate(samples))]
    return b"".join(PACKERS[packing](record) if packing else record for record in records)


def warc(packing: str) -> Callable[[Sequence[Sample], Path], list[Path]]:
    """One WARC file, plain or packed."""
    def write(samples: Sequence[Sample], folder: Path) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / (f"crawl.warc.{packing}" if packing else "crawl.warc")
        path.write_bytes(warc_bytes(samples, packing))
        return [path]
    return write


def wacz(samples: Sequence[Sample], folder: Path) -> list[Path]:
    """A WACZ with two WARC files inside."""
    folder.mkdir(parents=True, exist_ok=True)
    half = len(samples) // 2
    with zipfile.ZipFile(folder / "crawl.wacz", "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n')
        archive.writestr("archive/a.warc.gz", warc_bytes(samples[:half], "gz"))
        archive.writestr("archive/b.warc.gz", warc_bytes(samples[half:], "gz"))
    return [folder / "crawl.wacz"]


def _text(sample: Sample) -> str | None:
    try:
        return sample.html.decode("utf-8")
    except UnicodeDecodeError:
        return None             # such a page cannot stand in JSON as it is


def json_lines(packing: str) -> Callable[[Sequence[Sample], Path], list[Path]]:
    """JSON lines, plain or packed."""
    def write(samples: Sequence[Sample], folder: Path) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / ("pages.jsonl" + (f".{packing}" if packing else ""))
        lines = "".join(json.dumps({"url": s.url, "html": _text(s)}) + "\n" for s in samples).encode()
        path.write_bytes(PACKERS[packing](lines) if packing else lines)
        return [path]
    return write


def parquet(samples: Sequence[Sample], folder: Path) -> list[Path]:
    """A Parquet file with a binary and a text column for the pages in turn."""
    import pyarrow
    from pyarrow import parquet as writer

    folder.mkdir(parents=True, exist_ok=True)
    writer.write_table(pyarrow.table({
        "url": [s.url for s in samples], "html": pyarrow.array([s.html for s in samples], pyarrow.binary()),
    }), folder / "pages.parquet", row_group_size=50)
    return [folder / "pages.parquet"]


def separated(samples: Sequence[Sample], folder: Path) -> list[Path]:
    """A CSV file as spreadsheets write it, with a mark at its beginning and semicolons."""
    folder.mkdir(parents=True, exist_ok=True)
    cells = io.StringIO(newline="")
    writer = csv.writer(cells, delimiter=";")
    writer.writerow(["id", "url", "html"])
    writer.writerows((i, sample.url, sample.html.decode("latin-1")) for i, sample in enumerate(samples))
    (folder / "pages.csv").write_bytes(b"\xef\xbb\xbf" + cells.getvalue().encode("latin-1"))
    return [folder / "pages.csv"]


def har(samples: Sequence[Sample], folder: Path) -> list[Path]:
    """What a browser's network recorder exports, a picture and a redirect among the pages."""
    folder.mkdir(parents=True, exist_ok=True)

    def entry(url: str, status: int, content: dict[str, str]) -> dict[str, object]:
        return {"startedDateTime": "2024-01-02T09:00:00.000Z", "request": {"url": url}, "response": {"status": status, "content": content}}

    entries = [entry("https://example.org/logo.png", 200, {"mimeType": "image/png", "text": "iVBORw0KGgo=", "encoding": "base64"})]
    entries += [entry("https://example.org/old", 301, {"mimeType": "text/html", "text": "<h1>Moved</h1>"})]
    for number, sample in enumerate(samples):
        text, plain = _text(sample), {"mimeType": "text/html; charset=utf-8"}
        packed = {**plain, "text": base64.b64encode(sample.html).decode(), "encoding": "base64"}
        entries.append(entry(sample.url, 200, {**plain, "text": text} if text and number % 2 else packed))
    (folder / "session.har").write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}, indent=2))
    return [folder / "session.har"]


def arc(packing: str) -> Callable[[Sequence[Sample], Path], list[Path]]:
    """One ARC file, plain or packed record by record, a name looked up and a redirect among the pages."""
    def record(url: str, kind: str, block: bytes) -> bytes:
        return f"{url} 192.0.2.1 20240102090000 {kind} {len(block)}\n".encode() + block + b"\n"

    def write(samples: Sequence[Sample], folder: Path) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        about = b"1 0 Crawler\nURL IP-address Archive-date Content-type Archive-length\n"
        records = [record("filedesc://crawl.arc", "text/plain", about), record("dns:example.org", "text/dns", b"20240102090000")]
        records += [record("https://example.org/old", "text/html", b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n<p>Moved.")]
        records += [record(sample.url, "text/html", _response(sample, "")) for sample in samples]
        path = folder / ("crawl.arc" + (f".{packing}" if packing else ""))
        path.write_bytes(b"".join(PACKERS[packing](each) if packing else each for each in records))
        return [path]
    return write


def zipped(samples: Sequence[Sample], folder: Path) -> list[Path]:
    """A zip of a folder of pages saved complete."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / "pages.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for sample in samples:
            archive.writestr(f"pages/{sample.name}_files/frame.html", "<p>An advertisement in a frame.</p>")
            archive.writestr(f"pages/{sample.name}.html", sample.html)
    return [folder / "pages.zip"]


def tarred(packing: str) -> Callable[[Sequence[Sample], Path], list[Path]]:
    """A tar of a folder of pages saved complete, companions before their page."""
    def write(samples: Sequence[Sample], folder: Path) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w") as archive:
            for sample in samples:
                for name, data in ((f"pages/{sample.name}_files/frame.html", b"<p>An ad.</p>"), (f"pages/{sample.name}.html", sample.html)):
                    info = tarfile.TarInfo(name)
                    info.size = len(data)
                    archive.addfile(info, io.BytesIO(data))
        path = folder / ("pages.tar" + (f".{packing}" if packing else ""))
        path.write_bytes(PACKERS[packing](buffer.getvalue()) if packing else buffer.getvalue())
        return [path]
    return write


def packed(packing: str) -> Callable[[Sequence[Sample], Path], list[Path]]:
    """A folder of single pages, each packed."""
    def write(samples: Sequence[Sample], folder: Path) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        for sample in samples:
            (folder / f"{sample.name}.html.{packing}").write_bytes(PACKERS[packing](sample.html))
        return [folder]
    return write


def texts(packing: str = "") -> Callable[[Sequence[Sample], Path], list[Path]]:
    """A folder of texts that something else extracted, plain or packed."""
    def write(samples: Sequence[Sample], folder: Path) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        for sample in samples:
            name = f"{sample.name}.txt" + (f".{packing}" if packing else "")
            (folder / name).write_bytes(PACKERS[packing](sample.html) if packing else sample.html)
        return [folder]
    return write


def text_rows(samples: Sequence[Sample], folder: Path) -> list[Path]:
    """JSON lines with extracted text."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps({"url": sample.url, "text": _text(sample)}) + "\n" for sample in samples)
    (folder / "texts.jsonl").write_text("".join(lines), encoding="utf-8")
    return [folder / "texts.jsonl"]


def text_parquet(samples: Sequence[Sample], folder: Path) -> list[Path]:
    """A Parquet file with a column of extracted text."""
    import pyarrow
    from pyarrow import parquet as writer

    folder.mkdir(parents=True, exist_ok=True)
    writer.write_table(pyarrow.table({"text": [_text(sample) for sample in samples]}), folder / "texts.parquet")
    return [folder / "texts.parquet"]


def zipped_texts(samples: Sequence[Sample], folder: Path) -> list[Path]:
    """A zip of extracted texts."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / "texts.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for sample in samples:
            archive.writestr(f"texts/{sample.name}.txt", sample.html)
    return [folder / "texts.zip"]


TEXT_CONTAINERS: dict[str, Callable[[Sequence[Sample], Path], list[Path]]] = {
    **{f"txt_{packing}": texts(packing) for packing in PACKERS}, "txt_zip": zipped_texts, "text_json_lines": text_rows,
    "text_parquet": text_parquet,
}
CONTAINERS: dict[str, Callable[[Sequence[Sample], Path], list[Path]]] = {
    "csv": separated, "har": har, "arc": arc(""), "arc_gz": arc("gz"),
    "complete": complete, "single_file": single_file,
    "mhtml_quoted_printable": mhtml("quoted-printable"), "mhtml_base64": mhtml("base64"), "mhtml_8bit": mhtml("8bit"),
    "webarchive": webarchive, "maff": maff, "warc": warc(""), "warc_gz": warc("gz"), "warc_zst": warc("zst"), "wacz": wacz,
    "json_lines": json_lines(""), "json_lines_zst": json_lines("zst"), "parquet": parquet,
    "zip": zipped, "tar": tarred(""), "tar_gz": tarred("gz"), "tar_xz": tarred("xz"),
    **{f"html_{packing}": packed(packing) for packing in PACKERS},
}
