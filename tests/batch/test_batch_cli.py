"""`cleaner batch` as a person runs it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Cli
from terminal import on_terminal

from cleaner.cli.batch_options import limits, size
from cleaner.errors import UsageError

STORY = (
    "<html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>"
    "<p>The council met on Tuesday and agreed to repair bridge number {i} before the winter comes, the mayor said.</p>"
    "<p>Work on the {title} begins in October and will take three weeks, during which a ferry carries people across.</p>"
    "</article></body></html>"
)


def story(i: int) -> str:
    return STORY.format(i=i, title=f"Bridge {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[i]} repaired")


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three pages, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    for i in range(3):
        (tmp_path / f"{i}.html").write_text(story(i))
    return tmp_path


def test_a_folder_of_pages_becomes_a_file_of_records(cli: Cli, folder: Path) -> None:
    ran = cli("batch", ".", "-o", "out.jsonl", "--jobs", 1)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("3 inputs: 3 ok; 3 in ")
    found = rows(folder / "out.jsonl")
    assert [row["id"] for row in found] == ["./0.html", "./1.html", "./2.html"]
    assert [row["metadata"]["title"] for row in found] == ["Bridge A repaired", "Bridge B repaired", "Bridge C repaired"]
    assert all("The council met on Tuesday" in row["text"] for row in found)


def test_the_same_command_again_adds_only_what_is_new(cli: Cli, folder: Path) -> None:
    cli("batch", ".", "-o", "out.jsonl", "--jobs", 1)
    (folder / "3.html").write_text(story(3))
    (folder / "report.pdf").write_bytes(b"%PDF-1.7")
    ran = cli("batch", ".", "-o", "out.jsonl", "--jobs", 1)
    assert ran.code == 1
    assert ran.err.splitlines()[0] == "./report.pdf: not_html: a PDF, not a web page"
    assert ran.err.splitlines()[1].startswith("5 inputs: 4 ok, 1 not_html; 3 from earlier runs, 2 in ")
    assert len(rows(folder / "out.jsonl")) == 5


def test_a_folder_of_articles_is_named_by_the_template(cli: Cli, folder: Path) -> None:
    ran = cli("batch", "0.html", "1.html", "-o", "articles/", "--name", "{language}/{slug}.md", "--jobs", 1)
    assert ran.code == 0
    assert (folder / "articles/en/bridge-a-repaired.md").read_text("utf-8").startswith("---\n")
    assert [row["file"] for row in rows(folder / "articles/records.jsonl")] == ["en/bridge-a-repaired.md", "en/bridge-b-repaired.md"]


def test_inputs_may_come_in_a_list(cli: Cli, folder: Path) -> None:
    (folder / "list").write_bytes(b"1.html\n0.html\n")
    assert cli("batch", "2.html", "--files-from", "list", "-o", "a.jsonl", "--jobs", 1).code == 0
    assert [row["id"] for row in rows(folder / "a.jsonl")] == ["2.html", "1.html", "0.html"]
    assert cli("batch", "--files-from", "-", "-o", "b.jsonl", "--jobs", 1, stdin=b"2.html\0").code == 0
    assert [row["id"] for row in rows(folder / "b.jsonl")] == ["2.html"]


def test_rows_have_fields_of_any_name_and_come_through_standard_input(cli: Cli, folder: Path) -> None:
    lines = "".join(json.dumps({"page": story(i), "address": f"https://example.org/{i}"}) + "\n" for i in range(2))
    ran = cli("batch", "-", "-o", "out.jsonl", "--html-field", "page", "--url-field", "address", "--jobs", 1, stdin=lines.encode())
    assert ran.code == 0
    assert [(row["id"], row["url"]) for row in rows(folder / "out.jsonl")] == [
        ("-#1", "https://example.org/0"), ("-#2", "https://example.org/1"),
    ]


def test_the_report_sums_up(cli: Cli, folder: Path) -> None:
    (folder / "x.pdf").write_bytes(b"%PDF-1.7")
    ran = cli("batch", ".", "-o", "out.jsonl", "--report", "report.json", "--jobs", 1, "-q")
    assert ran.err == "./x.pdf: not_html: a PDF, not a web page\n"
    report = json.loads((folder / "report.json").read_text())
    assert report["inputs"] == 4
    assert report["statuses"] == {"ok": 3, "not_html": 1}
    assert report["failures"] == [{"id": "./x.pdf", "status": "not_html", "error": "a PDF, not a web page"}]
    assert len(report["slowest"]) == 4


def test_a_list_that_can_be_read_only_once_is_read_once(folder: Path) -> None:
    os.mkfifo(folder / "list")
    writer = threading.Thread(target=(folder / "list").write_text, args=("1.html\n2.html\n",))
    writer.start()
    shown = on_terminal("batch", "--files-from", "list", "-o", "out.jsonl", "--jobs", "1")
    writer.join()
    assert b"2 inputs: 2 ok" in shown
    assert [row["id"] for row in rows(folder / "out.jsonl")] == ["1.html", "2.html"]


def test_a_list_names_no_companions_beside_their_pages_and_may_be_long(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    (folder / "1_files").mkdir()
    (folder / "1_files" / "frame.html").write_text(story(7))
    (folder / "list").write_text("1_files/frame.html\n1.html\n")
    cli("batch", "--files-from", "list", "-o", "out.jsonl", "--jobs", 1)
    assert [row["id"] for row in rows(folder / "out.jsonl")] == ["1.html"]
    monkeypatch.setattr("cleaner.cli.batch_work._HELD_BYTES", 4)
    cli("batch", "--files-from", "list", "-o", "long.jsonl", "--jobs", 1)
    assert "1.html" in {row["id"] for row in rows(folder / "long.jsonl")}


def test_no_input_is_said_as_such(cli: Cli, folder: Path) -> None:
    (folder / "list").write_text("")
    assert cli("batch", "--files-from", "list", "-o", "out.jsonl").err.startswith("0 inputs; 0 in ")


def test_what_a_run_reads_and_writes_besides_is_no_page(cli: Cli, folder: Path) -> None:
    (folder / "list.html").write_text("0.html\n")
    (folder / "own.toml").write_text('version = "1"\n')
    beside = ("--report", "report.json", "--files-from", "list.html", "--rules", "own.toml")
    for _ in range(2):
        ran = cli("batch", ".", "-o", "out.jsonl", *beside, "--jobs", 1)
        assert ran.code == 0, ran.err
    assert [row["id"] for row in rows(folder / "out.jsonl")] == ["./0.html", "./1.html", "./2.html", "0.html"]


@pytest.mark.parametrize(("pages", "arguments"), [
    ("in", ["-o", "in/"]), ("in", ["-o", "in", "--overwrite"]), ("in/en", ["-o", "in/", "--name", "{language}/{slug}.txt"]),
    ("one.jsonl", ["-o", "one.jsonl", "--overwrite"]),
])
def test_an_output_never_lies_among_the_inputs(cli: Cli, folder: Path, pages: str, arguments: list[str]) -> None:
    (folder / "in" / "en").mkdir(parents=True)
    (folder / "in" / "en" / "a.html").write_text(story(0))
    (folder / "one.jsonl").write_text(json.dumps({"html": story(1)}) + "\n")
    before = sorted(folder.rglob("*"))
    ran = cli("batch", pages, *arguments, "--jobs", 1)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(f"would be among the pages of the input {pages}; choose another place\n")
    assert sorted(folder.rglob("*")) == before
    assert json.loads((folder / "one.jsonl").read_text())


def test_articles_may_stand_beside_the_folder_of_their_pages(cli: Cli, folder: Path) -> None:
    (folder / "in" / "en").mkdir(parents=True)
    (folder / "in" / "en" / "a.html").write_text(story(0))
    for _ in range(2):
        assert cli("batch", "in/en", "0.html", "-o", "in/", "--jobs", 1).code == 0
    assert [row["id"] for row in rows(folder / "in" / "records.jsonl")] == ["in/en/a.html", "0.html"]


@pytest.mark.parametrize("output", ["in/out.jsonl", "in/out.parquet", "in/out.jsonl.zst", "in/texts/"])
def test_what_another_run_notes_of_itself_is_no_page(cli: Cli, folder: Path, output: str) -> None:
    (folder / "in").mkdir()
    for name in "ab":
        (folder / "in" / f"{name}.html").write_text(story(0))
    assert cli("batch", "in", "-o", output, "--drop-duplicates", "--jobs", 1).code == 0
    assert len(list((folder / "in").rglob("*.dropped"))) == 1
    ran = cli("batch", "in", "-o", "other.jsonl", "--jobs", 1)
    read = {row["id"].partition("#")[0] for row in rows(folder / "other.jsonl")}
    assert {name for name in read if "state" in name or "dropped" in name or "records" in name} == set()
    assert {"in/a.html", "in/b.html"} <= read
    assert "state" not in ran.err


def test_a_page_is_read_whatever_a_run_would_call_its_notes(cli: Cli, folder: Path) -> None:
    (folder / "in").mkdir()
    for number, name in enumerate(("state.json", "law.state")):
        (folder / "in" / name).write_text(json.dumps({"html": story(number)}) + "\n")
    assert cli("batch", "in", "-o", "out.jsonl", "--jobs", 1).code == 0
    assert [row["status"] for row in rows(folder / "out.jsonl")] == ["ok", "ok"]


def test_a_folder_without_pages_is_a_failure(cli: Cli, folder: Path) -> None:
    (folder / "none" / "deep").mkdir(parents=True)
    ran = cli("batch", "none", "-o", "out.jsonl", "--jobs", 1)
    assert ran.code == 3
    assert ran.err.splitlines()[0] == "none: not_html: no pages here"
    (folder / "none" / "deep" / "a.html").write_text(story(1))
    assert cli("batch", "none", "-o", "out.jsonl", "--jobs", 1, "--retry-failed").code == 0
    assert [row["id"] for row in rows(folder / "out.jsonl")] == ["none/deep/a.html"]


def test_one_is_told_as_one(cli: Cli, folder: Path) -> None:
    assert cli("batch", "0.html", "-o", "one.jsonl", "--jobs", 1).err.startswith("1 input: 1 ok; 1 in ")
    (folder / "again.html").write_text(story(0))
    assert cli("batch", "0.html", "again.html", "-o", "two.jsonl", "--jobs", 1).err.startswith("2 inputs: 2 ok, 1 duplicate; 2 in ")


def test_many_failures_are_not_all_told(cli: Cli, folder: Path) -> None:
    for i in range(30):
        (folder / f"{i}.pdf").write_bytes(b"%PDF-1.7")
    ran = cli("batch", ".", "-o", "out.jsonl", "--jobs", 1)
    assert ran.err.splitlines()[20] == "… and 10 more failures"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["missing.html", "-o", "out.jsonl"], 3),
        ([".", "-o", "out.csv"], 2), (["-o", "out.jsonl"], 2), (["."], 2), ([".", "-o", "out.jsonl", "--max-memory", "lots"], 2),
        ([".", "-o", "out.jsonl", "--max-failures", "some"], 2), ([".", "-o", "out/", "--name", "../{slug}.md"], 2),
        ([".", "-o", "out.jsonl", "--files-from", "missing"], 2), ([".", "-o", "out/", "--split", 2], 2),
        ([".", "-o", "out.jsonl", "--name", "{host}.md"], 2),
    ],
)
def test_exit_codes(cli: Cli, folder: Path, arguments: list[object], code: int) -> None:
    ran = cli("batch", *arguments, "--jobs", 1)
    assert ran.code == code
    assert "Traceback" not in ran.err
    assert ran.err


def test_a_run_stops_at_the_first_failure_when_asked(cli: Cli, folder: Path) -> None:
    (folder / "0.png").write_bytes(b"\x89PNG")
    ran = cli("batch", "0.png", "1.html", "2.html", "-o", "out.jsonl", "--fail-fast", "--jobs", 1)
    assert ran.code == 1
    assert ran.err.splitlines()[-1] == "cleaner: stopped: 1 input failed, more than 0; the same command goes on from here"
    assert len(rows(folder / "out.jsonl")) == 1


def test_sizes_and_limits_are_read_as_people_write_them() -> None:
    assert (size("2G"), size("512m"), size("10 KiB"), size("7"), size("0")) == (2 << 30, 512 << 20, 10 << 10, 7, None)
    assert limits("3", fail_fast=False) == {"max_failures": 3}
    assert limits("0.5%", fail_fast=False) == {"max_failed_share": 0.005}
    assert limits("3", fail_fast=True) == {"max_failures": 0}
    assert limits("100%", fail_fast=False) == {"max_failed_share": 1.0}
    for wrong in ("1.5", "-3", "many", "200%", "100.1%"):
        with pytest.raises(UsageError):
            limits(wrong, fail_fast=False)


def test_an_output_that_cannot_be_written_is_one_line(cli: Cli, folder: Path) -> None:
    ran = cli("batch", "1.html", "-o", "0.html/out.jsonl", "--jobs", 1)
    assert ran.code == 2
    assert ran.err == "cleaner: 0.html/out.jsonl cannot be written: File exists\n"


def test_a_report_that_cannot_be_written_is_told_before_any_page(cli: Cli, folder: Path) -> None:
    ran = cli("batch", "1.html", "-o", "out.jsonl", "--report", "nowhere/report.json", "--jobs", 1)
    assert ran.code == 2
    assert ran.err == "cleaner: --report nowhere/report.json: No such file or directory\n"
    assert not (folder / "out.jsonl").exists()
    (folder / "report.json").write_text("an older report\n")
    assert cli("batch", "1.html", "-o", "out.csv", "--report", "report.json", "--jobs", 1).code == 2
    assert (folder / "report.json").read_text() == "an older report\n"


def test_interrupted_it_says_so_and_goes_on_later(folder: Path) -> None:
    source = [sys.executable, "-m", "cleaner", "batch", "0.html", "-", "-o", "out.jsonl", "--jobs", "1"]
    process = subprocess.Popen(source, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdin
    line = json.dumps({"html": story(1)}) + "\n"
    process.stdin.write(line)
    process.stdin.flush()
    until = time.monotonic() + 60
    while not (folder / "out.jsonl").exists() and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.splitlines()[-1] == "cleaner: interrupted; the same command goes on from here"
    done = subprocess.run(source, input=line * 2, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert sorted(row["id"] for row in rows(folder / "out.jsonl")) == ["-#1", "-#2", "0.html"]


def test_the_engine_is_loaded_by_the_workers_alone(folder: Path) -> None:
    code = (
        "import sys\nfrom cleaner.cli import main\nsys.argv = ['cleaner', 'batch', '0.html', '-o', 'out.jsonl', '--preset', 'precise']\n"
        "try:\n    main()\nfinally:\n    print([name for name in ('numpy', 'lxml', 'cleaner.stages') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr


def test_progress_is_shown_on_a_terminal(folder: Path) -> None:
    shown = on_terminal("batch", ".", "-o", "out.jsonl", "--jobs", "1")
    assert b"3 pages" in shown
    assert b"/s" in shown
    assert b"3 inputs: 3 ok" in shown


def test_every_sample_is_an_article(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    assert cli("batch", "samples", "-o", "out.jsonl", "--jobs", 1).code == 0
