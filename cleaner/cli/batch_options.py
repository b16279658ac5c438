"""Options of `cleaner batch`."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any

import typer

from cleaner.errors import UsageError

_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


class Duplicates(StrEnum):
    """Which duplicates are marked."""

    near = "near"
    exact = "exact"
    none = "none"


Inputs = Annotated[list[str] | None, typer.Argument(
    metavar="INPUT", help="Pages, folders, archives, WARCs, JSON lines, CSV, Parquet, or - for standard input.", show_default=False)]
Out = Annotated[str, typer.Option(
    "-o", "--output", metavar="OUT", show_default=False,
    help="Where the records go: .jsonl, .jsonl.gz, .jsonl.zst, .parquet, or a folder with one file an article.")]
FilesFrom = Annotated[str | None, typer.Option(
    "--files-from", metavar="FILE", show_default=False,
    help="Read more inputs from this list, one a line or ended by NUL; - for standard input.")]
Name = Annotated[str, typer.Option(
    "--name", metavar="TEMPLATE",
    help="Names of files in a folder, as {host}/{date}-{slug}.md; also {year}, {month}, {stem}, {id}, {language}. The ending"
    " (.txt, .md, .json) tells the format.")]
SplitInto = Annotated[int, typer.Option("--split", metavar="N", min=1, help="Deal the records out into N files.")]
Jobs = Annotated[int | None, typer.Option(
    "-j", "--jobs", metavar="N", min=1, help="Worker processes; one a core unless said.", show_default=False)]
Timeout = Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=0, help="How long a page may take; 0 for any time.")]
MaxMemory = Annotated[str, typer.Option("--max-memory", metavar="SIZE", help="What a worker may take, as 512M or 2G; 0 for any.")]
Ordered = Annotated[bool, typer.Option("--ordered", help="Keep the order of the inputs, also with --duplicates none.")]
Retry = Annotated[bool, typer.Option("--retry-failed", help="Try again what failed in an earlier run.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Begin anew where OUT exists.")]
Marked = Annotated[Duplicates, typer.Option("--duplicates", help="Mark texts that another page had: almost the same, the same, or none.")]
Drop = Annotated[bool, typer.Option("--drop-duplicates", help="Leave marked duplicates out.")]
Report = Annotated[str | None, typer.Option("--report", metavar="FILE", help="Write the summary as JSON.", show_default=False)]
MaxFailures = Annotated[str | None, typer.Option(
    "--max-failures", metavar="N|N%", help="Stop when more inputs than this fail; a share counts from 100 inputs on.", show_default=False)]
FailFast = Annotated[bool, typer.Option("--fail-fast", help="Stop at the first input that fails.")]
HtmlField = Annotated[str, typer.Option("--html-field", metavar="NAME", help="Where rows have their HTML.")]
UrlField = Annotated[str, typer.Option("--url-field", metavar="NAME", help="Where rows have their URL.")]
TextField = Annotated[str, typer.Option("--text-field", metavar="NAME", help="Where rows have plain text, if no HTML.")]
AsText = Annotated[bool, typer.Option("--text", help="Take the inputs as plain text, whatever their names say.")]



def size(text: str, option: str = "--max-memory") -> int | None:
    """Bytes that a person wrote as 512M or 2G; nothing for 0.

    >>> size("512M")
    536870912
    """
    found = re.fullmatch(r"(\d+)\s*([kmg]?)i?b?", text.strip(), re.IGNORECASE)
    if not found:
        raise UsageError(f"{option} {text!r}: a size is a number with K, M or G behind it")
    return int(found[1]) * _UNITS[found[2].lower()] or None


def limits(max_failures: str | None, fail_fast: bool) -> dict[str, Any]:
    """When a run gives up, as `batch.Policy` has it.

    >>> limits("5%", fail_fast=False)
    {'max_failed_share': 0.05}
    """
    if fail_fast:
        return {"max_failures": 0}
    if max_failures is None:
        return {}
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(%?)", max_failures.strip())
    if not found or (not found[2] and "." in found[1]) or (found[2] and float(found[1]) > 100):
        raise UsageError(f"--max-failures {max_failures!r}: a number, or a share up to 100 with % behind it")
    return {"max_failed_share": float(found[1]) / 100} if found[2] else {"max_failures": int(found[1])}
