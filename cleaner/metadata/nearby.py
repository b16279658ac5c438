"""The surroundings of the headline: the elements shortly before and after it, searched for words in their attributes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import etree

from cleaner.metadata.scan import shown
from cleaner.metadata.vocabulary import folded, words
from cleaner.text import fold

_Element = etree._Element

MAX_LABEL = 80                  # characters in front of a date and of it that may tell of a change
BOX_DEPTH = 4                   # ancestors that may say that an element belongs to something else than the article
_WHOLE = ("article", "main", "body", "html")     # their classes list what the page has, not what the element is
AFTER, BEFORE = 100, 20         # elements; bylines, dates, leads and main pictures of nearly all labelled pages lie within
_DIGIT = re.compile(r"\d")


class Stretch:
    """A run of elements, nearest to the headline first, and one string of their `class` and `itemprop` to search in."""

    __slots__ = ("_ends", "_openings", "_tags", "_text", "elements")

    def __init__(self, elements: list[_Element]) -> None:
        self.elements = elements
        self._tags = [element.tag for element in elements]
        lines = [f"{get('class', '')} {get('itemprop', '')}" for get in (element.get for element in elements)]
        self._text = "\0".join(lines).lower()
        self._ends: list[int] = []
        self._openings: list[tuple[_Element, str]] | None = None

    def tagged(self, *tags: str) -> list[_Element]:
        """The elements of one of `tags`, in order."""
        if not any(tag in self._tags for tag in tags):
            return []
        return [element for element, tag in zip(self.elements, self._tags, strict=True) if tag in tags]

    def opening(self, shortest: int, longest: int) -> list[tuple[_Element, str]]:
        """The elements whose own text begins with `shortest` to `longest` characters, with that text."""
        if self._openings is None:
            pairs = [(element, element.text) for element in self.elements]
            pairs = [pair if pair[1] and not pair[1].isspace() else (pair[0], _behind_icon(pair[0])) for pair in pairs]
            self._openings = [(element, text) for element, text in pairs if text]
        return [pair for pair in self._openings if shortest <= len(pair[1]) <= longest]

    def _line_ends(self) -> list[int]:
        """Where the attributes of each element end in the string."""
        if not self._ends:
            end = self._text.find("\0")
            while end >= 0:
                self._ends.append(end)
                end = self._text.find("\0", end + 1)
            self._ends.append(len(self._text))
        return self._ends

    def holding(self, words: Iterable[str], whole: bool = False) -> list[_Element]:
        """The elements whose attributes hold one of `words` (lower case), in order; `whole` words only if asked."""
        found = set()
        for word in words:
            at = self._text.find(word)
            while at >= 0:
                ends = self._line_ends()
                end = at + len(word)
                if whole and (self._text[at - 1:at].isalpha() or self._text[end:end + 1].isalpha()):
                    at = self._text.find(word, end)
                    continue
                index = bisect_right(ends, at)
                found.add(index)
                at = self._text.find(word, ends[index])
        return [self.elements[index] for index in sorted(found)]


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
            self._after = Stretch([] if self.headline is None else _following(self.headline, AFTER))
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


def apart(element: _Element, kind: str = "not_byline") -> bool:
    """Does `element` stand in comments, teasers or another box that has authors and dates of its own?

    `kind` is the list of the vocabulary that names such boxes: "not_byline" for all, "comment" for comments alone.
    """
    strange = words("markup", kind)
    here: _Element | None = element
    for _ in range(BOX_DEPTH):
        if here is None or here.tag in _WHOLE:
            return False
        attributes = described(here)
        if any(word in attributes for word in strange):
            return True
        here = here.getparent()
    return False


def tells_of_change(element: _Element) -> bool:
    """Does `element` or its label say that the article was changed then?"""
    attributes = f"{element.get('itemprop', '')} {element.get('class', '')}".lower()
    if "modif" in attributes or "updated" in attributes.split():
        return True
    before, parent = element.getprevious(), element.getparent()
    label = (parent.text or "") if parent is not None else ""
    if before is not None:
        label = (before.tail or "").strip() or shown(before)
    label = _DIGIT.split(label[-MAX_LABEL:])[-1]        # what stands before another date is that one's label
    line = fold(f"{label} {shown(element)[:MAX_LABEL]}")
    return any(word in line for word in folded("dates", "modified"))


def _behind_icon(element: _Element) -> str | None:
    """The text of `element` that follows its first child."""
    return element[0].tail if len(element) else None


def within(element: _Element, ancestor_tags: tuple[str, ...]) -> bool:
    """Does `element` stand inside an element of one of these tags?"""
    return next(element.iterancestors(*ancestor_tags), None) is not None


def _following(element: _Element, limit: int) -> list[_Element]:
    found: list[_Element] = []
    here: _Element | None = element
    while here is not None:
        for sibling in here.itersiblings("*"):
            found.extend(islice(sibling.iter("*"), limit - len(found)))
            if len(found) >= limit:
                return found
        here = here.getparent()
    return found


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
