"""What verdicts say to a reader: the scorer's figures by plain phrases, as `data/reasons.toml` has them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from cleaner.model import Verdict

DATA = Path(__file__).parent / "data" / "reasons.toml"
_SCORED = re.compile(r"([01]\.\d\d): (.+)")     # as `Scorer.reasons` writes them
_WITNESSED = re.compile(r"(.+): ([01]\.\d\d) becomes ([01]\.\d\d)")


@cache
def phrases() -> dict[str, tuple[str, str]]:
    """By the name of each figure, what is said where it is high, and where it is low."""
    return {name: (high, low) for name, (high, low) in tomllib.loads(DATA.read_text(encoding="utf-8")).items()}


def plain(verdict: Verdict) -> str:
    """Why a verdict was given, in words.

    >>> from cleaner.model import Kind
    >>> plain(Verdict(0, False, Kind.RELATED, "scorer", "0.02: high link_share, low kind_good", 0.98))
    "2% likely to be body: mostly a link; blocks made like it hold little of the page's prose"
    """
    if verdict.rule == "scorer" and (scored := _SCORED.fullmatch(verdict.because)):
        return f"{float(scored[1]):.0%} likely to be body: " + "; ".join(map(_phrase, scored[2].split(", ")))
    if verdict.rule.startswith("witness.") and (seen := _WITNESSED.fullmatch(verdict.because)):
        return f"{seen[1]}, so {float(seen[2]):.0%} likely to be body becomes {float(seen[3]):.0%}"
    return verdict.because


def _phrase(reason: str) -> str:
    """A reason such as "high link_share" in words."""
    direction, _, name = reason.partition(" ")
    high, low = phrases()[name]
    return high if direction == "high" else low
