"""Other extractors on the same pages, their results cached on disk because they are slow."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from measure.corpora import Sample
from measure.metrics import Output

Engine = Callable[[Sample], Output]


def decoded(html: str | bytes) -> str:
    """The page as text: UTF-8 where its bytes are that, else read by Beautiful Soup's detector."""
    if isinstance(html, str):
        return html
    from bs4.dammit import UnicodeDammit

    dammit = UnicodeDammit(html, ["utf-8"], is_html=True)
    return dammit.unicode_markup or html.decode("utf-8", "replace")


def trafilatura(sample: Sample) -> Output:
    """trafilatura's `bare_extraction` with metadata, without comments."""
    from trafilatura import bare_extraction

    found = bare_extraction(
        decoded(sample.html or ""), url=_url(sample), with_metadata=True, include_comments=False,
    )
    if found is None:
        return Output("")
    authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Output(found.text or "", found.title, authors, found.date)


def resiliparse(sample: Sample) -> Output:
    """resiliparse's main content as plain text; without comments; it reads no metadata."""
    from resiliparse.extract.html2text import extract_plain_text

    return Output(extract_plain_text(decoded(sample.html or ""), main_content=True, alt_texts=False, comments=False), reads=())


def readability(sample: Sample) -> Output:
    """readability-lxml's summary as text, and its title."""
    from lxml import etree
    from lxml import html as lxml_html
    from readability import Document
    from readability.readability import Unparseable

    logging.getLogger("readability").setLevel(logging.CRITICAL)     # it logs a traceback for every page it gives up
    try:
        document = Document(decoded(sample.html or ""))
        summary = lxml_html.fromstring(document.summary(html_partial=True))
        for block in summary.iter("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "tr", "blockquote", "pre"):
            block.tail = "\n" + (block.tail or "")
        return Output(str(summary.text_content()), document.short_title(), reads=("title",))
    except (Unparseable, etree.ParserError, etree.XMLSyntaxError, ValueError, TypeError):
        return Output("", reads=("title",))     # it gives no article


def newspaper(sample: Sample) -> Output:
    """newspaper4k's article text, title, authors and date."""
    from newspaper import Article
    from newspaper.exceptions import ArticleException

    article = Article(_url(sample) or "https://example.org/", fetch_images=False)
    try:
        article.download(input_html=decoded(sample.html or ""))
        article.parse()
    except (ArticleException, ImportError, ValueError, TypeError, AttributeError):     # ImportError: needs more for Japanese
        return Output("")       # it gives no article
    date = article.publish_date.strftime("%Y-%m-%d") if hasattr(article.publish_date, "strftime") else None
    return Output(article.text or "", article.title or None, tuple(article.authors or ()), date)


def nothing_done(sample: Sample) -> Output:
    """The text as it came."""
    return Output(sample.text or "", reads=())


def _url(sample: Sample) -> str | None:
    return sample.url if sample.url and sample.url.startswith("http") else None


PACKAGES = {
    "trafilatura": "trafilatura", "resiliparse": "Resiliparse", "readability": "readability-lxml", "newspaper": "newspaper4k",
}
PEERS: dict[str, Engine] = {
    "trafilatura": trafilatura, "resiliparse": resiliparse, "readability": readability, "newspaper": newspaper,
}
FORMAT = 2              # of the cache: raised when `Output` changes, or what a peer is asked
USUAL = ("trafilatura", "resiliparse")


def installed(name: str) -> str | None:
    """The version of the peer's package; None when it is not installed."""
    try:
        return version(PACKAGES[name])
    except PackageNotFoundError:
        return None


class Cache:
    """Outputs of one peer version on one corpus, in a JSON-lines file."""

    def __init__(self, place: Path, peer: str, corpus_digest: str, corpus: str) -> None:
        self.path = place / f"{peer}-{installed(peer)}-{corpus}-{corpus_digest}-{FORMAT}.jsonl"
        self.outputs: dict[str, Output] = {}
        if self.path.exists():
            for line in self.path.read_text(encoding="utf-8").split("\n")[:-1]:     # a page may hold other line ends
                row = json.loads(line)
                id_ = row.pop("id")
                self.outputs[id_] = Output(**row | {"authors": tuple(row["authors"]), "reads": tuple(row["reads"])})

    def add(self, outputs: dict[str, Output]) -> None:
        """Keep more outputs, in memory and on disk."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            for id_, output in outputs.items():
                file.write(json.dumps({"id": id_, **asdict(output)}, ensure_ascii=False) + "\n")
        self.outputs |= outputs
