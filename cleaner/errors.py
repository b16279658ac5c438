"""What can go wrong, as a tree: every error a caller may meet derives from `CleanerError`.

    CleanerError                 one line: what, where, what to do
    ├── UsageError               an option or argument makes no sense
    ├── RulePackError            a rule pack does not load: file, rule, reason
    ├── SourceError              an input cannot be read as a page (missing, unreadable, not HTML …)
    ├── OutputError              an output cannot be written (disk full, no permission …)
    └── FetchError               a URL gave no page (DNS, TLS, timeout, status, refused address …)

`clean` and `clean_text` raise none of these for any page: a page without an article is an `Article` without blocks.
"""

from __future__ import annotations


class CleanerError(Exception):
    """Base of all errors of this package; its message is one line for a person."""


class UsageError(CleanerError):
    """An option or argument makes no sense."""


class RulePackError(CleanerError):
    """A rule pack does not load; the message names file, rule and reason."""


class SourceError(CleanerError):
    """An input cannot be read as a page.

    `status` is the record status a batch writes: `unreadable`, `not_html`, `too_big` or `empty`.
    """

    def __init__(self, message: str, status: str = "unreadable") -> None:
        super().__init__(message)
        self.status = status


class OutputError(CleanerError):
    """An output cannot be written."""


class FetchError(CleanerError):
    """A URL gave no page; `status` is a short name such as `dns`, `tls`, `timeout`, `http_404`, `private_address`."""

    def __init__(self, message: str, status: str = "error") -> None:
        super().__init__(message)
        self.status = status
