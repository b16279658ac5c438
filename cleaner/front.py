"""What stands above the body of an extracted text: overline, headline, byline, date, caption and credit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.menus import menus
from cleaner.model import Block, Hit, Kind
from cleaner.pieces import OPENERS
from cleaner.rules import CUES
from cleaner.shape import UNSTOPPED, Shape, is_capitals, is_figures, shape
from cleaner.text import WORD, fold

FRONT_LINES = 8             # more lines above the first paragraph are a menu
KICKER_WORDS = 5
KICKER_LETTERS = 12         # fewer capitals are an abbreviation that begins the headline
LEAST_TITLE_WORDS = 3
LONG_TITLE_WORDS = 45       # a headline cut from a page's description may hold two sentences
TOLD_AGAIN = 0.5            # share of such a headline's words that the first paragraph has too
TITLE_SHARE = 0.75          # of a paragraph's length that a headline may have where only length tells them apart
CAPTION_WORDS = 15          # a longer line above the credit is the lead
CELL_WORDS = 3              # of a table's label; a headline with its number or date is longer
SITE_WORDS = 6
LEAST_BEFORE_SITE = 5       # words of a headline that may have a site's name after it
_SITE = re.compile(r"\s+(?:[|–—·•»]|-)\s+")
_CLOCK = re.compile(r"^(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? )?\d{1,2}[:.]\d{2}(?: [AP]M)?\s+(?=[^\W\d])")   # with its date: as printed
_MARKDOWN = re.compile(r"^(?:#{1,6} )?(?:\*\*)?(.+?)(?:\*\*)?(?: #{1,6})?$")        # a heading, bold
_INITIALS = re.compile(r"^(?:[^\W\d_]{1,2}\.\s?){1,3}$")
_FIGURE = re.compile(r"\d+")
_NAMES = re.compile(r"[^\W\d_][^\W\d_'’. ]*(?: [^\W\d_][^\W\d_'’. ]*)*")
_DOMAIN = re.compile(r"\b[\w-]+\.[a-z]{2,4}\b")


class Label(NamedTuple):
    """What a line above the body is, and what told."""

    kind: Kind
    because: str


class Front(NamedTuple):
    """The lines above the body by block index, and the values they hold."""

    labels: dict[int, Label]
    title: str | None = None
    kicker: str | None = None
    caption: str | None = None
    credit: str | None = None


def read_front(blocks: Sequence[Block], hits: Sequence[Sequence[Hit]]) -> Front:
    """The front of a text, menus and notices on cookies left aside; empty where it begins with its first paragraph."""
    aside = menus(blocks, hits).keys() | {
        i for i in range(min(FRONT_LINES, len(blocks) - 1)) if asks_consent(hits[i], blocks[i + 1].text)}
    if not aside:
        return _front(blocks, hits)
    rest = [i for i in range(len(blocks)) if i not in aside]
    front = _front([blocks[i] for i in rest], [hits[i] for i in rest])
    return front._replace(labels={rest[i]: label for i, label in front.labels.items()})


def _front(blocks: Sequence[Block], hits: Sequence[Sequence[Hit]]) -> Front:
    shapes = [shape(block.text) for block in blocks[:FRONT_LINES + 1]]
    first_prose = next((i for i, found in enumerate(shapes) if found.prose and not (i == 0 and _is_long_title(blocks, found))), len(shapes))
    if not 0 < first_prose <= FRONT_LINES or first_prose >= len(blocks):
        return Front({})
    above = [i for i in range(first_prose) if not _is_chrome(blocks[i], hits[i])]
    title_at = _headline(above, blocks, shapes)
    if title_at is None or any(blocks[i].text[0] in OPENERS for i in above if i < title_at):
        return Front({})        # what is said above a headline is said in the body, and so is the headline
    kicker, title = _split_kicker(without_site(blocks[title_at].text, blocks[first_prose:], [blocks[i].text for i in above]))
    labels = {title_at: Label(Kind.TITLE, "first line that could be a headline")}
    if title_at - 1 in above and _is_label(blocks[title_at - 1].text, shapes[title_at - 1], is_first=title_at - 1 == above[0]):
        kicker = blocks[title_at - 1].text
        labels[title_at - 1] = Label(Kind.KICKER, "label above the headline")
    no_body = (i for i in range(title_at) if i not in labels and not (shapes[i].stops and _is_single(i, blocks)))
    labels |= {i: Label(Kind.NAVIGATION, "short line above the headline") for i in no_body}
    rest = [i for i in above if i > title_at]
    labels |= dict(_below_headline(rest, blocks, shapes, hits))
    by_kind = {label.kind: blocks[i].text for i, label in reversed(labels.items())}
    return Front(labels, title, kicker, by_kind.get(Kind.CAPTION), by_kind.get(Kind.CREDIT))


def _is_long_title(blocks: Sequence[Block], found: Shape) -> bool:
    """Whether the first line is a headline though it is as long as a paragraph: unfinished, and told again by the next one."""
    if found.words > LONG_TITLE_WORDS or found.stops or found.introduces or len(blocks) < 2:
        return False
    said, told = (set(WORD.findall(fold(block.text))) for block in blocks[:2])
    return len(said & told) >= TOLD_AGAIN * len(said)


def _is_chrome(block: Block, hits: Sequence[Hit]) -> bool:
    """Whether a line is a counter, an address or a phrase of the site rather than of the article."""
    is_address = "://" in block.text and " " not in block.text
    return is_address or not WORD.search(block.text) or any(
        ("whole" in hit.signals and hit.rule.kind not in (Kind.CREDIT, Kind.BYLINE, Kind.DATE, Kind.CAPTION, Kind.KICKER))
        or (hit.rule.kind in CUES and hit.suffices) for hit in hits)


def _headline(above: list[int], blocks: Sequence[Block], shapes: list[Shape]) -> int | None:
    """Index of the headline: the first line long enough, else the first of more than a word."""
    if any(shapes[i].introduces and shapes[i].words > LEAST_TITLE_WORDS for i in above):
        return None         # what ends in a colon is no headline but the body's own, and so is what follows it
    lines = [i for i in above if not shapes[i].stops and not shapes[i].introduces and not blocks[i].text[0].isdigit()]
    lines = [i for i in lines if not _is_row(i, blocks) and not _is_paragraph(i, blocks)]
    lines += [i for i in above if _CLOCK.match(blocks[i].text) or (blocks[i].text[0].isdigit() and shapes[i].title_like)]
    for least in (LEAST_TITLE_WORDS, LEAST_TITLE_WORDS - 1):
        if long_enough := [i for i in lines if sum(not word.isdigit() for word in WORD.findall(blocks[i].text)) >= least]:
            return min(long_enough)
    return None


def _is_row(i: int, blocks: Sequence[Block]) -> bool:
    """Whether a line has the same figures among its words as the line above: a row of scores or prices."""
    rows = [_FIGURE.sub("0", _NAMES.sub("a", block.text)) for block in blocks[max(0, i - 1):i + 1]]
    return len(rows) == 2 and rows[0] == rows[1] and "0" in rows[1]


def _is_paragraph(i: int, blocks: Sequence[Block]) -> bool:
    """Whether a line in a script whose sentences have no mark at the end is about as long as the next: a headline is shorter."""
    text, after = blocks[i].text, blocks[i + 1].text if i + 1 < len(blocks) else ""
    return bool(UNSTOPPED.search(text)) and len(text) > TITLE_SHARE * len(after)


def _is_single(i: int, blocks: Sequence[Block]) -> bool:
    """Whether a line does not stand twice in a row, as a picture's description does."""
    return all(blocks[i].text != other.text for other in (*blocks[max(0, i - 1):i], *blocks[i + 1:i + 2]))


def _is_label(text: str, found: Shape, *, is_first: bool) -> bool:
    """Whether a line above the headline is its overline."""
    if found.asks or found.stops or found.introduces or is_figures(text):
        return False
    return (found.words <= KICKER_WORDS and is_capitals(text)) or (is_first and found.words < LEAST_TITLE_WORDS)


def _split_kicker(title: str) -> tuple[str | None, str]:
    """Overline and headline where both stand on one line, the overline in capitals.

    >>> _split_kicker("NASTAVAK RASPRAVE Ministar najavio novi zakon")
    ('NASTAVAK RASPRAVE', 'Ministar najavio novi zakon')
    """
    words = title.split()
    capitals = next((i for i, word in enumerate(words) if not is_capitals(word)), len(words))
    kicker, rest = words[:capitals], words[capitals:]
    is_sentence = len(rest) >= LEAST_TITLE_WORDS - 1 and rest[0][0].isupper()
    if capitals < 2 or sum(map(len, kicker)) < KICKER_LETTERS or not is_sentence or not kicker[-1][-1].isalpha():
        return None, title
    return " ".join(kicker), " ".join(rest)


def without_site(title: str, body: Sequence[Block], others: Sequence[str] = ()) -> str:
    """The headline without the marks of a heading, a clock time before it and a site's name after it; `others` may say it without.

    >>> without_site("18:20 Vlada je danas odlučila o proračunu - exemplar.hr", ())
    'Vlada je danas odlučila o proračunu'
    """
    title = _CLOCK.sub("", _MARKDOWN.sub(r"\1", title))
    for mark in _SITE.finditer(title):
        before, after = title[:mark.start()], title[mark.end():]
        if len(before.split()) < LEAST_BEFORE_SITE or len(after.split()) > SITE_WORDS:
            continue
        if before in others or _DOMAIN.search(after) or "|" in mark[0] or _is_foreign(after, body):
            return before
    return title


def _is_foreign(name: str, body: Sequence[Block]) -> bool:
    """Whether `name` looks like a proper name that the article itself never uses."""
    words = name.split()
    used = {word for block in body for word in WORD.findall(fold(block.text))}
    return words[0][0].isupper() and not is_capitals(name) and not used & set(WORD.findall(fold(words[0])))


def _below_headline(
    rest: list[int], blocks: Sequence[Block], shapes: list[Shape], hits: Sequence[Sequence[Hit]],
) -> Iterator[tuple[int, Label]]:
    for i in rest:
        text = blocks[i].text
        if is_figures(text) and not is_cell(blocks, hits, i):
            yield i, Label(Kind.DATE, "figures alone above the body")
        elif _INITIALS.match(text):
            yield i, Label(Kind.BYLINE, "initials above the body")
        elif hit := _named(hits[i], Kind.BYLINE, Kind.DATE, Kind.CAPTION, Kind.CREDIT):
            yield i, Label(hit.rule.kind, f"{hit.words!r} above the body")
        elif shapes[i].title_like and shapes[i].words <= CAPTION_WORDS and i + 1 < len(blocks) and (
            blocks[i + 1].path != blocks[i].path and _named(hits[i + 1], Kind.CREDIT)
        ):
            yield i, Label(Kind.CAPTION, "short line above the picture's credit")


def _named(hits: Sequence[Hit], *kinds: Kind) -> Hit | None:
    return next((hit for hit in hits if hit.rule.kind in kinds and hit.rule.needs & (hit.signals | {"lead"})), None)


def asks_consent(hits: Sequence[Hit], after: str) -> bool:
    """Whether a line is a notice on cookies above a headline or a menu; an article on cookies goes on with a paragraph `after` it."""
    is_notice = any(hit.start == 0 and hit.rule.kind is Kind.COOKIE and "lead" in hit.rule.needs for hit in hits)
    return is_notice and not shape(after).prose


def is_cell(blocks: Sequence[Block], hits: Sequence[Sequence[Hit]], i: int) -> bool:
    """Whether figures and labels take turns around line `i`, as the cells of a table do: "Monday", "9-17", "Tuesday", "9-17"."""
    for label, figures in ((i - 1, i - 2), (i + 1, i + 2)):
        if min(label, figures) >= 0 and max(label, figures) < len(blocks):
            text = blocks[label].text
            is_label = shape(text).words <= CELL_WORDS and not hits[label] and any(map(str.isalpha, text))
            if is_label and is_figures(blocks[figures].text):
                return True
    return False
