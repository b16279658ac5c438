"""The records of inputs into an output: what is there already is left, what is missing is added."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from cleaner.batch.duplicates import Duplicates
from cleaner.batch.ids import Ids
from cleaner.batch.outputs import Output
from cleaner.batch.outputs.sink import Row
from cleaner.batch.record import FAILED, Record
from cleaner.batch.run import Input, Inputs, Settings, admitted, records
from cleaner.errors import OutputError

MAX_LISTED = 1000               # failures that a report lists one by one
MAX_SLOWEST = 10
Watch = Callable[[Record], None]


@dataclass(slots=True)
class Summary:
    """What became of a batch: all that its output holds, and what this run did of it."""

    statuses: Counter[str] = field(default_factory=Counter)     # of every record in the output
    duplicates: int = 0
    dropped: int = 0                                            # duplicates left out
    done: int = 0                                               # inputs, this run
    before: int = 0                                             # inputs that an earlier run recorded or left out
    seconds: float = 0.0
    removed: Counter[str] = field(default_factory=Counter)      # blocks by kind, this run
    failures: list[dict[str, Any]] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    stopped: str | None = None                                  # why the run ended before its inputs did

    @property
    def total(self) -> int:
        """How many records there are."""
        return self.statuses.total()

    @property
    def failed(self) -> int:
        """How many inputs failed."""
        return sum(self.statuses[status] for status in FAILED)

    def to_dict(self) -> dict[str, Any]:
        """The summary as a report has it."""
        return {
            "inputs": self.total + self.dropped, "statuses": dict(self.statuses), "duplicates": self.duplicates, "dropped": self.dropped,
            "this_run": self.done, "earlier_runs": self.before, "stopped": self.stopped, "seconds": round(self.seconds, 3),
            "pages_per_second": round(self.done / self.seconds, 2) if self.seconds else None,
            "removed": dict(self.removed.most_common()), "failures": self.failures,
            "slowest": [{"id": id, "duration_ms": duration} for duration, id in self.slowest],
        }

    def found(self, row: Row) -> None:
        """Count a row of an earlier run."""
        self.before += 1
        self.statuses[row["status"]] += 1
        self.duplicates += bool(row.get("duplicate_of"))
        if row["status"] in FAILED:
            self._list(row["id"], row["status"], row.get("error"))

    def found_left_out(self) -> None:
        """Count a duplicate that an earlier run left out."""
        self.before += 1
        self.duplicates += 1
        self.dropped += 1

    def add(self, record: Record, dropped: bool) -> None:
        """Count a record of this run."""
        self.done += 1
        self.duplicates += bool(record.duplicate_of)
        self.dropped += dropped
        self.statuses[record.status] += not dropped
        self.removed.update(record.removed)
        self.slowest = sorted([*self.slowest, (record.duration_ms, record.id)], reverse=True)[:MAX_SLOWEST]
        if record.status in FAILED:
            self._list(record.id, record.status, record.error)

    def _list(self, id: str, status: str, error: str | None) -> None:
        if len(self.failures) < MAX_LISTED:
            self.failures.append({"id": id, "status": status, "error": error})


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What is written, and when a run gives up.

    max_failures: how many inputs may fail; max_failed_share: which share of them, once `enough` are done.
    """

    retry_failed: bool = False
    drop_duplicates: bool = False
    max_failures: int | None = None
    max_failed_share: float | None = None
    enough: int = 100

    def gives_up(self, summary: Summary) -> str | None:
        """Why a run stops here, if it does."""
        failed, total = summary.failed, summary.total
        if self.max_failures is not None and failed > self.max_failures:
            return f"{counted(failed, 'input')} failed, more than {self.max_failures}"
        if self.max_failed_share is not None and total >= self.enough and failed > self.max_failed_share * total:
            return f"{failed:,} of {counted(total, 'input')} failed, more than {self.max_failed_share:.3g} of them"
        return None


STANDARD = Policy()


def counted(number: int, what: str) -> str:
    """How many there are of something, as a person says it.

    >>> counted(1, "input"), counted(2000, "input")
    ('1 input', '2,000 inputs')
    """
    return f"{number:,} {what}{'s' * (number != 1)}"


def write(
    inputs: Inputs, output: Output, settings: Settings, policy: Policy = STANDARD, watch: Watch = lambda record: None,
) -> Summary:
    """Brings a record of each of `inputs` into `output`, but for those that are there; `watch` sees every new one.

    Raises `CleanerError` when the output cannot be written; the same call goes on where it stopped.
    """
    summary, began = Summary(), time.monotonic()
    duplicates = Duplicates(settings.duplicates)
    try:
        if policy.retry_failed and output.continued:
            output.forget(lambda row: row["status"] in FAILED)
        if output.continued and not policy.drop_duplicates:
            output.take_back()
        ids = Ids(_taken_up(output, duplicates, summary))
        _write(_marked(admitted(inputs, ids), settings, duplicates), output, policy, summary, watch)
        summary.seconds = time.monotonic() - began
        output.counts = dict(summary.statuses)
        if summary.stopped:
            output.commit()
        else:
            output.finish()
        ids.close()
    except sqlite3.Error as error:
        raise OutputError(f"no room for temporary files: {error}; the same command goes on from here") from error
    finally:
        output.close()
        duplicates.close()
    return summary


def _taken_up(output: Output, duplicates: Duplicates, summary: Summary) -> Iterator[str]:
    """The ids of the records that are there; what they say is remembered on the way."""
    for row in output.rows() if output.continued else ():
        summary.found(row)
        if not row.get("duplicate_of"):
            duplicates.remember(row["id"], row.get("content_hash"), row["minhash"])
        yield row["id"]
    for id in output.left_out():
        summary.found_left_out()
        yield id


def _marked(inputs: Iterator[Input | None], settings: Settings, duplicates: Duplicates) -> Iterator[Record]:
    return (duplicates.mark(record) for record in records(inputs, settings))


def _write(found: Iterator[Record], output: Output, policy: Policy, summary: Summary, watch: Watch) -> None:
    for record in found:
        dropped = policy.drop_duplicates and record.duplicate_of is not None
        summary.add(record, dropped)
        output.counts = summary.statuses
        if dropped:
            output.leave_out(record)
        else:
            output.write(record)
        watch(record)
        summary.stopped = policy.gives_up(summary)
        if summary.stopped:
            return
