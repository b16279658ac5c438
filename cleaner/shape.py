"""What a line looks like whatever its language: how long it is, whether it is prose or could be a headline."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from cleaner.text import CLOSERS, FULL_STOPS, fold, length_in_words

DOUBLE_QUOTES = "\"“”„«»"
SINGLE_QUOTES = "'‘’‚‹›"
UNSTOPPED = re.compile("[\u0e00-\u0eff]")        # letters of scripts whose sentences end in no mark: Thai, Lao
_STOP = re.compile(rf"(?<![.…])[{FULL_STOPS}][{re.escape(CLOSERS)}]*$")
_ASKS = re.compile(rf"[!?！？؟][{re.escape(CLOSERS)}]*$")
_CUT_OFF = re.compile(r"(?:\.\.\.|…)\W*$")
_DIGITS = re.compile(r"[\d\s.,:;/|()%+\-–—°•·]+$")
_BULLETED = re.compile(r"[•·*▪●■◦‣✓✔»>–—-]\s?(?=[^\W\d])")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-zа-я])[.)]\s")

PROSE_WORDS = 10        # with a full stop: shorter sentences are also captions, prompts, answers
LONG_WORDS = 30         # no headline is this long, whatever it ends in
UNSTOPPED_WORDS = 22    # the same where no mark ends a sentence
ORDINAL_WORDS = 15      # in a shorter line the dot after a figure is an ordinal's: "do kraja 2030."
END_CHARS = 20          # hold the marks that end a line; more would cost time on hostile lines
TITLE_CHARS = 400
TITLE_WORDS = 2         # one word is a label
HEADLINE_WORDS = range(9, 21)       # shorter lines are also subheads, longer headlines are rare
REMEMBERED = 512        # lines; every stage asks for the shapes of the same ones
SPEAKER_WORDS, SPEECH_WORDS = 3, 2  # before and behind the colon of a headline that quotes


class Shape(NamedTuple):
    """How a line looks: `prose` has sentences, `title_like` could be a headline or the title of a teaser."""

    words: int              # as `text.length_in_words` counts them
    stops: bool             # ends in a full stop
    asks: bool              # ends in a question or exclamation mark
    cut_off: bool           # ends in dots
    introduces: bool        # ends in a colon
    prose: bool
    title_like: bool


@lru_cache(maxsize=REMEMBERED)
def shape(text: str, folded: str | None = None) -> Shape:
    """The shape of one line; `folded` is its `text.fold` or `text.line_form` where the caller has it.

    >>> shape("Premierul a anunțat luni că guvernul va adopta noul buget.").prose
    True
    >>> shape("Ce va face președintele rus după vizita de la Phenian").title_like
    True
    """
    words = length_in_words(fold(text) if folded is None else folded)
    end = text[-END_CHARS:]
    stops, asks, cut_off = (bool(mark.search(end)) for mark in (_STOP, _ASKS, _CUT_OFF))
    if words < ORDINAL_WORDS and text[-2:-1].isdigit():
        stops = False
    introduces = text.endswith((":", "："))
    is_long = words >= LONG_WORDS or (words >= UNSTOPPED_WORDS and bool(UNSTOPPED.search(text)))
    prose = is_long or (words >= PROSE_WORDS and (stops or introduces))
    goes_on = stops or introduces or text.endswith((",", ";", "،"))
    title_like = words >= TITLE_WORDS and len(text) <= TITLE_CHARS and not prose and not goes_on and any(map(str.isalpha, text))
    return Shape(words, stops, asks, cut_off, introduces, prose, title_like)


def is_figures(text: str) -> bool:
    """Whether `text` is digits and marks alone: a counter, a clock time, a date.

    >>> is_figures("26.02.2026 | 23:18"), is_figures("0"), is_figures("---"), is_figures("2026. godina")
    (True, True, False, False)
    """
    return bool(_DIGITS.match(text)) and any(map(str.isdigit, text))


def is_numbered(text: str) -> bool:
    """Whether `text` begins like a point of a numbered list.

    >>> is_numbered("1. Creștinismul"), is_numbered("2020 a fost greu")
    (True, False)
    """
    return bool(_NUMBERED.match(text))


def is_bulleted(text: str) -> bool:
    """Whether `text` begins like a point of an unnumbered list, or like speech.

    >>> is_bulleted("• Unbegrenzter Zugriff"), is_bulleted("-12 stupnjeva")
    (True, False)
    """
    return bool(_BULLETED.match(text))


def is_capitals(text: str) -> bool:
    """Whether the letters of `text` are capitals; never in scripts that have none.

    >>> is_capitals("BRALCI POROČEVALCI"), is_capitals("Izvor: FENA"), is_capitals("東京")
    (True, False, False)
    """
    return text.upper() == text != text.lower()


def quotes_in_headline_style(text: str) -> bool:
    """Whether `text` is as long as a headline and ends in what somebody says, in the single quotes that headlines use.

    >>> quotes_in_headline_style("Rijeka čeka novi most, gradonačelnik u vijeću poručio: 'Novca ima!'")
    True
    >>> quotes_in_headline_style("Gradonačelnik je jučer u vijeću poručio da novca za most ima: “Gradimo.”")
    False
    """
    before, _, speech = text.partition(": ")
    is_quoted = speech[:1] in SINGLE_QUOTES and speech[-1:] in SINGLE_QUOTES and speech[-2:-1] not in ".,…"
    lengths = len(text.split()) in HEADLINE_WORDS and len(before.split()) >= SPEAKER_WORDS and len(speech.split()) >= SPEECH_WORDS
    return bool(speech) and is_quoted and lengths and not any(mark in text for mark in DOUBLE_QUOTES)
