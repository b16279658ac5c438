"""What the rule packs say of a page's blocks: cues, the teasers and lists they open, prompts; each with a second signal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaner import markup
from cleaner.ledger import Ledger
from cleaner.model import Block, Document, Hit, Kind, Place, Verdict
from cleaner.rules import CUES
from cleaner.shape import shape
from cleaner.stages.islands import container, within
from cleaner.stages.lists import POINTS, items_from
from cleaner.text import begins_small, ends_sentence, length_in_words

_PROMPTS = frozenset({
    Kind.NEWSLETTER, Kind.APP, Kind.FOLLOW, Kind.DONATION, Kind.SHARE, Kind.COMMENTS, Kind.AD, Kind.LEGAL, Kind.PAYWALL, Kind.READ_ALSO,
})
_PROMPT_WORDS = 4           # fewer are a label: "Need help?"
_MOST = 0.4                 # share of a line that a phrase covers, from which the line says little else
_LABEL_WORDS = 12           # a longer sentence is a paragraph
_LINKED = 0.5               # link share from which a block is a link
_WHOLE = 0.95               # the same of a block that is nothing but one
_STRONG = frozenset({"whole", "colon", "opens", "repeated"})   # signals of the line itself, or of what it opens
_CERTAIN = 0.9              # likelihood of body against which place and markup do not suffice
_BOX_STEPS = 4              # ancestors whose markup can box a block
_BOXES = ("related", "recommended", "popular", "latest", "ad", "newsletter", "share", "comments", "sidebar", "paywall", "app", "author",
          "video", "audio", "legal", "cookie", "tags", "navigation")
_TEASER_WORDS = 30          # a headline is no longer
_HEADLINE_WORDS = range(5, 26)      # of a headline without a link
_TEXTS = frozenset({"p", "div", "section", "span", "td"})      # in these such a line is no subhead and no point of a list
_HEADS = frozenset({"h2", "h3", "h4", "h5", "h6", "dt", "summary"})
_BOX_BLOCKS = 6             # a box of one teaser is no longer
_BOX_TEXTS = 2              # what stands in it beside cue and headline: the teaser's first sentence, a date
_SECTION = 0.97             # likelihood of body from which the container is one of the article's sections, with a box of links in it
_TEASERS = 2                # blocks after a cue that can be its teaser: kicker and headline, or headline and first sentence


def drop_phrases(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Drops kept blocks that a rule meets and a second signal confirms, and what such a block opens."""
    met = [] if document.text_mode else [i for i in ledger.keeps() if document.hits[i]]
    if not met:
        return
    page = _Page(document, ledger)
    gone: set[int] = set()
    for i in met:
        if i in gone:
            continue
        hit, signals = page.confirmed(i)
        if hit is None:
            continue
        gone.add(i)
        yield Verdict(i, False, hit.rule.kind, hit.rule.id, f"“{hit.words}” + {', '.join(sorted(signals))}")
        for j in page.opened(i, hit):
            gone.add(j)
            yield Verdict(j, False, hit.rule.kind, hit.rule.id, f"follows “{hit.words}”")


def drop_orphans(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Drops what a cue that is gone already opens: the link or headline right below it, marked up alike, or the list of links."""
    for cue, hit in [] if document.text_mode else _gone_cues(document, ledger):
        for block in _opened_below(document, cue):
            if ledger.kept(block.index):
                yield Verdict(block.index, False, hit.rule.kind, hit.rule.id, f"follows “{hit.words}”")


def _opened_below(document: Document, cue: Block) -> list[Block]:
    """The block or blocks right below a cue that it leads to."""
    if cue.index + 1 == len(document.blocks):
        return []
    block = document.blocks[cue.index + 1]
    if block.tag == "li" and cue.tag != "li":
        points = items_from(document.blocks, block.index)
        return points if all(map(_is_linked_headline, points)) else []
    return [block] if (is_teaser(block) or _is_bare_headline(block)) and _alike(cue, block) else []


def drop_boxed_teasers(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """Drops the text below a cue and a headline that are gone, where a container smaller than the body's holds all three."""
    boxes = [] if document.text_mode else list(_boxes(document, ledger))
    if not boxes:
        return
    kept = ledger.keeps()
    body = container([document.blocks[i] for i in kept])
    held = Counter(here.id for i in kept if (place := document.blocks[i].place) for here in place.chain())
    for cue, box, inside in boxes:
        if body is not None and box.depth > body.depth and held[box.id] == len(inside):
            for block in inside:
                yield Verdict(block.index, False, Kind.RELATED, "box.teaser", f"in one container with “{cue.text}” and a linked headline")


def _boxes(document: Document, ledger: Ledger) -> Iterator[tuple[Block, Place, list[Block]]]:
    """The cues that are gone over a headline that is gone and a little text that is kept: the cue, the container around them, that text."""
    for cue, _ in _gone_cues(document, ledger):
        box = cue.place.parent if cue.place else None
        below = document.blocks[cue.index + 1:cue.index + 1 + _BOX_BLOCKS]
        if not any(ledger.kept(block.index) for block in below):
            continue
        near = [block for block in below if within(block, box)]
        inside = [block for block in near if ledger.kept(block.index)]
        headed = any(is_teaser(block) for block in near if not ledger.kept(block.index))
        is_section = any(ledger.likely[block.index] > _SECTION for block in inside)
        if box and headed and not is_section and 0 < len(inside) <= _BOX_TEXTS:
            yield cue, box, inside


def _gone_cues(document: Document, ledger: Ledger) -> list[tuple[Block, Hit]]:
    """The blocks that are a cue and nothing else and are not kept, each with its hit."""
    met = [(i, hits) for i, hits in enumerate(document.hits) if hits and not ledger.kept(i)]
    return [(document.blocks[i], hit) for i, hits in met if (hit := next(filter(_opens_alone, hits), None))]


def _opens_alone(hit: Hit) -> bool:
    return hit.rule.kind in CUES and hit.rule.opens != "nothing" and "whole" in hit.signals


def _alike(one: Block, other: Block) -> bool:
    return bool(one.tag == other.tag and one.place and other.place and one.place.parent is other.place.parent)


class _Page:
    """What second signals are read from."""

    def __init__(self, document: Document, ledger: Ledger) -> None:
        self.blocks = document.blocks
        self.hits = document.hits
        self.kept = ledger.keeps()
        self.likely = ledger.likely
        self.order = {i: k for k, i in enumerate(self.kept)}
        self.copies = Counter(block.text for block in document.blocks)
        self.body = container([self.blocks[i] for i in self.kept])
        prose = [i for i in self.kept if is_prose(self.blocks[i]) and not any(_covers(hit, self.blocks[i]) for hit in self.hits[i])]
        self.first = prose[0] if prose else 0
        self.last = prose[-1] if prose else len(self.blocks)

    def confirmed(self, i: int) -> tuple[Hit | None, frozenset[str]]:
        """The first hit of block `i` that a second signal confirms, and those signals."""
        for hit in self.hits[i]:
            if not self.in_place(i, hit.rule.where) or (hit.rule.kind is Kind.BYLINE and self.heads(i)):
                continue
            signals = (hit.signals | self.signals(i, hit)) & hit.rule.needs
            if signals and (hit.rule.own or signals & _STRONG or self.likely[i] < _CERTAIN or self.is_prompt(i, hit, signals)):
                return hit, signals
        return None, frozenset()

    def is_prompt(self, i: int, hit: Hit, signals: frozenset[str]) -> bool:
        """Whether block `i` is a prompt and nothing else, behind the body or all one link: no likelihood speaks for it."""
        block = self.blocks[i]
        is_apart = "tail" in signals or ("link" in signals and block.link_share >= _WHOLE)
        return is_apart and hit.rule.kind in _PROMPTS and _covers(hit, block) and length_in_words(block.text) >= _PROMPT_WORDS

    def in_place(self, i: int, where: str) -> bool:
        return where == "anywhere" or (where == "lead" and i <= self.first) or (where == "tail" and i >= self.last) or (
            where == "inside" and self.first < i < self.last)

    def heads(self, i: int) -> bool:
        """Whether block `i` is a heading or question over text amid the body: "Von Mensch zu Mensch" names no author there."""
        return self.blocks[i].tag in _HEADS and self.first < i < self.last

    def signals(self, i: int, hit: Hit) -> set[str]:
        """The signals that the page gives for block `i`."""
        block = self.blocks[i]
        signals = set()
        # "Recommended: <a>" among an article's own points names what it recommends
        if (block.link_share >= _LINKED or _ends_in_link(block)) and (block.tag not in POINTS or "whole" in hit.signals):
            signals.add("link")
        if boxed(block, self.body):
            signals.add("boxed")
        if self.copies[block.text] > 1:
            signals.add("repeated")
        if i > self.last:
            signals.add("tail")
        if i < self.first:
            signals.add("lead")
        if hit.rule.opens != "nothing" and self.opened(i, hit):
            signals.add("opens")
        return signals

    def opened(self, i: int, hit: Hit) -> list[int]:
        """The kept blocks after `i` that its hit introduces."""
        if hit.rule.opens == "nothing" or (hit.rule.opens == "teaser" and "whole" not in hit.signals):
            return []
        after = self.kept[self.order[i] + 1:]
        limit = _TEASERS if hit.rule.opens == "teaser" else len(after)
        found: list[int] = []
        for j in after[:limit]:
            if not is_teaser(self.blocks[j]) or (self.likely[j] > _CERTAIN and hit.rule.opens == "list"):
                break
            found.append(j)
        if not found and after and hit.rule.kind in CUES and _is_bare_headline(self.blocks[after[0]]):
            has_teaser = any(map(is_teaser, self.blocks[i + 1:after[0]]))       # that is gone: what is kept below it is the body's
            found += [] if has_teaser else after[:1]
        return found


def _covers(hit: Hit, block: Block) -> bool:
    """Whether a phrase is most of a block, as no phrase is that a paragraph happens to hold."""
    return "whole" in hit.signals or len(hit.words) >= _MOST * len(block.text)


def is_prose(block: Block) -> bool:
    """Whether a block is a paragraph of sentences, not of links."""
    return block.link_share < _LINKED and length_in_words(block.text) > _LABEL_WORDS and ends_sentence(block.text)


def is_teaser(block: Block) -> bool:
    """Whether a block can be a headline that leads to another article."""
    return block.link_share >= _LINKED and block.text.count(" ") < _TEASER_WORDS


def _is_linked_headline(block: Block) -> bool:
    """Whether a block is nothing but a link as long as a headline."""
    return block.link_share >= _WHOLE and length_in_words(block.text) >= _HEADLINE_WORDS.start


def _is_bare_headline(block: Block) -> bool:
    """Whether a block can be the headline of another article without its link: several words, a capital, no sentence's end."""
    found = shape(block.text)
    return block.tag in _TEXTS and found.title_like and found.words in _HEADLINE_WORDS and not begins_small(block.text)


def boxed(block: Block, body: Place | None = None) -> bool:
    """Whether a container close around the block, and smaller than the body's, says clutter in its markup."""
    place = block.place
    if place is None:
        return False
    names = markup.groups()
    bits = sum(1 << names.index(name) for name in _BOXES)
    for step, here in enumerate(place.chain()):
        if step >= _BOX_STEPS or (body is not None and here.depth <= body.depth):
            return False
        if here.words & bits or here.tag == "aside":
            return True
    return False


def _ends_in_link(block: Block) -> bool:
    return any(span.tag == "a" and span.end >= len(block.text) - 2 for span in block.spans)
