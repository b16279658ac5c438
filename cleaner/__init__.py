"""Takes a web page and gives back the article a journalist wrote, with every removal explained.

    from cleaner import clean
    article = clean(html, url="https://…")
    article.text, article.metadata.title, article.removed

Names are loaded when they are first used, so `import cleaner` costs next to nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.article import Article as Article
    from cleaner.clean import clean as clean
    from cleaner.clean import clean_page as clean_page
    from cleaner.clean import clean_text as clean_text
    from cleaner.errors import CleanerError as CleanerError
    from cleaner.errors import FetchError as FetchError
    from cleaner.errors import RulePackError as RulePackError
    from cleaner.errors import SourceError as SourceError
    from cleaner.errors import UsageError as UsageError
    from cleaner.fetch import afetch as afetch
    from cleaner.fetch import fetch as fetch
    from cleaner.model import Block as Block
    from cleaner.model import Image as Image
    from cleaner.model import Kind as Kind
    from cleaner.model import Metadata as Metadata
    from cleaner.model import Page as Page
    from cleaner.model import Quality as Quality
    from cleaner.model import Removed as Removed
    from cleaner.model import Verdict as Verdict
    from cleaner.options import Options as Options

__version__ = "0.1.0"

_HOMES = {
    "Article": "cleaner.article",
    "Options": "cleaner.options",
    **dict.fromkeys(("clean", "clean_page", "clean_text"), "cleaner.clean"),
    **dict.fromkeys(("CleanerError", "FetchError", "RulePackError", "SourceError", "UsageError"), "cleaner.errors"),
    **dict.fromkeys(("afetch", "fetch"), "cleaner.fetch"),
    **dict.fromkeys(("Block", "Image", "Kind", "Metadata", "Page", "Quality", "Removed", "Verdict"), "cleaner.model"),
}
__all__ = sorted([*_HOMES, "__version__"])       # the table above is the one list of public names


class _Package(ModuleType):
    """A package whose public names win over modules of the same name: `cleaner.clean` is the function."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return list(__all__)


sys.modules[__name__].__class__ = _Package
