"""Which texts of a batch were seen before: the same, or almost; kept on disk beyond a few MiB."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Literal

from cleaner.batch.minhash import bands, likeness
from cleaner.batch.record import Record

Looked = Literal["none", "exact", "near"]
MIN_LIKENESS = 0.8          # of two texts' word triples; an agency story reprinted with another lead is above it
CACHE_KIB = 1024            # held in memory of each index; the rest lies in the system's file cache


def temporary_database() -> sqlite3.Connection:
    """An empty database in a file that has no name and goes when it is closed; what fits in its cache stays in memory."""
    database = sqlite3.connect("", isolation_level=None)
    for pragma in (f"cache_size=-{CACHE_KIB}", "journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE"):
        database.execute(f"PRAGMA {pragma}")
    return database


class Duplicates:
    """Marks records whose text an earlier one had; each points at the first of its kind, so marks form no chains."""

    def __init__(self, looked_for: Looked) -> None:
        self._looked_for = looked_for
        self._database = temporary_database()
        self._database.execute("CREATE TABLE exact (hash BLOB PRIMARY KEY, id TEXT) WITHOUT ROWID")
        self._database.execute("CREATE TABLE text (number INTEGER PRIMARY KEY, id TEXT, signature BLOB)")
        self._database.execute("CREATE TABLE band (key INTEGER, number INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID")

    def mark(self, record: Record) -> Record:
        """`record` with `duplicate_of` set where its text is known; a new text is remembered."""
        if self._looked_for == "none" or not record.content_hash:
            return record
        first = self._same(record.content_hash) or self._alike(record.minhash)
        if first is None:
            self.remember(record.id, record.content_hash, record.minhash)
        return replace(record, duplicate_of=first)

    def remember(self, id: str, content_hash: str | None, minhash: bytes) -> None:
        """Take a text as seen, under the record `id`."""
        if not content_hash:
            return
        self._database.execute("INSERT OR IGNORE INTO exact VALUES (?, ?)", (bytes.fromhex(content_hash), id))
        if minhash:
            number = self._database.execute("INSERT INTO text (id, signature) VALUES (?, ?)", (id, minhash)).lastrowid
            self._database.executemany("INSERT OR IGNORE INTO band VALUES (?, ?)", ((key, number) for key in bands(minhash)))

    def close(self) -> None:
        """Forget everything."""
        self._database.close()

    def _same(self, content_hash: str) -> str | None:
        row = self._database.execute("SELECT id FROM exact WHERE hash = ?", (bytes.fromhex(content_hash),)).fetchone()
        return row[0] if row else None

    def _alike(self, minhash: bytes) -> str | None:
        if not minhash:
            return None
        keys = tuple(bands(minhash))
        marks = ",".join("?" * len(keys))
        rows = self._database.execute(
            f"SELECT id, signature FROM text WHERE number IN (SELECT number FROM band WHERE key IN ({marks})) ORDER BY number",
            keys,
        )
        return next((id for id, signature in rows if likeness(minhash, signature) >= MIN_LIKENESS), None)
