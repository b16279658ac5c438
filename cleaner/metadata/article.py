"""Which of a page's JSON-LD objects speak of the article that the page is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from cleaner.metadata.jsonld import Graph, Node, text, types
from cleaner.metadata.vocabulary import folded
from cleaner.text import words

SAME_URL, SAME_HEADLINE, NEAR_HEADLINE, OTHER_URL, OTHER_HEADLINE = 4, 4, 2, -3, -3    # weights of the match, in points
IS_ARTICLE, IS_OTHER, IS_PAGE = 4, 2, 1
NEAR = 0.5                  # share of the shorter headline's words found in the longer one


class Subject(NamedTuple):
    """The JSON-LD objects about the page's own article, the best match first; `kind` is the type of the first."""

    nodes: tuple[Node, ...]
    kind: str
    graph: Graph

    def values(self, key: str) -> Iterator[tuple[Any, str]]:
        """What the objects give for `key`, references resolved, each with its source, as `json-ld:Article.headline`."""
        for node in self.nodes:
            if key not in node:
                continue
            value = self.graph.resolve(node[key])
            if value not in (None, "", [], {}):
                yield value, f"json-ld:{next(iter(types(node)), 'object')}.{key}"


def subject(graph: Graph, addresses: Iterable[str], headlines: Iterable[str]) -> Subject:
    """The objects of `graph` that fit the page's `addresses` and `headlines` (its h1, og:title …)."""
    own = {address_key(address) for address in addresses if address} - {""}
    bags = [frozenset(words(headline)) for headline in dict.fromkeys(headlines) if headline]
    graded = []
    for order, (node, kinds) in enumerate(zip(graph.nodes, graph.kinds, strict=True)):
        rank = max(map(_rank, kinds), default=IS_PAGE if "headline" in node else 0)
        if rank:
            fit = _fit_of_address(node, own) + _fit_of_headline(node, bags)
            graded.append((fit, rank + ("author" in node) + ("datePublished" in node), order, node))
    if any(fit > 0 for fit, *_ in graded):
        graded = [grade for grade in graded if grade[0] >= 0]
    graded.sort(key=lambda grade: (-grade[0] - grade[1], grade[2]))
    nodes = tuple(node for *_, node in graded)
    kind = next((kind for node in nodes for kind in types(node) if _rank(kind) >= IS_OTHER), "")
    return Subject(nodes, kind, graph)


def address_key(address: str) -> str:
    """What two spellings of the same page's address have in common.

    >>> address_key("https://www.Example.org/a/?utm_source=x#top") == address_key("http://example.org/a")
    True
    """
    bare = address.strip().split("#", 1)[0].split("?", 1)[0]
    return bare.split("://", 1)[-1].removeprefix("www.").rstrip("/").lower()


@lru_cache(maxsize=512)
def _rank(kind: str) -> int:
    kind = kind.lower()
    if kind in folded("types", "article"):
        return IS_ARTICLE
    if kind in folded("types", "other"):
        return IS_OTHER
    return IS_PAGE if kind in folded("types", "page") else 0


def _fit_of_address(node: Node, own: set[str]) -> int:
    address = _address(node)
    if not address or not own:
        return 0
    return SAME_URL if address_key(address) in own else OTHER_URL


def _fit_of_headline(node: Node, bags: list[frozenset[str]]) -> int:
    headline = frozenset(words(text(node.get("headline") or node.get("name"))))
    return max(_fit(headline, bag) for bag in bags) if headline and bags else 0


def _fit(headline: frozenset[str], bag: frozenset[str]) -> int:
    if headline == bag:
        return SAME_HEADLINE
    shared = len(headline & bag) / (min(len(headline), len(bag)) or 1)
    return NEAR_HEADLINE if shared >= NEAR else OTHER_HEADLINE


def _address(node: Node) -> str:
    page = node.get("mainEntityOfPage")
    if isinstance(page, dict):
        page = page.get("@id") or page.get("url")
    for value in (node.get("url"), page, node.get("@id")):
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            return value
    return ""
