"""The article's main picture with its caption and credit."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from cleaner.metadata.article import Subject
from cleaner.metadata.jsonld import text
from cleaner.metadata.nearby import Surroundings
from cleaner.metadata.scan import Scan, shown
from cleaner.metadata.vocabulary import any_of, folded, words
from cleaner.model import Image
from cleaner.text import fold

_Element = etree._Element

MAX_CAPTION, MAX_CREDIT = 600, 120      # characters; longer ones are the article itself
MAX_PARTS = 60                          # elements of a figure that are looked at
_LAZY = (
    "data-src", "data-original", "data-lazy-src", "data-lazy", "data-srcset", "data-lazy-srcset", "data-url", "data-hi-res-src",
    "srcset", "src",
)
_PICTURES = ("img", "picture", "figcaption")
_NO_ADDRESS = ("", "null", "undefined", "None", "false")
_SIZE = re.compile(r"^(?P<number>\d+(?:\.\d+)?)[wx]$")
# the last part of the address of a picture that stands on every page of a site: its logo, a blank, "no image"
_STAND_IN = re.compile(
    r"/(?:(?:site|main|header|og|fb|share|default)?[-_]?logo(?:[-_]?\d+(?:x\d+)?)?|1x1|pixel|blank|spacer|transparent|favicon"
    r"|(?:default|no|missing)[-_]?(?:og|share|social|image|img|photo|thumbnail)(?:[-_]?\d+(?:x\d+)?)?|placeholder)"
    r"\.(?:png|jpe?g|gif|svg|webp|ico)(?:\?|$)",
    re.IGNORECASE)
_CREDIT_TAIL = re.compile(r"\s*[(\[](?P<bracket>[^()\[\]]{2,80})[)\]]\s*$|\s*[|©]\s*(?P<bar>[^|©]{2,80})$")


def image(scan: Scan, about: Subject, place: Surroundings, base: str) -> tuple[Image | None, str]:
    """The main picture, addresses made absolute against `base`, and where it was found; None without one."""
    figure = _figure(place)
    address, source, details = _declared(scan, about)
    if _STAND_IN.search(address):
        address, source, details = "", "", {}
    if not address and figure is not None:
        address, source = _address(figure), "figure"
    if not address:
        return None, ""
    caption, credit = _words_of(figure) if figure is not None else ("", "")
    caption = caption or text(details.get("caption"))
    credit = credit or text(details.get("creditText")) or text(details.get("copyrightNotice"))
    return Image(_absolute(address, base), caption[:MAX_CAPTION] or None, credit[:MAX_CREDIT] or None), source


def best_of_set(candidates: str) -> str:
    """The largest picture of a `srcset`.

    >>> best_of_set("a.jpg 320w, b.jpg 1280w")
    'b.jpg'
    """
    best, size = "", -1.0
    for candidate in re.split(r",\s+|,(?=https?:|/)", candidates):
        parts = candidate.split()
        match = _SIZE.match(parts[-1]) if len(parts) > 1 else None
        number = float(match["number"]) if match else 0.0
        if parts and number > size:
            best, size = parts[0].rstrip(","), number
    return best


def _declared(scan: Scan, about: Subject) -> tuple[str, str, dict[str, Any]]:
    stated: list[tuple[str, str, dict[str, Any]]] = []
    for key in ("image", "thumbnailUrl"):
        for value, source in about.values(key):
            first = about.graph.resolve(value[0] if isinstance(value, list) and value else value)
            details = first if isinstance(first, dict) else {}
            address = text(details.get("url")) or text(details.get("contentUrl")) or text(details.get("@id")) if details else text(first)
            if _usable(address):
                stated.append((address, source, details))
    metas: list[tuple[str, str, dict[str, Any]]] = [(value, source, {}) for value, source in scan.meta("image") if _usable(value)]
    details = next((found[2] for found in stated if found[2]), {})
    address, source, _ = next(iter((*stated[:1], *metas, *stated)), ("", "", {}))
    return address, source, details


def _figure(place: Surroundings) -> _Element | None:
    """The first figure or lone picture beside the headline."""
    for stretch in (place.after, place.before):
        for element in stretch.tagged("figure"):
            if next(element.iter("img", "amp-img", "picture"), None) is not None:
                return element
        for element in stretch.holding(words("markup", "caption")):
            parent = element.getparent()
            if parent is not None and next(parent.iter("img", "amp-img"), None) is not None and 0 < len(shown(parent)) <= MAX_CAPTION:
                return parent
    return None


def _address(figure: _Element) -> str:
    for picture in figure.iter("img", "amp-img", "source"):
        for name in _LAZY:
            value = picture.get(name, "")
            address = best_of_set(value) if "srcset" in name else value.strip()
            if _usable(address):
                return address
    return ""


def _words_of(figure: _Element) -> tuple[str, str]:
    """Caption and credit of a figure; a credit inside the caption is taken out of it."""
    element = next(figure.iter("figcaption"), None)
    caption = shown(element)[:MAX_CAPTION] if element is not None else _marked_text(figure, "caption", MAX_CAPTION)
    credit = _marked_text(figure, "credit", MAX_CREDIT)
    if credit and credit != caption:
        if caption and credit.startswith(caption):
            credit = credit.removeprefix(caption)
        caption = _trimmed(caption.removesuffix(credit).removeprefix(credit))
        return caption, _bare_credit(credit)
    if match := _labelled_credit().search(caption):
        return _trimmed(caption[: match.start()]), match["credit"].strip(" .)|")
    if match := _CREDIT_TAIL.search(caption):
        return caption[: match.start()].strip(), (match["bracket"] or match["bar"]).strip()
    return caption, ""


def _trimmed(caption: str) -> str:
    return caption.strip(" |/–—-·(,;")


def _bare_credit(credit: str) -> str:
    """`credit` without the label in front; nothing when it is a bare label."""
    match = _labelled_credit().match(credit)
    bare = match["credit"].strip(" .)|") if match else credit.strip(" ©().|:")
    return "" if fold(bare) in folded("credits", "labels") else bare


def _marked_text(figure: _Element, kind: str, limit: int) -> str:
    for element in islice(figure.iter("*"), 1, MAX_PARTS):
        attributes = f"{element.get('class', '')} {element.get('itemprop', '')}".lower()
        if element.tag not in _PICTURES and any(word in attributes for word in words("markup", kind)):
            line = shown(element)
            if 2 <= len(line) <= limit:
                return line
    return ""


def _usable(address: str) -> bool:
    return address not in _NO_ADDRESS and not address.startswith(("data:", "blob:", "about:", "{")) and " " not in address.strip()


def _absolute(address: str, base: str) -> str:
    address = address.strip()
    if address.startswith(("http://", "https://")):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return address


@cache
def _labelled_credit() -> re.Pattern[str]:
    labels = any_of(words("credits", "labels"))
    return re.compile(rf"(?:^|[\s(\[|/.,–—-])(?i:{labels})\s*[:：/]\s*(?P<credit>[^\n]{{2,{MAX_CREDIT}}})$")
