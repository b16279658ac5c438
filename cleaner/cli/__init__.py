"""The command line: one module a command; what they share is how inputs are read, articles written and trouble told."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cleaner.cli.batch import batch
from cleaner.cli.clean import clean
from cleaner.cli.explain import explain
from cleaner.cli.fetch import fetch
from cleaner.cli.group import Closed, Commands
from cleaner.cli.rules import rules
from cleaner.cli.text import text

app = typer.Typer(
    cls=Commands, rich_markup_mode=None, no_args_is_help=True, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(clean)
app.command()(text)
app.command()(explain)
app.command()(batch)
app.command()(fetch)
app.add_typer(rules, name="rules")


def _version(wanted: bool) -> None:
    if wanted:
        from cleaner import __version__
        from cleaner.rules import version

        typer.echo(f"cleaner {__version__} (rule packs {version()})")
        raise typer.Exit


@app.callback()
def about(
    version: Annotated[bool, typer.Option(
        "--version", callback=_version, is_eager=True, help="Show the version, and that of the rule packs.")] = False,
) -> None:
    """Takes web pages and gives back the articles that journalists wrote, with every removal explained.

    Exit codes: 0 fine, 1 some inputs failed or gave no article, 2 usage, 3 every input failed, 130 interrupted.
    """


def main() -> None:
    """Runs the command line."""
    if sys.stdout is None:
        sys.stdout = Closed()
    else:
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]
    app(prog_name="cleaner")
