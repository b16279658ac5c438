"""MathML in a line of text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

_BETWEEN = {"mfrac": "/", "msup": "^", "msub": "_"}     # what a line needs where a formula has two storeys: ½ is not 12
_NOTES = frozenset(("annotation", "annotation-xml"))
_SILENT = dict.fromkeys(range(0x2061, 0x2065))          # function application, invisible times …
_STYLED = re.compile(r"\{\\(?:display|text|script)style (.*)\}")


def formula(math: etree._Element) -> str:
    """A <math> in one line: as its author typed it where it says so, else its signs; empty where it is drawn beside it with letters.

    >>> formula(etree.XML("<math><mfrac><mn>1</mn><mn>2</mn></mfrac><mi>n</mi></math>"))
    '1/2n'
    """
    if _is_drawn(math):
        return ""
    line = " ".join((math.get("alttext", "").strip() or _source(math) or "".join(_signs(math))).split())
    styled = _STYLED.fullmatch(line)
    return styled[1] if styled else line


def _is_drawn(math: etree._Element) -> bool:
    """Whether a formula for screen readers alone has its drawing, hidden from them, before or behind it."""
    wrap = math.getparent()
    if wrap is None or wrap.tag != "span" or len(wrap) > 1:
        return False
    beside = (wrap.getprevious(), wrap.getnext())
    return any(other is not None and other.get("aria-hidden") == "true" and _text(other).strip() for other in beside)


def _source(math: etree._Element) -> str:
    """The formula as typed, in TeX or AsciiMath; sources for programs are no text."""
    for note in math.iter("annotation"):
        if "tex" in note.get("encoding", "").lower():
            return _text(note)
    return ""


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _signs(math: etree._Element) -> Iterator[str]:
    """The signs of a formula as they stand, each storey with more than one in brackets."""
    walker = etree.iterwalk(math, events=("start", "end"))
    for event, element in walker:
        outer = element.getparent() if element is not math else None
        storeys = outer is not None and outer.tag in _BETWEEN
        if event == "end":
            yield ")" if storeys and len(element) > 1 else ""
            text = element.tail if element is not math else ""
        elif element.tag in _NOTES or not isinstance(element.tag, str):
            walker.skip_subtree()
            continue
        else:
            yield _BETWEEN[outer.tag] if outer is not None and storeys and element.getprevious() is not None else ""
            yield "√" if element.tag == "msqrt" else ""
            yield "(" if storeys and len(element) > 1 else ""
            text = element.text
        yield (text or "").strip().translate(_SILENT)
