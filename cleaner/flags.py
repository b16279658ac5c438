"""What the elements and roles around a block say of it."""

from __future__ import annotations

from enum import IntEnum


class Flag(IntEnum):
    """Structural facts of a place that hold for everything inside it: bits of `Place.flags`, which is a plain int."""

    ARTICLE = 1
    MAIN = 2
    ASIDE = 4
    NAV = 8
    HEADER = 16
    FOOTER = 32
    FIGURE = 64
    TABLE = 128
    LIST = 256
    LINK = 512
    FORM = 1024
    HIDDEN = 2048
    QUOTE = 4096
    SECTION = 8192
    BODY = 16384        # itemprop=articleBody
    BUTTON = 32768
    DETAILS = 65536
    CAPTION = 131072
    ORDERED = 262144
    HEADING = 524288
    DIALOG = 1048576


OF_TAG: dict[str, int] = {
    "article": Flag.ARTICLE, "main": Flag.MAIN, "aside": Flag.ASIDE, "nav": Flag.NAV, "header": Flag.HEADER,
    "footer": Flag.FOOTER, "figure": Flag.FIGURE, "table": Flag.TABLE, "ul": Flag.LIST, "ol": Flag.LIST | Flag.ORDERED,
    "dl": Flag.LIST, "form": Flag.FORM, "blockquote": Flag.QUOTE, "section": Flag.SECTION, "button": Flag.BUTTON,
    "details": Flag.DETAILS, "figcaption": Flag.CAPTION, "dialog": Flag.DIALOG, "menu": Flag.NAV,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Flag.HEADING),
}
OF_ROLE: dict[str, int] = {
    "navigation": Flag.NAV, "complementary": Flag.ASIDE, "banner": Flag.HEADER, "contentinfo": Flag.FOOTER,
    "main": Flag.MAIN, "article": Flag.ARTICLE, "dialog": Flag.DIALOG, "alertdialog": Flag.DIALOG, "button": Flag.BUTTON,
    "form": Flag.FORM, "search": Flag.FORM, "menu": Flag.NAV, "menubar": Flag.NAV,
}
