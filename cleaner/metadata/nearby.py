"""The surroundings of the headline: the elements shortly before and after it, searched for words in their attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
_OVERLAY = "wm-ipp"             # how the id of the Wayback Machine's toolbar begins
_DIGIT = re.compile(r"\d")
_FRONT_PAGE = re.compile(r"(?:https?:)?//[^/]+/?|\.?/|/?index\.\w+")


class Stretch:
    """A run of elements, nearest to the headline first, and one string of their `class`, `itemprop` and `property` to search in."""

    __slots__ = ("_openings", "_tags", "_text", "elements")

    def __init__(self, elements: list[_Element]) -> None:
        self.elements = elements
        self._tags = [element.tag for element in elements]
        lines = [f"{each.get('class', '')} {each.get('itemprop', '')} {each.get('property', '')}" for each in elements]
        self._text = "\0".join(lines).lower()
        self._openings: list[tuple[_Element, str]] | None = None

    def tagged(self, tag: str) -> list[_Element]:
        """The elements of one `tag`, in order."""
        if tag not in self._tags:
            return []
        return [element for element, its_tag in zip(self.elements, self._tags, strict=True) if its_tag == tag]

    def opening(self, shortest: int, longest: int) -> list[tuple[_Element, str]]:
        """The elements whose own text begins with `shortest` to `longest` characters, with that text."""
        if self._openings is None:
            self._openings = _openings(self.elements)
        return [pair for pair in self._openings if shortest <= len(pair[1]) <= longest]

    def holding(self, words: Iterable[str], whole: bool = False) -> list[_Element]:
        """The elements whose attributes hold one of `words` (lower case), in order; `whole` words only if asked."""
        text, found = self._text, set()
        for word in words:
            at, index, line = text.find(word), 0, 0         # line: where the attributes of element `index` begin
            while at >= 0:
                end = at + len(word)
                if whole and (text[at - 1:at].isalpha() or text[end:end + 1].isalpha()):
                    at = text.find(word, end)
                    continue
                index += text.count("\0", line, at)
                found.add(index)
                line = text.find("\0", at)
                at = text.find(word, line) if line >= 0 else -1
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
            self._before = Stretch([] if self.headline is None else _preceding(self.headline, BEFORE))
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
        if not attributes.isspace() and any(word in attributes for word in strange):
            return True
        here = here.getparent()
    return False


def of_something_else(element: _Element) -> bool:
    """Does the dated `element` stand in comments, in a box of events, or in a list of other articles?

    An <aside> says nothing: many hold the article's own date.
    """
    return apart(element, "not_date") or _listed(element)


def overlaid(element: _Element) -> bool:
    """Does `element` stand in what a web archive lays over a page?"""
    return any((around.get("id") or "").startswith(_OVERLAY) for around in (element, *element.iterancestors()))


def _listed(element: _Element) -> bool:
    """Does `element` stand beside a link, in an item whose neighbour is made alike and has a date there too?"""
    item = element.getparent()
    if item is None or next(item.iterchildren("a"), None) is None:
        return False
    place, make = item.index(element), [child.tag for child in item]
    alike = (other for other in (item.getnext(), item.getprevious()) if other is not None and [child.tag for child in other] == make)
    return any(_DIGIT.search(shown(other[place])) for other in alike)


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


def _openings(elements: list[_Element]) -> list[tuple[_Element, str]]:
    """Those of `elements` that begin with text, be it behind an icon, with that text."""
    found = []
    for element in elements:
        text = element.text
        if (not text or text.isspace()) and len(element):
            text = element[0].tail
        if text and not text.isspace():
            found.append((element, text))
    return found


def within(element: _Element, ancestor_tags: tuple[str, ...]) -> bool:
    """Does `element` stand inside an element of one of these tags?"""
    return next(element.iterancestors(*ancestor_tags), None) is not None


def leads_home(element: _Element) -> bool:
    """Does `element` hold a link to the site's front page, or stand in one?"""
    link = next(element.iter("a"), None)
    link = next(element.iterancestors("a"), None) if link is None else link
    return link is not None and _FRONT_PAGE.fullmatch(link.get("href", "")) is not None


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


def _preceding(element: _Element, limit: int) -> list[_Element]:
    found: list[_Element] = []
    here, depth = element, 0                # depth: levels below the headline's ancestors
    while len(found) < limit:
        before = here.getprevious()
        if before is None:
            parent = here.getparent()
            if parent is None or parent.tag == "body":
                break
            here, inside, depth = parent, depth > 0, max(0, depth - 1)
        else:
            here, inside = before, True
            while len(here):
                here, depth = here[-1], depth + 1
        if inside:
            found.append(here)
    return found
