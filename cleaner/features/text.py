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
from cleaner.features.table import Builder, Codes, Flags, Matrix, Own
from cleaner.model import Block
from cleaner.text import words

_CHAR_CLASSES = ("upper", "lower", "digit", "mark", "end", "comma", "space", "cjk", "quote", "colon", "bar")
_GOOD_WORDS = 8                 # a sentence of this many words with few links is "good text"
_GOOD_LINKS = 0.4
_LONGEST_TITLE = 400            # characters
_LONGEST_DATE = 90
_PLAIN = (0.0, 0.0)              # no emphasis
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|[年月日]")


def add_own(build: Builder, blocks: Sequence[Block], clues: Clues) -> Own:
    """Adds what the blocks' own text says, and gives what later figures need of it."""
    texts = [block.text for block in blocks]
    tokens = [words(text) for text in texts]
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
    dated = ((cls["digit"] + cls["cjk"] > 0) & (length < _LONGEST_DATE)).tolist()
    build.add("date", [may and bool(_DATE.search(text, 0, _LONGEST_DATE)) for text, may in zip(texts, dated, strict=True)])
    build.add("whole_link", [block.link_share > 0.95 for block in blocks])
    build.add_all("", ("strong", "em"), zip(*[_emphasis(block) if block.spans else _PLAIN for block in blocks], strict=True))
    build.add("joined", [block.joined for block in blocks])
    build.add("level", [min(block.level, 3) / 3 for block in blocks])
    _repeats(build, texts)
    title = _title(build, texts, tokens, clues.titles)
    add_bodies(build, tokens, clues.bodies)
    add_descriptions(build, texts, tokens, clues.descriptions)
    hits = np.array(clues.hits if clues.hits else [0] * len(blocks), np.int64)
    build.add_all("hit_", [name for name, _ in HIT_GROUPS], (hits >> np.arange(len(HIT_GROUPS))[:, None]) & 1)
    heading = np.array([block.tag in _HEADINGS for block in blocks])
    item = np.array([block.tag == "li" for block in blocks])
    return Own(length, links, ends, good, heading, item, hits > 0, title)


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
    size = len(_CHAR_CLASSES) + 1
    cells = np.repeat(np.arange(len(texts)) * size, lengths + 1)[:-1] + classes
    counts = np.bincount(cells, minlength=len(texts) * size).reshape(len(texts), size)[:, 1:].astype(np.float32)
    return counts, classes[starts + lengths - 1].astype(np.int64), classes[starts].astype(np.int64)


def _emphasis(block: Block) -> tuple[float, float]:
    """The shares of the text that are set in strong and in emphasised letters."""
    strong = emphasised = 0
    for start, end, tag, _ in block.spans:
        if tag == "strong":
            strong += end - start
        elif tag == "em":
            emphasised += end - start
    length = max(1, len(block.text))
    return min(1.0, strong / length), min(1.0, emphasised / length)


def _repeats(build: Builder, texts: Sequence[str]) -> None:
    seen = Counter(texts)
    build.add("repeated", [min(3, seen[text] - 1) / 3 for text in texts])


def _title(build: Builder, texts: Sequence[str], tokens: Sequence[list[str]], titles: Sequence[str]) -> Flags:
    """Adds the likeness to the titles, and tells which blocks have just the words of one."""
    sets = {frozenset(words(title)) for title in titles if title}
    joined = {" ".join(words(title)) for title in titles if title}
    known = frozenset[str]().union(*sets)
    overlap, equal = np.zeros(len(texts), np.float32), np.zeros(len(texts), np.bool_)
    for i, text in enumerate(texts):
        if len(text) >= _LONGEST_TITLE or known.isdisjoint(tokens[i]):
            continue
        mine = set(tokens[i])
        equal[i] = " ".join(tokens[i]) in joined
        overlap[i] = max(len(title & mine) / max(len(mine), len(title)) for title in sets)
    build.add("title_overlap", overlap)
    build.add("title", equal)
    return equal
