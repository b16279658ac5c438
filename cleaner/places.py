"""The place that a walk is in: what its open elements say by tag, class, id, role and style."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from cleaner import markup
from cleaner.flags import OF_ROLE, OF_TAG, Flag
from cleaner.model import NOWHERE, Place

_MAX_PATH_DEPTH = 60            # deeper places share a path, or paths would grow with the square of the depth
_LINK, _HIDDEN, _BODY, _ORDERED, _FOOTER, _QUOTE = map(int, (       # plain, for speed
    Flag.LINK, Flag.HIDDEN, Flag.BODY, Flag.ORDERED, Flag.FOOTER, Flag.QUOTE,
))
_WHOLE_NUMBER = re.compile(r"[ \t\r\n\f]*\+?([0-9]{1,8})(?![0-9])")      # Markdown counts with nine digits, and up from here
_OF_VALUE = {
    "role": OF_ROLE, "aria-hidden": {"true": _HIDDEN}, "itemprop": dict.fromkeys(("articleBody", "reviewBody", "text"), _BODY),
}


class Places:
    """The elements that a walk is in, outermost first; one becomes a place when a block stands in it, as in many none does."""

    __slots__ = ("_count", "_numbers", "_outer", "_path", "_step", "open")

    def __init__(self) -> None:
        self.open: list[etree._Element | Place] = []        # outermost first, those that have become places as such
        self._count = 0
        self._numbers: dict[etree._Element, dict[etree._Element, int]] = {}     # of the items of each counting list
        self._outer, self._step, self._path = NOWHERE, "", ""       # of the last place: like neighbours share a path

    def here(self, linked: int) -> Place:
        """The place of the innermost open element; the `linked`-th and those in it stand in a link."""
        place, unmade = NOWHERE, []
        for element in reversed(self.open):
            if isinstance(element, Place):
                place = element
                break
            unmade.append(element)
        at = len(self.open) - len(unmade)
        while unmade:
            self.open[at] = place = self._inside(place, unmade.pop(), at >= linked)
            at += 1
        return place

    def _inside(self, outer: Place, element: etree._Element, linked: bool) -> Place:
        """The place that an element makes inside another."""
        tag: str = element.tag
        flags, step, attributes = outer.flags | OF_TAG.get(tag, 0), tag, ""
        if flags & _FOOTER and tag == "footer" and outer.flags & _QUOTE:
            flags = outer.flags         # says who is quoted
        name: str
        value: str
        for name, value in element.items():         # type: ignore[assignment]  # of a tree that was read, all are str
            if name == "class":
                attributes = f"{attributes} {value}"
                first = value.split(None, 1)
                step = f"{tag}.{first[0]}" if first else tag
            elif name == "id":
                attributes = f"{attributes} {value}"
            elif name in _OF_VALUE:
                flags |= _OF_VALUE[name].get(value, 0)
            elif name == "hidden" or (name == "style" and _hides(value)):
                flags |= _HIDDEN
        words = markup.mask(attributes) if attributes else 0
        depth = outer.depth + 1
        if outer is not self._outer or step != self._step:
            path = outer.path
            self._outer, self._step = outer, step
            self._path = path if depth > _MAX_PATH_DEPTH else f"{path}/{step}" if path else step
        self._count += 1
        number = self._number(element) if flags & _ORDERED and tag == "li" else None
        return Place(self._path, self._count, outer, tag, depth, words, flags | _LINK if linked else flags, attributes, number)

    def _number(self, item: etree._Element) -> int | None:
        """The number that a list item bears, where its list says how to count."""
        counting = item.getparent()
        if counting is None or counting.tag != "ol":
            return None
        if counting not in self._numbers:
            self._numbers[counting] = dict(_numbered(counting))
        return self._numbers[counting].get(item)


def _numbered(counting: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    """The items of an <ol> and their numbers; none where it counts from 1 upwards and no item says otherwise."""
    items = counting.findall("li")
    step = 1 if counting.get("reversed") is None else -1
    stated = [_stated(item.get("value")) for item in items]
    start = _stated(counting.get("start"))
    if start is None and step > 0 and not any(value is not None for value in stated):
        return
    number = start if start is not None else 1 if step > 0 else len(items)
    for item, value in zip(items, stated, strict=True):
        number = number if value is None else value
        if number >= 0:
            yield item, number
        number += step


def _stated(value: str | None) -> int | None:
    found = _WHOLE_NUMBER.match(value or "")
    return int(found[1]) if found else None


def _hides(style: str) -> bool:
    if "none" not in style and "hidden" not in style:
        return False
    compact = style.replace(" ", "").lower()
    return "display:none" in compact or "visibility:hidden" in compact
