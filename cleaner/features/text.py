"""What a block's own text says: its length, its characters, its links, its likeness to the headline."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from cleaner.features.clues import HIT_GROUPS, Clues
from cleaner.features.described import add_bodies, add_descriptions
from cleaner.features.table import Builder, Codes, Matrix, Own
from cleaner.model import Block
from cleaner.text import words

_CHAR_CLASSES = ("upper", "lower", "digit", "mark", "end", "comma", "space", "cjk", "quote", "colon", "bar")
_GOOD_WORDS = 8                 # a sentence of this many words with few links is "good text"
_GOOD_LINKS = 0.4
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|[年月日]")


def add_own(build: Builder, blocks: Sequence[Block], clues: Clues) -> Own:
    """Adds what the blocks' own text says, and gives what later figures need of it."""
    texts = [block.text for block in blocks]
    counts, last, first = _char_counts(texts)
    length = np.maximum(1, np.fromiter((len(text) for text in texts), np.float32, len(texts)))
    cls = {name: counts[:, i] for i, name in enumerate(_CHAR_CLASSES)}
    word_count = cls["space"] + 1 + cls["cjk"] / 2
    links = np.fromiter((block.link_share for block in blocks), np.float32, len(blocks))
    at = {name: i + 1 for i, name in enumerate(_CHAR_CLASSES)}
    ends = (last == at["end"]) | ((last == at["quote"]) & (cls["end"] > 0))
    told = ends | (cls["end"] >= 2) | (last == at["colon"])
    good = np.where((word_count >= _GOOD_WORDS) & (links < _GOOD_LINKS) & told, length, 0.0).astype(np.float32)
    letters = np.maximum(1, cls["upper"] + cls["lower"] + cls["cjk"])
    build.add("log_length", np.log1p(length) / 7)
    build.add("log_words", np.log1p(word_count) / 5)
    build.add("link_share", links)
    build.add("linked", links > 0)
    build.add("ends_sentence", ends)
    build.add("ends_colon", last == at["colon"])
    build.add("starts_upper", first == at["upper"])
    build.add("starts_lower", first == at["lower"])
    build.add("starts_quote", first == at["quote"])
    build.add("starts_digit", first == at["digit"])
    build.add("starts_mark", (first == at["mark"]) | (first == at["bar"]))
    for name in ("digit", "mark", "quote", "bar", "colon"):
        build.add(f"{name}_share", np.minimum(1, 4 * cls[name] / length))
    build.add("upper_share", cls["upper"] / letters)
    build.add("commas", np.minimum(1, 10 * cls["comma"] / length))
    build.add("log_commas", np.log1p(cls["comma"]) / 3)
    build.add("log_ends", np.log1p(cls["end"]) / 3)
    build.add("cjk", cls["cjk"] / letters)
    build.add("word_length", np.minimum(2, length / word_count / 8))
    build.add("good", good > 0)
    build.add("date", [bool(len(text) < 90 and _DATE.search(text)) for text in texts])
    build.add("whole_link", [block.link_share > 0.95 for block in blocks])
    build.add("strong", [_span_share(block, "strong") for block in blocks])
    build.add("em", [_span_share(block, "em") for block in blocks])
    build.add("joined", [block.joined for block in blocks])
    build.add("level", [min(block.level, 3) / 3 for block in blocks])
    _repeats(build, texts)
    _title(build, texts, clues.titles)
    add_bodies(build, texts, clues.bodies)
    add_descriptions(build, texts, clues.descriptions)
    hits = np.array(clues.hits if clues.hits else [0] * len(blocks), np.int64)
    build.add_all("hit_", [name for name, _ in HIT_GROUPS], (hits[:, None] >> np.arange(len(HIT_GROUPS))) & 1)
    heading = np.array([block.tag in {"h1", "h2", "h3", "h4", "h5", "h6"} for block in blocks])
    item = np.array([block.tag == "li" for block in blocks])
    return Own(length, links, ends, good, heading, item, hits > 0, build.columns[build.names.index("title")] > 0)


@lru_cache(maxsize=1)
def _char_table() -> npt.NDArray[np.uint8]:
    """Class of every character of the basic plane: 0 other, else 1 + index into _CHAR_CLASSES."""
    table = np.zeros(0x10000, np.uint8)
    index = {name: i + 1 for i, name in enumerate(_CHAR_CLASSES)}
    for code in range(0x10000):
        category = unicodedata.category(chr(code))
        if category in {"Lu", "Lt"}:
            table[code] = index["upper"]
        elif category == "Ll":
            table[code] = index["lower"]
        elif category == "Nd":
            table[code] = index["digit"]
        elif category[0] in "PS":
            table[code] = index["mark"]
        elif category == "Zs":
            table[code] = index["space"]
    table[0x3040:0x3100] = table[0x3400:0xA000] = index["cjk"]
    for name, chars in (("end", ".!?…。！？।؟;"), ("comma", ",،、，"), ("quote", "\"“”„«»‘’'「」"), ("colon", ":："), ("bar", "|•·›>/")):
        for char in chars:
            table[ord(char)] = index[name]
    return table


def _char_counts(texts: Sequence[str]) -> tuple[Matrix, Codes, Codes]:
    """Counts of each character class a text, and the classes of its last and its first character."""
    joined = "\n".join(texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32)
    classes = _char_table()[np.minimum(codes, 0xFFFF)]
    lengths = np.fromiter((len(text) for text in texts), np.int64, len(texts))
    starts = np.concatenate(([0], np.cumsum(lengths + 1)[:-1]))
    counts = np.empty((len(texts), len(_CHAR_CLASSES)), np.float32)
    for i in range(len(_CHAR_CLASSES)):
        counts[:, i] = np.add.reduceat((classes == i + 1).astype(np.float32), starts)
    return counts, classes[starts + lengths - 1].astype(np.int64), classes[starts].astype(np.int64)


def _span_share(block: Block, tag: str) -> float:
    if not block.spans:
        return 0.0
    return min(1.0, sum(span.end - span.start for span in block.spans if span.tag == tag) / max(1, len(block.text)))


def _repeats(build: Builder, texts: Sequence[str]) -> None:
    seen = Counter(texts)
    build.add("repeated", [min(3, seen[text] - 1) / 3 for text in texts])


def _title(build: Builder, texts: Sequence[str], titles: Sequence[str]) -> None:
    sets = [set(words(title)) for title in titles if title]
    joined = {" ".join(words(title)) for title in titles if title}
    overlap, equal = [], []
    for text in texts:
        tokens = words(text) if sets and len(text) < 400 else []
        equal.append(bool(tokens) and " ".join(tokens) in joined)
        overlap.append(max((len(s & set(tokens)) / max(1, len(set(tokens)), len(s)) for s in sets), default=0.0) if tokens else 0.0)
    build.add("title_overlap", overlap)
    build.add("title", equal)
