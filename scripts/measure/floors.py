"""Floors: the figures once measured, with the digest of the corpora they were measured on.

A figure fails when it is worse than its floor by more than the floor's own ±, the standard error over pages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

Summary = Mapping[str, tuple[float, float]]
LESS_IS_BETTER = frozenset({"inner_leak", "leak_lines", "leak_pages"})
OVERALL = "overall"             # figures over several corpora: confidence and verdict
DIGITS = 4


def write(path: Path, found: Mapping[str, Summary], digests: Mapping[str, str], sample: int) -> None:
    """Writes the floors of `found` (corpus to figures) to `path`."""
    lines = ["# Written by scripts/quality.py --write-floors: figure = [value, standard error over pages].", f"sample = {sample}"]
    for corpus, figures in found.items():
        lines += ["", f"[{corpus}]"]
        if corpus in digests:
            lines.append(f'digest = "{digests[corpus]}"')
        lines += [f'"{name}" = [{value:.{DIGITS}f}, {spread:.{DIGITS}f}]' for name, (value, spread) in figures.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read(path: Path) -> dict[str, dict[str, object]]:
    """The floors at `path`, and under `sample` the pages a corpus they were measured on."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def failures(floors: Mapping[str, dict[str, object]], found: Mapping[str, Summary], digests: Mapping[str, str]) -> Iterator[str]:
    """A line for every figure that fell through its floor, and for corpora that are not those measured."""
    for corpus, floor in floors.items():
        if not isinstance(floor, dict):
            continue
        if corpus not in found:
            yield f"{corpus}: not measured"
            continue
        if floor.get("digest") != digests.get(corpus):
            yield f"{corpus}: other pages (digest {digests.get(corpus)}, floors of {floor.get('digest')}): measure and write anew"
            continue
        for name, value in floor.items():
            if isinstance(value, list) and (said := _failure(name, found[corpus].get(name), value[0], value[1])):
                yield f"{corpus}: {said}"


def _failure(name: str, now: tuple[float, float] | None, floor: float, spread: float) -> str | None:
    if now is None:
        return f"{name} is missing"
    worse_by = now[0] - floor if name in LESS_IS_BETTER else floor - now[0]
    return f"{name} {now[0]:.4f}, floor {floor:.4f} ± {spread:.4f}" if worse_by > spread + 10**-DIGITS else None
