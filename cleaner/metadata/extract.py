"""A parsed page to its metadata, each value with the place it was found in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from cleaner.capture import captured, original
from cleaner.language import base, languages
from cleaner.metadata import page
from cleaner.metadata.agencies import find_agencies
from cleaner.metadata.article import Subject, subject
from cleaner.metadata.authors import authors
from cleaner.metadata.dates import dates
from cleaner.metadata.image import image
from cleaner.metadata.jsonld import text
from cleaner.metadata.nearby import Surroundings
from cleaner.metadata.opening import descriptions, kicker, lead
from cleaner.metadata.scan import Found, Scan, scan
from cleaner.metadata.site import names
from cleaner.metadata.title import headline
from cleaner.model import Metadata

MIN_PROSE = 300         # characters of text that outweigh the language a page declares


@dataclass(frozen=True, slots=True)
class Extracted:
    """The metadata of a page, and what the stages need to know of what it says about itself."""

    metadata: Metadata
    article_body: tuple[str, ...]       # JSON-LD articleBody of the matching objects
    titles: tuple[str, ...]             # everything offered as a title, with and without the site's name
    descriptions: tuple[str, ...]       # summaries, shown on the page or not
    languages: tuple[str, ...]          # of the page, surest first
    types: tuple[str, ...]              # every schema.org type, and OpenGraph's as "og:article"
    inputs: int                         # count of fields, boxes and buttons of forms


def extract(
    root: etree._Element, url: str | None, html: str = "", lines: Iterable[str] = (), language: str | None = None,
) -> Extracted:
    """The metadata of the page whose <html> is `root`; the tree is not changed.

    `html` is the page's text: without it a page that declares and shows no date is not searched for one. `lines` are its
    paragraphs, which tell the language unless `language` is given.
    """
    seen = scan(root)
    addresses = _addresses(seen, url)
    about = subject(seen.graph, [*addresses, *map(original, addresses)], _headlines(seen))
    declared = page.language(seen, about)
    prose = list(lines)
    heard = (base(language),) if language else languages(declared.value or None, prose)
    told = sum(map(len, prose)) >= MIN_PROSE and declared.value and heard and base(declared.value) != heard[0]
    spoken = declared if (declared.value and not told) or not heard else Found(language or heard[0], "given" if language else "text")
    return _assembled(seen, about, (spoken, heard), url, html)


def _assembled(seen: Scan, about: Subject, tongue: tuple[Found, tuple[str, ...]], url: str | None, html: str) -> Extracted:
    (spoken, heard), taken, page_url = tongue, captured(_addresses(seen, url)), url and original(url)
    site = [name for name in names(seen, about, page_url) if not taken or name.value.lower() != taken.archive]
    names_of_site = [name.value for name in site]
    top = headline(seen, about, names_of_site, original(next(filter(None, _addresses(seen, url)), "")))
    place = Surroundings(top.element)
    summaries = [found for found in descriptions(seen, about) if not taken or taken.moment[len("YYYY-MM-DDT"):] not in found.value]
    when = dates(seen, about, place, page_url, html, _dating(spoken.value, heard), taken.moment if taken else "")
    who = authors(seen, about, place, names_of_site, _dating(spoken.value, heard))
    address = page.canonical(seen, page_url)
    picture, pictured = image(seen, about, place, url or address.value)
    tags, tagged = page.tags(seen, about)
    locked, locked_in = page.paywalled(seen, about)
    agencies = find_agencies([*who.people, (picture and picture.credit) or ""])
    overline, standfirst, first_name = kicker(top, place), lead(summaries, place), next(iter(site), page.NOTHING)
    section, licence, kind = page.section(seen, about), page.licence(seen, about), page.page_type(seen, about)
    sources = (
        ("title", top.source), ("kicker", overline.source), ("lead", standfirst.source), ("authors", who.source),
        ("published", when.published_source), ("modified", when.modified_source), ("site_name", first_name.source),
        ("url", "given" if url else ""), ("canonical_url", address.source), ("language", spoken.source),
        ("section", section.source), ("tags", tagged), ("image", pictured), ("agencies", "credit" if agencies else ""),
        ("licence", licence.source), ("paywalled", locked_in), ("page_type", kind.source),
    )
    metadata = Metadata(
        title=top.title or None, kicker=overline.value or None, lead=standfirst.value or None, authors=who.people,
        published=when.published or None, modified=when.modified or None, site_name=first_name.value or None,
        url=url, canonical_url=address.value or None, language=spoken.value or None, section=section.value or None,
        tags=tags, image=picture, agencies=agencies, licence=licence.value or None, paywalled=locked,
        page_type=kind.value or None, sources=tuple((name, source) for name, source in sources if source),
    )
    return Extracted(
        metadata, _bodies(about), top.candidates, tuple(found.value for found in summaries), heard,
        page.all_types(seen, about), seen.inputs,
    )


def _dating(declared: str, heard: tuple[str, ...]) -> str:
    """The language that dates are read in: the declared one with its country, but the heard one where they differ."""
    return declared if not heard or base(declared) == heard[0] else heard[0]


def _bodies(about: Subject) -> tuple[str, ...]:
    """The article's text where JSON-LD carries it, one a matching object."""
    return tuple(dict.fromkeys(body for value, _ in about.values("articleBody") if (body := text(value))))


def _addresses(seen: Scan, url: str | None) -> list[str]:
    return [url or "", *seen.links.get("canonical", ()), *seen.named("og:url")]


def _headlines(seen: Scan) -> list[str]:
    return [*seen.headings, *(found.value for found in seen.meta("title")), seen.title]
