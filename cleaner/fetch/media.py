"""What kind of document an answer holds: a page, plain text, or something that is refused by name."""

from __future__ import annotations

from cleaner.fetch.response import Response
from cleaner.fetch.trouble import trouble
from cleaner.sources.sniff import format_of, looks_like_html

HTML = frozenset({"text/html", "application/xhtml+xml"})
TEXT = "text/plain"
UNNAMED = frozenset({"", "content/unknown", "unknown/unknown", "*/*"})


def check(head: Response) -> None:
    """Raises `FetchError` (wrong_type) where the header names what is no page."""
    if head.media_type not in HTML | UNNAMED | {TEXT}:
        raise trouble("wrong_type", f"{head.media_type[:80]}, not a page")


def is_text(response: Response) -> bool:
    """Whether the body is plain text; raises `FetchError` (wrong_type, empty) where it is no page at all.

    Servers call pages plain text, and pictures pages: the first bytes decide.
    """
    body, named = response.body, response.media_type
    if not body.strip():
        raise trouble("empty", "the server sends an empty page")
    format, why = format_of("", body[:4096])
    if looks_like_html(body):
        return False
    if why.endswith("not a web page") or format not in {"", "html", "jsonl"}:
        what = why.removesuffix(", not a web page") or f"a file of type {format}"
        raise trouble("wrong_type", f"{what}" + (f", though the server says {named}" if named not in UNNAMED else ", not a page"))
    if named in UNNAMED and not looks_like_html(body):
        raise trouble("wrong_type", "neither named as a page nor looking like one")
    return named == TEXT
