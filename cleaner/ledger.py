"""Every verdict on every block, in the order given; the last one on a block stands."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.model import Block, Verdict
from cleaner.text import words

_REMEMBERED = 1 << 18       # characters of a page whose words are remembered: few articles have more, and words take ten times their room


class Ledger:
    """Collects verdicts while a page is judged.

    >>> from cleaner.model import Kind
    >>> ledger = Ledger(2)
    >>> ledger.add([Verdict(1, True, Kind.BODY, "scorer", ""), Verdict(1, False, Kind.AD, "en.ad.label", "Advertisement")])
    >>> ledger.kept(1), ledger.kept(0), len(ledger.why(1))
    (False, False, 2)
    """

    def __init__(self, size: int) -> None:
        self.verdicts: list[Verdict] = []
        self._standing: list[Verdict | None] = [None] * size
        self._keeps: list[int] | None = None    # until the next verdict
        self._words: dict[int, list[str]] = {}
        self._room = _REMEMBERED
        self.likely = [0.5] * size              # how likely each block is body, by the statistics and the witness
        self.signals: dict[str, float] = {}     # figures about the page as a whole: doubt, agreement of witnesses …
        self.warnings: list[str] = []           # what was degraded while judging

    def __len__(self) -> int:
        """Count of blocks."""
        return len(self._standing)

    def add(self, verdicts: Iterable[Verdict]) -> None:
        """Enters `verdicts`; all are read before the first counts, so a stage sees the ledger as it found it."""
        new = list(verdicts)
        if not new:
            return
        self._keeps = None
        self.verdicts += new
        for verdict in new:
            self._standing[verdict.block] = verdict

    def standing(self, block: int) -> Verdict | None:
        """The verdict that stands on `block`; None where every stage abstained."""
        return self._standing[block]

    def kept(self, block: int) -> bool:
        """Whether `block` is in the article as things stand."""
        verdict = self._standing[block]
        return verdict is not None and verdict.keep

    def keeps(self) -> list[int]:
        """Indices of the blocks that are kept as things stand, in page order; the list is shared and not to be changed."""
        if self._keeps is None:
            self._keeps = [i for i, verdict in enumerate(self._standing) if verdict is not None and verdict.keep]
        return self._keeps

    def why(self, block: int) -> tuple[Verdict, ...]:
        """Every verdict on `block`, in the order given."""
        return tuple(verdict for verdict in self.verdicts if verdict.block == block)

    def words(self, block: Block) -> list[str]:
        """The words of `block`, found once however many ask; the list is shared and not to be changed."""
        found = self._words.get(block.index)
        if found is None:
            found = words(block.text)
            self._room -= len(block.text)
            if self._room >= 0:
                self._words[block.index] = found
        return found
