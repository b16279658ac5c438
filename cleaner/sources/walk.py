"""Paths, folders and lists of paths as single files, in a stable order."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from cleaner.errors import SourceError
from cleaner.sources.beside import companions, hidden, made_of, noted, owner, stem
from cleaner.sources.item import Failure, Reading, shown
from cleaner.sources.unpack import reason

STDIN = "-"
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?/|www\.", re.IGNORECASE)      # without its scheme, as people write it
Named = str | os.PathLike[str]
Inputs = Named | Iterable[Named]
_MAX_PATH_BYTES = 1 << 16       # of one line in a list of paths


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder being walked: where its top stands in the file system, and which links were followed from there."""

    top: str
    followed: set[tuple[int, int]]


def files(inputs: Inputs, reading: Reading) -> Iterator[str | Failure]:
    """Every file that `inputs` name, one or many, folders walked in order of names; `-` is passed on.

    Left out of a folder: hidden files, what pages are made of, the companions of a page saved complete, what a batch notes of itself,
    and `reading.skip`; one without any file is a failure.
    """
    for given in named(inputs):
        if given == STDIN or not os.path.isdir(given):
            yield given if given == STDIN else checked(given)
            continue
        top, empty = os.path.realpath(given), True
        for found in _walk(given, Folder(top, set()), frozenset(reading.skip)):
            empty = False
            yield found
        if empty:
            yield Failure(shown(given), "not_html", "no pages here", shown(given))


def named(inputs: Inputs) -> Iterator[str]:
    """The paths in `inputs`; of a sequence, as `*` of a shell or `find` gives it, no companions of a page that is named, too."""
    if isinstance(inputs, str | os.PathLike):
        yield os.fspath(inputs)
        return
    beside = companions(_place(os.fspath(path)) for path in inputs) if isinstance(inputs, Sequence) else None
    for path in (os.fspath(each) for each in inputs):
        if not (beside and beside(_place(path) + "/")):
            yield path


def _place(path: str) -> str:
    return path if path == STDIN else os.path.normpath(path)


def stdin() -> BinaryIO:
    """Standard input; raises `SourceError` where it was closed before this process began."""
    if sys.stdin is None:
        raise SourceError("standard input is closed")
    return sys.stdin.buffer


def checked(path: str) -> str | Failure:
    """`path` when it is a regular file, else why it is not."""
    try:
        kind = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        return Failure(shown(path), "unreadable", reason(error) + _hint(path, error), shown(path))
    if stat.S_ISREG(kind):
        return path
    why = "a pipe, not a regular file; - reads from standard input" if stat.S_ISFIFO(kind) else "not a regular file"
    return Failure(shown(path), "unreadable", why, shown(path))


def _hint(path: str, error: Exception) -> str:
    """What to try where `path` is no file but may be an address."""
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        return ""
    if _ADDRESS.match(path):
        return "; an address: `cleaner fetch` reads those"
    return "; an address begins with https://" if _HOST.match(path) else ""


def _walk(top: str, folder: Folder, skip: frozenset[str]) -> Iterator[str | Failure]:
    """The files under `top`, depth first; the stack holds one listing a level, so depth costs no recursion."""
    listings = [_listing(top)]
    while listings:
        entry = next(listings[-1], None)
        if entry is None:
            listings.pop()
        elif isinstance(entry, Failure):
            yield entry
        elif skip and os.path.abspath(entry.path) in skip:
            continue
        elif not _is_folder(entry):
            yield checked(entry.path)
        elif not entry.is_symlink() or _leads_out(entry.path, folder):
            listings.append(_listing(entry.path))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:             # a link that leads to itself
        return False


def _leads_out(link: str, folder: Folder) -> bool:
    """Whether a link to a folder shows pages that the walk does not meet anyway; each target is followed once."""
    target = os.path.realpath(link)
    if os.path.commonpath((target, folder.top)) in (target, folder.top):        # one lies in the other, or is it
        return False
    there = os.stat(target)
    seen = (there.st_dev, there.st_ino) in folder.followed
    folder.followed.add((there.st_dev, there.st_ino))
    return not seen


def _listing(path: str) -> Iterator[os.DirEntry[str] | Failure]:
    try:
        with os.scandir(path) as entries:
            found = [entry for entry in entries if not hidden(entry.name)]
    except OSError as error:
        return iter([Failure(shown(path), "unreadable", reason(error), shown(path))])
    notes = noted(entry.name for entry in found)
    found = sorted((entry for entry in found if entry.name not in notes), key=lambda entry: entry.name)
    pages = {page for page in (stem(entry.name) for entry in found) if page}
    return (entry for entry in found if not (owner(entry.name) in pages if _is_folder(entry) else made_of(entry.name)))


def listed(stream: BinaryIO) -> Iterator[str]:
    """The paths in a list, one a line, or ended by NUL bytes where the list has any (`find -print0`)."""
    chunk = stream.read(_MAX_PATH_BYTES)
    end = b"\0" if b"\0" in chunk else b"\n"
    rest = b""
    while chunk:
        *whole, rest = (rest + chunk).split(end)
        yield from _paths(whole, end)
        chunk = stream.read(_MAX_PATH_BYTES)
    yield from _paths([rest], end)


def _paths(raw: list[bytes], end: bytes) -> Iterator[str]:
    lines = (line.rstrip(b"\r") for line in raw) if end == b"\n" else raw
    return (os.fsdecode(path) for path in lines if path)
