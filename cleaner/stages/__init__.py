"""The order in which evidence is heard."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from cleaner import scorer
from cleaner.ledger import Ledger
from cleaner.model import Document, Verdict
from cleaner.options import Asked
from cleaner.stages.amid import keep_amid, keep_last
from cleaner.stages.appended import drop_appended
from cleaner.stages.extracted.below import drop_below_lone_cues
from cleaner.stages.extracted.copies import drop_copies
from cleaner.stages.extracted.cues import drop_cues
from cleaner.stages.extracted.front import drop_front, drop_marks, drop_menus, keep_lines
from cleaner.stages.extracted.lone import drop_lone_headline, drop_quoting_headlines
from cleaner.stages.extracted.page import PageLines
from cleaner.stages.extracted.prompts import drop_prompts
from cleaner.stages.extracted.tail import drop_foreign_excerpt, drop_keywords, drop_tail
from cleaner.stages.families import keep_families, keep_introductions, keep_subheads
from cleaner.stages.folds import keep_folds
from cleaner.stages.headlines import drop_cards, drop_linked_headlines, drop_teaser_rows
from cleaner.stages.hidden import drop_hidden
from cleaner.stages.islands import drop_far_clusters, drop_islands
from cleaner.stages.lead import keep_lead
from cleaner.stages.lists import keep_beside, keep_introduced, keep_lists
from cleaner.stages.phrases import drop_boxed_teasers, drop_orphans, drop_phrases
from cleaner.stages.repeats import drop_copies as drop_page_copies
from cleaner.stages.repeats import drop_pull_quotes, drop_title
from cleaner.stages.statistics import Statistics
from cleaner.stages.witness import Witness

Stage = Callable[[Document, Ledger], Iterable[Verdict]]


def text_stages(threshold: float = 0.5) -> tuple[Stage, ...]:
    """The stages for a text without markup; where it holds a whole page, a line is kept from the likelihood `threshold`.

    Prompts and the tail are heard twice: the first time they uncover where the body ends, the second time that end is a signal.
    """
    return (
        keep_lines, PageLines(threshold), drop_front, drop_menus, drop_marks, drop_prompts, drop_tail, drop_cues, drop_below_lone_cues,
        drop_copies, drop_prompts, drop_keywords, drop_tail, drop_quoting_headlines, drop_lone_headline, drop_foreign_excerpt,
    )


def html_stages(threshold: float = 0.5, witness: Asked = "auto", weights: Path = scorer.WEIGHTS) -> tuple[Stage, ...]:
    """The stages for a page with markup: a block is kept from the likelihood `threshold`; `witness` says when trafilatura is asked."""
    return (
        Statistics(threshold, weights), Witness(witness, threshold), keep_families, keep_lists, keep_beside, drop_far_clusters,
        drop_islands, keep_amid, keep_last, drop_appended, keep_subheads, keep_lead, drop_hidden, drop_linked_headlines,
        drop_teaser_rows, drop_cards, keep_folds, drop_phrases, drop_orphans, drop_boxed_teasers, keep_introduced,
        keep_introductions, drop_title, drop_pull_quotes, drop_page_copies,
    )


# The likelihood from which a block is kept: what is in doubt goes, even odds decide, what is in doubt stays.
PRESETS = {"precise": 0.65, "balanced": 0.5, "generous": 0.35}
