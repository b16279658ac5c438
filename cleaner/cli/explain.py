"""`cleaner explain`: every block of a page with what was decided, by which rule, and why."""

from __future__ import annotations

import os
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
    kept = frozenset(article.kept)
    for block in article.blocks:
        verdicts = why.get(block.index, [])
        if removed and (block.index in kept or not verdicts):
            continue
        decision, colour = ("keep", typer.colors.GREEN) if block.index in kept else ("drop", typer.colors.RED)
        kind = verdicts[-1].kind.value if verdicts else "no verdict"
        text = block.text if verbose or len(block.text) <= _MAX_SHOWN else block.text[:_MAX_SHOWN - 1] + "…"
        yield f"{block.index:>5} {decision} {kind:<14}{text}", colour
        yield from ((f"{'':11}{line}", typer.colors.BRIGHT_BLACK) for line in _reasons(verdicts, block.path, verbose))


def _reasons(verdicts: list[Verdict], path: str, verbose: bool) -> Iterator[str]:
    if verbose and path:
        yield path
    for verdict in verdicts if verbose else verdicts[-1:]:
        told = f"{'keep' if verdict.keep else 'drop'} {verdict.kind.value} · " if verbose else ""
        yield f"{told}{verdict.rule}" + (f": {verdict.because}" if verdict.because else "")
