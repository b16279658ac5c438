"""The command line: one line for what is wrong, which names it once and says what to try."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Cli


@pytest.mark.parametrize(("arguments", "line"), [
    (["batch", "https://a.example/x", "-o", "out.jsonl", "-q"],
     "https://a.example/x: unreadable: no such file or directory; an address: `cleaner fetch` reads those"),
    (["clean", "a.example/news/1"], "a.example/news/1: no such file or directory; an address begins with https://"),
    (["clean", "www.a.example"], "www.a.example: no such file or directory; an address begins with https://"),
    (["clean", "missing.html"], "missing.html: no such file or directory"),
    (["clean", "../missing/page.html"], "../missing/page.html: no such file or directory"),
    (["clean", "x.html", "--rules", "nope.toml"], "cleaner: nope.toml: No such file or directory"),
    (["rules", "check", "nope.toml"], "nope.toml: No such file or directory"),
    (["clean", "http://127.0.0.1:9/", "--cache", "file"], "cleaner: file/pages.sqlite cannot be opened: File exists"),
    (["clean", "http://[::1"], "http://[::1: 'http://[::1' is no address: a bracket without its end; write it as https://host/path"),
])
def test_what_is_wrong_is_said_once(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], line: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    ran = cli(*arguments)
    assert ran.err == f"{line}\n"
    assert ran.out == ""
    assert ran.code == (2 if line.startswith("cleaner") else 3)


def test_a_cookie_file_that_is_not_there_is_told(cli: Cli, tmp_path: Path) -> None:
    for told in (f"cleaner: --cookie-jar {tmp_path}/jar.txt: no such file yet; begun empty\n", ""):
        ran = cli("clean", "http://127.0.0.1:9/", "--cookie-jar", tmp_path / "jar.txt")
        assert ran.err.partition("http://")[0] == told
        (tmp_path / "jar.txt").write_text("# Netscape HTTP Cookie File\n")
