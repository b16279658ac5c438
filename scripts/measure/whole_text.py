"""A page as a text of all its lines, menus and boxes too, as crawls keep it beside the HTML: what `clean_text` may be given."""

from __future__ import annotations

from lxml import etree
from lxml import html as lxml_html

_UNSEEN = frozenset(("head", "script", "style", "noscript", "template", "svg"))
_BREAKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "button", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main", "nav", "ol", "option", "p", "pre", "section", "select", "table", "td", "th",
    "tr", "ul",
))


def whole_text(html: str) -> str:
    """The text of every element of a page that is not a script or its like, a line wherever a block-level element begins or ends."""
    if not html.strip():
        return ""
    parts: list[str] = []
    walker = etree.iterwalk(lxml_html.document_fromstring(html.encode(), parser=_parser()), events=("start", "end"))
    for event, element in walker:
        if element.tag in _BREAKS:
            parts.append("\n")
        if event == "end":
            parts.append(" ".join((element.tail or "").split("\n")))
        elif element.tag in _UNSEEN:
            walker.skip_subtree()
        else:
            parts.append(" ".join((element.text or "").split("\n")))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _parser() -> lxml_html.HTMLParser:
    return lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
