"""A batch gives one record for each input, whatever the page does to its worker."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cleaner.batch import Record, Settings, run
from cleaner.batch.ids import Ids
from cleaner.batch.run import cores
from cleaner.errors import CleanerError, UsageError
from cleaner.model import Page
from cleaner.sources import Failure, Item

HERE = Path(__file__).parent


def settings(**changes: Any) -> Settings:
    return Settings(**{"clean": "fake_engine:clean", "jobs": 2, "duplicates": "none", **changes})


def page(name: str, text: str = "") -> Page:
    return Page(html=f"<p>{text or 'Snow fell on ' + name}</p>", id=name, source=name)


def by_id(records: Iterator[Record]) -> dict[str, Record]:
    return {record.id: record for record in records}


def test_every_page_gives_its_record() -> None:
    found = by_id(run((page(f"p{i}") for i in range(50)), settings()))
    assert sorted(found) == sorted(f"p{i}" for i in range(50))
    assert all(record.status == "ok" and record.text == f"Snow fell on {name}" for name, record in found.items())


@pytest.mark.parametrize("given", [["a.html"], "a.html", [Path("a.html")], [b"<p>Snow."]])
def test_what_is_no_input_is_said(given: Any) -> None:
    with pytest.raises(TypeError, match=r"`cleaner\.sources\.items` finds those of paths"):
        list(run(given, settings()))


def test_a_record_says_all_there_is_to_say() -> None:
    (record,) = run([Page("<p>Snow fell.</p>", url="https://example.org/a", id="a", source="a.html", saved_at="2024-01-02")], settings())
    assert record.duration_ms > 0
    assert list(record.to_dict()) == [
        "id", "source", "status", "error", "duration_ms", "url", "saved_at", "text", "metadata", "quality", "removed",
        "content_hash", "duplicate_of", "cleaner", "packs",
    ]
    assert (record.id, record.source, record.status, record.error) == ("a", "a.html", "ok", None)
    assert (record.url, record.saved_at, record.text) == ("https://example.org/a", "2024-01-02", "Snow fell.")
    assert record.content_hash == hashlib.sha256(b"Snow fell.").hexdigest()
    assert record.metadata
    assert record.metadata["title"] == "Snow fell."
    assert record.quality
    assert record.quality["verdict"] == "article"
    assert record.cleaner
    assert record.packs


def test_a_page_that_ends_or_stalls_its_worker_costs_itself_alone() -> None:
    bad = {name: name.upper() for name in ("hang", "spin", "abort", "segv", "exit", "eat", "raise", "recurse")}
    pages = [page(f"good{i}") for i in range(40)]
    for i, (name, text) in enumerate(bad.items()):
        pages.insert(5 * i, page(name, text))
    found = by_id(run(iter(pages), settings(timeout=4.0, max_memory=512 << 20)))
    assert len(found) == len(pages)
    assert {name: found[name].status for name in bad} == {
        "hang": "timeout", "spin": "timeout", "abort": "crash", "segv": "crash", "exit": "crash", "eat": "crash",
        "raise": "error", "recurse": "error",
    }
    assert {name for name, record in found.items() if record.status == "ok"} == {f"good{i}" for i in range(40)}
    assert found["exit"].error == "the worker ended with code 7: the last word"
    assert found["abort"].error
    assert found["abort"].error.startswith("SIGABRT")
    assert found["eat"].error == "out of memory under the limit"
    assert found["raise"].error
    assert found["raise"].error.startswith("ValueError: no such thing (fake_engine:")
    assert found["hang"].duration_ms == 4000


def test_records_come_in_the_order_of_inputs_when_asked() -> None:
    pages = [page(f"p{i}", "HANG" if i == 3 else "") for i in range(30)]
    found = [record.id for record in run(iter(pages), settings(ordered=True, timeout=1.0))]
    assert found == [f"p{i}" for i in range(30)]


def test_without_order_a_stalled_page_holds_up_nobody() -> None:
    pages = [page(f"p{i}", "HANG" if i == 0 else "") for i in range(30)]
    found = [record.id for record in run(iter(pages), settings(timeout=1.0))]
    assert "p0" in found[-2:]       # with the page that waited behind it


def test_failures_and_pages_without_article_have_their_records() -> None:
    inputs = [Failure("a.pdf", "not_html", "a PDF,\nnot a web page", "a.pdf"), page("b", " "), Item("c", "c", "html", path="/nowhere")]
    found = by_id(run(iter(inputs), settings()))
    assert {name: (record.status, record.error) for name, record in found.items()} == {
        "a.pdf": ("not_html", "a PDF, not a web page"), "b": ("no_article", "no article (empty)"),
        "c": ("unreadable", "no such file or directory"),
    }


def test_an_input_met_twice_is_two_records() -> None:
    found = [record.id for record in run([page("a"), page("a"), page("b"), page("a")], settings(ordered=True))]
    assert found == ["a", "a~2", "b", "a~3"]


@pytest.mark.parametrize(
    ("met", "given"),
    [
        ("a a a~2", ["a", "a~2", "a~2~2"]), ("a~2 a a a", ["a~2", "a", "a~3", "a~4"]),
        ("a a a~2 a~2 a", ["a", "a~2", "a~2~2", "a~2~3", "a~3"]),
    ],
)
def test_a_made_up_id_is_never_another_inputs_own(met: str, given: list[str]) -> None:
    ids = Ids()
    assert [ids.admit(id) for id in met.split()] == given
    again = Ids(given)
    assert [again.admit(id) for id in met.split()] == [None] * len(given)


def test_nothing_is_read_far_ahead_of_need() -> None:
    taken = 0

    def pages() -> Iterator[Page]:
        nonlocal taken
        for taken in range(1, 1001):
            yield page(f"p{taken}")

    records = run(pages(), settings(jobs=1))
    next(records)
    assert taken < 10
    records.close()  # type: ignore[attr-defined]


def test_what_waits_for_its_turn_is_bounded_by_all_that_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["cleaner.batch.run"], "MAX_AHEAD_BYTES", 100_000)     # the function has its name
    taken: list[int] = []

    def pages() -> Iterator[Page]:
        for i in range(300):
            taken.append(i)
            yield page(f"p{i}", "HANG" if i == 0 else "Snow. " * 100)

    records = run(pages(), settings(ordered=True, timeout=3.0, form="json"))
    assert next(records).status == "timeout"
    assert len(taken) < 60          # a text of 600 letters makes a file of more than 1,500
    assert sum(1 for _ in records) == 299


def test_a_consumer_that_takes_its_time_makes_no_page_late() -> None:
    big = "Snow. " * 200_000
    found = []
    for record in run((page(f"p{i}", f"{i} {big}") for i in range(6)), settings(timeout=1.0, jobs=2)):
        time.sleep(1.3)
        found.append(record.status)
    assert found == ["ok"] * 6


def test_workers_are_renewed_and_none_is_left_behind(tmp_path: Path) -> None:
    found = by_id(run((page(f"p{i}") for i in range(25)), settings(renew=4)))
    assert len(found) == 25
    assert all(record.status == "ok" for record in found.values())
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=False)
    assert len(children.stdout.split()) <= 1        # ps itself


def test_no_page_waits_for_a_worker_that_is_still_starting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "late_engine.py").write_text(
        "import os, time\nfrom fake_engine import clean\n"
        f"try:\n    os.mkdir({str(tmp_path / 'first')!r})\nexcept FileExistsError:\n    time.sleep(5)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    found = [record.id for record in run((page(f"p{i}") for i in range(40)), settings(clean="late_engine:clean"))]
    assert found == [f"p{i}" for i in range(40)]


def test_a_batch_left_early_ends_its_workers() -> None:
    records = run((page(f"p{i}", "HANG" if i > 2 else "") for i in range(9)), settings())
    next(records)
    records.close()  # type: ignore[attr-defined]
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=False)
    assert len(children.stdout.split()) <= 1


def test_an_engine_that_cannot_be_loaded_is_said_not_tried_for_ever() -> None:
    with pytest.raises(CleanerError, match=r"workers do not start: .*no_such_module"):
        list(run([page("a")], settings(clean="no_such_module:clean")))


def test_no_room_for_what_a_worker_writes_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(mode: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    with pytest.raises(CleanerError, match="a worker cannot be started: No space left on device"):
        list(run([page("a")], settings()))


def test_a_system_without_shares_of_cores_gives_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    assert cores() == 7


def test_no_jobs_make_no_sense() -> None:
    with pytest.raises(UsageError):
        list(run([page("a")], settings(jobs=0)))


def test_the_same_and_almost_the_same_texts_are_marked_with_the_first() -> None:
    story = " ".join(f"word{i} fell on the pass {i * 7 % 13}" for i in range(60))
    pages = [page("a", story), page("b", "Another tale."), page("c", story), page("d", story + " And more."), page("e", "Another tale.")]
    for looked, marks in (("near", [None, None, "a", "a", "b"]), ("exact", [None, None, "a", None, "b"]), ("none", [None] * 5)):
        found = run(iter(pages), settings(duplicates=looked, ordered=True))
        assert [record.duplicate_of for record in found] == marks


def test_a_script_needs_no_guard_around_its_batch(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from cleaner.batch import Settings, run\nfrom cleaner.model import Page\n"
        "records = run([Page('<p>Snow fell.', id='a')], Settings(clean='fake_engine:clean', jobs=1))\n"
        "print([record.text for record in records])\n"
    )
    place = {**os.environ, "PYTHONPATH": str(HERE)}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=place, check=True)
    assert done.stdout == "['Snow fell.']\n"
    assert done.stderr == ""
