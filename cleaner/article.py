"""What cleaning a page gives: the text, what was cut and why, the metadata, and how sure we are."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from cleaner.model import Block, Kind, Metadata, Quality, Removed, Verdict
from cleaner.render import to_html, to_markdown

_MOVED = frozenset({Kind.TITLE, Kind.KICKER})       # blocks of these kinds are in the metadata, not lost


@dataclass(frozen=True, slots=True)
class Article:
    """An article and the account of how it was found; immutable and picklable.

    `blocks` are all blocks of the page, `kept` the indices of those in the text, `verdicts` every opinion in the order given.
    """

    text: str
    metadata: Metadata
    quality: Quality
    blocks: tuple[Block, ...] = ()
    kept: tuple[int, ...] = ()
    verdicts: tuple[Verdict, ...] = ()

    @property
    def removed(self) -> tuple[Removed, ...]:
        """What was cut, in page order, each with the verdict that stood; the headline was not cut but moved to the metadata."""
        standing = {verdict.block: verdict for verdict in self.verdicts}
        drops = ((self.blocks[i], standing[i]) for i in sorted(standing) if not standing[i].keep and standing[i].kind not in _MOVED)
        return tuple(Removed(block.index, block.text, v.kind, v.rule, v.because, block.path) for block, v in drops)

    def why(self, i: int) -> tuple[Verdict, ...]:
        """Every verdict on block `i`, in the order given; the last one stands."""
        return tuple(verdict for verdict in self.verdicts if verdict.block == i)

    def to_markdown(self, *, front_matter: bool = False) -> str:
        """Markdown with the title as H1; `front_matter` puts the metadata before it as YAML."""
        return to_markdown(self._kept_blocks(), self.metadata, matter=front_matter)

    def to_html(self, *, document: bool = False) -> str:
        """A sanitised <article>; `document` makes it a page of its own."""
        return to_html(self._kept_blocks(), self.metadata, document=document)

    def to_dict(self) -> dict[str, Any]:
        """Text, metadata, quality and removals as plain dicts, lists, strings and numbers."""
        return {
            "text": self.text,
            "metadata": metadata_dict(self.metadata),
            "quality": quality_dict(self.quality),
            "removed": [{**asdict(removed), "kind": removed.kind.value} for removed in self.removed],
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """`to_dict` as JSON, letters of every alphabet as they are."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def _kept_blocks(self) -> list[Block]:
        return [self.blocks[i] for i in self.kept]


def metadata_dict(metadata: Metadata) -> dict[str, Any]:
    """`metadata` as a dict: lists for tuples, `sources` as a dict from field to place."""
    found = asdict(metadata)
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}
    return {**plain, "sources": dict(metadata.sources)}


def quality_dict(quality: Quality) -> dict[str, Any]:
    """`quality` as a dict: `signals` from name to figure, `warnings` as a list."""
    return {**asdict(quality), "signals": dict(quality.signals), "warnings": list(quality.warnings)}
