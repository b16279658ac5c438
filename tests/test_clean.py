"""Cleaning as a whole: any input gives an article, the same one every time, and options change what they say."""

from __future__ import annotations

import hashlib
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import SENTENCE, prose

from cleaner import Article, Options, Page, clean, clean_page, clean_text
from cleaner.quality import VERDICTS
from cleaner.stages import PRESETS, html_stages
from cleaner.stages.statistics import Statistics
from cleaner.stages.witness import Witness

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("page-*/page.html"))
PAGE = f"<html lang='en'><head><title>Gale</title></head><body><h1>Gale</h1><article>{prose(6)}</article></body></html>"


class TestAnyInput:
    def test_views_of_bytes_are_bytes(self) -> None:
        expected = clean(PAGE.encode())
        assert clean(bytearray(PAGE.encode())) == clean(memoryview(PAGE.encode())) == expected       # type: ignore[arg-type]

    @pytest.mark.parametrize("what", [None, 7, ["<p>"]])
    def test_what_is_no_page_at_all_is_said(self, what: object) -> None:
        for function in (clean, clean_text):
            with pytest.raises(TypeError, match=f"a page is str or bytes, not {type(what).__name__}"):
                function(what)      # type: ignore[operator]

    def test_a_page_as_long_as_a_book_keeps_every_paragraph(self) -> None:
        chapters = "".join(f"<h2>Chapter {n}</h2>{prose(60, 60 * n)}<ul><li>The quay<li>The gale</ul>" for n in range(40))
        menu = "<nav><a href=/a>Home</a> <a href=/b>News</a></nav>"
        end = "<footer><a href=/c>Terms</a></footer>"
        article = clean(f"<html><body>{menu}<h1>The book of boats</h1><div>{chapters}</div>{end}</body></html>")
        kept = [article.blocks[i].text for i in article.kept]
        assert [line for line in kept if line.startswith("The harbour master")] == [SENTENCE.format(n) for n in range(2400)]
        assert sum(line.startswith("Chapter") for line in kept) == 40
        assert article.quality.verdict == "article"

    def test_nothing_that_steers_a_terminal_comes_out(self) -> None:
        line = "The harbour\x1b[31m council\x00 didn\x92t vote\x9b2J, it\xe2\x80\x99s Tuesday\x7f, said the mayor."
        plain = "The harbour[31m council didn’t vote›2J, it’s Tuesday, said the mayor."
        stated = '{"@type": "NewsArticle", "headline": "Gale\\u001b[2J", "author": {"name": "Ada\\u009b Lind"}}'
        article = clean(f'<script type="application/ld+json">{stated}</script><title>Gale\x9b</title><h1>Gale\x1b</h1><p>{line}</p>')
        assert article.text == clean_text(line).text == plain
        found = article.metadata
        assert (found.title or "").isprintable()
        assert "".join(found.authors).isprintable()

    @pytest.mark.parametrize("arguments", [{"url": b"https://a.example"}, {"charset": 3}, {"options": None}, {"options": {"preset": "no"}}])
    def test_an_argument_of_another_type_is_said(self, arguments: dict[str, object]) -> None:
        with pytest.raises(TypeError, match=next(iter(arguments))):
            clean(PAGE, **arguments)        # type: ignore[arg-type]
        if "options" in arguments:
            with pytest.raises(TypeError, match="options"):
                clean_text(SENTENCE, "en", **arguments)     # type: ignore[arg-type]

    @pytest.mark.parametrize("html", ["", b"", b"\x00", "\x00", b"\xff\xfe", " ", "<", "<html>", "<!--", "\ufeff", "<script>x</script>"])
    def test_nothing_to_read_is_an_article_without_text(self, html: str | bytes) -> None:
        article = clean(html)
        assert article.text == ""
        assert article.quality.confidence == 0
        assert article.quality.verdict != "article"

    @pytest.mark.parametrize("node", [
        r'{"@type":"NewsArticle","headline":"Snow \ud800 fell","author":{"name":"Ana \ud83d Kova"}}',
        r'{"@type":"NewsArticle","headline":"Snow \uDC00 fell",,"author":"Ana \ud83d"}',
    ])
    def test_half_an_emoji_in_json_ld(self, node: str) -> None:
        head = f"<script type='application/ld+json'>{node}</script>"
        article = clean(f"<html><head>{head}</head><body><h1>Gale</h1>{prose(6)}</body></html>", "https://example.org/\ud83d")
        assert article.metadata.authors[0].startswith("Ana \ufffd")
        assert article.to_json().encode()
        assert article.to_html().encode()

    def test_half_an_emoji_in_an_article_that_only_a_script_holds(self) -> None:
        body = r"\u003cp\u003eThe snow \ud83d fell on the town for three days and nobody could leave the house.\u003c\/p\u003e" * 12
        article = clean(f'<html><body><h1>Snow</h1><script>var story = "{body}";</script></body></html>')
        assert "The snow \ufffd fell" in article.text

    @settings(deadline=None, max_examples=40)
    @given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(lambda body: b"<html><body><p>" + body)))
    def test_any_bytes(self, html: bytes) -> None:
        self.check(clean(html))

    TAGS = st.sampled_from([
        "p", "div", "article", "a", "ul", "li", "table", "td", "h1", "template", "button", "noscript", "svg", "html", "body",
    ])

    @settings(deadline=None, max_examples=40)
    @given(st.lists(st.one_of(TAGS.map("<{}>".format), TAGS.map("</{}>".format), st.text(max_size=20)), max_size=30))
    def test_any_nesting(self, parts: list[str]) -> None:
        self.check(clean("".join(parts)))

    def check(self, article: Article) -> None:
        assert article.quality.verdict in VERDICTS
        assert 0 <= article.quality.confidence <= 1
        assert set(article.kept).isdisjoint(removed.index for removed in article.removed)
        assert pickle.loads(pickle.dumps(article)) == article

    def test_a_hundred_thousand_open_elements(self) -> None:
        article = clean("<html><body>" + "<div>" * 100_000 + prose(4))
        assert "boat number 3" in article.text


class TestTheSameEveryTime:
    @pytest.mark.parametrize("path", FIXTURES[::6], ids=lambda path: path.parent.name)
    def test_str_and_bytes_and_again(self, path: Path) -> None:
        html = path.read_text(encoding="utf-8")
        article = clean(html)
        assert clean(html) == article
        assert clean(html.encode()).text == article.text

    def test_in_another_process(self) -> None:
        code = (
            "import hashlib, sys; from pathlib import Path; from cleaner import clean\n"
            "for name in sys.argv[1:]: print(hashlib.sha256(clean(Path(name).read_bytes()).to_json().encode()).hexdigest())"
        )
        names = [str(path) for path in FIXTURES[::8]]
        ran = subprocess.run([sys.executable, "-c", code, *reversed(names)], capture_output=True, text=True, check=True)
        here = [hashlib.sha256(clean(Path(name).read_bytes()).to_json().encode()).hexdigest() for name in names]
        assert ran.stdout.split()[::-1] == here

    def test_an_article_is_a_value_without_trees(self) -> None:
        article = clean(PAGE)
        assert pickle.loads(pickle.dumps(article)) == article
        assert b"lxml" not in pickle.dumps(article)


class TestOptions:
    @pytest.mark.parametrize(("options", "line"), [
        ({"witness": "nevr"}, "witness is 'nevr'; it is one of auto, always, never"),
        ({"preset": "exact"}, "preset is 'exact'; it is one of precise, balanced, generous"),
        ({"language": "klingon"}, "language is 'klingon'; it is a BCP 47 tag such as 'ro' or 'sr-Latn'"),
        ({"language": "hrvatski jezik"}, "language is 'hrvatski jezik'; it is a BCP 47 tag"),
    ])
    def test_what_they_do_not_know_is_said(self, options: dict[str, str], line: str) -> None:
        with pytest.raises(ValueError, match=re.escape(line)):
            Options(**options)          # type: ignore[arg-type]

    def test_packs_come_in_any_sequence_but_not_as_one_path(self, tmp_path: Path) -> None:
        pack = tmp_path / "own.toml"
        pack.write_text('version = "1"\n', encoding="utf-8")
        for packs in ([str(pack)], [pack], (pack,)):
            options = Options(packs=packs)      # type: ignore[arg-type]
            assert options.packs == (str(pack),)
            assert clean(PAGE, options=options).text == clean(PAGE).text
        for one in (str(pack), pack):
            with pytest.raises(TypeError, match="it is a tuple of paths"):
                Options(packs=one)              # type: ignore[arg-type]

    def test_presets_are_thresholds(self) -> None:
        assert PRESETS["precise"] > PRESETS["balanced"] > PRESETS["generous"]
        for threshold in PRESETS.values():
            stages = html_stages(threshold, "never")
            first, witness = stages[0], stages[1]
            assert isinstance(first, Statistics)
            assert isinstance(witness, Witness)
            assert (first.threshold, witness.threshold, witness.mode) == (threshold, threshold, "never")
            assert stages[2:] == html_stages()[2:]

    @pytest.mark.parametrize("path", FIXTURES[::5], ids=lambda path: path.parent.name)
    def test_the_scorer_keeps_no_less_on_a_lower_threshold(self, path: Path) -> None:
        html = path.read_text(encoding="utf-8")
        scored = [
            {verdict.block for verdict in clean(html, options=Options(preset=preset)).verdicts if verdict.rule == "scorer" and verdict.keep}
            for preset in ("precise", "balanced", "generous")
        ]
        assert scored[0] <= scored[1] <= scored[2]

    def test_rules_of_ones_own_are_heard(self, tmp_path: Path) -> None:
        pack = tmp_path / "own.toml"
        pack.write_text(
            'version = "1"\n[read_also.tide]\npattern = "^from the tide desk"\nneeds = ["colon"]\n'
            'drops = ["From the tide desk: more"]\nkeeps = ["From the tide desk came no word."]\n', encoding="utf-8",
        )
        line = "<p>From the tide desk: what the boats are waiting for, and for how long.</p>"
        html = PAGE.replace("</article>", f"{line}{prose(2, 50)}</article>")
        assert "tide desk" in clean(html).text
        article = clean(html, options=Options(packs=(str(pack),)))
        assert "tide desk" not in article.text
        assert [removed.rule for removed in article.removed if "tide desk" in removed.text] == ["own.read_also.tide"]

    def test_the_witness_is_asked_always_or_never(self) -> None:
        always, never = (clean(PAGE, options=Options(witness=asked)) for asked in ("always", "never"))   # type: ignore[arg-type]
        assert {"witness.trafilatura"} <= {verdict.rule for verdict in always.verdicts}
        assert "witness.trafilatura" not in {verdict.rule for verdict in never.verdicts}
        assert always.text == never.text

    def test_a_language_given_wins_over_the_declared_one(self) -> None:
        cue = "<p>Citește și: <a href='/1'>Câștigătorii premiului pentru pâine</a></p>"
        article = clean(PAGE.replace("</article>", f"{cue}{prose(2, 50)}</article>"), options=Options(language="ro"))
        cut = [removed for removed in article.removed if removed.text.startswith("Citește")]
        assert [removed.kind for removed in cut] == ["read_also"]

    def test_a_language_without_a_rule_pack_is_told(self) -> None:
        told = "no rule pack for the language 'xx': only rules for any page are heard"
        unknown = Options(language="xx")
        for article in (clean(PAGE, options=unknown), clean_text(SENTENCE, "xx"), clean_text(SENTENCE, options=unknown)):
            assert article.quality.warnings.count(told) == 1
            assert article.text
        for served in ("hr", "sr-Latn-RS", "en_GB", "nb", "he", "iw", " RO ", "zh-Hant"):
            assert clean_text(SENTENCE, served).quality.warnings == ()
        with pytest.raises(ValueError, match="klingon"):
            clean_text(SENTENCE, "klingon")

    @pytest.mark.parametrize("name", ["preset", "packs", "witness", "language"])
    def test_they_are_named_and_frozen(self, name: str) -> None:
        with pytest.raises(AttributeError):
            setattr(Options(), name, None)
        with pytest.raises(TypeError):
            Options("precise")      # type: ignore[misc]


class TestPages:
    def test_extracted_text_is_read_as_such(self) -> None:
        text = "Six boats < seven wait for the end of the gale, the harbour master said.\n\nRead also: Bakery wins a prize"
        article = clean_page(Page(text, text_only=True, warnings=("from a row",)))
        assert article.text == text.splitlines()[0]
        assert article.quality.warnings == ("from a row",)
        assert clean_page(Page(text.encode(), text_only=True)).text == article.text

    def test_how_the_bytes_of_a_text_were_read_is_told(self) -> None:
        text = "Oluja se približava obali, rekao je ravnatelj postaje.\n" * 8
        legacy = clean_page(Page(text.encode("windows-1250"), text_only=True))
        assert (legacy.quality.encoding, legacy.text.count("približava")) == ("windows-1250", legacy.text.count("Oluja"))
        damaged = clean_page(Page(text.replace("ž", "\ufffd").encode(), text_only=True))
        assert damaged.quality.replaced == 8
        assert any("U+FFFD" in warning for warning in damaged.quality.warnings)

    def test_a_page_that_its_server_sent_as_an_error_is_none_unless_it_is_an_article(self) -> None:
        gone = "<title>Gone</title><h1>Gone</h1><ul><li><a href=/a>Ferries</a></li><li><a href=/b>Boats</a></li></ul><p>Ask the desk.</p>"
        article, other = (clean_page(Page(html, http_status=404)) for html in (PAGE, gone))
        assert clean(gone).quality.verdict not in {"article", "error_page"}
        assert (other.quality.verdict, article.quality.verdict) == ("error_page", "article")
        assert article.text == clean(PAGE).text
        assert "the server answered with an error (HTTP 404)" in article.quality.warnings
        assert clean_page(Page(PAGE, http_status=200)) == clean(PAGE)

    def test_further_pages_are_one_article(self) -> None:
        second = PAGE.replace("boat number", "ferry number")
        article = clean_page(Page(PAGE, further=(Page(second),)))
        assert article.text.count("boat number") == article.text.count("ferry number") == 6

    def test_agencies_of_the_text_and_of_the_credit_beside_it(self) -> None:
        html = PAGE.replace("</article>", "<p>The gale will last until Friday, Reuters reported from the coast on Monday.</p></article>")
        assert clean(html).metadata.agencies == ("Reuters",)

    def test_words_are_counted(self) -> None:
        article = clean(PAGE)
        assert article.metadata.word_count == len(article.text.split())
