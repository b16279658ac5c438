"""What a run prints: lines of figures, worst pages, pages that moved."""

from __future__ import annotations

from measure.corpora import Sample
from measure.metrics import BODY_PRESENT, Figures, Index, Output, words

NAME_WIDTH = 22
LINE_WIDTH = 160
LINES_SHOWN = 12
SHOWN = {               # what the README tells of each corpus
    "news-publishers": ("F1", "good", "p10", "lead", "headings", "title", "date", "authors"),
    "web-articles": ("F1", "good", "title", "date", "authors"),
    "snippets": ("chunk F1",),
    "read-also-pages": ("F1", "inner_leak", "leak_pages", "kept"),
    "ro-hr-pages": ("F1", "inner_leak", "leak_pages", "kept"),
    "read-also-texts": ("F1", "inner_leak", "leak_lines", "kept"),
    "news-publishers-as-text": ("F1", "good", "title"),
    "web-articles-as-text": ("F1", "good", "title"),
    "read-also-pages-as-text": ("F1", "inner_leak", "kept"),
}


def line(engine: str, figures: dict[str, tuple[float, float]], *, sign: bool = False) -> str:
    """One engine's figures on one corpus, each with its ±."""
    form = "{:+.4f}" if sign else "{:.3f}"
    shown = (f"{name} {form.format(value)}±{spread:.3f}" for name, (value, spread) in figures.items())
    return f"  {engine:<{NAME_WIDTH}} " + "  ".join(shown)


def score(page: Figures) -> float:
    """What pages are ranked by: F1, or chunk F1 where only snippets are known."""
    if "chunk_tp" not in page:
        return page.get("f1", 1.0)      # without an article nothing is lost
    hit = 2 * page["chunk_tp"]
    return hit / ((hit + page["chunk_fn"] + page["chunk_fp"]) or 1)


def worst(samples: list[Sample], outputs: dict[str, Output], found: dict[str, Figures], count: int, show: bool) -> str:
    """The `count` worst pages: id, F1, precision, recall, url; with `show` the lines missing and extra."""
    rows = []
    for sample in sorted(samples, key=lambda s: score(found[s.id]))[:count]:
        page = found[sample.id]
        parts = [f"{score(page):.3f}", f"P {page.get('precision', float('nan')):.3f}", f"R {page.get('recall', float('nan')):.3f}"]
        rows.append("    " + "  ".join([*parts, sample.id, sample.url or ""]))
        if show:
            rows += _lines(sample, outputs[sample.id].text)
    return "\n".join(rows)


def _lines(sample: Sample, text: str) -> list[str]:
    truth = sample.truth
    if sample.corpus == "snippets":
        flat = " ".join(text.split())
        return [f"      - {chunk}" for chunk in truth["with"] if " ".join(chunk.split()) not in flat] + [
            f"      + {chunk}" for chunk in truth["without"] if " ".join(chunk.split()) in flat]
    return _absent("-", truth["text"], text) + _absent("+", text, truth["text"] + "\n" + "\n".join(truth.get("neutral", ())))


def _absent(mark: str, these: str, other: str) -> list[str]:
    index = Index(words(other))
    missing = [found for found in these.splitlines() if words(found) and not index.present(words(found), BODY_PRESENT)]
    more = [f"      {mark} … and {len(missing) - LINES_SHOWN} more"] if len(missing) > LINES_SHOWN else []
    return [f"      {mark} {found[:LINE_WIDTH]}" for found in missing[:LINES_SHOWN]] + more


def moved(pages: list[tuple[str, Figures, Figures]], count: int) -> str:
    """The `count` pages that lost and gained most since the earlier run."""
    changes = sorted((score(after) - score(before), id_, score(after)) for id_, before, after in pages)
    told = [c for c in changes[:count] if c[0] < 0] + [c for c in changes[-count:] if c[0] > 0] if count else []
    return "\n".join(f"    {change:+.3f} to {now:.3f}  {id_}" for change, id_, now in told)


def reliability(rows: list[tuple[str, int, float, float]], figures: dict[str, tuple[float, float]]) -> str:
    """The reliability table of `quality.confidence`, and what else is known of `quality`."""
    lines = ["", "| confidence | pages | mean confidence | F1 ≥ 0.9 |", "|---|---|---|---|"]
    lines += [f"| {bin_} | {pages} | {mean:.2f} | {right:.3f} |" for bin_, pages, mean, right in rows]
    return "\n".join([*lines, "", *(f"- {name}: {value:.3f} ± {spread:.3f}" for name, (value, spread) in figures.items())])


def table(found: dict[str, dict[str, dict[str, tuple[float, float]]]], titles: dict[str, str]) -> str:
    """The README's table: a row a corpus and figure, a column an engine of `titles`; ± is the standard error over pages."""
    lines = [f"| corpus | figure | {' | '.join(titles.values())} |", "|---|---" + "|---" * len(titles) + "|"]
    for corpus, names in SHOWN.items():
        for i, name in enumerate(names):
            cells = [_cell(found.get(engine, {}).get(corpus, {}).get(name)) for engine in titles]
            if any(cells):
                lines.append(f"| {corpus if i == 0 else ''} | {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(figure: tuple[float, float] | None) -> str:
    return f"{figure[0]:.3f} ± {figure[1]:.3f}" if figure else ""
