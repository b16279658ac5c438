"""The command line: where what is written goes, and what is never written over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Cli

TEXT = "Stanovnici sela mogu od ponedjeljka ponovno pješice prijeći rijeku, nakon sedam godina čekanja, rekao je načelnik."


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_rows_are_never_written_over_themselves(cli: Cli, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"body": TEXT}) + "\n", encoding="utf-8")
    before = rows.read_bytes()
    ran = cli("text", "--field", "body", rows, "-o", rows)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("choose another place\n")
    assert rows.read_bytes() == before


@pytest.mark.parametrize("arguments", [
    ["clean", "no.html"], ["clean", "no.html", "no.htm", "-f", "json"], ["text", "no.txt"], ["text", "--field", "body", "no.jsonl"],
])
def test_where_nothing_is_cleaned_nothing_is_written(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "keep.md").write_text("# An older page\n")
    ran = cli(*arguments, "-o", "keep.md")
    assert ran.code == 3
    assert (tmp_path / "keep.md").read_text() == "# An older page\n"
    assert cli(*arguments).out == ""


def test_a_page_without_an_article_leaves_nothing_of_an_older_one(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "shell.html").write_text("<html><body><div id=root></div><script src=/app.js></script></body></html>")
    (tmp_path / "out.txt").write_text("An older page\n")
    assert cli("clean", tmp_path / "shell.html", "-o", tmp_path / "out.txt").code == 1
    assert (tmp_path / "out.txt").read_bytes() == b""


def test_several_pages_are_one_array(cli: Cli, sample: Path) -> None:
    ran = cli("clean", sample, sample, "-f", "json")
    assert [page["source"] for page in json.loads(ran.out)] == [str(sample)] * 2


def test_no_rows_give_a_file_of_no_rows(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").touch()
    assert cli("text", "--field", "body", tmp_path / "none.jsonl", "-o", tmp_path / "out.jsonl").code == 0
    assert (tmp_path / "out.jsonl").read_bytes() == b""


@pytest.mark.parametrize("arguments", [
    ["clean", "a.html", "-o", "art.jsonl.gz"], ["clean", "pages", "-o", "art.jsonl.gz"], ["clean", "a.html", "-f", "json", "-o", "art.zst"],
    ["clean", "pages", "-o", "art.docx"], ["clean", "a.html", "-o", "art.pdf"], ["text", "a.txt", "-o", "art.xz"],
    ["text", "--field", "body", "a.jsonl", "-o", "rows.jsonl.gz"], ["batch", "pages", "-o", "-"],
])
def test_an_ending_that_is_not_written_is_refused(
    cli: Cli, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    for name in ("a.html", "pages/a.html"):
        (tmp_path / name).write_bytes(sample.read_bytes())
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(json.dumps({"body": TEXT}), encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    ran = cli(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_a_named_format_goes_into_any_file(cli: Cli, sample: Path, tmp_path: Path) -> None:
    assert cli("clean", sample, sample, "-f", "jsonl", "-o", tmp_path / "pages.log").code == 0
    assert len(lines((tmp_path / "pages.log").read_text(encoding="utf-8"))) == 2


@pytest.mark.parametrize("arguments", [["clean"], ["text"], ["text", "--field", "body"]])
def test_a_dash_is_standard_output(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    source = json.dumps({"body": TEXT}) if "--field" in arguments else f"<p>{TEXT}</p>" if "clean" in arguments else TEXT
    ran = cli(*arguments, "-", "-o", "-", stdin=source.encode())
    assert TEXT in ran.out
    assert list(tmp_path.iterdir()) == []


def test_records_of_live_pages_are_printed_for_a_dash(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = cli("fetch", "http://127.0.0.1:9/", "-o", "-", "-q")
    assert [row["status"] for row in lines(ran.out)] == ["not_fetched"]
    assert list(tmp_path.iterdir()) == []


def test_several_pages_are_one_html_document(cli: Cli, sample: Path, tmp_path: Path) -> None:
    cli("clean", sample, sample, "-o", tmp_path / "both.html")
    written = (tmp_path / "both.html").read_text(encoding="utf-8")
    assert written.startswith('<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n')
    assert [written.count(mark) for mark in ("<!doctype", "<body>", "<article", "</article>", "</body>\n</html>\n")] == [1, 1, 2, 2, 1]
    assert written.endswith("</body>\n</html>\n")
    only = cli("clean", sample, sample, "-f", "html", "-p", "title").out
    assert "<" not in only


@pytest.mark.parametrize("arguments", [
    ["clean", "-f", "text", "--front-matter"], ["clean", "--front-matter"], ["clean", "-o", "out.json", "--front-matter"],
    ["clean", "-f", "markdown", "-p", "title", "--front-matter"],
])
def test_front_matter_goes_with_markdown(
    cli: Cli, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = cli(*arguments, sample)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "cleaner: --front-matter goes with Markdown: -f markdown, or an output that ends in .md\n"
    assert cli("clean", sample, "--front-matter", "-o", "out.md").code == 0
    assert cli("clean", sample, "--front-matter", "-f", "markdown", "-o", "folder/").code == 0
    assert (tmp_path / "out.md").read_text(encoding="utf-8").startswith("---\n")


@pytest.mark.parametrize("option", [["--split", 2], ["--name", "{id}.md"], ["--overwrite"], ["--retry-failed"]])
def test_what_printed_records_cannot_have_is_refused(cli: Cli, option: list[object]) -> None:
    ran = cli("fetch", "http://127.0.0.1:9/", *option)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"cleaner: {option[0]} goes with an output")
