"""Which blocks of a page a text was made of: how a witness's answer, or a truth, is laid back onto blocks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from cleaner.text import words

_SHINGLE = 10           # characters; word shingles would lose Japanese
_UNIQUE = 24            # characters from which a line found in both is an anchor
_WHOLE = 0.999


def shares(blocks: Sequence[str], text: str) -> list[float]:
    """For each block the share (0..1) of it that `text` holds, each piece of `text` spent once.

    Whole lines first; a line that stands on the page more often than in `text` goes to the copies nearest to blocks
    that were found without doubt; what is left is laid out by character shingles.

    >>> shares(["Menu", "The river rose by two metres in the night.", "Menu"], "The river rose by two metres in the night.")
    [0.0, 1.0, 0.0]
    """
    pages = [" ".join(words(block)) for block in blocks]
    lines = [" ".join(words(line)) for line in text.splitlines()]
    whole = " " + " \n ".join(line for line in lines if line) + " "
    anchors = _anchors(pages, whole)
    found = dict.fromkeys(anchors, 1.0) | _near(pages, whole, anchors)
    rest = _spend(pages, whole, set(found))
    return [found.get(i, rest.get(i, 0.0)) for i in range(len(pages))]


def _anchors(pages: Sequence[str], whole: str) -> set[int]:
    copies = Counter(pages)
    return {i for i, page in enumerate(pages) if len(page) >= _UNIQUE and copies[page] == 1 and _occurrences(page, whole)}


def _occurrences(page: str, whole: str) -> int:
    padded = whole.count(f" {page} ")
    return padded or (whole.count(page) if len(page) >= _UNIQUE else 0)


def _near(pages: Sequence[str], whole: str, anchors: set[int]) -> dict[int, float]:
    """Short and repeated lines that `whole` holds, at the copies nearest to anchors."""
    if not anchors:
        anchors = {i for i, page in enumerate(pages) if len(page) >= _UNIQUE and _occurrences(page, whole)}
    distance = _distances(len(pages), anchors)
    copies: dict[str, list[int]] = defaultdict(list)
    for i, page in enumerate(pages):
        if page and i not in anchors:
            copies[page].append(i)
    line_counts = Counter(whole.strip().split(" \n "))
    found: dict[int, float] = {}
    for page, places in copies.items():
        room = line_counts[page] if len(page) < _UNIQUE else max(line_counts[page], min(1, _occurrences(page, whole)))
        for i in sorted(places, key=lambda i: (distance[i], i))[:room]:
            found[i] = 1.0
    return found


def _distances(count: int, anchors: set[int]) -> list[int]:
    """Steps from each block to the nearest anchor."""
    far = count + 1
    forward, backward = [far] * count, [far] * count
    last = -far
    for i in range(count):
        last = i if i in anchors else last
        forward[i] = i - last
    last = count + far
    for i in reversed(range(count)):
        last = i if i in anchors else last
        backward[i] = last - i
    return [min(pair) for pair in zip(forward, backward, strict=True)]


def _shingles(text: str) -> list[str]:
    return [text[i:i + _SHINGLE] for i in range(len(text) - _SHINGLE + 1)]


def _spend(pages: Sequence[str], whole: str, done: set[int]) -> dict[int, float]:
    """Shares of the blocks that are not there as whole lines, nearest to those first."""
    left: Counter[str] = Counter()
    for line in whole.split("\n"):
        left.update(_shingles(line.strip()))
    for i in done:
        left.subtract(_shingles(pages[i]))
    distance = _distances(len(pages), done)
    shares_: dict[int, float] = {}
    for i in sorted(set(range(len(pages))) - done, key=lambda i: (distance[i], i)):
        pieces = _shingles(pages[i])
        if not pieces:
            continue
        hits = [piece for piece in pieces if left[piece] > 0]
        if len(hits) * 2 >= len(pieces):
            left.subtract(hits)
        shares_[i] = min(1.0, len(hits) / len(pieces))
    return shares_
