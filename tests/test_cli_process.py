"""The command line as a process of its own: signals, pipes and terminals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from terminal import on_terminal

COMMAND = [sys.executable, "-m", "cleaner"]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals and signals are told differently there")


def test_an_interrupt_ends_with_its_code_and_no_traceback() -> None:
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    process = subprocess.Popen([*COMMAND, "text", "--field", "t", "-"], **streams)
    assert process.stdin
    assert process.stdout
    process.stdin.write(b'{"t": "Jedan redak.", "more": "' + b"x" * 100_000 + b'"}\n')
    process.stdin.flush()
    assert process.stdout.read(1) == b"{"       # it is at work
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in err


def test_a_reader_that_leaves_ends_it_quietly(tmp_path: Path) -> None:
    for i in range(40):
        (tmp_path / f"{i}.html").write_bytes((ROOT / "samples" / "biblioteca.html").read_bytes())
    command = f'"{sys.executable}" -m cleaner clean "$0" | head -c 10'
    ran = subprocess.run(["bash", "-c", command, tmp_path], capture_output=True, check=False)
    assert ran.stdout == b'{"source":'
    assert ran.stderr == b""


def test_explain_is_coloured_on_a_terminal() -> None:
    page = str(ROOT / "samples" / "biblioteca.html")
    assert b"\x1b[32m" in on_terminal("explain", page, shows="stdout")
    assert b"\x1b[" not in on_terminal("explain", page, shows="stdout", environment={"NO_COLOR": "1"})


def test_explain_fits_its_reasons_to_the_terminal() -> None:
    page = ROOT / "samples" / "biblioteca.html"
    narrow = {"NO_COLOR": "1", "COLUMNS": "80"}
    blocks = on_terminal("explain", "--removed", page, shows="stdout", environment=narrow).decode().partition("    0 drop")[2].splitlines()
    assert len(blocks) > 20
    assert max(map(len, blocks)) <= 80


def test_text_on_standard_output_is_utf8_in_any_locale() -> None:
    page = str(ROOT / "samples" / "biblioteca.html")
    ran = subprocess.run([*COMMAND, "clean", page], capture_output=True, check=True, env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"})
    assert "Deltă" in ran.stdout.decode("utf-8")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
@pytest.mark.parametrize(("command", "where"), [
    ('clean "$0" -o /dev/full', "/dev/full"), ('clean "$0" > /dev/full', "standard output"),
    ('clean "$0" missing.html > /dev/full', "standard output"), ('explain "$0" > /dev/full', "standard output"),
    ("rules list > /dev/full", "standard output"), ("--version > /dev/full", "standard output"),
    ("clean --help > /dev/full", "standard output"),
])
def test_a_full_disk_is_one_line(command: str, where: str) -> None:
    page = str(ROOT / "samples" / "biblioteca.html")
    ran = subprocess.run(["bash", "-c", f'"{sys.executable}" -m cleaner {command}', page], capture_output=True, check=False, text=True)
    assert ran.stderr.splitlines()[-1] == f"cleaner: {where} cannot be written: No space left on device"
    assert "Traceback" not in ran.stderr
    assert ran.returncode == 1


@pytest.mark.parametrize("command", ['clean "$0"', 'explain "$0"', "--version", "--help", "clean --help", "rules list ro"])
def test_a_closed_standard_output_is_one_line(command: str) -> None:
    page = str(ROOT / "samples" / "biblioteca.html")
    ran = subprocess.run(["bash", "-c", f'"{sys.executable}" -m cleaner {command} >&-', page], capture_output=True, check=False, text=True)
    assert (ran.returncode, ran.stderr) == (1, "cleaner: standard output is closed\n")


def test_a_closed_standard_output_does_not_matter_where_nothing_goes_there(tmp_path: Path) -> None:
    page, out = str(ROOT / "samples" / "biblioteca.html"), str(tmp_path / "out.txt")
    command = f'"{sys.executable}" -m cleaner clean "$0" -o "$1" >&-'
    ran = subprocess.run(["bash", "-c", command, page, out], capture_output=True, check=False, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert Path(out).read_text("utf-8").startswith("O barcă")


@pytest.mark.parametrize(("command", "line"), [
    ("clean -", "-: standard input is closed"), ("text -", "-: standard input is closed"),
    ("text --field body -", "-: standard input is closed"), ("explain -", "-: standard input is closed"),
    ("batch - -o out.jsonl -q", "-: unreadable: standard input is closed"),
    ("batch --files-from - -o out.jsonl", "cleaner: standard input is closed"), ("fetch --urls -", "cleaner: standard input is closed"),
])
def test_a_closed_standard_input_is_one_line(tmp_path: Path, command: str, line: str) -> None:
    source = f'"{sys.executable}" -m cleaner {command} <&-'
    ran = subprocess.run(["bash", "-c", source], cwd=tmp_path, capture_output=True, check=False, text=True)
    assert ran.stderr == f"{line}\n"
    assert ran.stdout == ""
    assert ran.returncode == (2 if line.startswith("cleaner") else 3)
