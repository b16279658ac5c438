"""How much a text looks like writing: its letters beyond ASCII against the alphabets of languages."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_MARKS = frozenset("“”„‚‘’«»‹›–—…•·\u00a0€£¥©®°¹²³¼½¾±\u00ad™§¿¡×№。、，！？：；（）《》「」『』・　ー→●★■◆▶✓️")
_BROKEN = re.compile("[\ufffd\x80-\x84\x86-\x9f\ue000-\uf8ff]")     # undecodable, controls (not NEL), private use
_MIXED_WORD = re.compile("[A-Za-z][\u0370-\u0e7f]|[\u0370-\u0e7f][A-Za-z]")
_MISREAD_CAPITAL = re.compile("(?<!\\w)’[\u0370-\u03ff]")     # Ά of the charset that has it in another place
_NUMBERED = re.compile("[0-9][\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0e7f]|[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0e7f][0-9]")
_SIGN_IN_WORD = re.compile("[A-Za-z][£¥¹²³¼½¾±¿¡][a-z]")
_DOUBLED = re.compile("[\u00c0-\u024f]{2}")

# Logarithms of probabilities of one character beyond ASCII, estimated on news texts in 21 languages.
_MARK = math.log(0.03)                  # a quote, dash or no-break space
_SYMBOL = math.log(0.001)               # any other sign
_BAD = math.log(0.001)                  # what no text holds: it may still be one slip of a pen
_ODD_LETTER = math.log(0.001)           # a letter that the language does not have
_ANY_LETTER = math.log(0.008)           # any letter, for a language that has no alphabet here
_ANY_SIGN = math.log(0.0002)            # a Chinese sign or Korean syllable outside the frequent ones
_CAPITAL = math.log(0.1)                # on top of the small letter's
_MIXED = math.log(0.02)                 # Latin letters touching those of another alphabet
_SLIP = math.log(0.02)                  # a sign where writers put none, a letter touching a digit
_PAIR = math.log(0.2)                   # two accented Latin letters in a row
_KNOWN_SHARE = 0.95                     # of an alphabet's letters; of frequent Chinese, Japanese or Korean signs less
_KNOWN_SIGNS_SHARE = 0.75
_MANY_SIGNS = 100
_USUAL_NATS = 0.6                       # how much rarer than average the letters of a good text may be,
_STRANGE_SHARE = 0.01                   # how many of them the language may not have,
_VARIED, _VARIED_SHARE = 5, 0.15        # and how many different ones there are at least: five, or that share of an alphabet


class Likeness(NamedTuple):
    """How probable the characters beyond ASCII of a text are in the language that they fit best."""

    nats: float                         # logarithm of their probability; 0 for pure ASCII
    language: str                       # "ro"; "" when no alphabet fits
    usual: bool                         # as probable as the letters of that language commonly are
    broken: int                         # characters that no text holds
    letters: int                        # different letters beyond ASCII


class _Alphabet(NamedTuple):
    language: str
    letters: dict[str, float]
    entropy: float                      # nats a letter


def likeness(text: str, charset: str | None = None) -> Likeness:
    """How much `text`, read in `charset`, looks like writing in one of the languages that use it.

    >>> likeness("Știre: mâine, în țară", "utf-8").language
    'ro'
    """
    counts = Counter(text)
    beyond = [(char, count) for char, count in counts.items() if char > "\x7f"]
    broken = [char for char, _ in beyond if _BROKEN.match(char)]
    marks = sum(count for char, count in beyond if char in _MARKS)
    odd = sum(count for char, count in beyond if char in broken)
    letters = [(char, count) for char, count in beyond if char not in _MARKS and char not in broken]
    shared = marks * _MARK + odd * _BAD
    slips = sum(len(slip.findall(text)) for slip in (_MISREAD_CAPITAL, _NUMBERED, _SIGN_IN_WORD))
    shared += slips * _SLIP
    shared += len(_MIXED_WORD.findall(text)) * _MIXED + len(_DOUBLED.findall(text)) * _PAIR
    total = sum(count for _, count in letters)
    best, nats = _ANY, _weigh(letters, _ANY)
    for alphabet in _alphabets_of(charset):
        weight = _weigh(letters, alphabet)
        if weight > nats:
            best, nats = alphabet, weight
    strange = slips + sum(count for char, count in letters if char.lower() not in best.letters)
    varied = len(letters) >= min(_VARIED, len(best.letters) * _VARIED_SHARE)
    usual = varied and not odd and strange <= total * _STRANGE_SHARE and nats >= -total * (best.entropy + _USUAL_NATS)
    return Likeness(nats + shared, best.language, usual, odd, len(letters))


def charsets(which: str = "charsets") -> tuple[str, ...]:
    """Every charset that some alphabet was commonly written in, or the "rare" ones."""
    scripts = _data()["scripts"]
    return tuple(dict.fromkeys(name for script in scripts.values() for name in script.get(which, ())))


def _weigh(letters: list[tuple[str, int]], alphabet: _Alphabet) -> float:
    known = alphabet.letters
    return sum(count * (known[char] if char in known else _unknown(char, known)) for char, count in letters)


def _unknown(char: str, known: dict[str, float]) -> float:
    """The logarithm of the probability of a character that is no small letter of the alphabet."""
    if not char.isalpha():
        return _SYMBOL
    small = char.lower()
    if small != char:
        return _CAPITAL + (known[small] if small in known else _unknown(small, known))
    if char >= "\u2e80":
        return _ANY_SIGN
    return _ODD_LETTER if known else _ANY_LETTER


@cache
def _data() -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads(files("cleaner.data").joinpath("alphabets.toml").read_text(encoding="utf-8"))


@cache
def _alphabets_of(charset: str | None) -> tuple[_Alphabet, ...]:
    """The alphabets written in `charset`; all of them for the Unicode ones."""
    data = _data()
    scripts = [name for name, script in data["scripts"].items() if charset in (*script["charsets"], *script.get("rare", ()))]
    return tuple(
        _alphabet(language, ranked)
        for name in scripts or data["letters"] for language, ranked in data["letters"][name].items()
    )


def _alphabet(language: str, ranked: str | list[str]) -> _Alphabet:
    """An alphabet with its letters' probabilities, which fall with their rank as 1 / (rank + a twentieth of all)."""
    groups = "".join(ranked).split()
    head = 1 + len(groups) / 20
    weights = {letter: 1 / (rank + head) for rank, group in reversed(list(enumerate(groups))) for letter in group}
    share = (_KNOWN_SIGNS_SHARE if len(groups) > _MANY_SIGNS else _KNOWN_SHARE) / sum(weights.values())
    letters = {letter: math.log(weight * share) for letter, weight in weights.items()}
    unseen = 1 - math.fsum(math.exp(log) for log in letters.values())
    entropy = -sum(math.exp(log) * log for log in letters.values()) - unseen * (_ANY_SIGN if len(groups) > _MANY_SIGNS else _ODD_LETTER)
    return _Alphabet(language, letters, entropy)


_ANY = _Alphabet("", {}, -_ANY_LETTER)
