"""Inline markup of a block as a tree that nests properly, whatever the page's spans did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from cleaner.model import Span

TAGS = frozenset({"a", "em", "strong", "code", "sub", "sup", "del", "mark"})
SCHEMES = frozenset({"http", "https", "mailto", "tel"})     # a link to anything else is written as its text
_URL_SAFE = "!#$%&*+,/:;=?@[]~-._'"                         # kept as they are; the rest of ASCII is percent-encoded


@dataclass(frozen=True, slots=True)
class Mark:
    """Inline markup around children; `start` and `end` are places in the text of the block."""

    tag: str
    href: str
    start: int
    end: int
    children: tuple[Mark | str, ...]


class _Open(NamedTuple):
    span: Span
    start: int
    children: list[Mark | str]


def nest(text: str, spans: Sequence[Span], base: str | None = None) -> tuple[Mark | str, ...]:
    """`text` cut by `spans`: strings and marks in order, no tag inside itself, links absolute, code innermost.

    Spans that cross are cut; those out of range, empty or without a usable link are left out. The strings, joined,
    are `text`.

    >>> nest("abc", [Span(0, 2, "em"), Span(1, 3, "strong")])[1]
    Mark(tag='strong', href='', start=2, end=3, children=('c',))
    """
    if not spans:
        return (text,)
    usable = _usable(text, spans, base)
    edges = sorted({0, len(text), *(span.start for span in usable), *(span.end for span in usable)})
    stack = [_Open(Span(0, len(text), ""), 0, [])]
    waiting = sorted(usable, key=_rank, reverse=True)
    active: list[Span] = []
    for start, end in pairwise(edges):
        active = [span for span in active if span.end > start]
        while waiting and waiting[-1].start <= start:
            active.append(waiting.pop())
        _turn(stack, sorted(active, key=_rank_inside), start)
        stack[-1].children.append(text[start:end])
    _turn(stack, [], len(text))
    return tuple(stack[0].children)


def _rank(span: Span) -> tuple[int, int, str]:
    return span.start, -span.end, span.tag


def _rank_inside(span: Span) -> tuple[bool, int, int, str]:
    return span.tag == "code", *_rank(span)


def _turn(stack: list[_Open], wanted: Sequence[Span], here: int) -> None:
    """Closes and opens marks at `here` until those in `wanted`, outermost first, are open."""
    same = 0
    while same < min(len(stack) - 1, len(wanted)) and stack[same + 1].span == wanted[same]:
        same += 1
    while len(stack) - 1 > same:
        done = stack.pop()
        stack[-1].children.append(Mark(done.span.tag, done.span.href, done.start, here, tuple(done.children)))
    stack += (_Open(span, here, []) for span in wanted[same:])


def _usable(text: str, spans: Sequence[Span], base: str | None) -> list[Span]:
    """Spans that can be written: within the text, not around white space, merged where those of a tag overlap."""
    usable: list[Span] = []
    for tag in {span.tag for span in spans} & TAGS:
        cut = (_cut(text, span) for span in spans if span.tag == tag)
        found = sorted((span for span in cut if span.start < span.end), key=_rank)
        usable += _links(found, base) if tag == "a" else _merged(found)
    return usable


def _cut(text: str, span: Span) -> Span:
    start, end = max(0, span.start), min(len(text), span.end)
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return span._replace(start=start, end=end, href=span.href if span.tag == "a" else "")


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and span.start <= merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _links(spans: Iterable[Span], base: str | None) -> list[Span]:
    """Links with absolute addresses; of those that overlap, the first."""
    links: list[Span] = []
    for span in spans:
        href = absolute(span.href, base)
        if href and (not links or span.start >= links[-1].end):
            links.append(span._replace(href=href))
    return links


def absolute(href: str, base: str | None) -> str:
    """`href` as an absolute address that is safe to write; empty where it leads nowhere a reader may go.

    >>> absolute("../foto (1).html", "https://primjer.hr/vijesti/svijet/")
    'https://primjer.hr/vijesti/foto%20%281%29.html'
    >>> absolute("javascript:alert(1)", "https://primjer.hr/"), absolute("/vijesti", None)
    ('', '')
    """
    try:
        url = urljoin(base or "", "".join(href.split("\n")).strip())
        scheme = urlsplit(url).scheme
    except ValueError:
        return ""
    if scheme not in SCHEMES:
        return ""
    return "".join(char if ord(char) > 0x7F and not char.isspace() else quote(char, safe=_URL_SAFE) for char in url)


def write(text: str, spans: Sequence[Span], base: str | None, leaf: Callable[[str], str], mark: Callable[[Mark, str], str]) -> str:
    """`text` with its markup written by `leaf` (plain runs) and `mark` (a mark around its written children)."""
    def written(parts: tuple[Mark | str, ...]) -> str:
        return "".join(leaf(part) if isinstance(part, str) else mark(part, written(part.children)) for part in parts)

    return written(nest(text, spans, base))
