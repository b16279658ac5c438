"""What verdicts say to a reader."""

from __future__ import annotations

import re

from judging import prose

from cleaner import clean
from cleaner.model import Kind, Verdict
from cleaner.reasons import phrases, plain
from cleaner.scorer import LINES, load


def test_every_figure_of_the_scorer_has_its_phrases() -> None:
    assert set(phrases()) == {*load().names, *load(LINES).names}


def test_phrases_are_plain_and_tell_high_from_low() -> None:
    for name, (high, low) in phrases().items():
        assert high != low, name
        assert not re.search(r"[_+0-9;]", high + low), name


def test_what_the_scorer_says_of_a_page_reads_in_words() -> None:
    article = clean(f"<html><body><nav><a href='/'>Home</a></nav>{prose(5)}</body></html>")
    scored = [verdict for verdict in article.verdicts if verdict.rule == "scorer"]
    assert len(scored) == len(article.blocks) == 6
    for verdict in scored:
        assert re.fullmatch(r"[01]\.\d\d: (?:high|low) \S+(?:, (?:high|low) \S+){2}", verdict.because)
        told = plain(verdict)
        assert re.match(r"\d+% likely to be body: [a-z]", told)
        assert "_" not in told
    assert "met by a rule for menus" in plain(scored[0])


def test_the_witness_is_told_in_words_and_rules_as_they_are() -> None:
    witness = Verdict(0, True, Kind.BODY, "witness.trafilatura", "trafilatura has 100% of it: 0.40 becomes 0.80")
    assert plain(witness) == "trafilatura has 100% of it, so 40% likely to be body becomes 80%"
    rule = Verdict(0, False, Kind.READ_ALSO, "en.read_also.cue", "“read also” + colon: 0.40")
    assert plain(rule) == rule.because
