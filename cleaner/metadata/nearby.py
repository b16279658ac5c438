"""The surroundings of the headline: the elements shortly before and after it, searched for words in their attributes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import etree

_Element = etree._Element

AFTER, BEFORE = 140, 40         # elements; bylines, dates, leads and main pictures of nearly all labelled pages lie within


class Stretch:
    """A run of elements, nearest to the headline first, and one string of their attributes to search in."""

    __slots__ = ("_ends", "_text", "elements")

    def __init__(self, elements: list[_Element], names: tuple[str, ...] = ("class", "rel", "itemprop")) -> None:
        self.elements = elements
        lines = [" ".join([value for value in map(element.get, names) if value]) for element in elements]
        self._text = "\n".join(lines).lower()
        self._ends: list[int] = []
        end = -1
        for line in lines:
            end += len(line.lower()) + 1
            self._ends.append(end)

    def holding(self, words: Iterable[str]) -> list[_Element]:
        """The elements whose attributes hold one of `words` (lower case), in order."""
        found = set()
        for word in words:
            at = self._text.find(word)
            while at >= 0:
                index = bisect_right(self._ends, at)
                found.add(index)
                at = self._text.find(word, self._ends[index]) if index < len(self._ends) else -1
        return [self.elements[index] for index in sorted(found) if index < len(self.elements)]


class Surroundings:
    """What begins after the headline ends, and what ends before it begins; each read when first asked for."""

    __slots__ = ("_after", "_before", "headline")

    def __init__(self, headline: _Element | None) -> None:
        self.headline = headline
        self._after: Stretch | None = None
        self._before: Stretch | None = None

    @property
    def after(self) -> Stretch:
        """The elements that follow the headline."""
        if self._after is None:
            self._after = Stretch([] if self.headline is None else list(islice(_following(self.headline), AFTER)))
        return self._after

    @property
    def before(self) -> Stretch:
        """The elements in front of the headline, its ancestors not among them."""
        if self._before is None:
            self._before = Stretch([] if self.headline is None else list(islice(_preceding(self.headline), BEFORE)))
        return self._before


def described(element: _Element) -> str:
    """`class`, `rel` and `itemprop` of `element` in lower case."""
    get = element.get
    return f"{get('class', '')} {get('rel', '')} {get('itemprop', '')}".lower()


def within(element: _Element, ancestor_tags: tuple[str, ...]) -> bool:
    """Does `element` stand inside an element of one of these tags?"""
    return next(element.iterancestors(*ancestor_tags), None) is not None


def _following(element: _Element) -> Iterator[_Element]:
    here: _Element | None = element
    while here is not None:
        for sibling in here.itersiblings("*"):
            yield from sibling.iter("*")
        here = here.getparent()


def _preceding(element: _Element) -> Iterator[_Element]:
    here: _Element | None = element
    while here is not None and here.tag != "body":
        for sibling in here.itersiblings("*", preceding=True):
            yield from _backwards(sibling)
        here = here.getparent()


def _backwards(element: _Element) -> Iterator[_Element]:
    stack = [(element, False)]
    while stack:
        here, opened = stack.pop()
        if opened or not len(here):
            yield here
            continue
        stack.append((here, True))
        stack.extend((child, False) for child in here.iterchildren("*"))
