"""Rows of JSON lines, the text in one field of each cleaned, all else left as it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing, nullcontext
from typing import TYPE_CHECKING, Any

from cleaner.cli.file import File
from cleaner.cli.group import STDIO
from cleaner.cli.options import Format
from cleaner.cli.output import apart
from cleaner.cli.report import Tally, say
from cleaner.errors import SourceError, UsageError
from cleaner.sources.walk import stdin

if TYPE_CHECKING:
    from cleaner.article import Article
    from cleaner.options import Options

FOUND = "cleaner"       # the field for what was found and cut


def clean_rows(paths: list[str], field: str, output: str | None, options: Options, tally: Tally) -> None:
    """Writes the rows in `paths` to `output`; one without a text in `field` is told, and comes out as it went in."""
    taken = None
    with closing(File(apart(output, paths))) as file:
        for where, row in _rows(paths, tally):
            if not isinstance(row, dict) or not isinstance(row.get(field), str):
                tally.failed(where, f"no text in a field {field!r}")
            else:
                taken = taken or (where if FOUND in row else None)
                tally.cleaned(where, _cleaned(row, field, options))
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
        if not tally.failures:
            file.write("")          # of no rows, no rows
    if taken and not tally.quiet:
        say(f"{taken}: had a field {FOUND!r}, in whose place ours stands")


def checked(field: str, format: Format | None) -> str:
    """`field` if it can be cleaned, and written in `format`; raises `UsageError` otherwise."""
    if format not in {None, Format.jsonl}:
        raise UsageError(f"--format {format}: with --field, JSON lines come out")
    if field == FOUND:
        raise UsageError(f"--field {field}: that field is for what is found and cut")
    return field


def _cleaned(row: dict[str, Any], field: str, options: Options) -> Article:
    """The article of the text in a `field` of `row`, which takes it up."""
    from cleaner.clean import clean_text

    article = clean_text(row[field], options.language, options=options)
    found = article.to_dict()
    row |= {field: found.pop("text"), FOUND: found}
    return article


def _rows(paths: Iterable[str], tally: Tally) -> Iterator[tuple[str, Any]]:
    """What the lines of `paths` hold, each with where it stands; empty lines hold nothing."""
    for path in paths:
        for number, line in enumerate(_lines(path, tally), 1):
            try:
                if line.strip():
                    yield f"{path}:{number}", json.loads(line)
            except (ValueError, RecursionError) as error:
                tally.failed(f"{path}:{number}", f"not JSON: {error}")


def _lines(path: str, tally: Tally) -> Iterator[bytes]:
    """The lines of a file; standard input stays open, since it may be named again."""
    try:
        with nullcontext(stdin()) if path == STDIO else open(path, "rb") as stream:
            yield from stream
    except SourceError as error:
        tally.failed(path, str(error))
    except OSError as error:
        tally.failed(path, error.strerror or str(error))
