"""What a server answered, and what its header fields mean."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Response:
    """One answer: status code, header fields with names in lower case, body with its encodings undone.

    packed: the body as it came, where that is kept; date: when it came, ISO 8601.
    """

    url: str
    status: int
    fields: Fields
    body: bytes = b""
    packed: bytes | None = None
    protocol: str = "HTTP/1.1"
    date: str = ""

    def field(self, name: str) -> str:
        """The value of header field `name`, the last one where it is repeated; empty where it is not there."""
        return next((value for key, value in reversed(self.fields) if key == name), "")

    @property
    def media_type(self) -> str:
        """The content type without its parameters, lower case; empty when none is named."""
        return self.field("content-type").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset that the header names."""
        found = _CHARSET.search(self.field("content-type"))
        return found[1] if found else None

    @property
    def target(self) -> str | None:
        """Where a redirect leads, without credentials that the server put in; None where the answer is none."""
        place = _read(self.field("location")).strip()
        return joined(self.url, place) if self.status in _REDIRECTS and place else None

    @property
    def retry_after(self) -> float | None:
        """Seconds that the server asks to wait: a number, or a date from now on.

        >>> Response("http://a/", 429, (("retry-after", "120"),)).retry_after
        120.0
        """
        value = self.field("retry-after").strip()
        if value.isascii() and value.isdigit():
            return float(value[:9])
        try:
            until = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, until.timestamp() - time.time())


def phrase(status: int) -> str:
    """The usual words for a status code.

    >>> phrase(404), phrase(999)
    ('Not Found', 'an unknown status')
    """
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "an unknown status"


def _read(value: str) -> str:
    """A header field that holds raw UTF-8, against the rules, as text."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def joined(base: str, place: str) -> str:
    """`place` as seen from `base`, whose credentials it keeps on the same host only.

    >>> joined("https://ana:secret@a.example/x", "/y"), joined("https://ana:secret@a.example/x", "https://eve:x@b.example/")
    ('https://ana:secret@a.example/y', 'https://b.example/')
    """
    try:
        own, _, _ = urlsplit(base).netloc.rpartition("@")
        target = urlsplit(urljoin(base, place))
    except ValueError:
        return place            # no address; whoever asks for it is told
    bare = target._replace(netloc=target.netloc.rpartition("@")[2])
    if own and origin(bare.geturl()) == origin(base):
        bare = bare._replace(netloc=f"{own}@{bare.netloc}")
    return bare.geturl()


def without_credentials(url: str) -> str:
    """`url` without user name and password.

    >>> without_credentials("https://ana:secret@a.example/x")
    'https://a.example/x'
    """
    if "@" not in url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("://")[0] + "://" + url.rpartition("@")[2]     # no address, but perhaps a password
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() if "@" in parts.netloc else url


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of `url`.

    >>> origin("https://A.example/x")
    ('https', 'a.example', 443)
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "", "", 0
    return parts.scheme, parts.hostname or "", port or (443 if parts.scheme == "https" else 80)


def now() -> str:
    """This moment, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
