"""How pages are fetched: what is sent, what is too much, how the hosts are spared."""

from __future__ import annotations

from dataclasses import dataclass

import cleaner

ROBOTS_NAME = "cleaner"                     # what robots.txt calls us
USER_AGENT = f'cleaner/{cleaner.__version__} (project "cleaner", reads single news articles; in robots.txt: {ROBOTS_NAME})'
MAX_BYTES = 20 << 20
MAX_REDIRECTS = 10
MAX_FIELDS = 250                            # header fields; pages send 10 to 60
MAX_PAGES = 40                              # of one article


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """How a page is asked for, and what is too much.

    user_agent: names who asks; add a way to reach you.
    headers: pairs of name and value, sent with every request to the host of the URL given.
    cookie_jar: a file in Netscape's format, read first and written at the end.
    proxy: http://, https:// or socks5:// URL; the proxy then looks names up.
    insecure: certificates are not verified. allow_private: addresses of this machine and network are reached.
    robots: robots.txt is obeyed. single_page: later pages of the article are left out.
    render: the page is run in a browser (extra `browser`).
    timeout: seconds for a page in all; connect_timeout: to reach a host; read_timeout: without a byte.
    max_bytes: of a page, its encodings undone. cache: a folder for pages that are asked again conditionally.
    """

    user_agent: str = USER_AGENT
    headers: tuple[tuple[str, str], ...] = ()
    cookie_jar: str | None = None
    proxy: str | None = None
    insecure: bool = False
    allow_private: bool = False
    robots: bool = True
    single_page: bool = False
    render: bool = False
    timeout: float = 60.0
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    max_bytes: int = MAX_BYTES
    cache: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Politeness:
    """How hosts are spared.

    delay: seconds between the end of a request and the next to the same host; a longer Crawl-delay counts instead.
    per_host: connections at a time to a host; concurrency: in all.
    attempts: how often a page is asked for; backoff: seconds before the second time, doubled and jittered after.
    max_wait: the longest a server may ask to wait (Retry-After) before its page is given up.
    break_after: failures in a row after which a host rests, for `rest` seconds, then twice and four times that.
    """

    delay: float = 1.0
    per_host: int = 1
    concurrency: int = 32
    attempts: int = 3
    backoff: float = 1.0
    max_wait: float = 120.0
    break_after: int = 5
    rest: float = 15.0


ONE_PAGE = Politeness(delay=0.2, attempts=2, max_wait=20.0)         # a person waits, and asks little
DEFAULT = Fetching()
