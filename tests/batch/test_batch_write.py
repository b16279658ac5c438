"""Records reach their output whole, once each, whatever interrupts the writing."""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zstandard

from cleaner.batch import Output, Policy, Settings, Summary, sink_for, write
from cleaner.batch.outputs.names import Template, slug
from cleaner.batch.outputs.sink import make_moves
from cleaner.batch.record import Record
from cleaner.errors import OutputError, UsageError
from cleaner.model import Page
from cleaner.sources import Failure

HERE = Path(__file__).parent
OUTS = ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "out.parquet", "out"]


def page(i: int, text: str = "") -> Page:
    return Page(html=f"<p>{text or f'Snow fell on village {i}.'}</p>", id=f"p{i}", source=f"p{i}.html", url=f"https://example.org/{i}")


def work(inputs: Iterable[Page | Failure], out: Path | str, *, name: str = "{slug}.md", split: int = 1, policy: Policy | None = None,
         overwrite: bool = False, **changes: Any) -> Summary:
    sink = sink_for(str(out), name, split)
    settings = Settings(**{"clean": "fake_engine:clean", "jobs": 2, "form": sink.form, "ordered": bool(sink.form), **changes})
    output = Output(str(out), sink, {"duplicates": settings.duplicates}, overwrite=overwrite)
    return write(inputs, output, settings, policy or Policy())


def rows(out: Path) -> list[dict[str, Any]]:
    if out.is_dir():
        return [json.loads(line) for line in (out / "records.jsonl").read_text("utf-8").splitlines()]
    if out.suffix == ".parquet":
        from pyarrow import parquet

        return parquet.read_table(out).to_pylist()
    data = out.read_bytes()
    if out.suffix == ".gz":
        data = gzip.decompress(data)
    if out.suffix == ".zst":
        data = zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True).read()
    return [json.loads(line) for line in data.decode().splitlines()]


def contents(out: Path) -> tuple[list[str], dict[str, str]]:
    """All that an output says, but how long things took; and its files, by name."""
    said = [json.dumps({**row, "duration_ms": 0}, sort_keys=True, default=str) for row in rows(out)]
    files = out.rglob("*.*") if out.is_dir() else ()
    texts = {path.relative_to(out).as_posix(): path.read_text("utf-8") for path in files if path.suffix in {".txt", ".md"}}
    return sorted(said), texts


@pytest.mark.parametrize("out", OUTS)
def test_every_output_holds_every_record(tmp_path: Path, out: str) -> None:
    inputs = [*(page(i) for i in range(20)), Failure("x.pdf", "not_html", "a PDF", "x.pdf")]
    summary = work(inputs, tmp_path / out)
    found = rows(tmp_path / out)
    assert sorted(row["id"] for row in found) == sorted([*(f"p{i}" for i in range(20)), "x.pdf"])
    assert summary.statuses == {"ok": 20, "not_html": 1}
    state = json.loads((tmp_path / (f"{out}.state" if "." in out else "out/state.json")).read_text())
    assert state["finished"] is True
    assert state["counts"] == {"ok": 20, "not_html": 1}
    assert not [path for path in tmp_path.rglob("*") if path.suffix in {".tmp", ".lock", ".parts"} or path.name == ".partial"]


@pytest.mark.parametrize("out", OUTS)
def test_the_same_call_again_does_nothing_and_new_inputs_are_added(tmp_path: Path, out: str) -> None:
    work([page(i) for i in range(5)], tmp_path / out)
    before = contents(tmp_path / out)
    assert work([page(i) for i in range(5)], tmp_path / out).done == 0
    assert contents(tmp_path / out) == before
    summary = work([page(i) for i in range(8)], tmp_path / out)
    assert (summary.before, summary.done, summary.statuses) == (5, 3, {"ok": 8})
    work([page(i) for i in range(8)], tmp_path / f"fresh-{out}")
    assert contents(tmp_path / out) == contents(tmp_path / f"fresh-{out}")


@pytest.mark.parametrize("out", OUTS)
def test_failed_inputs_are_tried_again_when_asked(tmp_path: Path, out: str) -> None:
    bad = [page(1), page(2, "RAISE"), page(3), Failure("x", "unreadable", "no permission", "x")]
    good = [page(1), page(2), page(3), replace(page(4), id="x", source="x")]
    work(bad, tmp_path / out)
    assert work(good, tmp_path / out).done == 0
    summary = work(good, tmp_path / out, policy=Policy(retry_failed=True))
    assert (summary.before, summary.done, summary.statuses) == (2, 2, {"ok": 4})
    assert sorted(row["id"] for row in rows(tmp_path / out)) == ["p1", "p2", "p3", "x"]


@pytest.mark.parametrize("out", ["out.jsonl", "out.jsonl.gz", "out.parquet"])
def test_a_split_output_shares_the_records_evenly_and_goes_on(tmp_path: Path, out: str) -> None:
    work([page(i) for i in range(7)], tmp_path / out, split=3)
    work([page(i) for i in range(12)], tmp_path / out, split=3)
    stem, _, ending = out.partition(".")
    parts = [rows(tmp_path / f"{stem}-{number}.{ending}") for number in (1, 2, 3)]
    assert [len(part) for part in parts] == [4, 4, 4]
    assert sorted(row["id"] for part in parts for row in part) == sorted(f"p{i}" for i in range(12))


def test_parquet_keeps_the_types_of_a_record(tmp_path: Path) -> None:
    work([page(1), Failure("x", "unreadable", "no permission", "x")], tmp_path / "out.parquet")
    first, second = rows(tmp_path / "out.parquet")
    assert first["metadata"]["title"] == "Snow fell on village 1."
    assert first["quality"]["confidence"] == 1.0
    assert first["duration_ms"] > 0
    assert second["metadata"] is None
    assert second["removed"] == []


def test_duplicates_are_known_across_runs_and_left_out_only_when_asked(tmp_path: Path) -> None:
    story = " ".join(f"word{i} fell on the pass" for i in range(60))
    pages = [page(1, story), page(2), page(3, story), page(4, story + " More."), page(5, story)]
    work(pages[:2], tmp_path / "out.jsonl")
    work(pages, tmp_path / "out.jsonl")
    assert [row["duplicate_of"] for row in rows(tmp_path / "out.jsonl")] == [None, None, "p1", "p1", "p1"]
    summary = work(pages, tmp_path / "dropped.jsonl", policy=Policy(drop_duplicates=True))
    assert [row["id"] for row in rows(tmp_path / "dropped.jsonl")] == ["p1", "p2"]
    assert (summary.dropped, summary.total) == (3, 2)
    assert summary.to_dict()["inputs"] == 5


STORY = " ".join(f"word{i} fell on the pass" for i in range(60))
REPRINTED = [page(1, STORY), page(2), page(3, STORY), page(4, STORY + " More."), page(5, STORY)]
DROPPING = Policy(drop_duplicates=True)


@pytest.mark.parametrize("out", OUTS)
def test_what_was_left_out_is_not_cleaned_again_until_it_is_wanted(tmp_path: Path, out: str) -> None:
    place = tmp_path / out
    assert work(REPRINTED, place, policy=DROPPING).done == 5
    again = work(REPRINTED, place, policy=DROPPING)
    assert (again.done, again.dropped, again.duplicates, again.before, again.to_dict()["inputs"]) == (0, 3, 3, 5, 5)
    assert [row["id"] for row in rows(place)] == ["p1", "p2"]
    wanted = work(REPRINTED, place)
    assert (wanted.done, wanted.dropped, wanted.before) == (3, 0, 2)
    assert [row["duplicate_of"] for row in rows(place)] == [None, None, "p1", "p1", "p1"]
    assert (work(REPRINTED, place, policy=DROPPING).done, work(REPRINTED, place, policy=DROPPING, overwrite=True).done) == (0, 5)
    work(REPRINTED[:2], place, policy=DROPPING, overwrite=True)
    left = {path.name for path in (place.iterdir() if out == "out" else tmp_path.iterdir())}
    assert not [name for name in left if name.endswith(".dropped")]


def test_a_list_of_what_was_left_out_that_is_gone_leaves_all_to_be_cleaned(tmp_path: Path) -> None:
    work(REPRINTED, tmp_path / "out.jsonl", policy=DROPPING)
    (tmp_path / "out.jsonl.dropped").unlink()
    assert work(REPRINTED, tmp_path / "out.jsonl", policy=DROPPING).done == 3
    assert work(REPRINTED, tmp_path / "out.jsonl", policy=DROPPING).done == 0


@pytest.mark.parametrize("out", OUTS)
@pytest.mark.parametrize("calls", range(3, 40, 4))
def test_no_input_counts_as_left_out_before_what_it_is_like_is_safe(
    tmp_path: Path, out: str, calls: int, monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        for kind in ("lines.Lines", "folder.Folder", "parquet.Parquet"):
            patch.setattr(f"cleaner.batch.outputs.{kind}.seconds", 0.0)
        _fill(patch, calls)
        with suppress(OutputError):
            work(REPRINTED, tmp_path / out, policy=DROPPING, jobs=1)
    summary = work(REPRINTED, tmp_path / out, policy=DROPPING, jobs=1)
    assert (summary.statuses, summary.dropped, summary.before + summary.done) == ({"ok": 2}, 3, 5)
    assert [row["id"] for row in rows(tmp_path / out)] == ["p1", "p2"]


@pytest.mark.parametrize("out", OUTS)
def test_what_no_encoding_can_carry_is_escaped_and_ends_no_run(tmp_path: Path, out: str) -> None:
    odd = Page(html="<p>Snow \ud800 fell.</p>", id="p\udcff", source="s\ud800", url="https://example.org/\ud800")
    inputs = [odd, Failure("x\ud801", "unreadable", "no \udfff permission", "x\ud801"), page(1)]
    assert work(inputs, tmp_path / out).statuses == {"ok": 2, "unreadable": 1}
    assert {row["id"] for row in rows(tmp_path / out)} == {"p\\udcff", "x\\ud801", "p1"}
    assert work(inputs, tmp_path / out).done == 0


def test_an_output_is_not_overwritten_nor_mixed_nor_shared(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text("mine\n")
    with pytest.raises(UsageError, match="exists"):
        work([page(1)], tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text() == "mine\n"
    work([page(1)], tmp_path / "out.jsonl", overwrite=True)
    assert len(rows(tmp_path / "out.jsonl")) == 1
    with pytest.raises(UsageError, match="begun with duplicates = 'near', now 'none'"):
        work([page(1)], tmp_path / "out.jsonl", duplicates="none")
    held = Output(str(tmp_path / "held.jsonl"), sink_for(str(tmp_path / "held.jsonl")), {})
    with pytest.raises(UsageError, match="another run"):
        Output(str(tmp_path / "held.jsonl"), sink_for(str(tmp_path / "held.jsonl")), {})
    held.close()
    with pytest.raises(UsageError, match="an output is"):
        sink_for(str(tmp_path / "out.csv"))


def test_a_lock_that_was_let_go_meanwhile_locks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, real = str(tmp_path / "out.jsonl"), fcntl.flock

    def late(descriptor: int, operation: int) -> None:
        monkeypatch.setattr(fcntl, "flock", real)
        (tmp_path / "out.jsonl.lock").unlink()          # by the run that held it, just before its lock is free
        real(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", late)
    held = Output(place, sink_for(place), {})
    with pytest.raises(UsageError, match="another run"):
        Output(place, sink_for(place), {})
    held.close()


def test_folders_made_for_files_are_as_durable_as_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr("cleaner.batch.outputs.sink.sync_folder", lambda path: synced.append(Path(path)))
    (tmp_path / "staged").write_text("Snow.")
    assert make_moves([("staged", "host/year/snow.txt")], tmp_path) == frozenset()
    assert set(synced) == {tmp_path, tmp_path / "host", tmp_path / "host" / "year"}


def cut_off_before_the_moves(patch: pytest.MonkeyPatch, inputs: Iterable[Page | Failure], out: Path | str, **changes: Any) -> None:
    """A run in which the state with its moves is saved and none of them made, as `kill -9` leaves it."""
    def cut(moves: list[tuple[str, str]], *base: Path) -> frozenset[str]:
        if moves:
            raise OSError("cut off")
        return frozenset()

    with patch.context() as within:
        within.setattr("cleaner.batch.outputs.make_moves", cut)
        with pytest.raises(OutputError, match="cut off"):
            work(inputs, out, **changes)


@pytest.mark.parametrize("out", OUTS)
def test_a_run_goes_on_from_another_working_directory(tmp_path: Path, out: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    bad = [page(1), page(2, "RAISE"), page(3)]
    monkeypatch.chdir(tmp_path)
    if out == "out":
        cut_off_before_the_moves(monkeypatch, bad, out)
    else:
        work(bad, out)
        cut_off_before_the_moves(monkeypatch, bad, out, policy=Policy(retry_failed=True))
    monkeypatch.chdir(tmp_path / "elsewhere")
    again = Policy(retry_failed=True)
    assert work([page(i) for i in (1, 2, 3)], f"../{out}", policy=again).statuses == {"ok": 3}
    work([page(i) for i in (1, 3, 2)], tmp_path / f"whole-{out}")
    assert contents(tmp_path / out) == contents(tmp_path / f"whole-{out}")


def test_what_was_to_become_an_article_and_is_gone_is_cleaned_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_off_before_the_moves(monkeypatch, [page(1), page(2)], tmp_path / "out", name="{stem}.md")
    for staged in (tmp_path / "out" / ".partial").iterdir():
        staged.unlink()
    summary = work([page(1), page(2)], tmp_path / "out", name="{stem}.md")
    assert (summary.before, summary.done) == (0, 2)
    assert sorted(path.name for path in (tmp_path / "out").glob("*.md")) == ["p1.md", "p2.md"]


def test_an_article_that_a_person_takes_away_is_not_made_again(tmp_path: Path) -> None:
    work([page(1), page(2)], tmp_path / "out", name="{stem}.md")
    (tmp_path / "out" / "p1.md").unlink()
    assert work([page(1), page(2)], tmp_path / "out", name="{stem}.md").done == 0
    assert [path.name for path in (tmp_path / "out").glob("*.md")] == ["p2.md"]


def _packed(*rows: str) -> bytes:
    return "".join(f"{row}\n" for row in rows).encode()


@pytest.mark.parametrize("policy", [Policy(), Policy(retry_failed=True)], ids=["again", "retry"])
@pytest.mark.parametrize(
    ("out", "damaged"),
    [
        ("out.jsonl.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\0 no deflate"), ("out.jsonl.gz", gzip.compress(b"{}", mtime=0)[:-4]),
        ("out.jsonl.gz", b"no gzip"), ("out.jsonl.zst", b"\x28\xb5\x2f\xfd no frame"),
        ("out.jsonl.zst", zstandard.compress(b"{}" * 99)[:-3]),
        ("out.jsonl", _packed("{}")), ("out.jsonl", _packed("[1]")), ("out.jsonl", _packed('{"id": "p1"}')), ("out.jsonl", b"[" * 9999),
        ("out.jsonl", _packed('{"id": "p1", "status": "ok", "minhash": "a"}')), ("out.jsonl", _packed('{"id": 1, "status": "ok"}')),
        ("out.jsonl", _packed('{"id": "p1", "status": "ok", "content_hash": "00", "minhash": "AAAA"}')),
        ("out.jsonl", _packed('{"id": "p1", "status": "ok", "content_hash": "xx"}')), ("out.parquet", b"PAR1 no footer"),
        ("out/records.jsonl", _packed("{}")),
    ],
)
def test_a_damaged_output_is_said_and_left_as_it_is(tmp_path: Path, out: str, damaged: bytes, policy: Policy) -> None:
    place = tmp_path / out.partition("/")[0]
    work([page(1), page(2, "RAISE")], place)
    state = next(path for path in tmp_path.rglob("*") if path.suffix == ".state" or path.name == "state.json")
    known = json.loads(state.read_text())
    if out != "out.parquet":
        state.write_text(json.dumps({**known, "mark": len(damaged)}))
    (tmp_path / out).write_bytes(damaged)
    with pytest.raises(UsageError, match=r"does not read back: .*; --overwrite begins anew"):
        work([page(1), page(2)], place, policy=policy)
    assert (tmp_path / out).read_bytes() == damaged


def test_nothing_to_be_tried_again_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    work([page(1)], tmp_path / "out.jsonl")
    before = (tmp_path / "out.jsonl").stat().st_ino
    work([page(1)], tmp_path / "out.jsonl", policy=Policy(retry_failed=True))
    assert (tmp_path / "out.jsonl").stat().st_ino == before


def test_an_output_of_another_format_is_refused(tmp_path: Path) -> None:
    work([page(1)], tmp_path / "out.jsonl")
    state = tmp_path / "out.jsonl.state"
    state.write_text(json.dumps({**json.loads(state.read_text()), "format": 1}))
    with pytest.raises(UsageError, match="begun with format = 1, now 2; --overwrite"):
        work([page(1)], tmp_path / "out.jsonl")


def test_overwriting_a_folder_removes_its_own_files_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.md").write_text("mine")
    work([page(1), page(2)], tmp_path / "out", name="{stem}.md")
    work([page(3)], tmp_path / "out", name="{stem}.md", overwrite=True)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["notes.md", "p3.md", "records.jsonl", "state.json"]


def test_a_run_gives_up_when_too_much_fails(tmp_path: Path) -> None:
    inputs = [Failure(f"x{i}", "unreadable", "no", f"x{i}") for i in range(300)]
    summary = work(inputs, tmp_path / "a.jsonl", policy=Policy(max_failures=3))
    assert (summary.done, summary.stopped) == (4, "4 inputs failed, more than 3")
    assert len(rows(tmp_path / "a.jsonl")) == 4
    summary = work(inputs, tmp_path / "b.jsonl", policy=Policy(max_failed_share=0.5))
    assert summary.done == 100
    assert work(inputs, tmp_path / "b.jsonl").done == 200


def record(id: str, **changes: Any) -> Record:
    return Record(**{"id": id, "source": id, "status": "ok", **changes})


@pytest.mark.parametrize(
    ("template", "given", "name"),
    [
        ("{host}/{date}-{slug}.md", {"url": "https://example.org/x", "metadata": {"title": "Snow!", "published": "2024-01-02T09:00"}},
         "example.org/2024-01-02-snow.md"),
        ("{host}/{slug}.txt", {"url": "https://../etc", "metadata": {"title": "../../../etc/passwd"}}, "page/etc-passwd.txt"),
        ("{year}/{month}/{stem}.json", {"source": "a/b\\Snow on.html.gz"}, "undated/undated/snow-on.json"),
        ("{slug}.txt", {"url": "https://example.org/2024/01/snow-fell.html?x=1"}, "snow-fell.txt"),
        ("{slug}.txt", {"metadata": {"title": "CON"}}, "x-con.txt"),
        ("{slug}.txt", {"metadata": {"title": "Ș" * 500}}, "s" * 120 + ".txt"),
        ("{slug}.txt", {"metadata": {"title": "東京" * 100}}, "東京" * 20 + ".txt"),
        ("{slug}.txt", {"metadata": {"title": "a\nb\0c\x1b/\ud800"}}, "a-b-c.txt"),
        ("{id}.txt", {"id": "crawl.warc#12"}, "crawl-warc-12.txt"),
        ("{host}/{slug}.txt", {"url": "http://[half", "metadata": {"title": "Snow fell. Why?"}}, "unknown-host/snow-fell-why.txt"),
        ("{host}.txt", {"metadata": {"canonical_url": "https://example.org/a"}}, "example.org.txt"),
    ],
)
def test_names_are_safe_whatever_a_page_says(template: str, given: dict[str, Any], name: str) -> None:
    assert Template(template).name(record(**{"id": "p", "source": "p.html", **given}), lambda name: False, {}) == name


@pytest.mark.parametrize(
    "template", ["/tmp/{slug}.md", "../{slug}.md", "{slug}", "{slug}.exe", "{nothing}.md", "{slug.md", "{slug.__class__}.md"]
)
def test_a_template_that_makes_no_sense_is_refused(template: str) -> None:
    with pytest.raises(UsageError):
        Template(template)


def test_names_never_collide(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "snow.txt").write_text("mine")
    work([page(i, "Snow") for i in range(4)], tmp_path / "out", name="{slug}.txt")
    names = sorted(path.name for path in (tmp_path / "out").glob("*.txt"))
    assert names == ["snow-2.txt", "snow-3.txt", "snow-4.txt", "snow-5.txt", "snow.txt"]
    assert (tmp_path / "out" / "snow.txt").read_text() == "mine"


@pytest.mark.parametrize("remembered", [100, 1])
def test_of_many_files_of_one_name_each_looks_for_its_own_once(remembered: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.batch.outputs.names.MAX_NUMBERS", remembered)
    template, there, looks = Template("{stem}.txt"), {"a-3.txt"}, 0
    numbers: dict[str, int] = {}

    def taken(name: str) -> bool:
        nonlocal looks
        looks += 1
        return name in there

    for _ in range(200):
        for source in ("a", "b"):
            there.add(template.name(record(source, source=source), taken, numbers))
    assert there == {"a.txt", "b.txt", *(f"a-{i}.txt" for i in range(2, 202)), *(f"b-{i}.txt" for i in range(2, 201))}
    assert (looks <= 3 * 400) is (remembered > 1)
    assert len(numbers) <= remembered


def test_a_link_leads_no_file_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "example.org").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="outside"):
        work([page(1)], tmp_path / "out", name="{host}/{slug}.md")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_slugs_keep_letters_of_every_alphabet() -> None:
    assert slug("Сніг випав; 東京 — «Ёж»") == "сніг-випав-東京-еж"


SCRIPT = """
import sys
from cleaner.batch import Output, Policy, Settings, sink_for, write
from cleaner.model import Page

def pages():
    for i in range(300):
        text = "the same words again" if i % 7 == 0 else f"Snow fell on village {i}. " * 40
        yield Page(html=f"<p>{'ABORT' if i % 50 == 49 else text}</p>", id=f"p{i}", source=f"p{i}.html", url=f"https://e{i % 3}.org/{i}")

out = sys.argv[1]
sink = sink_for(out, "{host}/{slug}.txt")
sink.seconds = 0.02
output = Output(out, sink, {})
settings = Settings(clean="fake_engine:clean", jobs=2, form=sink.form, ordered=bool(sink.form), reading=None)
print(write(pages(), output, settings).done)
"""


def started(script: Path, out: Path) -> subprocess.Popen[bytes]:
    place = {**os.environ, "PYTHONPATH": str(HERE)}
    return subprocess.Popen(
        [sys.executable, script, out], env=place, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


@pytest.mark.parametrize("out", OUTS)
def test_killed_at_random_moments_the_output_is_as_if_undisturbed(tmp_path: Path, out: str) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    whole = tmp_path / f"whole-{out}"
    process = started(script, whole)
    began = time.monotonic()
    assert process.wait(120) == 0, process.stderr.read().decode()  # type: ignore[union-attr]
    length = time.monotonic() - began
    moments = random.Random(out)
    for _ in range(3):
        process = started(script, tmp_path / out)
        try:
            process.wait(moments.uniform(0.3, 0.9) * length)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    process = started(script, tmp_path / out)
    assert process.wait(120) == 0, process.stderr.read().decode()  # type: ignore[union-attr]
    assert contents(tmp_path / out) == contents(whole)
    left = {path.name.removeprefix("whole-") for path in tmp_path.iterdir()}
    assert left == {"script.py", out, *([f"{out}.state"] if "." in out else [])}


def numbered(count: int) -> Iterator[Page]:
    return (page(i, f"Snow fell on village {i}. " * 30) for i in range(count))


@pytest.mark.parametrize("out", OUTS)
@pytest.mark.parametrize("calls", [3, 7, 12])
def test_a_full_disk_ends_the_run_and_space_lets_it_go_on(tmp_path: Path, out: str, calls: int, monkeypatch: pytest.MonkeyPatch) -> None:
    work(numbered(60), tmp_path / f"whole-{out}")
    with monkeypatch.context() as patch:
        patch.setattr("cleaner.batch.outputs.lines.Lines.seconds", 0.0)
        patch.setattr("cleaner.batch.outputs.folder.Folder.seconds", 0.0)
        if out == "out.parquet":
            patch.setattr("cleaner.batch.outputs.parquet.Parquet.seconds", 0.0)
        _fill(patch, calls)
        with pytest.raises(OutputError, match="No space left on device"):
            work(numbered(60), tmp_path / out)
    assert work(numbered(60), tmp_path / out).statuses == {"ok": 60}
    assert contents(tmp_path / out) == contents(tmp_path / f"whole-{out}")


def _fill(patch: pytest.MonkeyPatch, calls: int) -> None:
    """Makes the `calls`-th fsync fail as a full disk does, half of what was written being there."""
    real, left = os.fsync, calls

    def fsync(descriptor: int) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            raise OSError(28, "No space left on device")
        real(descriptor)

    patch.setattr(os, "fsync", fsync)
