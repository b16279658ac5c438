"""Options of `cleaner fetch` beside those of live pages and of batches."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from cleaner.errors import UsageError

if TYPE_CHECKING:
    from cleaner.fetch.many import Wanted

Addresses = Annotated[list[str] | None, typer.Argument(metavar="URL", help="Addresses of pages.", show_default=False)]
Urls = Annotated[str | None, typer.Option(
    "--urls", metavar="FILE", help="Read more addresses from this list, one a line; - for standard input.", show_default=False)]
Feed = Annotated[list[str] | None, typer.Option(
    "--feed", metavar="URL", help="The articles of this feed, or of the feed that this page names; may be repeated.", show_default=False)]
Sitemap = Annotated[list[str] | None, typer.Option(
    "--sitemap", metavar="URL", help="The pages of this sitemap, or of those of this site; may be repeated.", show_default=False)]
Since = Annotated[str | None, typer.Option(
    "--since", metavar="DATE", help="Of feeds and sitemaps, only what is dated from this day on.", show_default=False)]
Match = Annotated[str | None, typer.Option(
    "--match", metavar="REGEX", help="Only addresses in which this is found.", show_default=False)]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="So many pages at most.", show_default=False)]
Out = Annotated[str | None, typer.Option(
    "-o", "--output", metavar="OUT", show_default=False,
    help="Where the records go: .jsonl, .jsonl.gz, .jsonl.zst, .parquet, or a folder with one file an article; else, JSON lines"
    " on standard output.")]
Save = Annotated[str | None, typer.Option(
    "--save", metavar="DIR|FILE", show_default=False,
    help="Keep the answers as they came: a .warc.gz file, or a folder of such files; `cleaner batch` reads them.")]
Concurrency = Annotated[int, typer.Option("--concurrency", metavar="N", min=1, help="Connections at a time, to all hosts together.")]
PerHost = Annotated[int, typer.Option("--per-host", metavar="N", min=1, help="Connections at a time to one host.")]
Delay = Annotated[float, typer.Option(
    "--delay", metavar="SECONDS", min=0, help="Pause between two requests to a host; a longer Crawl-delay counts instead.")]
Retries = Annotated[int, typer.Option("--retries", metavar="N", min=0, help="How often a page that failed is asked for again.")]


def wanted(
    addresses: list[str] | None, urls: str | None, feeds: list[str] | None, sitemaps: list[str] | None, since: str | None,
    match: str | None, limit: int | None,
) -> Wanted:
    """Which pages a person asks for."""
    from cleaner.fetch.many import Wanted

    if not (addresses or urls or feeds or sitemaps):
        raise UsageError("no addresses: name some, or give a list (--urls), a feed (--feed) or a sitemap (--sitemap)")
    return Wanted(
        urls=(*(addresses or ()), *(_listed(urls) if urls else ())), feeds=tuple(feeds or ()), sitemaps=tuple(sitemaps or ()),
        since=_day(since) if since else None, match=_pattern(match) if match else None, limit=limit,
    )


def _listed(path: str) -> list[str]:
    from cleaner.sources.walk import stdin

    if path == "-":
        return lines(stdin())
    try:
        with open(path, "rb") as stream:
            return lines(stream)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error


def lines(stream: BinaryIO) -> list[str]:
    """The addresses in a list, one a line; empty lines and those that begin with # are passed over."""
    found = (line.decode("utf-8-sig", "replace").strip() for line in stream)
    return [line for line in found if line and not line.startswith("#")]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--since {text!r}: a day is written 2026-01-31") from error


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise UsageError(f"--match {text!r}: {error}") from error
