"""Everything a page offers as the headline of its article, freed of the site's name and of overlines."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from lxml import etree

from cleaner.metadata.article import Subject
from cleaner.metadata.jsonld import text
from cleaner.metadata.nearby import leads_home
from cleaner.metadata.scan import MAX_HEADLINE, Found, Scan, heading_text
from cleaner.metadata.site import breaks, key, without_site
from cleaner.metadata.vocabulary import words
from cleaner.text import words as words_of

_Element = etree._Element

MIN_WORDS = 3           # of a headline in front of a subtitle


class Offers(NamedTuple):
    """The candidates by where they stand, without the site's name."""

    h1s: list[tuple[str, _Element]]     # an h2 or h3 where the h1 is the site's name
    og: Found | None
    twitter: Found | None
    json_ld: Found | None
    head: Found | None      # <title>
    other: Found | None     # any other <meta>


def offers(scan: Scan, about: Subject, site: list[str]) -> Offers:
    """The candidates that the page under `scan` has for a headline, without the names `site`."""
    shown = [(heading, element) for heading, element in zip(scan.headings, scan.h1s, strict=True) if 0 < len(heading) <= MAX_HEADLINE]
    headings = (Found(text(value), source) for name in ("headline", "name") for value, source in about.values(name))
    stated = next((found for found in headings if found.value), None)
    others = [found for found in scan.meta("title") if found.source not in ("og:title", "twitter:title")]
    names = {key(name) for name in site}
    logo, below = _below_logo(scan, shown)
    shown, names = below + shown, names | logo
    names |= _before_shared(scan, names) & {key(heading) for heading, _ in shown}
    known = names | {key(found.value) for found in scan.meta("section")}
    headlines = {key(stated.value)} if stated else set()
    headlines |= {letters for found in others if (letters := key(found.value)) not in names}
    anchors = headlines | {letters for heading, _ in shown if (letters := key(heading)) not in names}

    whole = _agreed_whole(scan, stated)

    @cache                  # most pages offer one title in several places
    def freed(title: str) -> str:
        is_whole = key(title) == whole and without_site(title, known, ()) == title
        value = title if is_whole else without_site(title, known, anchors)
        return value if key(value) not in names else ""

    def bare(found: Found | None) -> Found | None:
        return Found(value, found.source) if found and (value := freed(found.value)) else None

    def meta(name: str) -> Found | None:
        return next((bare(Found(value, name)) for value in scan.named(name)), None)

    repeated = headlines | {key(found.value) for found in map(bare, _shared_titles(scan)) if found}
    fronts = repeated | {key(cut.left) for cut in breaks(scan.title)}
    headings_only = ((_without_overline(heading, element, repeated), element) for heading, element in shown)
    bared = ((_without_subtitle(heading, element, repeated, fronts), element) for heading, element in headings_only)
    h1s = [(without_site(heading, known, headlines), element) for heading, element in bared]
    return Offers(
        [(heading, element) for heading, element in h1s if (letters := key(heading)) and letters not in names],
        meta("og:title"), meta("twitter:title"), bare(stated), bare(Found(scan.title, "title")) if scan.title else None,
        next((bare(found) for found in others), None),
    )


def _below_logo(scan: Scan, shown: list[tuple[str, _Element]]) -> tuple[set[str], list[tuple[str, _Element]]]:
    """The key of an h1 that is the site's name, and the lesser heading that is the rest of <title>; both empty as a rule.

    What <title> ends in behind a bar or dash is a site; what it begins with may be a headline whose second half is an h2,
    so there the h1 must link to the front page.
    """
    short = [(heading, element) for heading, element in shown if 2 * len(heading) < len(scan.title)]
    cuts, h1s = breaks(scan.title) if short else [], {key(heading): element for heading, element in short}
    for cut in cuts:
        for name, rest, sure in ((cut.right, cut.left, not cut.leading), (cut.left, cut.right, False)):
            logo = h1s.get(key(name))
            if logo is None or key(rest) in map(key, scan.headings) or len(words_of(rest)) <= len(words_of(name)):
                continue
            wanted = {key(rest), *(key(other.left) for other in breaks(rest) if len(words_of(other.left)) > len(words_of(name)))}
            lesser = ((heading_text(element), element) for element in scan.root.iter("h2", "h3"))
            if (sure or leads_home(logo)) and (heading := next((each for each in lesser if key(each[0]) in wanted), None)):
                return {key(name)}, [heading]
    return set(), []


def _before_shared(scan: Scan, names: set[str]) -> set[str]:
    """The key of what <title> has before a colon and `og:title`: the site's name in "The Example: Storm hits coast"."""
    fronts = [scan.title.removesuffix(title).rstrip() for title in scan.named("og:title") if title and key(title) not in names]
    return {key(front) for front in fronts if front != scan.title and front.endswith((":", "："))}


def _agreed_whole(scan: Scan, stated: Found | None) -> str:
    """The key of a headline that all places of the page declare alike: what no name of the site is found in is all headline."""
    declared = [stated.value if stated else "", scan.title, *(next(iter(scan.named(name)), "") for name in ("og:title", "twitter:title"))]
    keys = set(map(key, declared))
    return keys.pop() if len(keys) == 1 else ""


def _shared_titles(scan: Scan) -> list[Found]:
    """What the head of the page offers: `og:title` and <title>."""
    return [Found(value, "og:title") for value in scan.named("og:title")] + [Found(scan.title, "title")]


def _without_overline(heading: str, element: _Element, repeated: set[str]) -> str:
    """`heading` without an overline in its first child, where the rest is what other titles repeat, or all is by its class."""
    first = next(element.iterchildren("*"), None)
    if first is None or (element.text or "").strip() or key(heading) in repeated:
        return heading
    overline = heading_text(first)
    rest = heading.removeprefix(overline).strip(" :|/–—-")
    if not overline or not rest or rest == heading:
        return heading
    marked = any(word in (first.get("class") or "").lower() for word in words("markup", "kicker"))
    return rest if marked or key(rest) in repeated else heading


def _without_subtitle(heading: str, element: _Element, repeated: set[str], fronts: set[str]) -> str:
    """`heading` without a subtitle in its last child, where other titles repeat the rest, or <title> begins with it (`fronts`)."""
    last = element[-1] if len(element) else None
    if last is None or (last.tail or "").strip() or key(heading) in repeated:
        return heading
    rest = heading.removesuffix(heading_text(last)).strip(" :|/–—-")
    return rest if rest != heading and len(words_of(rest)) >= MIN_WORDS and key(rest) in fronts else heading
