"""Options and arguments that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.errors import RulePackError, UsageError

if TYPE_CHECKING:
    from cleaner.options import Options
    from cleaner.rules import Pack


class Preset(StrEnum):
    """How much doubt a block may carry and still be kept."""

    precise = "precise"
    balanced = "balanced"
    generous = "generous"


class Format(StrEnum):
    """What an article is written as."""

    text = "text"
    markdown = "markdown"
    html = "html"
    json = "json"
    jsonl = "jsonl"


Sources = Annotated[list[str], typer.Argument(metavar="SOURCE", help="Files, folders, URLs, or - for standard input.", show_default=False)]
Texts = Annotated[list[str], typer.Argument(metavar="FILE", help="Text files, or - for standard input.", show_default=False)]
Source = Annotated[str, typer.Argument(metavar="SOURCE", help="A file, a URL, or - for standard input.", show_default=False)]
FormatOption = Annotated[Format | None, typer.Option(
    "-f", "--format", help="What to write: text for one page, jsonl for several, unless said otherwise.", show_default=False)]
Output = Annotated[str | None, typer.Option(
    "-o", "--output", metavar="PATH", help="Write to this file, or one file a page into this folder.", show_default=False)]
Field = Annotated[str | None, typer.Option(
    "-p", "--print", metavar="FIELD", help="Print this field of the metadata instead, as title or image.caption.", show_default=False)]
FrontMatter = Annotated[bool, typer.Option("--front-matter", help="Put the metadata as YAML before Markdown.")]
Url = Annotated[str | None, typer.Option("--url", help="The address the page came from.", show_default=False)]
Rules = Annotated[list[Path] | None, typer.Option(
    "--rules", metavar="FILE", help="A rule pack of your own, before ours; may be repeated.", show_default=False)]
PresetOption = Annotated[Preset, typer.Option("--preset", help="precise cuts more, generous keeps more.")]
Language = Annotated[str | None, typer.Option(
    "-l", "--language", metavar="CODE", help="The language of the text, where you know it.", show_default=False)]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Tell failures only.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Tell what became of every page.")]


def pack(path: str | Path) -> Pack:
    """The rule pack at `path`; raises `RulePackError` that says once which file is meant."""
    from cleaner.rules import load

    try:
        return load(path)
    except RulePackError as error:
        if isinstance(error.__cause__, OSError):
            raise RulePackError(f"{path}: {error.__cause__.strerror}") from error
        raise


def cleaning(preset: Preset, rules: list[Path] | None, language: str | None = None) -> Options:
    """The engine's options; packs are read here, so a bad one ends the command before any page."""
    from cleaner.options import Options

    for path in rules or ():
        pack(path)
    try:
        return Options(preset=preset.value, packs=tuple(map(str, rules or ())), language=language)
    except ValueError as error:         # of the language; what else there is has been checked
        from cleaner.rules import available

        raise UsageError(f"{error}; there are rule packs for {', '.join(name for name in available() if name != 'any')}") from error
