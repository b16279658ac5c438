"""What elements are made like: their tags and class words, without those that name a single element."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from cleaner.model import Block, Place

_LEAST_NUMBERED = 4         # elements that share a word with a digit, before it is more than the name of one and its copy
_DIGIT = re.compile(r"\d")


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
    words: Counter[str] = Counter()
    for look, count in uses.items():
        for word in set(look.split()):
            words[word] += count
    names = {word for word, count in words.items() if count < (_LEAST_NUMBERED if _DIGIT.search(word) else 2)}
    shared = {look: " ".join([word for word in look.split() if word not in names]) if names else look for look in uses}
    return {id_: (place.tag, shared[place.attributes]) for id_, place in places.items()}
