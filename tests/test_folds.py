"""Accordions: what a reader unfolds stays whole, and what only looks like one stays out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from judging import document, ledger_of, prose

from cleaner.model import Kind
from cleaner.stages.folds import keep_folds

ASKED = (
    ("Do I need a pass?", "The old one is good until noon."),
    ("What is a bag?", "A sack, for now."),
    ("Who?", "All of us, says the mayor."),
)


def drawn_in(one: Callable[[str, str], str], kept: int = 2, asked: tuple[tuple[str, str], ...] = ASKED) -> list[str]:
    """The lines that come back of an accordion amid prose, of which the first `kept` answers are kept."""
    page = document(f"<main>{prose(3)}<div>{''.join(one(*pair) for pair in asked)}</div>{prose(2, 7)}</main>")
    answers = [answer for _, answer in asked[:kept]]
    body = [block.index for block in page.blocks if block.text in answers or block.text.startswith("The harbour")]
    verdicts = list(keep_folds(page, ledger_of(page, body, likely=0.2)))
    assert all((verdict.keep, verdict.kind, verdict.rule) == (True, Kind.BODY, "fold.whole") for verdict in verdicts)
    return [page.blocks[verdict.block].text for verdict in verdicts]


MISSING = [line for at, pair in enumerate(ASKED) for line in (pair if at == 2 else pair[:1])]


@pytest.mark.parametrize("one", [
    lambda ask, told: f"<div class=item><h2><button>{ask}</button></h2><div class=fold><div>{told}</div></div></div>",
    lambda ask, told: f"<div class=pane><div><h4><a href='#c1'>{ask}</a></h4></div><div id=c1 class=fold><p>{told}</p></div></div>",
    lambda ask, told: f"<div class=item><div role=button><a tabindex=0>{ask}</a></div><div class=fold><p>{told}</p></div></div>",
    lambda ask, told: f"<button class=handle>{ask}</button><div class=fold><p>{told}</p></div>",
    lambda ask, told: f"<div class=item><button><span>{ask}</span></button><div class=fold hidden><p>{told}</p></div></div>",
    lambda ask, told: f"<div class=item><h3><a href='javascript:void(0)'>{ask}</a></h3><p>{told}</p></div>",
])
def test_what_is_missing_of_an_accordion_comes_back(one: Callable[[str, str], str]) -> None:
    assert drawn_in(one) == MISSING


@pytest.mark.parametrize("one", [
    lambda ask, told: f"<div class=item><h3><a href='/{len(told)}'>{ask}</a></h3><p>{told}</p></div>",      # leads elsewhere
    lambda ask, told: f"<div class=item><button>Share</button><p>{told}</p></div>",      # the same each time
    lambda ask, told: f"<div><div><div><div><button>{ask}</button></div></div></div></div><p>{told}</p>",      # not next to it
    lambda ask, told: f"<figure><button>{ask}</button><figcaption>{told}</figcaption></figure>",      # enlarges a picture
    lambda ask, told: f"<nav><button>{ask}</button><p>{told}</p></nav>",
    lambda ask, told: f"<div class=item><button>{ask}</button><button>Buy</button><p>{told}</p></div>",
])
def test_other_buttons_open_nothing(one: Callable[[str, str], str]) -> None:
    assert drawn_in(one) == []


def test_one_of_which_little_is_kept_and_a_single_fold_stay_as_they_are() -> None:
    def one(ask: str, told: str) -> str:
        return f"<div class=item><button>{ask}</button><div class=fold><p>{told}</p></div></div>"

    assert drawn_in(one, kept=1) == drawn_in(one, asked=ASKED[:1]) == []


def test_folds_in_folds_are_no_accordion() -> None:
    inner = "<div class=item><button>Second</button><div class=fold><p>Boats.</p></div></div>"
    outer = f"<div class=item><button>First</button><div class=fold><p>Tides.</p>{inner}</div></div>"
    page = document(f"<main>{prose(3)}{outer}{prose(2, 7)}</main>")
    assert list(keep_folds(page, ledger_of(page, [i for i in range(len(page.blocks)) if i not in (3, 5)]))) == []


def test_prompts_and_links_in_a_fold_stay_out() -> None:
    def one(ask: str, told: str) -> str:
        more = "<p><a href='/more'>All about bags</a></p><p>Sign up for our newsletter</p>"
        return f"<div class=item><button>{ask}</button><div class=fold><p>{told}</p>{more}</div></div>"

    assert drawn_in(one, kept=3) == []          # of what is kept already, links and prompts are most
    told = tuple((ask, f"{answer} {'It is so. ' * 12}".strip()) for ask, answer in ASKED)
    assert drawn_in(one, kept=3, asked=told) == [ask for ask, _ in ASKED]
