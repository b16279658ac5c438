"""What a person is told on stderr while pages are cleaned, and the exit code that sums it up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from cleaner.walls import STUBS

if TYPE_CHECKING:
    from cleaner.article import Article

SOME_FAILED, ALL_FAILED = 1, 3
_TRY = {                # with a live page that gave no article
    "javascript_shell": "scripts make its text: --render runs them",
    "consent_wall": "--cookie-jar brings a consent that was given in a browser",
    "paywall_stub": "--cookie-jar or --header brings a reader's login",
    "bot_challenge": "the site wants proof of a person; ask its publisher",
    "error_page": "check the address",
}


def say(line: str) -> None:
    """Prints `line` on stderr as one line that no terminal acts on."""
    typer.echo(printable(line), err=True)


def printable(text: str) -> str:
    r"""`text` with control characters, line ends too, in their escaped form.

    >>> printable("a\nb\x1b[2J")
    'a\\nb\\x1b[2J'
    """
    return text if text.isprintable() else "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


@dataclass(slots=True)
class Tally:
    """Counts what became of the inputs; `quiet` tells failures only, `verbose` tells every page."""

    quiet: bool = False
    verbose: bool = False
    inputs: int = 0
    failures: int = 0
    without_article: int = 0

    def failed(self, source: str, message: str) -> None:
        """An input could not be read."""
        self.inputs += 1
        self.failures += 1
        say(f"{source}: {message}")

    def cleaned(self, source: str, article: Article) -> None:
        """A page was read and cleaned."""
        self.inputs += 1
        quality = article.quality
        if not article.kept or quality.verdict in STUBS:
            self.without_article += 1
            hint = f"; {_TRY[quality.verdict]}" if quality.verdict in _TRY and "://" in source else ""
            notes = (f"no article ({quality.verdict}){hint}", *quality.warnings)
        else:
            notes = quality.warnings if quality.verdict == "article" else (f"looks like no article ({quality.verdict})", *quality.warnings)
        for note in () if self.quiet else notes:
            say(f"{source}: {note}")
        if self.verbose:
            kept, cut = len(article.kept), len(article.removed)
            say(f"{source}: {quality.verdict}, confidence {quality.confidence:.2f}, {kept} blocks kept, {cut} removed")

    def end(self) -> None:
        """Ends the command with the exit code that fits."""
        if self.inputs and self.failures == self.inputs:
            raise typer.Exit(ALL_FAILED)
        if self.failures or self.without_article:
            raise typer.Exit(SOME_FAILED)
