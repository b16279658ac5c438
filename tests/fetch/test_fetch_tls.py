"""Whatever a server does in TLS, a fetch ends with an error that has a name, or with a page it may trust."""

from __future__ import annotations

from dataclasses import replace

import pytest
import trustme
from meeting import BRIEF, outcome
from rude_tls import Insecure, insecures

OPEN = replace(BRIEF, allow_private=True)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated:DeprecationWarning")
@pytest.mark.parametrize("rude", insecures(), ids=lambda rude: rude.name)
def test_each_behaviour_has_its_outcome(rude: Insecure, trusted: trustme.CA) -> None:
    with rude.serve(trusted) as url:
        (status, said), (unchecked, _) = outcome(url, OPEN), outcome(url, replace(OPEN, insecure=True))
    assert (status, unchecked) == (rude.outcome, rude.unchecked), said
    if status == "tls":
        assert ("--insecure" if unchecked == "page" else "http only") in said
