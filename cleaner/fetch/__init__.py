"""Live pages: fetched politely and safely. `fetch` gives one page, `afetch` the same within a running event loop."""

from __future__ import annotations

from cleaner.fetch.one import afetch, fetch
from cleaner.fetch.settings import Fetching, Politeness

__all__ = ["Fetching", "Politeness", "afetch", "fetch"]
