"""`cleaner batch`: many pages into a file or folder of records, over processes, resumable."""

from __future__ import annotations

import typer

from cleaner.cli import batch_options as b
from cleaner.cli import options as o


def batch(
    output: b.Out, inputs: b.Inputs = None, files_from: b.FilesFrom = None, name: b.Name = "{slug}.txt", split: b.SplitInto = 1,
    jobs: b.Jobs = None, timeout: b.Timeout = 20.0, max_memory: b.MaxMemory = "2G", ordered: b.Ordered = False,
    retry_failed: b.Retry = False, overwrite: b.Overwrite = False, duplicates: b.Marked = b.Duplicates.near,
    drop_duplicates: b.Drop = False, report: b.Report = None, max_failures: b.MaxFailures = None, fail_fast: b.FailFast = False,
    html_field: b.HtmlField = "html", url_field: b.UrlField = "url", text_field: b.TextField = "text", as_text: b.AsText = False,
    rules: o.Rules = None, preset: o.PresetOption = o.Preset.balanced, quiet: o.Quiet = False,
) -> None:
    """Clean thousands of pages into one output: a record for each, whatever became of it.

    The same command again goes on where the last run stopped, however that ended.
    """
    import os

    from cleaner.batch import Policy, Settings
    from cleaner.cli.batch_work import Place, given, work
    from cleaner.sources import Reading

    beside = tuple(os.path.abspath(path) for path in (report, files_from, *(rules or ())) if path)
    reading = Reading(html_field=html_field, url_field=url_field, text_field=text_field, as_text=as_text, skip=beside)
    policy = Policy(retry_failed=retry_failed, drop_duplicates=drop_duplicates, **b.limits(max_failures, fail_fast))
    settings = Settings(
        options=o.cleaning(preset, rules), reading=reading, jobs=jobs, timeout=timeout or None,
        max_memory=b.size(max_memory), ordered=ordered, duplicates=duplicates.value,
    )
    place = Place(output, name, split, overwrite).apart(inputs or ())
    raise typer.Exit(work(given(inputs, files_from), place, settings, policy, report, quiet))
