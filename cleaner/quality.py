"""How sure we are of an article, and what a page without one is.

Both are logistic sums over named signals of the page; the coefficients lie in `data/quality.toml`, made by `scripts/train_quality.py`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from cleaner.ledger import Ledger
from cleaner.model import Document, Quality
from cleaner.walls import is_stub, wall

VERDICTS = (
    "article",              # a text that a journalist or author wrote
    "listing",              # headlines or entries that lead elsewhere
    "forum",                # posts of several people
    "product",              # something offered for sale
    "other",                # a page of another kind
    "consent_wall",         # asks for consent instead of showing the page
    "paywall_stub",         # the beginning of an article that must be paid for
    "javascript_shell",     # shows nothing without scripts
    "bot_challenge",        # asks for proof of a person
    "error_page",           # says that the page is not there
    "empty",                # no text at all
)
DATA = Path(__file__).parent / "data" / "quality.toml"
_LINKED = 0.5
_LIKELY = 0.8
_EVEN = 0.5


def assess(document: Document, ledger: Ledger) -> Quality:
    """The quality of what `ledger` keeps of `document`; the confidence of an extracted text is the share of it that stays."""
    found = signals(document, ledger)
    known = weights()
    kept = ledger.keeps()
    confidence = 0.0 if not kept else found["kept_of_page"] if document.text_mode else logistic(known["confidence"], found)
    decoded = document.decoded
    return Quality(
        verdict(document, ledger, found), round(confidence, 4), tuple((name, round(value, 4)) for name, value in found.items()),
        document.warnings + tuple(ledger.warnings),
        decoded.encoding if decoded else "", decoded.found_in if decoded else "", decoded.replaced if decoded else 0,
    )


def verdict(document: Document, ledger: Ledger, found: Mapping[str, float]) -> str:
    """What the page is, one of VERDICTS."""
    if document.text_mode:
        return "article" if ledger.keeps() else "empty"
    if named := wall(document, ledger, _is_declared(document)):
        return named
    if not document.blocks:
        return "empty"
    if is_stub(document, ledger):
        return "paywall_stub"
    return "article" if ledger.keeps() and logistic(weights()["article"], found) >= _EVEN else _other(document)


def _is_declared(document: Document) -> bool:
    """Whether the page says that it is an article: by its type, or by a date."""
    groups = weights()["types"]
    types = {name.lower() for name in document.types}
    return bool(document.metadata.published) or not types.isdisjoint({*groups["article"], *groups["og_article"]})


def _other(document: Document) -> str:
    """The kind of a page that is no article, by the types it declares, else by its links."""
    types = {name.lower() for name in document.types}
    for name in ("forum", "product", "listing"):
        if types & set(weights()["types"][name]):
            return name
    size = sum(len(block.text) for block in document.blocks)
    linked = sum(block.link_share * len(block.text) for block in document.blocks)
    return "listing" if linked > _LINKED * size else "other"


def signals(document: Document, ledger: Ledger) -> dict[str, float]:
    """Named figures of a page and of what is kept of it, each about 0..1."""
    blocks, kept = document.blocks, ledger.keeps()
    size = sum(len(blocks[i].text) for i in kept)
    plain = sum(len(block.text) for block in blocks if block.link_share < _LINKED)
    whole = max(1, sum(len(block.text) for block in blocks))
    types = {name.lower() for name in document.types}
    groups = weights()["types"]
    left = [block for block in blocks if not ledger.kept(block.index)]
    makes = {(blocks[i].tag, place.attributes if (place := blocks[i].place) else "") for i in kept}
    data = document.metadata
    return {
        "doubt": ledger.signals.get("doubt", 0.0),
        "asked": float("witness_agreement" in ledger.signals),
        "disagreement": 1 - ledger.signals.get("witness_agreement", 1.0),
        "sure": sum(ledger.likely[i] * len(blocks[i].text) for i in kept) / max(1, size),
        "unsure_share": sum(len(blocks[i].text) for i in kept if ledger.likely[i] < _LIKELY) / max(1, size),
        "left_possible": sum(len(block.text) for block in left if ledger.likely[block.index] > 1 - _LIKELY) / max(1, size),
        "size": math.log1p(size) / 10,
        "kept_of_plain": size / max(1, plain),
        "kept_of_page": size / whole,
        "page_links": sum(block.link_share * len(block.text) for block in blocks) / whole,
        "items": sum(blocks[i].tag in {"li", "tr", "dd"} for i in kept) / max(1, len(kept)),
        "paragraphs": sum(blocks[i].tag == "p" for i in kept) / max(1, len(kept)),
        "headings": sum(blocks[i].tag[0] == "h" for i in kept) / max(1, len(kept)),
        "makes": len(makes) / max(1, len(kept)),
        "mean_length": min(1.0, size / max(1, len(kept)) / 300),
        "kept_links": sum(blocks[i].link_share * len(blocks[i].text) for i in kept) / max(1, size),
        "dated": float(bool(data.published)), "signed": float(bool(data.authors)), "titled": float(bool(data.title)),
        **{f"type_{name}": float(bool(types & set(groups[name]))) for name in sorted(groups)},
    }


def logistic(terms: Mapping[str, float], found: Mapping[str, float]) -> float:
    """The logistic sum of `found` weighed by `terms`, with `terms["bias"]`: 0..1."""
    total = terms["bias"] + sum(weight * found[name] for name, weight in terms.items() if name != "bias")
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))     # beyond 30 the sum says no more than "certain"


@lru_cache(maxsize=1)
def weights() -> Any:
    """The coefficients and declared types of `data/quality.toml`."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))
