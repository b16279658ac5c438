"""The order in which evidence is heard."""

from __future__ import annotations

from cleaner.stages.extracted.copies import drop_copies
from cleaner.stages.extracted.cues import drop_cues
from cleaner.stages.extracted.front import drop_front, drop_marks, keep_lines
from cleaner.stages.extracted.prompts import drop_prompts
from cleaner.stages.extracted.tail import drop_tail

# Prompts are heard twice: the first time they uncover where the body ends, the second time that end is a signal.
TEXT_STAGES = (keep_lines, drop_front, drop_marks, drop_prompts, drop_tail, drop_cues, drop_copies, drop_prompts)
