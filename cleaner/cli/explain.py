"""`cleaner explain`: every block of a page with what was decided, by which rule, and why."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import live
from cleaner.cli import options as o

if TYPE_CHECKING:
    from cleaner.article import Article
    from cleaner.fetch import Fetching
    from cleaner.model import Verdict

_MAX_SHOWN = 100    # characters of a block; the rest is told with -v
_INDENT = 11        # of the reasons, below the kind
_BEFORE_TEXT = 25   # characters
_NARROWEST = 60     # columns; a terminal that says less gets lines that it breaks itself


@live.reading
def explain(
    source: o.Source,
    removed: Annotated[bool, typer.Option("--removed", help="Only the blocks that were cut.")] = False,
    url: o.Url = None,
    rules: o.Rules = None,
    preset: o.PresetOption = o.Preset.balanced,
    as_text: Annotated[bool, typer.Option("--text", help="The source is text, not a page.")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Whole blocks, their paths, every verdict.")] = False,
    *,
    how: Fetching,
) -> None:
    """Explain a page: its metadata, then every block with what was decided, by which rule, and why."""
    from cleaner.clean import clean_page
    from cleaner.cli import inputs, report

    options, tally = o.cleaning(preset, rules), report.Tally(quiet=True)
    for page in inputs.read([source], tally, url=url, as_text=as_text, live=how)[1]:
        article = clean_page(page, options)
        for line, colour in (*_facts(page.source, article), *_blocks(article, removed, verbose)):
            typer.secho(report.printable(line), fg=colour, color=False if os.environ.get("NO_COLOR") else None)
        tally.cleaned(page.source, article)
    tally.end()


def _facts(source: str, article: Article) -> Iterator[tuple[str, str | None]]:
    """What was found: quality, warnings, and the metadata with where each value comes from."""
    from cleaner.article import metadata_dict

    quality, places = article.quality, dict(article.metadata.sources)
    yield source, typer.colors.CYAN
    yield f"  {'quality':<14}{quality.verdict}, confidence {quality.confidence:.2f}", None
    for warning in quality.warnings:
        yield f"  {'warning':<14}{warning}", typer.colors.YELLOW
    for name, value in metadata_dict(article.metadata).items():
        if value in (None, [], {}) or name == "sources":
            continue
        shown = "; ".join(value) if isinstance(value, list) else _image(value) if isinstance(value, dict) else value
        yield f"  {name:<14}{shown}" + (f"  [{places[name]}]" if name in places else ""), None


def _image(image: dict[str, str | None]) -> str:
    return ", ".join(f"{name} {value}" for name, value in image.items() if value)


def _blocks(article: Article, removed: bool, verbose: bool) -> Iterator[tuple[str, str | None]]:
    why: dict[int, list[Verdict]] = {}
    for verdict in article.verdicts:
        why.setdefault(verdict.block, []).append(verdict)
    kept, width = frozenset(article.kept), _width()
    shown = min(_MAX_SHOWN, width - _BEFORE_TEXT) if width else _MAX_SHOWN
    for block in article.blocks:
        verdicts = why.get(block.index, [])
        if removed and (block.index in kept or not verdicts):
            continue
        decision, colour = ("keep", typer.colors.GREEN) if block.index in kept else ("drop", typer.colors.RED)
        kind = verdicts[-1].kind.value if verdicts else "no verdict"
        text = block.text if verbose or len(block.text) <= shown else block.text[:shown - 1] + "…"
        yield f"{block.index:>5} {decision} {kind:<14}{text}", colour
        for reason in _reasons(verdicts, block.path, verbose):
            yield from ((line, typer.colors.BRIGHT_BLACK) for line in _indented(reason, width))


def _width() -> int:
    """The columns of the terminal; 0 where the output goes elsewhere."""
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    return columns if columns >= _NARROWEST else 0


def _indented(reason: str, width: int) -> list[str]:
    """The lines of a reason, broken where the terminal ends."""
    indent = " " * _INDENT
    return textwrap.wrap(reason, width, initial_indent=indent, subsequent_indent=indent + "  ") if width else [indent + reason]


def _reasons(verdicts: list[Verdict], path: str, verbose: bool) -> Iterator[str]:
    if verbose and path:
        yield path
    for verdict in verdicts if verbose else verdicts[-1:]:
        yield (f"{'keep' if verdict.keep else 'drop'} {verdict.kind.value} · " if verbose else "") + _told(verdict)
    overruled = [verdict for verdict in verdicts[:-1] if verdict.keep != verdicts[-1].keep and verdict.sure < 1]
    if overruled and not verbose:
        yield f"against {_told(overruled[-1])}"


def _told(verdict: Verdict) -> str:
    """Who gave a verdict, and why."""
    from cleaner.reasons import plain

    return f"{verdict.rule}: {plain(verdict)}" if verdict.because else verdict.rule
