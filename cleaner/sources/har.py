"""What a browser's network recorder exports: an HTTP archive (HAR), each response with HTML a page."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from cleaner.errors import SourceError
from cleaner.sources.http import CHARSET
from cleaner.sources.item import Failure, Item, Reading
from cleaner.sources.mhtml import HTML_TYPES
from cleaner.sources.unpack import read_all, reason


def har_items(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Item | Failure]:
    """The pages of an HTTP archive, in the order in which they were asked for."""
    try:
        entries = json.loads(read_all(stream, reading.max_bytes))["log"]["entries"]
    except (ValueError, RecursionError) as error:
        raise SourceError(f"not JSON: {reason(error)}") from error
    except (LookupError, TypeError):
        entries = None
    if not isinstance(entries, list):
        raise SourceError("no HTTP archive: it lists no entries", "not_html")
    for number, entry in enumerate(entries, 1):
        if isinstance(entry, dict) and (content := _page(_within(entry, "response"))):
            yield _item(f"{name}#{number}", entry, content)


def _within(value: dict[str, Any], key: str) -> dict[str, Any]:
    inner = value.get(key)
    return inner if isinstance(inner, dict) else {}


def _text(value: dict[str, Any], key: str) -> str:
    inner = value.get(key)
    return inner if isinstance(inner, str) else ""


def _page(response: dict[str, Any]) -> dict[str, Any]:
    """The content of a response that holds a page; nothing of redirects, pictures, and what was not recorded."""
    content = _within(response, "content")
    kind = _text(content, "mimeType").partition(";")[0].strip().lower()
    status = response.get("status")
    redirect = isinstance(status, int) and 300 <= status < 400
    return content if kind in HTML_TYPES and _text(content, "text") and not redirect else {}


def _item(at: str, entry: dict[str, Any], content: dict[str, Any]) -> Item | Failure:
    data, charset = _text(content, "text").encode("utf-8", "surrogatepass"), "utf-8"
    if content.get("encoding") == "base64":
        try:
            data = base64.b64decode(data)
        except binascii.Error as error:
            return Failure(at, "unreadable", f"damaged: {error}", at)
        named = CHARSET.search(_text(content, "mimeType"))
        charset = named[1] if named else ""
    url = _text(_within(entry, "request"), "url") or None
    return Item(at, at, "html", data=data, url=url, charset=charset or None, saved_at=_moment(_text(entry, "startedDateTime")))


def _moment(text: str) -> str | None:
    try:
        return datetime.fromisoformat(text).isoformat(timespec="seconds")
    except ValueError:
        return None
