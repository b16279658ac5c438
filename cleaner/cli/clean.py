"""`cleaner clean`: pages in, articles out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.cli import live
from cleaner.cli import options as o

if TYPE_CHECKING:
    from cleaner.fetch import Fetching


@live.reading
def clean(
    sources: o.Sources,
    format: o.FormatOption = None,
    output: o.Output = None,
    field: o.Field = None,
    front_matter: o.FrontMatter = False,
    url: o.Url = None,
    rules: o.Rules = None,
    preset: o.PresetOption = o.Preset.balanced,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    *,
    how: Fetching,
) -> None:
    """Clean pages: one prints its text, several print JSON lines."""
    from cleaner.clean import clean_page
    from cleaner.cli import inputs, report
    from cleaner.cli.output import opened

    options, tally = o.cleaning(preset, rules), report.Tally(quiet, verbose)
    several, pages = inputs.read(sources, tally, url=url, live=how)
    with opened(output, sources, several, format=format, front_matter=front_matter, field=field) as write:
        for page in pages:
            article = clean_page(page, options)
            write(page.source, article)
            tally.cleaned(page.source, article)
    tally.end()
