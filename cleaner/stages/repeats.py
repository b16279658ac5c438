"""What stands on a page twice: the headline above its own article, a paragraph copied, a block set twice, a sentence set apart."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from cleaner.ledger import Ledger
from cleaner.model import Block, Document, Kind, Place, Verdict
from cleaner.stages.lists import list_of
from cleaner.text import ends_sentence, words

_TOP = 3                    # kept blocks from the top among which the headline is looked for: further down it is a subhead
_COPY_WORDS = 8             # a shorter line may rightly come twice: a refrain, "Yes.", a speaker's name

_PULLED = re.compile("[Pp]ull[-_]?[Qq]uote")
_NEAR_PLACES = 4            # a block's own element and those around it that may set it apart
_NEAR_BLOCKS = 12           # kept blocks before and behind a pull quote among which it is looked for
_PULLED_WORDS = 6           # fewer may stand in order in any long paragraph
_SPEAKER_WORDS = 12         # a longer line under a quote says more than whose it is


def drop_title(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """The headline is metadata, not body, where it is repeated as a block of its own above the body."""
    if document.text_mode:
        return
    titles = {" ".join(words(title)) for title in document.titles} - {""}
    for i in ledger.keeps()[:_TOP]:
        if " ".join(ledger.words(document.blocks[i])) in titles:
            yield Verdict(i, False, Kind.TITLE, "repeats.title", "the words of the headline")


def drop_copies(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Of a paragraph that is kept twice, the first copy stays; so does a point of a list or table with points of its own."""
    if document.text_mode:
        return
    copies = _copies(document, ledger)
    homes = {i: list_of(document.blocks[i]) for i in ledger.keeps()} if copies else {}
    own = {home.id for i, home in homes.items() if home and i not in copies}
    for i, first in copies.items():
        home = homes[i]
        if home is None or home.id not in own:
            yield Verdict(i, False, Kind.DUPLICATE, "repeats.copy", f"the words of block {first}")


def _copies(document: Document, ledger: Ledger) -> dict[int, int]:
    """The kept blocks that have the words of an earlier one, each with the first of them."""
    copies: dict[int, int] = {}
    seen: dict[str, int] = {}
    for i in ledger.keeps():
        tokens = ledger.words(document.blocks[i])
        if len(tokens) < _COPY_WORDS:
            continue
        first = seen.setdefault(" ".join(tokens), i)
        if first != i:
            copies[i] = first
    return copies


def drop_pull_quotes(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """What markup sets apart as a pull quote goes, with its speaker, where a paragraph near it has its words in the same order."""
    if document.text_mode:
        return
    frames = _frames(document, ledger)
    pulled = {i for inside in frames.values() for i in inside}
    for inside in frames.values():
        origins = {i: _origin(document, ledger, i, pulled) for i in inside}
        found = [origin for origin in origins.values() if origin is not None]
        if not found or not all(origins[i] is not None or _is_speaker(document.blocks[i], ledger) for i in inside):
            continue
        for i, origin in origins.items():
            because = f"names who says block {found[0]}" if origin is None else f"set apart from block {origin}"
            yield Verdict(i, False, Kind.DUPLICATE, "repeats.pull_quote", because)


def _frames(document: Document, ledger: Ledger) -> dict[int, list[int]]:
    """The kept blocks of each pull quote, by the number of its outermost element."""
    frames: dict[int, list[int]] = defaultdict(list)
    for i in ledger.keeps():
        place = document.blocks[i].place
        around = [here for here in islice(place.chain(), _NEAR_PLACES) if "uote" in here.attributes and _pulls(here)] if place else ()
        if around:
            frames[around[-1].id].append(i)
    return frames


def _pulls(place: Place) -> bool:
    """Whether an element is a pull quote by its class or id; forums quote what was said before in an <aside class="quote">."""
    return place.tag == "figure" or _PULLED.search(place.attributes) is not None


def _origin(document: Document, ledger: Ledger, i: int, pulled: set[int]) -> int | None:
    """The kept block near block `i` that has its words in the same order."""
    quote = ledger.words(document.blocks[i])
    if len(quote) < _PULLED_WORDS:
        return None
    kept = ledger.keeps()
    at = bisect_left(kept, i)
    near = (j for j in kept[max(0, at - _NEAR_BLOCKS):at + _NEAR_BLOCKS + 1] if j not in pulled)
    return next((j for j in near if _holds(ledger.words(document.blocks[j]), quote)), None)


def _holds(tokens: list[str], quote: list[str]) -> bool:
    rest = iter(tokens)
    return len(tokens) >= len(quote) and all(word in rest for word in quote)


def _is_speaker(block: Block, ledger: Ledger) -> bool:
    """Whether a line may say whose words a quote has: short and no sentence."""
    return len(ledger.words(block)) <= _SPEAKER_WORDS and not ends_sentence(block.text)
