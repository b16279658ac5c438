"""Who wrote the article: people and desks, from what the page declares and what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import Any, NamedTuple

from cleaner.metadata import byline, labels, names
from cleaner.metadata.article import Subject
from cleaner.metadata.beside import beside_date
from cleaner.metadata.jsonld import text, types
from cleaner.metadata.nearby import Surroundings
from cleaner.metadata.scan import Found, Scan
from cleaner.metadata.site import breaks, key
from cleaner.metadata.vocabulary import folded
from cleaner.text import fold

MAX_AUTHORS = 100                               # of one object
MIN_SITE_KEY = 3                                # letters of a site's name that is looked for inside author names
_INVERTED = ("dc.", "dcterms.", "citation_")     # library vocabularies write "Family, Given"


class Named(NamedTuple):
    """Authors, where they were found, and whether they are an organisation."""

    people: tuple[str, ...]
    source: str
    organisation: bool = False


NOBODY = Named((), "")


def authors(scan: Scan, about: Subject, place: Surroundings, site: Iterable[str], language: str = "") -> Named:
    """The authors of the article; what is shown beside the headline outranks accounts and the site's own name."""
    own = {key(name) for name in site} - {""}
    best = NOBODY
    for named in _declared(scan, about):
        named = named._replace(people=tuple(name for name in named.people if key(name) not in own) or named.people)
        if not _doubtful(named, own):
            return named
        best = best if best.people else named
    lines = own | _firm(best) | _ends(scan.title)
    seen = byline.near(place, lines) or (None if best.people else byline.anywhere(scan.root, lines) or beside_date(scan, place, language))
    people = _besides_site(seen.people, own) if seen else ()
    return Named(people, "byline") if people and not (best.people and _is_site(Named(people, ""), own)) else best


def _firm(declared: Named) -> set[str]:
    """The keys of the names of an organisation that the page declares to be its author."""
    return {key(name) for name in declared.people} if declared.organisation else set()


def _ends(title: str) -> set[str]:
    """The keys of those ends of <title>, where sites put their names, that begin like a label; but "By Nora Quill" is none."""
    cuts = breaks(title)
    ends = (cuts[0].left, cuts[-1].right) if cuts else ()
    return {key(end) for end in ends if labels.labelled(end) is not None and labels.labelled(end, sure=True) is None}


def _besides_site(people: tuple[str, ...], own: set[str]) -> tuple[str, ...]:
    """`people` without the site, its branches and "agencies" that are named beside them."""
    names_of_own = tuple(name for name in own if len(name) >= MIN_SITE_KEY)
    others = tuple(name for name in people if not key(name).startswith(names_of_own) and fold(name) not in folded("byline", "desk"))
    return others or people[:1]


def _doubtful(declared: Named, own: set[str]) -> bool:
    """Is what the page declares its own name or an account, rather than who wrote this?"""
    return declared.organisation or _is_site(declared, own) or all(map(_account, declared.people))


def _declared(scan: Scan, about: Subject) -> Iterator[Named]:
    """What JSON-LD and <meta> state, best first; authors of reviews and clips on the page last."""
    of_parts = []
    for value, source in chain(about.values("author"), about.values("creator")):
        if source.removeprefix("json-ld:").split(".", 1)[0].lower() in folded("types", "other"):
            of_parts.append((value, source))
        elif (named := _from_json(value, about, source)).people:
            yield named
    for source, group in groupby((*scan.meta("author"), *_card(scan)), key=lambda found: found.source):
        people = names.merged(names.stated(found.value, source.startswith(_INVERTED)) for found in group)
        if people:
            yield Named(people, source)
    yield from (named for value, source in of_parts if (named := _from_json(value, about, source)).people)


def _card(scan: Scan) -> Iterator[Found]:
    """The author in a Twitter card's free fields, which name their own labels."""
    for number in ("1", "2"):
        label = next(iter(scan.named(f"twitter:label{number}")), "")
        if label and labels.labelled(label) == "":
            yield from (Found(value, f"twitter:data{number}") for value in scan.named(f"twitter:data{number}"))


def _from_json(value: Any, about: Subject, source: str) -> Named:
    people: list[tuple[str, ...]] = []
    organisations = 0
    for item in map(about.graph.resolve, _flat(value)):
        organisation = isinstance(item, dict) and any(kind.lower() in folded("types", "organization") for kind in types(item))
        for name in _written(item):
            people.append((name,) if organisation else names.stated(name))
            organisations += organisation
    return Named(names.merged(people), source, organisation=organisations == len(people))


def _flat(value: Any) -> Iterator[Any]:
    """The authors in a value that holds one, a list of them, or lists inside a list."""
    for item in value[:MAX_AUTHORS] if isinstance(value, list) else [value]:
        yield from item[:MAX_AUTHORS] if isinstance(item, list) else [item]


def _written(item: Any) -> Iterator[str]:
    """The names an author value states, in any of its forms."""
    if isinstance(item, dict):
        name = item.get("name")
        if isinstance(name, list):
            yield from (text(each) for each in name)
        elif text(name):
            yield text(name)
        elif isinstance(item.get("author"), dict) and item["author"] is not item:         # schema.org's Role around a person
            yield from (text(item["author"].get("name")),) if text(item["author"].get("name")) else ()
        elif item.get("familyName"):
            yield f"{text(item.get('givenName'))} {text(item.get('familyName'))}".strip()
    elif isinstance(item, str) and item:
        yield text(item)


def _is_site(named: Named, own: set[str]) -> bool:
    return all(key(name) in own for name in named.people)


def _account(name: str) -> bool:
    """Does `name` look like a log-in rather than a name?"""
    cased = name[:1].isupper() or name[:1].islower()
    return " " not in name and (name.islower() or any(char in "._0123456789" for char in name) or (cased and not name[1:].islower()))
