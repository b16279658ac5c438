"""The page inside a page: saved from a viewer or a web archive that shows it in a frame, with next to nothing around."""

from __future__ import annotations

import re

from cleaner.mend import visible_length

_MOST_AROUND = 400          # characters of a page that is a mere frame, menus and banner
_LEAST_INSIDE = 1_000       # of what it shows; an advertisement in a frame says less
_FRAMESET = b"<frameset"
_SRCDOC = re.compile(rb"<iframe\b[^<>]*?\ssrcdoc=(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_ESCAPED = ((b"&quot;", b'"'), (b"&#39;", b"'"), (b"&lt;", b"<"), (b"&gt;", b">"), (b"&amp;", b"&"))


def shown_in(outer: bytes, frames: list[bytes]) -> int | None:
    """Which of the `frames` of a page is the page that is meant; None where that is `outer` itself."""
    if not frames:
        return None
    longest = max(range(len(frames)), key=lambda i: len(frames[i]))
    if _FRAMESET in outer.lower():
        return longest
    if _length(outer) > _MOST_AROUND:
        return None
    inside = [_length(frame) for frame in frames]
    fullest = max(range(len(frames)), key=inside.__getitem__)
    return fullest if inside[fullest] >= _LEAST_INSIDE else None


def without_frame(html: bytes) -> bytes:
    """`html`, or the page that stands in its <iframe srcdoc> where it shows no more than that."""
    if b"srcdoc=" not in html.lower():
        return html
    frames = [_unescaped(found[1] or found[2] or b"") for found in _SRCDOC.finditer(html)]
    meant = shown_in(html, frames)
    return html if meant is None else frames[meant]


def _length(html: bytes) -> int:
    return visible_length(html.decode("latin-1"))


def _unescaped(value: bytes) -> bytes:
    for escaped, plain in _ESCAPED:
        value = value.replace(escaped, plain)
    return value
