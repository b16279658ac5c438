"""The place that a walk is in: what its open elements say by tag, class, id, role and style."""

from __future__ import annotations

from lxml import etree

from cleaner import markup
from cleaner.flags import OF_ROLE, OF_TAG, Flag
from cleaner.model import NOWHERE, Place

_MAX_PATH_DEPTH = 60            # deeper places share a path, or paths would grow with the square of the depth
_LINK, _HIDDEN, _BODY = map(int, (Flag.LINK, Flag.HIDDEN, Flag.BODY))      # plain, for speed
_OF_VALUE = {
    "role": OF_ROLE, "aria-hidden": {"true": _HIDDEN}, "itemprop": dict.fromkeys(("articleBody", "reviewBody", "text"), _BODY),
}


class Places:
    """The elements that a walk is in, outermost first; one becomes a place when a block stands in it, as in many none does."""

    __slots__ = ("_count", "_looks", "_outer", "_path", "_step", "made", "open")

    def __init__(self) -> None:
        self.open: list[etree._Element] = []
        self.made: list[Place | None] = []          # the places of the open elements, as far as there are any
        self._count = 0
        self._looks: dict[str, tuple[str, int]] = {}        # class and id, and their word groups
        self._outer, self._step, self._path = NOWHERE, "", ""       # of the last place: like neighbours share a path

    def here(self, linked: int) -> Place:
        """The place of the innermost open element; the `linked`-th and those in it stand in a link."""
        made = self.made
        at = len(made)
        while at and made[at - 1] is None:
            at -= 1
        place = made[at - 1] if at else None
        for element in self.open[at:]:
            made[at] = place = self._inside(place or NOWHERE, element, at >= linked)
            at += 1
        return place or NOWHERE

    def _inside(self, outer: Place, element: etree._Element, linked: bool) -> Place:
        """The place that an element makes inside another."""
        tag: str = element.tag
        flags, step, attributes, words = outer.flags | OF_TAG.get(tag, 0), tag, "", 0
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
        if attributes:
            look = self._looks.get(attributes)
            if look is None:
                look = self._looks[attributes] = attributes, markup.mask(attributes)
            attributes, words = look
        depth = outer.depth + 1
        if outer is not self._outer or step != self._step:
            path = outer.path
            self._outer, self._step = outer, step
            self._path = path if depth > _MAX_PATH_DEPTH else f"{path}/{step}" if path else step
        self._count += 1
        return Place(self._path, self._count, outer, tag, depth, words, flags | _LINK if linked else flags, attributes)


def _hides(style: str) -> bool:
    if "none" not in style and "hidden" not in style:
        return False
    compact = style.replace(" ", "").lower()
    return "display:none" in compact or "visibility:hidden" in compact
