"""Measures on strings."""

from __future__ import annotations

from cleaner.text import WORD, words


def test_words_are_the_same_in_every_script() -> None:
    for code in range(0x3100):
        text = f"A{chr(code)}b"
        assert words(text) == WORD.findall(text.lower())
