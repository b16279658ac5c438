"""Where an answer sends on to, beyond what its status says: refreshes, AMP pages, and what is told of a downgrade."""

from __future__ import annotations

from cleaner.fetch.response import origin
from cleaner.fetch.tags import Signs

MAX_REFRESH_SECONDS = 5         # longer ones reload a page that is meant to be read
MAX_STUB = 300                  # characters of text on a page that is nothing but a way to another
LABELS = 2                      # of a host that tell its site, so that m. and www. are the same


def refreshed(signs: Signs) -> str | None:
    """Where a <meta refresh> leads: on the same site, or from a page that says nothing else; None where readers stay."""
    if signs.refresh is None:
        return None
    seconds, target = signs.refresh
    if seconds > MAX_REFRESH_SECONDS or target.partition("#")[0] == signs.url or origin(target)[0] not in {"http", "https"}:
        return None
    return target if same_site(signs.url, target) or signs.visible <= MAX_STUB else None


def unamped(signs: Signs) -> str | None:
    """The page that an AMP version stands for, on the same site; None where `signs` are of no such version."""
    canonical = signs.canonical
    if not signs.amp or canonical is None or canonical.partition("#")[0] == signs.url:
        return None
    return canonical if same_site(signs.url, canonical) else None


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site, whatever its machines are called.

    >>> same_site("https://www.a.example/x", "http://m.a.example/y"), same_site("https://a.example/", "https://b.example/")
    (True, False)
    """
    first, second = (origin(url)[1].removeprefix("www.") for url in (one, other))
    if first == second:
        return True
    longer, shorter = sorted((first, second), key=len, reverse=True)
    if longer.endswith("." + shorter):
        return True
    parent = first.partition(".")[2]
    return parent == second.partition(".")[2] and parent.count(".") + 1 >= LABELS and not parent.replace(".", "").isdigit()


def downgrade(before: str, after: str) -> tuple[str, ...]:
    """What is told when a redirect leaves TLS.

    >>> downgrade("https://a.example/x", "http://a.example/x")
    ('redirected from https to http: http://a.example/x came in the clear',)
    """
    clear = before.startswith("https:") and after.startswith("http:")
    return (f"redirected from https to http: {after} came in the clear",) if clear else ()


def same_place(one: str, other: str) -> bool:
    """Whether what is secret for `one` may be sent to `other`: the same host and port, TLS not given up; TLS may be taken up."""
    first, second = origin(one), origin(other)
    return first == second or (first[0] == "http" and second[0] == "https" and first[1] == second[1] and (first[2], second[2]) == (80, 443))
