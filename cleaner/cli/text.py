"""`cleaner text`: text that something else extracted, clutter left in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options as o

if TYPE_CHECKING:
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

    With --field, JSON lines go in and come out: the field holds the clean text, and a field "cleaner" what was found and cut;
    a row without a text there comes out as it was.
    """
    from cleaner.cli.report import Tally

    options, tally = o.cleaning(preset, rules, language), Tally(quiet, verbose)
    if field is None:
        _texts(files, format, output, options, tally)
    else:
        from cleaner.cli.rows import checked, clean_rows

        clean_rows(files, checked(field, format), output, options, tally)
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
