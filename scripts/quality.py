"""Every metric of the corpora, beside other extractors in the same run.

    python scripts/quality.py CORPORA                        all corpora, cleaner beside trafilatura and resiliparse
    python scripts/quality.py CORPORA --only cleaner --corpus news-publishers --worst 10 --show
    python scripts/quality.py CORPORA --only cleaner --json after.json --against before.json
    python scripts/quality.py CORPORA --floors               fails when a figure fell through its floor
    CLEANER_FOLDS=DIR python scripts/quality.py CORPORA --peers --readme     held-out figures too; writes the README's tables

The corpora folder may also come from CLEANER_CORPORA; without one the run is skipped.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent))

from measure import corpora, engines, floors, judgement, peers, report
from measure.corpora import Sample
from measure.figures import difference, summary
from measure.metrics import Figures, Output, figures

FLOORS = Path(__file__).parent / "floors.toml"
README = Path(__file__).parent.parent / "README.md"
FIGURES_BEGIN, FIGURES_END = "<!-- written by scripts/quality.py --peers --readme -->", "<!-- end of what is written -->"
HELD_OUT = "measure.held_out:engine"
COLUMNS = {             # of the README's table
    HELD_OUT: "cleaner, held out", "cleaner": "cleaner", "trafilatura": "trafilatura", "resiliparse": "resiliparse",
    "readability": "readability-lxml", "newspaper": "newspaper4k", "nothing_done": "nothing done",
}
Summaries = dict[str, dict[str, tuple[float, float]]]       # corpus -> figure -> value and ±


@dataclass
class Found:
    """What a run measured: figures of the pages of the engine under test, figures of the corpora for all engines."""

    pages: dict[str, dict[str, Figures]] = field(default_factory=dict)
    summaries: dict[str, Summaries] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)


def main() -> int:
    options = _options()
    place = corpora.folder(options.corpora)
    if place is None:
        print("skipped: no corpora")
        return 0
    if options.floors or options.write_floors:
        options.only = ["cleaner"]
    if options.readme:
        options.engine = HELD_OUT
    if options.floors:
        options.sample = int(str(floors.read(FLOORS)["sample"]))
    found = Found()
    for corpus in options.corpus or (*corpora.NAMES, *corpora.AS_TEXT):
        _measure(options, place, corpus, found)
    overall = judgement.summary(found.pages)
    reliability = report.reliability(list(judgement.reliability(judgement.articles(found.pages))), overall) if overall else ""
    print(reliability)
    if options.readme:
        _write_readme(f"{report.table(found.summaries, COLUMNS)}\n{reliability}\n")
    if options.json:
        Path(options.json).write_text(json.dumps(found.pages, indent=0), encoding="utf-8")
    return _floors(options, found.summaries.get(options.engine, {}) | {floors.OVERALL: overall}, found.digests)


def _measure(options: argparse.Namespace, place: Path, corpus: str, found: Found) -> None:
    samples = corpora.choose(corpora.read(place, corpus), set(options.ids), options.limit, options.sample)
    if not samples:
        return
    print(f"\n{corpus}: {len(samples)} pages")
    found.digests[corpus] = corpora.digest(place, corpus)
    for engine in _engines(options, samples):
        outputs = _outputs(engine, samples, options, found.digests[corpus])
        pages = {sample.id: figures(sample, outputs[sample.id]) for sample in samples}
        figures_of_corpus = summary(list(pages.values()))
        found.summaries.setdefault(engine, {})[corpus] = figures_of_corpus
        print(report.line(engine, figures_of_corpus), flush=True)
        if engine == options.engine:
            found.pages[corpus] = pages
            _details(options, samples, outputs, pages)


def _details(options: argparse.Namespace, samples: list[Sample], outputs: dict[str, Output], found: dict[str, Figures]) -> None:
    if options.against:
        before = json.loads(Path(options.against).read_text(encoding="utf-8")).get(samples[0].corpus, {})
        shared = [id_ for id_ in found if id_ in before]
        if shared:
            change = difference([found[i] for i in shared], [before[i] for i in shared])
            print(report.line(f"change, {len(shared)} pages", change, sign=True))
            print(report.moved([(i, before[i], found[i]) for i in shared], options.worst))
    if options.worst:
        print(report.worst(samples, outputs, found, options.worst, options.show))


def _engines(options: argparse.Namespace, samples: list[Sample]) -> list[str]:
    own = [options.engine, *(["cleaner"] if options.readme else [])]
    if samples[0].html is None:         # peers read pages only
        return own if options.only and "cleaner" in options.only else ["nothing_done", *own]
    if options.only:
        return [options.engine if name == "cleaner" else name for name in options.only]
    wanted = peers.PEERS if options.peers else peers.USUAL
    return [name for name in wanted if peers.installed(name)] + own


def _outputs(engine: str, samples: list[Sample], options: argparse.Namespace, digest: str) -> dict[str, Output]:
    if engine not in peers.PEERS:
        return engines.run(engine, samples, options.jobs)
    cache = peers.Cache(Path(options.cache).expanduser(), engine, digest, samples[0].corpus)
    missing = [sample for sample in samples if sample.id not in cache.outputs]
    if missing:
        cache.add(engines.run(engine, missing, options.jobs))
    return cache.outputs


def _write_readme(tables: str) -> None:
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(FIGURES_BEGIN)
    _, _, after = rest.partition(FIGURES_END)
    README.write_text(f"{before}{FIGURES_BEGIN}\n\n{tables}\n{FIGURES_END}{after}", encoding="utf-8")


def _floors(options: argparse.Namespace, found: Summaries, digests: dict[str, str]) -> int:
    if options.write_floors:
        floors.write(FLOORS, {corpus: figures for corpus, figures in found.items() if figures}, digests, options.sample)
        print(f"floors written to {FLOORS}")
    if not options.floors:
        return 0
    fallen = list(floors.failures(floors.read(FLOORS), found, digests))
    print("\n".join(["", *fallen] if fallen else ["", "no figure fell through its floor"]))
    return 1 if fallen else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("corpora", nargs="?", help="folder of the corpora (or CLEANER_CORPORA)")
    add("--corpus", action="append", choices=(*corpora.NAMES, *corpora.AS_TEXT), help="only this corpus; may be repeated")
    add("--only", action="append", help="only this engine (cleaner or a peer); may be repeated")
    add("--engine", default="cleaner", help="the engine under test: cleaner or module:function")
    add("--peers", action="store_true", help="also readability-lxml and newspaper4k where installed")
    add("--ids", nargs="+", default=[], metavar="ID", help="only these pages")
    add("--limit", type=int, default=0, metavar="N", help="only the first N pages of each corpus")
    add("--sample", type=int, default=0, metavar="N", help="only N pages of each corpus, the same in every run")
    add("--worst", type=int, default=0, metavar="N", help="list the N worst pages of the engine under test")
    add("--show", action="store_true", help="with --worst: the lines missing and extra")
    add("--jobs", type=int, default=2, help="processes")
    add("--json", metavar="FILE", help="write the figures of each page")
    add("--against", metavar="FILE", help="compare with the figures of an earlier run, page by page")
    add("--readme", action="store_true", help="also measure the engine on weights blind to each page's host, and write the README's tables")
    add("--floors", action="store_true", help="compare with scripts/floors.toml; exit status 1 where a figure fell through")
    add("--write-floors", action="store_true", help="write scripts/floors.toml anew")
    add("--cache", default="~/.cache/cleaner-measure", metavar="DIR", help="where peers' results are kept")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
