"""Answers on disk: what a run has fetched already, and what a page was when it was last asked for."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from contextlib import contextmanager
from typing import Any

import zstandard

from cleaner.errors import FetchError, UsageError
from cleaner.fetch.response import Response

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    id TEXT, url TEXT, status INTEGER, fields TEXT, body BLOB, protocol TEXT, date TEXT, PRIMARY KEY (id, url)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failures (id TEXT PRIMARY KEY, status TEXT, message TEXT) WITHOUT ROWID;
"""
FORMAT = 1                      # PRAGMA user_version
_CONDITIONS = (("etag", "if-none-match"), ("last-modified", "if-modified-since"))
_MAX_BODY = 256 << 20


class Store:
    """Answers by id and URL, in one SQLite file that a killed process leaves whole.

    A run's journal has its inputs as ids; a cache has none.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        try:
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
            self._database = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            version = self._database.execute("PRAGMA user_version").fetchone()[0]
            if version not in {0, FORMAT}:
                raise UsageError(f"{path} is of another version of cleaner; remove it")
            self._database.executescript(f"{_SCHEMA} PRAGMA user_version = {FORMAT};")
        except (OSError, sqlite3.Error) as error:
            why = (isinstance(error, OSError) and error.strerror) or error      # the name that an OSError adds stands before it
            raise UsageError(f"{path} cannot be opened: {why}") from error

    def get(self, id: str, url: str) -> Response | None:
        """The answer that was put for `url`."""
        row = self._row("SELECT status, fields, body, protocol, date FROM answers WHERE id = ? AND url = ?", id, url)
        if row is None:
            return None
        status, fields, body, protocol, date = row
        unpacked = zstandard.ZstdDecompressor().decompress(body, max_output_size=_MAX_BODY)
        return Response(url, status, tuple((name, value) for name, value in json.loads(fields)), unpacked, None, protocol, date)

    def put(self, id: str, response: Response, url: str) -> None:
        """Keep the answer to `url`, its body unpacked, instead of an earlier one."""
        body = zstandard.ZstdCompressor(level=3).compress(response.body)
        fields = json.dumps(response.fields)
        self._row(
            "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)",
            id, url, response.status, fields, body, response.protocol, response.date,
        )

    def fail(self, id: str, error: FetchError) -> None:
        """Keep that `id` gave no page."""
        self._row("INSERT OR REPLACE INTO failures VALUES (?, ?, ?)", id, error.status, str(error))

    def failure(self, id: str) -> FetchError | None:
        """The error that was kept for `id`."""
        row = self._row("SELECT message, status FROM failures WHERE id = ?", id)
        return FetchError(*row) if row else None

    def drop(self, ids: Iterable[str]) -> None:
        """Forget all that was kept for `ids`."""
        with self._telling():
            self._database.execute("BEGIN")
            for table in ("answers", "failures"):
                self._database.executemany(f"DELETE FROM {table} WHERE id = ?", ((id,) for id in ids))
            self._database.execute("COMMIT")

    def drop_failures(self) -> None:
        """Forget what gave no page, so that it is asked for again."""
        self._row("DELETE FROM failures")

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def remove(self) -> None:
        """Close, and leave no file behind."""
        self.close()
        for path in (self._path, f"{self._path}-wal", f"{self._path}-shm"):
            if os.path.exists(path):
                os.unlink(path)

    def _row(self, statement: str, *values: Any) -> Any:
        with self._telling():
            return self._database.execute(statement, values).fetchone()

    @contextmanager
    def _telling(self) -> Any:
        try:
            yield
        except sqlite3.Error as error:
            raise UsageError(f"{self._path}: {error}") from error


def conditions(known: Response | None) -> tuple[tuple[str, str], ...]:
    """The header fields that ask for a page only if it is no longer as `known`."""
    if known is None:
        return ()
    return tuple((ask, value) for name, ask in _CONDITIONS if (value := known.field(name)))


def storable(response: Response) -> bool:
    """Whether an answer may be kept, and can be asked for conditionally the next time."""
    return response.status == 200 and bool(conditions(response)) and "no-store" not in response.field("cache-control").lower()
