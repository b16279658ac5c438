"""How a page is cleaned, as a person asks for it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Literal, get_args

Preset = Literal["precise", "balanced", "generous"]
Asked = Literal["auto", "always", "never"]
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")        # no language has a longer code


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a page is cleaned.

    preset: "precise" leaves out what is in doubt, "generous" keeps it, "balanced" decides on even odds.
    packs: paths of rule packs of your own, in any sequence, heard before those of the package.
    witness: when trafilatura is asked: "auto" (where our own evidence is in doubt), "always", "never".
    language: BCP 47, where you know better than the page.
    Raises ValueError for any other preset or witness, and for a language that is no such tag; TypeError for packs that are one path.
    """

    preset: Preset = "balanced"
    packs: tuple[str, ...] = ()
    witness: Asked = "auto"
    language: str | None = None

    def __post_init__(self) -> None:
        for name, known in (("preset", get_args(Preset)), ("witness", get_args(Asked))):
            if getattr(self, name) not in known:
                raise ValueError(f"{name} is {getattr(self, name)!r}; it is one of {', '.join(known)}")
        if self.language and not _TAG.fullmatch(self.language.strip()):
            raise ValueError(f"language is {self.language!r}; it is a BCP 47 tag such as 'ro' or 'sr-Latn'")
        if isinstance(self.packs, str | os.PathLike):
            raise TypeError(f"packs is {self.packs!r}; it is a tuple of paths, such as ({str(self.packs)!r},)")
        object.__setattr__(self, "packs", tuple(map(os.fspath, self.packs)))     # a list could not be remembered by
