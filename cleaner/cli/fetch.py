"""`cleaner fetch`: many live pages into records, politely, resumable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from cleaner.cli import batch_options as b
from cleaner.cli import fetch_options as f
from cleaner.cli import live
from cleaner.cli import options as o

if TYPE_CHECKING:
    from cleaner.fetch import Fetching


@live.reading
def fetch(
    addresses: f.Addresses = None, urls: f.Urls = None, feed: f.Feed = None, sitemap: f.Sitemap = None, since: f.Since = None,
    match: f.Match = None, limit: f.Limit = None, output: f.Out = None, save: f.Save = None, concurrency: f.Concurrency = 32,
    per_host: f.PerHost = 1, delay: f.Delay = 1.0, retries: f.Retries = 2, name: b.Name = "{slug}.txt", split: b.SplitInto = 1,
    jobs: b.Jobs = None, max_memory: b.MaxMemory = "2G", retry_failed: b.Retry = False, overwrite: b.Overwrite = False,
    duplicates: b.Marked = b.Duplicates.near, drop_duplicates: b.Drop = False, report: b.Report = None,
    max_failures: b.MaxFailures = None, fail_fast: b.FailFast = False, rules: o.Rules = None,
    preset: o.PresetOption = o.Preset.balanced, quiet: o.Quiet = False, *, how: Fetching,
) -> None:
    """Fetch live pages and clean them while more are on their way: a record for each, whatever became of it.

    robots.txt is obeyed; each host is asked one page at a time, with a pause between. The same command again goes on
    where the last run stopped.
    """
    from cleaner.batch import Policy, Settings
    from cleaner.cli.fetch_work import Job, placed, work
    from cleaner.fetch import Politeness

    polite = Politeness(delay=delay, per_host=per_host, concurrency=concurrency, attempts=retries + 1)
    settings = Settings(options=o.cleaning(preset, rules), jobs=jobs, max_memory=b.size(max_memory), duplicates=duplicates.value)
    policy = Policy(retry_failed=retry_failed, drop_duplicates=drop_duplicates, **b.limits(max_failures, fail_fast))
    wanted = f.wanted(addresses, urls, feed, sitemap, since, match, limit)
    place = placed(output, name, split, overwrite, retry_failed)
    raise typer.Exit(work(Job(wanted, how, polite, save, settings, policy, report, quiet), place))
