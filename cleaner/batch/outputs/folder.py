"""Articles as files of their own in a folder, and beside them a row for every input."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from cleaner.batch.outputs.lines import Lines
from cleaner.batch.outputs.names import Template
from cleaner.batch.outputs.sink import Form, Mark, Moves, Row, sync_folder, temporary
from cleaner.batch.record import OK, Record
from cleaner.errors import UsageError

ROWS = "records.jsonl"      # every input's record; its `file` names the article's, and the text is there
STAGE = ".partial"


class Folder:
    """A folder of articles; a file appears under its name only when its row is safe, so none is half or orphaned."""

    seconds = 1.0

    def __init__(self, path: Path, template: Template) -> None:
        self._path, self._template = path, template
        self.form: Form = template.form
        self._stage = path / STAGE
        self._rows = Lines(path / ROWS)
        self._moves: Moves = []
        self._names: set[str] = set()       # of the moves
        self._numbers: dict[str, int] = {}  # that names which were taken have come to

    def open(self, mark: Mark | None) -> None:
        """See `Sink`."""
        self._path.mkdir(parents=True, exist_ok=True)
        if mark is None and (self._path / ROWS).exists():
            self._remove_files()
        shutil.rmtree(self._stage, ignore_errors=True)
        self._stage.mkdir()
        self._rows.open(mark)

    def _remove_files(self) -> None:
        """Removes the articles of a run that is to be overwritten, and nothing else."""
        with suppress(ValueError):          # a half row at the end has no file
            for row in self._rows.rows():
                if row.get("file"):
                    self._inside(row["file"]).unlink(missing_ok=True)

    def rows(self) -> Iterator[Row]:
        """See `Sink`."""
        return self._rows.rows()

    def write(self, record: Record) -> None:
        """See `Sink`."""
        name = None
        if record.status == OK:
            name = self._template.name(record, self._taken, self._numbers)
            staged = temporary(self._stage / "page")
            staged.write_text(record.document, encoding="utf-8", errors="backslashreplace", newline="\n")
            self._moves.append((str(staged), str(self._inside(name))))
            self._names.add(name)
        row = replace(record, text=None).to_dict()
        del row["text"]
        self._rows.add({**row, "file": name})

    def _taken(self, name: str) -> bool:
        return name in self._names or os.path.lexists(self._path / name)

    def _inside(self, name: str) -> Path:
        """Where the file called `name` stands; raises `UsageError` where a link leads it out of the folder."""
        path = self._path / name
        root, place = os.path.realpath(self._path), os.path.realpath(path.parent)
        if place != root and not place.startswith(root + os.sep):
            raise UsageError(f"{path} would lie outside of {self._path}")
        return path

    def prepare(self) -> tuple[Mark, Moves]:
        """See `Sink`."""
        for staged, _ in self._moves:
            descriptor = os.open(staged, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)
        if self._moves:
            sync_folder(self._stage)
        mark, _ = self._rows.prepare()
        moves, self._moves, self._names = self._moves, [], set()
        return mark, moves

    def without(self, drop: Callable[[Row], bool]) -> tuple[Mark, Moves]:
        """See `Sink`; failed inputs have no file."""
        return self._rows.without(drop)

    def finish(self) -> tuple[Mark, Moves]:
        """See `Sink`."""
        return self.prepare()

    def close(self) -> None:
        """See `Sink`."""
        self._rows.close()
        if not any(self._stage.iterdir()):
            self._stage.rmdir()

    def paths(self) -> list[Path]:
        """See `Sink`."""
        return [self._path]
