"""Files, folders, lists and standard input become pages; what is none becomes a failure in its place."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest
import zstandard

from cleaner.model import Page
from cleaner.sources import Failure, Reading, items, pages, weigh
from cleaner.sources.walk import files, listed

HTML = b"<!doctype html><html><body><p>Snow fell on the pass.</p></body></html>"
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstandard.compress,
}


def read(*inputs: Path | str, **reading: object) -> list[Page | Failure]:
    return list(pages([str(path) for path in inputs], Reading(**reading)))  # type: ignore[arg-type]


def only(path: Path | str, **reading: object) -> Page | Failure:
    (found,) = read(path, **reading)
    return found


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.xhtml", "a.shtml", "a", "index.php?id=3"])
def test_a_page_is_its_bytes(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(HTML)
    found = only(tmp_path / name)
    assert isinstance(found, Page)
    assert (found.html, found.text_only) == (HTML, False)
    assert found.id == found.source == str(tmp_path / name)


def test_one_path_is_one_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ab").write_bytes(HTML)
    for inputs in ("ab", Path("ab"), ["ab"], [Path("ab")]):
        assert [found.source for found in pages(inputs)] == ["ab"]
        assert [found.source for found in items(inputs)] == ["ab"]
        assert weigh(inputs) == len(HTML)


@pytest.mark.parametrize("packing", sorted(PACKERS))
def test_a_packed_page_is_the_page(tmp_path: Path, packing: str) -> None:
    (tmp_path / f"a.html.{packing}").write_bytes(PACKERS[packing](HTML))
    found = only(tmp_path / f"a.html.{packing}")
    assert isinstance(found, Page)
    assert found.html == HTML


@pytest.mark.parametrize("packing", sorted(PACKERS))
def test_packed_streams_one_after_the_other_are_one(tmp_path: Path, packing: str) -> None:
    (tmp_path / "a").write_bytes(PACKERS[packing](HTML[:20]) + PACKERS[packing](HTML[20:]))
    found = only(tmp_path / "a")
    assert isinstance(found, Page)
    assert found.html == HTML


@pytest.mark.parametrize("packing", sorted(PACKERS))
def test_a_packed_page_cut_short_is_unreadable(tmp_path: Path, packing: str) -> None:
    (tmp_path / "a.html").write_bytes(PACKERS[packing](HTML + os.urandom(20_000))[:-30])
    found = only(tmp_path / "a.html")
    assert isinstance(found, Failure)
    assert found.status == "unreadable"


def test_packings_nest_but_not_for_ever(tmp_path: Path) -> None:
    (tmp_path / "twice").write_bytes(gzip.compress(lzma.compress(HTML)))
    (tmp_path / "often").write_bytes(gzip.compress(gzip.compress(gzip.compress(gzip.compress(HTML)))))
    often, twice = read(tmp_path)
    assert isinstance(twice, Page)
    assert twice.html == HTML
    assert isinstance(often, Failure)
    assert "more than 3 times" in often.message


@pytest.mark.parametrize("packing", sorted(PACKERS))
def test_a_bomb_is_too_big_and_stays_packed(tmp_path: Path, packing: str) -> None:
    (tmp_path / "a.html").write_bytes(PACKERS[packing](b"<p>" + bytes(40 << 20)))
    found = only(tmp_path / "a.html", max_bytes=1 << 20)
    assert isinstance(found, Failure)
    assert found.status == "too_big"


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.html", b"%PDF-1.7 ...", "PDF"), ("a.jpg", b"\xff\xd8\xff\xe0 JFIF", "JPEG"), ("a.html", b"", "empty"),
        ("a.bin", b"\x01\x02\0\x03", "binary"), ("style.css", b"p { margin: 0 }", "markup"),
        ("feed/index.html", b'<?xml version="1.0"?>\n<!-- by a site -->\n<rss version="2.0"><channel>', "feed"),
        ("feed.xml", b'<feed xmlns="http://www.w3.org/2005/Atom">', "feed"),
        ("a.xml", b'\xef\xbb\xbf<?xml version="1.0"?><urlset>', "sitemap"),
        ("a.enex", b'<?xml version="1.0"?><!DOCTYPE en-export SYSTEM "x.dtd"><en-export><note>', "file a note"),
        ("a.feather", b"ARROW1\0\0<p>", "Arrow"), ("a.bin", b"\x01\0<p>Snow.", "binary"),
        ("cookies.txt", b"# Netscape HTTP Cookie File\n", "cookie"),
        ("clip.md", b"# Snow", "cleaner text"),
        ("a.docx", b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", "Office"),
    ],
)
def test_what_is_no_page_is_said_in_one_line(tmp_path: Path, name: str, data: bytes, word: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(data)
    found = only(tmp_path / name)
    assert isinstance(found, Failure)
    assert found.status == "not_html"
    assert word in found.message
    assert "\n" not in found.message


def test_a_page_without_a_name_may_begin_with_a_long_comment(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(b"\n<!--" + b" snow" * 2000 + b"-->" + HTML)
    assert isinstance(only(tmp_path / "page"), Page)


def test_missing_and_odd_files_are_unreadable(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "nowhere").symlink_to("gone.html")
    found = read(tmp_path, tmp_path / "missing.html", "nul\0byte")
    assert [failure.status for failure in found if isinstance(failure, Failure)] == ["unreadable"] * 5
    assert [failure.message for failure in found if "pipe" in failure.source] == ["a pipe, not a regular file; - reads from standard input"]


def test_text_files_are_text_and_any_input_can_be_taken_as_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Snow fell.")
    (tmp_path / "b.html").write_bytes(b"Snow melted.")
    first, second = read(tmp_path)
    assert isinstance(first, Page)
    assert (first.html, first.text_only) == (b"Snow fell.", True)
    assert isinstance(second, Page)
    assert not second.text_only
    forced = only(tmp_path / "b.html", as_text=True)
    assert isinstance(forced, Page)
    assert forced.text_only


def test_a_folder_is_walked_in_order_of_names(tmp_path: Path) -> None:
    for name in ("b/2.html", "b/1.html", "a.html", "c.html", ".hidden.html", ".git/x.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(HTML)
    assert [Path(page.id).relative_to(tmp_path).as_posix() for page in read(tmp_path)] == [
        "a.html", "b/1.html", "b/2.html", "c.html",
    ]


@pytest.mark.parametrize("ending", ["_files", "-Dateien", "_fichiers", "_файлы", ".files", "_pliki"])
def test_companions_of_a_saved_page_are_no_pages(tmp_path: Path, ending: str) -> None:
    for name in (
        "Snow.html", f"Snow{ending}/frame.html", f"Rain{ending}/page.html", "Snow_archive/old.html", "Ice.html.gz", f"Ice{ending}/a.html",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(HTML)
    assert {Path(page.id).relative_to(tmp_path).as_posix() for page in read(tmp_path)} == {
        "Snow.html", f"Rain{ending}/page.html", "Snow_archive/old.html", "Ice.html.gz",
    }


def test_what_pages_are_made_of_is_left_out_of_a_folder_but_not_of_the_inputs(tmp_path: Path) -> None:
    for name in (
        "logo.PNG", "style.css?ver=6.1", "style.css%3Fver=6.1", "app.js@ver=2", "robots.txt", "a.html", "index.php?img=logo.png",
        "notes.txt", "a.pdf", "desktop.ini", "Thumbs.db",
    ):
        (tmp_path / name).write_bytes(b"<p>Snow.")
    assert [Path(page.id).name for page in read(tmp_path)] == ["a.html", "a.pdf", "index.php?img=logo.png", "notes.txt"]
    assert len(read(tmp_path / "logo.PNG", tmp_path / "robots.txt")) == 2


def test_what_a_mirror_notes_of_itself_is_no_page(tmp_path: Path) -> None:
    for name in ("m/hts-log.txt", "m/cookies.txt", "m/hts-cache/readme.txt", "m/site/index.html", "recipes/cookies.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_bytes(HTML)
    assert [Path(page.id).relative_to(tmp_path).as_posix() for page in read(tmp_path)] == ["m/site/index.html", "recipes/cookies.txt"]


def test_companions_among_inputs_are_no_pages_where_their_page_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("Snow.html", "Snow_files/frame.html", "Rain_files/frame.html"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(HTML)
    shell, found = sorted(os.listdir()), ["./Rain_files/frame.html", "./Snow_files/frame.html", "./Snow.html"]
    assert [page.id for page in read(*shell)] == ["Rain_files/frame.html", "Snow.html"]
    assert [page.id for page in read(*found)] == ["./Rain_files/frame.html", "./Snow.html"]
    assert [page.id for page in read("Snow_files")] == ["Snow_files/frame.html"]
    assert weigh(shell) == 2 * len(HTML)


def test_links_between_folders_lose_and_repeat_nothing(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    for folder in (inside / "deep", outside):
        folder.mkdir(parents=True)
        (folder / "page.html").write_bytes(HTML)
    (inside / "deep" / "up").symlink_to("..")
    (inside / "self").symlink_to(".")
    (inside / "there").symlink_to(outside)
    (inside / "there-again").symlink_to(outside)
    (outside / "back").symlink_to(inside)
    assert [Path(page.id).relative_to(tmp_path).as_posix() for page in read(inside)] == [
        "in/deep/page.html", "in/there/page.html",
    ]


def test_a_link_to_the_root_is_one_to_what_holds_the_folder(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(HTML)
    (tmp_path / "all").symlink_to("/")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "above").symlink_to(tmp_path.parent)
    assert list(islice(files([str(tmp_path)], Reading()), 3)) == [str(tmp_path / "page.html")]


def test_a_walk_leaves_out_what_it_is_told_to(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(HTML)
    (tmp_path / "out.jsonl").write_bytes(b"{}")
    assert len(read(tmp_path, skip=(str(tmp_path / "out.jsonl"),))) == 1


def test_names_with_newlines_and_undecodable_bytes_are_shown_as_unicode(tmp_path: Path) -> None:
    for name in (b"new\nline.html", b"latin-\xe9.html"):
        (tmp_path / os.fsdecode(name)).write_bytes(HTML)
    latin, newline = read(tmp_path)
    assert isinstance(latin, Page)
    assert latin.id.endswith(r"latin-\xe9.html")
    assert newline.id.endswith("new\nline.html")


def test_a_file_that_vanishes_while_it_is_weighed_weighs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.html").write_bytes(HTML)
    monkeypatch.setattr("cleaner.sources.find.files", lambda inputs, reading: iter([str(tmp_path / "a.html"), str(tmp_path / "gone")]))
    assert weigh([str(tmp_path)]) == len(HTML)


def test_standard_input_is_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(HTML))))
    found = only("-")
    assert isinstance(found, Page)
    assert (found.html, found.id) == (HTML, "-")


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\0"])
def test_a_list_of_paths_ends_its_lines_as_it_likes(end: bytes) -> None:
    names = [b"a.html", b"folder/b c.html", "Țară.html".encode()]
    assert list(listed(io.BytesIO(end.join(names) + end))) == ["a.html", "folder/b c.html", "Țară.html"]
    assert list(listed(io.BytesIO(end.join(names)))) == ["a.html", "folder/b c.html", "Țară.html"]


def test_the_saver_says_where_a_page_came_from(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_bytes(
        b"<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://example.org/a?b=1 \n"
        b" saved date: Tue Jan 02 2024 10:00:00 GMT+0100 (Central European Standard Time)\n--><body><p>Snow."
    )
    (tmp_path / "2.html").write_bytes(b"<!-- saved from url=(0022)https://example.org/b/ --><html><p>Snow.")
    (tmp_path / "3.html").write_bytes(
        b'<html data-scrapbook-source="https://example.org/c" data-scrapbook-create="20240102090000123"><p>Snow.'
    )
    (tmp_path / "4.html").write_bytes(
        b'<html><head><meta name="savepage-url" content="https://example.org/d?a=1&amp;b=2"><meta name="savepage-title" content="x">'
        b'<meta name="savepage-date" content="Tue Jan 02 2024 10:00:00 GMT+0100 (Central European Standard Time)"></head><p>Snow.'
    )
    (tmp_path / "5.html").write_bytes(b"<!-- Saved from https://example.org/e at 2024-01-02T09:00:00Z using monolith v2.8.1 -->\n<p>Snow.")
    (tmp_path / "6.html").write_bytes(
        b"<html>\n<!-- Mirrored from example.org/f by HTTrack Website Copier/3.x [XR&CO'2014], Tue, 02 Jan 2024 09:00:00 GMT --><p>Snow."
    )
    assert [(page.url, page.saved_at) for page in read(tmp_path) if isinstance(page, Page)] == [
        ("https://example.org/a?b=1", "2024-01-02T10:00:00+01:00"),
        ("https://example.org/b/", None),
        ("https://example.org/c", "2024-01-02T09:00:00+00:00"),
        ("https://example.org/d?a=1&b=2", "2024-01-02T10:00:00+01:00"),
        ("https://example.org/e", "2024-01-02T09:00:00+00:00"),
        ("http://example.org/f", "2024-01-02T09:00:00+00:00"),
    ]


def test_inline_pictures_are_cut_before_the_page_is_weighed(tmp_path: Path) -> None:
    picture = b'<img src="data:image/png;base64,' + b"A" * (40 << 20) + b'">'
    (tmp_path / "a.html").write_bytes(b"<p>Snow." + picture + b"<p>Rain.")
    (tmp_path / "b.html").write_bytes(b"<p>Snow.</p>" * (3 << 20))
    cut, whole = read(tmp_path)
    assert isinstance(cut, Page)
    assert cut.html == b'<p>Snow.<img src="data:,"><p>Rain.'
    assert isinstance(whole, Failure)
    assert whole.status == "too_big"
