"""The kept blocks of an article as text, Markdown and HTML: one outline, three ways to write it down."""

from cleaner.render.html import to_html
from cleaner.render.markdown import to_markdown
from cleaner.render.plain import to_text

__all__ = ["to_html", "to_markdown", "to_text"]
