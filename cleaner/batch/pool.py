"""Worker processes and what befalls them: each is watched, ended when a page takes too long, and replaced when it dies."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from dataclasses import dataclass, field, replace
from typing import IO, Any

from cleaner.batch.record import CRASH, TIMEOUT, Record, of_failure
from cleaner.batch.wire import Inbox, packed
from cleaner.batch.worker import Orders
from cleaner.errors import CleanerError
from cleaner.model import Page
from cleaner.sources.item import Failure, Item

START_SECONDS = 60          # to import the engine on a busy machine
MAX_FALSE_STARTS = 3        # in a row; then it is not a page's fault
RENEW_PAGES = 5_000         # then a worker is replaced: whatever it leaks is gone, at under 1 % of the time
AHEAD = 2                   # pages a worker holds: one in hand, the next already there
_BLINK_SECONDS = 0.5
_PIECE = 1 << 20
_MAX_NOISE_BYTES = 1 << 20  # kept of what a worker writes to stderr
_BOOT = "import json,sys; sys.path[:]=json.loads(sys.argv[2]); from cleaner.batch.worker import main; main(int(sys.argv[1]))"


@dataclass(slots=True)
class Task:
    """An input on its way, numbered in the order of inputs."""

    number: int
    item: Item | Page

    @property
    def weight(self) -> int:
        """Bytes that the input holds in memory."""
        return len(self.item.data if isinstance(self.item, Item) else self.item.html)


@dataclass(slots=True, eq=False)
class Worker:
    """One process, the pages it holds, and the bytes on their way to it."""

    process: subprocess.Popen[bytes]
    channel: socket.socket
    noise: IO[bytes]
    deadline: float | None
    tasks: deque[Task] = field(default_factory=deque)
    inbox: Inbox = field(default_factory=Inbox)
    outbox: deque[memoryview] = field(default_factory=deque)
    ready: bool = False
    served: int = 0
    message: tuple[str, str] | None = None      # what it said before it died


class Pool:
    """Some workers and the pages they hold."""

    def __init__(self, orders: Orders, jobs: int, renew: int = RENEW_PAGES) -> None:
        self._orders, self._jobs, self._renew = orders, jobs, renew
        self._first = packed(orders)
        self._selector = selectors.DefaultSelector()
        self._workers: list[Worker] = []
        self._waiting: deque[Task] = deque()        # for a worker that is free
        self._false_starts = 0
        self._looked = time.monotonic()
        self.load = 0                               # bytes of the inputs held

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *error: object) -> None:
        for worker in list(self._workers):
            self._end(worker)
        self._selector.close()

    @property
    def held(self) -> int:
        """How many pages are on their way."""
        return len(self._waiting) + sum(len(worker.tasks) for worker in self._workers)

    @property
    def room(self) -> bool:
        """Whether another page would be begun soon."""
        return self.held < self._jobs * AHEAD

    def submit(self, task: Task) -> None:
        """Take a page in hand."""
        self.load += task.weight
        self._waiting.append(task)
        self._hand_out()

    def results(self, patience: float | None = None) -> list[tuple[int, Record]]:
        """Waits, up to `patience` seconds, until some pages are done; their numbers and records."""
        self._forgive()
        done: list[tuple[int, Record]] = []
        for key, events in self._selector.select(self._until_deadline(patience)):
            worker: Worker = key.data
            if events & selectors.EVENT_WRITE:
                self._send(worker)
            if events & selectors.EVENT_READ:
                done += self._receive(worker)
        done += self._overdue()
        self._hand_out()
        self._looked = time.monotonic()
        return done

    def _hand_out(self) -> None:
        while self._waiting:
            worker = self._freest()
            if worker is None:
                return
            task = self._waiting.popleft()
            if not worker.tasks:
                worker.deadline = self._deadline()
            worker.tasks.append(task)
            worker.outbox.append(memoryview(packed(task.item)))
            self._send(worker)

    def _freest(self) -> Worker | None:
        """The worker to take the next page, if any; started where one is missing or worn, and given none until it has."""
        fit = [worker for worker in self._workers if worker.served + len(worker.tasks) < self._renew]
        if len(fit) < self._jobs:
            self._start()
        free = [worker for worker in fit if worker.ready and len(worker.tasks) < AHEAD]
        return min(free, key=lambda worker: len(worker.tasks), default=None)

    def _start(self) -> Worker:
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-c", _BOOT, str(theirs.fileno()), _as_json(sys.path)]
            environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}    # the jobs share the cores
            try:
                noise = tempfile.TemporaryFile("ab+")       # noqa: SIM115  # closed with its worker
                process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=noise, stderr=noise, env=environment, pass_fds=[theirs.fileno()],
                )
            except OSError as error:
                raise CleanerError(f"a worker cannot be started: {error.strerror}") from error
        ours.setblocking(False)
        worker = Worker(process, ours, noise, time.monotonic() + START_SECONDS)
        self._workers.append(worker)
        self._selector.register(ours, selectors.EVENT_READ, worker)
        worker.outbox.append(memoryview(self._first))
        self._send(worker)
        return worker

    def _send(self, worker: Worker) -> None:
        """As much to the worker as its socket takes; a dead one shows when it is read from."""
        try:
            while worker.outbox:
                sent = worker.channel.send(worker.outbox[0][:_PIECE])
                worker.outbox[0] = worker.outbox[0][sent:]
                if not worker.outbox[0]:
                    worker.outbox.popleft()
        except BlockingIOError:
            pass
        except (BrokenPipeError, ConnectionResetError):
            worker.outbox.clear()
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if worker.outbox else 0)
        self._selector.modify(worker.channel, wanted, worker)

    def _receive(self, worker: Worker) -> list[tuple[int, Record]]:
        try:
            piece = worker.channel.recv(_PIECE)
        except BlockingIOError:
            return []
        except ConnectionResetError:
            piece = b""
        if not piece:
            return self._died(worker)
        return [found for message in worker.inbox.feed(piece) if (found := self._heard(worker, message)) is not None]

    def _heard(self, worker: Worker, message: Any) -> tuple[int, Record] | None:
        if isinstance(message, Record):
            task = worker.tasks.popleft()
            worker.served += 1
            worker.deadline = self._deadline() if worker.tasks else None
            self.load -= task.weight
            if worker.served >= self._renew and not worker.tasks:
                self._end(worker)
            return task.number, message
        if isinstance(message, tuple):
            worker.message = message
            return None
        worker.ready, self._false_starts = True, 0
        worker.deadline = self._deadline() if worker.tasks else None
        _quieten(worker.noise)
        return None

    def _died(self, worker: Worker) -> list[tuple[int, Record]]:
        """The record of the page that ended `worker`; the others it held wait for another."""
        process = worker.process
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(START_SECONDS)
        if process.returncode == -signal.SIGALRM:
            return self._lost(worker, TIMEOUT, self._too_slow())
        status, message = worker.message or (CRASH, _last_words(process.returncode, worker.noise))
        return self._lost(worker, status, message)

    def _overdue(self) -> list[tuple[int, Record]]:
        now = time.monotonic()
        lost: list[tuple[int, Record]] = []
        for worker in [worker for worker in self._workers if worker.deadline is not None and worker.deadline < now]:
            lost += self._lost(worker, TIMEOUT, self._too_slow() if worker.ready else "did not start")
        return lost

    def _too_slow(self) -> str:
        return f"not done after {self._orders.timeout or 0:g} s"

    def _lost(self, worker: Worker, status: str, message: str) -> list[tuple[int, Record]]:
        self._end(worker)
        if not worker.ready:
            self._false_starts += 1
            self._waiting.extendleft(reversed(worker.tasks))
            if self._false_starts >= MAX_FALSE_STARTS:
                raise CleanerError(f"the workers do not start: {message}")
            return []
        if not worker.tasks:
            return []
        task = worker.tasks.popleft()
        self._waiting.extendleft(reversed(worker.tasks))
        self.load -= task.weight
        spent = 1000 * self._orders.timeout if status == TIMEOUT and self._orders.timeout else 0.0
        failure = Failure(task.item.source, status, message, task.item.id)
        return [(task.number, replace(of_failure(failure, spent), url=task.item.url, saved_at=task.item.saved_at))]

    def _end(self, worker: Worker) -> None:
        self._workers.remove(worker)
        self._selector.unregister(worker.channel)
        worker.process.kill()
        worker.process.wait()
        worker.channel.close()
        worker.noise.close()

    def _forgive(self) -> None:
        """Moves the deadlines by the time in which nobody looked: a page that was done may not have been heard."""
        away = time.monotonic() - self._looked
        for worker in self._workers if away > _BLINK_SECONDS else ():
            worker.deadline = worker.deadline and worker.deadline + away

    def _deadline(self) -> float | None:
        return time.monotonic() + self._orders.timeout if self._orders.timeout else None

    def _until_deadline(self, patience: float | None) -> float | None:
        deadlines = [worker.deadline for worker in self._workers if worker.deadline is not None]
        waits = [max(0.0, deadline - time.monotonic()) for deadline in deadlines]
        return min([*waits, *([] if patience is None else [patience])], default=None)


def _as_json(path: list[str]) -> str:
    import json

    return json.dumps([os.path.abspath(place) if place else os.getcwd() for place in path])


def _quieten(noise: IO[bytes]) -> None:
    if os.fstat(noise.fileno()).st_size > _MAX_NOISE_BYTES:
        os.ftruncate(noise.fileno(), 0)


def _last_words(returncode: int | None, noise: IO[bytes]) -> str:
    """How a process ended, with the last line it wrote, for a person."""
    if returncode is None:
        end = "closed its channel"
    else:
        end = signal.Signals(-returncode).name if returncode < 0 else f"the worker ended with code {returncode}"
    noise.seek(max(0, noise.seek(0, os.SEEK_END) - 1000))
    lines = noise.read().decode("utf-8", "replace").strip().splitlines()
    return f"{end}: {lines[-1].strip()[:200]}" if lines else end
