"""A process that cleans one page after the other, so that a page which hangs, crashes or eats memory harms only itself."""

from __future__ import annotations

import importlib
import resource
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from cleaner.batch.record import CRASH, ERROR, Record, of_article, of_failure
from cleaner.batch.wire import packed, received
from cleaner.errors import SourceError
from cleaner.model import Page
from cleaner.sources.item import Failure, Item, Reading
from cleaner.sources.load import load

GRACE_SECONDS = 10          # past its timeout a worker ends itself, where nobody is left to end it
OUT_OF_MEMORY = "out of memory under the limit"


@dataclass(frozen=True, slots=True)
class Orders:
    """All that a worker is told once: how to read and clean, and within which bounds."""

    clean: str                      # "module:function", gives an article for a page and `options`
    options: Any                    # None leaves them to the function
    reading: Reading
    form: str = ""                  # render each article as this kind of file, too
    minhash: bool = False
    timeout: float | None = None    # seconds a page
    max_memory: int | None = None   # bytes of address space


def main(descriptor: int) -> None:
    """Serve the batch at the other end of the socket `descriptor` until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)        # the batch decides what an interrupt ends
    channel = socket.socket(fileno=descriptor)
    sys.excepthook = lambda kind, error, trace: _confess(channel, error)
    orders: Orders = received(channel)
    if orders.max_memory:
        resource.setrlimit(resource.RLIMIT_AS, (orders.max_memory, orders.max_memory))
    clean = function(orders.clean)
    channel.sendall(packed("ready"))
    try:
        while True:
            item = received(channel)
            signal.setitimer(signal.ITIMER_REAL, orders.timeout + GRACE_SECONDS if orders.timeout else 0)
            record = cleaned(item, orders, clean)
            signal.setitimer(signal.ITIMER_REAL, 0)
            channel.sendall(packed(record))
    except EOFError:
        return


def function(name: str) -> Callable[..., Any]:
    """The function called `name`, as "module:function"."""
    module, _, attribute = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    return found


def cleaned(item: Item | Page, orders: Orders, clean: Callable[..., Any]) -> Record:
    """The record of one input: read, cleaned and told in plain values."""
    begun = time.perf_counter()
    try:
        page = load(item, orders.reading) if isinstance(item, Item) else item
    except SourceError as error:
        failure = Failure(item.source, error.status, str(error), item.id)
        return of_failure(failure, 1000 * (time.perf_counter() - begun))
    article = clean(page) if orders.options is None else clean(page, orders.options)
    return of_article(page, article, 1000 * (time.perf_counter() - begun), orders.form, orders.minhash)


def _confess(channel: socket.socket, error: BaseException) -> None:
    """Tell the batch of an exception that nothing should have raised; the process ends and is replaced.

    A fresh process is the one way to be sure that no half-done state colours the next page.
    """
    if isinstance(error, MemoryError):
        traceback.clear_frames(error.__traceback__)     # they hold what filled the memory
        message = (CRASH, OUT_OF_MEMORY)
    else:
        place = _innermost(error.__traceback__)
        message = (ERROR, " ".join(f"{type(error).__name__}: {error}{place}".split()))
    channel.setblocking(True)
    channel.sendall(packed(message))


def _innermost(trace: TracebackType | None) -> str:
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f" ({trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno})" if trace else ""
