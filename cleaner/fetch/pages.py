"""A URL → its page: redirects and refreshes followed, AMP left for the real page, later pages of the article fetched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

from cleaner.decode import decode
from cleaner.errors import FetchError
from cleaner.fetch import media, paging
from cleaner.fetch.exchange import Ask, Want
from cleaner.fetch.redirects import downgrade, refreshed, same_site, unamped
from cleaner.fetch.response import Response, joined, without_credentials
from cleaner.fetch.session import Session
from cleaner.fetch.settings import MAX_PAGES, MAX_REDIRECTS
from cleaner.fetch.tags import Signs, signs, turns
from cleaner.fetch.transport import normal
from cleaner.fetch.trouble import trouble
from cleaner.model import Page


async def page(session: Session, url: str, id: str = "", home: str | None = None) -> Page:
    """The page at `url`; raises `FetchError`.

    id: names the input in a journal. home: where the user's own header fields may go; the host of `url` unless said.
    """
    ask = _ask(session, url, id, url if home is None else home)
    response, said = await _document(session, ask)
    if said and (real := unamped(said)):
        response, said = await _instead(session, real, ask, response, said)
    found = _page(response, url, (*_surprises(session, url, response), *ask.warnings), text_only=said is None)
    if said is None or session.fetching.single_page or not said.is_article:
        return found
    return await _whole(session, found, response, said, ask)


def _surprises(session: Session, url: str, response: Response) -> Iterator[str]:
    """What a reader of the page should know of how it came."""
    if session.fetching.insecure and response.url.startswith("https:"):
        yield "fetched without checking who answers (--insecure)"
    if urlsplit(response.url).path in {"", "/"} and urlsplit(normal(url)).path not in {"", "/"}:
        yield f"redirected to the front page {response.url}: the page asked for may be gone"


def _ask(session: Session, url: str, id: str, home: str) -> Ask:
    return Ask(url, Want(check=media.check, max_bytes=session.fetching.max_bytes), session.budget(), home, id)


async def _document(session: Session, ask: Ask) -> tuple[Response, Signs | None]:
    """The page that redirects and refreshes lead to, with what its markup says; None for plain text."""
    for _ in range(MAX_REDIRECTS + 1):
        response = await session.follow(ask)
        if media.is_text(response):
            return response, None
        if session.browser:
            response = await session.browser.rendered(response, ask)
        said = signs(response.body, response.url)
        target = refreshed(said)
        if target is None:
            return response, said
        ask.url = normal(joined(ask.url, target))
        ask.warnings += downgrade(response.url, ask.url)
    raise trouble("redirects", f"more than {MAX_REDIRECTS} refreshes, the last to {without_credentials(ask.url)}")


async def _instead(session: Session, real: str, ask: Ask, response: Response, said: Signs) -> tuple[Response, Signs]:
    """The page that an AMP version stands for; the version itself, and a warning, where that cannot be had."""
    try:
        other, its = await _document(session, replace(ask, url=joined(ask.url, real)))
    except FetchError as error:
        ask.warnings.append(f"the AMP version was read, since its page could not be: {error}")
        return response, said
    return (other, its) if its and not its.amp else (response, said)


async def _whole(session: Session, found: Page, response: Response, said: Signs, asked: Ask) -> Page:
    """`found` with the later pages of its article; in place of them the version for printing, where the page declares one."""
    following = paging.next_page(said.url, 1, said, turns(response.body, response.url))
    if following is None:
        return found
    if said.print and same_site(said.url, said.print):
        with suppress(FetchError):
            printed, its = await _document(session, _ask(session, joined(asked.url, said.print), asked.id, asked.home))
            if its and paging.belongs(said, its):
                return replace(found, html=printed.body, charset=printed.charset, url=printed.url)
    return await _with_further(session, found, said, following, asked)


async def _with_further(session: Session, found: Page, first: Signs, url: str | None, asked: Ask) -> Page:
    """`found` with the later pages of its article, from that at `url` on; what cannot be had is told."""
    further, warnings = list[Page](), list[str]()
    while url is not None:
        number = len(further) + 2
        if number > MAX_PAGES:
            warnings.append(f"pages after the {MAX_PAGES}th are left out")
            break
        try:
            ask = _ask(session, joined(asked.url, url), asked.id, asked.home)
            response, its = await _document(session, ask)
        except FetchError as error:
            warnings.append(f"page {number} of the article is missing: {error}")
            break
        if its is None or paging.number_of(first.url, its.url) != number or not paging.belongs(first, its):
            break
        further.append(_page(response, url, ask.warnings))
        url = paging.next_page(first.url, number, its, turns(response.body, response.url))
    return replace(found, further=tuple(further), warnings=(*found.warnings, *warnings))


def _page(response: Response, asked: str, warnings: Iterable[str], text_only: bool = False) -> Page:
    asked = without_credentials(asked)
    body = decode(response.body, response.charset).text if text_only else response.body
    return Page(
        html=body, url=response.url, charset=None if text_only else response.charset, source=asked, id=asked,
        saved_at=response.date or None, text_only=text_only, warnings=tuple(dict.fromkeys(warnings)),
    )
