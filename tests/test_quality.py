"""What a page is and how sure we are of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import document, ledger_of, prose

from cleaner import clean, clean_text
from cleaner.ledger import Ledger
from cleaner.model import Page
from cleaner.quality import VERDICTS, assess, logistic, signals, weights
from cleaner.read import read_page

HEAD = "<html lang='en'><head><title>{}</title></head><body>"
MENU = "".join(f"<li><a href='/{n}'>Headline number {n} of this evening</a></li>" for n in range(30))


class TestVerdict:
    @pytest.mark.parametrize(("html", "verdict"), [
        ("", "empty"),
        ("<html><head><script>boot()</script></head><body><div id='app'></div></body></html>", "javascript_shell"),
        (HEAD.format("Page not found") + "<h1>Page not found</h1><p>The address may be mistyped.</p></body></html>", "error_page"),
        (HEAD.format("News") + "<p>Please enable JavaScript to continue using this site.</p></body></html>", "javascript_shell"),
        (HEAD.format("News") + f"<ul>{MENU}</ul></body></html>", "listing"),
        (HEAD.format("Gale") + f"<h1>Gale</h1><article>{prose(12)}</article></body></html>", "article"),
    ])
    def test_pages(self, html: str, verdict: str) -> None:
        assert clean(html).quality.verdict == verdict

    @pytest.mark.parametrize(("types", "verdict"), [
        ("Product", "product"), ("DiscussionForumPosting", "forum"), ("CollectionPage", "listing"),
    ])
    def test_what_a_page_without_an_article_declares(self, types: str, verdict: str) -> None:
        data = f'<script type="application/ld+json">{{"@type": "{types}", "name": "Kettle"}}</script>'
        page = document("<p>Kettle, 1.7 litres</p>" * 30, f"<title>Kettle</title>{data}")
        assert assess(page, ledger_of(page, [])).verdict == verdict

    @pytest.mark.parametrize(("url", "verdict"), [
        ("https://cityforum.example/kettles", "forum"), ("https://kettles.example/products/steel/whistling", "product"),
        ("https://kettles.example/product", "other"),       # the page's own name is no folder
        ("https://kettles.example/t/whistling/1207", "forum"), ("https://kettles.example/viewtopic.php?t=12", "forum"),
        ("https://kettles.example/thread-1207.html", "forum"), ("https://kettles.example/whistling-kettle-t1207.html", "forum"),
        ("https://kettles.example/topic/whistling", "other"),       # news have topics too
        ("https://kettles.example/topic/1207-whistling/", "forum"),
        ("https://kettles.example/docs/whistling", "other"), ("https://kettles.example/news/", "listing"),
        ("https://kettles.example/town-community-and-work/steel", "other"),     # one word of a long name says little of what lies in it
        (None, "other"),
    ])
    def test_what_the_address_of_a_page_without_an_article_says(self, url: str | None, verdict: str) -> None:
        page = read_page(Page(f"{HEAD.format('Kettle')}{'<p>Kettle, 1.7 litres</p>' * 30}</body></html>", url))
        assert assess(page, ledger_of(page, [])).verdict == verdict

    def test_a_forum_s_page_of_links_is_a_listing(self) -> None:
        page = read_page(Page(f"{HEAD.format('Kettles')}<ul>{MENU * 3}</ul></body></html>", "https://cityforum.example/kettles"))
        assert assess(page, ledger_of(page, [])).verdict == "listing"

    @pytest.mark.parametrize("head", [
        '<meta property="og:type" content="website">',      # so many sites call every page of theirs
        '<script type="application/ld+json">{"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": "Does it whistle?", '
        '"acceptedAnswer": {"@type": "Answer", "text": "It does."}}]}</script>',
    ])
    def test_what_many_kinds_of_pages_declare_names_none(self, head: str) -> None:
        page = document("<p>Kettle, 1.7 litres</p>" * 30, f"<title>Kettle</title>{head}")
        assert assess(page, ledger_of(page, [])).verdict == "other"

    @pytest.mark.parametrize("url", ["http://[gale", "http://gale]/a/", "//["])
    def test_an_address_that_is_none_says_nothing(self, url: str) -> None:
        page = HEAD.format("Gale") + f"<h1>Gale</h1><article>{prose(12)}</article></body></html>"
        assert clean(page, url).quality.verdict == "article"

    def test_the_same_text_is_an_article_in_a_magazine_and_none_in_a_manual(self) -> None:
        page = f"{HEAD.format('Gale')}<ul>{MENU}</ul><h1>Gale</h1>{prose(8)}</body></html>"
        addresses = ("https://harbour.example/blog/gale", "https://harbour.example/manual/gale")
        magazine, manual = (signals(read_page(Page(page, address)), Ledger(0)) for address in addresses)
        assert logistic(weights()["article"], magazine) > logistic(weights()["article"], manual)

    def test_fields_to_fill_in_speak_against_an_article(self) -> None:
        page = f"{HEAD.format('Gale')}<h1>Gale</h1>{prose(8)}{{}}</body></html>"
        without, many = (signals(read_page(Page(page.replace("{}", "<input name=size>" * count))), Ledger(0)) for count in (0, 40))
        assert without["fields"] == 0
        assert logistic(weights()["article"], without) > logistic(weights()["article"], many)

    def test_a_locked_page_that_shows_little_is_a_stub(self) -> None:
        data = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Gale", "isAccessibleForFree": false}</script>'
        page = f"{HEAD.format('Gale')}<h1>Gale</h1><article>{{}}</article>{data}</body></html>"
        short, long = (clean(page.replace("{}", prose(count))) for count in (5, 30))
        assert (short.quality.verdict, long.quality.verdict) == ("paywall_stub", "article")

    def test_a_text_is_an_article_or_empty(self) -> None:
        text = clean_text("Six boats wait in the harbour for the end of the gale, the harbour master said.\n\nRead also: Bakery wins")
        assert text.quality.verdict == "article"
        assert 0.5 < text.quality.confidence < 1
        assert clean_text("").quality.verdict in {"empty", "javascript_shell"}

    def test_verdicts_are_a_closed_list(self) -> None:
        assert len(set(VERDICTS)) == len(VERDICTS)


class TestConfidence:
    def test_it_is_none_where_nothing_is_kept(self) -> None:
        page = document(prose(3))
        assert assess(page, ledger_of(page, [])).confidence == 0

    def test_sure_blocks_make_it_higher(self) -> None:
        page = document(f"<h1>Gale keeps the boats in harbour</h1><article>{prose(10)}</article>")
        sure, unsure = (assess(page, ledger_of(page, range(1, 11), likely)).confidence for likely in (0.99, 0.55))
        assert sure > unsure

    def test_its_figures_are_told(self) -> None:
        page = document(prose(3))
        ledger = ledger_of(page, range(3))
        ledger.signals["doubt"] = 0.5
        quality = assess(page, ledger)
        assert dict(quality.signals)["doubt"] == 0.5
        assert set(dict(quality.signals)) == set(signals(page, ledger))

    def test_what_was_degraded_is_told(self) -> None:
        page = document(prose(1))
        ledger = ledger_of(page, [0])
        ledger.warnings.append("in doubt, but trafilatura failed on the page")
        quality = assess(page, ledger)
        assert quality.warnings[-1] == "in doubt, but trafilatura failed on the page"
        assert (quality.encoding, quality.encoding_source, quality.replaced) == ("utf-8", "str", 0)

    def test_the_encoding_of_bytes_is_told(self) -> None:
        quality = clean("<meta charset=iso-8859-2><p>Łódź</p>".encode("iso-8859-2")).quality
        assert quality.encoding_source == "declaration"

    @pytest.mark.parametrize("name", ["confidence", "article"])
    def test_weights_name_signals_that_there_are(self, name: str) -> None:
        page = document(prose(1))
        assert set(weights()[name]) - {"bias"} <= set(signals(page, Ledger(len(page.blocks))))


@given(st.dictionaries(st.sampled_from("abc"), st.floats(-1e6, 1e6)), st.floats(-1e6, 1e6))
def test_a_logistic_sum_is_a_share(terms: dict[str, float], bias: float) -> None:
    assert 0 <= logistic({**terms, "bias": bias}, dict.fromkeys("abc", 1.0)) <= 1


def test_a_logistic_sum_by_hand() -> None:
    assert logistic({"bias": 0}, {}) == 0.5
    assert logistic({"bias": -1, "a": 2}, {"a": 1}) == pytest.approx(0.7310586)
