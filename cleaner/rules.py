"""The one reader of rule packs: the clutter language as data, checked when it is loaded (ours by the tests).

A pack is a TOML file; see `packs/README.md` for the format. Patterns are RE2 patterns, so matching takes linear time
on any text; they see `text.line_form(line)`: folded, caseless, without accents, white space squeezed, no bullets in front.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import re2

from cleaner.errors import RulePackError
from cleaner.model import Hit, Kind, Rule
from cleaner.text import CLOSERS, WORD, begins_small, fold_letters, length_in_words, line_form, strip_marks

PACKS = Path(__file__).parent / "packs"
ALWAYS = ("any", "en")                      # sites in every language wear English chrome
GROUPS = (frozenset({"bs", "hr", "sr", "me"}), frozenset({"no", "nb", "nn"}), frozenset({"id", "ms"}))   # languages that share their packs
SYNONYMS = {"nb": "no", "nn": "no", "cnr": "me", "sh": "hr", "iw": "he", "in": "id", "mo": "ro", "tl": "fil"}
PLACES = frozenset({"anywhere", "lead", "inside", "tail"})
OPENS = frozenset({"nothing", "teaser", "list"})
TEXT_SIGNALS = frozenset({"whole", "short", "colon"})
SIGNALS = TEXT_SIGNALS | {"link", "boxed", "repeated", "tail", "lead", "opens"}
SHORT_WORDS = 8                             # a line this long can be a cue or prompt, hardly a paragraph
_KEYS = {"pattern": str, "max_words": int, "where": str, "needs": list, "opens": str, "drops": list, "keeps": list}
_NAMES = {str: "a string", int: "a number", list: "a list of strings"}
CUE_MARKS = (":", "՝", "]", "】", "〕", ">", "▶", "►", "→")    # what sets a cue off from its teaser; folding made "：" a ":"
CUES = frozenset({Kind.READ_ALSO, Kind.RELATED, Kind.RECOMMENDED})        # kinds that stand before a single teaser, heads of lists too
_HEAD_CHARS, _HEAD_WORDS = 48, 8
_AFTER_HEAD = re.compile(r"[:：՝|>→»➡▶►]|\s[-–—]\s")
_HEADLINE_WORDS = range(4, 31)
_GOES_ON = (".", "。", "।", "։", ":", "：", ",", "،", ";")        # no headline ends so
_LAYOUT = re.compile(r"\s*\n\s*")
_ESCAPE = re.compile(r"\\(.)|[^\\]+")    # an escaped letter, or a run without any
_VERSION = re.compile(r'^version = "([^"]+)"', re.MULTILINE)
_ONE_THING = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")    # an escaped character or a class
_GROUP = re.compile(r"\([^()]*\)")
_MENU_CHARS = 60                            # lines up to this length are remembered
_MEMORY = 64 << 20                          # bytes RE2 may spend on one automaton,
_MEMORY_A_RULE = 64 << 10                   # and more for each rule matched in it (1,813 rules took between 64 and 96 MB)
# What ends a word, as blocks of punctuation and symbols: 20 times cheaper to compile than [^\pL\pM\pN_] (1 ms a use).
_BREAK = (
    r"\x00-/:-@\[-^`{-\x{bf}\x{d7}\x{f7}\x{55a}-\x{55f}\x{589}\x{58a}\x{5be}\x{5f3}\x{5f4}\x{60c}\x{61b}\x{61f}\x{66a}-\x{66d}\x{6d4}"
    r"\x{964}\x{965}\x{1360}-\x{1368}\x{2000}-\x{2bff}\x{2e00}-\x{2e7f}\x{3000}-\x{3004}\x{3008}-\x{3020}\x{3030}\x{30fb}"
    r"\x{e000}-\x{f8ff}\x{fe10}-\x{fe6f}\x{fffc}\x{fffd}\x{1f000}-\x{1faff}"
)
_CLASSES = {"w": f"[^{_BREAK}]", "W": f"[{_BREAK}]", "d": r"\d", "s": " ", "b": f"(?:[{_BREAK}]|$)"}


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules and markup words of one file."""

    name: str
    version: str
    rules: tuple[Rule, ...]
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RuleSet:
    """The rules of several packs, matched together."""

    rules: tuple[Rule, ...]
    _automata: tuple[tuple[Any, list[int]], ...] = field(repr=False)    # with the places of their patterns in `rules`

    def hits(self, text: str) -> tuple[Hit, ...]:
        """The rules met in a line of text, in pack order, within their `max_words`; they see its `text.line_form`."""
        return _hits_in_menu(self, text) if len(text) <= _MENU_CHARS else self._found(text)

    def _found(self, text: str) -> tuple[Hit, ...]:
        met = self._met(line_form(text))
        line = text.lstrip(">→| ")
        mark = _AFTER_HEAD.search(line, 1, _HEAD_CHARS)
        return self.with_cue(met, line[:mark.start()], line[mark.end():]) if mark else met

    def with_cue(self, met: tuple[Hit, ...], head: str, rest: str) -> tuple[Hit, ...]:
        """What is `met` by a line, and what its `head` is before the `rest` where no cue is met yet: "Vezani članci: Most je otvoren"."""
        if head.count(" ") >= _HEAD_WORDS or len(head) > _HEAD_CHARS or any(hit.rule.kind in CUES and hit.suffices for hit in met):
            return met
        return met + _as_cues(_hits_in_menu(self, head), rest)

    def _met(self, line: str) -> tuple[Hit, ...]:
        if not line:
            return ()
        encoded = line.encode()
        met = [places[i] for automaton, places in self._automata for i in automaton.Match(encoded) or ()]
        if not met:
            return ()
        length = length_in_words(line)
        return tuple(_hit(self.rules[i], line) for i in sorted(met) if length <= self.rules[i].max_words)


@lru_cache(maxsize=1 << 14)     # menus come with page after page; a pure function, so this is speed only
def _hits_in_menu(rules: RuleSet, text: str) -> tuple[Hit, ...]:
    return rules._found(text)


def _as_cues(hits: Iterable[Hit], rest: str) -> tuple[Hit, ...]:
    """What the hits of a head are worth before the `rest` of its line."""
    heads = [hit for hit in hits if "whole" in hit.signals and hit.rule.kind in CUES]
    if not heads or length_in_words(line_form(rest)) not in _HEADLINE_WORDS:
        return ()
    begins, end = WORD.search(rest), rest.rstrip(CLOSERS + " ")
    is_whole = end.endswith(("...", "…")) or not end.endswith(_GOES_ON)
    signals = frozenset({"colon"} if begins and is_whole and not begins_small(begins[0]) else ())
    return tuple(replace(hit, rule=_of_one(hit.rule), signals=signals) for hit in heads)


@lru_cache(maxsize=1 << 12)
def _of_one(rule: Rule) -> Rule:
    """The rule of a head as one that a single teaser follows on the same line.

    Where the head may stand alone, the mark between suffices; where it may not, for it is a word of articles too, only the
    page's markup does.
    """
    needs = rule.needs | {"colon"} if "whole" in rule.needs else rule.needs & {"link", "boxed"}
    return replace(rule, opens="teaser", needs=needs)


def _hit(rule: Rule, line: str) -> Hit:
    start, end = _span(rule.pattern, line)
    signals = set()
    if not WORD.search(line, end) and not WORD.search(line[:start]):
        signals.add("whole")
    if length_in_words(line) <= SHORT_WORDS:
        signals.add("short")
    match_ends_so, follows = line[start:end].rstrip().endswith(CUE_MARKS), line[end:].lstrip().startswith(CUE_MARKS)
    if match_ends_so or follows or line.endswith("..."):
        signals.add("colon")
    return Hit(rule, line[start:end].strip(), start, end, frozenset(signals))


def _span(pattern: str, line: str) -> tuple[int, int]:
    """Where a pattern matches that is known to match in `line`: nine in ten of those met reach over the whole."""
    if all(_anchored(pattern)):
        return 0, len(line)
    start, end = _compiled(pattern).search(line.encode() if line.isascii() else line).span()   # bytes cost half as much as str
    return start, end


@lru_cache(maxsize=1 << 12)     # every rule of every pack, once
def _compiled(pattern: str) -> Any:
    return re2.compile(pattern, _options())


@lru_cache(maxsize=128)
def _automaton(rules: tuple[Rule, ...], *, held: bool) -> tuple[Any, list[int]]:
    """An automaton that tells which of `rules` a line meets, those `held` at its beginning or those met anywhere, and their places.

    The first is done with most lines after a word or two. Among its patterns those that match anywhere would multiply its states,
    and RE2 builds a state when a text first comes to it.
    """
    places = [i for i, rule in enumerate(rules) if _anchored(rule.pattern)[0] is held]
    kind = re2.Set.MatchSet if held else re2.Set.SearchSet
    return _together(kind(_options(len(places))), [rules[i].pattern for i in places]), places


def _together(automaton: Any, patterns: Iterable[str]) -> Any:
    for pattern in patterns:
        automaton.Add(pattern)
    automaton.Compile()
    return automaton


@lru_cache(maxsize=1 << 12)
def _anchored(pattern: str) -> tuple[bool, bool]:
    r"""Whether every alternative of `pattern` begins with `^`, and whether every one ends with `$`.

    >>> _anchored("^(?:a|b)[|]"), _anchored("^a$|^b$"), _anchored("^a|b$")
    ((True, False), (True, True), (False, False))
    """
    flat, nested = _ONE_THING.sub("", pattern), ""
    while flat != nested:
        flat, nested = _GROUP.sub("", flat), flat
    alternatives = flat.split("|")
    return all(each.startswith("^") for each in alternatives), all(each.endswith("$") for each in alternatives)


def _options(rules: int = 1) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.longest_match = True            # "related" must not hide "related articles", or lines would not be whole
    options.max_mem = _MEMORY + rules * _MEMORY_A_RULE
    return options


def translate(pattern: str) -> str:
    r"""A pack's pattern in RE2's terms: folded like the text, `\w \W \d \s \b` in their Unicode sense.

    `\b` stands for the end of a word (a character that is none, or the end of the line). Line breaks and the white space
    around them are layout and do not count.

    >>> translate(r"^citește\s+și:")
    '^citeste si:'
    >>> translate("^(?:share|\n    print) ")
    '^(?:share|print) '
    >>> end = re2.compile(translate(r"और पढ़ें\b"))
    >>> [bool(end.search(line_form(line))) for line in ("और पढ़ें: नई दिल्ली", "और पढ़ेंगे")]
    [True, False]
    """
    folded = _ESCAPE.sub(
        lambda piece: _CLASSES.get(piece[1], piece[0]) if piece[1] else fold_letters(piece[0]), strip_marks(_LAYOUT.sub("", pattern)))
    return folded.replace(" +", " ").replace(" *", " ?")


def load(path: Path | str) -> Pack:
    """The pack in the TOML file at `path`, every rule checked against its own examples.

    Raises `RulePackError` with file, rule and reason.
    """
    pack = _read(Path(path))
    for rule in pack.rules:
        _check(rule, f"{path}: [{rule.id.removeprefix(f'{pack.name}.')}]")
    return pack


def _own(pack: Pack) -> Pack:
    return replace(pack, rules=tuple(replace(rule, own=True) for rule in pack.rules))


def _read(path: Path) -> Pack:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RulePackError(f"{path}: {error}") from error
    return parse(data, path.stem, str(path))


def parse(data: Mapping[str, Any], name: str, where: str) -> Pack:
    """A pack from its parsed TOML; `where` names it in errors."""
    version = str(data.get("version", ""))
    words = data.get("words", {})
    if not isinstance(words, dict) or not all(_is(list, group) for group in words.values()):
        raise RulePackError(f"{where}: [words]: each group is a list of strings")
    rules = []
    for kind, table in data.items():
        if kind in {"version", "words"}:
            continue
        if kind not in set(Kind) or not isinstance(table, dict):
            raise RulePackError(f"{where}: [{kind}]: no such kind of clutter")
        rules += [_rule(name, kind, key, body, where) for key, body in table.items()]
    return Pack(name, version, tuple(rules), tuple((group, tuple(group_words)) for group, group_words in words.items()))


def _rule(pack: str, kind: str, key: str, body: Any, where: str) -> Rule:
    place = f"{where}: [{kind}.{key}]"
    if not isinstance(body, dict):
        raise RulePackError(f"{place}: a rule is a table with pattern, drops and keeps")
    if unknown := sorted(set(body) - set(_KEYS)):
        raise RulePackError(f"{place}: unknown key {unknown[0]!r}; known: {', '.join(sorted(_KEYS))}")
    for needed in ("pattern", "needs", "drops", "keeps"):
        if not body.get(needed):
            raise RulePackError(f"{place}: {needed!r} is missing or empty")
    for name, value in body.items():
        if not _is(_KEYS[name], value):
            raise RulePackError(f"{place}: {name} = {value!r}; it should be {_NAMES[_KEYS[name]]}")
    return Rule(
        id=f"{pack}.{kind}.{key}", kind=Kind(kind), pattern=translate(body["pattern"]),
        max_words=body.get("max_words", 30), where=body.get("where", "anywhere"),
        needs=frozenset(body["needs"]), opens=body.get("opens", "nothing"),
        drops=tuple(body["drops"]), keeps=tuple(body["keeps"]),
    )


def _is(kind: type, value: Any) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, kind) and not isinstance(value, bool)


def _check(rule: Rule, place: str) -> None:
    for value, allowed, what in (({rule.where}, PLACES, "where"), ({rule.opens}, OPENS, "opens"), (rule.needs, SIGNALS, "needs")):
        if not value <= allowed:
            raise RulePackError(f"{place}: {what} = {sorted(value - allowed)[0]!r}; known: {', '.join(sorted(allowed))}")
    try:
        _compiled(rule.pattern)
    except re2.error as error:
        reason = error.args[0].decode().replace(rule.pattern, "").rstrip(" :")
        raise RulePackError(f"{place}: the pattern does not compile in linear time: {reason}") from error
    for line in rule.drops:
        if not _reaches(rule, line, given=rule.needs - TEXT_SIGNALS):
            raise RulePackError(f"{place}: misses its own example {line!r}")
    for line in rule.keeps:
        if _reaches(rule, line, given=frozenset()):
            raise RulePackError(f"{place}: hits what it must keep, {line!r}")


def _reaches(rule: Rule, line: str, given: frozenset[str]) -> bool:
    folded = line_form(line)
    if length_in_words(folded) > rule.max_words or _compiled(rule.pattern).search(folded) is None:
        return False
    return bool(rule.needs & (_hit(rule, folded).signals | given))


def expand(languages: Iterable[str]) -> tuple[str, ...]:
    """Names of the packs that serve `languages` (BCP 47), groups filled up, without those that do not exist.

    >>> expand(["hr-HR"])
    ('any', 'en', 'bs', 'hr', 'me', 'sr')
    """
    names: set[str] = set()
    for language in languages:
        base = language.lower().replace("_", "-").split("-")[0]
        base = SYNONYMS.get(base, base)
        names |= next((set(group) for group in GROUPS if base in group), {base})
    return tuple(name for name in (*ALWAYS, *sorted(names - set(ALWAYS))) if name in available())


@lru_cache(maxsize=1)
def available() -> tuple[str, ...]:
    """Names of the packs that come with the package, in order."""
    return tuple(sorted(path.stem for path in PACKS.glob("*.toml")))


@lru_cache(maxsize=1)
def version() -> str:
    """The version of the packs that come with the package: the newest of theirs, read without loading them."""
    heads = (path.read_text(encoding="utf-8") for path in PACKS.glob("*.toml"))
    return max((match[1] for head in heads if (match := _VERSION.search(head))), default="")


@lru_cache(maxsize=128)
def builtin(name: str) -> Pack:
    """The pack that comes with the package under `name`; the tests check its rules, which takes longer than all else here."""
    return _read(PACKS / f"{name}.toml")


@lru_cache(maxsize=128)
def ruleset(languages: tuple[str, ...], extra: tuple[str, ...] = ()) -> RuleSet:
    """The rules for `languages`, the user's packs at the paths `extra` first."""
    packs = [_own(load(path)) for path in extra] + [builtin(name) for name in expand(languages)]
    automata: list[tuple[Any, list[int]]] = []
    rules: list[Rule] = []
    for pack in packs:
        automaton, places = _automaton(pack.rules, held=True)
        automata.append((automaton, [len(rules) + i for i in places]))
        rules += pack.rules
    automata.append(_automaton(tuple(rules), held=False))       # one for all packs: it reads each line to the end
    return RuleSet(tuple(rules), tuple((automaton, places) for automaton, places in automata if places))
