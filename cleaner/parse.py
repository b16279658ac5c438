"""Text of a page to its tree: one parse, and a second reading where the first lost the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from cleaner import loss, mend, tolerant

_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
_BOUNDLESS = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True)
_MENDS: dict[str, Callable[[str], str | None]] = {
    "depth": mend.flattened, "unread": mend.flattened, "end": mend.without_ends,
    **dict.fromkeys(("button", "table", "bare"), tolerant.reread),
}
_SAYS = {
    "depth": "elements nested deeper than a parser goes", "unread": "the parser stopped early", "end": "text behind the page's end",
    "!--": "a comment that is never closed", "table": "the page stands in a table outside its cells", "bare": "next to no text was read",
}
_OF_HEAD = frozenset((
    "base", "basefont", "bgsound", "link", "meta", "noframes", "noscript", "object", "script", "style", "template", "title",
))
_SHADOW = frozenset(("shadowrootmode", "shadowroot"))
_FOREIGN = (
    b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"BZh",
    b"\xfd7zXZ", b"(\xb5/\xfd", b"Rar!", b"7z\xbc\xaf", b"\x7fELF", b"OggS", b"ID3", b"wOF",
)
_MAGIC = 8                      # the longest of them
_LOOK = 1 << 16                 # characters or bytes that may stand before the first tag
_NUL_SHARE = 0.05               # from which bytes are UTF-16 or no text
_TAG = re.compile(r"<[a-zA-Z!/?]")
_BYTE_TAG = re.compile(rb"<[a-zA-Z!/?]")
_WIDE_TAG = re.compile(rb"<\0[a-zA-Z!/?]|\0<\0[a-zA-Z!/?]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page's tree, and what was degraded on the way to it."""

    root: etree._Element                # <html>, with a <body>; its elements are nested less than 260 deep
    warnings: tuple[str, ...] = ()


def parse(html: str) -> Parsed:
    """The tree of a page, whatever it is: a root with a body even for nothing at all.

    libxml2 stops at 256 nested elements (2048 when told to be generous) and reads no further; such pages, and others
    that it loses text of, are mended and read again, which is said in the warnings. Linear in the size of `html`.
    """
    root, fault = _read(html, _PARSER)
    if not looks_like_html(html):
        return Parsed(root, ("not HTML: no markup at its beginning",))
    warnings: tuple[str, ...] = ()
    if fault:
        root, warnings = _second(html, root, fault)
    _show_shadow([template for template in root.iter("template") if not _SHADOW.isdisjoint(template.attrib)])
    return Parsed(root, warnings)


def looks_like_html(data: bytes | str) -> bool:
    """Whether `data` has markup near its beginning and does not begin like a PDF, an archive, an image …

    >>> looks_like_html(b"%PDF-1.7 <</Type>>"), looks_like_html("Plain text."), looks_like_html("<p>A page")
    (False, False, True)
    """
    if isinstance(data, str):
        return not data[:_MAGIC].encode("utf-8", "replace").startswith(_FOREIGN) and _TAG.search(data, 0, _LOOK) is not None
    head = data[:_LOOK]
    if head.startswith(_FOREIGN):
        return False
    return (_WIDE_TAG if head.count(0) > len(head) * _NUL_SHARE else _BYTE_TAG).search(head) is not None


def _read(html: str, parser: etree.HTMLParser) -> tuple[etree._Element, str]:
    """A tree with a body, and what is wrong with it: a name of `_SAYS` or of an element, "" for nothing."""
    root = etree.fromstring(mend.prepared(html), parser)
    if root is None:                    # nothing but comments
        root = etree.Element("html")
    fault = "" if loss.take_end(root) else loss.why_unended(root, html)
    if root.find("body") is None:
        root.append(next(root.iter("body"), etree.Element("body")))     # inside a <frameset>, if there is any
    _empty_head(root)
    return root, fault or _fault(root, html)


def _empty_head(root: etree._Element) -> None:
    """Moves out of the head what belongs into the body.

    A page need not write `</head><body>`: what is no element of a head ends it. libxml2 does not know <main>, <article>, <header>,
    <section> or custom elements, and leaves the whole page in the head where one of them comes first.
    """
    head, body = root.find("head"), root.find("body")
    strays = [] if head is None else [element for element in head if element.tag not in _OF_HEAD]
    if strays and body is not None:
        body[:0] = strays
        strays[-1].tail, body.text = (strays[-1].tail or "") + (body.text or ""), None


def _fault(root: etree._Element, html: str) -> str:
    """What is wrong with a tree that was read to its end."""
    if name := loss.swallower(root):
        return name
    if (element := loss.wrapper(root)) is not None:
        return str(element.tag)
    if loss.stray_table(root):
        return "table"
    return "bare" if loss.bare(root, html) else ""


def _second(html: str, first: etree._Element, fault: str) -> tuple[etree._Element, tuple[str, ...]]:
    """A tree without what is wrong with the `first`, or that one where no other shows more; and what was done."""
    shown, root, met = loss.text_length(first), first, []
    while fault and fault not in met:
        met.append(fault)
        mended = _mended(html, fault)
        if mended is not None:
            html = mended
            root, fault = _read(html, _BOUNDLESS)
        else:
            _show_wrapper(root)
            fault = _fault(root, html)
    _show_wrapper(root)
    for control in loss.CONTROLS.intersection(met):
        for element in loss.holders(root, control):
            _show(element, root)
    gained = loss.text_length(root) - shown
    if gained < 0 or (gained == 0 and "table" not in met):
        return first, ()
    return root, tuple(f"second reading: {_SAYS.get(name) or f'the page stands inside <{name}>'}" for name in met)


def _mended(html: str, fault: str) -> str | None:
    """`html` without what is wrong with it; `None` where its tree will have to do."""
    if fault in loss.RAW or fault == "!--":
        return mend.without_swallower(html, fault)
    mending = _MENDS.get(fault)
    return mending(html) if mending else None


def _show_wrapper(root: etree._Element) -> None:
    wrapper = loss.wrapper(root)
    if wrapper is not None:
        _show(wrapper, root)


def _show(wrapper: etree._Element, root: etree._Element) -> None:
    """Makes the content of an element that nobody shows a part of the page."""
    wrapper.tag = "div"
    if next(wrapper.iterancestors("head"), None) is not None:
        body = root.find("body")
        if body is not None:
            body.insert(0, wrapper)


def _show_shadow(templates: list[etree._Element]) -> None:
    """Makes declared shadow trees a part of the page, each host's own content in its slot."""
    first_of_host: dict[etree._Element | None, etree._Element] = {}
    for template in templates:
        template.tag = "div"
        first_of_host.setdefault(template.getparent(), template)
    for template in first_of_host.values():
        _fill_slot(template)


def _fill_slot(template: etree._Element) -> None:
    """Moves what follows a shadow tree in its host into its slot, where there is one without a name."""
    slots = [slot for slot in template.iter("slot") if "name" not in slot.attrib]
    own = [*template.itersiblings()]
    if len(slots) == 1 and (own or (template.tail or "").strip()):
        slot, tail = slots[0], slots[0].tail
        slot.clear()
        slot.text, slot.tail, template.tail = template.tail, tail, None
        slot.extend(own)
