"""Which inputs a run has met and which are done, on disk beyond a few MiB."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from cleaner.batch.duplicates import temporary_database


class Ids:
    """Gives every input an id of its own and leaves out those that an earlier run finished."""

    def __init__(self, done: Iterable[str] = ()) -> None:
        self._database = temporary_database()
        self._database.execute("CREATE TABLE met (key BLOB PRIMARY KEY, times INTEGER) WITHOUT ROWID")
        self._database.execute("CREATE TABLE done (key BLOB PRIMARY KEY) WITHOUT ROWID")
        self._database.executemany("INSERT OR IGNORE INTO done VALUES (?)", ((_key(id),) for id in done))

    def admit(self, id: str) -> str | None:
        """The id under which an input that calls itself `id` is recorded; nothing when that is done.

        An input met twice in a run is two inputs: the second is `id~2`, or has the next number that no input met has.
        """
        own, times = id, self._times(id) + 1
        if times > 1:
            while self._times(own := f"{id}~{times}"):
                times += 1
            self._meet(own, 1)
        self._meet(id, times)
        return None if self._database.execute("SELECT 1 FROM done WHERE key = ?", (_key(own),)).fetchone() else own

    def _times(self, id: str) -> int:
        row = self._database.execute("SELECT times FROM met WHERE key = ?", (_key(id),)).fetchone()
        return row[0] if row else 0

    def _meet(self, id: str, times: int) -> None:
        self._database.execute("INSERT OR REPLACE INTO met VALUES (?, ?)", (_key(id), times))

    def close(self) -> None:
        """Forget everything."""
        self._database.close()


def _key(id: str) -> bytes:
    return blake2b(id.encode("utf-8", "surrogatepass"), digest_size=16).digest()
