"""Pages and standing verdicts for tests of single stages."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.ledger import Ledger
from cleaner.model import Document, Kind, Page, Verdict
from cleaner.read import read_page

SENTENCE = "The harbour master said on Monday that boat number {} would stay on its mooring until the gale had passed over."


def prose(count: int, first: int = 0) -> str:
    """That many different paragraphs, each long enough for prose."""
    return "\n".join(f"<p>{SENTENCE.format(first + n)}</p>" for n in range(count))


def document(body: str, head: str = "<title>Gale keeps the boats in harbour</title>", url: str | None = None) -> Document:
    """A page with that body, read."""
    return read_page(Page(f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>', url))


def ledger_of(page: Document, kept: Iterable[int], likely: float = 0.5) -> Ledger:
    """A ledger in which the blocks `kept` are body, the others are not, all with the same likelihood."""
    ledger, body = Ledger(len(page.blocks)), set(kept)
    ledger.add(
        Verdict(i, i in body, Kind.BODY if i in body else Kind.BOILERPLATE, "test", "") for i in range(len(page.blocks))
    )
    ledger.likely = [likely] * len(page.blocks)
    return ledger


def at(page: Document, text: str) -> int:
    """The index of the one block that begins with `text`."""
    found = [block.index for block in page.blocks if block.text.startswith(text)]
    assert len(found) == 1, f"{text!r} begins {len(found)} blocks"
    return found[0]


def all_but(page: Document, *texts: str) -> list[int]:
    """The indices of all blocks but those that begin with `texts`."""
    return [block.index for block in page.blocks if not block.text.startswith(texts)]
