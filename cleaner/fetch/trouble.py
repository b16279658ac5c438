"""What can go wrong with a URL: a closed list of statuses, each with what a person may try."""

from __future__ import annotations

from cleaner.errors import FetchError

HINTS = {
    "bad_url": "write it as https://host/path",
    "scheme": "only http and https are read",
    "dns": "check the host's spelling and your connection",
    "dns_busy": "no name server answers; check your connection",
    "private_address": "--allow-private reads addresses of your own network",
    "connect": "the host may be down; try again later",
    "tls": "--insecure reads it without knowing who answers",
    "timeout": "--timeout gives it longer",
    "reset": "try again later",
    "truncated": "try again later",
    "protocol": "the server does not speak HTTP as it should",
    "headers": "the server sends more header fields than any page needs",
    "redirects": "open it in a browser and give the address where it ends",
    "too_large": "--max-size reads more",
    "wrong_type": "only HTML, XHTML and plain text are read",
    "bad_encoding": "the server packs its pages wrongly",
    "empty": "try again later, or --render",
    "robots": "the site asks programs to stay away; ask its publisher",
    "bot_challenge": "the site wants proof of a person; ask its publisher",
    "host_down": "--retry-failed asks again",
    "proxy": "check --proxy",
    "browser": "see --render in the README",
    "http_401": "--header 'Authorization: …' logs in",
    "http_402": "the page is for those who pay",
    "http_403": "the site refuses; --header, --cookie-jar or --user-agent may say who you are",
    "http_404": "check the address",
    "http_407": "check --proxy",
    "http_410": "the page was taken away",
    "http_429": "the site wants to be asked less often; try again later, a list with `cleaner fetch` and a longer --delay",
    "http_451": "the page may not be shown here",
}
CLASSES = {                     # of status codes, by the first digit, where the code itself says no more
    "3": "open it in a browser and give the address where it ends",
    "4": "the server refuses the request; check the address",
    "5": "the server is in trouble; try again later",
}
AGAIN = frozenset({
    "connect", "dns_busy", "reset", "timeout", "truncated", "protocol", "http_429", "http_500", "http_502", "http_503", "http_504",
})
UNWELL = AGAIN - {"dns_busy", "protocol"} | {"host_down"}        # the host's own trouble, which the next page would share


def trouble(status: str, what: str, hint: str = "") -> FetchError:
    """The error for `status`: what happened, and what to try (`hint`, where it is not the usual).

    >>> str(trouble("http_404", "not found"))
    'not found (HTTP 404); check the address'
    """
    number = status.removeprefix("http_") if status.startswith("http_") else ""
    hint = hint or HINTS.get(status) or CLASSES.get(number[:1]) or HINTS["protocol"]
    return FetchError(f"{what} (HTTP {number}); {hint}" if number else f"{what}; {hint}", status)


class Later(FetchError):
    """The server asks to come back after `seconds`."""

    def __init__(self, error: FetchError, seconds: float) -> None:
        super().__init__(f"{error}; it asks to wait {seconds:.0f} s", error.status)
        self.seconds = seconds
