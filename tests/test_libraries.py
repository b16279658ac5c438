"""Each library has one home, so that it can be replaced there, and its types and failures stay there."""

from __future__ import annotations

import pytest
from structure import imported, sources

HOMES = {
    "trafilatura": {"stages.witness"},
    "bs4": {"tolerant"},
    "html5lib": {"tolerant"},
    "httpx": {"fetch.transport"},
    "httpcore": {"fetch.transport"},
    "protego": {"fetch.robots"},
    "tenacity": {"fetch.session"},
    "re2": {"rules", "metadata.agencies"},      # patterns made of data: linear whatever the data
    "typer": {"cli"},
    "rich": {"cli"},
    "fastwarc": {"sources.warc", "fetch.archive"},      # reading and writing
    "brotli": {"sources.http", "fetch.coding"},
    "zstandard": {"sources", "fetch", "batch.outputs.lines"},
    "pyarrow": {"sources.tables", "batch.outputs.parquet"},
    "rensa": {"batch.minhash"},
    "courlan": {"metadata", "fetch"},
    "nh3": {"render"},
    "py3langid": {"language"},
}


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_only_at_home(library: str) -> None:
    users = {source.name for source in sources() for name, _ in imported(source) if name.partition(".")[0] == library}
    strangers = {user for user in users if not any(user == home or user.startswith(home + ".") for home in HOMES[library])}
    assert strangers == set()


def test_no_library_is_kept_for_nothing() -> None:
    used = {name.partition(".")[0] for source in sources() for name, _ in imported(source)}
    assert set(HOMES) - {"html5lib"} <= used    # that one Beautiful Soup loads by name
