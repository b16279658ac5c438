"""Markup before it is parsed: what would stop a parser, swallow the page or cost more than it gives is taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO

_LONG_DATA = 2000               # characters: a data: URI not worth carrying through the tree
_END_OF_URI = re.compile(r"""["'<>\s)]""")
END = "page-end"                # an element behind everything
_END_MARKUP = f"<{END}>".encode()
_TAIL_BYTES = 1 << 14           # where a page commonly ends
_ENDS = re.compile(rb"</(?:body|html)[^<>]*>?", re.IGNORECASE)
_ENDS_ANYWHERE = re.compile(r"</(?:body|html)[^<>]*>?", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]*>[^<]*(?!</title)", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:p|div|article|section|main|h[1-6]|table|ul|body)\b", re.IGNORECASE)
_BLANKED = bytes.maketrans(b"\x0b\x0c", b"  ")
_CONTROLS = bytes((*range(9), *range(14, 32), 127))
_NONCHARACTERS = {0xFFFE: None, 0xFFFF: None}
_REFERENCE = re.compile(rb"&#(?:0*(?:[0-8]|1[1-9]|2\d|3[01])(?!\d)|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF])(?![0-9a-fA-F]));?")
_WINDOW = 1 << 12               # characters without "<", in which a long URI or too many attributes may hide
_MANY_ATTRIBUTES = 256          # of one element; the parser's time grows with their square
_START_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']++|"[^"]*+"|'[^']*+')*+>?""")
_ATTRIBUTE = re.compile(r"""[^\s=>]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?""")

_WRAPPERS = frozenset((
    "div", "span", "section", "article", "main", "font", "b", "i", "u", "em", "strong", "center", "big", "small", "tt", "form",
    "fieldset", "blockquote", "ul", "ol", "dl", "table", "tbody", "label", "ins", "del", "s", "strike", "nobr", "header", "footer", "aside",
))
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
))
_ENDED_BY_NEXT = frozenset(("p", "li", "td", "th", "tr", "dt", "dd", "option"))
_END_OF_RAW = {
    **{name: re.compile(f"</{name}[^>]*>", re.IGNORECASE) for name in ("script", "style")}, "!--": re.compile("--!?>"),
}
_TAG = re.compile(r"""<(?:!--|[!?][^<>]*>|(/?)([a-zA-Z][^\s/<>"']*+)((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>)""")
_DEEP = 200                     # levels, from which wrappers are left out; the parser stops at 256
_DEEPEST = 240                  # levels, from which everything but text is left out


def prepared(html: str) -> bytes:
    """`html` as UTF-8 for the parser: without long data: URIs, control characters, floods of attributes and what ends it.

    The parser reads nothing behind `</body></html>`, so these go; `END` stands behind everything and shows that it was read.

    >>> prepared("<p>a\\x00b</p></body></html><p>c")
    b'<p>ab</p><p>c<page-end>'
    """
    html = lightened(html)
    if "\ufffe" in html or "\uffff" in html:
        html = html.translate(_NONCHARACTERS)
    data = html.encode("utf-8", "replace").translate(_BLANKED, _CONTROLS)
    data = _REFERENCE.sub(b"", data)
    return b"".join((memoryview(data)[:-_TAIL_BYTES], _ENDS.sub(b"", data[-_TAIL_BYTES:]), _END_MARKUP))


def without_ends(html: str) -> str:
    """`html` without any `</body>` and `</html>`."""
    return _ENDS_ANYWHERE.sub("", html)


def without_swallower(html: str, name: str) -> str:
    """`html` in which no unclosed element `name` swallows the markup behind it; "!--" stands for comments.

    >>> without_swallower("<title>News<body><p>Text", "title")
    '<title>News</title><body><p>Text'
    """
    if name == "title":
        return _TITLE.sub(r"\g<0></title>", html)
    if name in _END_OF_RAW:
        at = unclosed(html, name)
        block = _BLOCK.search(html, max(at, 0))
        return html[:at] + (html[block.start():] if block else "") if at >= 0 else html
    return re.sub(f"</?{name}\\b[^<>]*>?", " ", html, flags=re.IGNORECASE)


def unclosed(html: str, name: str) -> int:
    """Where the script, style or comment begins that is never closed; -1 if all are."""
    closed = 0
    for end in _END_OF_RAW[name].finditer(html):
        closed = end.end()
    found = re.compile(f"<{name}", re.IGNORECASE).search(html, closed)
    return found.start() if found else -1


def visible_length(html: str) -> int:
    """About how many characters of `html` a reader sees; linear in its size."""
    kept = at = 0
    for start, end, _ in _tags(html):
        kept += len(" ".join(html[at:start].split()))
        at = end
    return kept + len(" ".join(html[at:].split()))


def _tags(html: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Where the tags of `html` stand, a script, style or comment as a whole."""
    at = 0
    endless: set[str] = set()
    while tag := _TAG.search(html, at):
        at, name = tag.end(), (tag[2] or tag[0]).removeprefix("<").lower()
        if name in _END_OF_RAW and name not in endless and not tag[1]:
            end = _END_OF_RAW[name].search(html, at)
            if end:
                at = end.end()
            else:
                endless.add(name)
        yield tag.start(), at, tag


def lightened(html: str) -> str:
    """`html` with long `data:` URIs cut to `data:,` and floods of attributes cut off; looks only at runs without "<".

    >>> lightened('<img src="data:image/png;base64,' + "A" * 9000 + '">')
    '<img src="data:,">'
    """
    kept: list[str] = []
    at = 0
    for run in _long_runs(html):
        for start, end, instead in (*_flood(html, *run), *_long_data(html, *run)):
            if start >= at:
                kept += (html[at:start], instead)
                at = end
    return "".join((*kept, html[at:])) if kept else html


def _long_runs(html: str) -> Iterator[tuple[int, int]]:
    """Where runs of `html` that begin with "<" and hold no other one are long; every one of two windows' length is found."""
    at = 0
    for window in range(_WINDOW, len(html), _WINDOW):
        if window < at or html.rfind("<", window, window + _WINDOW) >= 0:
            continue
        start, end = html.rfind("<", at, window), html.find("<", window)
        at = end if end >= 0 else len(html)
        if start >= 0:
            yield start, at


def _long_data(html: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The long data: URIs in a run, and what stands for them."""
    at = html.find("data:", start, end)
    while at >= 0:
        found = _END_OF_URI.search(html, at, end)
        stop = found.start() if found else end
        if stop - at > _LONG_DATA:
            yield at, stop, "data:,"
        at = html.find("data:", stop, end)


def _flood(html: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The start tag of a run that has too many attributes, and what stands for it."""
    tag = _START_TAG.match(html, start, end)
    if tag and tag.end() - start > _WINDOW:
        attributes = _ATTRIBUTE.findall(tag[0])
        if len(attributes) > _MANY_ATTRIBUTES:
            yield start, tag.end(), " ".join(attributes[:_MANY_ATTRIBUTES]) + ">"


def flattened(html: str, *, strictly: bool = False) -> str:
    """`html` without the elements that stand deeper than a parser goes; no text is lost, linear in its size.

    `strictly` leaves no "<" that begins no tag and no flood of attributes, so that any parser sees the same tags.
    """
    nest, at, kept = _Nest(), 0, StringIO()
    for start, end, tag in _tags(html):
        text = html[at:start]
        kept.write(text.replace("<", "&lt;") if strictly else text)
        kept.write(_bounded(html[start:end], tag) if _stays(tag, nest) else " ")
        at = end
    kept.write(html[at:].replace("<", "&lt;") if strictly else html[at:])
    return kept.getvalue()


def _bounded(markup: str, tag: re.Match[str]) -> str:
    """The markup of a tag, or of a script as a whole, its attributes cut off where they are too many."""
    if len(tag[0]) < _WINDOW:
        return markup
    return "".join(instead for _, _, instead in _flood(tag[0], 0, len(tag[0]))) or markup


def _stays(tag: re.Match[str], nest: _Nest) -> bool:
    name = (tag[2] or "").lower()
    if not name:                        # a comment, a document type
        return False
    if tag[1]:
        return nest.leave(name)
    return name in _VOID or name in _END_OF_RAW or tag[3].endswith("/") or nest.enter(name)


class _Nest:
    """The open elements, and which of them stay."""

    def __init__(self) -> None:
        self.open: list[tuple[str, bool]] = []
        self.kept = 0
        self.of_name: dict[str, int] = {}
        self.entries: dict[tuple[str, bool], tuple[str, bool]] = {}

    def enter(self, name: str) -> bool:
        """Whether the element that begins here stays."""
        if name in _ENDED_BY_NEXT and self.open and self.open[-1][0] == name:
            self.pop()
        stays = self.kept < _DEEP or (self.kept < _DEEPEST and name not in _WRAPPERS)
        entry = (name, stays)
        self.open.append(self.entries.setdefault(entry, entry))     # a flood of them in little memory
        self.kept += stays
        self.of_name[name] = self.of_name.get(name, 0) + 1
        return stays

    def leave(self, name: str) -> bool:
        """Whether the element that ends here stayed; what was left open inside it ends too."""
        if not self.of_name.get(name):
            return False
        while True:
            ended, stayed = self.pop()
            if ended == name:
                return stayed

    def pop(self) -> tuple[str, bool]:
        """Closes the innermost element."""
        name, stayed = self.open.pop()
        self.kept -= stayed
        self.of_name[name] -= 1
        return name, stayed
