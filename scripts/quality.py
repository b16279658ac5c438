"""Every metric of the corpora, beside other extractors in the same run.

    python scripts/quality.py CORPORA                        all corpora, cleaner beside trafilatura and resiliparse
    python scripts/quality.py CORPORA --only cleaner --corpus news-publishers --worst 10 --show
    python scripts/quality.py CORPORA --only cleaner --json after.json --against before.json

The corpora folder may also come from CLEANER_CORPORA; without one the run is skipped.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from measure import corpora, engines, peers, report
from measure.figures import difference, summary
from measure.metrics import Figures, Output, figures


def main() -> int:
    options = _options()
    place = corpora.folder(options.corpora)
    if place is None:
        print("skipped: no corpora")
        return 0
    pages: dict[str, dict[str, dict[str, Figures]]] = {}        # engine -> corpus -> page id -> figures
    for corpus in options.corpus or corpora.NAMES:
        samples = corpora.choose(corpora.read(place, corpus), set(options.ids), options.limit, options.sample)
        if not samples:
            continue
        print(f"\n{corpus}: {len(samples)} pages")
        for engine in _engines(options, samples):
            outputs = _outputs(engine, samples, options, corpora.digest(place, corpus))
            found = {sample.id: figures(sample, outputs[sample.id]) for sample in samples}
            pages.setdefault(engine, {})[corpus] = found
            print(report.line(engine, summary(list(found.values()))), flush=True)
            if engine == options.engine:
                _details(options, samples, outputs, found)
    if options.json:
        Path(options.json).write_text(json.dumps(pages.get(options.engine, {}), indent=0), encoding="utf-8")
    return 0


def _details(options: argparse.Namespace, samples: list[corpora.Sample], outputs: dict[str, Output], found: dict[str, Figures]) -> None:
    if options.against:
        before = json.loads(Path(options.against).read_text(encoding="utf-8")).get(samples[0].corpus, {})
        shared = [id_ for id_ in found if id_ in before]
        if shared:
            change = difference([found[i] for i in shared], [before[i] for i in shared])
            print(report.line(f"change, {len(shared)} pages", change, sign=True))
            print(report.moved([(i, before[i], found[i]) for i in shared], options.worst))
    if options.worst:
        print(report.worst(samples, outputs, found, options.worst, options.show))


def _engines(options: argparse.Namespace, samples: list[corpora.Sample]) -> list[str]:
    if options.only:
        return [options.engine if name == "cleaner" else name for name in options.only]
    if samples[0].html is None:
        return ["nothing_done", options.engine]
    wanted = peers.PEERS if options.peers else peers.USUAL
    return [name for name in wanted if peers.installed(name)] + [options.engine]


def _outputs(engine: str, samples: list[corpora.Sample], options: argparse.Namespace, digest: str) -> dict[str, Output]:
    if engine not in peers.PEERS or samples[0].html is None:
        return engines.run(engine, samples, options.jobs)
    cache = peers.Cache(Path(options.cache).expanduser(), engine, digest, samples[0].corpus)
    missing = [sample for sample in samples if sample.id not in cache.outputs]
    if missing:
        cache.add(engines.run(engine, missing, options.jobs))
    return cache.outputs


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("corpora", nargs="?", help="folder of the corpora (or CLEANER_CORPORA)")
    add("--corpus", action="append", choices=corpora.NAMES, help="only this corpus; may be repeated")
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
    add("--cache", default="~/.cache/cleaner-measure", metavar="DIR", help="where peers' results are kept")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
