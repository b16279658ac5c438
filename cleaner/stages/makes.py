"""What elements are made like: their tags and class words, without those that name a single element."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cleaner.model import Block, Place


def makes(blocks: Sequence[Block]) -> dict[int, tuple[str, str]]:
    """By the id of each place around `blocks`, its tag and those of its class and id words that the page uses more than once.

    Content systems number what they set ("block-7f3a", "par-12"): such words would make every paragraph one of a kind.
    """
    places: dict[int, Place] = {}
    for block in blocks:
        place = block.place
        while place is not None and place.id not in places:
            places[place.id] = place
            place = place.parent
    words = {id_: place.attributes.split() for id_, place in places.items()}
    uses = Counter(word for found in words.values() for word in set(found))
    return {id_: (places[id_].tag, " ".join([word for word in found if uses[word] > 1])) for id_, found in words.items()}
