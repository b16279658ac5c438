"""What a page's markup says about where its article stands: base, canonical, next page, refresh; read without a tree."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from cleaner.fetch.response import joined

HEAD_BYTES = 1 << 19            # looked through for <meta> and <link>: heads with inlined scripts grow large
MAX_TURNS = 1_000               # links looked at; calendars and lists have hundreds of numbers
FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/json"})
BODY_BYTES = 1 << 22            # looked through for links
_HIDING = re.compile(r"<!--|<script\b|<style\b|<template\b", re.IGNORECASE)
_CLOSING = {"<!--": "-->", "<scr": "</script", "<sty": "</style", "<tem": "</template"}
_TAG = re.compile(r"<(html|base|meta|link)\b([^<>]{0,4096})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s=/"'<>]{1,40})\s{0,8}(?:=\s{0,8}(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")
_ANCHOR = re.compile(r"<a\b([^<>]{0,4096})>\s{0,40}(?:<[^<>]{0,200}>\s{0,40}){0,3}([^<>]{0,40})", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]{0,200}>([^<>]{0,500})", re.IGNORECASE)
_REFRESH = re.compile(r"""\s*(\d{0,9})(?:\.\d*)?\s*[;,\s]\s*+(?>(?:url\s*=\s*)?)["']?\s*([^"'\s][^"']*)""", re.IGNORECASE)
_ARTICLE = re.compile(
    r"""["']@type["']\s*:\s*\[?\s*["'](?:\w{0,20}Article|BlogPosting|Report)["']|schema\.org/(?:\w{0,20}Article|BlogPosting)\b"""
)
_NEXT = "next"
_CALLED = ("rel", "class", "aria-label", "title")
_PARTS = re.compile(r"[\W_]+")
_SHORT = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
_TAGS = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Turn:
    """A link to another page of the article, perhaps: absolute target, the numbers in its text, whether it is called next."""

    target: str
    numbers: frozenset[int]
    next: bool


@dataclass(frozen=True, slots=True)
class Signs:
    """What the markup of the page at `url` says; targets are absolute.

    print: the version for printing that the page declares; refresh: seconds and target; visible: characters of text, roughly.
    """

    url: str
    amp: bool
    canonical: str | None
    next: str | None
    print: str | None
    refresh: tuple[int, str] | None
    title: str
    is_article: bool
    visible: int


def text_of(body: bytes) -> str:
    """`body` as text in which markup and ASCII stand as they are; what is not UTF-8 is read byte by byte."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("latin-1")


def signs(body: bytes, url: str) -> Signs:
    """Reads the head of a page at `url`."""
    markup = shown(text_of(body[:BODY_BYTES]))
    head = markup[:HEAD_BYTES]
    found = [(name.lower(), attributes(rest)) for name, rest in _TAG.findall(head)]
    base = next((joined(url, own["href"]) for name, own in found if name == "base" and own.get("href")), url)
    linked = [own for name, own in reversed(found) if name == "link" and own.get("href")]
    links = {word: joined(base, own["href"]) for own in linked for word in own.get("rel", "").lower().split()}
    printed = [joined(base, own["href"]) for own in linked if own.get("media") == "print" and own.get("rel") == "alternate"]
    metas = {own.get("property") or own.get("name", ""): own.get("content", "") for name, own in reversed(found) if name == "meta"}
    title = _TITLE.search(head)
    return Signs(
        url=url, amp=any(name == "html" and ("amp" in own or "⚡" in own) for name, own in found),
        canonical=links.get("canonical"), next=links.get("next"), print=next(iter(printed), None), refresh=_refresh(found, base),
        title=metas.get("og:title") or (html.unescape(title[1]).strip() if title else ""),
        is_article=metas.get("og:type", "").endswith("article") or "article:published_time" in metas
        or _ARTICLE.search(text_of(body[:BODY_BYTES])) is not None,
        visible=len(" ".join(_TAGS.sub(" ", markup).split())),
    )


def turns(body: bytes, url: str) -> Iterator[Turn]:
    """The links of a page at `url` that may turn to its next page: called so, or by a number, as "2" or "Page 2 of 3"."""
    found = ((match[1], frozenset(map(int, _SHORT.findall(match[2])))) for match in _ANCHOR.finditer(shown(text_of(body[:BODY_BYTES]))))
    for rest, numbers in islice(((rest, numbers) for rest, numbers in found if numbers or _NEXT in rest.lower()), MAX_TURNS):
        own = attributes(rest)
        if own.get("href"):
            called = " ".join(own.get(name, "") for name in _CALLED).lower()
            yield Turn(joined(url, own["href"]), numbers, _NEXT in _PARTS.split(called))


def attributes(rest: str) -> dict[str, str]:
    """The attributes in the rest of a tag, names in lower case, the first of each name.

    >>> attributes(' rel=next href="/a?b=1&amp;c=2" async')
    {'rel': 'next', 'href': '/a?b=1&c=2', 'async': ''}
    """
    pairs = ((name.lower(), html.unescape(double or single or bare)) for name, double, single, bare in _ATTRIBUTE.findall(rest))
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value.strip())
    return found


def shown(markup: str) -> str:
    """`markup` without comments, scripts, styles and templates; what is never closed stays."""
    kept, at = [], 0
    while opening := _HIDING.search(markup, at):
        closing = _CLOSING[opening[0][:4].lower()]
        end = _find(markup, closing, opening.end())
        if end < 0:
            break
        kept.append(markup[at:opening.start()])
        at = end + len(closing)
    return "".join((*kept, markup[at:]))


def _find(markup: str, closing: str, start: int) -> int:
    if closing == "-->":
        return markup.find(closing, start)
    found = re.compile(closing, re.IGNORECASE).search(markup, start)
    return found.start() if found else -1


def _refresh(found: list[tuple[str, dict[str, str]]], base: str) -> tuple[int, str] | None:
    for name, own in found:
        if name == "meta" and own.get("http-equiv", "").lower() == "refresh":
            said = _REFRESH.match(own.get("content", ""))
            if said:
                return int(said[1] or 0), joined(base, said[2].strip())
    return None


def linked_feeds(body: bytes, url: str) -> list[str]:
    """The feeds that a page at `url` names in its head."""
    found = [attributes(rest) for name, rest in _TAG.findall(shown(text_of(body[:HEAD_BYTES]))) if name.lower() == "link"]
    return [
        joined(url, own["href"]) for own in found
        if own.get("href") and "alternate" in own.get("rel", "").lower() and own.get("type", "").lower() in FEED_TYPES
    ]
