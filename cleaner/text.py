"""Measures on strings: words, folding, shingles."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_\u3040-\u30ff\u3400-\u9fff]+|[\u3040-\u30ff\u3400-\u9fff]")
_LATIN_WORD = re.compile("[0-9a-zª²³µ¹º¼-¾ß-öø-\u024f]+")   # the same in two thirds of the time, where it is enough
_BEYOND_LATIN = re.compile("[^\0-\u024f‐-‧‰-›€]")
CLOSERS = "\"'»«”“’‘)]】」』>"           # may follow the mark that ends a sentence
FULL_STOPS = ".。।۔։።།။។"              # end a sentence that states something,
SENTENCE_ENDS = FULL_STOPS + "!?…！？؟"  # and these any
_ENDS = tuple(SENTENCE_ENDS)
# Accents; Hebrew points; Arabic vowels, hamza on its seat, kashida; nukta; soft hyphen, joiners.
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1-\u05c7\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u093c\u09bc"
    "\u00ad\u200b-\u200f\u2060\ufeff]"
)
_LETTERS = {                    # one letter or mark, several code points or spellings
    "ı": "i", "đ": "d", "ł": "l", "ø": "o", "ħ": "h", "æ": "ae", "œ": "oe", "’": "'", "ʼ": "'", "‘": "'",
    "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ँ": "ं", "״": '"', "׳": "'",
} | {chr(ord(zero) + digit): str(digit) for zero in "٠۰०০๐" for digit in range(10)}
_ANY_OF_THEM = re.compile(f"[{''.join(_LETTERS)}]")     # most lines have none, and a table is asked for each character
# UTF-8 read as another charset; control characters, but for those that end a line.
_TWICE = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile("[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# Half a word where words are not spaced: Chinese, Japanese; Thai, Lao, Khmer.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[\u0e00-\u0eff\u1780-\u17ff]{2}")
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")      # Chinese, Japanese, Korean
# In JSON: a whole pair of surrogates, a half of one, any other escape.
_ESCAPES = re.compile(r"(?is)\\(?:ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|(?P<half>ud[89a-f][\da-f]{2})|.)")
_LEADING = re.compile(r"^(?:[^\w©#@]|_|[#@](?!\w))+")


def words(text: str) -> list[str]:
    """The words of `text` in lower case; a Chinese or Japanese character is a word.

    >>> words("Citește și: 東京 2026")
    ['citește', 'și', '東', '京', '2026']
    """
    lower = text.lower()
    return (_LATIN_WORD if lower.isascii() or not _BEYOND_LATIN.search(lower) else WORD).findall(lower)


def squeeze(text: str) -> str:
    """`text` with every run of white space (NBSP too) as one space and none at the ends.

    >>> squeeze(" a\\u00a0 b\\n")
    'a b'
    """
    return " ".join(text.split())


def without_controls(text: str) -> str:
    """`text` without what steers a terminal; what a wrong charset left in its place is read as it was meant.

    >>> without_controls("a\\x1b[2J\\x00 don\\x92t, it\xe2\\x80\\x99s")
    'a[2J don’t, it’s'
    """
    if any(_CONTROL.search(found[0]) for found in _TWICE.finditer(text)):       # else "Ã»" may be meant
        text = _TWICE.sub(_once, text)
    return _CONTROL.sub(_meant, text)


def _once(match: re.Match[str]) -> str:
    """Characters that are UTF-8, read as another charset and written again."""
    try:
        return match[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _meant(match: re.Match[str]) -> str:
    return match[0].encode("latin-1").decode("windows-1252", "ignore") if match[0] >= "\x80" else ""


def in_whole_pairs(text: str) -> str:
    """`text` with halves of surrogate pairs joined, or replaced by U+FFFD: no half of one can be written anywhere."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def escaped_in_whole_pairs(json: str) -> str:
    r"""JSON text without halves of escaped surrogate pairs, as they stay where an emoji was cut in two.

    >>> escaped_in_whole_pairs(r'"Snow \ud83d\ude00 \ud83d"')
    '"Snow \\ud83d\\ude00 \\ufffd"'
    """
    if "\\ud" not in json and "\\uD" not in json:
        return json
    return _ESCAPES.sub(lambda found: "\\ufffd" if found["half"] else found[0], json)


def fold(text: str) -> str:
    """`text` in the form that rules are matched on: caseless, without accents, white space squeezed.

    Cedilla and comma letters, dotless i, final sigma, NBSP and the seats of hamza fall together; Hindi vowels and Hangul
    stay whole.

    >>> fold("CITEŞTE\\u00a0ŞI: Διαβάστε ακόμα")
    'citeste si: διαβαστε ακομα'
    >>> fold("إقرأ أيضاً") == fold("اقرأ أيضا")
    True
    """
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(fold_letters(strip_marks(text)).split())


def fold_letters(text: str) -> str:
    """`text` caseless, letters that differ only in print or keyboard made one, digits of other scripts European.

    >>> fold_letters("ISPARTA’DAN") == fold_letters("ısparta'dan")
    True
    >>> fold_letters("۲۰۲۶ ٢٠٢٦ २०२६")
    '2026 2026 2026'
    """
    return _ANY_OF_THEM.sub(lambda found: _LETTERS[found[0]], text.casefold())


def strip_marks(text: str) -> str:
    """`text` without accents, vowel points, joiners and soft hyphens; compatibility forms resolved.

    >>> strip_marks("Ştiri № 5")
    'Stiri No 5'
    """
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))


def line_form(text: str) -> str:
    """`fold(text)` without the bullets, quotes and dashes in front: what rule patterns see.

    The signs of copyright, hashtag and handle stay, and so does a line without any word.

    >>> line_form("** Citeşte şi : „Premierul”"), line_form("— © 2026"), line_form("#Vreme"), line_form("»")
    ('citeste si : „premierul”', '© 2026', '#vreme', '»')
    """
    folded = fold(text)
    if folded[:1].isalnum():
        return folded
    return _LEADING.sub("", folded) or folded


def begins_small(text: str) -> bool:
    """Whether `text` begins with a small letter, in a script whose sentences begin with a capital (Georgian has none in use).

    >>> begins_small("novi zakon"), begins_small("Novi zakon"), begins_small("ახალი ხიდი"), begins_small("新しい橋")
    (True, False, False, False)
    """
    return text[:1].islower() and not "\u10d0" <= text[0] <= "\u10ff"


def ends_sentence(text: str) -> bool:
    """Whether `text` ends with the mark that ends a sentence, quotes and brackets behind it left aside.

    >>> ends_sentence("“Nobody slept.”"), ends_sentence("Nobody slept (again)")
    (True, False)
    """
    return text.rstrip(CLOSERS).endswith(_ENDS)


def length_in_letters(text: str) -> int:
    """How many letters `text` is worth: a Chinese, Japanese or Korean sign says as much as three.

    >>> length_in_letters("bridge"), length_in_letters("橋の上")
    (6, 9)
    """
    return len(text) if text.isascii() else len(text) + 2 * len(_DENSE.findall(text))


def length_in_words(line: str) -> int:
    """How long a folded line is; where words are not spaced, two Chinese or Japanese or four Thai letters count as one.

    >>> length_in_words("citeste si: premierul"), length_in_words("あわせて読みたい")
    (3, 5)
    """
    spaces = line.count(" ") + 1
    return spaces if line.isascii() else spaces + len(_UNSPACED.findall(line)) // 2
