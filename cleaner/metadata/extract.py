"""A parsed page to its metadata, each value with the place it was found in."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from cleaner.metadata import page
from cleaner.metadata.agencies import find_agencies
from cleaner.metadata.article import Subject, subject
from cleaner.metadata.authors import authors
from cleaner.metadata.dates import dates
from cleaner.metadata.image import image
from cleaner.metadata.jsonld import text
from cleaner.metadata.nearby import Surroundings
from cleaner.metadata.opening import descriptions, kicker, lead
from cleaner.metadata.scan import Scan, scan
from cleaner.metadata.site import names
from cleaner.metadata.title import headline, heading_text
from cleaner.model import Metadata


@dataclass(frozen=True, slots=True)
class Extracted:
    """The metadata of a page, and what the stages need to know of what it says about itself."""

    metadata: Metadata
    article_body: tuple[str, ...]       # JSON-LD articleBody of the matching objects
    titles: tuple[str, ...]             # everything offered as a title, with and without the site's name
    descriptions: tuple[str, ...]       # summaries, shown on the page or not
    language: str | None                # declared, BCP 47
    types: tuple[str, ...]              # every schema.org type, and OpenGraph's as "og:article"


def extract(root: etree._Element, url: str | None, html: str = "") -> Extracted:
    """The metadata of the page whose <html> is `root`; the tree is not changed.

    `html` is the page's text: without it a page that declares and shows no date is not searched for one.
    """
    seen = scan(root)
    about = subject(seen.graph, _addresses(seen, url), _headlines(seen))
    site = names(seen, about, url)
    return _assembled(seen, about, [name.value for name in site], site[0] if site else page.NOTHING, url, html)


def _assembled(seen: Scan, about: Subject, site: list[str], site_name: page.Found, url: str | None, html: str) -> Extracted:
    top = headline(seen, about, site)
    place = Surroundings(top.element)
    summaries = descriptions(seen, about)
    who = authors(seen, about, place, site)
    when = dates(seen, about, place, url, html)
    address = page.canonical(seen, url)
    picture, picture_source = image(seen, about, place, url or address.value)
    keywords, keywords_source = page.tags(seen, about)
    locked, locked_source = page.paywalled(seen, about)
    spoken = page.language(seen, about)
    single = {
        "title": (top.title, top.source), "kicker": kicker(top, place), "lead": lead(summaries, place),
        "published": (when.published, when.published_source), "modified": (when.modified, when.modified_source),
        "site_name": site_name, "canonical_url": address, "language": spoken, "section": page.section(seen, about),
        "licence": page.licence(seen, about), "page_type": page.page_type(seen, about),
    }
    agencies = find_agencies([*who.people, (picture.credit if picture else None) or ""])
    sources = {name: found[1] for name, found in single.items() if found[0]}
    sources |= {
        name: source for name, source in (
            ("authors", who.source), ("tags", keywords_source), ("image", picture_source), ("paywalled", locked_source),
            ("agencies", "credit" if agencies else ""), ("url", "given" if url else ""),
        ) if source
    }
    metadata = Metadata(
        **{name: found[0] or None for name, found in single.items()},
        authors=who.people, tags=keywords, image=picture, paywalled=locked, agencies=agencies, url=url,
        sources=tuple(sources.items()),
    )
    bodies = tuple(dict.fromkeys(body for value, _ in about.values("articleBody") if (body := text(value))))
    return Extracted(
        metadata, bodies, top.candidates, tuple(dict.fromkeys(found.value for found in summaries)), spoken.value or None,
        page.all_types(seen, about),
    )


def _addresses(seen: Scan, url: str | None) -> list[str]:
    return [url or "", *seen.links.get("canonical", ()), *seen.named("og:url")]


def _headlines(seen: Scan) -> list[str]:
    return [heading_text(element) for element in seen.h1s] + [found.value for found in seen.meta("title")] + [seen.title]
