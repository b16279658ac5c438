"""Figures of blocks, the words of markup, and the scorer that weighs them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import document, prose

from cleaner import markup, scorer
from cleaner.features import HIT_GROUPS, Clues, Figures, figures
from cleaner.model import Document
from cleaner.scorer import Nets, Scorer, load
from cleaner.stages.statistics import clues

PAGES = sorted((Path(__file__).parent / "fixtures").glob("page-*/page.html"))


def figures_of(page: Document) -> Figures:
    return figures(page.blocks, clues(page))


def column(found: Figures, name: str) -> list[float]:
    return [round(float(value), 3) for value in found.matrix[:, found.names.index(name)]]


class TestMarkup:
    @pytest.mark.parametrize(("attributes", "group"), [
        ("related-posts", "related"), ("relatedPosts", "related"), ("RELATED", "related"), ("ads", "ad"),
        ("box_newsletter_2", "newsletter"),
        ("mostrecommendeditems", "recommended"), ("entry-content", "body"), ("vezani-clanci", "related"),
    ])
    def test_words_are_met_in_names_of_every_make(self, attributes: str, group: str) -> None:
        assert markup.has(markup.mask(attributes), group)

    @pytest.mark.parametrize(("attributes", "group"), [("adoption", "ad"), ("shadow", "ad"), ("css-1a2b3c", "body"), ("", "body")])
    def test_words_inside_other_words_are_not(self, attributes: str, group: str) -> None:
        assert not markup.has(markup.mask(attributes), group)

    def test_a_name_can_be_of_several_groups(self) -> None:
        bits = markup.mask("newsletter sidebar")
        assert {name for name in markup.groups() if markup.has(bits, name)} == {"newsletter", "sidebar"}


class TestFigures:
    @pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
    def test_numbers_are_finite_and_names_unique(self, path: Path) -> None:
        found = figures_of(document(path.read_text(encoding="utf-8")))
        assert np.isfinite(found.matrix).all()
        assert len(set(found.names)) == len(found.names) == found.matrix.shape[1]

    @pytest.mark.parametrize("body", ["<p>x</p>", "x", "<ul><li><a href='/'>Home</a></li></ul>", "<x-y>\U0001f600</x-y>"])
    def test_a_page_of_one_block(self, body: str) -> None:
        found = figures_of(document(body))
        assert found.matrix.shape == (1, len(load().names))
        assert np.isfinite(found.matrix).all()

    def test_names_are_the_same_for_every_page(self) -> None:
        assert figures_of(document("x")).names == figures_of(document(prose(5))).names

    def test_what_a_block_says_of_itself(self) -> None:
        sentence = "A sentence of more than eight words, told to the very end."
        found = figures_of(document(f"<p>Short</p><p>{sentence}</p><p><a href='/'>Away from here</a></p>"))
        assert column(found, "log_ends") == [0, round(float(np.log1p(1)), 3), 0]
        assert column(found, "link_share") == [0, 0, 1]
        assert column(found, "ends_sentence") == [0, 1, 0]

    @pytest.mark.parametrize(("text", "ends"), [
        ("ขณะนี้เรือทุกลำยังจอดอยู่ที่ท่าจนกว่าพายุจะผ่านไป และนายท่าเรือบอกว่าจะประกาศอีกครั้งในเช้าวันพรุ่งนี้ก่อนเจ็ดโมง", 1),
        ("เรือทุกลำยังจอดอยู่ที่ท่า", 0),
        ("တံတားကို ပိတ်ထားသည်။", 1), ("ស្ពានត្រូវបានបិទ។", 1),
        ("ድልድዩ ተዘግቷል።", 1), ("پل بند رہے گا۔", 1), ("Կամուրջը փակ է։", 1),
    ])
    def test_what_ends_a_sentence_in_other_scripts(self, text: str, ends: float) -> None:
        assert column(figures_of(document(f"<p>{text}</p>")), "ends_sentence") == [ends]

    def test_what_its_containers_say_fades(self) -> None:
        found = figures_of(document("<div class='newsletter'><p>a</p><div><p>b</p></div></div><p>c</p>"))
        assert column(found, "in_newsletter") == [0.7, 0.49, 0]

    def test_what_stands_beside_it(self) -> None:
        found = figures_of(document("<h2>One</h2><p>Two</p><p>Three</p>"))
        assert column(found, "at-1_heading") == [0, 1, 0]
        assert column(found, "at+2_heading") == [0, 0, 0]

    def test_what_the_page_says_elsewhere(self) -> None:
        told = "The boats stay in the harbour today."
        page = document(f"<p>{told}</p><p>Something else entirely here.</p>")
        found = figures(page.blocks, Clues(descriptions=(told,), bodies=(told,)))
        assert column(found, "in_description") == column(found, "in_article_body") == [1, 0]
        assert column(found, "not_in_article_body") == [0, 1]

    def test_families_share_a_make(self) -> None:
        found = figures_of(document(f"<div class='a'>{prose(3)}</div><div class='b'><span>x</span></div>"))
        assert len(set(column(found, "kind_count")[:3])) == 1
        assert column(found, "kind_count")[0] > column(found, "kind_count")[3]

    def test_what_the_rules_met_is_told_by_group(self) -> None:
        page = document("<p>Read also: Why the boats stay in</p><p>Nothing of that sort</p>")
        found = figures_of(page)
        assert column(found, "hit_read_also") == [1, 0]
        assert len({name for name, _ in HIT_GROUPS}) == len(HIT_GROUPS)


def scorer_of(names: tuple[str, ...], weights: list[float]) -> Scorer:
    nets = Nets((np.array([[[weight] for weight in weights]], np.float32),), (np.zeros((1, 1, 1), np.float32),))
    zeros, ones = np.zeros(len(names), np.float32), np.ones(len(names), np.float32)
    return Scorer(names, ones * -5, ones * 5, zeros, ones, nets)


class TestScorer:
    def test_figures_of_another_making_are_refused(self) -> None:
        found = figures_of(document("x"))
        with pytest.raises(ValueError, match="other figures"):
            next(load().scores(replace(found, names=found.names[::-1])))

    def test_weights_and_figures_that_ship_belong_together(self) -> None:
        likely, added, high, apart = load().score(figures_of(document(prose(3))).matrix)
        assert likely.shape == (3,)
        assert added.shape == high.shape == (3, len(load().names))
        assert ((likely >= 0) & (likely <= 1)).all()
        assert ((apart >= 0) & (apart <= 0.5)).all()

    def test_a_sum_of_figures_and_the_reasons_for_it(self) -> None:
        names = ("a", "b", "c", "d")
        engine = scorer_of(names, [2, -1, 0, 0])
        matrix = np.array([[1, 0, 0, 0], [0, 3, 0, 0], [9, 0, 0, 0]], np.float32)
        scores = engine.score(matrix)
        likely, added, _, apart = scores
        assert likely == pytest.approx([1 / (1 + np.exp(-2)), 1 / (1 + np.exp(3)), 1 / (1 + np.exp(-10))])     # 9 is clipped to 5
        assert apart.tolist() == [0, 0, 0]       # one net has nothing to differ from
        assert added.tolist() == [[2, 0, 0, 0], [0, -3, 0, 0], [10, 0, 0, 0]]
        reasons = engine.reasons(scores)
        assert reasons[0].startswith("0.88: high a, ")
        assert reasons[1].startswith("0.05: high b, ")

    def test_a_reason_tells_whether_its_figure_is_high_or_low(self) -> None:
        engine = scorer_of(("a", "b", "c"), [2, -1, 0])
        reasons = engine.reasons(engine.score(np.array([[-1, -3, 0], [-2, 1, 0]], np.float32)))
        assert [reason.partition(": ")[2].split(", ")[0] for reason in reasons] == ["low b", "low a"]

    def test_a_page_in_runs_is_scored_as_in_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        found = figures_of(document(f"<ul><li><a href=/a>Boats</a></ul>{prose(5)}<aside><p>Read on</aside>"))
        whole = list(load().scores(found))
        monkeypatch.setattr(scorer, "_RUN", 3)
        runs = list(load().scores(found))
        assert [len(run.likely) for run in whole] == [7]
        assert [len(run.likely) for run in runs] == [3, 3, 1]
        for one, parts in zip(zip(*whole, strict=True), zip(*runs, strict=True), strict=True):
            assert np.concatenate(parts) == pytest.approx(one[0], abs=1e-4)

    @settings(max_examples=20)
    @given(st.lists(st.floats(-3, 3, width=32), min_size=3, max_size=3))
    def test_slopes_are_those_of_the_net(self, point: list[float]) -> None:
        random = np.random.default_rng(3)
        weights = random.normal(size=(2, 3, 4)).astype(np.float32), random.normal(size=(2, 4, 1)).astype(np.float32)
        nets = Nets(weights, (random.normal(size=(2, 1, 4)).astype(np.float32), np.zeros((2, 1, 1), np.float32)))
        odds, slope = nets.run(np.array([point], np.float32))
        slopes = []
        for net in range(2):
            hidden = np.array(point, np.float32) @ nets.weights[0][net] + nets.biases[0][net, 0]
            assert odds[net, 0] == pytest.approx(float(np.maximum(hidden, 0) @ nets.weights[1][net, :, 0]), abs=1e-4)
            slopes.append(nets.weights[0][net] @ (nets.weights[1][net, :, 0] * (hidden > 0)))
        assert slope[0] == pytest.approx(np.mean(slopes, axis=0), abs=1e-4)
