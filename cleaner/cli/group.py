"""What every command does when it is cut short: interrupted, left by its reader, or given what makes no sense."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from cleaner.cli.report import say
from cleaner.errors import CleanerError

USAGE, INTERRUPTED = 2, 130


class Commands(TyperGroup):
    """The commands, with one end for each kind of trouble: a line on stderr and an exit code, never a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the command that `ctx` names."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except CleanerError as error:
            say(f"cleaner: {error}")
            raise typer.Exit(USAGE) from error
        except BrokenPipeError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())      # or the interpreter flushes and complains
            raise typer.Exit from error
        except KeyboardInterrupt as error:
            raise typer.Exit(INTERRUPTED) from error
        return result
