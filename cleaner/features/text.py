"""What a block's own text says: its length, its characters, its links, its likeness to the headline."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from cleaner.features.clues import HIT_GROUPS, Clues
from cleaner.features.described import add_bodies, add_descriptions
from cleaner.features.table import Builder, Codes, Flags, Own, Vector, bits
from cleaner.model import Block
from cleaner.shape import UNSTOPPED_WORDS
from cleaner.text import SENTENCE_ENDS, words

_CHAR_CLASSES = ("upper", "digit", "mark", "end", "comma", "space", "cjk", "quote", "colon", "bar", "unspaced")
_UNSPACED_LETTERS = 4           # of a word where words are not spaced: Thai, Lao, Khmer, Burmese
_GOOD_WORDS = 8                 # a sentence of this many words with few links is "good text"
_GOOD_LINKS = 0.4
_LONGEST_TITLE = 400            # characters
_LONGEST_DATE = 90
_LEAST_OVERLAP = 0.2             # share of the block's words; less says nothing
_RUN = 1 << 20                   # characters counted at once
_EMPHASIS = ("strong", "em")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|[年月日]")


def add_own(build: Builder, blocks: Sequence[Block], clues: Clues) -> Own:
    """Adds what the blocks' own text says, and gives what later figures need of it."""
    texts = [block.text for block in blocks]
    lengths = [len(text) for text in texts]
    cls, last, first = _char_counts(texts, lengths)
    length = np.maximum(1, np.array(lengths, np.float32))
    word_count = cls["space"] + 1 + cls["cjk"] / 2 + cls["unspaced"] / _UNSPACED_LETTERS
    links = np.array([block.link_share for block in blocks], np.float32)
    at = {name: i + 1 for i, name in enumerate(_CHAR_CLASSES)}
    ends_colon = last == at["colon"]
    ends = (last == at["end"]) | ((last == at["quote"]) & (cls["end"] > 0)) | ((cls["unspaced"] > 0) & (word_count >= UNSTOPPED_WORDS))
    told = ends | (cls["end"] >= 2) | ends_colon
    good = np.where((word_count >= _GOOD_WORDS) & (links < _GOOD_LINKS) & told, length, np.float32(0))
    logs = np.log1p((length, cls["comma"], cls["end"]))
    build.add_all("log_", ("length", "commas", "ends"), logs)
    build.add("link_share", links)
    build.add("ends_sentence", ends)
    build.add("ends_colon", ends_colon)
    build.add("starts_upper", first == at["upper"])
    build.add("starts_mark", (first == at["mark"]) | (first == at["bar"]))
    build.add("mark_share", cls["mark"] / length)
    build.add("word_length", length / word_count)
    build.add("date", _dates(texts, (cls["digit"] + cls["cjk"] > 0) & (length < _LONGEST_DATE)))
    _emphasis(build, blocks)
    build.add("level", [block.level for block in blocks])
    _repeats(build, texts)
    title = _title(build, blocks, clues)
    add_bodies(build, blocks, clues)
    add_descriptions(build, blocks, clues)
    hits = np.array(clues.hits if clues.hits else [0] * len(blocks), np.int64)
    build.add_all("hit_", [name for name, _ in HIT_GROUPS], bits(hits, len(HIT_GROUPS)))
    heading = np.array([block.tag in _HEADINGS for block in blocks])
    item = np.array([block.tag == "li" for block in blocks])
    return Own(length, logs[0], links, ends, good, heading, item, hits > 0, title, max(1.0, float(good.sum())))


@lru_cache(maxsize=1)
def _char_table() -> npt.NDArray[np.uint8]:
    """Class of every character of the basic plane: 0 other, else 1 + index into _CHAR_CLASSES."""
    table = np.zeros(0x10000, np.uint8)
    index = {name: i + 1 for i, name in enumerate(_CHAR_CLASSES)}
    for code in range(0x10000):
        category = unicodedata.category(chr(code))
        if category in {"Lu", "Lt"}:
            table[code] = index["upper"]
        elif category == "Nd":
            table[code] = index["digit"]
        elif category[0] in "PS":
            table[code] = index["mark"]
        elif category == "Zs":
            table[code] = index["space"]
    table[0x3040:0x3100] = table[0x3400:0xA000] = index["cjk"]
    table[0xE00:0xF00] = table[0x1000:0x10A0] = table[0x1780:0x17E0] = index["unspaced"]
    for name, chars in (
        ("end", SENTENCE_ENDS + ";"), ("comma", ",،、，"), ("quote", "\"“”„«»‘’'「」"), ("colon", ":："), ("bar", "|•·›>/"),
    ):
        for char in chars:
            table[ord(char)] = index[name]
    return table


def _char_counts(texts: Sequence[str], lengths: Sequence[int]) -> tuple[dict[str, Vector], Codes, Codes]:
    """Counts of each character class a text, and the classes of its last and its first character."""
    size = len(_CHAR_CLASSES) + 1
    counts = np.empty((size, len(texts)), np.float32)
    last, first = np.empty((2, len(texts)), np.int64)
    for run in _runs(lengths):
        classes = _classes("".join(texts[run]))
        long = np.array(lengths[run])
        ends = np.cumsum(long)
        rows = len(long)
        cells = np.repeat(np.arange(0, rows * size, size, dtype=np.int32), long) + classes
        counts[:, run] = np.bincount(cells, minlength=rows * size).reshape(rows, size).T
        last[run], first[run] = classes[ends - 1], classes[ends - long]
    return dict(zip(_CHAR_CLASSES, counts[1:], strict=True)), last, first


def _runs(lengths: Sequence[int]) -> Iterator[slice]:
    """The page's texts in runs of bounded length, for counting takes some 20 bytes a character."""
    start = size = 0
    for i, length in enumerate(lengths):
        size += length
        if size >= _RUN:
            yield slice(start, i + 1)
            start, size = i + 1, 0
    if start < len(lengths):
        yield slice(start, len(lengths))


def _classes(text: str) -> npt.NDArray[np.uint8]:
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    return _char_table().take(codes, mode="clip")       # what is beyond the plane counts as its last, which is no character


def _dates(texts: Sequence[str], possible: Flags) -> Vector:
    """Which of the texts hold a date."""
    dated = np.zeros(len(texts), np.float32)
    for i in np.nonzero(possible)[0].tolist():
        dated[i] = _DATE.search(texts[i], 0, _LONGEST_DATE) is not None
    return dated


def _emphasis(build: Builder, blocks: Sequence[Block]) -> None:
    """Adds the shares of the text that are set in strong and in emphasised letters."""
    shares = np.zeros((len(_EMPHASIS), len(blocks)))
    for i, block in enumerate(blocks):
        for start, end, tag, _ in block.spans:
            if tag in _EMPHASIS:
                shares[_EMPHASIS.index(tag), i] += (end - start) / len(block.text)
    build.add_all("", _EMPHASIS, np.minimum(1, shares))


def _repeats(build: Builder, texts: Sequence[str]) -> None:
    seen = Counter(texts)
    build.add("repeated", np.minimum(3, [seen[text] - 1 for text in texts]))


def _title(build: Builder, blocks: Sequence[Block], clues: Clues) -> Flags:
    """Adds the likeness to the titles, and tells which blocks have just the words of one."""
    wanted = [words(title) for title in clues.titles if title]
    sets = {frozenset(title) for title in wanted}
    known = frozenset[str]().union(*sets)
    overlap, equal = np.zeros(len(blocks), np.float32), np.zeros(len(blocks), np.bool_)
    for i, block in enumerate(blocks if known else ()):
        if len(block.text) >= _LONGEST_TITLE or known.isdisjoint(mine := clues.words(block)):
            continue
        common = known.intersection(mine)
        if len(common) >= _LEAST_OVERLAP * len(mine):
            equal[i] = mine in wanted
            overlap[i] = max(len(title & common) / max(len(mine), len(title)) for title in sets)
    build.add("title_overlap", overlap)
    build.add("title", equal)
    return equal
