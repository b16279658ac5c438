"""Phrases of the site around the article: share lines, prompts, comments, tags, credits, notices."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.ledger import Ledger
from cleaner.model import Document, Hit, Kind, Verdict
from cleaner.shape import is_bulleted
from cleaner.stages.extracted.cues import is_bare_teaser
from cleaner.stages.extracted.view import CUES, View, drop, view

OTHERS = tuple(kind for kind in Kind if kind not in CUES | {Kind.BODY, Kind.TITLE, Kind.KICKER})
OFFERS = frozenset({Kind.PAYWALL, Kind.NEWSLETTER, Kind.APP, Kind.DONATION})      # prompts that list what one gets
ABOUT_US = frozenset({Kind.FOLLOW, Kind.DONATION, Kind.NEWSLETTER, Kind.LEGAL})    # prompts that run on to the end of the text


def drop_prompts(document: Document, ledger: Ledger) -> Iterator[Verdict]:
    """A line that meets a rule together with the second signal that the rule asks for, and the points listed under a prompt."""
    if not document.text_mode:
        return
    seen = view(document, ledger)
    other_headlines, offers = _other_headlines(seen), _offers_below(seen)
    prompt: tuple[Hit, str] | None = None
    for line in seen.lines:
        if not line.kept or _opens(seen, line.i, other_headlines):
            continue
        if reached := seen.reached(line.i, *OTHERS):
            prompt = reached
            yield drop(line.i, *reached)
        elif prompt and line.i > seen.last and is_bulleted(line.text) and (
            offer := prompt[0] if prompt[0].rule.kind in OFFERS else offers[line.i]
        ):
            yield Verdict(line.i, False, offer.rule.kind, offer.rule.id, f"point of a list beside {offer.words!r}, after the body")
        elif prompt and prompt[0].rule.kind in ABOUT_US and line.i >= seen.last and _on_one_line(document, line.i):
            rule = prompt[0].rule
            yield Verdict(line.i, False, rule.kind, rule.id, f"goes on after {prompt[0].words!r} in the last line")
        else:
            prompt = None


def _opens(seen: View, i: int, other_headlines: list[bool]) -> bool:
    """Whether line `i` is a cue above its teaser, which is not for here.

    "Read more" is also a way from page to page: what is as long as a headline below it may be a subhead, where there are others.
    """
    reached = seen.reached(i, *CUES)
    if reached is None or "whole" not in reached[0].signals or reached[0].rule.opens == "nothing":
        return False
    is_way = any(hit.rule.kind is Kind.NAVIGATION and "whole" in hit.signals for hit in seen.lines[i].hits)
    return not is_way or i > seen.last or not other_headlines[i]


def _other_headlines(seen: View) -> list[bool]:
    """For each line whether the body has one as long as a headline that is not in the run of titles right below it."""
    among = [seen.first <= line.i < seen.last and is_bare_teaser(seen, line.i) for line in seen.lines]
    total, in_run = sum(among), 0
    others = [False] * len(among)
    for i in range(len(among) - 1, -1, -1):
        others[i] = total > in_run
        in_run = in_run + among[i] if seen.lines[i].shape.title_like else 0
    return others


def _offers_below(seen: View) -> list[Hit | None]:
    """For each line the prompt right below the points around it that offers what they list: "Read on", the points, "Try it for free"."""
    below: Hit | None = None
    offers: list[Hit | None] = [None] * len(seen.lines)
    for line in reversed(seen.lines):
        if not is_bulleted(line.text):
            reached = seen.reached(line.i, *OFFERS)
            below = reached[0] if reached else None
        offers[line.i] = below
    return offers


def _on_one_line(document: Document, i: int) -> bool:
    """Whether block `i` is a piece of the same line as the one before."""
    return i > 0 and document.blocks[i].path == document.blocks[i - 1].path
