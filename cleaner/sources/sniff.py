"""Which format an input is in, told from its first bytes and its name."""

from __future__ import annotations

import re

from cleaner.sources.unpack import MAGIC

PAGE_NAMES = frozenset({"html", "htm", "xhtml", "shtml", "xht", "php", "asp", "aspx", "jsp"})
TEXT_NAMES = frozenset({"txt", "text"})
ROW_NAMES = frozenset({"jsonl", "ndjson", "jsonlines"})
_NAMED = {"json": "json", "har": "har", "csv": "csv", "tsv": "csv"}
_ZIP_NAMES = {"maff": "maff", "wacz": "wacz"}
_FOREIGN = (                                    # what a person may have put among the pages, by its first bytes
    (b"%PDF", "a PDF"), (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"),
    (b"RIFF", "a WebP image or RIFF media"), (b"II*\0", "a TIFF image"), (b"MM\0*", "a TIFF image"),
    (b"\0\0\1\0", "an icon"), (b"ID3", "an MP3"), (b"OggS", "an Ogg file"), (b"wOF", "a font"),
    (b"\0\0\0\x20ftyp", "a video"), (b"\x7fELF", "a program"),
    (b"MZ", "a program"), (b"\xd0\xcf\x11\xe0", "an Office document"), (b"SQLite format 3", "a database"),
    (b"# Netscape HTTP Cookie File", "a cookie file"), (b"# HTTP Cookie File", "a cookie file"), (b"ARROW1", "an Arrow table"),
    (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7z archive"), (b"{\\rtf", "an RTF document"),
)
_LOOK_BYTES = 1 << 12
_OFFICE = (b"[Content_Types].xml", b"mimetypeapplication/")     # the first member of .docx, .xlsx; of .odt, .epub
_PACKED = re.compile(rf"(?:\.(?:{'|'.join(MAGIC)}|gzip|bzip2|zstd))+\Z", re.IGNORECASE)
_TAGS = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|title|meta|article|main|section|div|p|h1|table|span|br)\b", re.IGNORECASE
)
_MHTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:mime-version|content-type:\s*multipart/related)", re.IGNORECASE
)
_ROWS = re.compile(rb"(?:\xef\xbb\xbf)?\s*(\[\s*)?\{(\s*\n)?\s*\"")        # an object, or a list of them; one of several lines
_HAR = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"log\"\s*:\s*\{")
_PACKED_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype[^>]*>\s*)?<html\s[^>]*?data-sfz\b", re.IGNORECASE)
_ARC = b"filedesc://"
_XML = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^>]*>)*+<([\w:-]+)", re.IGNORECASE | re.DOTALL
)
_FEED = "a feed; `cleaner fetch --feed` reads the pages that it names"
_SITEMAP = "a sitemap; `cleaner fetch --sitemap` reads the pages that it names"
_ROOTS = {                                      # of XML that is many pages, or names them
    b"rss": _FEED, b"feed": _FEED, b"rdf:rdf": _FEED, b"urlset": _SITEMAP, b"sitemapindex": _SITEMAP,
    b"en-export": "notes in one file, not a web page; export them as HTML, one file a note",
}
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")      # UTF-16, with and without its mark


def looks_like_html(data: bytes) -> bool:
    """Whether `data` begins like a page, in any encoding that holds ASCII as it is."""
    return _TAGS.search(data, 0, _LOOK_BYTES) is not None


def bare(name: str) -> str:
    """`name` without the extensions of its compressions.

    >>> bare("Snow.html.gz")
    'Snow.html'
    """
    return _PACKED.sub("", name)


def extension(name: str) -> str:
    """The last extension of `name` under its compressions, lower case.

    >>> extension("dump/pages.JSONL.gz")
    'jsonl'
    """
    parts = re.split(r"[/\\#]", bare(name).lower())[-1].split(".")
    return {"tgz": "tar", "tbz": "tar", "txz": "tar"}.get(parts[-1], parts[-1]) if len(parts) > 1 else ""


def format_of(name: str, head: bytes) -> tuple[str, str]:
    """The format of an input called `name` that begins with `head`, and why it is none (empty when it is one).

    Formats: html, text, mhtml, webarchive, jsonl, json, csv, har, parquet, warc, arc, zip, maff, wacz, packed page, tar; `""` for
    anything else.

    >>> format_of("a.html", b"%PDF-1.7")
    ('', 'a PDF, not a web page')
    """
    if not head:
        return "", "empty"
    by_bytes = _by_bytes(name, head)
    if by_bytes is not None:
        return by_bytes
    ending = extension(name)
    if ending in TEXT_NAMES:
        return "text", ""
    if ending in ROW_NAMES:
        return "jsonl", ""
    if _HAR.match(head):
        return "har", ""
    if ending in _NAMED:
        return _NAMED[ending], ""
    if ending in {"mht", "mhtml", "eml"} or _MHTML.match(head):
        return "mhtml", ""
    return _by_content(ending, head)


def _by_bytes(name: str, head: bytes) -> tuple[str, str] | None:
    """What magic numbers say, before any name."""
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            return "", f"{what}, not a web page"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if any(mark in head[:100] for mark in _OFFICE):
            return "", "an Office document or book, not a web page"
        return _ZIP_NAMES.get(extension(name), "zip"), ""
    if head.startswith(b"bplist00") or (b"<plist" in head[:300] and b"<!DOCTYPE plist" in head[:300]):
        return "webarchive", ""
    if _PACKED_PAGE.match(head):
        return "packed page", ""
    if head.startswith(b"PAR1"):
        return "parquet", ""
    if head.startswith(b"WARC/"):
        return "warc", ""
    if head.startswith(_ARC):
        return "arc", ""
    if head[257:262] == b"ustar":
        return "tar", ""
    return None


def _by_content(ending: str, head: bytes) -> tuple[str, str]:
    rows = _ROWS.match(head)
    if rows and ending not in PAGE_NAMES:
        return "json" if rows[1] or rows[2] else "jsonl", ""
    root = _XML.match(head)
    if root and (why := _ROOTS.get(root[1].lower())):
        return "", why
    if ending in PAGE_NAMES or head.startswith(_WIDE):
        return "html", ""
    tag = _TAGS.search(head)
    if b"\0" in head[:tag and tag.start()]:
        return "", "binary data, not a web page"
    if tag or head.lstrip().startswith(b"<!--"):
        return "html", ""
    return "", "no web page: neither markup nor a known format; `cleaner text` reads plain text"
