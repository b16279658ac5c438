"""`cleaner text`: text that something else extracted, clutter left in."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaner.cli import options as o

if TYPE_CHECKING:
    from cleaner.article import Article
    from cleaner.cli.report import Tally
    from cleaner.options import Options


def text(
    files: o.Texts,
    field: Annotated[str | None, typer.Option(
        "--field", metavar="NAME", help="The inputs are JSON lines; clean the text in this field of each.", show_default=False)] = None,
    format: o.FormatOption = None,
    output: o.Output = None,
    language: o.Language = None,
    rules: o.Rules = None,
    preset: o.PresetOption = o.Preset.balanced,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> None:
    """Clean texts: one prints its text, several print JSON lines.

    With --field, JSON lines go in and come out: the field holds the clean text, and a field "cleaner" what was found and cut.
    """
    from cleaner.cli.report import Tally

    options, tally = o.cleaning(preset, rules, language), Tally(quiet, verbose)
    if field is None:
        _texts(files, format, output, options, tally)
    else:
        _rows(files, field, output, options, tally)
    tally.end()


def _texts(files: list[str], format: o.Format | None, output: str | None, options: Options, tally: Tally) -> None:
    from cleaner.clean import clean_page
    from cleaner.cli import inputs
    from cleaner.cli.output import opened

    several, pages = inputs.read(files, tally, as_text=True)
    with opened(output, files, several, format=format) as write:
        for page in pages:
            article = clean_page(page, options)
            write(page.source, article)
            tally.cleaned(page.source, article)


def _rows(files: list[str], field: str, output: str | None, options: Options, tally: Tally) -> None:
    from cleaner.cli import inputs
    from cleaner.cli.file import File
    from cleaner.cli.output import keep_apart

    if output is not None:
        keep_apart(output, files)
    with closing(File(output)) as file:
        for where, row in inputs.rows(files, field, tally):
            article = _cleaned(row, field, options)
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            tally.cleaned(where, article)
        if not tally.failures:
            file.write("")          # of no rows, no rows


def _cleaned(row: dict[str, Any], field: str, options: Options) -> Article:
    """The article of the text in a `field` of `row`, which takes it up."""
    from cleaner.clean import clean_text

    article = clean_text(row[field], options.language, options=options)
    found = article.to_dict()
    row |= {field: found.pop("text"), "cleaner": found}
    return article
