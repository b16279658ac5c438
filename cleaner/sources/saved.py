"""What savers write into a page: its URL and the day it was saved, and pictures as inline data."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

HEAD_BYTES = 1 << 16            # savers write into the first lines; SingleFile may put a long <html> tag before
CUT_ABOVE_BYTES = 1 << 20       # smaller pages gain nothing from an extra look at their bytes
_SINGLE_FILE = re.compile(rb"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*([^\r\n]+))?", re.I)
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{4,}\)\s*(\S+)\s*-->", re.I)
_SCRAPBOOK_URL = re.compile(rb"\bdata-scrapbook-source=\"([^\"]{1,4096})\"")
_SCRAPBOOK_DATE = re.compile(rb"\bdata-scrapbook-create=\"(\d{14})")
# An inline icon of less than 1024 characters does no harm; the bounds keep a page of "data:data:" linear.
_DATA = re.compile(rb"data:[\w.+-]{0,64}/?[\w.+-]{0,64}(?:;[\w.+=-]{1,64}){0,8},[A-Za-z0-9+/=%._~-]{1024,}")
_ZONE_NAME = re.compile(r"\s*\([^)]*\)\s*$")


def origin(html: bytes) -> tuple[str | None, str | None]:
    """The URL a saved page came from and when it was saved (ISO 8601), as its saver noted them.

    Known savers: SingleFile, WebScrapBook, and the "saved from url" comment of browsers.

    >>> origin(b"<!-- saved from url=(0027)https://example.org/a/b.html -->")
    ('https://example.org/a/b.html', None)
    """
    head = html[:HEAD_BYTES]
    if found := _SINGLE_FILE.search(head):
        return _url(found[1]), _date(found[2])
    if found := _SCRAPBOOK_URL.search(head):
        created = _SCRAPBOOK_DATE.search(head)
        return _url(found[1]), _date(created and created[1])
    found = _SAVED_FROM.search(head)
    return (_url(found[1]), None) if found else (None, None)


def _url(raw: bytes) -> str | None:
    url = raw.decode("utf-8", "replace").replace("&amp;", "&")
    return url if url.lower().startswith(("http://", "https://")) else None


def _date(raw: bytes | None) -> str | None:
    """A saver's date in ISO 8601: 'Tue Jan 02 2024 10:00:00 GMT+0100 (Central European Standard Time)' or digits."""
    text = _ZONE_NAME.sub("", (raw or b"").decode("utf-8", "replace").strip())
    try:
        if text.isdigit():
            return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC).isoformat()
        return datetime.strptime(text, "%a %b %d %Y %H:%M:%S GMT%z").isoformat()
    except ValueError:
        return mail_date(text)


def mail_date(text: str | None) -> str | None:
    """A date as mail and HTTP write it, in ISO 8601; nothing when it is none.

    >>> mail_date("Tue, 02 Jan 2024 10:00:00 +0100")
    '2024-01-02T10:00:00+01:00'
    """
    try:
        return parsedate_to_datetime(text or "").isoformat()
    except ValueError:
        return None


def without_pictures(html: bytes) -> bytes:
    """`html` with its long inline `data:` cut to nothing, where the page is large enough for that to matter."""
    if len(html) < CUT_ABOVE_BYTES:
        return html
    return _DATA.sub(b"data:,", html)
