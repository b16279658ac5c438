"""What savers write into a page: its URL and the day it was saved, and pictures as inline data."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

HEAD_BYTES = 1 << 16            # savers write into the first lines; SingleFile may put a long <html> tag before
CUT_ABOVE_BYTES = 1 << 20       # smaller pages gain nothing from an extra look at their bytes
_SINGLE_FILE = re.compile(rb"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*([^\r\n]+))?", re.I)
_MONOLITH = re.compile(rb"<!--\s*Saved from (https?://\S+) at (\S+) using monolith\b", re.I)
_MIRRORED = re.compile(rb"<!--\s*Mirrored from (\S+) by HTTrack Website Copier[^,>]*,\s*([^<>]{1,64}?)\s*-->", re.I)
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{4,}\)\s*(\S+)\s*-->", re.I)
_SAVE_PAGE_URL = re.compile(rb"<meta name=\"savepage-url\" content=\"([^\"]{1,4096})\"", re.I)
_SAVE_PAGE_DATE = re.compile(rb"<meta name=\"savepage-date\" content=\"([^\"]{1,128})\"", re.I)
_SCRAPBOOK_URL = re.compile(rb"\bdata-scrapbook-source=\"([^\"]{1,4096})\"")
_SCRAPBOOK_DATE = re.compile(rb"\bdata-scrapbook-create=\"(\d{14})")
# An inline icon of less than 1024 characters does no harm; the bounds keep a page of "data:data:" linear.
_DATA = re.compile(rb"data:[\w.+-]{0,64}/?[\w.+-]{0,64}(?:;[\w.+=-]{1,64}){0,8},[A-Za-z0-9+/=%._~-]{1024,}")
_ZONE_NAME = re.compile(r"\s*\([^)]*\)\s*$")


def origin(html: bytes) -> tuple[str | None, str | None]:
    """The URL a saved page came from and when it was saved (ISO 8601), as its saver noted them.

    Known savers: SingleFile, Save Page WE, WebScrapBook, monolith, HTTrack (which keeps no scheme), and the "saved from url"
    comment of browsers.

    >>> origin(b"<!-- saved from url=(0027)https://example.org/a/b.html -->")
    ('https://example.org/a/b.html', None)
    """
    head = html[:HEAD_BYTES]
    for note in (_SINGLE_FILE, _MONOLITH):
        if found := note.search(head):
            return _url(found[1]), _date(found[2])
    for address, moment in ((_SCRAPBOOK_URL, _SCRAPBOOK_DATE), (_SAVE_PAGE_URL, _SAVE_PAGE_DATE)):
        if found := address.search(head):
            created = moment.search(head)
            return _url(found[1]), _date(created and created[1])
    if found := _MIRRORED.search(head):
        return _url(b"http://" + found[1]), _date(found[2])
    found = _SAVED_FROM.search(head)
    return (_url(found[1]), None) if found else (None, None)


def _url(raw: bytes) -> str | None:
    url = raw.decode("utf-8", "replace").replace("&amp;", "&")
    return url if url.lower().startswith(("http://", "https://")) else None


def _date(raw: bytes | None) -> str | None:
    """A saver's date in ISO 8601: 'Tue Jan 02 2024 10:00:00 GMT+0100 (Central European Standard Time)', digits, or as it is."""
    text = _ZONE_NAME.sub("", (raw or b"").decode("utf-8", "replace").strip())
    try:
        if text.isdigit():
            return of_digits(text)
        if text[:1].isdigit():
            return datetime.fromisoformat(text).isoformat()
        return datetime.strptime(text, "%a %b %d %Y %H:%M:%S GMT%z").isoformat()
    except ValueError:
        return mail_date(text)


def of_digits(text: str) -> str:
    """The moment in UTC that fourteen digits name, in ISO 8601; raises `ValueError` for any other text.

    >>> of_digits("20240102090000")
    '2024-01-02T09:00:00+00:00'
    """
    return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC).isoformat()


def mail_date(text: str | None) -> str | None:
    """A date as mail and HTTP write it, in ISO 8601; nothing when it is none.

    >>> mail_date("Tue, 02 Jan 2024 10:00:00 +0100"), mail_date("Tue, 2 Jan 2024 09:00:00 -0000")
    ('2024-01-02T10:00:00+01:00', '2024-01-02T09:00:00+00:00')
    """
    try:
        moment = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    utc = (text or "").rstrip().endswith("-0000")        # the moment in UTC, written where local time is not known
    return (moment.replace(tzinfo=UTC) if utc else moment).isoformat()


def without_pictures(html: bytes) -> bytes:
    """`html` with its long inline `data:` cut to nothing, where the page is large enough for that to matter."""
    if len(html) < CUT_ABOVE_BYTES:
        return html
    return _DATA.sub(b"data:,", html)
