"""Every container gives back the pages that were put into it, with what it knows of them."""

from __future__ import annotations

import email.message
import gzip
import html
import io
import json
import plistlib
import re
import tarfile
import zipfile
from pathlib import Path

import pytest
from containers import CONTAINERS, PACKERS, Sample, mhtml, warc_bytes, warc_record

from cleaner.model import Page
from cleaner.sources import Failure, Reading, pages
from cleaner.sources.http import Response

MARKED = frozenset({"complete", "single_file"})         # these savers write into the page
WITHOUT_URL = frozenset({"zip", "tar", "tar_gz", "tar_xz", "html_gz", "html_bz2", "html_xz", "html_zst"})
SAMPLES = [
    Sample(
        f"Page {i}", (
            "<!doctype html><html><head><meta charset=utf-8><title>Zăpadă</title></head>"
            f"<body><p>Snow {i} fell on the pass, = and \u2028 şi ţăranii.\r\nSecond line.</p></body></html>"
        ).encode(), f"https://example.org/story/{i}?a=1&b=2",
    ) for i in range(9)
]


def read(*inputs: Path | str, **reading: object) -> list[Page | Failure]:
    return list(pages([str(path) for path in inputs], Reading(**reading)))  # type: ignore[arg-type]


def html_of(found: Page | Failure) -> bytes:
    assert isinstance(found, Page), found
    return found.html if isinstance(found.html, bytes) else found.html.encode()


@pytest.mark.parametrize("container", sorted(CONTAINERS))
def test_pages_come_back_whole_and_in_order(tmp_path: Path, container: str) -> None:
    found = read(*CONTAINERS[container](SAMPLES, tmp_path))
    if container in MARKED:
        assert all(b"ranii.\r\nSecond line.</p>" in html_of(page) for page in found)
    else:
        assert [html_of(page) for page in found] == [sample.html for sample in SAMPLES]
    urls = [page.url for page in found if isinstance(page, Page)]
    assert urls == [None if container in WITHOUT_URL else sample.url for sample in SAMPLES]
    assert len({page.id for page in found}) == len(SAMPLES)


@pytest.mark.parametrize("packing", sorted(PACKERS))
@pytest.mark.parametrize("container", sorted(CONTAINERS))
def test_any_container_may_be_packed_once_more(tmp_path: Path, container: str, packing: str) -> None:
    plain, again = tmp_path / "plain", tmp_path / "again"
    CONTAINERS[container](SAMPLES[:3], plain)
    for file in [path for path in plain.rglob("*") if path.is_file()]:
        place = again / file.relative_to(plain)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.with_name(f"{place.name}.{packing}").write_bytes(PACKERS[packing](file.read_bytes()))
    assert [html_of(page) for page in read(again)] == [html_of(page) for page in read(plain)]


@pytest.mark.parametrize("container", ["wacz", "maff"])
def test_an_archive_of_saved_pages_is_told_by_what_it_holds(tmp_path: Path, container: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = CONTAINERS[container](SAMPLES, tmp_path)
    renamed = path.rename(tmp_path / "renamed.zip")
    assert [html_of(page) for page in read(renamed)] == [sample.html for sample in SAMPLES]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(renamed.read_bytes())))
    assert [html_of(page) for page in read("-")] == [sample.html for sample in SAMPLES]


@pytest.mark.parametrize("container", ["single_file", "mhtml_base64", "maff", "warc_gz", "wacz"])
def test_the_time_of_saving_is_kept(tmp_path: Path, container: str) -> None:
    found = read(*CONTAINERS[container](SAMPLES, tmp_path))
    assert {page.saved_at for page in found if isinstance(page, Page)} <= {
        "2024-01-02T10:00:00+01:00", "2024-01-02T09:00:00+00:00",
    }


def test_mhtml_root_is_the_part_that_the_headers_name(tmp_path: Path) -> None:
    message = email.message.EmailMessage()
    message["Snapshot-Content-Location"] = "https://example.org/b"
    message.make_related()
    for place, text in (("https://ads.example/a", "An ad."), ("https://example.org/b", "Snow fell.")):
        message.add_related(f"<p>{text}</p>", subtype="html", headers=[f"Content-Location: {place}"])
    (tmp_path / "a.mht").write_bytes(bytes(message))
    (found,) = read(tmp_path)
    assert html_of(found).strip() == b"<p>Snow fell.</p>"
    assert isinstance(found, Page)
    assert (found.url, found.charset) == ("https://example.org/b", "utf-8")


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", b"\xef\xbb\xbf\n"])
def test_what_an_editor_puts_before_the_headers_of_a_saved_page_is_stepped_over(tmp_path: Path, before: bytes) -> None:
    (path,) = mhtml("quoted-printable")(SAMPLES[:1], tmp_path)[0].iterdir()
    for name in ("a.mht", "a"):
        (tmp_path / name).write_bytes(before + path.read_bytes())
        (found,) = read(tmp_path / name)
        assert html_of(found) == SAMPLES[0].html


def test_of_a_frameset_the_largest_frame_is_the_page(tmp_path: Path) -> None:
    frame = {"WebMainResource": {"WebResourceData": b"<p>Snow fell on the pass.", "WebResourceURL": "https://example.org/f"}}
    small = {"WebMainResource": {"WebResourceData": b"<p>Menu"}}
    root = {"WebResourceData": b"<FRAMESET><frame src=f>", "WebResourceURL": "https://example.org/"}
    archive = {"WebMainResource": root, "WebSubframeArchives": [small, frame]}
    (tmp_path / "a.webarchive").write_bytes(plistlib.dumps(archive))
    (found,) = read(tmp_path)
    assert html_of(found) == b"<p>Snow fell on the pass."


STORY = "<html><body>" + "<p>Snow fell on the pass, and the road to it stays closed until Friday.</p>" * 20
ADVERTISEMENT = "<html><body><p>Skis from last winter, as good as new.</p></body></html>"


def framed(outer: str, *frames: str) -> bytes:
    """A page saved as one file by a browser, with frames beside it."""
    parts = "".join(f"------x\r\nContent-Type: text/html\r\n\r\n{html}\r\n" for html in (outer, *frames))
    head = 'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----x"\r\n\r\n'
    return f"{head}{parts}------x--\r\n".encode()


@pytest.mark.parametrize(
    ("outer", "frames", "meant"),
    [
        ("<div>Captured on 6 March</div><iframe src=cid:1></iframe>", [ADVERTISEMENT, STORY], STORY),
        ("<div>Please wait</div><iframe src=cid:1></iframe>", [ADVERTISEMENT], None),
        (STORY.replace("Snow", "Rain"), [STORY * 2], None), ("<p>Six lines.", [], None),
    ],
)
def test_a_page_shown_in_a_frame_is_the_page(tmp_path: Path, outer: str, frames: list[str], meant: str | None) -> None:
    (tmp_path / "a.mhtml").write_bytes(framed(outer, *frames))
    (inner,) = read(tmp_path / "a.mhtml")
    assert html_of(inner).strip() == (meant or outer).encode()
    inline = outer + "".join(f'<iframe title=x srcdoc="{html.escape(frame)}"></iframe>' for frame in frames)
    (tmp_path / "b.html").write_text(inline)
    (inner,) = read(tmp_path / "b.html")
    assert html_of(inner) == (meant or inline).encode()


DEPTH = 3000                    # each array holds the next; then where each stands, and the trailer that tells
NESTED = (
    b"bplist00" + b"".join(b"\xa1" + i.to_bytes(2, "big") for i in range(1, DEPTH)) + b"\xa0"
    + b"".join((8 + 3 * i).to_bytes(2, "big") for i in range(DEPTH)) + bytes(6) + b"\x02\x02"
    + DEPTH.to_bytes(8, "big") + bytes(8) + (8 + 3 * (DEPTH - 1) + 1).to_bytes(8, "big")
)


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("a.mht", b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nx", "not_html"),
        ("a.webarchive", b"bplist00garbage", "unreadable"),
        ("a.webarchive", NESTED, "unreadable"),
        ("b.webarchive", plistlib.dumps({"a": 1}), "not_html"),
        ("a.zip", b"PK\x03\x04 cut short", "unreadable"),
        ("a.jsonl", b"  \n \n", "not_html"),
        ("a.json", b"[1, 2", "unreadable"),
        ("a.json", b"[]", "not_html"),
        ("a.parquet", b"PAR1 no footer", "unreadable"),
        ("a.csv", b"link,body\n1,2\n", "unreadable"),
        ("a.csv", "url,html\n1,2\n".encode("utf-16"), "unreadable"),
        ("a.jsonl", '{"html": "<p>Snow."}\n{"html": "<p>Rain."}\n'.encode("utf-16"), "unreadable"),
        ("a.har", b'{"log": {"entries": 1}}', "not_html"),
        ("a.har", b'{"log": {', "unreadable"),
        ("a", b'{\n "title": "Snow",\n "pages": []\n}', "unreadable"),
        ("a.arc", b"filedesc://a.arc 0.0.0.0 20240102 text/plain 99\n1 0", "unreadable"),
        ("a.warc", b"WARC/1.0\r\nContent-Le", "unreadable"),
        ("a.warc", warc_bytes([]), "not_html"),
    ],
)
def test_a_container_that_gives_nothing_gives_one_failure(tmp_path: Path, name: str, data: bytes, status: str) -> None:
    (tmp_path / name).write_bytes(data)
    (found,) = read(tmp_path)
    assert isinstance(found, Failure)
    assert found.status == status
    assert "\n" not in found.message


def test_rows_have_named_fields_and_bad_rows_are_failures_in_their_place(tmp_path: Path) -> None:
    rows = [
        {"body": "<p>Snow.</p>", "link": "https://example.org/1"}, {"plain": "Snow fell."}, {"other": 1},
        {"body": "", "plain": ""}, [1], {"body": "\ud800<p>Rain.</p>"},
    ]
    lines = [json.dumps(row) for row in rows]
    (tmp_path / "a.jsonl").write_text("\n".join([*lines[:2], "", "{broken", *lines[2:]]))
    found = read(tmp_path, html_field="body", url_field="link", text_field="plain")
    assert [page.id.rpartition("#")[2] for page in found] == ["1", "2", "4", "5", "6", "7", "8"]
    assert [page.status if isinstance(page, Failure) else page.html for page in found] == [
        "<p>Snow.</p>", "Snow fell.", "unreadable", "unreadable", "not_html", "unreadable", "\ud800<p>Rain.</p>",
    ]


def test_rows_without_the_fields_tell_which_they_have(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"content": "<p>Snow.</p>", "link": ""}\n')
    (tmp_path / "b.csv").write_text("link\tcontent\n1\t<p>Snow.</p>\n2\t<p>Rain.</p>\n")
    row, table = read(tmp_path)
    assert isinstance(row, Failure)
    assert "there are: 'content', 'link'; --html-field" in row.message
    assert isinstance(table, Failure)
    assert "there are: 'link', 'content'; --html-field" in table.message


def test_a_row_with_nothing_in_its_field_is_empty(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"html": null}\n{"html": ""}\n{"html": 1}\n')
    assert [page.status for page in read(tmp_path) if isinstance(page, Failure)] == ["not_html", "not_html", "unreadable"]


def test_cells_of_a_csv_file_keep_their_charset_and_a_broken_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b'html,url\n"<p>Z\xe3pad\xe3, ""alb\xe3""</p>", https://example.org/1 \n\n"<p>Rain')
    page, failure = read(tmp_path)
    assert (html_of(page), isinstance(page, Page) and page.url) == (b'<p>Z\xe3pad\xe3, "alb\xe3"</p>', "https://example.org/1")
    assert isinstance(failure, Failure)
    assert failure.message.startswith("damaged after row 1")


def test_a_json_file_is_an_object_a_list_or_json_lines(tmp_path: Path) -> None:
    row = {"html": "<p>Snow.</p>"}
    for name, text in (("1.json", json.dumps(row)), ("2.json", json.dumps([row, row], indent=1)), ("3.json", f"{json.dumps(row)}\n" * 3)):
        (tmp_path / name).write_text(text)
    assert [Path(page.id).name for page in read(tmp_path)] == [
        "1.json", "2.json#1", "2.json#2", "3.json#1", "3.json#2", "3.json#3",
    ]


def test_an_endless_line_costs_its_row_alone(tmp_path: Path) -> None:
    row = json.dumps({"html": "<p>Snow.</p>"})
    (tmp_path / "a.jsonl").write_text(f"{row}\n{'x' * 100_000}\n{row}\n")
    found = read(tmp_path, max_held_bytes=10_000)
    assert [type(page).__name__ for page in found] == ["Page", "Failure", "Page"]


def test_packed_rows_cut_short_give_what_was_whole(tmp_path: Path) -> None:
    rows = "".join(json.dumps({"html": f"<p>Snow {i}.</p>" * 50}) + "\n" for i in range(400)).encode()
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(rows)[:-200])
    *rest, last = read(tmp_path)
    assert rest
    assert all(isinstance(page, Page) for page in rest)
    assert isinstance(last, Failure)


def test_a_list_in_parquet_keeps_text_and_bytes_apart(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = {"html": ["<p>Zăpadă.</p>", None, None], "text": [None, "Snow fell.", None], "other": [1, 2, 3]}
    parquet.write_table(pyarrow.table(table), tmp_path / "a.parquet")
    first, second, third = read(tmp_path)
    assert isinstance(first, Page)
    assert (html_of(first), first.charset) == ("<p>Zăpadă.</p>".encode(), "utf-8")
    assert isinstance(second, Page)
    assert second.text_only
    assert isinstance(third, Failure)


@pytest.mark.parametrize("packing", ["", "gz", "zst"])
def test_a_warc_damaged_amid_loses_that_record_alone(tmp_path: Path, packing: str) -> None:
    records = [warc_bytes([sample], packing, "gzip") for sample in SAMPLES]
    broken = bytearray(records[4])
    broken[:40] = b"\xff" * 40
    (tmp_path / "a.warc").write_bytes(records[3] + bytes(broken) + b"".join(records[5:]))
    (tmp_path / "b.warc").write_bytes(b"".join(records)[:-60])
    found = read(tmp_path / "a.warc")
    assert [html_of(page) for page in found if isinstance(page, Page)][-4:] == [sample.html for sample in SAMPLES[5:]]
    assert [page.status for page in found if isinstance(page, Failure)] == ["unreadable"]
    cut = read(tmp_path / "b.warc")
    assert [html_of(page) for page in cut if isinstance(page, Page)] == [sample.html for sample in SAMPLES[:-1]]
    assert [page.status for page in cut if isinstance(page, Failure)] == ["unreadable"]


@pytest.mark.parametrize("status", [b"\xb2", b"2" * 5000, b"\xb2\xb0\xb0", b"2000"])
def test_a_response_with_a_nonsense_status_costs_its_neighbours_nothing(tmp_path: Path, status: bytes) -> None:
    odd = warc_record(SAMPLES[0], 1).replace(b"200 OK", status + b" OK")
    before = int(odd.split(b"Content-Length: ")[1].split(b"\r")[0])
    odd = odd.replace(b"Content-Length: %d" % before, b"Content-Length: %d" % (before + len(status) - 3), 1)
    (tmp_path / "a.warc").write_bytes(odd + warc_record(SAMPLES[1], 2))
    assert [html_of(page) for page in read(tmp_path)][-1] == SAMPLES[1].html


def test_of_a_warc_only_pages_are_inputs(tmp_path: Path) -> None:
    page = warc_record(SAMPLES[0], 1)
    image = page.replace(b"Content-Type: text/html", b"Content-Type: image/png")
    moved = page.replace(b"200 OK", b"302 OK")
    request = page.replace(b"WARC-Type: response", b"WARC-Type: request ")
    (tmp_path / "a.warc").write_bytes(image + moved + request + page)
    (found,) = read(tmp_path)
    assert isinstance(found, Page)
    assert found.source.endswith("a.warc <urn:uuid:00000000-0000-0000-0000-000000000001>")


def test_the_charset_of_the_http_header_is_handed_on(tmp_path: Path) -> None:
    plain = warc_record(Sample("a", "<p>Zăpadă.".encode("iso-8859-2", "replace"), "https://example.org/"), 1)
    block = plain.replace(b"text/html\r\n", b'text/html; charset="ISO-8859-2"\r\n')
    length = len(block) - len(plain)
    before = int(plain.split(b"Content-Length: ")[1].split(b"\r")[0])
    (tmp_path / "a.warc").write_bytes(block.replace(b"Content-Length: %d" % before, b"Content-Length: %d" % (before + length)))
    (found,) = read(tmp_path)
    assert isinstance(found, Page)
    assert found.charset == "ISO-8859-2"


def test_the_status_of_a_response_is_handed_on(tmp_path: Path) -> None:
    gone = warc_record(SAMPLES[0], 0).replace(b"200 OK", b"404 No", 1)
    (tmp_path / "a.warc").write_bytes(gone + warc_record(SAMPLES[1], 1))
    assert [page.http_status for page in read(tmp_path) if isinstance(page, Page)] == [404, 200]


def test_encodings_that_a_recorder_undid_are_left_alone() -> None:
    for field in (b"Content-Encoding: gzip", b"Content-Encoding: br", b"Content-Encoding: deflate", b"Transfer-Encoding: chunked"):
        response = Response(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + field + b"\r\n\r\n<html><p>Snow.")
        assert response.page(1000) == b"<html><p>Snow."


def test_a_warc_comes_through_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(warc_bytes(SAMPLES, "gz"))))
    assert [html_of(page) for page in read("-")] == [sample.html for sample in SAMPLES]


def test_a_zip_comes_through_standard_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (path,) = CONTAINERS["zip"](SAMPLES, tmp_path)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    assert [html_of(page) for page in read("-")] == [sample.html for sample in SAMPLES]


def test_archives_hold_what_they_like(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.html", "<p>Snow.")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../../up.html", "<p>Snow.")
        archive.writestr("inner.zip", inner.getvalue())
        archive.writestr("photo", b"\xff\xd8\xff")
        archive.writestr("style.css", b"p { margin: 0 }")
        archive.writestr("rows.jsonl.gz", gzip.compress(b'{"html": "<p>Snow."}\n'))
        archive.writestr("crawl.warc.gz", warc_bytes(SAMPLES[:2], "gz"))
        archive.writestr("__MACOSX/._up.html", b"\0\5")
        archive.writestr("page.mhtml", mhtml("8bit")(SAMPLES[:1], tmp_path / "m")[0].joinpath("Page 0.mhtml").read_bytes())
    found = read(tmp_path / "a.zip")
    offsets = {page.id: i for i, page in enumerate(page for page in found if "warc" in page.id)}
    members = [re.sub(r"(?<=warc.gz#)\d+", str(offsets.get(page.id)), page.id.partition("#")[2]) for page in found]
    assert list(zip(members, (getattr(page, "status", "") for page in found), strict=True)) == [
        ("../../up.html", ""), ("inner.zip", "not_html"), ("photo", "not_html"), ("rows.jsonl.gz#1", ""),
        ("crawl.warc.gz#0", ""), ("crawl.warc.gz#1", ""), ("page.mhtml", ""),
    ]


def packed_by_single_file() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", '{"title": "Snow"}')
        archive.writestr("index.html", SAMPLES[0].html)
        archive.writestr("frames/0/index.html", "<p>An advertisement in a frame.</p>")
        archive.writestr("images/0.png", b"\x89PNG\r\n")
    return data.getvalue()


@pytest.mark.parametrize("doctype", [b"<!doctype html>", b""])
def test_of_a_page_packed_by_single_file_the_page_is_read(tmp_path: Path, doctype: bytes) -> None:
    note = b"<!--\n Page saved with SingleFile \n url: https://example.org/1 \n saved date: Tue Jan 02 2024 10:00:00 GMT+0100\n-->"
    shell = doctype + b"<html data-sfz><meta charset=utf-8><body hidden><div id=sfz-wait-message>Please wait...</div>" + note
    (tmp_path / "a.html").write_bytes(shell + b"<script>1</script><!-- " + packed_by_single_file() + b" --></body></html>")
    (tmp_path / "b.zip").write_bytes(packed_by_single_file())
    inner, outer = read(tmp_path)
    assert html_of(inner) == html_of(outer) == SAMPLES[0].html
    assert isinstance(inner, Page)
    assert (inner.url, inner.saved_at) == ("https://example.org/1", "2024-01-02T10:00:00+01:00")


def test_a_page_packed_by_single_file_that_is_damaged_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<html data-sfz><body hidden>Please wait..." + packed_by_single_file()[:-40])
    (found,) = read(tmp_path)
    assert isinstance(found, Failure)
    assert found.status == "unreadable"


def test_a_locked_or_damaged_member_costs_itself_alone(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("a.html", "b.html", "c.html"):
            archive.writestr(name, b"<p>Snow fell on the pass.")
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[data.find(b"<p>")] = ord("[")                              # a.html: its checksum fails
    second = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 1)
    data[second + 8] |= 1                                           # b.html: locked
    (tmp_path / "a.zip").write_bytes(data)
    assert [getattr(page, "status", "ok") for page in read(tmp_path / "a.zip")] == ["unreadable", "unreadable", "ok"]


def test_a_tar_cut_short_or_with_a_monstrous_header_ends_in_a_failure(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name in ("a.html", "b.html"):
            info = tarfile.TarInfo(name)
            info.size = 9000
            archive.addfile(info, io.BytesIO(b"<p>Snow. " * 1000))
        monster = tarfile.TarInfo("c.html")
        monster.type, monster.size = tarfile.XHDTYPE, 8 << 30
        archive.fileobj.write(monster.tobuf())  # type: ignore[union-attr]
    (tmp_path / "monster.tar").write_bytes(buffer.getvalue())
    (tmp_path / "short.tar").write_bytes(buffer.getvalue()[:12_000])
    assert [getattr(page, "status", "ok") for page in read(tmp_path / "short.tar")] == ["ok", "unreadable", "unreadable"]
    assert [getattr(page, "status", "ok") for page in read(tmp_path / "monster.tar")] == ["ok", "ok", "unreadable"]
