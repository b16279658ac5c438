"""Which languages' rule packs serve a page: what it declares, checked against its text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.text import length_in_letters

_SAMPLE = 1200                  # characters of text that are looked at
ENOUGH = 60                     # fewer say nothing
_DOUBTFUL = frozenset({"en"})   # what templates declare whatever the text is
_SCRIPTS = (
    (re.compile("[\u0370-\u03ff]"), frozenset({"el"})),
    (re.compile("[\u0400-\u04ff]"), frozenset({"ru", "uk", "be", "bg", "mk", "sr", "bs", "me", "kk", "ky", "mn", "tg", "tt"})),
    (re.compile("[\u0590-\u05ff]"), frozenset({"he", "yi", "iw"})),
    (re.compile("[\u0600-\u06ff]"), frozenset({"ar", "fa", "ur", "ps", "ckb", "ug"})),
    (re.compile("[\u0530-\u058f]"), frozenset({"hy"})),
    (re.compile("[\u0900-\u097f]"), frozenset({"hi", "mr", "ne", "sa"})),
    (re.compile("[\u0980-\u09ff]"), frozenset({"bn", "as"})),
    (re.compile("[\u0b80-\u0bff]"), frozenset({"ta"})),
    (re.compile("[\u0e00-\u0e7f]"), frozenset({"th"})),
    (re.compile("[\u10a0-\u10ff]"), frozenset({"ka"})),
    (re.compile("[\u3040-\u30ff]"), frozenset({"ja"})),
    (re.compile("[\uac00-\ud7af]"), frozenset({"ko"})),
    (re.compile("[\u4e00-\u9fff]"), frozenset({"zh", "ja", "yue"})),
)
_FOREIGN = re.compile("[\u0370-\u06ff\u0900-\u10ff\u3040-\u9fff\uac00-\ud7af]")  # some letter of these: most pages have none
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|is|that|for|with|on)\b")
_ENGLISH_SHARE = 0.12       # share of these among the words of a text from which it is English without asking the detector
_FOREIGN_SHARE = 0.3            # share of one script's letters from which the text is taken to be in that script


def base(tag: str) -> str:
    """The language of a BCP 47 tag.

    >>> base("sr-Latn-RS")
    'sr'
    """
    return re.split(r"[-_]", tag.strip().lower(), maxsplit=1)[0]


def detect(text: str) -> str | None:
    """The language that `text` is in, as the detector sees it; None for a text too short to tell."""
    sample = text[:_SAMPLE]
    return _classify(sample) if len(sample) >= ENOUGH else None


def languages(declared: str | None, lines: Iterable[str]) -> tuple[str, ...]:
    """Languages of a page, surest first: the declared one where the text does not speak against it, else the detected.

    A page that declares English, or nothing, or a language of another script, is looked at by the detector.
    """
    code = base(declared) if declared else ""
    sample = _sample(lines)
    if len(sample) < ENOUGH:
        return (code,) if code else ()
    if code and _script_fits(code, sample) and (code not in _DOUBTFUL or _is_english(sample)):
        return (code,)
    found = _classify(sample)
    return (found, code) if code and code != found else (found,)


def _sample(lines: Iterable[str]) -> str:
    """The beginning of the longer lines."""
    parts: list[str] = []
    size = 0
    for line in lines:
        if length_in_letters(line) > ENOUGH or not parts:
            parts.append(line)
            size += len(line)
            if size > _SAMPLE:
                break
    return " ".join(parts)[:_SAMPLE]


def _is_english(sample: str) -> bool:
    return len(_ENGLISH.findall(sample)) > _ENGLISH_SHARE * sample.count(" ")


def _script_fits(code: str, sample: str) -> bool:
    for letters, languages in _SCRIPTS if _FOREIGN.search(sample) else ():
        share = len(letters.findall(sample)) / len(sample)
        if share > _FOREIGN_SHARE:
            return code in languages
    return not any(code in languages for _, languages in _SCRIPTS if code not in {"sr", "bs", "me"})


def _classify(sample: str) -> str:
    from py3langid import langid  # loads its model: a second that pages with a sound declaration need not pay

    return str(langid.classify(sample)[0])
