"""Servers that are rude in HTTP/2: each fetch ends with an error that has a name, or with the page."""

from __future__ import annotations

from dataclasses import replace

import pytest
import trustme
from meeting import BRIEF, outcome
from rude_http2 import BEHAVIOURS, Behaviour, certified, serving

OPEN = replace(BRIEF, allow_private=True)


@pytest.mark.parametrize(("behaviour", "outcomes"), BEHAVIOURS, ids=lambda value: getattr(value, "__name__", ""))
def test_each_behaviour_ends_with_a_name(behaviour: Behaviour, outcomes: frozenset[str], trusted: trustme.CA) -> None:
    with serving(behaviour, certified(trusted)) as url:
        status, said = outcome(url, OPEN)
    assert status in outcomes, said
