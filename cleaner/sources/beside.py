"""What stands beside pages and is none: hidden files, the companions of a page saved complete, and what a batch notes of itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from cleaner.sources.sniff import PAGE_NAMES, bare, extension

# How browsers name the folder beside a page saved complete: page_files, page_fichiers, page-Dateien … (Windows' list).
_COMPANION = re.compile(
    r"[_.-](?:files?|archivos|arquivos|bestanden|bylos|dateien|datoteke|dosyalar|elemei|failid|fails|fajlovi|ficheiros|"
    r"fichiers|filer|fitxers|fitxategiak|fi[sș]iere|pliki|soubory|s[uú]bory|tiedostot|файлы|файли|файлове|αρχεία|文件|ファイル)\Z",
    re.IGNORECASE,
)
# What `batch` and `fetch` keep beside an output that is a file, and what they keep in one that is a folder.
_NOTES = re.compile(r"\.(?:(?:jsonl|ndjson)(?:\.(?:gz|zst))?|parquet)\.(?:state|dropped|lock|parts|fetched(?:-wal|-shm)?)\Z")
_RECORDED = frozenset({"state.json", "records.jsonl"})
_NOTES_INSIDE = _RECORDED | {"state.dropped", "state.lock", "fetched.sqlite", "fetched.sqlite-wal", "fetched.sqlite-shm"}


def owner(folder: str) -> str | None:
    """The name, without extension, of the page whose companion a folder so named would be.

    >>> owner("Snow on the pass_files"), owner("Snow_archive")
    ('Snow on the pass', None)
    """
    found = _COMPANION.search(folder)
    return folder[: found.start()] if found else None


def stem(name: str) -> str | None:
    """`name` without its extension, where that is a page's, packed or not."""
    return bare(name).rpartition(".")[0] if extension(name) in PAGE_NAMES else None


def hidden(path: str) -> bool:
    """Whether a part of `path` is hidden, as Unix and macOS archives have it.

    >>> hidden("site/.cache/a.html"), hidden("../a.html")
    (True, False)
    """
    return any(part == "__MACOSX" or (part.startswith(".") and part.strip(".")) for part in path.split("/"))


def noted(names: Iterable[str]) -> frozenset[str]:
    """Those of the `names` in a folder that a batch gave to what it notes of its output.

    >>> sorted(noted(["a.html", "out.jsonl", "out.jsonl.state", "state.json"]))
    ['out.jsonl.state']
    """
    names = frozenset(names)
    inside = names & _NOTES_INSIDE if names >= _RECORDED else frozenset[str]()
    return inside.union(filter(_NOTES.search, names))


def owned(path: str) -> list[str]:
    """The pages, without extension, whose companion the file at `path` would be.

    >>> owned("a/Snow_files/x/frame.html")
    ['a/Snow']
    """
    parts = path.split("/")[:-1]
    owners = ((i, owner(part)) for i, part in enumerate(parts))
    return ["/".join([*parts[:i], name]) for i, name in owners if name]


def companions(paths: Iterable[str]) -> Callable[[str], bool]:
    """Tells which of `paths` are companions of a page that is among them."""
    pages = {page for page in map(stem, paths) if page}
    return lambda path: any(page in pages for page in owned(path))
