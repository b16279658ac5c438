"""How a page is cleaned, as a person asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Preset = Literal["precise", "balanced", "generous"]
Asked = Literal["auto", "always", "never"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a page is cleaned.

    preset: "precise" leaves out what is in doubt, "generous" keeps it, "balanced" decides on even odds.
    packs: paths of rule packs of your own, heard before those of the package.
    witness: when trafilatura is asked: "auto" (where our own evidence is in doubt), "always", "never".
    language: BCP 47, where you know better than the page.
    Raises ValueError for any other preset or witness.
    """

    preset: Preset = "balanced"
    packs: tuple[str, ...] = ()
    witness: Asked = "auto"
    language: str | None = None

    def __post_init__(self) -> None:
        for name, known in (("preset", get_args(Preset)), ("witness", get_args(Asked))):
            if getattr(self, name) not in known:
                raise ValueError(f"{name} is {getattr(self, name)!r}; it is one of {', '.join(known)}")
