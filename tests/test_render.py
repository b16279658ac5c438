"""The formats: what they look like, that parsers of their own read them back, and that none changes what is kept."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cleaner.model import Block, Image, Metadata, Place, Span
from cleaner.parse import parse
from cleaner.render import to_html, to_markdown, to_text
from cleaner.render.front_matter import front_matter
from cleaner.render.inline import Mark, absolute, nest
from cleaner.segment import segment
from cleaner.text import words

URL = "https://primjer.hr/vijesti/svijet/clanak.html"
GFM = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def block(index: int, text: str, tag: str = "p", **more: object) -> Block:
    return Block(index, f"html/body/{tag}", tag, text, **more)  # type: ignore[arg-type]


def markdown(*blocks: Block, title: str | None = None, url: str | None = URL) -> str:
    return to_markdown(blocks, Metadata(title=title, url=url))


def html(*blocks: Block, title: str | None = None, url: str | None = URL) -> str:
    return to_html(blocks, Metadata(title=title, url=url))


def read_markdown(source: str) -> str:
    """The text that a CommonMark parser sees in `source`, a line for each run."""
    return "\n".join(_read_token(token) for token in GFM.parse(source))


def _read_token(token: Token) -> str:
    if token.children is not None:
        breaks = {"softbreak": "\n", "hardbreak": "\n", "html_inline": ""}
        return "".join(breaks.get(child.type, child.content) for child in token.children)
    return token.content


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.links: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"td", "th", "li", "br"}:
            self.text.append(" ")
        self.links += [value or "" for name, value in attrs if name == "href"]


def read_html(source: str) -> _Reader:
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return reader


def place(tag: str, number: int, parent: Place | None = None) -> Place:
    return Place(f"{parent.path if parent else 'html'}/{tag}", number, parent, tag, parent.depth + 1 if parent else 1, 0, 0)


# -- text


def test_text_has_one_blank_line_between_blocks() -> None:
    assert to_text([block(0, "Prvi."), block(1, "Međunaslov", "h2"), block(2, "Drugi.")]) == "Prvi.\n\nMeđunaslov\n\nDrugi."


def test_lines_after_a_single_break_stay_together() -> None:
    lines = [block(0, "Prvi stih,"), block(1, "drugi stih", joined=True), block(2, "Nova strofa")]
    assert to_text(lines) == "Prvi stih,\ndrugi stih\n\nNova strofa"
    assert markdown(*lines) == "Prvi stih,\\\ndrugi stih\n\nNova strofa\n"
    assert "<p>Prvi stih,<br>\ndrugi stih</p>" in html(*lines)


def test_a_line_joined_to_one_that_was_cut_starts_a_paragraph() -> None:
    assert to_text([block(0, "Prvi."), block(2, "Treći.", joined=True)]) == "Prvi.\n\nTreći."


def test_a_line_joined_across_containers_starts_a_paragraph() -> None:
    body = place("body", 1)
    lines = [block(0, "Prvi.", place=place("p", 2, body)), block(1, "Drugi.", place=place("p", 3, body), joined=True)]
    assert to_text(lines) == "Prvi.\n\nDrugi."


def test_items_and_rows_follow_line_by_line_without_markers() -> None:
    blocks = [
        block(0, "jedan", "li", level=1), block(1, "dva", "li", level=1), block(2, "Odlomak."),
        block(3, "a | 1", "tr", cells=("a", "1")), block(4, "b | 2", "tr", cells=("b", "2")),
    ]
    assert to_text(blocks) == "jedan\ndva\n\nOdlomak.\n\na | 1\nb | 2"


# -- Markdown


def test_title_is_the_only_heading_of_the_first_level() -> None:
    source = markdown(block(0, "Naslov dijela", "h1"), block(1, "Manji", "h4"), title="Naslov")
    assert source == "# Naslov\n\n## Naslov dijela\n\n#### Manji\n"


def test_an_article_of_nothing_is_nothing() -> None:
    assert markdown() == ""
    assert html() == "<article>\n</article>\n"
    assert to_text([]) == ""


def test_lists_nest_and_keep_their_kind() -> None:
    blocks = [
        block(0, "jedan", "li", level=1, ordered=True), block(1, "alfa", "li", level=2), block(2, "beta", "li", level=2),
        block(3, "dva", "li", level=1, ordered=True),
    ]
    assert markdown(*blocks) == "1. jedan\n   - alfa\n   - beta\n2. dva\n"
    assert "<ol>\n<li>jedan\n<ul>\n<li>alfa</li>\n<li>beta</li>\n</ul></li>\n<li>dva</li>\n</ol>" in html(*blocks)


def test_places_tell_items_lists_and_counting_apart() -> None:
    body = place("body", 1)
    first, second = place("ul", 2, body), place("ul", 5, body)
    item = place("li", 3, first)
    counted = place("ol", 4, item)
    blocks = [
        block(0, "prvi odlomak stavke", "li", level=1, place=item), block(1, "brojeno", "li", level=2, place=place("li", 6, counted)),
        block(2, "drugi odlomak stavke", "li", level=1, place=item), block(3, "drugi popis", "li", level=1, place=place("li", 7, second)),
    ]
    assert markdown(*blocks) == "- prvi odlomak stavke\n\n  1. brojeno\n\n  drugi odlomak stavke\n\n* drugi popis\n"
    assert to_text(blocks) == "prvi odlomak stavke\n\nbrojeno\n\ndrugi odlomak stavke\n\ndrugi popis"


def test_items_deeper_than_anyone_can_tell_end_at_a_bound() -> None:
    blocks = [block(i, f"stavka{i}", "li", level=i + 1) for i in range(2000)]
    assert words(read_markdown(markdown(*blocks))) == words(to_text(blocks))
    assert html(*blocks).count("<ul>") == 9


def rendered(body: str) -> tuple[str, str, str]:
    """A page's body as text, Markdown and HTML, from its markup on."""
    found = segment(parse(f"<!DOCTYPE html><html><body>{body}</body></html>").root)
    source, written = markdown(*found), html(*found)
    assert words(read_markdown(source)) == words("".join(read_html(written).text)) == words(to_text(found))
    return to_text(found), source, written


def test_lists_count_as_on_the_page() -> None:
    text, source, written = rendered("<ol start='5'><li>pet</li><li>šest</li><li value='9'>devet</li></ol><ol start=10><li>deset</li></ol>")
    assert text == "pet\nšest\ndevet\n\ndeset"
    assert source == "5. pet\n6. šest\n\n9) devet\n\n10. deset\n"
    assert [token.attrs.get("start") for token in GFM.parse(source) if token.type == "ordered_list_open"] == [5, 9, 10]
    assert '<ol start="5">\n<li>pet</li>\n<li>šest</li>\n<li value="9">devet</li>\n</ol>\n<ol start="10">' in written


def test_a_list_that_counts_down_does() -> None:
    _, source, written = rendered("<ol reversed><li>tri</li><li>dva</li></ol>")
    assert source == "2. tri\n\n1) dva\n"
    assert '<ol start="2">\n<li>tri</li>\n<li value="1">dva</li>' in written


def test_a_list_inside_an_item_counts_as_on_the_page() -> None:
    _, source, _ = rendered("<ul><li>stavka<ol start='3'><li>tri<li value='7'>sedam</ol></li><li>druga</li></ul>")
    assert source == "- stavka\n\n  3. tri\n\n  7) sedam\n- druga\n"


def test_quotes_and_code_in_an_item_stay_in_it() -> None:
    text, source, written = rendered(
        "<ul><li><p>Prva</p><blockquote><p>Citat</p><ul><li>u citatu</li></ul></blockquote><pre>kod\n\n  stavke</pre></li>"
        "<li>Druga <code>x</code> i<br>prijelom<ul><li>dublja<blockquote>Opet</blockquote></li></ul></li></ul>",
    )
    assert text == "Prva\n\nCitat\n\nu citatu\n\nkod\n\n  stavke\n\nDruga x i\nprijelom\n\ndublja\n\nOpet"
    assert source == (
        "- Prva\n\n  > Citat\n  >\n  > - u citatu\n\n  ```\n  kod\n\n    stavke\n  ```\n\n"
        "- Druga `x` i\\\n  prijelom\n\n  - dublja\n\n    > Opet\n"
    )
    assert "<blockquote>\n<p>Citat</p>\n<ul>\n<li>u citatu</li>\n</ul>\n</blockquote>\n<pre><code>kod" in written
    assert written.count("<ul>") == 3


@pytest.mark.parametrize(("body", "expected"), [
    ("<ol><li><blockquote><p>Citat</p></blockquote></li><li><pre>kod</pre></li></ol>", "1. > Citat\n2. ```\n   kod\n   ```\n"),
    ("<ul><blockquote><p>Citat</p></blockquote><li>stavka</li></ul>", "> Citat\n\n- stavka\n"),
    ("<blockquote><ul><li>a<blockquote>b</blockquote></li></ul></blockquote>", "> - a\n>\n>   b\n"),
    ("<div><li>a<blockquote>b</blockquote></li></div>", "a\n\n> b\n"),
    ("<ul><li>a<blockquote><p>b</p></blockquote></li></ul><blockquote><p>c</p></blockquote>", "- a\n\n  > b\n\n> c\n"),
    ("<ul><li>a<blockquote>b</blockquote><blockquote>c</blockquote>d</li></ul>", "- a\n\n  > b\n\n  > c\n\n  d\n"),
])
def test_a_quote_or_code_is_in_the_item_that_it_stands_in(body: str, expected: str) -> None:
    assert rendered(body)[1] == expected


def test_quotes_in_lists_in_quotes_end_at_a_bound() -> None:
    source = rendered("<ul><li>a<blockquote>b" * 300)[1]
    assert max(line.count(">") for line in source.split("\n")) == 1


def test_neighbouring_lists_stay_two() -> None:
    body = place("body", 1)
    blocks = [block(i, f"stavka {i}", "li", level=1, place=place("li", 10 + i, place("ol", 2 + i, body))) for i in range(3)]
    assert markdown(*blocks) == "1. stavka 0\n\n1) stavka 1\n\n1. stavka 2\n"
    assert [token.type for token in GFM.parse(markdown(*blocks))].count("ordered_list_open") == 3


def test_tables_have_a_header_row_and_escaped_bars() -> None:
    rows = [
        block(0, "Ime | Broj", "tr", cells=("Ime", "Broj"), header=True),
        block(1, "a|b | 2 | više", "tr", cells=("a|b", "2", "više"), spans=(Span(6, 7, "strong"),)),
    ]
    assert markdown(*rows) == "| Ime | Broj |  |\n| --- | --- | --- |\n| a\\|b | **2** | više |\n"
    assert "<thead>\n<tr><th>Ime</th><th>Broj</th></tr>\n</thead>" in html(*rows)


def test_a_table_without_header_cells_gets_an_empty_header() -> None:
    row = block(0, "a | b", "tr", cells=("a", "b"))
    assert markdown(row) == "|  |  |\n| --- | --- |\n| a | b |\n"
    assert "thead" not in html(row)


def test_two_tables_side_by_side_stay_two() -> None:
    body = place("body", 1)
    rows = [block(i, "a | b", "tr", cells=("a", "b"), place=place("tr", 9 + i, place("table", 2 + i, body))) for i in range(2)]
    assert html(*rows).count("<table>") == 2
    assert to_text(rows) == "a | b\n\na | b"


def test_a_code_fence_is_longer_than_any_inside() -> None:
    code = block(0, "```python\n  x = '````'\n```", "pre")
    assert markdown(code) == "`````\n```python\n  x = '````'\n```\n`````\n"
    assert "<pre><code>```python\n  x = '````'\n```</code></pre>" in html(code)


def test_quotes_hold_paragraphs_headings_and_lists() -> None:
    blocks = [
        block(0, "Rekao je.", quoted=True), block(1, "Dio", "h3", quoted=True), block(2, "stavka", "li", level=1, quoted=True),
        block(3, "Izvan."),
    ]
    assert markdown(*blocks) == "> Rekao je.\n>\n> ### Dio\n>\n> - stavka\n\nIzvan.\n"
    assert "<blockquote>\n<p>Rekao je.</p>\n<h3>Dio</h3>" in html(*blocks)
    assert to_text(blocks) == "Rekao je.\n\nDio\n\nstavka\n\nIzvan."


def test_two_quotes_side_by_side_stay_two() -> None:
    body = place("body", 1)
    blocks = [block(i, f"Citat {i}", quoted=True, place=place("p", 9 + i, place("blockquote", 2 + i, body))) for i in range(2)]
    assert markdown(*blocks) == "> Citat 0\n\n> Citat 1\n"


def test_terms_and_definitions_share_a_list() -> None:
    blocks = [block(0, "Pojam", "dt"), block(1, "Objašnjenje", "dd"), block(2, "Dalje.")]
    assert "<dl>\n<dt>Pojam</dt>\n<dd>Objašnjenje</dd>\n</dl>\n<p>Dalje.</p>" in html(*blocks)


@pytest.mark.parametrize(("tags", "expected"), [
    ("dd", "<p>0</p>"),
    ("dt", "<p>0</p>"),
    ("dd dt", "<p>0</p>\n<p>1</p>"),
    ("dd dt dt dd dt", "<p>0</p>\n<dl>\n<dt>1</dt>\n<dt>2</dt>\n<dd>3</dd>\n</dl>\n<p>4</p>"),
])
def test_terms_without_definitions_and_definitions_without_terms_are_paragraphs(tags: str, expected: str) -> None:
    blocks = [block(i, str(i), tag) for i, tag in enumerate(tags.split())]
    assert html(*blocks) == f"<article>\n{expected}\n</article>\n"
    assert markdown(*blocks) == "\n\n".join(map(str, range(len(blocks)))) + "\n"


@pytest.mark.parametrize(("spans", "expected"), [
    ((Span(0, 4, "em"), Span(5, 9, "strong")), "_jako_ **malo** toga"),
    ((Span(0, 9, "strong"), Span(5, 9, "a", "/x")), "**jako [malo](https://primjer.hr/x)** toga"),
    ((Span(0, 2, "em"),), "<em>ja</em>ko malo toga"),
    ((Span(0, 2, "strong"),), "**ja**ko malo toga"),
    ((Span(0, 4, "del"), Span(5, 9, "sub")), "~~jako~~ <sub>malo</sub> toga"),
    ((Span(0, 4, "code"),), "`jako` malo toga"),
    ((Span(0, 9, "code"), Span(5, 9, "a", "/x")), "`jako` [`malo`](https://primjer.hr/x) toga"),
    ((Span(0, 6, "strong"), Span(3, 9, "strong")), "**jako malo** toga"),
    ((Span(0, 5, "em"), Span(4, 10, "strong")), "_jako_ **malo** toga"),
    ((Span(0, 9, "code"), Span(0, 4, "a", "/x"), Span(5, 9, "a", "/y")),
     "[`jako`](https://primjer.hr/x) [`malo`](https://primjer.hr/y) toga"),
    ((Span(0, 9, "a", "/x"), Span(5, 14, "a", "/y")), "[jako malo](https://primjer.hr/x) toga"),
    ((Span(0, 4, "a", "javascript:alert(1)"), Span(5, 9, "blink"), Span(14, 90, "em")), "jako malo toga"),
])
def test_inline_markup(spans: tuple[Span, ...], expected: str) -> None:
    text = "jako malo toga"
    assert markdown(block(0, text, spans=spans)) == expected + "\n"


def test_code_holds_backticks() -> None:
    assert markdown(block(0, "a `b` c", spans=(Span(2, 5, "code"),))) == "a `` `b` `` c\n"


def test_marks_that_no_parser_would_see_become_tags() -> None:
    assert markdown(block(0, 'on"ne"kaže', spans=(Span(2, 6, "strong"),))) == 'on<strong>"ne"</strong>kaže\n'


@pytest.mark.parametrize("text", [
    "# nije naslov", "> nije citat", "- nije stavka", "+ nije", "1. nije", "12) nije", "!", "1986\\. godine", "\\",
    "=== nije", "---", "***", "| nije | tablica |",
    "&amp; i &copy; i &#35;", "*zvjezdice* i _crte_ i __obje__", "snake_case_ime",
    "[nije](link)", "![nije slika](x)", "<b>nije</b>", "`nije`",
    "~~nije~~", "kraj\\", "C#", "C #", "C ##", "<!-- nije -->", "[^1]: nije", ":--- | ---:", "http://a.b/c_d_e?x=1&copy=2",
])
def test_special_characters_come_back_as_they_were(text: str) -> None:
    blocks = [block(0, text), block(1, text, joined=True), block(2, text, "h3"), block(3, text, "li", level=1), block(4, text, quoted=True)]
    expected = [*[text] * 5, text]
    assert [line for line in read_markdown(markdown(*blocks, title=text)).split("\n") if line] == expected


def test_an_exclamation_mark_before_a_link_makes_no_picture() -> None:
    assert "image" not in [child.type for child in _inline(markdown(block(0, "Ne!ovdje", spans=(Span(3, 8, "a", "/x"),))))]


def _inline(source: str) -> list[Token]:
    return [child for token in GFM.parse(source) for child in token.children or ()]


# -- links and HTML


@pytest.mark.parametrize(("href", "expected"), [
    ("drugi.html", "https://primjer.hr/vijesti/svijet/drugi.html"), ("//cdn.primjer.hr/a b", "https://cdn.primjer.hr/a%20b"),
    ("#dno", URL + "#dno"), ("mailto:ana@primjer.hr", "mailto:ana@primjer.hr"), ("https://пример.рф/стр", "https://пример.рф/стр"),
    ("JavaScript:alert(1)", ""), ("java\nscript:alert(1)", ""), ("data:text/html,x", ""), ("http://[neispravno", ""),
    ("vbscript:x", ""), ("/a_(b)", "https://primjer.hr/a_%28b%29"), ("/a\\b`c|d", "https://primjer.hr/a%5Cb%60c%7Cd"),
])
def test_links_are_absolute_or_left_out(href: str, expected: str) -> None:
    assert absolute(href, URL) == expected


def test_links_without_a_page_address_are_text() -> None:
    linked = block(0, "ovdje i tamo", spans=(Span(0, 5, "a", "/x"), Span(8, 12, "a", "https://b.hr/")))
    assert markdown(linked, url=None) == "ovdje i [tamo](https://b.hr/)\n"


def test_the_canonical_address_serves_where_the_page_has_none() -> None:
    source = to_markdown([block(0, "ovdje", spans=(Span(0, 5, "a", "/x"),))], Metadata(canonical_url="https://c.hr/y"))
    assert source == "[ovdje](https://c.hr/x)\n"


def test_html_is_safe() -> None:
    hostile = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    spans = (Span(0, 3, "a", "javascript:alert(1)"), Span(3, 9, "script"))
    source = html(block(0, hostile, spans=spans), block(1, hostile, "pre"), title=hostile)
    assert "<script" not in source
    assert "<img" not in source
    assert "javascript:" not in source
    assert read_html(source).text.count(hostile) == 3


def test_html_marks_cross_safely() -> None:
    source = html(block(0, "abcdef", spans=(Span(0, 4, "em"), Span(2, 6, "strong"))))
    assert "<p><em>ab<strong>cd</strong></em><strong>ef</strong></p>" in source


def test_a_document_names_its_charset_language_and_title() -> None:
    source = to_html([block(0, "Čaj.")], Metadata(title="Šest & pol", language="hr"), document=True)
    assert source.startswith('<!doctype html>\n<html lang="hr">\n<head>\n<meta charset="utf-8">\n<title>Šest &amp; pol</title>')
    assert source.endswith("</article>\n</body>\n</html>\n")


# -- front matter


@pytest.mark.parametrize("title", [
    'Ora: "șapte"', "it's", "dva\nreda", "- crtica", "# ljestve", "null", "yes", "2026-03-01", "1e3", "{a: b}", "@x", "&a *b", "😀 č",
    "\u0085\u2028\u2029\x7f\ufeff", "\\n", "%", "key: value", " razmak ", "\t",
])
def test_front_matter_is_read_back_by_a_yaml_parser(title: str) -> None:
    metadata = Metadata(
        title=title, authors=(title, "Ana"), published="2026-03-01", modified="2026-03-01T10:00:00+01:00", paywalled=False, word_count=3,
        image=Image("https://a.hr/x.jpg", title), sources=(("title", "h1"),),
    )
    matter = front_matter(metadata)
    assert yaml.safe_load(matter.removeprefix("---\n").removesuffix("---\n")) == {
        "title": title, "authors": [title, "Ana"], "published": "2026-03-01", "modified": "2026-03-01T10:00:00+01:00", "paywalled": False,
        "word_count": 3, "image": {"url": "https://a.hr/x.jpg", "caption": title},
    }


def test_front_matter_stands_before_the_title() -> None:
    source = to_markdown([block(0, "Tekst.")], Metadata(title="Naslov", image=Image()), matter=True)
    assert source == '---\ntitle: "Naslov"\nword_count: 0\n---\n\n# Naslov\n\nTekst.\n'


# -- properties

ALPHABET = st.one_of(st.sampled_from("ab č1*_`[]()<>#!&|~\\-+.:=\"'€"), st.characters(exclude_categories=("Cs", "Cc")))
LETTERS = st.text(ALPHABET, min_size=1, max_size=30)
TEXTS = LETTERS.map(lambda text: " ".join(text.split())).filter(lambda text: any(char.isalnum() for char in text))
SPANS = st.lists(
    st.builds(Span, st.integers(-3, 25), st.integers(0, 35), st.sampled_from(("a", "em", "strong", "code", "sub", "del", "u")),
              st.sampled_from(("", "/x", "https://a.hr/(b) c", "javascript:x"))), max_size=6,
).map(tuple)


@st.composite
def blocks_of_a_page(draw: st.DrawFn) -> list[Block]:
    blocks = []
    for index in range(draw(st.integers(0, 8))):
        tag = draw(st.sampled_from(("p", "p", "h2", "h6", "li", "li", "pre", "tr", "dt", "dd", "blockquote", "line", "div")))
        cells = tuple(draw(st.lists(TEXTS, min_size=1, max_size=3))) if tag == "tr" else ()
        text = " | ".join(cells) if cells else draw(TEXTS)
        blocks.append(block(
            index, text, tag, spans=draw(SPANS), level=draw(st.integers(1, 4)) if tag == "li" else 0, cells=cells,
            header=draw(st.booleans()), ordered=draw(st.booleans()), joined=draw(st.booleans()), quoted=draw(st.booleans()),
        ))
    return blocks


@given(blocks_of_a_page(), st.none() | TEXTS)
def test_the_formats_never_change_what_is_kept(blocks: list[Block], title: str | None) -> None:
    expected = words(f"{title or ''}\n{to_text(blocks)}")
    assert words(to_text(blocks)) == [word for block in blocks for word in words(block.text)]
    assert words(read_markdown(markdown(*blocks, title=title))) == expected
    assert words("".join(read_html(html(*blocks, title=title)).text)) == expected


@given(TEXTS, SPANS)
def test_a_paragraph_comes_back_letter_by_letter(text: str, spans: tuple[Span, ...]) -> None:
    lone = block(0, text, spans=spans)
    assert read_markdown(markdown(lone)).strip("\n") == text
    assert "".join(read_html(html(lone)).text).strip("\n") == text


@given(TEXTS, SPANS)
def test_links_in_html_are_absolute_web_addresses(text: str, spans: tuple[Span, ...]) -> None:
    assert all(link.startswith("https://") for link in read_html(html(block(0, text, spans=spans))).links)


@given(TEXTS, SPANS)
def test_markup_nests_and_holds_the_whole_text(text: str, spans: tuple[Span, ...]) -> None:
    def check(parts: tuple[Mark | str, ...], inside: frozenset[str]) -> str:
        whole = ""
        for part in parts:
            if isinstance(part, str):
                whole += part
            else:
                assert part.tag not in inside
                assert "code" not in inside
                whole += check(part.children, inside | {part.tag})
        return whole

    assert check(nest(text, spans, URL), frozenset()) == text


@given(LETTERS, LETTERS)
def test_any_title_survives_front_matter(title: str, tag: str) -> None:
    matter = front_matter(Metadata(title=title, tags=(tag,)))
    found = yaml.safe_load(matter.removeprefix("---\n").removesuffix("---\n"))
    assert (found["title"], found["tags"]) == (title, [tag])
