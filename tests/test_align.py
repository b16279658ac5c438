"""Which blocks a text was made of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.align import shares

RIVER = "The river rose by two metres in the night."
MILL = "The mill was evacuated before anyone had asked."


@pytest.mark.parametrize(("blocks", "text", "expected"), [
    ([], "anything", []),
    (["Menu", RIVER], "", [0, 0]),
    (["Menu", RIVER, "Menu"], RIVER, [0, 1, 0]),
    ([RIVER, "Menu", MILL], f"{RIVER}\n\n{MILL}", [1, 0, 1]),
    ([RIVER, MILL], f"{RIVER} {MILL}", [1, 1]),
    ([RIVER.upper(), "…"], RIVER, [1, 0]),
])
def test_whole_lines(blocks: list[str], text: str, expected: list[float]) -> None:
    assert shares(blocks, text) == expected


def test_a_short_line_said_once_is_the_copy_beside_the_text() -> None:
    assert shares(["Floods", "Menu", "Sport", "Floods", RIVER, MILL], f"Floods\n{RIVER}\n{MILL}") == [0, 0, 0, 1, 1, 1]


def test_a_paragraph_that_stands_twice_is_spent_once() -> None:
    assert sorted(shares([RIVER, "Menu", RIVER], RIVER)) == [0, 0, 1]


def test_half_a_block_is_about_half_there() -> None:
    share = shares([f"{RIVER} {MILL}"], RIVER)[0]
    assert 0.3 < share < 0.6


def test_unspaced_scripts_are_found_by_their_characters() -> None:
    assert shares(["川の水位は一晩で二メートル上がった。", "スポーツ"], "川の水位は一晩で二メートル上がった。")[0] == 1


@settings(max_examples=60)
@given(st.lists(st.text("abc .\n", max_size=30), max_size=12), st.text("abc .\n", max_size=200))
def test_shares_are_shares(blocks: list[str], text: str) -> None:
    found = shares(blocks, text)
    assert len(found) == len(blocks)
    assert all(0 <= share <= 1 for share in found)


LONG = st.text("abcdefgh ", min_size=30, max_size=60).filter(lambda text: len(text.split()) > 2)


@settings(max_examples=40)
@given(st.lists(LONG, min_size=1, max_size=6, unique=True))
def test_a_text_made_of_all_blocks_holds_all(blocks: list[str]) -> None:
    assert min(shares(blocks, "\n".join(blocks))) > 0.99
