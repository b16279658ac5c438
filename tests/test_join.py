"""An article that its site cut into several pages becomes one article."""

from __future__ import annotations

from dataclasses import replace

from cleaner import Article, Page, clean_page
from cleaner.join import joined
from cleaner.model import Block, Kind, Metadata, Quality, Verdict

LEAD = "The ferry that carries books to the delta has set out again after a winter in dock."


def article(*lines: str, cut: tuple[str, ...] = (), verdict: str = "article", **quality: object) -> Article:
    """An article of `lines`, of which those in `cut` were removed."""
    blocks = tuple(Block(i, "body/p", "p", line) for i, line in enumerate(lines))
    kept = tuple(i for i, line in enumerate(lines) if line not in cut)
    verdicts = tuple(Verdict(i, i in kept, Kind.BODY if i in kept else Kind.RELATED, "scorer", "0.9") for i in range(len(lines)))
    text = "\n\n".join(lines[i] for i in kept)
    return Article(text, Metadata(title=lines[0]), Quality(verdict, 0.9, **quality), blocks, kept, verdicts)  # type: ignore[arg-type]


def test_the_text_of_all_pages_stands_in_one_article_with_the_first_pages_metadata() -> None:
    first, second = article("One.", "Two.", "Read also", cut=("Read also",)), article("Three.", "Most read", "Four.", cut=("Most read",))
    whole = joined([first, second])
    assert whole.text == "One.\n\nTwo.\n\nThree.\n\nFour."
    assert whole.metadata.title == "One."
    assert whole.metadata.word_count == 4
    assert [removed.text for removed in whole.removed] == ["Read also", "Most read"]
    assert [whole.blocks[i].text for i in whole.kept] == ["One.", "Two.", "Three.", "Four."]
    assert [block.index for block in whole.blocks] == list(range(6))


def test_a_lead_that_every_page_repeats_stands_once_and_says_why() -> None:
    whole = joined([article(LEAD, "One."), article(LEAD, "Two."), article(LEAD, "Three.")])
    assert whole.text == f"{LEAD}\n\nOne.\n\nTwo.\n\nThree."
    assert [(removed.rule, removed.kind) for removed in whole.removed] == [("pages.repeated", Kind.DUPLICATE)] * 2
    assert whole.why(whole.removed[0].index)[-1].because == "page 2 has it again"


def test_short_lines_may_recur() -> None:
    assert joined([article("Day one", "Yes.", "No."), article("Yes.", "Maybe.")]).text == "Day one\n\nYes.\n\nNo.\n\nYes.\n\nMaybe."


def test_a_later_page_without_an_article_is_left_out_and_said() -> None:
    whole = joined([article("One."), article("Accept cookies?", verdict="consent_wall"), article("Three.", warnings=("late",))])
    assert whole.text == "One.\n\nThree."
    assert whole.quality.warnings == ("page 2 left out: no article (consent_wall)", "page 3: late")


def test_the_whole_is_as_sure_as_its_least_sure_page() -> None:
    second = article("Two.")
    unsure = replace(second, quality=replace(second.quality, confidence=0.4))
    assert joined([article("One."), unsure]).quality.confidence == 0.4


def test_cleaning_a_page_with_further_pages_gives_one_article() -> None:
    def html(*paragraphs: str) -> str:
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        return f"<html><body><nav><a href=/>Home</a></nav><article><h1>Books by boat</h1>{body}</article></body></html>"

    one = "The captain unloads the crates himself, and every village on the channel has a reader waiting on the pier."
    two = "In the evening the boat turns back, and what was lent in spring is stacked in the bow, damp at the edges."
    page = Page(html(one, one.replace("captain", "mate")), further=(Page(html(two, two.replace("evening", "morning"))),))
    text = clean_page(page).text
    assert one in text
    assert text.index(one) < text.index(two)


def test_what_was_degraded_on_the_way_is_said() -> None:
    text = "The boat arrived at noon.\n\nNobody had expected it so early in the year, and the pier was empty."
    assert "fetched in the clear" in clean_page(Page(f"<p>{text}</p>", warnings=("fetched in the clear",))).quality.warnings
    assert "fetched in the clear" in clean_page(Page(text, text_only=True, warnings=("fetched in the clear",))).quality.warnings
