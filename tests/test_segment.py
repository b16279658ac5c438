"""A tree as blocks: where they end, what they say of their markup, and that no tree is too deep."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.flags import Flag
from cleaner.model import Block
from cleaner.parse import parse
from cleaner.segment import segment


def blocks(body: str) -> tuple[Block, ...]:
    return segment(parse(f"<!DOCTYPE html><html><head><title>t</title></head><body>{body}</body></html>").root)


def texts(body: str) -> list[str]:
    return [block.text for block in blocks(body)]


class TestWhereBlocksEnd:
    @pytest.mark.parametrize(("body", "expected"), [
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("<div>One<p>Two</p>Three</div>", ["One", "Two", "Three"]),
        ("<p>One <b>two</b>\n  three</p>", ["One two three"]),
        ("<p>One<br>Two<br><br>Three</p>", ["One", "Two", "Three"]),
        ("One<hr>Two<br>Three", ["One", "Two", "Three"]),
        ("<h2>One<br>two</h2>", ["One two"]),
        ("<x-one>One</x-one><x-two>Two</x-two>", ["One", "Two"]),
        ("<p>One<script>no()</script> two</p>", ["One two"]),
        ("<p>One <!-- no --> two</p>", ["One two"]),
        ("<p>\u00a0</p><p> </p>", []),
        ("<p>Un\u00adver\u200bsehrt</p>", ["Unversehrt"]),
        ("<p><span class='sr-only'>Skip</span> Shown</p>", ["Shown"]),
        ("<h1><span class='field field--name-title field--label-hidden'>Shown</span></h1>", ["Shown"]),
        ("<p><span class='field--label-hidden visually-hidden'>Skip</span> Shown</p>", ["Shown"]),
        ("<p><a href='/1'>First</a><a href='/2'>Second</a></p>", ["First Second"]),
        ("<dl><dt>Term</dt><dd>What it means</dd></dl>", ["Term", "What it means"]),
        ("<pre>def f():<br>    return 1<br/>\nf()</pre>", ["def f():\n    return 1\n\nf()"]),
        ("<pre>one<i> two</i><script>no()</script> three</pre>four", ["one two three", "four"]),
    ])
    def test_text(self, body: str, expected: list[str]) -> None:
        assert texts(body) == expected

    @pytest.mark.parametrize(("body", "expected"), [
        ("<p>They went home.<a href='/1'>Read also</a></p>", ["They went home.Read also"]),
        ("<p>They went home<strong>Read also</strong></p>", ["They went home", "Read also"]),
        ("<p><a href='/1'>Read also</a>British engineers came.</p>", ["Read also", "British engineers came."]),
        ("<p><b>D</b>rop capitals stay whole.</p>", ["Drop capitals stay whole."]),
        ("<p>One <b>Mac</b>Donald</p>", ["One MacDonald"]),
    ])
    def test_a_missing_space_between_markup_parts_blocks(self, body: str, expected: list[str]) -> None:
        assert texts(body) == expected

    def test_a_break_joins_and_an_empty_line_parts(self) -> None:
        found = blocks("<p>One<br>Two<br><br>Three</p><p>Four</p>")
        assert [(block.text, block.joined) for block in found] == [("One", False), ("Two", True), ("Three", False), ("Four", False)]


class TestSpans:
    def test_they_cover_their_words(self) -> None:
        block = blocks("<p>The <em>old</em> <a href='/mill'>water <b>mill</b></a> turns.</p>")[0]
        assert {(span.tag, block.text[span.start:span.end], span.href) for span in block.spans} == {
            ("em", "old", ""), ("strong", "mill", ""), ("a", "water mill", "/mill"),
        }

    def test_they_move_with_characters_that_show_nothing(self) -> None:
        block = blocks("<p>A\u00adB <em>c\u00add</em> é</p>")[0]
        assert [block.text[span.start:span.end] for span in block.spans] == ["cd"]

    def test_a_link_across_blocks_is_in_each(self) -> None:
        found = blocks("<a href='/all'><h3>Headline</h3><p>First sentence.</p></a>")
        assert [(block.text, block.link_share) for block in found] == [("Headline", 1.0), ("First sentence.", 1.0)]
        assert all(block.place is not None and block.place.flags & Flag.LINK for block in found)

    def test_a_link_across_breaks_is_in_each(self) -> None:
        found = blocks("<p><a href='/all'>One<br>Two</a> three</p>")
        assert [block.text[span.start:span.end] for block in found for span in block.spans] == ["One", "Two"]

    def test_link_share_counts_characters(self) -> None:
        assert blocks("<p>1234<a href='/'>5678</a></p>")[0].link_share == 0.5


class TestTables:
    def test_rows_have_cells(self) -> None:
        found = blocks("<table><tr><th>Town</th><th>Rain</th></tr><tr><td>Ulm <b>old</b></td><td></td></tr></table>")
        assert [(block.cells, block.header) for block in found] == [(("Town", "Rain"), True), (("Ulm old", ""), False)]
        assert found[0].text == "Town | Rain"

    def test_white_space_and_paragraphs_at_the_beginning_of_a_cell_add_no_space(self) -> None:
        assert blocks("<table><tr><td><p>Town</p></td><td>\n<p>Ulm</p></td><td> 7</td></tr></table>")[0].text == "Town | Ulm | 7"

    def test_cells_move_with_characters_that_show_nothing(self) -> None:
        row = "<table><tr><th>Da\u00adten\u00adschutz</th><th>Be\u00adta</th><th>\u200bOslo</th><th>Ulm\u00ad</th></tr></table>"
        assert blocks(row)[0].cells == ("Datenschutz", "Beta", "Oslo", "Ulm")

    def test_words_of_a_row_outside_its_cells_are_in_one(self) -> None:
        assert blocks("<table><tr>Ulm<td>7</td> mm<td>9</td></tr></table>")[0].cells == ("Ulm", "7 mm", "9")

    def test_rows_that_lay_a_page_out_are_no_rows(self) -> None:
        found = blocks("<table><tr><td><p>One.</p><p>Two.</p></td><td><ul><li>Menu</li></ul></td></tr></table>")
        assert [(block.text, block.cells) for block in found] == [("One.", ()), ("Two.", ()), ("Menu", ())]

    def test_paragraphs_in_a_cell_stay_in_the_row(self) -> None:
        assert blocks("<table><tr><td><p>One</p></td><td><div>Two</div></td></tr></table>")[0].cells == ("One", "Two")


class TestFormulas:
    SIGNS = "<mi>x</mi><mo>=</mo>\n<mn>2</mn>"
    TYPED = r"<annotation encoding='application/x-tex'>{\displaystyle x=\sqrt{4}}</annotation>"

    @pytest.mark.parametrize(("math", "expected"), [
        ("<math>x=2</math>", "x=2"),
        (f"<math> <mrow>{SIGNS}</mrow>\n</math>", "x=2"),
        (f"<math alttext='x = 2'><mrow>{SIGNS}</mrow></math>", "x = 2"),
        (f"<math><semantics><mrow>{SIGNS}</mrow><annotation-xml><ci>x</ci></annotation-xml>{TYPED}</semantics></math>", r"x=\sqrt{4}"),
        (f"<math><semantics>{SIGNS}<annotation encoding='MathType-MTEF'>@5@+=feaag</annotation></semantics></math>", "x=2"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1/2"),
        (f"<math><msup><mi>e</mi><mrow>{SIGNS}</mrow></msup><!-- no --><msqrt><mn>2</mn></msqrt></math>", "e^(x=2)√2"),
        ("<math><mi>f</mi><mo>\u2061</mo><mi>y</mi></math>", "fy"),
        (f"<span><span style='display:none'><math>{SIGNS}</math></span><img alt='x=2' aria-hidden='true'></span>", "x=2"),
        (f"<span><span><math>{SIGNS}</math></span><span aria-hidden='true'><span>x=</span>2</span></span>", "x=2"),
        (f"<span><nobr aria-hidden='true'>x=2</nobr><span><math alttext='?'>{SIGNS}</math></span></span>", "x=2"),
    ])
    def test_they_are_read_once(self, math: str, expected: str) -> None:
        assert texts(f"<p>An equation {math} is written.</p>") == [f"An equation {expected} is written."]

    @pytest.mark.parametrize("math", ["<math></math>", "<math><mspace/> </math>", "<math alttext=' '></math>"])
    def test_one_without_signs_is_nothing(self, math: str) -> None:
        assert texts(f"<p>An equation {math} is written.</p>{math}") == ["An equation is written."]

    def test_an_empty_alternative_is_none(self) -> None:
        assert texts(f"<p><math alttext=' '>{self.SIGNS}</math></p>") == ["x=2"]

    def test_in_preformatted_text_too(self) -> None:
        assert texts(f"<pre>let <math alttext='x=2'>{self.SIGNS}</math>,\n  then</pre>") == ["let x=2,\n  then"]

    def test_storeys_on_storeys_stay_apart(self) -> None:
        assert texts("<math>" + "<msup><mi>x</mi>" * 200) == ["x^(" * 198 + "x^x" + ")" * 198]


class TestLists:
    def test_levels_and_orders(self) -> None:
        found = blocks("<ul><li>a<ol><li>b</li></ol></li></ul><p>c</p>")
        assert [(block.text, block.tag, block.level, block.ordered) for block in found] == [
            ("a", "li", 1, False), ("b", "li", 2, True), ("c", "p", 0, False),
        ]

    @pytest.mark.parametrize(("body", "expected"), [
        ("<ol><li>a<li>b</ol>", [None, None]),
        ("<ol start='5'><li>a<li value='9'>b<li><p>c</p><p>d</p></ol>", [5, 9, 10, 10]),
        ("<ol start=' +2nd'><li></li><li>b</ol>", [3]),
        ("<ol><li>a<li value='0'>b<li>c</ol>", [1, 0, 1]),
        ("<ol reversed><li>a<li>b<li>c</ol>", [3, 2, 1]),
        ("<ol reversed start='1'><li>a<li>b<li>c</ol>", [1, 0, None]),
        ("<ol start='99999999'><li>a<li>b</ol>", [99999999, 100000000]),
        ("<ol start='-3'><li>a</ol><ol start='123456789'><li>b</ol><ol start='٣'><li>c</ol>", [None, None, None]),
        ("<ol start='5'><li>a<ul><li value='7'>b</ul><ol><li>c</ol><li>d</ol>", [5, None, None, 6]),
    ])
    def test_items_bear_the_numbers_that_their_list_gives_them(self, body: str, expected: list[int | None]) -> None:
        numbers = [
            next((place.number for place in block.place.chain() if place.tag == "li"), None) for block in blocks(body) if block.place
        ]
        assert numbers == expected

    def test_paragraphs_in_items_are_items(self) -> None:
        found = blocks("<ul><li><p>a</p></li><li><h3>b</h3><pre>c</pre></li></ul>")
        assert [block.tag for block in found] == ["li", "h3", "pre"]


class TestPlaces:
    @pytest.mark.parametrize(("body", "flag"), [
        ("<article><p>x</p></article>", Flag.ARTICLE), ("<div role='main'><p>x</p></div>", Flag.MAIN),
        ("<div hidden><p>x</p></div>", Flag.HIDDEN), ("<div aria-hidden='true'>x</div>", Flag.HIDDEN),
        ("<p style='display : none'>x</p>", Flag.HIDDEN), ("<p style='visibility:hidden'>x</p>", Flag.HIDDEN),
        ("<div itemprop='articleBody'><p>x</p></div>", Flag.BODY), ("<figure><figcaption>x</figcaption></figure>", Flag.CAPTION),
        ("<div role='navigation'>x</div>", Flag.NAV), ("<blockquote>x</blockquote>", Flag.QUOTE),
    ])
    def test_flags(self, body: str, flag: Flag) -> None:
        place = blocks(body)[0].place
        assert place is not None
        assert place.flags & flag

    @pytest.mark.parametrize("style", ["display:block", "background:none", "overflow: hidden"])
    def test_what_is_shown_is_not_hidden(self, style: str) -> None:
        place = blocks(f"<p style='{style}'>x</p>")[0].place
        assert place is not None
        assert not place.flags & Flag.HIDDEN

    def test_paths_are_for_people(self) -> None:
        assert blocks("<main class='a b'><p>x</p></main>")[0].path == "html/body/main.a/p"

    def test_containers_are_numbered_in_page_order_and_shared(self) -> None:
        found = blocks("<div><i></i></div><ul><li>a</li><li><p>b</p>c</li></ul>d")
        chains = [[(place.tag, place.id) for place in block.place.chain()][:-2] for block in found if block.place is not None]
        assert chains == [
            [("li", 4), ("ul", 3), ("body", 2)], [("p", 6), ("li", 5), ("ul", 3), ("body", 2)],
            [("li", 5), ("ul", 3), ("body", 2)], [("body", 2)],
        ]

    def test_what_stands_beside_a_link_is_not_in_it(self) -> None:
        found = blocks("<div><a href='/'>x<p>one</p></a><p>two</p><p><a href='/'>three</a></p></div>")
        assert [bool(block.place and block.place.flags & Flag.LINK) for block in found] == [False, True, False, False]

    def test_the_footer_of_a_quote_is_none_of_the_page(self) -> None:
        quote = "<blockquote><p>x</p><footer>Ana</footer></blockquote>"
        found = blocks(f"{quote}<footer>y<blockquote>z<footer>Iva</footer></blockquote></footer>")
        told = [(block.text, bool(block.place and block.place.flags & Flag.FOOTER)) for block in found]
        assert told == [("x", False), ("Ana", False), ("y", True), ("z", True), ("Iva", True)]

    def test_quotes_are_told(self) -> None:
        assert [block.quoted for block in blocks("<blockquote><p>x</p></blockquote><p>y</p>")] == [True, False]


def test_preformatted_text_keeps_its_lines() -> None:
    found = blocks("<p>a</p><pre>\n  one\n    two  \n</pre><pre> </pre><p>b</p>")
    assert [block.text for block in found] == ["a", "  one\n    two", "b"]


def test_a_hundred_thousand_levels() -> None:
    found = blocks("<div>" * 100_000 + "deep")
    assert [block.text for block in found] == ["deep"]
    assert len(found[0].path) < 1000


TAGS = st.sampled_from(["p", "div", "a", "b", "ul", "li", "table", "tr", "td", "br", "pre", "span", "h2", "x-y", "article", "hr"])
PARTS = st.one_of(TAGS.map("<{}>".format), TAGS.map("</{}>".format), st.text("ab Ć\u00ad\n", max_size=6))


def letters(text: str) -> str:
    return "".join(text.split())


@settings(deadline=None, max_examples=40)
@given(st.lists(PARTS, max_size=40))
@example(["<a>", "\u00ad", "<a>", "a"])
def test_any_nesting_gives_blocks_in_order_with_spans_inside(parts: list[str]) -> None:
    root = parse("<html><body>" + "".join(parts)).root
    found = segment(root)
    assert [block.index for block in found] == list(range(len(found)))
    shown = root.xpath("string(//body)").replace("\u00ad", "")
    assert letters("".join(block.text for block in found).replace("|", "")) == letters(shown)
    assert all(0 <= span.start < span.end <= len(block.text) for block in found for span in block.spans)
    assert all(0 <= block.link_share <= 1 for block in found)
