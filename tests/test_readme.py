"""The README is true: its commands and examples run and print what it shows, its lists are those of the code."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from inspect import Parameter, signature
from pathlib import Path

import pytest
from conftest import ROOT
from typer.main import get_group

import cleaner
from cleaner import Article
from cleaner.batch import STATUSES
from cleaner.cli import app
from cleaner.model import Kind, Metadata
from cleaner.rules import available

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
ANY_LINES = "…"     # a line of shown output that stands for any lines
ANY_WORDS = "..."   # amid a line: any words


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples, as a reader of the README has it."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "samples", folder / "samples")
    return folder


def sessions() -> list[str]:
    return [block for language, block in BLOCKS if language == "console"]


def commands(session: str) -> list[tuple[str, list[str]]]:
    """Each command of a session with the lines shown after it."""
    found: list[tuple[str, list[str]]] = []
    for line in session.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.startswith("> ") and not found[-1][1]:
            found[-1] = (f"{found[-1][0]}\n{line[2:]}", [])
        else:
            found[-1][1].append(line)
    return found


def agrees(shown: list[str], printed: list[str]) -> bool:
    """Whether `printed` is `shown`, what was left out of it aside."""
    if not shown:
        return not printed
    if shown[0] == ANY_LINES:
        return any(agrees(shown[1:], printed[i:]) for i in range(len(printed) + 1))
    line = ".*".join(map(re.escape, shown[0].split(ANY_WORDS)))
    return bool(printed) and re.fullmatch(line, printed[0]) is not None and agrees(shown[1:], printed[1:])


@pytest.mark.parametrize("session", sessions(), ids=lambda session: session.splitlines()[0][2:60])
def test_commands_print_what_is_shown(session: str, place: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command, shown in commands(session):
        ran = subprocess.run(
            ["bash", "-c", command], cwd=place, env={**os.environ, "PATH": path, "NO_COLOR": "1"}, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )
        printed = ran.stdout.rstrip("\n").split("\n") if ran.stdout else []
        while shown and not shown[-1]:
            shown.pop()
        assert agrees(shown, printed), f"$ {command}\n{ran.stdout}"


def test_python_examples_give_what_is_shown(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    examples = "\n".join(block for language, block in BLOCKS if language == "pycon")
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(doctest.DocTestParser().get_doctest(examples, {}, "README.md", "README.md", 0))
    assert runner.tries > 0
    assert runner.failures == 0


def test_the_first_commands_are_scripts_of_the_repository() -> None:
    language, block = BLOCKS[0]
    names = re.findall(r"^bash (\S+)", block, re.MULTILINE)
    assert language == "sh"
    assert names == ["scripts/demo", "scripts/test"]
    assert all((ROOT / name).is_file() for name in names)


def test_every_kind_of_clutter_is_listed() -> None:
    listed = re.findall(r"`(\w+)`", README.partition("## Kinds")[2].partition("\n## ")[0])
    assert set(Kind) <= set(listed)


def test_every_option_of_a_batch_is_listed() -> None:
    section = README.partition("## A folder of pages")[2].partition("\n## ")[0]
    options = {max(option.opts, key=len) for option in get_group(app).commands["batch"].params if option.opts[0].startswith("-")}
    assert options - {"--help"} <= set(re.findall(r"--[a-z-]+", section))
    assert len(options) > 20


def test_every_status_of_a_record_is_listed() -> None:
    listed = re.findall(r"`(\w+)`", README.partition("| status |")[2].partition("\n\n")[0])
    assert set(STATUSES) == set(listed)


def test_every_field_of_the_metadata_is_listed() -> None:
    listed = re.findall(r"^\| `(\w+)`", README.partition("## Metadata")[2].partition("\n## ")[0], re.MULTILINE)
    assert listed == [field.name for field in fields(Metadata)]


def test_every_rule_pack_is_listed() -> None:
    listed = re.findall(r"`(\w+)`", README.partition("Packs come for")[2].partition("\n\n")[0])
    assert sorted(listed) == sorted(available())


@pytest.mark.parametrize("function", [
    cleaner.clean, cleaner.clean_text, cleaner.clean_page, Article.to_markdown, Article.to_html, Article.to_json, Article.to_dict,
], ids=lambda function: function.__name__)
def test_functions_are_shown_with_the_arguments_that_they_take(function: Callable[..., object]) -> None:
    shown = []
    for parameter in signature(function).parameters.values():
        if parameter.kind is Parameter.KEYWORD_ONLY and "*" not in shown:
            shown.append("*")
        default = "Options()" if parameter.name == "options" else repr(parameter.default)
        shown.append(parameter.name if parameter.default is Parameter.empty else f"{parameter.name}={default}")
    assert f"{function.__name__}({', '.join(shown).removeprefix('self, ').removeprefix('self')})`" in README
