"""One look over a parsed page for everything that can state metadata."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from lxml import etree

from cleaner.metadata import jsonld
from cleaner.metadata.vocabulary import words

_Element = etree._Element

_TAGS = ("meta", "link", "title", "script", "h1", "time", "input")
_NAMES = ("property", "name", "itemprop", "http-equiv")
_RELATIONS = ("canonical", "amphtml", "license", "author")
_TOP = ("head", "html", "body", "main", "article")
_TITLED = ("head", "html", "body")      # a <title> elsewhere names a drawing
_SILENT = ("script", "style", "noscript", "template")
MAX_VALUE, MAX_TITLE = 5000, 1000       # characters of a <meta> value and of <title> that are read
MAX_ALIKE = 100                         # <meta> elements of one name
MAX_HEADINGS, MAX_TIMES = 20, 200       # elements that are looked at
_ANCHORS = " ¶\uf0c1"                    # what a heading's link to itself shows, of documentation that is made from sources
MAX_HEADLINE = 400                      # characters; a longer heading is a page wrapped in one


class Found(NamedTuple):
    """A value and where on the page it stood, as `og:title`."""

    value: str
    source: str


@dataclass(slots=True)
class Scan:
    """What the tags of a page hold, before anything is decided; elements stay inside this package."""

    root: _Element
    language: str = ""                                              # <html lang>
    title: str = ""                                                 # <title>
    metas: dict[str, list[str]] = field(default_factory=dict)       # name in lower case -> contents, as written
    links: dict[str, list[str]] = field(default_factory=dict)       # rel -> addresses
    h1s: list[_Element] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)               # their texts
    times: list[_Element] = field(default_factory=list)
    inputs: int = 0                                                 # <input> elements
    graph: jsonld.Graph = field(default_factory=jsonld.Graph)
    read: dict[str, list[str]] = field(default_factory=dict)        # `named` as it answered before

    def meta(self, key: str) -> Iterator[Found]:
        """The values of the <meta> elements that vocabulary list `key` names, best name first."""
        return (Found(value, name) for name in words("meta", key) if name in self.metas for value in self.named(name))

    def named(self, name: str) -> list[str]:
        """The contents of the <meta> elements called `name`, entities and white space resolved."""
        if name not in self.metas:
            return []
        if name not in self.read:
            self.read[name] = [value for value in map(jsonld.plain, self.metas[name]) if value]
        return self.read[name]


def scan(root: _Element) -> Scan:
    """Read the head, the headings and the times of the page under `root` in one sweep."""
    tagged: dict[str, list[_Element]] = {tag: [] for tag in _TAGS}
    for element in root.iter(*_TAGS):
        tagged[element.tag].append(element)
    seen = Scan(root, root.get("lang") or root.get("xml:lang") or "", _title(tagged["title"]))
    for element in tagged["meta"]:
        _meta(seen, element)
    for element in tagged["link"]:
        _link(seen, element)
    seen.h1s, seen.times = tagged["h1"][:MAX_HEADINGS], tagged["time"][:MAX_TIMES]
    seen.inputs = len(tagged["input"])
    seen.headings = [heading_text(element) for element in seen.h1s]
    seen.graph = jsonld.read([script.text or "" for script in tagged["script"] if "ld+json" in script.get("type", "").lower()])
    return seen


def runs(element: _Element) -> Iterator[str]:
    """The text nodes inside `element`, as they are."""
    return cast("Iterator[str]", element.itertext())


def shown(element: _Element) -> str:
    """The text of `element` as a reader sees it, white space squeezed; words of neighbouring elements stay apart."""
    return " ".join(" ".join(_texts(element)).split())


def pieces(element: _Element) -> list[str]:
    """The runs of text inside `element`, one a text node, without scripts and styles."""
    return [run for run in (" ".join(text.split()) for text in _texts(element)) if run]


def heading_text(element: _Element) -> str:
    """The text of a heading; words of neighbouring elements stay apart, a drop capital stays with its word, the mark that links to it goes.

    A wrapper longer than any headline gives nothing.

    >>> from lxml import etree
    >>> heading_text(etree.fromstring("<h1><b>Kicker</b>The <i>s</i>torm</h1>"))
    'Kicker The storm'
    """
    out = ""
    for run in _lines(element):
        if len(out) > 2 * MAX_HEADLINE:
            return ""
        if out[-1:].isalnum() and run[:1].isalnum() and not (run[:1].islower() and out[-1:].isalpha()):
            out += " "
        out += run
    return " ".join(out.split()).rstrip(_ANCHORS)


def _texts(element: _Element) -> Iterator[str]:
    """The text nodes inside `element`, as they are, without those of scripts and styles."""
    unread = next(element.iter(*_SILENT), None) is not None
    return _read_runs(element) if unread else runs(element)


def _read_runs(element: _Element) -> Iterator[str]:
    stack: list[_Element | str] = [element]
    while stack:
        here = stack.pop()
        if isinstance(here, str):
            yield here
        elif here.tag not in _SILENT:
            for child in reversed(here):
                stack.extend(part for part in (child.tail, child) if part is not None)
            if here.text:
                stack.append(here.text)


def _lines(element: _Element) -> Iterator[str]:
    """The text nodes of a heading, and a space for each <br>."""
    if next(element.iter("br"), None) is None:
        yield from runs(element)
        return
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            yield " " if part.tag == "br" else part.text or ""
        elif part is not element:
            yield part.tail or ""


def _meta(seen: Scan, element: _Element) -> None:
    content = element.get("content")
    if not content:
        return
    for key in _NAMES:
        if name := element.get(key):
            if key == "itemprop" and not _about_page(element):
                name = f"itemprop:{name}"
            values = seen.metas.setdefault(name.strip().lower(), [])
            if len(values) < MAX_ALIKE and content not in values:
                values.append(content[:MAX_VALUE])
            return


def _about_page(element: _Element) -> bool:
    """Does this item property stand where it can only speak of the whole page?"""
    parent = element.getparent()
    return parent is None or parent.tag in _TOP


def _link(seen: Scan, element: _Element) -> None:
    for relation in element.get("rel", "").lower().split():
        if relation in _RELATIONS and (address := element.get("href")):
            seen.links.setdefault(relation, []).append(address.strip())


def _title(elements: list[_Element]) -> str:
    """The text of the first <title> that has any and is not that of a drawing."""
    titles = (element for element in elements if (parent := element.getparent()) is None or parent.tag in _TITLED)
    return next(filter(None, (jsonld.plain("".join(runs(element))[:MAX_TITLE]) for element in titles)), "")
