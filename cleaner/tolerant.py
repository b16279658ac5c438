"""A second reading of markup by Beautiful Soup with html5lib, which closes and moves elements as browsers do."""

from __future__ import annotations

from functools import cache
from typing import Any

from cleaner.mend import flattened, lightened

_MAX_LENGTH = 1_000_000         # characters; html5lib reads some 700,000 a second
_MAX_OPEN = 500                 # elements open at once: html5lib's time grows with them at every tag
_NODES_A_TAG = 4                # elements made for each "<": more is markup that multiplies itself
_FEW_NODES = 1000


class _TooMuchError(Exception):
    """The markup multiplies its elements or piles them up."""


def reread(html: str) -> str | None:
    """`html` as browsers understand it, well-formed; `None` where that would cost too much. Linear in its size.

    >>> reread("<table><p>News")
    '<html><head></head><body><p>News</p><table></table></body></html>'
    """
    if len(html) > _MAX_LENGTH:
        return None
    try:
        return str(_soup_class()(flattened(lightened(html)), "html5lib", nodes=_FEW_NODES + _NODES_A_TAG * html.count("<")).decode())
    except _TooMuchError:
        return None


@cache
def _soup_class() -> type:
    from bs4 import BeautifulSoup  # here, since few pages need it

    class Bounded(BeautifulSoup):
        """Stops where elements multiply or pile up."""

        def __init__(self, markup: str, features: str, nodes: int) -> None:
            self.nodes_left = nodes
            super().__init__(markup, features)

        def new_tag(self, *args: Any, **named: Any) -> Any:
            """An element, as long as there are not too many."""
            self.nodes_left -= 1
            tree = getattr(self.builder, "underlying_builder", None)
            if self.nodes_left < 0 or (tree and max(len(tree.openElements), len(tree.activeFormattingElements)) > _MAX_OPEN):
                raise _TooMuchError
            return super().new_tag(*args, **named)

    return Bounded
