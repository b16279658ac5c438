"""What stands beside pages and is none: hidden files, what pages are made of, companions of a saved page, notes of a batch or a mirror."""

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
# What pages are made of: styles, scripts, pictures, fonts, sound, film.
_MADE_OF = re.compile(
    r"css|m?js|map|png|jpe?g|gif|webp|avif|svg|ico|bmp|woff2?|ttf|otf|eot|mp3|m4[av]|ogg|wav|mp4|webm|mov|avi|flv|swf"
)
_QUERY = re.compile(r"(?:\?|%3f|@\w+=).*", re.DOTALL | re.IGNORECASE)           # of an address, in the names that crawlers give to files
_NO_PAGES = frozenset({         # what sites tell robots, and what Windows keeps of a folder
    "robots.txt", "ads.txt", "app-ads.txt", "humans.txt", "security.txt", "desktop.ini", "thumbs.db",
})
_MIRROR_LOG = "hts-log.txt"
_NOTES_OF_MIRROR = frozenset({_MIRROR_LOG, "hts-cache", "cookies.txt"})
_OF_ONE_PAGE = re.compile(r"frames/\d+/|manifest\.json\Z")
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


def made_of(name: str) -> bool:
    """Whether a file so named is no page by itself: a style, a script, a picture, a note of a site to robots or of a system to itself.

    >>> made_of("logo.PNG"), made_of("style.css?ver=6.1"), made_of("index.php?img=logo.png"), made_of("robots.txt")
    (True, True, False, True)
    """
    name = _QUERY.sub("", name.rsplit("/", 1)[-1])
    return name.lower() in _NO_PAGES or _MADE_OF.fullmatch(extension(name)) is not None


def frames(names: Iterable[str]) -> Callable[[str], bool]:
    """Tells which of the `names` in an archive belong to the one page that SingleFile put there: its frames and what is noted of it."""
    alone = "index.html" in set(names)
    return lambda name: alone and _OF_ONE_PAGE.match(name) is not None


def noted(names: Iterable[str]) -> frozenset[str]:
    """Those of the `names` in a folder that a batch gave to what it notes of its output, and HTTrack to what it notes of a mirror.

    >>> sorted(noted(["a.html", "out.jsonl", "out.jsonl.state", "state.json"]))
    ['out.jsonl.state']
    """
    names = frozenset(names)
    inside = names & _NOTES_INSIDE if names >= _RECORDED else frozenset[str]()
    mirror = names & _NOTES_OF_MIRROR if _MIRROR_LOG in names else frozenset[str]()
    return inside.union(mirror, filter(_NOTES.search, names))


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
