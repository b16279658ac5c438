"""What kind of page this is: its language, address, section, tags, licence, access and types."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import Any
from urllib.parse import urljoin, urlsplit

from cleaner.capture import original
from cleaner.metadata.article import Subject, address_key
from cleaner.metadata.jsonld import text
from cleaner.metadata.scan import Found, Scan
from cleaner.metadata.vocabulary import words
from cleaner.text import fold

NOTHING = Found("", "")
MAX_TAG, MAX_TAGS = 80, 60                  # characters, entries
MAX_SECTION = 80
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
_WHOLE = re.compile(r"https?://[a-z0-9.-]+/[\w/.%~+-]*")     # of addresses, those that are what they are wherever they stand
_FRONT = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-zA-Z]{2})?/?)?(?:(?:index|home|default)(?:\.\w+)?/?)?")
_OWN_MACHINE = re.compile(r"https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0)\b")
_SEPARATOR = re.compile(r"[,;|，、]")
_LICENCE_HOSTS = ("creativecommons.org",)


def language(scan: Scan, about: Subject) -> Found:
    """The language the page declares, in BCP 47."""
    stated = (Found(text(value), source) for value, source in about.values("inLanguage"))
    for value, source in chain((Found(scan.language, "html lang"),), scan.meta("language"), stated):
        if _LANGUAGE.match(value.strip()):
            return Found(_tag_case(value.strip()), source)
    return NOTHING


def canonical(scan: Scan, url: str | None) -> Found:
    """The address the page gives itself, cleaned of tracking; addresses of other sites' pages are not believed."""
    linked = (Found(address, "link canonical") for address in scan.links.get("canonical", ()))
    for value, source in chain(linked, scan.meta("url")):
        address = original(_absolute(value, url))
        if address.startswith(("http://", "https://")) and not (_front_page(address, url) or _OWN_MACHINE.match(address)):
            return Found(_cleaned(address), source)
    return NOTHING


def section(scan: Scan, about: Subject) -> Found:
    """The site's section: "Politics"."""
    stated = (Found(text(value), source) for value, source in about.values("articleSection"))
    for value, source in chain(stated, scan.meta("section")):
        value = value.strip(" /|")
        if value and len(value) <= MAX_SECTION and not value.startswith("http"):
            return Found(value, source)
    return NOTHING


def tags(scan: Scan, about: Subject) -> tuple[tuple[str, ...], str]:
    """The keywords the page gives its article, in order, and where they were found."""
    for value, source in about.values("keywords"):
        if listed := _listed(value if isinstance(value, list) else [value]):
            return listed, source
    for name in words("meta", "tags"):
        if listed := _listed(scan.named(name)):
            return listed, name
    return (), ""


def licence(scan: Scan, about: Subject) -> Found:
    """The licence under which the text may be used: an address or a line."""
    for value, source in about.values("license"):
        if line := text(value.get("url") or value.get("@id") or value.get("name")) if isinstance(value, dict) else text(value):
            return Found(line, source)
    for address in scan.links.get("license", ()):
        return Found(address, "link license")
    for value, source in scan.meta("licence"):
        if source != "copyright" or any(host in value for host in _LICENCE_HOSTS):
            return Found(value, source)
    return NOTHING


def paywalled(scan: Scan, about: Subject) -> tuple[bool | None, str]:
    """Does the page say that its text is not free to read? None when it says nothing."""
    for value, source in about.values("isAccessibleForFree"):
        free = _truth(value)
        if free is not None:
            return not free, source
    for value, source in scan.meta("tier"):
        level = fold(value)
        if level in words("tiers", "locked"):
            return True, source
        if level in words("tiers", "free"):
            return False, source
    return None, ""


def page_type(scan: Scan, about: Subject) -> Found:
    """The type of the page's subject: schema.org's if stated, else OpenGraph's."""
    if about.kind:
        return Found(about.kind, "json-ld:@type")
    for value, source in scan.meta("type"):
        if value and len(value) <= MAX_SECTION:
            return Found(value, source)
    return NOTHING


def all_types(scan: Scan, about: Subject) -> tuple[str, ...]:
    """Every schema.org and OpenGraph type on the page, OpenGraph's as `og:article`, in page order."""
    seen = dict.fromkeys(kind for kinds in about.graph.kinds for kind in kinds)
    seen.update(dict.fromkeys(f"og:{value}" for value in scan.named("og:type") if value))
    return tuple(seen)


def _listed(values: Iterable[Any]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for value in values:
        for part in _SEPARATOR.split(text(value)):
            part = part.strip(" #")
            if part and len(part) <= MAX_TAG and not part.startswith(("http", "_")) and ": " not in part:
                found.setdefault(fold(part), part)
    return tuple(found.values())[:MAX_TAGS]


def _truth(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    word = text(value).rsplit("/", 1)[-1].lower()
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(word)


def _tag_case(code: str) -> str:
    """`ro_ro` as `ro-RO`."""
    base, *rest = re.split(r"[-_]", code)
    return "-".join([base.lower(), *(part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest)])


def _absolute(address: str, url: str | None) -> str:
    if _WHOLE.fullmatch(address):
        return address
    try:
        return urljoin(url or "", address)
    except ValueError:
        return ""


def _front_page(address: str, url: str | None) -> bool:
    """Does `address` name only the site, or its part in one language, while the page itself lies deeper?"""
    try:
        parts = urlsplit(address)
        return bool(_FRONT.fullmatch(parts.path)) and bool(url) and _deeper(url or "", parts.path) and not parts.query
    except ValueError:
        return True


def _deeper(url: str, path: str) -> bool:
    return address_key(url).count("/") > path.strip("/").count("/") + bool(path.strip("/"))


def _cleaned(address: str) -> str:
    if "?" not in address and "#" not in address:
        return address
    from courlan import clean_url

    return clean_url(address) or address
