"""What every command does when it is cut short: interrupted, left by its reader, or given what makes no sense."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperGroup

from cleaner.cli.report import SOME_FAILED, say
from cleaner.errors import CleanerError, OutputError

USAGE, INTERRUPTED = 2, 130
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


class Commands(TyperGroup):
    """The commands, with one end for each kind of trouble: a line on stderr and an exit code, never a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the command that `ctx` names."""
        try:
            with _flushing():
                return super().invoke(ctx)
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
