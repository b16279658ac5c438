"""What the figures need of a page beside its blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cleaner.model import Block, Hit, Kind
from cleaner.text import words

_LINKED = 0.5
HIT_GROUPS: tuple[tuple[str, frozenset[Kind]], ...] = (
    ("read_also", frozenset({Kind.READ_ALSO})),
    ("related", frozenset({Kind.RELATED, Kind.RECOMMENDED, Kind.MOST_READ, Kind.LATEST})),
    ("ad", frozenset({Kind.AD, Kind.SPONSORED})),
    ("prompt", frozenset({Kind.NEWSLETTER, Kind.APP, Kind.FOLLOW, Kind.DONATION, Kind.PAYWALL})),
    ("share", frozenset({Kind.SHARE, Kind.COMMENTS, Kind.FORM})),
    ("byline", frozenset({Kind.BYLINE, Kind.DATE, Kind.TAGS, Kind.BREADCRUMBS})),
    ("caption", frozenset({Kind.CAPTION, Kind.CREDIT})),
    ("bio", frozenset({Kind.AUTHOR_BIO})),
    ("video", frozenset({Kind.VIDEO, Kind.PODCAST, Kind.LIVE})),
    ("chrome", frozenset({Kind.COOKIE, Kind.LEGAL, Kind.NAVIGATION})),
)
_BIT_OF_KIND = {kind: 1 << bit for bit, (_, kinds) in enumerate(HIT_GROUPS) for kind in kinds}


def _words(block: Block) -> list[str]:
    return words(block.text)


@dataclass(frozen=True, slots=True)
class Clues:
    """What the page says beside its blocks: possible headlines, descriptions, JSON-LD bodies, and the rule groups each block met."""

    titles: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    hits: tuple[int, ...] = ()          # bit mask over HIT_GROUPS a block
    words: Callable[[Block], list[str]] = _words        # of a block; who has them already gives them


def groups_met(hits: Sequence[Hit], link_share: float = 0.0) -> int:
    """The bits of HIT_GROUPS that `hits` say of a block; in a link the phrase alone tells."""
    bits = 0
    for hit in hits:
        if hit.suffices or link_share > _LINKED:
            bits |= _BIT_OF_KIND.get(hit.rule.kind, 0)
    return bits
