"""Pages that a browser saved as one file with all their parts: MHTML and Safari's web archive."""

from __future__ import annotations

import email
import email.policy
import plistlib
import re
from collections.abc import Iterator
from email.message import Message
from typing import Any
from xml.parsers.expat import ExpatError

from cleaner.errors import SourceError
from cleaner.sources.frames import shown_in
from cleaner.sources.saved import mail_date

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_BEFORE = re.compile(rb"\A(?:\xef\xbb\xbf)?\s+|\A\xef\xbb\xbf")       # an editor's mark, and empty lines, which would end the headers


class Part:
    """One HTML part of a saved page."""

    __slots__ = ("charset", "html", "saved_at", "url")

    def __init__(self, html: bytes, url: str | None, charset: str | None, saved_at: str | None = None) -> None:
        self.html = html
        self.url = url if url and url.lower().startswith(("http://", "https://")) else None
        self.charset = charset
        self.saved_at = saved_at


def mhtml(data: bytes) -> Part:
    """The page in an MHTML file: the part its headers name, else the first that is HTML.

    Raises `SourceError` (`not_html`) when no part is HTML.
    """
    try:
        message = email.message_from_bytes(_BEFORE.sub(b"", data), policy=email.policy.compat32)
    except RecursionError as error:
        raise SourceError("parts nested too deep") from error
    parts = [part for part in message.walk() if part.get_content_type() in HTML_TYPES and not part.is_multipart()]
    if not parts:
        raise SourceError("no part of this saved page or mail is HTML", "not_html")
    root = _root(message, parts)
    chosen = _part(root, message)
    return _of_frames(chosen, (_part(part, message) for part in parts if part is not root))


def _root(message: Message, parts: list[Message]) -> Message:
    start = str(message.get_param("start") or "").strip()
    place = _header(message, "Snapshot-Content-Location")
    for part in parts:
        if start and _header(part, "Content-ID") == start:
            return part
    for part in parts:
        if place and _header(part, "Content-Location") == place:
            return part
    return parts[0]


def _part(part: Message, message: Message) -> Part:
    payload = part.get_payload(decode=True)
    url = _header(part, "Content-Location") or _header(message, "Snapshot-Content-Location")
    return Part(
        payload if isinstance(payload, bytes) else b"", url, part.get_content_charset(),
        mail_date(_header(message, "Date")),
    )


def _header(part: Message, name: str) -> str:
    """The field `name` of a part; long URLs are folded over several lines."""
    return re.sub(r"\r?\n[ \t]*", "", str(part.get(name) or "")).strip()


def webarchive(data: bytes) -> Part:
    """The page in a Safari web archive; raises `SourceError` when it is none."""
    try:
        archive = plistlib.loads(data)
    except RecursionError as error:
        raise SourceError("a web archive nested too deep") from error
    except (plistlib.InvalidFileException, ExpatError, ValueError, OverflowError, LookupError, TypeError) as error:
        raise SourceError(f"a damaged web archive: {error or type(error).__name__}") from error
    main = _resource(archive)
    if main is None:
        raise SourceError("a property list, but no web archive", "not_html")
    return _of_frames(main, _frames(archive))


def _frames(archive: Any) -> Iterator[Part]:
    frames = archive.get("WebSubframeArchives")
    found = (_resource(frame) for frame in (frames if isinstance(frames, list) else ()))
    return (part for part in found if part is not None)


def _resource(archive: Any) -> Part | None:
    main = archive.get("WebMainResource") if isinstance(archive, dict) else None
    if not isinstance(main, dict) or not isinstance(main.get("WebResourceData"), bytes):
        return None
    url, charset = main.get("WebResourceURL"), main.get("WebResourceTextEncodingName")
    return Part(
        main["WebResourceData"], url if isinstance(url, str) else None, charset if isinstance(charset, str) else None
    )


def _of_frames(root: Part, others: Iterator[Part]) -> Part:
    """`root`, or the frame that it is there to show, under the root's URL."""
    frames = list(others)
    meant = shown_in(root.html, [frame.html for frame in frames])
    return root if meant is None else Part(frames[meant].html, root.url, frames[meant].charset, root.saved_at)
