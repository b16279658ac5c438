"""Stages for pages with markup, each on what it is to see and on the nearest thing it must leave alone."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from judging import SENTENCE, all_but, at, document, ledger_of, prose

from cleaner import markup
from cleaner.ledger import Ledger
from cleaner.model import Block, Document, Kind, Page, Verdict
from cleaner.options import Asked
from cleaner.read import read_page
from cleaner.rules import builtin
from cleaner.stages import Stage, html_stages
from cleaner.stages.amid import keep_amid, keep_last
from cleaner.stages.appended import drop_appended
from cleaner.stages.families import keep_families, keep_introductions, keep_subheads
from cleaner.stages.headlines import drop_cards, drop_linked_headlines, drop_teaser_rows
from cleaner.stages.hidden import drop_hidden
from cleaner.stages.islands import clusters, container, drop_far_clusters, drop_islands, headline, within
from cleaner.stages.kinds import Kinds
from cleaner.stages.lead import keep_lead
from cleaner.stages.lists import keep_beside, keep_introduced, keep_lists
from cleaner.stages.phrases import drop_boxed_teasers, drop_orphans, drop_phrases
from cleaner.stages.repeats import drop_copies, drop_pull_quotes, drop_title
from cleaner.stages.witness import Witness, agreement, ask, doubt_of


def kept_by(stage: Stage, page: Document, ledger: Ledger) -> dict[int, bool]:
    """What a stage says: block to whether it is kept."""
    return {verdict.block: verdict.keep for verdict in stage(page, ledger)}


@pytest.mark.parametrize("stage", html_stages(witness="always"), ids=lambda stage: getattr(stage, "__name__", type(stage).__name__))
def test_stages_for_pages_abstain_on_text_and_on_nothing(stage: Stage) -> None:
    text = Document((Block(0, "", "line", "Read also: Why the boats stay in"),), hits=((),), text_mode=True)
    assert list(stage(text, ledger_of(text, [0]))) == []
    assert list(stage(Document(()), Ledger(0))) == []


class TestLedger:
    def test_the_last_verdict_stands_and_all_are_told(self) -> None:
        ledger = Ledger(3)
        first, second = Verdict(1, True, Kind.BODY, "a", ""), Verdict(1, False, Kind.AD, "b", "")
        ledger.add([first])
        assert (ledger.keeps(), ledger.kept(1), ledger.standing(0)) == ([1], True, None)
        ledger.add([second])
        assert (ledger.keeps(), ledger.standing(1), ledger.why(1), ledger.why(0)) == ([], second, (first, second), ())
        assert len(ledger) == 3

    def test_a_stage_sees_the_ledger_as_it_found_it(self) -> None:
        ledger = Ledger(2)
        seen = []
        ledger.add((seen.append(ledger.kept(0)), Verdict(i, True, Kind.BODY, "a", ""))[1] for i in range(2))
        assert seen == [False, False]

    def test_words_are_found_once_but_not_all_of_a_huge_page_are_kept(self) -> None:
        page = [Block(i, "", "p", text) for i, text in enumerate(("Boats stay in.", "gale " * (1 << 16), "And so they wait."))]
        ledger = Ledger(3)
        assert [len(ledger.words(block)) for block in page] == [3, 1 << 16, 4]
        assert [ledger.words(block) is ledger.words(block) for block in page] == [True, False, False]


class TestFamilies:
    PAGE = f"<div class='text'>{prose(9)}<p>And so they wait for the end of the long gale.</p></div>"

    def test_what_looks_like_the_body_is_drawn_into_it(self) -> None:
        page = document(self.PAGE)
        assert kept_by(keep_families, page, ledger_of(page, range(9))) == {9: True}

    @pytest.mark.parametrize(("line", "drawn_in"), [
        ("船は嵐が過ぎるまで港に留まると港長は話した。", {9: True}), ("船は港に留まる。", {}), ("And so they wait.", {}),
    ])
    def test_a_short_line_says_little_but_signs_say_more_than_letters(self, line: str, drawn_in: dict[int, bool]) -> None:
        page = document(f"<div>{prose(9)}<p>{line}</p></div>")
        assert kept_by(keep_families, page, ledger_of(page, range(9))) == drawn_in

    def test_numbered_paragraphs_are_alike(self) -> None:
        numbered = "".join(
            f"<p id='par-{i}' class='text block-{i}'>And so they wait for the end of gale number {i}.</p>" for i in range(10)
        )
        page = document(f"<div>{numbered}</div>")
        assert kept_by(keep_families, page, ledger_of(page, range(9))) == {9: True}

    def test_a_number_shared_with_a_copy_is_a_name_still(self) -> None:
        numbered = "".join(f"<p class='text block-{i}'>And so they wait for the end of gale number {i}.</p>" for i in range(10))
        page = document(f"<div>{numbered}</div><section>{numbered}</section>")
        assert kept_by(keep_families, page, ledger_of(page, range(9))) == {9: True}

    def test_what_is_in_doubt_itself_says_nothing_against_its_family(self) -> None:
        page = document(f"<div>{prose(9)}</div>")
        assert kept_by(keep_families, page, ledger_of(page, range(5))) == dict.fromkeys(range(5, 9), True)

    def test_what_may_be_a_headline_needs_a_family_that_is_body_with_it(self) -> None:
        lines = "".join(f"<p>Why the boats of harbour {i} have to stay in tonight</p>" for i in range(3))
        page = document(f"<div>{prose(5)}{lines}</div>")
        assert kept_by(keep_families, page, ledger_of(page, range(5))) == {}

    def test_cues_and_links_amid_paragraphs_say_nothing_of_these(self) -> None:
        cue = "<p>Read also: Bakery wins a regional prize for its rye bread</p><p><a href='/x'>The harbour master retires in May</a></p>"
        page = document(f"<div>{prose(4)}{cue * 2}<p>And so they wait for the end of the gale.</p>{prose(5, 4)}</div>")
        assert kept_by(keep_families, page, ledger_of(page, {*range(4), *range(9, 14)}, 0.3)) == {8: True}

    def test_a_sentence_amid_a_family_that_is_all_body_needs_less(self) -> None:
        page = document(f"<div>{prose(4)}<p>And so they wait for the end of the gale</p>{prose(5, 4)}</div>")
        assert kept_by(keep_families, page, ledger_of(page, {0, 1, 3, *range(5, 9)}, 0.3)) == {2: True}
        assert kept_by(keep_families, page, ledger_of(page, {0, 1, 3, *range(5, 9)}, 0.2)) == {}

    def test_text_beside_paragraphs_has_a_make_too(self) -> None:
        page = document(f"<main><div>{prose(2)}And so they wait.</div></main>")
        assert kept_by(keep_families, page, ledger_of(page, range(2))) == {}

    @pytest.mark.parametrize("likely", [0.0, 0.3])
    def test_what_is_impossible_is_not(self, likely: float) -> None:
        page = document(self.PAGE)
        assert kept_by(keep_families, page, ledger_of(page, range(9), likely)) == {}

    def test_links_and_cues_are_not(self) -> None:
        page = document(f"<div>{prose(9)}<p><a href='/'>And so they wait in the harbour</a></p><p>Read also:</p></div>")
        assert kept_by(keep_families, page, ledger_of(page, range(9))) == {}

    def test_three_alike_say_nothing(self) -> None:
        page = document(f"<div>{prose(2)}<p>And so they wait for the end of the long gale.</p></div>")
        assert kept_by(keep_families, page, ledger_of(page, range(2))) == {}

    def test_a_family_that_is_half_body_says_nothing(self) -> None:
        page = document(f"<div>{prose(8)}<p>And so they wait for the end of the long gale.</p></div>")
        ledger = ledger_of(page, range(4))
        ledger.likely[4:8] = [0.1] * 4
        assert kept_by(keep_families, page, ledger) == {}


class TestSubheads:
    def test_a_heading_belongs_to_the_paragraph_under_it(self) -> None:
        page = document(f"<div>{prose(2)}<h2>A second night</h2>{prose(2, 5)}</div>")
        assert kept_by(keep_subheads, page, ledger_of(page, [0, 1, 3, 4])) == {2: True}

    def test_a_caption_may_stand_between(self) -> None:
        caption = "<figure><figcaption>Boats at the quay</figcaption></figure>"
        page = document(f"<div>{prose(2)}<h2>A second night</h2>{caption}{prose(2, 5)}</div>")
        assert kept_by(keep_subheads, page, ledger_of(page, [0, 1, 4, 5])) == {2: True}

    @pytest.mark.parametrize("between", [
        "<h2>More stories</h2><p>Bakery wins a regional prize after a long year</p>",       # over what is not kept
        f"<h2>More stories</h2><p>{'Bakery wins. ' * 20}</p>",
        "<aside><div><div><h2>More stories</h2></div></div></aside>",                       # in a container of its own
        "<h2><a href='/'>A second night</a></h2>",
        "<h2>Read also</h2>",
    ])
    def test_a_heading_of_something_else_stays_out(self, between: str) -> None:
        page = document(f"<div>{prose(2)}{between}<div>{prose(2, 5)}</div></div>")
        body = [block.index for block in page.blocks if block.text.startswith("The harbour")]
        assert kept_by(keep_subheads, page, ledger_of(page, body)) == {}

    def test_without_a_body_there_is_nothing_to_stand_over(self) -> None:
        page = document("<h2>One</h2><p>Two</p>")
        assert kept_by(keep_subheads, page, ledger_of(page, [])) == {}


class TestIntroductions:
    def test_a_line_with_a_colon_belongs_to_its_list(self) -> None:
        page = document("<div><p>See more:</p><ul><li>the first reason</li><li>the second</li></ul></div>")
        assert kept_by(keep_introductions, page, ledger_of(page, [1, 2])) == {0: True}

    @pytest.mark.parametrize(("body", "kept"), [
        ("<div><p>See more:</p><ul><li><a href='/1'>Another story</a></li></ul></div>", [1]),       # the list leads elsewhere
        ("<div><p>See more:</p><ul><li>the first reason</li></ul></div>", []),                      # the list is not kept
        ("<div><p>See more</p><ul><li>the first reason</li></ul></div>", [1]),                      # no colon
        ("<div><p>See more:</p></div><div><ul><li>the first reason</li></ul></div>", [1]),          # another container
    ])
    def test_a_line_over_something_else_does_not(self, body: str, kept: list[int]) -> None:
        page = document(body)
        assert kept_by(keep_introductions, page, ledger_of(page, kept)) == {}


class TestIslands:
    def page(self, after: str) -> Document:
        return document(f"<div id='story'>{prose(8)}</div><ul><li>Home</li><li>News</li><li>Sport</li></ul><div id='more'>{after}</div>")

    def test_text_past_the_end_of_the_body_goes(self) -> None:
        page = self.page("<p>The bakery won a prize for its rye bread.</p>")
        ledger = ledger_of(page, all_but(page, "Home", "News", "Sport"))
        assert kept_by(drop_islands, page, ledger) == {11: False}
        assert "3 dropped blocks" in next(iter(drop_islands(page, ledger))).because

    def test_the_last_words_under_a_long_paragraph_and_a_box_stay(self) -> None:
        box = "<div><b>Related</b></div><ul><li>Bread</li><li>Rye</li></ul>"
        page = document(f"<article><p>{' '.join([SENTENCE] * 6)}</p>{box}<p>Nobody was hurt.</p></article>")
        assert kept_by(drop_islands, page, ledger_of(page, [0, 4])) == {}

    def test_a_second_half_stays(self) -> None:
        page = self.page(prose(5, 20))
        assert kept_by(drop_islands, page, ledger_of(page, all_but(page, "Home", "News", "Sport"))) == {}

    def test_text_right_under_the_body_stays(self) -> None:
        page = document(f"<div>{prose(8)}</div><div><p>The bakery won a prize.</p></div>")
        assert kept_by(drop_islands, page, ledger_of(page, range(9))) == {}

    def test_containers(self) -> None:
        page = document(f"<main><div class='x'>{prose(5)}</div><p>Beside.</p></main>")
        home = container(page.blocks)
        assert home is not None
        assert home.attributes.strip() == "x"
        assert [within(block, home) for block in page.blocks] == [True] * 5 + [False]
        assert not within(page.blocks[0], None)
        assert container([]) is None

    def test_clusters_are_parted_by_what_is_dropped(self) -> None:
        assert clusters([]) == []
        assert clusters([0, 1, 9, 18]) == [[0, 1, 9], [18]]


class TestOtherClusters:
    MENU = "<ul>" + "".join(f"<li>Entry {n}</li>" for n in range(12)) + "</ul>"
    HEADLINE = "Gale keeps the boats in harbour"
    STRIP = "<div class='strip'><p>The bakery won a prize for its rye bread on Sunday.</p></div>"

    def gone(self, above: str = "", between: str = "", below: str = "") -> set[str]:
        """The containers of what goes around a body under its headline."""
        body = f"<h1>{self.HEADLINE}</h1>{between}<div class='story'>{prose(6)}</div>"
        page = document(above + body + below, f"<title>{self.HEADLINE}</title>")
        ledger = ledger_of(page, all_but(page, "Entry", self.HEADLINE))
        assert page.blocks[headline(page) or 0].text == self.HEADLINE
        assert not any(kept_by(drop_far_clusters, page, ledger).values())
        return {page.blocks[i].path.split("/")[2] for i in kept_by(drop_far_clusters, page, ledger)}

    def test_teasers_in_another_container_go(self) -> None:
        assert self.gone(above=self.STRIP + self.MENU) == {"div.strip"}
        assert self.gone(below=self.MENU + self.STRIP) == {"div.strip"}

    def test_what_stands_between_headline_and_body_stays(self) -> None:
        assert self.gone(between=self.STRIP + self.MENU) == set()

    def test_a_body_in_several_containers_of_one_make_stays(self) -> None:
        assert self.gone(below=f"{self.MENU}<div class='story'>{prose(3, 30)}</div>") == set()

    @pytest.mark.parametrize(("make", "gone"), [("second", set()), ("swiper", {"div.swiper"})])
    def test_a_rival_in_size_stays_unless_it_is_a_carousel(self, make: str, gone: set[str]) -> None:
        assert self.gone(below=f"{self.MENU}<div class='{make}'>{prose(6, 20)}</div>") == gone

    def test_without_a_headline_nothing_is_said(self) -> None:
        page = document(prose(3))
        assert headline(page) is None
        assert kept_by(drop_far_clusters, page, ledger_of(page, range(3))) == {}


class TestLead:
    SAID = "Six boats wait in the harbour for the end of the gale"
    HEAD = f"<title>Gale keeps the boats in harbour</title><meta name='description' content='{SAID}'>"

    def test_what_the_description_says_is_the_lead(self) -> None:
        page = document(f"<h1>Gale keeps the boats in harbour</h1><p>{self.SAID}.</p>{prose(4)}", self.HEAD)
        assert kept_by(keep_lead, page, ledger_of(page, range(2, 6))) == {1: True}

    def test_what_markup_calls_a_lead_is_one(self) -> None:
        page = document(f"<div class='standfirst'><p>It blew all night and no one slept a wink.</p></div>{prose(4)}")
        assert kept_by(keep_lead, page, ledger_of(page, range(1, 5))) == {0: True}
        assert kept_by(keep_lead, page, ledger_of(page, range(1, 5), likely=0.01)) == {}

    @pytest.mark.parametrize(("above", "likely", "kept"), [
        ("<h1>{title}</h1><div>{lead}</div><div>Photo: A. Holt</div>", 0.3, True),
        ("<h1>{title}</h1><div>{lead}</div><div>Photo: A. Holt</div>", 0.1, False),
        ("<div>{lead}</div><h1>{title}</h1><div>Photo: A. Holt</div>", 0.3, False),         # above the headline
        ("<h1>{title}</h1><div><div>{lead}</div></div>", 0.3, False),                       # in a box
        ("<div><h1>{title}</h1></div><div>{lead}, says the master</div>", 0.3, False),      # no sentence
    ])
    def test_a_sentence_between_headline_and_body(self, above: str, likely: float, kept: bool) -> None:
        title, lead = "Gale keeps the boats in harbour", "Nobody has gone out since the first gusts came over the wall."
        page = document(f"<main>{above.format(title=title, lead=lead)}<section>{prose(4)}</section></main>")
        body = [block.index for block in page.blocks if block.text.startswith("The harbour")]
        assert kept_by(keep_lead, page, ledger_of(page, body, likely)) == ({at(page, "Nobody"): True} if kept else {})

    @pytest.mark.parametrize("above", [
        "<p class='lead'>Short label</p>",
        "<p class='lead'><a href='/'>It blew all night and no one slept a wink.</a></p>",
        "<p class='lead'>Gale keeps the boats in harbour</p>",
        "<p>It blew all night and no one slept a wink.</p>",
    ])
    def test_labels_links_and_headlines_are_none(self, above: str) -> None:
        page = document(f"{above}{prose(4)}", self.HEAD)
        assert kept_by(keep_lead, page, ledger_of(page, range(1, 5))) == {}

    def test_without_a_body_there_is_no_lead(self) -> None:
        page = document(f"<p class='lead'>{self.SAID}.</p>", self.HEAD)
        assert kept_by(keep_lead, page, ledger_of(page, [])) == {}


class TestPhrases:
    @pytest.mark.parametrize("clutter", [
        "<p>Read also: <a href='/1'>Bakery wins a regional prize</a></p>",
        "<p>Read also</p><p><a href='/1'>Bakery wins a regional prize</a></p>",
        "<div class='newsletter'><p>Sign up for our newsletter</p></div>",
    ])
    def test_a_phrase_with_a_second_signal_goes_with_what_it_opens(self, clutter: str) -> None:
        page = document(f"<article>{prose(3)}{clutter}{prose(3, 10)}</article>")
        gone = [block.index for block in page.blocks if not block.text.startswith("The harbour")]
        verdicts = list(drop_phrases(page, ledger_of(page, range(len(page.blocks)))))
        assert [verdict.block for verdict in verdicts] == gone
        assert all(not verdict.keep and verdict.rule.startswith("en.") and verdict.because for verdict in verdicts)

    @pytest.mark.parametrize("text", [
        "Read also the letters, he told the court, and you will see that none of us ever meant to sell the boats at all.",
        "He would read, also at sea, whatever he was given.",
        "We sign up for our newsletter in school, the girl said, but nobody ever reads what it has to tell about the town.",
    ])
    def test_a_phrase_alone_is_prose(self, text: str) -> None:
        page = document(f"<article>{prose(3)}<p>{text}</p>{prose(3, 10)}</article>")
        assert kept_by(drop_phrases, page, ledger_of(page, range(7))) == {}

    def test_prose_after_a_bare_cue_stays(self) -> None:
        page = document(f"<article>{prose(3)}<p>Read also:</p>{prose(3, 10)}</article>")
        assert kept_by(drop_phrases, page, ledger_of(page, range(7))) == {3: False}

    @pytest.mark.parametrize(("teaser", "gone"), [
        ("<p><a href='/1'>Bakery wins a regional prize for its rye</a></p>", {3: False}),       # gone already
        ("", {3: False, 4: False}),
    ])
    def test_a_bare_line_after_a_cue_that_has_its_teaser_stays(self, teaser: str, gone: dict[int, bool]) -> None:
        page = document(f"<article>{prose(3)}<p>Read also</p>{teaser}<p>What the town says about the boats</p>{prose(3, 10)}</article>")
        assert kept_by(drop_phrases, page, ledger_of(page, all_but(page, "Bakery"))) == gone

    @pytest.mark.parametrize(("line", "gone"), [
        ("<h3>Von Mensch zu Mensch</h3>", {}), ("<dt>Von wo kommen die Boote?</dt>", {}), ("<p>Von Anna Harper</p>", {3: False}),
    ])
    def test_a_heading_amid_the_body_is_no_byline(self, line: str, gone: dict[int, bool]) -> None:
        body = f"<article>{prose(3)}<aside>{line}<p>Nine boats.</p></aside>{prose(3, 10)}</article>"
        page = read_page(Page(f"<html lang='de'><body>{body}"))
        assert kept_by(drop_phrases, page, ledger_of(page, range(len(page.blocks)))) == gone

    @pytest.mark.parametrize(("needs", "body", "gone"), [
        ("tail", f"{prose(3)}<p>tide desk</p>", 3), ("lead", f"<p>tide desk</p>{prose(3)}", 0),
        ("repeated", f"{prose(1)}<p>tide desk</p>{prose(1, 5)}<p>tide desk</p>{prose(1, 9)}", 1),
        ("boxed", f"<div>{prose(3)}<aside><p>tide desk</p></aside>{prose(3, 9)}</div>", 3),
        ("link", f"{prose(2)}<p>tide desk: <a href='/'>more</a></p>{prose(2, 9)}", 2),
    ])
    def test_each_signal_of_the_page(self, needs: str, body: str, gone: int, tmp_path: Path) -> None:
        pack = tmp_path / "own.toml"
        pack.write_text(
            f'version = "1"\n[ad.tide]\npattern = "^tide desk"\nneeds = ["{needs}"]\ndrops = ["tide desk"]\nkeeps = ["low tide"]\n',
            encoding="utf-8",
        )
        amid_prose = f"<div>{prose(2)}<p>tide desk</p>{prose(2, 5)}</div>"
        page, prose_alone = (read_page(Page(f"<html lang='en'>{html}"), packs=(str(pack),)) for html in (body, amid_prose))
        assert gone in kept_by(drop_phrases, page, ledger_of(page, range(len(page.blocks))))
        assert kept_by(drop_phrases, prose_alone, ledger_of(prose_alone, range(5))) == {}

    def test_place_and_markup_do_not_outweigh_a_sure_scorer(self) -> None:
        box = "<div class='newsletter'><p>Sign up for our newsletter and get the tides</p></div>"
        page = document(f"<article>{prose(3)}{box}{prose(3, 10)}</article>")
        assert kept_by(drop_phrases, page, ledger_of(page, range(7), likely=0.6)) == {3: False}
        assert kept_by(drop_phrases, page, ledger_of(page, range(7), likely=0.99)) == {}

    @pytest.mark.parametrize(("body", "gone"), [
        (f"{prose(3)}<p>Sign up for our newsletter and get the tides</p>", {3: False}),         # behind the body, and nothing else
        (f"{prose(3)}<p>{'If you buy through links on our site, we may earn an affiliate commission.'}</p>", {3: False}),
        (f"{prose(3)}<p>Sign up for our newsletter and get the tides</p>{prose(1, 10)}", {}),
        (f"{prose(3)}<p><a href='https://shop.example/'>Check price at Boatstore</a></p>{prose(1, 10)}", {3: False}),    # all one link
        (f"{prose(3)}<p>See offer</p>", {}),                                                    # a label may be the article's own
        (f"{prose(3)}<p>{SENTENCE.format(9)} If you buy through links on our site, we may earn a commission.</p>", {}),
    ])
    def test_a_prompt_and_nothing_else_goes_whatever_the_scorer_says(self, body: str, gone: dict[int, bool]) -> None:
        page = document(f"<article>{body}</article>")
        assert kept_by(drop_phrases, page, ledger_of(page, range(len(page.blocks)), likely=0.99)) == gone

    @pytest.mark.parametrize(("language", "sentence", "prompt"), [
        ("hi", "बंदरगाह के अधिकारी ने सोमवार को कहा कि तूफान थमने तक सभी नावें किनारे पर बंधी रहेंगी।",
         "ताज़ा खबरों के लिए हमारे WhatsApp चैनल से जुड़ें।"),
        ("zh", "港务局长星期一表示，在大风完全过去之前，所有渔船都必须留在港内，不得出海。",
         "【免责声明】本文仅代表作者本人观点，与本网站无关。"),
    ])
    def test_the_body_ends_where_its_last_sentence_does_in_any_script(self, language: str, sentence: str, prompt: str) -> None:
        body = "".join(f"<p>{sentence[:9]}{n}{sentence[9:]}</p>" for n in range(4))
        page = read_page(Page(f"<html lang={language}><body><article>{body}<p>{prompt}</p></article>"))
        assert kept_by(drop_phrases, page, ledger_of(page, range(5), likely=0.99)) == {4: False}

    @pytest.mark.parametrize(("list_item", "gone"), [(True, {}), (False, {3: False})])
    def test_a_phrase_before_a_link_is_no_cue_in_a_point_of_a_list(self, list_item: bool, gone: dict[int, bool]) -> None:
        line = "Read the full report by <a href='/1'>the harbour master and his four deputies on Monday</a>"
        block = f"<ul><li>{line}</li></ul>" if list_item else f"<p>{line}</p>"
        page = document(f"<article>{prose(3)}{block}{prose(3, 10)}</article>")
        assert kept_by(drop_phrases, page, ledger_of(page, range(7))) == gone

    @pytest.mark.parametrize(("line", "gone"), [
        ("<p>Bakery by the quay wins a regional prize</p>", {3: False, 4: False}),
        ("<h3>Bakery by the quay wins a regional prize</h3>", {3: False}),
        ("<p>The bakery by the quay has won a regional prize.</p>", {3: False}),
        ("<p>Two prizes</p>", {3: False}),
    ])
    def test_a_headline_without_a_link_goes_with_its_cue(self, line: str, gone: dict[int, bool]) -> None:
        page = document(f"<article>{prose(3)}<p>Read also:</p>{line}{prose(3, 10)}</article>")
        assert kept_by(drop_phrases, page, ledger_of(page, range(8))) == gone

    def test_a_headline_goes_with_a_cue_that_is_gone_already(self) -> None:
        page = document(f"<article>{prose(3)}<p>Related</p><p>Bakery by the quay wins a regional prize</p>{prose(3, 10)}</article>")
        assert kept_by(drop_orphans, page, ledger_of(page, {*range(8)} - {3})) == {4: False}

    @pytest.mark.parametrize(("second", "gone"), [
        ("<a href='/2'>The lifeboat gets a crew of two</a>", {5: False}), ("<a href='/2'>Tides</a>", {}),
        ("The lifeboat has a crew of two.", {}),
    ])
    def test_a_list_of_links_goes_with_a_cue_that_is_gone_already(self, second: str, gone: dict[int, bool]) -> None:
        points = f"<ul><li><a href='/1'>Bakery by the quay wins a regional prize</a></li><li>{second}</li></ul>"
        page = document(f"<article>{prose(3)}<p>Read also:</p>{points}{prose(3, 10)}</article>")
        assert kept_by(drop_orphans, page, ledger_of(page, {*range(9)} - {3, 4})) == gone


class TestBoxedTeasers:
    TEASER = "<div><b>Related</b></div><h4><a href='/1'>Bakery by the quay wins a prize</a></h4><p>The jury praised the rye bread.</p>"

    def test_the_text_below_cue_and_headline_goes(self) -> None:
        page = document(f"<article>{prose(3)}<div>{self.TEASER}</div>{prose(3, 10)}</article>")
        assert kept_by(drop_boxed_teasers, page, ledger_of(page, {*range(9)} - {3, 4})) == {5: False}

    def test_what_is_not_in_a_container_of_its_own_stays(self) -> None:
        page = document(f"<article>{prose(3)}{self.TEASER}{prose(3, 10)}</article>")
        assert kept_by(drop_boxed_teasers, page, ledger_of(page, {*range(9)} - {3, 4})) == {}

    def test_a_sure_paragraph_beside_a_box_of_links_stays(self) -> None:
        page = document(f"<article>{prose(3)}<div>{self.TEASER}</div>{prose(3, 10)}</article>")
        assert kept_by(drop_boxed_teasers, page, ledger_of(page, {*range(9)} - {3, 4}, likely=0.98)) == {}

    def test_a_container_with_more_text_is_no_teaser(self) -> None:
        page = document(f"<article>{prose(3)}<div>{self.TEASER}{prose(2, 20)}</div>{prose(3, 10)}</article>")
        assert kept_by(drop_boxed_teasers, page, ledger_of(page, {*range(11)} - {3, 4})) == {}


class TestLinkedHeadlines:
    @pytest.mark.parametrize(("line", "gone"), [
        ("<p><a href='/1'>Bakery wins a regional prize</a></p>", True),
        ("<p><a href='/1'>The ledgers will go to the record office in June.</a></p>", False),
        ("<p><a href='#note'>See the note at the end</a></p>", False),
        ("<ul><li><a href='/1'>Bakery wins a regional prize</a></li></ul>", False),
        ("<p><a href='/1'>Nora Haldane</a></p>", False),
        ("<p>Bakery wins <a href='/1'>a regional prize</a></p>", False),
    ])
    def test_a_line_that_is_one_link_and_no_sentence(self, line: str, gone: bool) -> None:
        page = document(f"{prose(2)}{line}{prose(2, 5)}")
        assert kept_by(drop_linked_headlines, page, ledger_of(page, range(5))) == ({2: False} if gone else {})

    @pytest.mark.parametrize(("line", "gone"), [
        ("<p><a href='/1'>Bakery wins a regional prize</a></p>", True),
        ("<p><a href='https://sport.example.org/1'>Bakery wins a regional prize</a></p>", True),
        ("<p><a href='https://example.com/1'>Bakery wins a regional prize</a></p>", False),
        ("<h3><a href='/1'>Bakery wins a regional prize</a></h3>", False),
        ("<p>They won this:</p><p><a href='/1'>Bakery wins a regional prize</a></p>", False),
    ])
    def test_a_sure_scorer_is_believed_but_for_other_pages_of_the_site(self, line: str, gone: bool) -> None:
        page = document(f"{prose(2)}{line}{prose(2, 5)}", url="https://www.example.org/gale")
        said = kept_by(drop_linked_headlines, page, ledger_of(page, range(len(page.blocks)), likely=0.95))
        assert said == ({2: False} if gone else {})


class TestCards:
    HEAD = "<h3><a href='/1'>Bakery wins a regional prize</a></h3>"
    TEXT = "<p>The jury praised the rye bread of a shop that opened two years ago.</p>"

    @pytest.mark.parametrize(("card", "gone"), [
        (f"<div>{HEAD}{TEXT}</div>", True),
        (f"<div>{HEAD}<p>18 April</p>{TEXT}</div>", True),
        (f"{HEAD}{TEXT}", False),                                           # in the body's own container
        (f"<div>{HEAD}{TEXT}{prose(1, 30)}</div>", False),                  # a section
        (f"<div>{HEAD.replace('/1', 'https://example.com/1')}{TEXT}</div>", False),
        (f"<div>{HEAD.replace('/1', '')}{TEXT}</div>", False),              # unfolds the text under it
        (f"<div>{HEAD}<p>Open until noon</p></div>", False),
        (f"<div>{HEAD}{TEXT.replace('rye', '<a href=#>rye</a>')}</div>", False),
    ])
    def test_the_sentence_under_a_linked_headline_goes_with_it(self, card: str, gone: bool) -> None:
        page = document(f"<main>{prose(3)}{card}{prose(3, 5)}</main>", url="https://www.example.org/gale")
        said = kept_by(drop_cards, page, ledger_of(page, all_but(page, "Bakery", "18 April")))
        assert said == ({at(page, "The jury"): False} if gone else {})

    def test_many_are_a_list_or_an_article_made_of_them(self) -> None:
        cards = "".join(f"<div>{self.HEAD}{self.TEXT.replace('rye', f'rye {n}')}</div>" for n in range(4))
        page = document(f"<main>{prose(3)}{cards}{prose(3, 5)}</main>", url="https://www.example.org/gale")
        assert kept_by(drop_cards, page, ledger_of(page, all_but(page, "Bakery"))) == {}


class TestTeaserRows:
    TEXT = "The mayor opened the new bridge on Friday after two years of work, and the ferry made its last crossing at noon."

    def rows(self, count: int, made: str = "<h3><a href='/{i}'>Bridge number {i} is open again</a></h3><p>{text}</p>") -> set[int]:
        """Blocks that go where `count` rows follow a body of five blocks, their headlines dropped and their texts kept."""
        rows = "".join(f"<div class='row'>{made.format(i=i, text=self.TEXT)}</div>" for i in range(count))
        page = document(f"<div class='story'>{prose(5)}</div>{rows}")
        ledger = ledger_of(page, [block.index for block in page.blocks if not block.link_share])
        assert not any(kept_by(drop_teaser_rows, page, ledger).values())
        return set(kept_by(drop_teaser_rows, page, ledger))

    def test_the_text_under_linked_headlines_of_a_list_goes_with_them(self) -> None:
        assert self.rows(4) == {6, 8, 10, 12}

    def test_three_are_no_list(self) -> None:
        assert self.rows(3) == set()

    @pytest.mark.parametrize("made", [
        "<p>{text}</p><h3><a href='/{i}'>More about bridge number {i}</a></h3>",
        "<h3><a href='/{i}'>Bridge number {i} is open again</a></h3><p>Open until noon</p>",
        "<h3><a href='/{i}'>Bridge number {i} is open again</a></h3><p>{text}</p><p>{text}</p>",
    ], ids=["link below", "label", "two paragraphs"])
    def test_sections_with_links_stay(self, made: str) -> None:
        assert self.rows(5, made) == set()

    def test_a_body_of_nothing_else_stays(self) -> None:
        row = "<div class='row'><h3><a href='/{i}'>Bridge number {i} is open again</a></h3><p>{text}</p></div>"
        rows = "".join(row.format(i=i, text=self.TEXT) for i in range(5))
        page = document(rows)
        assert kept_by(drop_teaser_rows, page, ledger_of(page, range(1, 10, 2))) == {}


class TestHidden:
    def test_a_little_hidden_text_goes(self) -> None:
        page = document(f"{prose(5)}<p hidden>Printed from the web</p>")
        assert kept_by(drop_hidden, page, ledger_of(page, range(6))) == {5: False}

    def test_a_body_that_unfolds_stays(self) -> None:
        page = document(f"{prose(2)}<div style='display:none'>{prose(5, 10)}</div>")
        assert kept_by(drop_hidden, page, ledger_of(page, range(7))) == {}


class TestAppended:
    FIRST = f"<article><h1>Gale keeps the boats in harbour</h1>{prose(5)}</article>"

    def test_another_article_goes_with_all_its_text(self) -> None:
        page = document(f"{self.FIRST}<article><h1>Bakery wins a prize</h1>{prose(3, 20)}</article>")
        ledger = ledger_of(page, all_but(page, "Gale", "Bakery"))
        verdicts = list(drop_appended(page, ledger))
        assert [verdict.block for verdict in verdicts] == [7, 8, 9]
        assert {verdict.kind for verdict in verdicts} == {Kind.OTHER_ARTICLE}

    @pytest.mark.parametrize(("made", "meta", "gone"), [
        ("story n2", "<p class='meta'>A. Holt, 18 April 2026</p>", True),
        ("story n2", "", False),                                                    # a section of the same article
        ("box n2", "<p class='meta'>A. Holt, 18 April 2026</p>", False),            # something else
    ])
    def test_an_article_in_a_container_like_the_firsts(self, made: str, meta: str, gone: bool) -> None:
        first = f"<div class='story n1'><h1>Gale keeps the boats in harbour</h1><p class='meta'>B. Quill, 17 April 2026</p>{prose(5)}</div>"
        page = document(f"{first}<div class='{made}'><h1>Bakery wins a prize</h1>{meta}{prose(3, 20)}</div>")
        said = kept_by(drop_appended, page, ledger_of(page, all_but(page, "Gale", "Bakery", "A. Holt", "B. Quill")))
        assert len(said) == (3 if gone else 0)

    def test_many_articles_each_go_under_their_own_headline(self) -> None:
        more = "".join(f"<article><h1>Prize {n}</h1>{prose(2, 20 + 2 * n)}</article>" for n in range(2_000))
        page = document(f"{self.FIRST}{more}")
        verdicts = list(drop_appended(page, ledger_of(page, all_but(page, "Gale"))))
        assert len(verdicts) == 6_000           # the headlines too
        assert verdicts[-1].because == "under “Prize 1999”, an article after this one"

    @pytest.mark.parametrize("second", [
        f"<article><h1>Gale keeps the boats in harbour</h1>{prose(3, 20)}</article>",      # the same headline: the article goes on
        f"<div><h1>A second night</h1>{prose(3, 20)}</div>",                               # an h1 as a subhead
        f"<article><h2>A second night</h2>{prose(3, 20)}</article>",                       # a section
    ])
    def test_a_second_part_stays(self, second: str) -> None:
        page = document(f"{self.FIRST}{second}")
        assert kept_by(drop_appended, page, ledger_of(page, all_but(page, "Gale"))) == {}

    def test_an_article_under_a_mere_teaser_stays(self) -> None:
        page = document(f"<article><h1>Bakery wins</h1><p>A prize.</p></article><article><h1>Gale</h1>{prose(3, 20)}</article>")
        assert kept_by(drop_appended, page, ledger_of(page, range(1, len(page.blocks)))) == {}


class TestRepeats:
    def test_the_headline_above_the_body_goes(self) -> None:
        page = document(f"<p>Gale keeps the boats in harbour</p>{prose(3)}")
        verdicts = list(drop_title(page, ledger_of(page, range(4))))
        assert [(verdict.block, verdict.kind) for verdict in verdicts] == [(0, Kind.TITLE)]

    def test_the_headline_further_down_is_a_subhead(self) -> None:
        page = document(f"{prose(4)}<p>Gale keeps the boats in harbour</p>")
        assert kept_by(drop_title, page, ledger_of(page, range(5))) == {}

    def test_a_paragraph_stays_once_and_short_lines_as_often_as_they_are_said(self) -> None:
        page = document(f"{prose(2)}<p>Yes.</p>{prose(1)}<p>Yes.</p>{prose(1, 1)}")
        assert kept_by(drop_copies, page, ledger_of(page, range(6))) == {3: False, 5: False}

    SAID = "boat number 1 would stay on its mooring"

    @pytest.mark.parametrize("quote", [
        f"<aside class='pullquote'><p>“{SAID}!”</p></aside>", f"<blockquote class='story PullQuote--left'>{SAID}</blockquote>",
        f"<figure class='quote-box'><blockquote><p>{SAID}</p></blockquote><figcaption>Ada Quill, harbour master</figcaption></figure>",
        "<div id='pull_quote_3'><p>The harbour master said that boat number 1 would stay until the gale had passed.</p></div>",
    ])
    @pytest.mark.parametrize("before", [0, 1, 4])
    def test_a_sentence_set_apart_goes_with_its_speaker(self, quote: str, before: int) -> None:
        page = document(f"{prose(before)}{quote}{prose(4 - before, before)}")
        apart = range(before, len(page.blocks) - 4 + before)
        assert kept_by(drop_pull_quotes, page, ledger_of(page, range(len(page.blocks)))) == dict.fromkeys(apart, False)

    @pytest.mark.parametrize("quote", [
        f"<p>{SAID}</p>", f"<blockquote><p>{SAID}</p></blockquote>", f"<blockquote class='wp-block-quote'>{SAID}</blockquote>",
        f"<aside class='quote'><p>{SAID}</p></aside>", "<aside class='pullquote'>stay on its mooring until</aside>",
        "<aside class='pullquote'>On its mooring boat number 1 would stay</aside>",
        f"<aside class='pullquote'><p>{SAID}</p><p>Nobody asked the crew of it.</p></aside>",
        f"<aside class='pullquote'>{SAID}</aside><aside class='pullquote'>{SAID} all night</aside>".replace("number 1", "number 9"),
    ])
    def test_what_is_cited_or_says_more_stays(self, quote: str) -> None:
        page = document(f"{prose(2)}{quote}{prose(2, 2)}")
        assert kept_by(drop_pull_quotes, page, ledger_of(page, range(len(page.blocks)))) == {}

    def test_a_pull_quote_far_from_where_it_is_said_stays(self) -> None:
        quote = f"<aside class='pullquote'>{self.SAID}</aside>"
        page = document(f"{prose(14)}{quote}")
        assert kept_by(drop_pull_quotes, page, ledger_of(page, range(15))) == {}
        assert kept_by(drop_pull_quotes, page, ledger_of(page, [*range(3), *range(5, 15)])) == {14: False}

    def test_a_point_that_two_lists_share_stays_in_both(self) -> None:
        warm = "<li>Warm up: five minutes of slow running and eight easy lifts</li>"
        page = document(f"<ul>{warm}<li>Rest</li></ul><ul>{warm}<li>Row</li></ul>{prose(2)}<ul>{warm}</ul>")
        assert kept_by(drop_copies, page, ledger_of(page, range(7))) == {6: False}


class TestLists:
    LIST = "<ul><li>Rope</li><li>Tar</li><li>Patience</li><li>A boat</li></ul>"

    def said(self, body: str, kept: list[int], likely: float) -> dict[int, bool]:
        page = document(body)
        return kept_by(keep_lists, page, ledger_of(page, kept, likely))

    def test_missing_points_come_back(self) -> None:
        assert self.said(f"{prose(2)}{self.LIST}{prose(2, 2)}", [0, 1, 4, 5, 6, 7], 0.5) == {2: True, 3: True}

    def test_the_head_of_a_table_comes_back(self) -> None:
        table = "<table><tr><th>Town</th><th>Rain</th></tr><tr><td>Ulm</td><td>3</td></tr></table>"
        assert self.said(f"{prose(2)}{table}{prose(2, 2)}", [0, 1, 3, 4, 5], 0.5) == {2: True}

    @pytest.mark.parametrize(("points", "kept", "likely"), [
        (LIST, [0, 1, 4, 5, 6, 7], 0.45),           # more clutter than body
        (LIST, [0, 1, 6, 7], 0.9),                  # nothing of it is kept
        ("<ul><li>Rope</li><li><a href='/x'>Tar</a></li></ul>", [0, 1, 2, 4, 5], 0.5),          # leads elsewhere
        ("<ul><li><h3>Rope</h3></li><li><p>Tar</p>Pitch</li></ul>", [0, 1, 2, 5, 6], 0.9),      # cards
    ])
    def test_other_lists_stay_as_they_are(self, points: str, kept: list[int], likely: float) -> None:
        assert self.said(f"{prose(2)}{points}{prose(2, 2)}", kept, likely) == {}

    def test_a_list_at_the_end_must_be_likelier(self) -> None:
        assert self.said(f"{prose(2)}{self.LIST}", [0, 1, 2], 0.5) == {}
        assert self.said(f"{prose(2)}{self.LIST}", [0, 1, 2], 0.6) == {3: True, 4: True, 5: True}

    def test_a_list_outside_the_body_stays_as_it_is(self) -> None:
        assert self.said(f"<div>{self.LIST}</div><main>{prose(4)}</main>", [0, 4, 5, 6, 7], 0.6) == {}


class TestIntroducedLists:
    LIST = "<ul><li><a href='https://example.com/1'>Tide tables</a></li><li><a href='/2'>A chart of the bay</a></li></ul>"

    @pytest.mark.parametrize(("line", "points", "after", "gone"), [
        ("<p>The harbour office has put these on its pages:</p>", LIST, prose(1, 5), False),
        ("<p>The harbour office has put these on its pages.</p>", LIST, prose(1, 5), True),
        ("<h3>The harbour office has put these on its pages:</h3>", LIST, prose(1, 5), True),
        ("<p>Read also:</p>", LIST, prose(1, 5), True),
        ("<p>The harbour office has put these on its pages:</p>", LIST, "", True),                      # the tail of a page
        ("<p>The harbour office has put these on its pages:</p>", f"<aside><div>{LIST}</div></aside>", prose(1, 5), False),
        ("<p>On this page:</p>", LIST.replace("/2", "#bay").replace("https://example.com/1", "#tides"), prose(1, 5), True),
    ])
    def test_links_under_a_line_of_the_body(self, line: str, points: str, after: str, gone: bool) -> None:
        page = document(f"<main>{prose(3)}{line}{points}{after}</main>")
        said = kept_by(keep_introduced, page, ledger_of(page, all_but(page, "Tide", "A chart"), likely=0.9))
        assert said == ({} if gone else {4: True, 5: True})

    def test_a_doubtful_line_introduces_nothing(self) -> None:
        page = document(f"<main>{prose(3)}<p>These are on its pages:</p>{self.LIST}{prose(1, 5)}</main>")
        assert kept_by(keep_introduced, page, ledger_of(page, all_but(page, "Tide", "A chart"), likely=0.7)) == {}


class TestListsBesideALine:
    FACTS = "<ul><li>Length: 34 metres</li><li>Cost: 41,000</li></ul>"
    TABLE = "<table><tr><th>Town</th><th>Rain</th></tr><tr><td>Ulm</td><td>3</td></tr></table>"
    SOURCES = "<ul><li><a href='https://example.org/1'>Harbour rolls</a></li><li>Talk with the master, 3 March</li></ul>"
    HEAD = "<h3>The bridge in figures</h3>"

    def drawn_in(self, box: str, after: str = prose(1, 5)) -> int:
        page = document(f"<main>{prose(3)}{box}{after}</main>")
        kept = [block.index for block in page.blocks if block.tag in {"p", "h3"}]
        said = kept_by(keep_beside, page, ledger_of(page, kept, likely=0.1))
        assert all(said.values())
        return len(said)

    @pytest.mark.parametrize(("box", "after", "points"), [
        (f"<aside>{HEAD}{FACTS}</aside>", prose(1, 5), 2),
        (f"{HEAD}<figure><div>{TABLE}</div></figure>", prose(1, 5), 2),
        (f"{HEAD}{TABLE.replace('<table>', '<table><caption>Rain in March</caption>')}", prose(1, 5), 3),
        (f"{HEAD}{TABLE}", "", 2),
        (f"{HEAD}{SOURCES}", "", 2),                            # not all of them lead elsewhere
        (f"{HEAD}{FACTS}", "", 0),                              # at the end it may as well be an offer
        (f"{HEAD}<nav>{FACTS}</nav>", prose(1, 5), 0),
        (f"{HEAD}<ul><li><a href='/1'>Tide tables</a></li><li><a href='/2'>Chart</a></li></ul>", prose(1, 5), 0),
        (f"{HEAD}<ul><li>Follow us</li><li>Sign up for our newsletter</li></ul>", prose(1, 5), 0),      # rules meet it
        (f"{HEAD}<ul><li><h4>Rope</h4></li><li><div>Tar</div><button>Buy</button></li></ul>", prose(1, 5), 0),      # cards
        (f"{HEAD}<div>of the harbour</div>{FACTS}", prose(1, 5), 0),        # what is right above it is not kept
        (f"<div>{HEAD}</div>{FACTS}", prose(1, 5), 0),          # stands elsewhere
    ])
    def test_of_a_kept_line(self, box: str, after: str, points: int) -> None:
        assert self.drawn_in(box, after) == points

    def test_a_torn_one_is_made_whole_but_for_mere_marks(self) -> None:
        page = document(f"<main>{prose(2)}<ul><li>Rope</li><li>▢</li><li>Tar</li></ul>{prose(1, 5)}</main>")
        assert kept_by(keep_beside, page, ledger_of(page, [0, 1, 2, 5], likely=0.1)) == {4: True}


class TestBoxesAmidTheBody:
    SAID = "The oldest of the boats was built in the year of the flood."
    POINTS = "<li>Length: 34 metres overall</li><li>Cost: 41,000 at the time</li>"
    TABLE = "<table><caption>Rain</caption><tr><th>Town</th><th>Rain</th></tr><tr><td>Ulm</td><td>3</td></tr></table>"

    def drawn_in(self, box: str, after: str = prose(1, 5), likely: float = 0.2) -> int:
        page = document(f"<main>{prose(3)}{box}{after}</main>")
        kept = [block.index for block in page.blocks if block.text.startswith("The harbour master")]
        said = kept_by(keep_amid, page, ledger_of(page, kept, likely))
        assert all(said.values())
        return len(said)

    @pytest.mark.parametrize(("box", "blocks"), [
        (f"<div class='info-box'><div>{SAID}</div></div>", 1),
        (f"<aside><h4>The bridge</h4><ul>{POINTS}</ul></aside>", 3),
        (f"<figure-box><div>{TABLE}</div></figure-box>", 3),
        (f"<div>{TABLE.replace('<td>', '<td><p>')}</div><p>Copy link</p>", 3),
        (f"<section><p>Table 1</p>{TABLE}<p><a href='/table/1'>Open it in a window of its own</a></p></section>", 3),
        (f"<figure>{TABLE}<figcaption>Rain on Monday</figcaption></figure>", 3),
        (f"<div><div class=top>The bridge</div><ul>{POINTS}</ul></div>", 3),
        ("<div><span class=name>boat.py</span><pre>row(boat)</pre></div>", 2),
        ("<div>ขณะนี้เรือทุกลำยังจอดอยู่ที่ท่าจนกว่าพายุจะผ่านไป</div>", 1),
    ])
    def test_of_the_writers_own(self, box: str, blocks: int) -> None:
        assert self.drawn_in(box) == blocks

    @pytest.mark.parametrize("box", [
        f"<div>{SAID} <a href='/boats'>See all the boats that we have written about here</a></div>",
        f"<div><h4><a href='/boats'>The boats</a></h4><p>{SAID}</p></div>",
        f"<div class='teaser-cta'>{SAID}</div>", f"<div class='related-box'><div>{SAID}</div></div>", f"<div class=photo>{SAID}</div>",
        f"<div hidden>{SAID}</div>", f"<nav>{SAID}</nav>", f"<form>{SAID}</form>", f"<div>{SAID}<button>Buy</button></div>",
        "<div>Have you seen the oldest of the boats?</div>", "<div>The oldest of the boats</div>",
        "<ul><li>Linux</li><li>Windows</li></ul>", f"<ul>{POINTS}<li><a href='/more'>More of the boats</a></li></ul>",
        f"<ul>{POINTS}<li>Sign up for our newsletter</li></ul>",
    ])
    def test_not_what_invites_leads_elsewhere_or_is_called_clutter(self, box: str) -> None:
        assert self.drawn_in(box) == 0

    def test_not_below_the_body_nor_where_hardly_likely(self) -> None:
        assert self.drawn_in(f"<div>{self.SAID}</div>", after="") == 0
        assert self.drawn_in(f"<div>{self.SAID}</div>", likely=0.05) == 0

    def test_a_form_around_the_whole_page_says_nothing(self) -> None:
        assert self.drawn_in(f"<form>{prose(1, 7)}<div>{self.SAID}</div>{prose(1, 8)}</form>") == 1

    def test_the_points_that_a_list_goes_on_with(self) -> None:
        page = document(f"<main>{prose(3)}<ul>{self.POINTS}</ul>{prose(2, 5)}</main>")
        kept = [block.index for block in page.blocks if not block.text.startswith("Cost")]
        assert kept_by(keep_amid, page, ledger_of(page, kept, likely=0.2)) == {4: True}

    @pytest.mark.parametrize(("line", "likely", "lines"), [
        ("<p>Length at the waterline: 34 metres</p>", 0.3, 1), ("<p>Length at the waterline: 34 metres</p>", 0.2, 0),
        ("<div>Length at the waterline: 34 metres</div>", 0.3, 0), ("<p class=caption>The boats on Monday</p>", 0.3, 0),
        ("<div><p>Length at the waterline: 34 metres</p></div>", 0.3, 0), ("<p>* * *</p>", 0.3, 0),
        ("<p>One</p><p>Two</p>", 0.3, 2), ("<p>One</p><p>Two</p><p>Three</p>", 0.3, 2),
    ])
    def test_a_line_right_above_a_paragraph_beside_it(self, line: str, likely: float, lines: int) -> None:
        assert self.drawn_in(line, likely=likely) == lines

    def test_not_outside_what_holds_the_body(self) -> None:
        page = document(f"<main>{prose(4)}</main><div><div>{self.SAID}</div><p>Keep to the left.</p></div>")
        kept = [block.index for block in page.blocks if not block.text.startswith(self.SAID)]
        assert kept_by(keep_amid, page, ledger_of(page, kept, likely=0.2)) == {}


class TestLastSentence:
    @pytest.mark.parametrize(("below", "likely", "lines"), [
        ("<p>And so they wait for the end of it.</p>", 0.3, 1), ("<p>And so they wait for the end of it.</p>", 0.2, 0),
        ("<p>And so they wait for the end of it.</p><p>It may be long this time.</p><p>Gale</p><p>All is well with them.</p>", 0.3, 2),
        ("<p><i>And so they wait for the end of it.</i></p>", 0.3, 0), ("<p class=note>And so they wait for the end of it.</p>", 0.3, 0),
        ("<div>And so they wait for the end of it.</div>", 0.3, 0), ("<p>Will they wait for the end of it?</p>", 0.3, 0),
        ("<p>And so they <a href='/gale'>wait for the end</a> of it.</p>", 0.3, 0), ("<p>Sign up for our newsletter.</p>", 0.3, 0),
        ("</div><div class=more><p>And so they wait for the end of it.</p>", 0.3, 0),
    ])
    def test_only_what_is_made_as_the_last_paragraph(self, below: str, likely: float, lines: int) -> None:
        page = document(f"<main><div class=text>{prose(4)}{below}</div></main>")
        assert list(kept_by(keep_last, page, ledger_of(page, range(4), likely)).values()) == [True] * lines


class TestWitness:
    PAGE = document(f"{prose(3)}<p>The bakery won a prize for its rye bread on Sunday.</p>")
    BODY = "\n".join(block.text for block in PAGE.blocks[:3])

    def heard(self, witness: Witness, likely: float = 0.5, page: Document | None = None) -> tuple[Ledger, dict[int, bool]]:
        page = page or self.PAGE
        ledger = ledger_of(page, range(len(page.blocks)), likely)
        return ledger, kept_by(witness, page, ledger)

    def test_in_doubt_its_word_turns_verdicts(self) -> None:
        ledger, said = self.heard(Witness(ask=lambda html, url: self.BODY))
        assert said == {0: True, 1: True, 2: True, 3: False}
        assert ledger.likely[0] > 0.5 > ledger.likely[3]
        assert ledger.signals["doubt"] == 0.5

    def test_the_less_it_has_of_a_page_the_less_what_it_lacks_says(self) -> None:
        little, much = (self.heard(Witness(ask=lambda html, url, told=told: told), likely=0.65)[1]
                        for told in (self.PAGE.blocks[0].text, self.BODY))
        assert (little, much) == (dict.fromkeys(range(4), True), {0: True, 1: True, 2: True, 3: False})

    def test_sure_verdicts_are_not_turned(self) -> None:
        assert self.heard(Witness("always", ask=lambda html, url: ""), likely=0.99)[1] == dict.fromkeys(range(4), True)

    @pytest.mark.parametrize(("mode", "likely"), [("never", 0.5), ("never", 0.01), ("auto", 0.99)])
    def test_it_is_not_asked_where_it_need_not_be(self, mode: Asked, likely: float) -> None:
        ledger, said = self.heard(Witness(mode, ask=lambda html, url: pytest.fail("asked")), likely)
        assert said == {}
        assert ledger.warnings == []

    def test_it_is_asked_where_nothing_is_plausible(self) -> None:
        assert self.heard(Witness(ask=lambda html, url: self.BODY), likely=0.01)[1] == dict.fromkeys(range(4), False)

    def test_its_failure_is_told(self) -> None:
        ledger, said = self.heard(Witness(ask=lambda html, url: None))
        assert said == {}
        assert ledger.warnings == ["in doubt, but trafilatura failed on the page"]

    def test_a_page_too_large_for_it_is_told(self) -> None:
        page = document(f"{prose(3)}<!--{'x' * 2_000_000}-->")
        ledger, said = self.heard(Witness(ask=lambda html, url: pytest.fail("asked")), page=page)
        assert said == {}
        assert ledger.warnings == ["in doubt, but the page is too large to ask trafilatura"]

    def test_trafilatura_that_fails_says_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object, **__: object) -> str:
            raise RecursionError

        monkeypatch.setattr("trafilatura.extract", fail)
        assert ask("<p>x</p>", None) is None

    def test_trafilatura_itself_answers(self) -> None:
        page = document(f"<nav><a href='/'>Home</a></nav><article>{prose(6)}</article>")
        ledger, said = self.heard(Witness("always"), page=page)
        assert said == {0: False, **dict.fromkeys(range(1, 7), True)}
        assert ledger.signals["witness_agreement"] > 0.9

    def test_doubt_and_agreement_are_shares(self) -> None:
        assert doubt_of(self.PAGE, [1, 1, 1, 0]) == 0
        assert doubt_of(self.PAGE, [0, 0, 0, 0]) == 0.5
        assert agreement(self.PAGE, [1, 1, 1, 0], [1, 1, 1, 0]) == 1
        assert agreement(self.PAGE, [1, 0, 0, 0], [0, 1, 0, 0]) == 0
        assert agreement(self.PAGE, [0] * 4, [0] * 4) == 1


class TestKinds:
    @pytest.mark.parametrize(("body", "kind"), [
        ("<p>Read also: Bakery wins a regional prize</p>", Kind.READ_ALSO),
        ("<h1>Gale keeps the boats in harbour</h1>", Kind.TITLE),
        ("<figure><figcaption class='ad'>Boats at the quay</figcaption></figure>", Kind.CAPTION),
        ("<div class='author-bio'><p>Nora knows the coast.</p></div>", Kind.AUTHOR_BIO),
        ("<div class='podcast-player'><p>Now: the tide</p></div>", Kind.PODCAST),
        ("<div class='comments'><div><div><p>What a gale!</p></div></div></div>", Kind.COMMENTS),
        ("<p hidden>Boats</p>", Kind.HIDDEN),
        ("<nav><a href='/'>Boats</a></nav>", Kind.NAVIGATION),
        ("<p><a href='/1'>A headline as long as headlines tend to be</a></p>", Kind.RELATED),
        ("<p><a href='/1'>Boats</a></p>", Kind.NAVIGATION),
        ("<p>Boats</p>", Kind.BOILERPLATE),
    ])
    def test_own_phrase_then_markup_then_place(self, body: str, kind: Kind) -> None:
        assert Kinds(document(body), []).of(0) == kind

    MENU = "<ul class='menu'><li><a href='/s'>Sport</a></li><li><a href='/n'>{}</a></li><li><a href='/c'>Culture</a></li></ul>"

    @pytest.mark.parametrize("entry", ["Latest news", "Most read", "Video", "Podcasts", "Related articles", "Comments"])
    def test_an_entry_of_a_menu_heads_no_list(self, entry: str) -> None:
        page = document(self.MENU.format(entry))
        assert Kinds(page, []).of(at(page, entry)) is Kind.NAVIGATION
        alone = document(f"<div><h3>{entry}</h3><p>Boats</p></div>")
        assert Kinds(alone, []).of(0) is not Kind.NAVIGATION

    @pytest.mark.parametrize(("attributes", "named"), [
        ("header-top row", ""), ("menu-item menu-item-taxonomy-category", "navigation"), ("text-data", ""), ("app", ""),
        ("block top-0 banner", ""), ("footer-copyright", "legal"), ("site-breadcrumbs", "breadcrumbs"), ("post-tags", "tags"),
        ("teaser latest-news", "latest"), ("card premium", ""),
    ])
    def test_names_that_say_too_little_and_those_that_say_enough(self, attributes: str, named: str) -> None:
        assert markup.named(markup.mask(attributes)) == named

    def test_what_is_left_out_of_a_group_is_in_it(self) -> None:
        groups = dict(builtin("any").words)
        for name, entry in tomllib.loads(markup.KINDS.read_text(encoding="utf-8")).items():
            held = {word for group in entry.get("groups", ()) for word in groups[group]}
            assert held >= set(entry.get("but", ())), name
            assert held.isdisjoint(entry.get("words", ())), name

    def test_what_holds_the_body_as_well_names_nothing(self) -> None:
        around = f"<div class='cookies-not-set'><p>{{}}</p><article class='premium paywall'>{prose(5)}<p>Quay</p></article></div>"
        page = document(around.format("Harbour"))
        kinds = Kinds(page, range(1, 6))
        assert [kinds.of(0), kinds.of(6)] == [Kind.BOILERPLATE, Kind.BOILERPLATE]
        assert Kinds(page, []).of(0) is Kind.COOKIE      # where nothing is kept, nothing holds the body

    HEADLINE = "<a href='/{0}'>Harbour number {0} opens for the regatta</a>"

    @pytest.mark.parametrize(("head", "kind"), [
        ("Most read", Kind.MOST_READ), ("Latest news", Kind.LATEST), ("Related articles", Kind.RELATED),
    ])
    def test_a_head_gives_its_list_its_kind(self, head: str, kind: Kind) -> None:
        items = "".join(f"<li>{self.HEADLINE.format(n)}</li>" for n in range(3))
        page = document(f"{prose(5)}<div class='x'><div><h3>{head}</h3></div><ul>{items}</ul></div><p>{self.HEADLINE.format(9)}</p>")
        kinds = Kinds(page, range(5))
        assert [kinds.of(i) for i in range(5, 9)] == [kind] * 4
        assert kinds.of(9) is Kind.RELATED       # stands outside

    @pytest.mark.parametrize("around", [
        "<figure><figcaption>{}</figcaption></figure>", "<div class='premium paywall'><p>{}</p></div>",
        "<div class='article-info meta'><p>{}</p></div>",
        "<section class='column'><div class='card-header'><p>{}</p></div></section>",
    ])
    def test_a_linked_headline_is_no_short_line(self, around: str) -> None:
        assert Kinds(document(around.format(self.HEADLINE.format(1))), []).of(0) is Kind.RELATED

    def test_text_beside_a_linked_headline_is_its_teasers(self) -> None:
        card = f"<div class='x'><h4>{self.HEADLINE.format(1)}</h4><p>The mayor of the town cut the ribbon himself.</p></div>"
        page = document(f"{prose(5)}{card}<p>The mayor of the town was there as well.</p>")
        kinds = Kinds(page, range(5))
        assert [kinds.of(6), kinds.of(7)] == [Kind.RELATED, Kind.BOILERPLATE]

    @pytest.mark.parametrize(("line", "kind"), [
        ("5. Januar 2026 18:58 Uhr", Kind.DATE), ("Dec 17, 2025", Kind.DATE), ("11:31 05/02/2026", Kind.DATE), ("dnes 05:00", Kind.DATE),
        ("2024 was the year of the long storm", Kind.BYLINE), ("Nora Quay", Kind.BYLINE),
        ("Nora Quay has written about boats, harbours and the people who mend them for twenty years.", Kind.AUTHOR_BIO),
    ])
    def test_the_shape_of_a_line_beside_the_author(self, line: str, kind: Kind) -> None:
        assert Kinds(document(f"<div class='author'><p>{line}</p></div>"), []).of(0) is kind

    def test_a_line_with_the_authors_name_and_little_more_is_a_byline(self) -> None:
        page = document("<p>Words: Nora Quay</p><p>Nora Quay 14 March 2026, 09:20</p><p>What Nora Quay saw when the storm came in</p>",
                        "<meta name=author content='Nora Quay'><title>Boats</title>")
        kinds = Kinds(page, [])
        assert [kinds.of(i) for i in range(3)] == [Kind.BYLINE, Kind.BYLINE, Kind.BOILERPLATE]

    @pytest.mark.parametrize(("block", "kind"), [
        ("<div class='picture-box'><p>Boats at the quay before the gale</p></div>", Kind.CAPTION),
        ("<button class='credit'>Insert</button>", Kind.FORM), ("<footer class='copyright'><p>Harbour Post Ltd</p></footer>", Kind.LEGAL),
        ("<footer class='column'><p>More from the harbour</p></footer>", Kind.NAVIGATION),
        ("<p class='tags'>More on this topic: harbour, quay</p>", Kind.TAGS),
        ("<div class='date'><p>Retention rate</p></div>", Kind.BOILERPLATE), ("<div class='meta'><p>18992</p></div>", Kind.BOILERPLATE),
    ])
    def test_markup_and_line_together(self, block: str, kind: Kind) -> None:
        assert Kinds(document(block), []).of(0) is kind

