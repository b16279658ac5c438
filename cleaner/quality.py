"""How sure we are of an article, and what a page without one is.

Both are logistic sums over named signals of the page; the coefficients lie in `data/quality.toml`, made by `scripts/train_quality.py`.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cleaner.ledger import Ledger
from cleaner.model import Block, Document, Quality
from cleaner.text import words
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
_POSSIBLE, _EVEN = 0.2, 0.5         # likelihoods that part what is left into degrees
_BARE = 0.89                # share of a page's text that is kept, from which nothing stands around it,
_BARE_AROUND = 1000         # and characters around it, up to which: a long manual's menu is a small share too
_KINDS = ("forum", "listing", "product")      # of pages that are no articles, which their types name
_ASKED = frozenset({"question", "answer"})      # in an FAQPage they are no one's posts
_SOME_BODY = 300            # characters of a declared body
_ENDS = tuple(".!?…\"”»。！？")
_DATED = re.compile(r"/(?:19|20)\d\d[/-]?\d\d?")
_WORD = re.compile(r"[a-z]+")
# Addresses of threads in the usual forum software.
_THREAD = re.compile(r"/(?:t|topic)/(?:[^/]+/)?\d|[-/]t\d+(?:-\d+)?\.html|(?:view|show)?(?:topic|thread)(?:\.php|[-=]\d)")
_NAME_WORDS = 2             # of a folder, up to which one of them names what lies in it
_COMPOUND = 4               # letters from which a word also counts at the end of a longer one in a host: "cityforum"
_MANY_WORDS = 12            # of a title that says what happened


def assess(document: Document, ledger: Ledger) -> Quality:
    """The quality of what `ledger` keeps of `document`; the confidence of an extracted text is the share of it that stays.

    A text that holds a whole page has coefficients of its own.
    """
    found = signals(document, ledger)
    confidence = found["kept_of_page"]      # 0 where nothing is kept
    if confidence and (document.scored or not document.text_mode):
        confidence = logistic(weights()["lines" if document.scored else "confidence"], found)
    decoded = document.decoded
    return Quality(
        verdict(document, ledger, found), round(confidence, 4), tuple((name, round(value, 4)) for name, value in found.items()),
        document.warnings + tuple(ledger.warnings),
        decoded.encoding if decoded else "", decoded.found_in if decoded else "", decoded.replaced if decoded else 0,
    )


def verdict(document: Document, ledger: Ledger, found: Mapping[str, float]) -> str:
    """What the page is, one of VERDICTS."""
    if document.text_mode:
        return "article" if found["kept_of_page"] else "empty"
    if named := wall(document, ledger, _is_declared(document)):
        return named
    if not document.blocks:
        return "empty"
    if is_stub(document, ledger):
        return "paywall_stub"
    if _is_mostly_links([document.blocks[i] for i in ledger.keeps()]):
        return _other(document, found)
    if _is_bare(document, found) and not any(found[f"type_{name}"] for name in (*_KINDS, "website", "place")):
        return "article"        # nothing but a text, not declared to be something else: the weights were learned on whole pages
    return "article" if found["kept_of_page"] and logistic(weights()["article"], found) >= _EVEN else _other(document, found)


def _is_bare(document: Document, found: Mapping[str, float]) -> bool:
    """Whether a page is nothing but what is kept of it."""
    share = found["kept_of_page"]
    return share >= _BARE and (1 - share) * sum([len(block.text) for block in document.blocks]) <= _BARE_AROUND


def _is_declared(document: Document) -> bool:
    """Whether the page says that it is an article: by its type, or by a date."""
    groups = _groups("types")
    return bool(document.metadata.published) or any(
        name in groups["article"] or name in groups["og_article"] for name in map(str.lower, document.types))


def _other(document: Document, found: Mapping[str, float]) -> str:
    """The kind of a page that is no article, by the types it declares, else by its address, else by its links."""
    linked = _is_mostly_links(document.blocks)
    if found["type_forum"] or (found["forum_address"] and not linked):      # of a forum's pages, those of links list its threads
        return "forum"
    for name in ("listing", "product"):         # a list of products has their types too
        if found[f"type_{name}"]:
            return name
    for name in ("manual", "listing", "product"):
        if found[f"{name}_address"]:
            return name if name in _KINDS else "other"
    return "listing" if linked or found["linked_headings"] > _LINKED or _heads_a_folder(document) else "other"


def _heads_a_folder(document: Document) -> bool:
    """Whether the page's own name is one for a folder of others: `/news`, `/category/`."""
    path, _ = _parted(document.metadata.url or document.metadata.canonical_url or "")
    name = path.rstrip("/").rpartition("/")[2].lower()
    return any(name in _groups("address")[kind] for kind in ("story", "listing"))


def _is_mostly_links(blocks: Sequence[Block]) -> bool:
    size = sum([len(block.text) for block in blocks])
    return sum([block.link_share * len(block.text) for block in blocks]) > _LINKED * size


def signals(document: Document, ledger: Ledger) -> dict[str, float]:
    """Named figures of a page and of what is kept of it, each about 0..1."""
    lengths = [len(block.text) for block in document.blocks]
    return {
        "doubt": ledger.signals.get("doubt", 0.0),          # of the scorer, where the body is
        "apart": ledger.signals.get("apart", 0.0),          # how far its nets differ
        **_of_text(document, ledger, lengths), **_of_page(document),
    }


def _of_text(document: Document, ledger: Ledger, lengths: list[int]) -> dict[str, float]:
    """What the kept blocks look like, and how sure the evidence was of each."""
    blocks, kept, likely = document.blocks, ledger.keeps(), ledger.likely
    count, size = max(1, len(kept)), sum([lengths[i] for i in kept])
    total = max(1, size)
    across = range(kept[0], kept[-1] + 1) if kept else range(0)
    possible = sum([lengths[i] for i, odds in enumerate(likely) if _POSSIBLE <= odds < _EVEN and not ledger.kept(i)])
    return {
        "size": math.log1p(size) / 10,
        "kept_of_page": size / max(1, sum(lengths)),
        "mean_length": min(1.0, size / count / 300),
        "longest": math.log1p(max((lengths[i] for i in kept), default=0)) / 8,
        "ends": sum(blocks[i].text.endswith(_ENDS) for i in kept) / count,
        "start": across.start / max(1, len(blocks)),
        "holes": 1 - len(kept) / len(across) if kept else 0.0,
        "sure": sum(likely[i] * lengths[i] for i in kept) / total,
        "left_possible": min(3.0, possible / total),
    }


def _of_page(document: Document) -> dict[str, float]:
    """What the page declares, its address, and its headings."""
    data, types = document.metadata, {name.lower() for name in document.types}
    if any(source.startswith("article:") for _, source in data.sources):        # properties that OpenGraph has for articles alone
        types.add("og:article")
    if "faqpage" in types:
        types -= _ASKED
    url = data.url or data.canonical_url or ""
    address, host = _parted(url)
    steps = [step for step in address.split("/") if step]
    heads = [block for block in document.blocks if block.tag in {"h2", "h3", "h4"}]
    linked = sum(block.link_share > _LINKED for block in heads)
    return {
        "linked_headings": linked / max(4, len(heads)),
        "addressed": float(bool(url)),
        "front_page": float(bool(url) and not steps),
        "slug": min(8, sum(map(steps[-1].count, "-_"))) / 8 if steps else 0.0,
        "dated_address": float(bool(_DATED.search(address))),
        **_of_address(host, steps, url),
        "fields": math.log1p(document.inputs) / 6,
        "title_words": min(_MANY_WORDS, len(words(data.title or ""))) / _MANY_WORDS,
        "body_declared": float(sum(map(len, document.article_body)) > _SOME_BODY),
        "types": min(8, len(types)) / 8,
        "sectioned": float(bool(data.section)), "signed": float(bool(data.authors)), "illustrated": float(bool(data.image)),
        **{f"type_{name}": float(not types.isdisjoint(group)) for name, group in _groups("types").items()},
    }


def _parted(url: str) -> tuple[str, str]:
    """The path and the host of an address; nothing of a text that is none."""
    try:
        parts = urlsplit(url)
        return parts.path, parts.hostname or ""
    except ValueError:
        return "", ""


def _of_address(host: str, steps: list[str], url: str = "") -> dict[str, float]:
    """What the host and the folders of an address name; its last step is the page's own name, and no folder.

    >>> [name for name, value in _of_address("cityforum.example", ["questions", "our-best-product"]).items() if value]
    ['forum_address']
    >>> [name for name, value in _of_address("city.example", ["t", "12"], "https://city.example/t/12").items() if value]
    ['forum_address']
    """
    labels = host.rpartition(".")[0].split(".")
    named = [words for step in steps[:-1] if len(words := _WORD.findall(step.lower())) <= _NAME_WORDS]
    folders = frozenset(word for words in (labels, *named) for word in words)
    found = {
        f"{name}_address": float(not folders.isdisjoint(group) or any(label.endswith(_long(group)) for label in labels))
        for name, group in _groups("address").items()
    }
    return found | {"forum_address": 1.0} if _THREAD.search(url) else found


def logistic(terms: Mapping[str, float], found: Mapping[str, float]) -> float:
    """The logistic sum of `found` weighed by `terms`, with `terms["bias"]`: 0..1."""
    total = terms["bias"] + sum(weight * found[name] for name, weight in terms.items() if name != "bias")
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))     # beyond 30 the sum says no more than "certain"


@lru_cache
def _groups(table: str) -> dict[str, frozenset[str]]:
    """The words of `table` that are alike, declared types or folders, by the name of their group."""
    return {name: frozenset(group) for name, group in sorted(weights()[table].items())}


@lru_cache
def _long(group: frozenset[str]) -> tuple[str, ...]:
    """The words of `group` that also count at the end of a longer one."""
    return tuple(sorted(word for word in group if len(word) >= _COMPOUND))


@lru_cache(maxsize=1)
def weights() -> Any:
    """The coefficients, declared types and folders of `data/quality.toml`."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))
