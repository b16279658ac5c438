"""Feeds and sitemaps → URLs of articles with their dates."""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

from courlan import clean_url

from cleaner.fetch.exchange import Ask, Want
from cleaner.fetch.media import HTML
from cleaner.fetch.response import Response, joined
from cleaner.fetch.session import Session
from cleaner.fetch.tags import linked_feeds
from cleaner.fetch.trouble import trouble

MAX_BYTES = 50 << 20            # of a sitemap, by its protocol
MAX_DEPTH = 200                 # of elements in elements; feeds go some ten deep
MAX_SITEMAPS = 2_000            # read for one that is an index
_ACCEPT = "application/rss+xml,application/atom+xml,application/feed+json,application/xml,text/xml,*/*;q=0.5"
_GZIP = b"\x1f\x8b"
_READ = "feeds are RSS, Atom or JSON Feed; sitemaps XML or text"
_PIECE = 1 << 16                # bytes parsed at a time
_PLACES = frozenset({"link", "guid", "id", "loc"})
_DATES = ("pubDate", "date", "published", "updated", "lastmod", "publication_date")
_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?=[/-])")


@dataclass(frozen=True, slots=True)
class Link:
    """A URL that a list names, and the day it gives for it."""

    url: str
    day: date | None = None


async def feed(session: Session, url: str) -> list[Link]:
    """The articles of a feed (RSS, Atom, JSON Feed), or of the feed that the page at `url` names."""
    response = await _read(session, url, url)
    if response.media_type in HTML and not response.body.lstrip().startswith((b"<?xml", b"<rss", b"<feed")):
        places = linked_feeds(response.body, response.url)
        if not places:
            raise trouble("wrong_type", f"{url} is a page that names no feed", _READ)
        response = await _read(session, places[0], url)
    return list(feed_links(response))


async def sitemap(session: Session, url: str) -> list[Link]:
    """The pages of a sitemap, and of those that it names, where it is an index; of those in robots.txt for a site's address."""
    waiting, met, found = [url], {url}, list[Link]()
    if not url.rstrip("/").endswith((".xml", ".gz", ".txt")) and "sitemap" not in url:
        waiting = list((await session.rules(url)).sitemaps) or [joined(url, "/sitemap.xml")]
        met = set(waiting)
    while waiting:
        response = await _read(session, waiting.pop(0), url)
        pages, indexed = sitemap_links(response)
        found += pages
        more = [link.url for link in indexed if link.url not in met]
        met |= set(more)
        waiting += more[:max(0, MAX_SITEMAPS - len(met))]
    return found


async def _read(session: Session, url: str, home: str) -> Response:
    return await session.follow(Ask(url, Want(accept=_ACCEPT, max_bytes=MAX_BYTES), session.budget(), home))


def feed_links(response: Response) -> Iterator[Link]:
    """The entries of a feed, in its order."""
    if response.body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        yield from _json_links(response)
        return
    for entry in _entries(_unpacked(response), response.url, {"item", "entry"}):
        place = entry.texts.get("href") or entry.texts.get("link") or _address(entry.texts.get("guid") or entry.texts.get("id"))
        if place:
            yield _link(joined(response.url, place), entry.day)


def sitemap_links(response: Response) -> tuple[list[Link], list[Link]]:
    """The pages that a sitemap names, and the sitemaps."""
    data = _unpacked(response)
    if not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return [_link(line) for line in data.decode("utf-8", "replace").split() if _address(line)], []
    pages, indexed = list[Link](), list[Link]()
    for entry in _entries(data, response.url, {"url", "sitemap"}):
        if entry.texts.get("loc"):
            (pages if entry.name == "url" else indexed).append(_link(joined(response.url, entry.texts["loc"]), entry.day))
    return pages, indexed


def _address(text: str | None) -> str | None:
    return text if text and text.startswith(("http://", "https://")) else None


def _link(url: str, day: date | None = None) -> Link:
    """`url` without trackers, with the day in its path where the list gives none."""
    url = clean_url(url) or url
    said = _IN_PATH.search(url)
    if day is None and said:
        day = _date("-".join(said.groups()))
    return Link(url, day)


def _entries(data: bytes, url: str, names: set[str]) -> list[_Entry]:
    """The elements called so, whatever their namespace."""
    if b"<!ENTITY" in data:
        raise trouble("wrong_type", f"{url} defines entities, which no list needs", _READ)
    reader = _Reader(names)
    parser = ElementTree.XMLParser(target=reader)
    try:
        for start in range(0, len(data), _PIECE):
            parser.feed(data[start:start + _PIECE])
        parser.close()
    except ElementTree.ParseError as error:
        raise trouble("wrong_type", f"{url} is no XML: {error}", _READ) from error
    return reader.entries


@dataclass(slots=True)
class _Entry:
    """An entry of a list: the texts of its own children by their name, the first of each; Atom's link to the page as `href`."""

    name: str
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def day(self) -> date | None:
        return next((day for name in _DATES if (day := _date(self.texts.get(name, ""))) is not None), None)


class _Reader:
    """Takes the entries out of XML as it is parsed; nothing else is kept."""

    def __init__(self, names: set[str]) -> None:
        self._names = names
        self._depth = self._top = 0
        self._entry: _Entry | None = None
        self._text: list[str] | None = None
        self.entries: list[_Entry] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = _local(tag)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise trouble("wrong_type", "the list nests deeper than any list does", _READ)
        if self._entry is None:
            if name in self._names:
                self._entry, self._top = _Entry(name), self._depth
        elif name in _DATES or (name in _PLACES and self._depth == self._top + 1):
            self._text = []
            if attributes.get("href") and attributes.get("rel", "alternate") == "alternate":
                self._entry.texts.setdefault("href", attributes["href"])

    def data(self, text: str) -> None:
        """Text goes on."""
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._entry is not None:
            if self._text is not None:
                text = "".join(self._text).strip()
                if text:
                    self._entry.texts.setdefault(_local(tag), text)
                self._text = None
            if self._depth == self._top:
                self.entries.append(self._entry)
                self._entry = None
        self._depth -= 1

    def close(self) -> None:
        """The document ends."""


def _unpacked(response: Response) -> bytes:
    """The body; a .gz file unpacked within the limit."""
    body = response.body
    if not body.startswith(_GZIP):
        return body
    try:
        with gzip.open(io.BytesIO(body)) as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise trouble("bad_encoding", f"{response.url} does not unpack: {error}") from error
    if len(data) > MAX_BYTES:
        raise trouble("too_large", f"{response.url} is more than {MAX_BYTES:,} bytes")
    return data


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _date(text: str) -> date | None:
    """The day of a date as feeds write it, RFC 822 or ISO 8601.

    >>> _date("Tue, 06 Jan 2026 08:00:00 +0200"), _date("2026-01-06T08:00Z"), _date("soon")
    (datetime.date(2026, 1, 6), datetime.date(2026, 1, 6), None)
    """
    text = text.strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime, lambda text: datetime.fromisoformat(text[:10])):
        try:
            return read(text).date()
        except (ValueError, TypeError, IndexError):
            continue
    return None


def _json_links(response: Response) -> Iterator[Link]:
    try:
        items = json.loads(response.body)["items"]
        for item in items:
            place = item.get("url") or item.get("external_url")
            if isinstance(place, str):
                yield _link(joined(response.url, place), _date(str(item.get("date_published") or item.get("date_modified") or "")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise trouble("wrong_type", f"{response.url} is no feed", _READ) from error
