"""The package's own source, as the structural tests read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "cleaner"


@dataclass(frozen=True)
class Source:
    """A module: its dotted name below the package ("stages.witness"), its file and its syntax tree."""

    name: str
    path: Path
    lines: int
    tree: ast.Module

    @property
    def unit(self) -> str:
        """The module or package of the first level that it belongs to."""
        return self.name.partition(".")[0]


@cache
def sources() -> tuple[Source, ...]:
    """Every module of the package."""
    return tuple(_source(path) for path in sorted(PACKAGE.rglob("*.py")))


def _source(path: Path) -> Source:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    text = path.read_text(encoding="utf-8")
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Source(name, path, text.count("\n"), ast.parse(text))


def imported(source: Source) -> Iterator[tuple[str, int]]:
    """Every module imported anywhere in `source`, as a dotted name, with its line."""
    known = {f"cleaner.{other.name}" for other in sources()}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source.path}:{node.lineno}: imports are absolute here"
            for alias in node.names:
                submodule = f"{node.module}.{alias.name}"
                yield submodule if submodule in known else str(node.module), node.lineno
