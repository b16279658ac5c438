"""Where articles go: standard output, a file, or one file each in a folder."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from cleaner.article import Article
from cleaner.cli.file import File
from cleaner.cli.group import STDIO
from cleaner.cli.options import Format
from cleaner.cli.shape import Shape, checked
from cleaner.errors import UsageError

_SUFFIXES = {Format.text: ".txt", Format.markdown: ".md", Format.html: ".html", Format.json: ".json", Format.jsonl: ".jsonl"}
_FORMATS = {suffix: name for name, suffix in _SUFFIXES.items()}
_FORMATS |= {".markdown": Format.markdown, ".htm": Format.html, ".ndjson": Format.jsonl}
_PACKED = frozenset({".gz", ".bz2", ".xz", ".zst", ".zip", ".parquet"})
_UNSAFE = re.compile(r"[^\w.-]+")
_HTML_HEAD = '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>Articles</title>\n</head>\n<body>\n'
_MAX_NAME = 80      # characters of a file name; 255 bytes is the usual limit, and a letter may take three

Write = Callable[[str, Article], None]


@contextmanager
def opened(
    path: str | None, inputs: Iterable[str], several: bool, *,
    format: Format | None = None, front_matter: bool = False, field: str | None = None,
) -> Iterator[Write]:
    """A function that writes the article of a source to `path` (standard output where it is None).

    Where no format is named, the suffix of the file tells it; else one page is text, and several are JSON lines.
    """
    path = apart(path, inputs)
    folder = path is not None and _is_folder(path, several)
    named = _named(path, format) if path and not folder else format
    shape = Shape(named or (Format.jsonl if several and not folder else Format.text), several and not folder, front_matter, checked(field))
    if front_matter and (shape.format is not Format.markdown or field):
        raise UsageError("--front-matter goes with Markdown: -f markdown, or an output that ends in .md")
    if folder:
        yield _filing(Path(str(path)), shape)
    else:
        with closing(File(path)) as file:
            write = _Joined(file, shape)
            yield write
            write.end()


class _Joined:
    """Writes articles into one file: several are one JSON array or HTML document, or have a blank line between them."""

    def __init__(self, file: File, shape: Shape) -> None:
        self._begin, self._between, self._after, self._end = _frame(shape)
        self._file, self._shape = file, shape
        self._count = 0

    def __call__(self, source: str, article: Article) -> None:
        written = self._shape.written(source, article)
        if written or self._shape.field:
            written = (self._between if self._count else self._begin) + written + self._after
            self._count += 1
        self._file.write(written)       # nothing, too: what an older page left does not stand for this one

    def end(self) -> None:
        """Ends what was begun."""
        if self._count:
            self._file.write(self._end)


def _frame(shape: Shape) -> tuple[str, str, str, str]:
    """What stands before the first article, between two, after each, and after the last."""
    if shape.several and shape.format is Format.json:
        return "[\n", ",\n", "", "\n]\n"
    if shape.field or shape.format is Format.jsonl:
        return "", "", "\n", ""
    if shape.several and shape.format is Format.html:
        return _HTML_HEAD, "\n", "\n", "</body>\n</html>\n"
    return "", "\n", "\n", ""


def _filing(folder: Path, shape: Shape) -> Write:
    """Writes each article into a file of its own, named after its source; two of one name get numbers."""
    taken: dict[str, int] = {}

    def write(source: str, article: Article) -> None:
        name = name_of(source, taken) + _SUFFIXES[shape.format]
        with closing(File(str(folder / name))) as file:
            file.write(shape.written(source, article) + "\n")

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}") from error
    return write


def name_of(source: str, taken: dict[str, int]) -> str:
    """The name of the file for `source`, without its suffix; numbered where it is `taken`, which knows each name's last number."""
    last = re.split(r"[/\\]", source.rstrip("/\\"))[-1]
    stem = _UNSAFE.sub("-", re.sub(r"\.\w{1,8}$", "", last)).strip("-.")[:_MAX_NAME] or "page"
    name, number = stem, taken.get(stem.casefold(), 0) + 1
    while number > 1 and (name := f"{stem}-{number}").casefold() in taken:
        number += 1
    taken |= {name.casefold(): 1, stem.casefold(): number}
    return name


def _is_folder(path: str, several: bool) -> bool:
    return os.path.isdir(path) or path.endswith(("/", os.sep)) or (several and not Path(path).suffix)


def _named(path: str, format: Format | None) -> Format | None:
    """The format of the file at `path`: the one that is asked for, else what its suffix says, if it has one."""
    suffix = Path(path).suffix.lower()
    if suffix and not format and suffix not in _FORMATS:
        raise UsageError(f"{path}: no format ends in {suffix}; known are {', '.join(_FORMATS)}, and -f names one for any other file")
    return format or _FORMATS.get(suffix)


def apart(path: str | None, inputs: Iterable[str]) -> str | None:
    """Where an output goes, None for standard output.

    Refuses one that would overwrite an input or be read as one the next time, and one whose suffix promises what is not written.
    """
    if path is None or path == STDIO:
        return None
    if Path(path).suffix.lower() in _PACKED and not _is_folder(path, several=False):
        raise UsageError(f"{path}: nothing is packed here; `cleaner batch` writes .jsonl.gz and .jsonl.zst")
    target = os.path.realpath(path)
    for given in inputs:
        _refuse_among(path, target, given)
    return path


def _refuse_among(path: str, target: str, given: str) -> None:
    source = os.path.realpath(given)
    if target == source or (os.path.isdir(source) and target.startswith(source + os.sep)):
        raise UsageError(f"the output {path} lies in the input {given}; choose another place")
    if os.path.isdir(target) and os.path.dirname(source) == target:
        raise UsageError(f"the input {given} lies in the output folder {path}; choose another place")
