"""What a block that is not body most likely is: its own phrase first, then its markup, then its place."""

from __future__ import annotations

from functools import lru_cache

from cleaner import markup
from cleaner.flags import Flag
from cleaner.model import Document, Kind

_KIND_OF_GROUP = {
    "cookie": Kind.COOKIE, "comments": Kind.COMMENTS, "newsletter": Kind.NEWSLETTER, "paywall": Kind.PAYWALL,
    "share": Kind.SHARE, "popular": Kind.MOST_READ, "latest": Kind.LATEST, "recommended": Kind.RECOMMENDED,
    "related": Kind.RELATED, "ad": Kind.AD, "tags": Kind.TAGS, "author": Kind.AUTHOR_BIO,
    "byline": Kind.BYLINE,
    "date": Kind.DATE, "caption": Kind.CAPTION, "credit": Kind.CREDIT, "audio": Kind.PODCAST, "video": Kind.VIDEO,
    "live": Kind.LIVE, "legal": Kind.LEGAL,
    "form": Kind.FORM, "app": Kind.APP, "navigation": Kind.NAVIGATION, "sidebar": Kind.BOILERPLATE, "meta": Kind.BYLINE,
}
_KIND_OF_FLAG = tuple((int(flag), kind) for flag, kind in (     # plain numbers, for speed
    (Flag.HIDDEN, Kind.HIDDEN), (Flag.NAV, Kind.NAVIGATION), (Flag.FORM, Kind.FORM), (Flag.BUTTON, Kind.FORM),
    (Flag.FOOTER, Kind.NAVIGATION), (Flag.DIALOG, Kind.FORM),
))
_CAPTION = int(Flag.CAPTION)
_STEPS = 6              # ancestors whose words can still name a block
_LINKED = 0.6


@lru_cache(maxsize=1 << 10)
def _kind_of_words(bits: int) -> Kind | None:
    """The kind that the markup words of one element stand for."""
    return next((kind for group, kind in _KIND_OF_GROUP.items() if markup.has(bits, group)), None)


def kind_of(document: Document, i: int) -> Kind:
    """The finest name for block `i` given that it is not body."""
    block = document.blocks[i]
    for hit in document.hits[i]:
        if hit.suffices or ("link" in hit.rule.needs and block.link_share > _LINKED):
            return hit.rule.kind
    if block.text in document.titles:
        return Kind.TITLE
    place = block.place
    flags = place.flags if place else 0
    if flags & _CAPTION:
        return Kind.CAPTION
    for _ in range(_STEPS):
        if place is None:
            break
        if place.words and (named := _kind_of_words(place.words)):
            return named
        place = place.parent
    for flag, kind in _KIND_OF_FLAG:
        if flags & flag:
            return kind
    if block.link_share > _LINKED:
        return Kind.RELATED if len(block.text) > 30 else Kind.NAVIGATION     # a headline is longer than a menu entry
    return Kind.BOILERPLATE
