"""What of a page its tree does not show: the end not reached, text swallowed by an element, the page in a wrapper nobody shows."""

from __future__ import annotations

import re

from lxml import etree

from cleaner.mend import END, unclosed, visible_length

_END_MARKUP = f"<{END}>"
_STOPPED_AT = 250               # levels: the parser gives up at 256
RAW = ("script", "style", "title", "textarea", "iframe", "noframes", "noembed", "xmp", "plaintext")
_CLOSED_LATER = ("title", "textarea", "iframe", "noframes", "noembed", "style")
_WRAPPERS = (
    "noscript", "template", "button", "select", "object", "canvas", "video", "audio", "svg", "math", "map", "applet", "datalist",
)
CONTROLS = frozenset(("button", "select", "datalist"))         # no page puts paragraphs there on purpose
_CONTROL_SHARE = 0.25
_BLOCKS = frozenset(("p", "div", "article", "section", "main", "h1", "h2", "h3", "li", "td", "br", "blockquote"))
_STRAYS = ("p", "div", "article", "section", "main", "h1", "h2", "ul")
_UNSEEN = frozenset((*RAW, *_WRAPPERS, "head"))
_SOME_TEXT = 400                # characters: less than that is no page
_LABEL = 80                     # characters: more is no label of a button
_LITTLE_TEXT = 200              # characters: a page that shows less may have been lost
_MARKUP = re.compile(r"</(?:p|div|h[1-6]|li|article|section)>|<(?:p|div)[\s>]", re.IGNORECASE)
_ENDS = re.compile(r"</(?:body|html)\b", re.IGNORECASE)


def take_end(root: etree._Element) -> bool:
    """Takes the element that stands behind everything out of the tree; false if the parser did not come that far."""
    last = _last(root)
    parent = last.getparent()
    if last.tag != END or parent is None:
        return False
    parent.remove(last)
    return True


def why_unended(root: etree._Element, html: str) -> str:
    """Why the parser did not come to the end: an element's name, "!--", "depth", "end", "unread"; "" where that loses nothing."""
    last, levels = _last(root), 0
    for _ in last.iterancestors():
        levels += 1
    if last.tag in RAW and (last.text or "").endswith(_END_MARKUP):
        last.text = (last.text or "").removesuffix(_END_MARKUP)
        return str(last.tag) if _worth(last.text) else ""
    if levels >= _STOPPED_AT:
        return "depth"
    if (at := unclosed(html, "!--")) >= 0:
        return "!--" if _worth(html[at:]) else ""
    if end := _ENDS.search(html):
        return "end" if _worth(html[end.end():]) else ""
    return "" if html.rfind("<") > html.rfind(">") else "unread"


def swallower(root: etree._Element) -> str:
    """The name of the element whose text is the markup of most of the page; "" if there is none."""
    largest, most = "", 0
    for element in root.iter(*_CLOSED_LATER):
        text = element.text
        if text and len(text) > _SOME_TEXT and _worth(text) and (length := visible_length(text)) > most:
            largest, most = str(element.tag), length
    return largest if largest and most > text_length(root) else ""


def wrapper(root: etree._Element) -> etree._Element | None:
    """The element that nobody shows and that most of the page's text is in; of a button a quarter is enough."""
    largest, most = None, _SOME_TEXT
    for element in root.iter(*_WRAPPERS):
        if len(element) and _holds_blocks(element) and (length := text_length(element)) > most:
            largest, most = element, length
    if largest is None:
        return None
    share = _CONTROL_SHARE if largest.tag in CONTROLS else 1.0
    return largest if most > text_length(root) * share else None


def holders(root: etree._Element, name: str) -> list[etree._Element]:
    """The elements called `name` that hold more text than such an element's label."""
    return [e for e in root.iter(name) if _holds_blocks(e) and text_length(e) > _LABEL]


def stray_table(root: etree._Element) -> bool:
    """Whether most of the page's text stands in a table, but in none of its cells."""
    strays = 0
    for table in root.iter("table", "tbody"):
        if next(table.iterchildren(*_STRAYS), None) is not None:
            strays += sum(text_length(child) for child in table.iterchildren(*_STRAYS))
    return strays > _SOME_TEXT and strays * 2 > text_length(root)


def bare(root: etree._Element, html: str) -> bool:
    """Whether the tree shows next to nothing of a page that has text."""
    shown = 0
    for element in root.iter(*_BLOCKS, "a", "span"):
        shown += len((element.text or "").strip()) + len((element.tail or "").strip())
        if shown > _LITTLE_TEXT:
            return False
    return visible_length(html) > _SOME_TEXT + 2 * text_length(root)


def text_length(root: etree._Element) -> int:
    """How many characters a reader sees of the tree under `root`, white space squeezed."""
    length = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if element.tag in _UNSEEN and element is not root:
                walker.skip_subtree()
            elif element.text:
                length += len(" ".join(element.text.split()))
        elif element.tail and element is not root:
            length += len(" ".join(element.tail.split()))
    return length


def _holds_blocks(element: etree._Element) -> bool:
    """Whether an element has blocks of text in it; most asked for are icons and labels, too small to make a filter for."""
    return any(inner.tag in _BLOCKS for inner in element.iter())


def _last(root: etree._Element) -> etree._Element:
    last = root
    while len(last):
        last = last[-1]
    return last


def _worth(markup: str) -> bool:
    """Whether `markup` holds a page's text, not the rest of a script."""
    return _MARKUP.search(markup) is not None and visible_length(markup) > _SOME_TEXT
