"""What a block that is not body most likely is: its own phrase, its shape, the heads and the names of the lists and boxes around it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

from cleaner.flags import Flag
from cleaner.markup import MEANINGS, named
from cleaner.model import Block, Document, Hit, Kind, Place
from cleaner.rules import CUES
from cleaner.text import length_in_words

_KIND_OF_FLAG = tuple((int(flag), kind) for flag, kind in (     # plain numbers, for speed
    (Flag.HIDDEN, Kind.HIDDEN), (Flag.NAV, Kind.NAVIGATION), (Flag.FORM, Kind.FORM), (Flag.BUTTON, Kind.FORM),
    (Flag.FOOTER, Kind.NAVIGATION), (Flag.DIALOG, Kind.FORM),
))
_CAPTION, _BUTTON, _HEADER, _MENUS = int(Flag.CAPTION), int(Flag.BUTTON), int(Flag.HEADER), int(Flag.NAV | Flag.FOOTER)
_STEPS = 8              # ancestors whose names and heads can still name a block
_PICTURE_STEPS = 2      # ancestors whose names say that it stands under a picture
_LINKED = 0.6
_HEADLINE = 30          # characters: a headline is longer than a menu entry
_ENTRY_WORDS = 3        # of a menu's entry that is also the head of a list elsewhere: "News", "Most read"
_CAPTION_WORDS = 3
_BIO_WORDS = 12         # a line about the author is longer than one that names him
_DATE_CHARS = 60
_DATE_WORDS = 8
_TEASER_WORDS = 6
_BESIDE = 2             # blocks between a teaser's headline and its text
_ROW_STEPS = 3          # ancestors of that headline among which is what holds both
_TRUNK = 0.5            # share of the body's text from which what holds it names no block of clutter
_LISTS = frozenset({Kind.RELATED, Kind.RECOMMENDED, Kind.MOST_READ, Kind.LATEST, Kind.READ_ALSO, Kind.COMMENTS, Kind.TAGS})
_RUBRICS = _LISTS | {Kind.VIDEO, Kind.PODCAST, Kind.LIVE, Kind.AD, Kind.CREDIT, Kind.DATE}      # what entries of menus are called, too
_LINES = frozenset({        # kinds of short lines: a headline of another article is none, though its markup be named so
    Kind.DATE, Kind.CAPTION, Kind.CREDIT, Kind.PAYWALL, Kind.AUTHOR_BIO, Kind.TAGS, Kind.APP,
})
_DAY = re.compile(r"\b(?:19|20)\d\d\b.*\b\d{1,2}\b|\b\d{1,2}\b.*\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-](?:\d\d)?\d\d\b")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
_DIGIT = re.compile(r"\d")
_DEPENDING = frozenset({"picture", "meta", "date"})     # names that hold for some blocks only
_Said = tuple[tuple[int, int, str], ...]        # depth, id and name of elements that say something, the innermost first


class Kinds:
    """The finest name for each block of `document`, given that it is not body and that the blocks `kept` are."""

    def __init__(self, document: Document, kept: Sequence[int]) -> None:
        self._document = document
        self._blocks = document.blocks
        self._trunk = _trunk(document.blocks, kept)
        self._first = kept[0] if kept else 0
        self._said: dict[int, _Said] = dict.fromkeys(self._trunk, ())
        self._heads = self._find_heads()

    def of(self, i: int) -> Kind:
        """The kind of block `i`."""
        block = self._blocks[i]
        around = self._around(i, block)
        told = self._phrase(i, block, around) if self._document.hits[i] else None
        return told or self._told_by_page(block, around) or self._shaped(i, block, around) or self._placed(i, block)

    def _phrase(self, i: int, block: Block, around: list[Kind]) -> Kind | None:
        """What the rules say; where it is not a cue, the one that agrees with the markup around the block is believed first."""
        kinds = [hit.rule.kind for hit in self._document.hits[i] if _counts(hit, block)]
        near = around[0] if around else None
        if kinds and self._is_entry(i, block, around):
            kinds = [kind for kind in kinds if kind not in _RUBRICS and not (kind is Kind.SHARE and near is Kind.NAVIGATION)]
        if block.place and block.place.flags & _BUTTON:
            kinds = [kind for kind in kinds if kind not in _LINES]
        if not any(map(str.isalpha, block.text)) and around:
            kinds = [kind for kind in kinds if kind in around]      # figures alone are what the markup says
        if kinds and near and (near in kinds[1:] or (near is Kind.TAGS and kinds[0] in CUES)) and not (kinds[0] in CUES and near in CUES):
            return near
        return kinds[0] if kinds else None

    def _is_entry(self, i: int, block: Block, around: list[Kind]) -> bool:
        """Whether a block is an entry of a menu: a short link in a place of menus or beside another."""
        if block.link_share <= _LINKED or len(block.text) > _HEADLINE or block.place is None:
            return False
        if length_in_words(block.text) > _ENTRY_WORDS:
            return False
        return bool(block.place.flags & _MENUS) or Kind.NAVIGATION in around or self._is_beside_link(i)

    def _is_beside_link(self, i: int) -> bool:
        beside = [j for j in (i - 1, i + 1) if 0 <= j < len(self._blocks)]
        return any(_is_short_link(self._blocks[j], self._blocks[i]) for j in beside)

    def _told_by_page(self, block: Block, around: list[Kind]) -> Kind | None:
        """What the page's metadata says of the block: its headline, its overline, its authors."""
        about, is_linked = self._document.metadata, block.link_share > _LINKED
        if block.text in self._document.titles and not (is_linked and block.place and block.place.flags & _MENUS):
            return Kind.TITLE
        if block.text == about.kicker and not is_linked:
            return Kind.KICKER
        if len(block.text) > _DATE_CHARS or Kind.COMMENTS in around:
            return None
        named = [author for author in about.authors if author in block.text]
        if not named:
            return None
        beside = _DATE_WORDS if _DAY.search(block.text) else _ENTRY_WORDS
        return Kind.BYLINE if length_in_words(block.text) <= sum(map(length_in_words, named)) + beside else None

    def _shaped(self, i: int, block: Block, around: list[Kind]) -> Kind | None:
        """What the line looks like in the light of what stands around it."""
        is_linked, flags = block.link_share > _LINKED, block.place.flags if block.place else 0
        if flags & _CAPTION and not flags & _BUTTON:
            return Kind.RELATED if is_linked else Kind.CAPTION
        if len(block.text) < _DATE_CHARS and Kind.COMMENTS not in around and _is_date(block.text):
            return Kind.DATE
        if flags & _MENUS and Kind.NAVIGATION in around and self._is_entry(i, block, around):
            return Kind.NAVIGATION
        if flags & _BUTTON or (is_linked and len(block.text) > _HEADLINE):
            around = [kind for kind in around if kind not in _LINES]
        kind = around[0] if around else None
        if kind is Kind.BYLINE and length_in_words(block.text) >= _BIO_WORDS:
            return Kind.AUTHOR_BIO
        return kind

    def _placed(self, i: int, block: Block) -> Kind:
        """What the elements around the block leave it to be."""
        flags = block.place.flags if block.place else 0
        for flag, kind in _KIND_OF_FLAG:
            if flags & flag:
                return kind
        if flags & _HEADER and i < self._first:
            return Kind.NAVIGATION
        if block.link_share > _LINKED:
            return Kind.RELATED if len(block.text) > _HEADLINE else Kind.NAVIGATION
        return Kind.RELATED if self._is_teaser_text(i, block) else Kind.BOILERPLATE

    def _is_teaser_text(self, i: int, block: Block) -> bool:
        """Whether a block stands with another article's headline in one small container, which is not the body's."""
        if block.place is None or length_in_words(block.text) < _TEASER_WORDS:
            return False
        row = block.place.parent
        if row is None or row.id in self._trunk:
            return False
        near = (other for other in self._blocks[max(0, i - _BESIDE):i + _BESIDE + 1] if other.link_share > _LINKED)
        heads = (other.place for other in near if len(other.text) > _HEADLINE and other.place)
        return any(here.id == row.id for head in heads for here in islice(head.chain(), 1, _ROW_STEPS))

    def _around(self, i: int, block: Block) -> list[Kind]:
        """The kinds that heads and names of the elements around a block say, the nearest first."""
        place = block.place
        if place is None:
            return []
        found: list[Kind] = []
        for depth, id_, name in self._sayings(place):
            steps = place.depth - depth
            if steps >= _STEPS:
                break
            if id_ in self._heads:
                found += [kind for at, kind in self._heads[id_] if at < i][-1:]
            if name and (name not in _DEPENDING or _can_be(name, block, steps)):
                found.append(MEANINGS[name])
        return found

    def _sayings(self, place: Place) -> _Said:
        """What the names and heads of a place and those around it say, up to what holds the body as well."""
        said = self._said.get(place.id)
        if said is None:
            name = named(place.words) if place.words else ""
            said = self._sayings(place.parent) if place.parent else ()
            if name or place.id in self._heads:
                said = ((place.depth, place.id, name), *said[:_STEPS])
            self._said[place.id] = said
        return said

    def _find_heads(self) -> dict[int, list[tuple[int, Kind]]]:
        """By the id of the container, the heads of lists in it and their kinds."""
        heads: dict[int, list[tuple[int, Kind]]] = {}
        for i, hits in enumerate(self._document.hits[:-1]):
            kind = next((hit.rule.kind for hit in hits if _heads_list(hit)), None) if hits else None
            if kind is None or self._blocks[i].tag == "li" or self._is_beside_link(i):
                continue
            section = shared(self._blocks[i], self._blocks[i + 1])
            if section and section.id not in self._trunk:
                heads.setdefault(section.id, []).append((i, kind))
        return heads


def _heads_list(hit: Hit) -> bool:
    return hit.rule.opens == "list" and "whole" in hit.signals and hit.rule.kind in _LISTS


def _counts(hit: Hit, block: Block) -> bool:
    return hit.suffices or ("link" in hit.rule.needs and block.link_share > _LINKED)


def _can_be(name: str, block: Block, steps: int) -> bool:
    """Whether a block can be what a name so many steps further out says."""
    if name == "picture":
        return steps < _PICTURE_STEPS and not block.link_share and length_in_words(block.text) >= _CAPTION_WORDS
    if name == "meta":
        most = _BIO_WORDS if block.link_share <= _LINKED else _ENTRY_WORDS
        return length_in_words(block.text) < most and any(map(str.isalpha, block.text))
    if name == "date":
        return bool(_DIGIT.search(block.text)) or (steps == 0 and length_in_words(block.text) <= _ENTRY_WORDS)
    return True


def _is_date(text: str) -> bool:
    """Whether a line is hardly more than a day or a time of day."""
    if not _DIGIT.search(text):
        return False
    if _DAY.search(text):
        return length_in_words(text) <= _DATE_WORDS
    return bool(_CLOCK.search(text)) and length_in_words(text) <= _ENTRY_WORDS


def _is_short_link(block: Block, beside: Block) -> bool:
    """Whether a block is a short link whose element stands beside that of another."""
    if block.link_share <= _LINKED or len(block.text) > _HEADLINE or not block.place or not beside.place:
        return False
    return block.place.parent is beside.place.parent and block.tag == beside.tag


def shared(one: Block, other: Block) -> Place | None:
    """The innermost element around both blocks."""
    inside = {here.id for here in one.place.chain()} if one.place else set()
    return next((here for here in other.place.chain() if here.id in inside), None) if other.place else None


def _trunk(blocks: Sequence[Block], kept: Sequence[int]) -> frozenset[int]:
    """The ids of the elements that hold most of the body, and of the outermost ones."""
    homes: dict[int, Place] = {}                # the elements around the blocks' own, which neighbours share
    direct: dict[int, int] = defaultdict(int)
    for i in kept:
        place = blocks[i].place
        if place and place.parent:
            homes[place.parent.id] = place.parent
            direct[place.parent.id] += len(blocks[i].text)
    held: dict[int, int] = defaultdict(int)
    for id_, home in homes.items():
        for here in home.chain():
            held[here.id] += direct[id_]
    least = _TRUNK * sum(direct.values())
    outer = {here.id for block in blocks[:1] if block.place for here in block.place.chain() if here.tag in {"html", "body"}}
    return frozenset({id_ for id_, size in held.items() if size >= least} | outer)
