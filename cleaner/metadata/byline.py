"""The names that a page shows beside its headline, or in the author's box at the foot."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from cleaner.metadata import labels, names
from cleaner.metadata.nearby import Stretch, Surroundings, apart, leads_home, within
from cleaner.metadata.scan import pieces, runs, shown
from cleaner.metadata.site import key
from cleaner.metadata.vocabulary import folded, words
from cleaner.text import fold

_Element = etree._Element

MAX_BYLINE = 240                # characters; what is longer is no byline but wraps more than one
MAX_LABELLED = 90               # characters of an unmarked line that is read because it begins with a label
MAX_PLAIN = 45                  # of one whose label is also an ordinary word
MAX_BOXES = 60                  # author marks on a page that are looked at
_ASIDE = ("figure", "figcaption", "nav", "form", "blockquote", "button")
_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "time", "figure", "img", "button"})
_PROFILE = re.compile(r"/@[\w.-]+/?(?:\?|$|/$)")         # "/@noraquill", not that site's pages elsewhere
_COUNT = re.compile(r"[^\d:]+[:：]\s*\d[\d.,\s]*")      # "Hits: 1204", in whatever language
_LINES = ("p", "div", "span", "li", "address", "h3", "h4", "h5", "strong", "em", "small", "cite", "section")


class Byline(NamedTuple):
    """Names shown as authors; `sure` where a link to a person's page, `rel=author` or a label says so."""

    people: tuple[str, ...]
    sure: bool


def near(place: Surroundings, site: Collection[str] = ()) -> Byline | None:
    """The byline that stands closest to the headline, below it before above it; `site` has the keys of the site's names."""
    return _in(place.after, site) or _in(place.before, site)


def anywhere(root: _Element, site: Collection[str] = ()) -> Byline | None:
    """The first byline or author box of the page, else its only linked author, else the first line "Written by …"."""
    boxes, links = _candidates(root)
    marked = (_marked(element, True) for element in boxes if _own_box(element))
    if first := next((byline for byline in marked if byline), None):
        return first
    linked = {byline for element in links if (byline := _marked(element, False)) and _own_box(element)}
    if len(linked) == 1:
        return linked.pop()
    texts = ((element, element.text) for element in root.iter(*_LINES))
    lines = (element for element, text in texts if text and len(text) <= MAX_LABELLED and _is_label(element, text, site, sure=True))
    return next((byline for element in lines if (byline := _labelled(element)) and _own_box(element)), None)


def _candidates(root: _Element) -> tuple[list[_Element], list[_Element]]:
    """The first elements that attributes mark as an author's, and the first links to authors."""
    boxes: list[_Element] = []
    links: list[_Element] = []
    for element in root.iter("*"):
        mark = element.get("class", "")
        named = "uthor" in mark or "autor" in mark or ("yline" in mark and "byline" in mark.lower())        # no "keyline"
        if named or element.get("rel") == "author" or element.get("itemprop") == "author":
            boxes.append(element)
        if element.tag == "a" and (address := element.get("href")) and ("/author" in address or "/autor" in address):
            links.append(element)
    return boxes[:MAX_BOXES], links[:MAX_BOXES]


def _in(stretch: Stretch, site: Collection[str]) -> Byline | None:
    """The first byline of `stretch`: marked by attributes or links, or behind a label."""
    strong = set(stretch.holding(words("markup", "byline")))
    marked = strong.union(stretch.holding(words("markup", "byline_weak")), _author_links_among(stretch.tagged("a")))
    labelled = {element for element, text in stretch.opening(1, MAX_LABELLED) if _is_label(element, text, site)}
    for element in stretch.elements:
        byline = None
        if element in marked and not _names_site(element, site):
            byline = _marked(element, element in strong)
        elif element in labelled:
            byline = _labelled(element)
        if byline and _own_box(element):
            return byline
    return None


def _own_box(element: _Element) -> bool:
    """Does `element` stand outside comments, teasers and other boxes that have authors of their own?"""
    return element.tag not in _ASIDE and not within(element, _ASIDE) and not apart(element)


def _marked(element: _Element, strong: bool) -> Byline | None:
    """The names in an element whose attributes or address say that it holds the author; unless `strong`, behind a label."""
    if _explicit(element) or _author_link(element):
        people = _own(element)
        if not people or not (strong or _explicit(element) or " " in people[0]):
            return None
        return Byline(names.merged([people, *map(_own, _siblings(element))]), True)
    texts = _short_runs(element)
    if not texts:
        return None
    links = [link for link in element.iterdescendants("a", "span") if _explicit(link) or _author_link(link)]
    people = names.merged(_own(link) for link in links if not _of_another_role(link, element))
    if people:
        return Byline(people, True)
    people, sure = _read(texts, strong)
    if not people or not (sure or strong) or (not sure and len(texts) > 1 and all(" " not in name for name in people)):
        return None
    return Byline(people, sure)


def _author_links_among(links: list[_Element]) -> list[_Element]:
    addresses = "\0".join([link.get("href", "").lower() + "/" for link in links])
    if "/@" not in addresses and not any(part in addresses for part in words("links", "author")):
        return []
    return [link for link in links if _author_link(link)]


def _is_label(element: _Element, text: str, site: Collection[str], sure: bool = False) -> bool:
    """Does the `text` of `element` begin with a label, and not with that of the logo: "De Telegraaf", "Von Hier"?"""
    if element.tag in _SILENT or (labels.labelled(text, sure) is None and (text.isascii() or not _amid(text))):
        return False
    return key(text) not in site and not leads_home(element)


def _amid(text: str) -> bool:
    """Does the label of an unspaced script stand inside `text` or behind a name?"""
    return labels.labelled_amid(text) or labels.label_behind(text)


def _names_site(element: _Element, site: Collection[str]) -> bool:
    """Is the text of `element` a name of the site that begins like a label?"""
    text = element.text or ""
    return len(text) <= MAX_LABELLED and key(text) in site and labels.labelled(text) is not None


def _labelled(element: _Element) -> Byline | None:
    """The names behind a label such as "By" with which the text of a small element begins."""
    texts = _short_runs(element)
    if not texts:
        return None
    following = element.getnext()
    if len(texts) == 1 and labels.labelled(texts[0]) == "":
        texts += [(element.tail or "").strip()] if (element.tail or "").strip() else list(_runs(following)) if following is not None else []
    plain = labels.labelled(texts[0], sure=True) is None
    people, sure = _read(texts, nicknames=not plain and len(texts) <= 2)
    if not people or not sure or (plain and sum(map(len, texts)) > MAX_PLAIN):
        return None
    return Byline(people, True)


def _read(texts: Iterable[str], nicknames: bool) -> tuple[tuple[str, ...], bool]:
    """The names in a byline's runs of text, `nicknames` too, and whether a label stood before them."""
    people: list[tuple[str, ...]] = []
    labelled: list[tuple[str, ...]] = []
    expecting = skipping = False
    for run in (part for whole in texts for part in labels.parts(whole)):
        if labels.of_another_role(run) or _COUNT.fullmatch(run):
            expecting, skipping = False, True
            continue
        rest = labels.labelled(run)
        if rest is not None:
            expecting, skipping = True, False
            run = rest
        if not run or _is_joint(run):
            continue
        if rest is None and run.endswith((":", "：")):           # "Category:"
            expecting, skipping = False, True
            continue
        found = names.in_byline(run) or (names.behind_label(run, nicknames) if expecting and not labelled else ())
        if found and not skipping:
            (labelled if expecting or labels.label_behind(run) else people).append(found)
        else:
            expecting = skipping = False
    return (names.merged(labelled), True) if labelled else (names.merged(people[:1]), False)


def _short_runs(element: _Element) -> list[str]:
    """The runs of text of a byline; none where they are too long for one, of which no more is read."""
    texts, length = [], 0
    for run in _runs(element):
        texts.append(run)
        length += len(run)
        if length > MAX_BYLINE:
            return []
    return texts


def _runs(element: _Element) -> Iterator[str]:
    """The runs of text of a byline without those of roles, dates and pictures inside it."""
    stack: list[_Element | str] = [element]
    while stack:
        here = stack.pop()
        if isinstance(here, str):
            if run := " ".join(here.split()):
                yield run
            continue
        for child in reversed(here):
            if child.tail:
                stack.append(child.tail)
            if isinstance(child.tag, str) and child.tag not in _SILENT and not _no_name(child):
                stack.append(child)
        if here.text:
            stack.append(here.text)


def _no_name(element: _Element) -> bool:
    attributes = element.get("class", "").lower()
    return bool(attributes) and any(word in attributes for word in words("markup", "not_name"))


def _own(element: _Element) -> tuple[str, ...]:
    """The names in an element that holds nothing but names."""
    text = shown(element) or element.get("content", "")
    if not text or len(text) > MAX_BYLINE or labels.of_another_role(text):
        return ()
    people = names.in_byline(text) or next((found for part in pieces(element) if (found := names.in_byline(part))), ())
    if not people and _explicit(element) and len(text) <= names.MAX_NAME_LENGTH:
        people = names.stated(labels.without_label(text, sure=False))
    return people


def _siblings(element: _Element) -> Iterator[_Element]:
    """Other author links of the same byline."""
    parent = element.getparent()
    for other in parent.iterchildren(element.tag) if parent is not None else ():
        if other is not element and (_explicit(other) or _author_link(other)) and not _of_another_role(other, parent):
            yield other


def _of_another_role(element: _Element, top: _Element | None) -> bool:
    """Does the text right before `element` say that its names are a photographer's, an editor's …?"""
    here = element
    while here is not top:
        previous, parent = here.getprevious(), here.getparent()
        if parent is None:
            return False
        text = (previous.tail or "").strip() or shown(previous) if previous is not None else (parent.text or "").strip()
        if text:
            return labels.of_another_role(text)
        here = parent
    return False


def _explicit(element: _Element) -> bool:
    return element.get("rel") == "author" or element.get("itemprop") in ("author", "creator")


def _author_link(element: _Element) -> bool:
    address = element.get("href") if element.tag == "a" else None
    if not address:
        return False
    address = address.lower() + "/"
    is_profile = any(part in address for part in words("links", "author")) or _PROFILE.match(address)
    return bool(is_profile) and not _in_prose(element)


def _in_prose(element: _Element) -> bool:
    parent = element.getparent()
    while parent is not None and parent.tag in ("span", "em", "strong", "b", "i"):
        parent = parent.getparent()
    return parent is not None and parent.tag in ("p", "li", "td") and len("".join(runs(parent))) > MAX_BYLINE


def _is_joint(run: str) -> bool:
    bare = fold(run).strip(" ,;/&|·•-–")
    return not bare or bare in folded("byline", "joiners")
