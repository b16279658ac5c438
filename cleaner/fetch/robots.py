"""What robots.txt allows, as RFC 9309 has it: 4xx allows all, 5xx and silence forbid all, 500 KiB and more are read."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from cleaner.errors import FetchError
from cleaner.fetch.response import Response
from cleaner.fetch.settings import ROBOTS_NAME
from cleaner.fetch.trouble import trouble

MAX_BYTES = 1 << 20             # RFC 9309 asks for 500 KiB at least
MAX_LINE = 2_000                # characters of a rule; longer ones are noise
ACCEPT = "text/plain,*/*;q=0.1"
_NONE = frozenset({"empty", "redirects", "bad_encoding", "scheme", "bad_url", "private_address"})      # no rules behind such an answer


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host: parsed, or what stands for them where there are none to parse."""

    rules: Protego | None = None
    refusal: str = ""           # why everything is forbidden
    error: tuple[str, str] | None = None    # message and status, where the host cannot be reached at all

    def check(self, url: str) -> None:
        """Raises `FetchError` (robots) where the rules forbid `url`, or the error that kept them from being read."""
        if self.error:
            raise FetchError(*self.error)       # each its own: one raised again grows by its way up each time, and keeps all on it alive
        if self.refusal:
            raise trouble("robots", self.refusal)
        if self.rules and not self.rules.can_fetch(url, ROBOTS_NAME):
            raise trouble("robots", "robots.txt forbids it")

    @property
    def delay(self) -> float:
        """Seconds between two requests that the rules ask for."""
        return float(self.rules.crawl_delay(ROBOTS_NAME) or 0.0) if self.rules else 0.0

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that are named."""
        return tuple(self.rules.sitemaps) if self.rules else ()


def place(url: str) -> str:
    """Where the rules for `url` stand.

    >>> place("https://ana@a.example:8443/x?y")
    'https://a.example:8443/robots.txt'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/robots.txt"


def understood(response: Response) -> Robots:
    """The rules in an answer."""
    if 200 <= response.status < 300:
        lines = response.body.decode("utf-8", "replace").lstrip("\ufeff").splitlines()
        return Robots(Protego.parse("\n".join(line for line in lines if len(line) <= MAX_LINE)))
    return Robots()


def unreachable(error: FetchError) -> Robots:
    """What stands for rules that could not be read because of `error`."""
    status = error.status
    if status.startswith("http_5") or status == "http_429":
        return Robots(refusal=f"robots.txt answers {status[5:]}, which RFC 9309 takes for a refusal of everything")
    return Robots() if status in _NONE or status.startswith("http_") else Robots(error=(str(error), status))
