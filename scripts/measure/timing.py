"""CPU time of engines on the same pages, and of the steps inside one engine."""

from __future__ import annotations

import importlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Run = Callable[[Any], object]
RUN = 50                # pages that an engine takes before it is the next one's turn


@dataclass
class Times:
    """CPU seconds a page."""

    seconds: list[float] = field(default_factory=list)

    def quantile(self, share: float) -> float:
        return float(np.quantile(self.seconds, share))

    @property
    def median(self) -> float:
        return self.quantile(0.5)

    @property
    def p95(self) -> float:
        return self.quantile(0.95)


def measure(engines: dict[str, Run], pages: Sequence[Any], warm_up: int) -> dict[str, Times]:
    """CPU times of each engine page after page, as it is used; they take turns run by run, so a slow spell of the machine meets all."""
    for page in pages[:warm_up]:
        for run in engines.values():
            run(page)
    times = {name: Times() for name in engines}
    for start in range(0, len(pages), RUN):
        for name, run in engines.items():
            for page in pages[start:start + RUN]:
                begun = time.process_time()
                run(page)
                times[name].seconds.append(time.process_time() - begun)
    return times


class Steps:
    """Own CPU time of wrapped functions: what a step spends in another wrapped step counts for that one."""

    def __init__(self) -> None:
        self.page: dict[str, float] = defaultdict(float)
        self.pages: list[dict[str, float]] = []
        self._inner: list[float] = []

    def wrap(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            begun = time.process_time()
            self._inner.append(0.0)
            try:
                given = function(*args, **kwargs)
                return list(given) if isinstance(given, Iterator) else given     # a stage works while it is read
            finally:
                spent = time.process_time() - begun
                self.page[name] += spent - self._inner.pop()
                if self._inner:
                    self._inner[-1] += spent
        return timed

    def end_page(self) -> None:
        self.pages.append(dict(self.page))
        self.page.clear()

    def times(self) -> dict[str, Times]:
        """Times by step, slowest first; a page that skips a step counts as 0 for it."""
        names = {name for page in self.pages for name in page}
        found = {name: Times([page.get(name, 0.0) for page in self.pages]) for name in names}
        return dict(sorted(found.items(), key=lambda item: -sum(item[1].seconds)))


@contextmanager
def patched(steps: Steps, places: Sequence[tuple[str, str]], pipelines: Sequence[tuple[str, str]]) -> Iterator[list[str]]:
    """Wraps the functions named by (module, attribute), and every stage that a function so named gives.

    Yields the names that were not found.
    """
    undo: list[tuple[Any, str, Any]] = []
    missing = []
    for module_name, attribute in [*places, *pipelines]:
        module = importlib.import_module(module_name)
        found = getattr(module, attribute, None)
        if found is None:
            missing.append(f"{module_name}.{attribute}")
            continue
        undo.append((module, attribute, found))
        setattr(module, attribute, steps.wrap(attribute, found) if (module_name, attribute) in places else _staged(steps, found))
    try:
        yield missing
    finally:
        for module, attribute, value in undo:
            setattr(module, attribute, value)


def _staged(steps: Steps, pipeline: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> tuple[Callable[..., Any], ...]:
        return tuple(steps.wrap(f"stage {_name(stage)}", stage) for stage in pipeline(*args, **kwargs))
    return wrapped


def _name(stage: Any) -> str:
    return getattr(stage, "__name__", type(stage).__name__)
