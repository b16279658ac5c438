"""What stands in an article's place: errors, tests for robots, walls, shells, stubs; told by words and markup of short pages."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from cleaner.ledger import Ledger
from cleaner.model import Document, Kind
from cleaner.text import fold

STUBS = frozenset({         # verdicts on pages whose text, if any, is no article
    "consent_wall", "bot_challenge", "paywall_stub", "javascript_shell", "error_page", "empty",
})
DATA = Path(__file__).parent / "data" / "walls.toml"
_SHORT_PAGE = 600           # characters of a page that can be a shell, a wall or a test
_BARE_PAGE = 200            # of one whose text is still to be made
_WAITING_WORDS = 4          # of all that such a page says: "Loading, please wait"
_ERROR_PAGE = 2_400         # of an error, which offers other pages
_OWN_TEXT = 300             # of what an error, a shell or a test says itself
_SHORT_TITLE = 90
_MARKUP = 200_000           # characters looked through for scripts
_STUB_WORDS = 220           # a page that says it is locked and shows no more is a stub
_GATED_WORDS = 120          # likewise one that only asks to pay
_PROMPT_BLOCKS = 3          # of a prompt: head, sentence, button
_HALF = 0.5


def wall(document: Document, ledger: Ledger, declared: bool) -> str | None:
    """The name of what stands in an article's place, one of STUBS; None where nothing does.

    declared: the page says of itself that it is an article, as errors and tests do not.
    """
    size = sum([len(block.text) for block in document.blocks])
    if size > _ERROR_PAGE:
        return None
    brief = not declared and sum(len(document.blocks[i].text) for i in ledger.keeps()) <= _OWN_TEXT
    if brief and _is_error(document, size):
        return "error_page"
    if size > _SHORT_PAGE:
        return None
    whole = fold(" ".join((*document.titles, *(block.text for block in document.blocks))))
    bare = size <= _BARE_PAGE or not ledger.keeps()
    if (bare and is_challenge(document.html)) or (brief and _names("bot_challenge", whole)):
        return "bot_challenge"
    unmade = size <= _BARE_PAGE and _words_kept(document, ledger) <= _WAITING_WORDS and "<script" in document.html[:_MARKUP].lower()
    if unmade or (brief and _names("javascript_shell", whole)):
        return "javascript_shell"
    return "consent_wall" if not declared and _asks_consent(document, ledger, size) else None


def is_challenge(html: str) -> bool:
    """Whether `html`, with which a server refuses, is a test for robots.

    >>> is_challenge('<title>One moment</title><div id="px-captcha"></div>'), is_challenge("<h1>Closed on Sundays</h1>")
    (True, False)
    """
    return _names("bot_challenge", html[:_MARKUP].lower(), "markup")


def is_stub(document: Document, ledger: Ledger) -> bool:
    """Whether what is kept is only the beginning of an article that must be paid for."""
    locked = document.metadata.paywalled
    if locked is False or (locked is None and not _asks_to_pay(document, ledger)):
        return False
    return _words_kept(document, ledger) < (_STUB_WORDS if locked else _GATED_WORDS)


def _words_kept(document: Document, ledger: Ledger) -> int:
    return sum(len(ledger.words(document.blocks[i])) for i in ledger.keeps())


def _asks_to_pay(document: Document, ledger: Ledger) -> bool:
    """Whether the text breaks off at a prompt to pay: in the blocks right behind its last."""
    last = max(ledger.keeps(), default=len(ledger))
    return any(_prompts(document, ledger, i) for i in range(last + 1, min(last + 1 + _PROMPT_BLOCKS, len(ledger))))


def _prompts(document: Document, ledger: Ledger, i: int) -> bool:
    standing, hits = ledger.standing(i), document.hits[i] if i < len(document.hits) else ()
    return (standing is not None and standing.kind is Kind.PAYWALL) or any(hit.rule.kind is Kind.PAYWALL for hit in hits)


def _is_error(document: Document, size: int) -> bool:
    """Whether a title or heading tells of an error; any line does where there are few."""
    heads = (*document.titles, *(block.text for block in document.blocks if size <= _BARE_PAGE or block.tag in {"h1", "h2"}))
    return any(_names("error_page", fold(head)) for head in heads if len(head) < _SHORT_TITLE)


def _asks_consent(document: Document, ledger: Ledger, size: int) -> bool:
    """Whether most of the text is of consent."""
    def about(i: int, text: str) -> bool:
        standing = ledger.standing(i)
        return (standing is not None and standing.kind is Kind.COOKIE) or _names("consent_wall", fold(text))

    return sum(len(block.text) for block in document.blocks if about(block.index, block.text)) > _HALF * size


def _names(name: str, text: str, by: str = "phrases") -> bool:
    """Whether `text` has something that the data list for the wall `name`."""
    return any(sign in text for sign in _data()[name][by])


@lru_cache(maxsize=1)
def _data() -> Any:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))
