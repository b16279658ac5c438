"""Pages that were taken out of a web archive: the address and the moment that the archive puts into their addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

# …/web/20240306101500/https://example.org/a, also with "id_" and its like behind the digits; …/2024.03.06-101500/https://…
_CAPTURE = re.compile(
    r"https?://(?P<archive>[^/?#]+)/(?:[\w.~-]+/){0,3}?(?P<moment>\d{14}|\d{4}\.\d\d\.\d\d-\d{6})(?:[a-z]{2}_)?/"
    r"(?:(?P<scheme>https?):/+)?(?P<rest>(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#].*)?)", re.IGNORECASE,
)


class Capture(NamedTuple):
    """A page as an archive keeps it: where it was, in which archive it is, and when it was taken (ISO 8601, UTC)."""

    address: str
    archive: str
    moment: str


def capture(address: str) -> Capture | None:
    """What an archive's `address` says of the page behind it; None for any other address.

    >>> capture("https://web.archive.org/web/20240306101500/http://example.org/a")
    Capture(address='http://example.org/a', archive='web.archive.org', moment='2024-03-06T10:15:00')
    """
    found = _CAPTURE.fullmatch(address)
    if not found:
        return None
    year, month, day, hour, minute, second = re.findall(r"\A\d{4}|\d\d", re.sub(r"\D", "", found["moment"]))
    scheme = (found["scheme"] or "http").lower()
    return Capture(f"{scheme}://{found['rest']}", found["archive"].lower(), f"{year}-{month}-{day}T{hour}:{minute}:{second}")


def original(address: str) -> str:
    """`address`, or that of the page where an archive has taken it.

    >>> original("https://archive.example/2024.03.06-101500/https://example.org/a"), original("https://example.org/2024/a")
    ('https://example.org/a', 'https://example.org/2024/a')
    """
    found = capture(address)
    return found.address if found else address


def captured(addresses: Iterable[str]) -> Capture | None:
    """What the first of a page's `addresses` that is an archive's says of it."""
    return next(filter(None, map(capture, addresses)), None)
