"""`cleaner clean`: pages in, articles out."""

from __future__ import annotations

from cleaner.cli import live
from cleaner.cli import options as o


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
    header: live.Header = None,
    cookie_jar: live.CookieJar = None,
    proxy: live.Proxy = None,
    user_agent: live.UserAgent = None,
    insecure: live.Insecure = False,
    allow_private: live.AllowPrivate = False,
    ignore_robots: live.IgnoreRobots = False,
    single_page: live.SinglePage = False,
    render: live.Render = False,
    timeout: live.Timeout = 60.0,
    max_size: live.MaxSize = "20M",
    cache: live.Cache = None,
) -> None:
    """Clean pages: one prints its text, several print JSON lines."""
    from cleaner.clean import clean_page
    from cleaner.cli import inputs, report
    from cleaner.cli.output import opened

    options, tally = o.cleaning(preset, rules), report.Tally(quiet, verbose)
    how = live.fetching(
        header, cookie_jar, proxy, user_agent, insecure, allow_private, ignore_robots, single_page, render, timeout, max_size, cache)
    several, pages = inputs.read(sources, tally, url=url, live=how)
    with opened(output, sources, several, format=format, front_matter=front_matter, field=field) as write:
        for page in pages:
            article = clean_page(page, options)
            write(page.source, article)
            tally.cleaned(page.source, article)
    tally.end()
