"""How a page is cleaned, as a person asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a page is cleaned.

    preset: "precise" leaves out what is in doubt, "generous" keeps it, "balanced" decides on even odds.
    packs: paths of rule packs of your own, heard before those of the package.
    witness: when trafilatura is asked: "auto" (where our own evidence is in doubt), "always", "never".
    language: BCP 47, where you know better than the page.
    """

    preset: Literal["precise", "balanced", "generous"] = "balanced"
    packs: tuple[str, ...] = ()
    witness: Literal["auto", "always", "never"] = "auto"
    language: str | None = None
