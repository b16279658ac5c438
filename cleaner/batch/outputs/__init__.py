"""Where records go: files and folders that any interruption leaves whole, and that the same command continues."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from cleaner.batch.minhash import SIGNATURE_BYTES
from cleaner.batch.outputs.folder import ROWS, Folder
from cleaner.batch.outputs.left_out import LeftOut
from cleaner.batch.outputs.lines import PACKERS, Lines
from cleaner.batch.outputs.names import Template
from cleaner.batch.outputs.sink import Moves, Row, Sink, make_moves, sync_folder, temporary
from cleaner.batch.outputs.split import Split, numbered
from cleaner.batch.record import Record
from cleaner.errors import OutputError, UsageError
from cleaner.sources.unpack import DAMAGE, reason

DEFAULT_NAME = "{slug}.txt"
FORMAT = 2                      # of the state file; the moves of 1 went from wherever the command was called


def sink_for(out: str, name: str = DEFAULT_NAME, split: int = 1) -> Sink:
    """The output that `out` asks for by its ending: .jsonl (.gz, .zst), .parquet, or else a folder of files."""
    path = Path(out)
    if out == "-":
        raise UsageError("an output that can be gone on with is a file or a folder, not standard output")
    if split < 1:
        raise UsageError(f"--split {split}: at least one file is needed")
    if out.endswith(("/", os.sep)) or path.is_dir() or not path.suffix:
        if split > 1:
            raise UsageError("--split is for outputs that are files")
        return Folder(path, Template(name))
    kind = _file_kind(path)
    if split == 1:
        return kind(path)
    return Split([kind(numbered(path, number, split)) for number in range(1, split + 1)])


def _file_kind(path: Path) -> Callable[[Path], Sink]:
    if path.suffix == ".parquet":
        from cleaner.batch.outputs.parquet import Parquet

        return Parquet
    for packing in PACKERS:
        if path.name.endswith((f".jsonl.{packing}" if packing else ".jsonl", f".ndjson.{packing}" if packing else ".ndjson")):
            return lambda own: Lines(own, packing)
    raise UsageError(f"{path}: an output is .jsonl, .jsonl.gz, .jsonl.zst, .parquet, or a folder")


def _occupied(path: Path) -> bool:
    """Whether something stands at `path` that a new output would spoil; files beside those of a folder do no harm."""
    if path.is_dir():
        return (path / ROWS).exists()
    return path.exists() and path.stat().st_size > 0


def _is_at(path: Path, descriptor: int) -> bool:
    """Whether the file open as `descriptor` is still the one at `path`."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _sound(row: Row) -> Row:
    """A row as a record has it, its `minhash` as bytes; raises `ValueError` for what no run wrote."""
    fields = row if isinstance(row, dict) else {}
    content, minhash = fields.get("content_hash") or "", fields.get("minhash") or b""
    said = (fields.get("id"), fields.get("status"), content)
    if not all(isinstance(value, str) for value in said) or not isinstance(minhash, str | bytes):
        raise ValueError("a row is no record")
    signature = minhash if isinstance(minhash, bytes) else base64.b64decode(minhash, validate=True)
    if len(signature) not in (0, SIGNATURE_BYTES) or len(bytes.fromhex(content)) not in (0, sha256().digest_size):
        raise ValueError("a row's hashes are cut short")
    return {**row, "minhash": signature}


class Output:
    """An output, and the state file that says how far it is written.

    `settings` are those of the command that shape the records; an output is continued with the same ones only.
    """

    def __init__(self, out: str, sink: Sink, settings: dict[str, Any], *, overwrite: bool = False) -> None:
        self._sink, self._settings, self._place = sink, settings, out
        path = Path(out)
        self._state = path / "state.json" if isinstance(sink, Folder) else path.with_name(path.name + ".state")
        self._left_out = LeftOut(self._state.with_suffix(".dropped"))
        try:
            self._state.parent.mkdir(parents=True, exist_ok=True)
            self._lock = self._locked()
        except OSError as error:        # the place itself is wrong: there is nothing to go on with
            raise UsageError(f"{out} cannot be written: {error.strerror or error}") from error
        self.counts: dict[str, Any] = {}        # told in the state file, for a person
        self.saved: Callable[[], None] = lambda: None       # called when all that was written is durable
        with ExitStack() as unless_opened:
            unless_opened.callback(self._unlock)
            self.continued = self._open(self._known(overwrite))
            unless_opened.pop_all()
        self._since = time.monotonic()

    def _open(self, state: dict[str, Any] | None) -> bool:
        """Takes the output up where `state` says; whether there is something in it."""
        mark, lost = state["mark"] if state else None, frozenset[str]()
        with self._telling():
            self._left_out.open(state["dropped"] if state else 0)
            if state is None:
                self._save(None, [])        # so that a run cut short before its first mark is known, too
            else:
                lost = make_moves([(source, target) for source, target in state["moves"]], self._state.parent)
            self._sink.open(mark)
        if lost:
            self.forget(lambda row: row.get("file") in lost)        # their inputs are not done: nothing holds their articles
        return mark is not None

    def _locked(self) -> int:
        place = self._state.with_suffix(".lock")
        while True:
            descriptor = os.open(place, os.O_RDWR | os.O_CREAT, 0o666)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if _is_at(place, descriptor):
                    return descriptor
            except BlockingIOError as error:
                os.close(descriptor)
                raise UsageError(f"{self._place} is being written by another run") from error
            os.close(descriptor)        # the run that made it has ended and removed it meanwhile

    def _known(self, overwrite: bool) -> dict[str, Any] | None:
        """What the state file says; raises `UsageError` where it forbids to go on."""
        if overwrite or not self._state.exists():
            present = [path for path in self._sink.paths() if _occupied(path)]
            if present and not overwrite:
                raise UsageError(f"{present[0]} exists and no state file tells how far it is written; --overwrite replaces it")
            self._state.unlink(missing_ok=True)
            return None
        try:
            state: dict[str, Any] = json.loads(self._state.read_text("utf-8", "surrogatepass"))
            known = {**state["settings"], "format": state["format"]}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{self._state}: no state of a batch; --overwrite begins anew") from error
        asked = {**self._settings, "format": FORMAT}
        for name in sorted({*known, *asked}):
            then, now = known.get(name), asked.get(name)
            if then != now:
                raise UsageError(f"{self._state}: begun with {name} = {then!r}, now {now!r}; --overwrite begins anew")
        return state

    def rows(self) -> Iterator[Row]:
        """The rows that are written already, `minhash` as bytes; raises `UsageError` where the output is damaged."""
        try:
            for row in self._sink.rows():
                yield _sound(row)
        except (ValueError, RecursionError, *DAMAGE) as error:
            raise UsageError(f"{self._place}: does not read back: {reason(error)}; --overwrite begins anew") from error

    def write(self, record: Record) -> None:
        """Add a record; every so often, what is written so far is made durable."""
        with self._telling():
            self._sink.write(record)
        self._commit_in_time()

    def leave_out(self, record: Record) -> None:
        """Add no record, but remember that this input is done, as soon as the records before it are durable."""
        self._left_out.add(record.id)
        self._commit_in_time()

    def left_out(self) -> Iterator[str]:
        """The ids of the inputs that earlier runs left out."""
        try:
            yield from self._left_out.ids()
        except (ValueError, OSError) as error:
            raise UsageError(f"{self._left_out.path}: does not read back: {reason(error)}; --overwrite begins anew") from error

    def take_back(self) -> None:
        """Forget which inputs were left out, so that they are cleaned again."""
        if self._left_out.clear():
            self.commit()

    def _commit_in_time(self) -> None:
        if time.monotonic() - self._since >= self._sink.seconds:
            self.commit()

    def commit(self) -> None:
        """Make all that is written durable."""
        with self._telling():
            self._save(*self._sink.prepare())

    def forget(self, drop: Callable[[Row], bool]) -> None:
        """Leave out the rows for which `drop` holds; raises `UsageError` where the output is damaged."""
        if sum(1 for row in self.rows() if drop(row)) == 0:     # all are read, so that no damage is met amid rewriting
            return
        with self._telling():
            self._save(*self._sink.without(drop))

    def finish(self) -> None:
        """Bring the output into its final form."""
        with self._telling():
            self._save(*self._sink.finish(), finished=True)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Says in one line what keeps the output from being written; what was durable stays so."""
        try:
            yield
        except OSError as error:
            raise OutputError(f"{self._place} cannot be written: {error.strerror or error}; the same command goes on from here") from error

    def _save(self, mark: Any, moves: Moves, finished: bool = False) -> None:
        base = self._state.parent           # the same files wherever the next run is called from
        below = [(str(Path(source).relative_to(base)), str(Path(target).relative_to(base))) for source, target in moves]
        self._note(mark, below, finished)
        if below:
            make_moves(below, base)
            self._note(mark, [], finished)      # an article that a person takes away after this is no lost one
        self._since = time.monotonic()
        self.saved()

    def _note(self, mark: Any, moves: Moves, finished: bool) -> None:
        """Replaces the state file, durably."""
        state = {
            "format": FORMAT, "finished": finished, "updated": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "counts": self.counts,
            "settings": self._settings, "mark": mark, "dropped": self._left_out.prepare(), "moves": moves,
        }
        other = temporary(self._state)
        with open(other, "w", encoding="utf-8", errors="surrogatepass") as file:
            json.dump(state, file, ensure_ascii=False, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(other, self._state)
        sync_folder(self._state.parent)

    def close(self) -> None:
        """Let go of the output as it is."""
        self._sink.close()
        self._unlock()

    def _unlock(self) -> None:
        self._state.with_suffix(".lock").unlink(missing_ok=True)
        os.close(self._lock)

    def paths(self) -> tuple[str, ...]:
        """Absolute paths of all that is this output's own, to be left out of its inputs."""
        own = [*self._sink.paths(), self._state, self._state.with_suffix(".lock"), self._left_out.path]
        return tuple(os.path.abspath(path) for path in own)


__all__ = ["DEFAULT_NAME", "Output", "sink_for"]
