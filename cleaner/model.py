"""The values that travel between floors: immutable, picklable, without any engine's objects inside.

Those made by the hundred a page are named tuples: they cost a fifth of a frozen dataclass.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a block is. `BODY` is kept; every other kind is clutter or belongs to the metadata. The list is closed."""

    BODY = "body"                    # lead, paragraph, subhead, list item, quote, table row of the article
    READ_ALSO = "read_also"          # a cue and its teaser amid or after the body: "Citește și: …"
    RELATED = "related"              # heads and items of related-article lists
    RECOMMENDED = "recommended"      # "for you", "editor's choice", partner recommendations
    MOST_READ = "most_read"          # popularity lists
    LATEST = "latest"                # latest-news lists
    SPONSORED = "sponsored"          # paid teasers dressed as articles
    AD = "ad"                        # advertisement labels and slots
    NEWSLETTER = "newsletter"        # sign-up prompts
    APP = "app"                      # "get our app"
    FOLLOW = "follow"                # "follow us on …"
    DONATION = "donation"            # "support our journalism"
    PAYWALL = "paywall"              # "subscribe to read on"
    SHARE = "share"                  # share bars, print, copy link
    COMMENTS = "comments"            # comments, their forms and prompts
    TAGS = "tags"                    # keyword lists
    BREADCRUMBS = "breadcrumbs"      # where the page stands on the site
    BYLINE = "byline"                # author lines
    DATE = "date"                    # publication and update times, reading time
    CAPTION = "caption"              # picture captions
    CREDIT = "credit"                # photo, agency and source credits
    AUTHOR_BIO = "author_bio"        # "X is a reporter …"
    VIDEO = "video"                  # video prompts and embeds' chrome
    PODCAST = "podcast"              # audio prompts
    LIVE = "live"                    # live-ticker chrome
    COOKIE = "cookie"                # consent text
    LEGAL = "legal"                  # copyright, disclaimers, terms
    NAVIGATION = "navigation"        # menus, paging, skip links, footers
    FORM = "form"                    # buttons, inputs, log-in, search
    TITLE = "title"                  # the headline, also where it is repeated
    KICKER = "kicker"                # the overline above the headline
    DUPLICATE = "duplicate"          # a second copy of a kept block
    OTHER_ARTICLE = "other_article"  # another article appended to this one
    HIDDEN = "hidden"                # not shown to a reader
    BOILERPLATE = "boilerplate"      # clutter that no finer name fits


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came: HTML (str or bytes) and what its source knew about it."""

    html: str | bytes
    url: str | None = None
    charset: str | None = None      # named by a transport (HTTP header, archive record)
    source: str = ""                # path, archive member or URL, for messages
    id: str = ""                    # stable within a batch
    saved_at: str | None = None     # ISO 8601
    text_only: bool = False         # already reduced to plain text: `html` holds that text
    further: tuple[Page, ...] = ()  # the later pages of an article that its site cut into several
    warnings: tuple[str, ...] = ()  # what was degraded before the page came here
    http_status: int | None = None  # of the HTTP response, where one was recorded


class Span(NamedTuple):
    """Inline markup over `Block.text[start:end]`; `tag` is one of a, em, strong, code, sub, sup, del, mark."""

    start: int
    end: int
    tag: str
    href: str = ""


class Place(NamedTuple):
    """Where a block stands in the tree: its container and what the container's ancestors say. Shared by siblings."""

    path: str                       # "html/body/main/article.post"; empty in text mode
    id: int                         # containers are numbered in page order
    parent: Place | None
    tag: str
    depth: int
    words: int                      # bit mask of what class and id of this element alone say, see `markup.mask`
    flags: int                      # bit mask of structural ancestors (article, aside, nav, figure, link, hidden …)
    attributes: str = ""            # class, id and role words, lower case
    number: int | None = None       # that a list item bears, where its list does not count from 1 upwards

    def chain(self) -> Iterator[Place]:
        """This place and its ancestors, innermost first."""
        here: Place | None = self
        while here is not None:
            yield here
            here = here.parent


NOWHERE = Place("", 0, None, "", 0, 0, 0)     # around the outermost element; where extracted text stands


class Block(NamedTuple):
    """A run of text between block boundaries, in reading order."""

    index: int                      # type: ignore[assignment]  # hides tuple.index, which no one asks of a block
    path: str                       # of the element, for a person: "html/body/main/article.post/p"
    tag: str                        # p, h1 … h6, li, tr, pre, blockquote, figcaption, dt, dd, div, line (text mode) …
    text: str                       # white space normalised; `pre` keeps its lines
    spans: tuple[Span, ...] = ()
    link_share: float = 0.0         # characters inside links / characters
    place: Place | None = None
    level: int = 0                  # nesting of a list item or quote, counted from 1
    ordered: bool = False           # a list item of an <ol>
    cells: tuple[str, ...] = ()     # of a table row; `text` joins them with " | "
    header: bool = False            # a table row of <th>
    joined: bool = False            # follows the block before after a single <br>
    quoted: bool = False            # inside a blockquote


class Verdict(NamedTuple):
    """An opinion on a block; the last one stands, the earlier ones explain it."""

    block: int
    keep: bool
    kind: Kind
    rule: str                       # "ro.read_also.cue", "scorer", "witness.trafilatura"
    because: str                    # the words or figures that decided
    sure: float = 1.0               # 0..1, how sure the evidence is of itself


@dataclass(frozen=True, slots=True)
class Rule:
    """One phrase of the clutter language: where it counts and which second signals it needs (any one of them)."""

    id: str
    kind: Kind
    pattern: str
    max_words: int
    where: str
    needs: frozenset[str]
    opens: str
    drops: tuple[str, ...]
    keeps: tuple[str, ...]
    own: bool = False           # of a pack that the user gave: no likelihood speaks against it


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule met in a line: the folded words that matched, and the second signals that the line itself gives."""

    rule: Rule
    words: str
    start: int
    end: int
    signals: frozenset[str]

    @property
    def suffices(self) -> bool:
        """Whether the line itself gives one of the second signals that the rule needs."""
        return not self.signals.isdisjoint(self.rule.needs)


@dataclass(frozen=True, slots=True)
class Removed:
    """A block that was cut, with the verdict that stood."""

    index: int
    text: str
    kind: Kind
    rule: str
    because: str
    path: str


@dataclass(frozen=True, slots=True)
class Image:
    """The article's main picture."""

    url: str | None = None
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its article; `sources` names where each value was found."""

    title: str | None = None            # the headline as shown, without site name
    kicker: str | None = None           # the overline
    lead: str | None = None             # the standfirst
    authors: tuple[str, ...] = ()       # people and desks
    published: str | None = None        # ISO 8601 with the page's precision and offset
    modified: str | None = None
    site_name: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    language: str | None = None         # BCP 47
    section: str | None = None
    tags: tuple[str, ...] = ()
    image: Image | None = None
    agencies: tuple[str, ...] = ()      # named as sources in text or credit line
    licence: str | None = None
    paywalled: bool | None = None
    page_type: str | None = None        # schema.org or OpenGraph type, as "NewsArticle"
    word_count: int = 0                 # of the kept text
    sources: tuple[tuple[str, str], ...] = ()   # (field, "json-ld:NewsArticle.headline")

    def source_of(self, name: str) -> str | None:
        """Where the value of field `name` was found."""
        return dict(self.sources).get(name)


@dataclass(frozen=True, slots=True)
class Quality:
    """How sure we are that the text is the article, and what was degraded on the way."""

    verdict: str                                        # see `cleaner.quality.VERDICTS`
    confidence: float                                   # 0..1
    signals: tuple[tuple[str, float], ...] = ()         # named figures behind both
    warnings: tuple[str, ...] = ()
    encoding: str = ""                                  # of the bytes that came in
    encoding_source: str = ""                           # "bom", "transport", "declaration", "detector", "str" …
    replaced: int = 0                                   # characters that could not be read (U+FFFD)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a page, how its bytes were read, and what that cost."""

    text: str
    encoding: str                   # WHATWG name, "utf-8", "windows-1250" …
    found_in: str                   # "str", "bom", "transport", "declaration", "detector", "default"
    replaced: int = 0               # count of U+FFFD
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A page read: its blocks in reading order and what it says about itself."""

    blocks: tuple[Block, ...]
    metadata: Metadata = field(default_factory=Metadata)
    languages: tuple[str, ...] = ()         # whose rule packs apply, surest first
    hits: tuple[tuple[Hit, ...], ...] = ()  # the rules met by each block
    titles: tuple[str, ...] = ()            # everything that may be the headline
    descriptions: tuple[str, ...] = ()      # what the page's head says the article is about
    article_body: tuple[str, ...] = ()      # JSON-LD articleBody, one a matching article
    types: tuple[str, ...] = ()             # every schema.org type on the page, and OpenGraph's as "og:article"
    inputs: int = 0                         # fields, boxes and buttons of forms: <input> elements
    html: str = ""                          # decoded text, for a witness that reads it itself
    text_mode: bool = False
    decoded: Decoded | None = None
    warnings: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()             # text mode: each block folded, as rules see it
    front: tuple[Verdict, ...] = ()         # text mode: headline, overline, byline … above the body, as they were read
    scored: tuple[tuple[float, str], ...] = ()      # a text that holds a whole page: each line's likelihood, and what it rests on

    def met(self, block: int) -> bool:
        """Whether a rule meets `block` with no more than what the line itself says."""
        return any(hit.suffices for hit in self.hits[block])
