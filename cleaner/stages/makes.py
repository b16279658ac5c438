"""What elements are made like: their tags and class words, without those that name a single element."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cleaner.model import Block, Place


def makes(blocks: Sequence[Block]) -> dict[int, tuple[str, str]]:
    """By the id of each block's place and of its parent, its tag and those of its class and id words that are used more than once.

    Content systems number what they set ("block-7f3a", "par-12"): such words would make every paragraph one of a kind.
    """
    places: dict[int, Place] = {}
    for block in blocks:
        for place in (block.place, block.place.parent) if block.place else ():
            if place:
                places[place.id] = place
    looks = {id_: place.attributes for id_, place in places.items()}
    uses = Counter(looks.values())
    seen: set[str] = set()
    often: set[str] = set()
    for look, count in uses.items():
        words = set(look.split())
        often |= words if count > 1 else words & seen
        seen |= words
    shared = {look: look if count > 1 else " ".join([word for word in look.split() if word in often]) for look, count in uses.items()}
    return {id_: (place.tag, shared[place.attributes]) for id_, place in places.items()}
