"""The public face, seen from outside: its names, what importing it costs, and that names win over modules."""

from __future__ import annotations

import subprocess
import sys

import pytest

import cleaner

NAMES = {
    "Article", "Block", "CleanerError", "FetchError", "Image", "Kind", "Metadata", "Options", "Page", "Quality", "Removed", "RulePackError",
    "SourceError", "UsageError", "Verdict", "__version__", "afetch", "clean", "clean_page",
    "clean_text", "fetch",
}
HEAVY = (
    "asyncio", "lxml", "trafilatura", "numpy", "typer", "httpx", "bs4", "html5lib", "nh3", "rich", "re2", "courlan",
    "py3langid",
)


def run(code: str) -> str:
    """What `code` prints in an interpreter of its own."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_public_names_are_these() -> None:
    assert set(cleaner.__all__) == NAMES
    assert set(dir(cleaner)) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(cleaner, name) is getattr(cleaner, name)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = cleaner.nothing_of_the_kind


@pytest.mark.parametrize("code", ["import cleaner", "import cleaner; cleaner.__version__", "from cleaner import Page, Kind, CleanerError"])
def test_importing_loads_nothing_heavy(code: str) -> None:
    assert run(f"{code}; import sys; print([name for name in {HEAVY!r} if name in sys.modules])") == "[]"


def test_showing_the_version_loads_no_engine() -> None:
    show = "from cleaner.cli import app; app(['--version'], standalone_mode=False)"
    assert run(f"{show}; import sys; print('lxml' in sys.modules, 'numpy' in sys.modules)").splitlines()[-1] == "False False"


def test_cleaning_is_a_function_whatever_was_imported_before() -> None:
    assert run("import cleaner.clean, cleaner; from cleaner import clean; print(callable(clean), clean is cleaner.clean)") == "True True"
    assert run("from cleaner.clean import clean_text; import cleaner; print(callable(cleaner.clean))") == "True"
    assert run("import cleaner.fetch.one, cleaner; from cleaner import fetch; print(callable(fetch))") == "True"


def test_the_package_is_typed_for_its_users() -> None:
    assert run("import cleaner, pathlib; print((pathlib.Path(cleaner.__file__).parent / 'py.typed').exists())") == "True"
