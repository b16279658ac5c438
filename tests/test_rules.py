"""The reader of rule packs: what it refuses and how it says so, and what a rule reaches."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import rules
from cleaner.errors import RulePackError

GOOD = {
    "pattern": r"'''^read (?:also|more)\b'''", "max_words": "12", "where": '"anywhere"', "needs": '["colon", "whole"]',
    "opens": '"teaser"', "drops": '["Read also: Rain"]', "keeps": '["Read also what is small."]',
}

# What is wrong, the lines that stand in place of the good ones (None: left out), and words of the reason.
REFUSED = [
    ("unknown key", {"colour": '"red"'}, "unknown key 'colour'"),
    ("no pattern", {"pattern": None}, "'pattern' is missing"),
    ("empty pattern", {"pattern": '""'}, "'pattern' is missing"),
    ("no needs", {"needs": None}, "'needs' is missing"),
    ("no drops", {"drops": None}, "'drops' is missing"),
    ("empty drops", {"drops": "[]"}, "'drops' is missing"),
    ("no keeps", {"keeps": None}, "'keeps' is missing"),
    ("empty keeps", {"keeps": "[]"}, "'keeps' is missing"),
    ("a drop that is missed", {"drops": '["Read also: Rain", "Look here: Rain"]'}, "misses its own example 'Look here: Rain'"),
    ("a drop without a second signal", {"drops": '["Read also what is small."]'}, "misses its own example"),
    ("a drop over max_words", {"max_words": "2"}, "misses its own example"),
    ("a keep that is hit", {"keeps": '["Read more: a habit"]'}, "hits what it must keep, 'Read more: a habit'"),
    ("a pattern left open", {"pattern": "'''^read (?:also'''"}, "does not compile in linear time: missing )"),
    ("a look-ahead", {"pattern": "'''^read (?=also)'''"}, "does not compile in linear time"),
    ("a look-behind", {"pattern": "'''(?<=read )also'''"}, "does not compile in linear time"),
    ("a back-reference", {"pattern": r"'''^(read) \1'''"}, "does not compile in linear time"),
    ("an unknown signal", {"needs": '["colon", "luck"]'}, "needs = 'luck'"),
    ("an unknown place", {"where": '"somewhere"'}, "where = 'somewhere'"),
    ("an unknown opening", {"opens": '"door"'}, "opens = 'door'"),
    ("a number in words", {"max_words": '"many"'}, "max_words = 'many'"),
    ("a bare string for a list", {"needs": '"colon"'}, "needs = 'colon'"),
    ("a list of numbers", {"drops": "[1, 2]"}, "drops = [1, 2]"),
    ("a pattern that is a number", {"pattern": "7"}, "pattern = 7"),
]


def pack(path: Path, head: str = "[read_also.cue]", **changed: str | None) -> Path:
    """A pack of one rule at `path`: the good one with some lines changed."""
    lines = {**GOOD, **changed}
    body = "\n".join(f"{key} = {value}" for key, value in lines.items() if value is not None)
    path.write_text(f'version = "1"\n\n{head}\n{body}\n', encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    """The one line with which the pack at `path` is refused."""
    with pytest.raises(RulePackError) as refused:
        rules.load(path)
    message = str(refused.value)
    assert "\n" not in message
    assert path.name in message
    return message


def test_a_good_rule_is_loaded_as_written(tmp_path: Path) -> None:
    (rule,) = rules.load(pack(tmp_path / "mine.toml")).rules
    assert (rule.id, rule.kind, rule.max_words, rule.opens) == ("mine.read_also.cue", "read_also", 12, "teaser")
    assert rule.needs == {"colon", "whole"}


@pytest.mark.parametrize(("changed", "reason"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_bad_rule_is_refused_with_file_rule_and_reason(
    tmp_path: Path, changed: dict[str, str | None], reason: str,
) -> None:
    message = refusal(pack(tmp_path / "mine.toml", **changed))
    assert "[read_also.cue]" in message
    assert reason in message


def test_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    assert "[gossip]" in refusal(pack(tmp_path / "mine.toml", head="[gossip.cue]"))


def test_a_rule_without_a_name_is_refused(tmp_path: Path) -> None:
    assert "[read_also.pattern]" in refusal(pack(tmp_path / "mine.toml", head="[read_also]"))


@pytest.mark.parametrize("data", [b"[read_also", b"\xff\xfe\x00", b"words = 3\n", b'[words]\nad = "banner"\n'])
def test_what_is_no_pack_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(data)
    refusal(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    refusal(tmp_path / "none.toml")


def signals(tmp_path: Path, line: str) -> set[str]:
    """The second signals that `line` gives the good rule."""
    mine = rules.ruleset(("xx",), (str(pack(tmp_path / "mine.toml")),))
    return {signal for hit in mine.hits(line) if hit.rule.id == "mine.read_also.cue" for signal in hit.signals}


@pytest.mark.parametrize(("line", "expected"), [
    ("Read also", {"whole", "short"}),
    ("** READ ALSO **", {"whole", "short"}),
    ("Read also: Rain is on its way to the northern half", {"colon"}),
    ("Read also : Rain", {"colon", "short"}),
    ("Read more...", {"colon", "whole", "short"}),
    ("Read also what the council has decided about the old bridge", set()),
    ("Read alsophila", set()),
    ("They read also", set()),
])
def test_a_line_gives_its_second_signals(tmp_path: Path, line: str, expected: set[str]) -> None:
    assert signals(tmp_path, line) == expected


def test_longer_lines_are_out_of_reach(tmp_path: Path) -> None:
    assert signals(tmp_path, "Read also: " + "rain " * 10)
    assert not signals(tmp_path, "Read also: " + "rain " * 11)


def test_a_pattern_is_held_at_the_beginning_only_if_every_alternative_is(tmp_path: Path) -> None:
    path = pack(tmp_path / "mine.toml", pattern="'^read also|wrote it'", drops='["Read also: rain"]')
    met = rules.ruleset(("xx",), (str(path),)).hits("They wrote it down")
    assert [hit.rule.id for hit in met] == ["mine.read_also.cue"]


def test_hits_come_in_the_order_of_the_pack(tmp_path: Path) -> None:
    anywhere = pack(tmp_path / "anywhere.toml", pattern="'also'", keeps='["It rains."]').read_text(encoding="utf-8")
    held = pack(tmp_path / "held.toml", "[read_also.held]").read_text(encoding="utf-8")
    both = tmp_path / "both.toml"
    both.write_text(anywhere + held.removeprefix('version = "1"'), encoding="utf-8")
    met = rules.ruleset(("xx",), (str(both),)).hits("Read also")
    assert [hit.rule.id for hit in met][:2] == ["both.read_also.cue", "both.read_also.held"]


def test_case_accents_and_white_space_do_not_count(tmp_path: Path) -> None:
    path = pack(tmp_path / "mine.toml", pattern="'''^čitaj i\\b'''", drops='["ČITAJ\\u00a0 I: ovo"]', keeps='["Čitaj."]')
    assert rules.load(path).rules[0].pattern.startswith("^citaj i")


def test_a_users_pack_stands_before_the_packs_of_the_language(tmp_path: Path) -> None:
    mine = rules.ruleset(("en",), (str(pack(tmp_path / "mine.toml")),))
    assert mine.rules[0].id == "mine.read_also.cue"
    assert any(rule.id.startswith("en.") for rule in mine.rules)


@pytest.mark.parametrize(("languages", "expected"), [
    (["sr-Cyrl-RS"], {"bs", "hr", "me", "sr"}), (["hr_HR"], {"bs", "hr", "me", "sr"}), (["mo"], {"ro"}), (["el-GR", "bg"], {"bg", "el"}),
    (["xx"], set()), ([], set()),
])
def test_languages_name_their_packs(languages: list[str], expected: set[str]) -> None:
    assert set(rules.expand(languages)) == expected | set(rules.ALWAYS)
