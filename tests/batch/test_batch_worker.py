"""A worker serves what it is sent and says what befalls it; messages survive any cutting into pieces."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.batch.record import Record
from cleaner.batch.wire import Inbox, packed, received
from cleaner.batch.worker import Orders, main
from cleaner.model import Page
from cleaner.sources import Item, Reading


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[socket.socket, int]]:
    """Our end of a channel, and the descriptor of the worker's; what a worker changes in its process is put back."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    before = signal.getsignal(signal.SIGINT)
    ours, theirs = socket.socketpair()
    with ours:
        yield ours, theirs.detach()
    signal.setitimer(signal.ITIMER_REAL, 0)     # of a page that never came to its end
    signal.signal(signal.SIGINT, before)
    signal.setitimer(signal.ITIMER_REAL, 0)


def orders(**changes: object) -> Orders:
    return Orders(**{"clean": "fake_engine:clean", "options": None, "reading": Reading(), "timeout": 60.0, **changes})  # type: ignore[arg-type]


def test_a_worker_answers_each_page_with_its_record(ends: tuple[socket.socket, int], tmp_path: Path) -> None:
    ours, theirs = ends
    (tmp_path / "a.html").write_bytes(b"<p>Snow fell.")
    for message in (
        orders(form="txt", minhash=True), Page("<p>Rain fell.", id="p"), Item("i", "i", "html", path=str(tmp_path / "a.html")),
        Item("gone", "gone", "html", path=str(tmp_path / "gone.html")), Page("<p>" + "Snow fell on the pass. " * 30, id="long"),
    ):
        ours.sendall(packed(message))
    ours.shutdown(socket.SHUT_WR)
    main(theirs)
    assert received(ours) == "ready"
    found: list[Record] = [received(ours) for _ in range(4)]
    assert [(record.id, record.status, (record.text or "")[:10]) for record in found] == [
        ("p", "ok", "Rain fell."), ("i", "ok", "Snow fell."), ("gone", "unreadable", ""), ("long", "ok", "Snow fell "),
    ]
    assert found[0].document == "Rain fell.\n"
    assert [len(record.minhash) for record in found] == [0, 0, 0, 256]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ValueError("no\nsuch thing"), ("error", "ValueError: no such thing")),
        (MemoryError(), ("crash", "out of memory under the limit")),
    ],
)
def test_an_exception_is_told_before_the_worker_ends(
    ends: tuple[socket.socket, int], error: Exception, message: tuple[str, str],
) -> None:
    ours, theirs = ends
    ours.sendall(packed(orders()))
    ours.sendall(packed(Page("<p>RAISE", id="p")))
    with pytest.raises(ValueError, match="no such"):
        main(theirs)
    sys.excepthook(type(error), error, error.__traceback__)
    assert received(ours) == "ready"
    assert received(ours) == message


@given(st.lists(st.one_of(st.text(), st.binary(), st.integers())), st.lists(st.integers(min_value=1, max_value=9)))
def test_messages_survive_being_cut_into_pieces(messages: list[object], cuts: list[int]) -> None:
    data, inbox, found = b"".join(packed(message) for message in messages), Inbox(), []
    for size in [*cuts, max(1, len(data))]:
        found += inbox.feed(data[:size])
        data = data[size:]
    assert found == messages
