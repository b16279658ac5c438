"""Figures of every block of a page, as one matrix: its own, its place's, its families', its neighbours'."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from cleaner import markup
from cleaner.model import Block, Kind, Place
from cleaner.segment import Flag
from cleaner.text import words

Matrix = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]
Codes = npt.NDArray[np.int64]

_TAGS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "div", "tr", "td", "dt", "dd", "figcaption", "blockquote", "pre",
         "section", "article", "button", "label", "summary", "address", "body")
_DECAY = 0.7                    # how much a container's words weigh a step further in
_CHAR_CLASSES = ("upper", "lower", "digit", "mark", "end", "comma", "space", "cjk", "quote", "colon", "bar")
_GOOD_WORDS = 8                 # a sentence of this many words with few links is "good text"
_GOOD_LINKS = 0.4
_WINDOWS = (3, 8, 15)           # blocks to each side
_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
_FAMILIES = ("kind", "path", "parent", "parent_tag", "grandparent")
_TRIPLE = 3
_SHORTEST_LEAD = 25             # characters
_LONGEST_LEAD = 600
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
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|[年月日]")


@dataclass(frozen=True, slots=True)
class Clues:
    """What the page says beside its blocks: possible headlines, descriptions, JSON-LD bodies, and the rule groups each block met."""

    titles: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    hits: tuple[int, ...] = ()          # bit mask over HIT_GROUPS a block


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


class _Builder:
    """Collects named columns."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.columns: list[Any] = []

    def add(self, name: str, column: Any) -> None:
        self.names.append(name)
        self.columns.append(np.asarray(column, np.float32))

    def add_all(self, prefix: str, names: Sequence[str], matrix: Any) -> None:
        for i, name in enumerate(names):
            self.add(f"{prefix}{name}", matrix[:, i])

    def matrix(self) -> Matrix:
        return np.stack(self.columns, axis=1)


@dataclass(frozen=True, slots=True)
class Figures:
    """The matrix (blocks × names) and what later passes need of it."""

    names: tuple[str, ...]
    matrix: Matrix
    length: Vector
    good: Vector                        # length of the block where it is good text, else 0
    families: tuple[tuple[str, Codes], ...]


def figures(blocks: Sequence[Block], clues: Clues) -> Figures:
    """The figures of `blocks`; at least one block is needed."""
    build = _Builder()
    own = _own(build, blocks, clues)
    places, rows = _places(blocks)
    _markup(build, blocks, places, rows)
    families = _families(blocks)
    _family_figures(build, families, own)
    _container(build, blocks, places, rows, own)
    _headline(build, blocks, places, rows, own)
    _position(build, own)
    _neighbours(build, own)
    return Figures(tuple(build.names), build.matrix(), own["length"], own["good"], families)


def _own(build: _Builder, blocks: Sequence[Block], clues: Clues) -> dict[str, Any]:
    texts = [block.text for block in blocks]
    counts, last, first = _char_counts(texts)
    length = np.maximum(1, np.fromiter((len(text) for text in texts), np.float32, len(texts)))
    cls = {name: counts[:, i] for i, name in enumerate(_CHAR_CLASSES)}
    word_count = cls["space"] + 1 + cls["cjk"] / 2
    links = np.fromiter((block.link_share for block in blocks), np.float32, len(blocks))
    at = {name: i + 1 for i, name in enumerate(_CHAR_CLASSES)}
    ends = (last == at["end"]) | ((last == at["quote"]) & (cls["end"] > 0))
    good = np.where((word_count >= _GOOD_WORDS) & (links < _GOOD_LINKS) & (ends | (cls["end"] >= 2) | (last == at["colon"])), length, 0.0).astype(np.float32)
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
    _bodies(build, texts, clues.bodies)
    _descriptions(build, texts, clues.descriptions)
    hits = np.array(clues.hits if clues.hits else [0] * len(blocks), np.int64)
    build.add_all("hit_", [name for name, _ in HIT_GROUPS], (hits[:, None] >> np.arange(len(HIT_GROUPS))) & 1)
    heading = np.array([block.tag in {"h1", "h2", "h3", "h4", "h5", "h6"} for block in blocks])
    item = np.array([block.tag == "li" for block in blocks])
    return {"length": length, "links": links, "ends": ends, "good": good, "heading": heading, "hit": hits > 0, "words": word_count,
            "item": item, "texts": texts, "title": build.columns[build.names.index("title")] > 0}


def _span_share(block: Block, tag: str) -> float:
    if not block.spans:
        return 0.0
    return min(1.0, sum(span.end - span.start for span in block.spans if span.tag == tag) / max(1, len(block.text)))


def _repeats(build: _Builder, texts: Sequence[str]) -> None:
    seen = Counter(texts)
    build.add("repeated", [min(3, seen[text] - 1) / 3 for text in texts])


def _title(build: _Builder, texts: Sequence[str], titles: Sequence[str]) -> None:
    sets = [set(words(title)) for title in titles if title]
    joined = {" ".join(words(title)) for title in titles if title}
    overlap, equal = [], []
    for text in texts:
        tokens = words(text) if sets and len(text) < 400 else []
        equal.append(bool(tokens) and " ".join(tokens) in joined)
        overlap.append(max((len(s & set(tokens)) / max(1, len(set(tokens)), len(s)) for s in sets), default=0.0) if tokens else 0.0)
    build.add("title_overlap", overlap)
    build.add("title", equal)


def _bodies(build: _Builder, texts: Sequence[str], bodies: Sequence[str]) -> None:
    """Share of a block's word triples that JSON-LD articleBody holds; both 0 where the page has none."""
    triples: set[tuple[str, ...]] = set()
    for body in bodies:
        triples |= _triples(words(body))
    share = np.zeros(len(texts), np.float32)
    if triples:
        for i, text in enumerate(texts):
            mine = _triples(words(text))
            share[i] = sum(triple in triples for triple in mine) / len(mine) if mine else 0.0
    build.add("in_article_body", share)
    build.add("not_in_article_body", (1 - share) if triples else share)


def _descriptions(build: _Builder, texts: Sequence[str], descriptions: Sequence[str]) -> None:
    """Share of a block's word triples that the page's descriptions hold, and of the descriptions that it holds."""
    triples: set[tuple[str, ...]] = set()
    for description in descriptions:
        triples |= _triples(words(description))
    share, held = np.zeros(len(texts), np.float32), np.zeros(len(texts), np.float32)
    if triples:
        for i, text in enumerate(texts):
            if len(text) < _SHORTEST_LEAD:
                continue
            mine = _triples(words(text[:_LONGEST_LEAD]))
            common = len(mine & triples)
            share[i], held[i] = common / max(1, len(mine)), common / len(triples)
    build.add("in_description", share)
    build.add("holds_description", held)
    build.add("has_description", np.full(len(texts), bool(triples)))


def _triples(tokens: list[str]) -> set[tuple[str, ...]]:
    size = min(_TRIPLE, len(tokens))
    return set(zip(*(tokens[i:] for i in range(size)), strict=False)) if size else set()


def _places(blocks: Sequence[Block]) -> tuple[list[Place], dict[int, int]]:
    """The places of `blocks` and their ancestors, parents first, and the row of each by id."""
    seen: dict[int, Place] = {}
    for block in blocks:
        place = block.place
        while place is not None and place.id not in seen:
            seen[place.id] = place
            place = place.parent
    places = [seen[key] for key in sorted(seen)]
    return places, {place.id: row for row, place in enumerate(places)}


def _markup(build: _Builder, blocks: Sequence[Block], places: list[Place], rows: dict[int, int]) -> None:
    names = markup.groups()
    at = np.array([rows[block.place.id] if block.place else 0 for block in blocks])
    masks = np.array([place.words for place in places], np.int64)
    own = ((masks[:, None] >> np.arange(len(names))) & 1).astype(np.float32)
    inherited = own.copy()
    depth = np.array([place.depth for place in places])
    parent = np.array([rows[place.parent.id] if place.parent else 0 for place in places])
    for level in range(1, int(depth.max()) + 1):
        here = np.nonzero(depth == level)[0]
        inherited[here] = np.maximum(own[here], _DECAY * inherited[parent[here]])
    build.add_all("own_", names, own[at])
    build.add_all("in_", names, inherited[at])
    flags = np.array([block.place.flags if block.place else 0 for block in blocks], np.int64)
    build.add_all("flag_", [flag.name or "" for flag in Flag], (flags[:, None] >> np.arange(len(Flag))) & 1)
    build.add("depth", np.minimum(depth[at], 40) / 20)
    tags = [block.tag for block in blocks]
    for tag in _TAGS:
        build.add(f"tag_{tag}", [t == tag for t in tags])
    build.add("tag_custom", ["-" in t for t in tags])


def _families(blocks: Sequence[Block]) -> tuple[tuple[str, Codes], ...]:
    """For each way of being alike, the family number of each block."""
    codes: list[dict[Any, int]] = [{} for _ in _FAMILIES]
    out = np.empty((len(_FAMILIES), len(blocks)), np.int64)
    for i, block in enumerate(blocks):
        place = block.place
        parent = place.parent if place else None
        grand = parent.parent if parent else None
        keys = (
            (block.tag, place.attributes if place else "", parent.attributes if parent else "", parent.tag if parent else ""),
            (block.tag, place.attributes if place else "", parent.attributes if parent else "", parent.tag if parent else "",
             grand.attributes if grand else "", grand.tag if grand else ""),
            parent.id if parent else 0,
            (block.tag, parent.id if parent else 0),
            grand.id if grand else 0,
        )
        for row, key in enumerate(keys):
            out[row, i] = codes[row].setdefault(key, len(codes[row]))
    return tuple(zip(_FAMILIES, out, strict=True))


def _family_figures(build: _Builder, families: tuple[tuple[str, Codes], ...], own: dict[str, Any]) -> None:
    total = max(1.0, float(own["good"].sum()))
    parents = dict(families)["parent"]
    grandparents = dict(families)["grandparent"]
    for name, codes in families[:2]:
        build.add(f"{name}_parents", np.log1p(_distinct(codes, parents))[codes] / 4)
        build.add(f"{name}_grandparents", np.log1p(_distinct(codes, grandparents))[codes] / 4)
    for name, codes in families:
        size = int(codes.max()) + 1
        count = np.bincount(codes, minlength=size)
        length = np.bincount(codes, own["length"], size)
        build.add(f"{name}_count", (np.log1p(count) / 5)[codes])
        build.add(f"{name}_mean_length", (np.log1p(length / count) / 7)[codes])
        build.add(f"{name}_link_share", (np.bincount(codes, own["length"] * own["links"], size) / length)[codes])
        build.add(f"{name}_ends", (np.bincount(codes, own["ends"], size) / count)[codes])
        build.add(f"{name}_good", (np.bincount(codes, own["good"], size) / total)[codes])
        build.add(f"{name}_good_share", (np.bincount(codes, own["good"], size) / length)[codes])


def _distinct(codes: Codes, containers: Codes) -> Vector:
    """Count of different containers a family is spread over."""
    pairs = np.unique(codes * (int(containers.max()) + 1) + containers) // (int(containers.max()) + 1)
    return np.bincount(pairs, minlength=int(codes.max()) + 1).astype(np.float32)


def _container(build: _Builder, blocks: Sequence[Block], places: list[Place], rows: dict[int, int], own: dict[str, Any]) -> None:
    """Text mass of the ancestors and the way to the container that holds most good text."""
    good, length, linked = (np.zeros(len(places), np.float64) for _ in range(3))
    at = np.array([rows[block.place.id] if block.place else 0 for block in blocks])
    np.add.at(good, at, own["good"])
    np.add.at(length, at, own["length"])
    np.add.at(linked, at, own["length"] * own["links"])
    direct = np.zeros(len(places))
    parent = [rows[place.parent.id] if place.parent else -1 for place in places]
    for row in range(len(places) - 1, 0, -1):
        up = parent[row]
        if good[row] and not _has_children(places, row, parent):
            direct[up] += good[row]
        good[up] += good[row]
        length[up] += length[row]
        linked[up] += linked[row]
    total = max(1.0, float(own["good"].sum()))
    body = int(direct.argmax())
    up_steps, down_steps = _way(parent, body)
    build.add("body_up", np.minimum(up_steps[at], 10) / 5)
    build.add("body_down", np.minimum(down_steps[at], 10) / 5)
    build.add("in_body_container", up_steps[at] == 0)
    here = at
    for name in ("place", "parent", "grandparent"):
        build.add(f"{name}_good_mass", good[here] / total)
        build.add(f"{name}_good_density", good[here] / np.maximum(1, length[here]))
        build.add(f"{name}_link_density", linked[here] / np.maximum(1, length[here]))
        here = np.maximum(0, np.array(parent)[here])


def _way(parent: list[int], target: int) -> tuple[Vector, Vector]:
    """For every place, the steps up from `target` to the container they share, and the steps down from there."""
    chain = {}
    row, step = target, 0
    while row >= 0:
        chain[row] = step
        row, step = parent[row], step + 1
    up, down = np.zeros(len(parent), np.float32), np.zeros(len(parent), np.float32)
    for row in range(len(parent)):
        if row in chain:
            up[row] = chain[row]
        elif parent[row] >= 0:
            up[row], down[row] = up[parent[row]], down[parent[row]] + 1
    return up, down


def _headline(build: _Builder, blocks: Sequence[Block], places: list[Place], rows: dict[int, int], own: dict[str, Any]) -> None:
    """Where a block stands seen from the headline: the h1 with the title's words, else any heading or block with them, else the first h1."""
    count = len(blocks)
    title = own["title"]
    ranked = sorted((-2 * bool(title[i]) - (block.tag == "h1"), i) for i, block in enumerate(blocks) if title[i] or block.tag == "h1")
    at = ranked[0][1] if ranked else -1
    distance = np.arange(count, dtype=np.float32) - at if ranked else np.zeros(count, np.float32)
    build.add("has_headline", np.full(count, bool(ranked)))
    build.add("after_headline", distance > 0)
    build.add("since_headline", np.log1p(np.clip(distance, 0, 300)) / 5)
    build.add("till_headline", np.log1p(np.clip(-distance, 0, 300)) / 5)
    up = down = np.zeros(len(places), np.float32)
    home = blocks[at].place if ranked else None
    if home is not None:
        up, down = _way([rows[place.parent.id] if place.parent else -1 for place in places], rows[home.id])
    here = np.array([rows[block.place.id] if block.place else 0 for block in blocks])
    build.add("headline_up", np.minimum(up[here], 15) / 6)
    build.add("headline_down", np.minimum(down[here], 15) / 6)
    between = np.cumsum(own["good"]) - own["good"]
    build.add("good_since_headline", np.log1p(np.maximum(0, between - (between[at] if ranked else 0))) / 9)


def _has_children(places: list[Place], row: int, parent: list[int]) -> bool:
    return row + 1 < len(places) and parent[row + 1] == row


def _position(build: _Builder, own: dict[str, Any]) -> None:
    count = len(own["good"])
    index = np.arange(count, dtype=np.float32)
    mass = np.cumsum(own["good"]) - own["good"] / 2
    total = max(1.0, float(own["good"].sum()))
    build.add("index_share", index / count)
    build.add("mass_share", mass / total)
    build.add("log_index", np.log1p(index) / 7)
    build.add("log_index_left", np.log1p(count - 1 - index) / 7)
    for window in _WINDOWS:
        build.add(f"density_{window}", _window(own["good"], window) / np.maximum(1, _window(own["length"], window)))
        build.add(f"mass_{window}", _window(own["good"], window) / total)
    good_at = np.nonzero(own["good"])[0]
    before = np.searchsorted(good_at, index) if len(good_at) else np.zeros(count)
    last_good = np.where(before > 0, good_at[np.maximum(0, before - 1)] if len(good_at) else 0, -50)
    next_good = np.where(before < len(good_at), good_at[np.minimum(before, len(good_at) - 1)] if len(good_at) else 0, count + 50)
    build.add("since_good", np.log1p(np.minimum(60, index - last_good)) / 4)
    build.add("till_good", np.log1p(np.minimum(60, np.abs(next_good - index))) / 4)
    build.add("page_log_blocks", np.full(count, np.log1p(count) / 8))
    build.add("page_log_good", np.full(count, np.log1p(total) / 10))
    build.add("page_good_density", np.full(count, total / max(1.0, float(own["length"].sum()))))


def _window(values: Vector, reach: int) -> Vector:
    padded = np.concatenate((np.zeros(reach + 1), values, np.zeros(reach)))
    total = np.cumsum(padded)
    return np.asarray(total[2 * reach + 1:] - total[:-2 * reach - 1], np.float32)


def _neighbours(build: _Builder, own: dict[str, Any]) -> None:
    columns = {"log_length": np.log1p(own["length"]) / 7, "link": own["links"], "ends": own["ends"], "good": own["good"] > 0,
               "heading": own["heading"], "hit": own["hit"], "item": own["item"]}
    for offset in _NEIGHBOURS:
        for name, column in columns.items():
            build.add(f"at{offset:+d}_{name}", shift(column, offset))


def shift(column: Any, offset: int) -> Vector:
    """`column` as seen from `offset` rows before: row i holds what stood at i + offset, 0 outside."""
    out = np.zeros(len(column), np.float32)
    if abs(offset) >= len(column):
        return out
    if offset > 0:
        out[:-offset] = column[offset:]
    else:
        out[-offset:] = column[:offset]
    return out
