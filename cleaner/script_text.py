"""Articles that a page carries only inside its scripts: the HTML in a JSON string, shown by code that we do not run."""

from __future__ import annotations

import json
import re

from lxml import etree

from cleaner.text import escaped_in_whole_pairs

_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.S)
_LEAST = 300                # characters of a string that can hold an article
_PARAGRAPH = re.compile(r"<p[\s>]|<br\s*/?>|</p>", re.I)
_LEAST_PARAGRAPHS = 2
_ESCAPED = ("\\u003c", "\\u003C", "\\/p>")      # markup escaped once more: JSON within a string of JSON


def html_in_scripts(root: etree._Element) -> str:
    """The longest string of HTML paragraphs in the page's scripts; empty where there is none. Linear in their size."""
    best = ""
    for script in root.iter("script"):
        for found in _STRING.finditer(script.text or ""):
            if len(found[1]) >= max(_LEAST, len(best)):
                text = _unescaped(found[1])
                if len(text) > len(best) and len(_PARAGRAPH.findall(text)) >= _LEAST_PARAGRAPHS:
                    best = text
    return best


def _unescaped(literal: str) -> str:
    """The text of a JSON string literal, with markup escaped twice brought back."""
    try:
        text = _loaded(literal)
        if any(mark in text for mark in _ESCAPED):
            inner = max(_STRING.findall(text), key=len, default="")
            return _loaded(inner) if len(inner) >= _LEAST else text
    except ValueError:
        return ""       # a string of code, not of JSON
    return text


def _loaded(literal: str) -> str:
    return str(json.loads(f'"{escaped_in_whole_pairs(literal)}"', strict=False))
