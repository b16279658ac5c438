"""What every command does when it is cut short: interrupted, left by its reader, or given what makes no sense."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperGroup

from cleaner.cli.report import SOME_FAILED, say
from cleaner.errors import CleanerError, OutputError, UsageError

USAGE, INTERRUPTED = 2, 130
STDIO = "-"
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


class Commands(TyperGroup):
    """The commands, with one end for each kind of trouble: a line on stderr and an exit code, never a traceback."""

    def make_context(self, *args: Any, **named: Any) -> Any:
        """Reads the arguments; help and version are printed here."""
        with _ending():
            return super().make_context(*args, **named)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that `args` begin with; raises `UsageError` with one to try for a page without a command."""
        if self.get_command(ctx, args[0]) is None and (args[0] == STDIO or "://" in args[0] or os.path.exists(args[0])):
            raise UsageError(f"no command before {args[0]!r}; `cleaner clean` prints the article of a page")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Runs the command that `ctx` names."""
        with _ending():
            return super().invoke(ctx)


class Closed(io.TextIOBase):
    """Standard output that was closed before this process began."""

    def write(self, text: str) -> int:
        """Raises `OutputError`."""
        raise OutputError("standard output is closed")


@contextmanager
def _ending() -> Iterator[None]:
    """One end for each kind of trouble."""
    try:
        with _flushing():
            yield
    except CleanerError as error:
        say(f"cleaner: {error}")
        raise typer.Exit(SOME_FAILED if isinstance(error, OutputError) else USAGE) from error
    except BrokenPipeError as error:
        raise typer.Exit from error
    except KeyboardInterrupt as error:
        raise typer.Exit(INTERRUPTED) from error


@contextmanager
def _flushing() -> Iterator[None]:
    """What is printed leaves this process before it is told how that ended; one error for all that keeps it from leaving."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except OSError as error:
        if not isinstance(error, BrokenPipeError) and (error.errno not in _NO_ROOM or error.filename):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())      # or the interpreter flushes and complains
        if isinstance(error, BrokenPipeError):
            raise
        raise OutputError(f"standard output cannot be written: {error.strerror}") from error
