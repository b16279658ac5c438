"""Whatever a server does, a fetch ends: with the page, or with an error that has a name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from meeting import let_pass, met
from rude import Rude, rudes
from servers import Raw, raw

from cleaner.fetch.trouble import HINTS


@pytest.fixture(scope="module")
def server() -> Iterator[Raw]:
    with raw(Raw({})) as running:
        yield running


@pytest.mark.parametrize("rude", rudes(), ids=lambda rude: rude.name)
def test_each_rude_behaviour_has_its_outcome(rude: Rude, server: Raw, monkeypatch: pytest.MonkeyPatch) -> None:
    let_pass(monkeypatch)
    status, said, requests = met(rude, server)
    assert status == rude.outcome, said
    assert rude.holds in said
    assert requests == (rude.requests or requests)
    if status != "page":
        assert "\n" not in said
        assert HINTS.get(status, "") in said
        assert "; " in said, "what happened, but not what to try"
