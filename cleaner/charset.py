"""Names of character encodings: the web's labels, Python's codecs for them, and what a page declares."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CODECS = {                             # the web's name -> the Python codec that reads the most of what is called so
    "gbk": "gb18030", "gb2312": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc-jp": "euc_jis_2004",
    "euc-kr": "cp949", "macintosh": "mac-roman", "x-mac-cyrillic": "mac-cyrillic", "windows-874": "cp874",
    "iso-8859-8-i": "iso-8859-8", "ibm866": "cp866", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
    "iso-2022-jp": "iso2022_jp_2", "x-user-defined": "windows-1252",
}
_HEAD_BYTES = 1 << 19                   # declarations are looked for this far: heads with inlined scripts grow large
_FIRST_BYTES = 1 << 12                  # where most pages have it, tried first
_TAG_BYTES = 1 << 10                    # between the start of a tag and the charset in it
_MAX_TAGS = 16                          # <meta> tags looked at; more than one charset is rare, hundreds are an attack
_PROLOG = re.compile(rb"""\A\s*<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})""", re.IGNORECASE)
_META = re.compile(rb"""<meta[\s/][^>]*?charset\s*=\s*(?:["']\s*)?([\w.:-]{1,40})""")
_HIDING = ((b"<!--", b"-->"), (b"<script", b"</script"))


def canonical(label: str) -> str | None:
    """The web's name of the encoding that `label` stands for; `None` for a label nobody knows.

    >>> canonical(" ISO-8859-1 "), canonical("latin2"), canonical("cp1250"), canonical("none")
    ('windows-1252', 'iso-8859-2', 'windows-1250', None)
    """
    label = label.strip("\t\n\f\r \"';").lower()
    if label in {"utf-8", "utf8"}:
        return "utf-8"
    if not label.isascii():
        return None
    from webencodings import lookup  # here, since most pages are UTF-8 and never ask

    found = lookup(label) or lookup(label.replace("_", "-"))
    return found.name if found and found.name != "replacement" else None    # what browsers refuse to read


def codec(name: str) -> str:
    """The Python codec for the web's name of an encoding.

    >>> codec("shift_jis"), codec("windows-1250")
    ('cp932', 'windows-1250')
    """
    return _CODECS.get(name, name)


def declared(data: bytes) -> str | None:
    """The label that a page declares: in its XML prolog, or in a <meta> anywhere in its head; unknown ones do not count.

    >>> declared(b'<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-2">')
    'iso-8859-2'
    """
    prolog = _PROLOG.match(data)
    if prolog and canonical(label := prolog[1].decode("ascii", "replace").lower()):
        return label
    for head_bytes in (_FIRST_BYTES, _HEAD_BYTES):
        for raw in _meta_labels(data[:head_bytes].lower()):
            if canonical(label := raw.decode("ascii", "replace")):
                return label
    return None


def _meta_labels(head: bytes) -> Iterator[bytes]:
    """The labels in <meta> tags outside comments and scripts, in order; `head` is lower case."""
    at, tags = head.find(b"charset"), 0
    while at >= 0 and tags < _MAX_TAGS:
        start = head.rfind(b"<", max(0, at - _TAG_BYTES), at)
        tag = _META.match(head, start, at + _TAG_BYTES) if start >= 0 else None
        if tag:
            tags += 1
            if not any(_inside(head, start, *pair) for pair in _HIDING):
                yield tag[1]
        at = head.find(b"charset", at + 1)


def _inside(data: bytes, at: int, opening: bytes, closing: bytes) -> bool:
    opened = data.rfind(opening, 0, at)
    return opened >= 0 and data.find(closing, opened, at) < 0
