"""What a batch says of each input: one record, whatever became of it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cleaner.sources.item import Failure
from cleaner.walls import STUBS

if TYPE_CHECKING:
    from cleaner.article import Article
    from cleaner.model import Page

OK, NO_ARTICLE, TIMEOUT, CRASH, ERROR = "ok", "no_article", "timeout", "crash", "error"
STATUSES = (OK, NO_ARTICLE, TIMEOUT, CRASH, "too_big", "not_html", "unreadable", "not_fetched", ERROR)
FAILED = frozenset(STATUSES) - {OK, NO_ARTICLE}         # what --retry-failed tries again


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one input, in plain values; `error` is one line and says what went wrong, or why there is no article."""

    id: str
    source: str
    status: str
    error: str | None = None
    duration_ms: float = 0.0
    url: str | None = None
    saved_at: str | None = None
    text: str | None = None
    metadata: dict[str, Any] | None = None
    quality: dict[str, Any] | None = None
    removed: dict[str, int] = field(default_factory=dict)       # how many blocks of each kind were cut
    content_hash: str | None = None                             # SHA-256 of the text
    duplicate_of: str | None = None                             # the id of the first record with (almost) this text
    cleaner: str = ""
    packs: str = ""
    minhash: bytes = b""                                        # of the text, where near duplicates are looked for
    document: str = ""                                          # the article as its own file has it; no field of a row

    @property
    def weight(self) -> int:
        """How many characters the record holds, the small fields aside."""
        return len(self.text or "") + len(self.document)

    def to_dict(self) -> dict[str, Any]:
        """The record as a row: every field in order but `document`; `minhash` in base64, where there is one."""
        row = {name: getattr(self, name) for name in FIELDS}
        if self.minhash:
            row["minhash"] = base64.b64encode(self.minhash).decode()
        return row

    def to_json(self) -> str:
        """`to_dict` as one line of JSON, letters of every alphabet as they are."""
        return json.dumps(self.to_dict(), ensure_ascii=False)


FIELDS = tuple(each.name for each in fields(Record) if each.name not in {"minhash", "document"})


def of_article(page: Page, article: Article, duration_ms: float, form: str = "", with_minhash: bool = False) -> Record:
    """The record of a page that was cleaned; `form` (txt, md, json) renders `document` too."""
    from cleaner.article import metadata_dict, quality_dict

    verdict = article.quality.verdict
    found = bool(article.kept) and verdict not in STUBS
    cleaner, packs = versions()
    return Record(
        id=page.id, source=page.source, status=OK if found else NO_ARTICLE, error=None if found else f"no article ({verdict})",
        duration_ms=round(duration_ms, 3), url=article.metadata.url or page.url, saved_at=page.saved_at,
        text=article.text, metadata=metadata_dict(article.metadata), quality=quality_dict(article.quality),
        removed=dict(sorted(Counter(removed.kind.value for removed in article.removed).items())),
        content_hash=hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest() if article.text else None,
        cleaner=cleaner, packs=packs, minhash=_minhash(article.text) if with_minhash else b"",
        document=rendered(article, form) if found else "",
    )


def of_failure(failure: Failure, duration_ms: float = 0.0) -> Record:
    """The record of an input that gave no article, for the reason in `failure`."""
    cleaner, packs = versions()
    message = " ".join(failure.message.split())
    status = failure.status if failure.status in STATUSES else ERROR
    return Record(
        id=failure.id or failure.source, source=failure.source, status=status, error=message,
        duration_ms=round(duration_ms, 3), cleaner=cleaner, packs=packs,
    )


def rendered(article: Article, form: str) -> str:
    """An article as a file with the suffix `form` holds it."""
    if form == "md":
        return article.to_markdown(front_matter=True)
    if form == "json":
        return article.to_json(indent=1) + "\n"
    return article.text + "\n" if form == "txt" else ""


def carried(text: str) -> str:
    """`text` as any encoding of Unicode can carry it: lone surrogates, which JSON brings in, are escaped.

    >>> carried("https://a.example/\\ud800")
    'https://a.example/\\\\ud800'
    """
    return text.encode("utf-8", "backslashreplace").decode()


def _minhash(text: str) -> bytes:
    from cleaner.batch.minhash import minhash

    return minhash(text)


@lru_cache(maxsize=1)
def versions() -> tuple[str, str]:
    """The versions of the package and of its rule packs."""
    import cleaner
    from cleaner.rules import version

    return cleaner.__version__, version()
