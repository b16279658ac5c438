"""A second reading of markup by Beautiful Soup with html5lib, which closes and moves elements as browsers do."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from cleaner.mend import flattened, lightened

_MAX_LENGTH = 1_000_000         # characters; html5lib reads some 700,000 a second
_MAX_REFERENCES = 20_000        # "&": Beautiful Soup copies a text again at each
_MAX_OPEN = 500                 # elements open at once: html5lib's time grows with them at every tag
_NODES_A_TAG = 4                # elements made for each "<": more is markup that multiplies itself
_FEW_NODES = 1000


_DOCUMENT_TYPE = "<!DOCTYPE html>"
_LONG_REFERENCE = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{7,});?")        # html5lib fails on what Python will not convert


class _TooMuchError(ValueError):
    """The markup multiplies its elements or piles them up."""


def reread(html: str) -> str | None:
    """`html` as browsers understand it, well-formed; `None` where that costs too much or fails. Linear in its size.

    >>> reread("<table><p>News")
    '<html><head></head><body><p>News</p><table></table></body></html>'
    """
    if len(html) > _MAX_LENGTH:
        return None
    markup = _DOCUMENT_TYPE + _LONG_REFERENCE.sub("\ufffd", flattened(lightened(html), strictly=True))
    if markup.count("&") > _MAX_REFERENCES:
        return None
    try:
        soup = _soup_class()(markup, "html5lib", nodes=_FEW_NODES + _NODES_A_TAG * html.count("<"))
        return str(soup.decode()).removeprefix(_DOCUMENT_TYPE).lstrip()
    except (AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError):     # how html5lib meets odd markup
        return None


@cache
def _soup_class() -> type:
    from bs4 import BeautifulSoup, Tag  # here, since few pages need it

    class Quick(Tag):
        """An element that finds its last children first: strays of a table are put before it, one by one."""

        def index(self, element: Any) -> int:
            """The place of a child."""
            return next(at for at in range(len(self.contents) - 1, -1, -1) if self.contents[at] is element)

    class Bounded(BeautifulSoup):
        """Stops where elements multiply or pile up."""

        def __init__(self, markup: str, features: str, nodes: int) -> None:
            self.nodes_left = nodes
            super().__init__(markup, features, element_classes={Tag: Quick})

        def new_tag(self, *args: Any, **named: Any) -> Any:
            """An element, as long as there are not too many."""
            self.nodes_left -= 1
            tree = getattr(self.builder, "underlying_builder", None)
            if self.nodes_left < 0 or (tree and max(len(tree.openElements), len(tree.activeFormattingElements)) > _MAX_OPEN):
                raise _TooMuchError
            return super().new_tag(*args, **named)

    return Bounded
