"""CPU per page beside other extractors and the bare parse, and where it goes.

    python scripts/speed.py CORPORA                 ratios on news-publishers + web-articles, and CPU by step
    python scripts/speed.py CORPORA --profile       where the time goes, function by function
    python scripts/speed.py CORPORA --growth        pages of 10 kB to 20 MB, 10 to 500,000 blocks, depth of 10 to 100,000
    python scripts/speed.py CORPORA --memory        resident memory over 20,000 pages, peak of large pages

CPU time of one process, one thread, after warm-up pages; each engine takes fifty pages one after the other, then the next its turn.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent))

from lxml import html as lxml_html
from measure import corpora, engines, growth, peers, timing
from measure.corpora import Sample

CORPORA = ("news-publishers", "web-articles")
WARM_UP = 3
PROFILED = 40           # functions shown
IMPORTS = 5             # times an import is measured; the least counts
STEPS = (
    ("cleaner.clean", "read_page"), ("cleaner.read", "decode"), ("cleaner.read", "parse"), ("cleaner.read", "segment"),
    ("cleaner.read", "extract"), ("cleaner.read", "rule_hits"), ("cleaner.clean", "to_text"), ("cleaner.clean", "assess"),
)
PIPELINES = (("cleaner.clean", "html_stages"),)


def main() -> int:
    options = _options()
    place = corpora.folder(options.corpora)
    if options.growth:
        for line in growth.trials():
            print(line, flush=True)
        return 0
    if place is None:
        print("skipped: no corpora")
        return 0
    if options.memory:
        for line in growth.memory(str(place)):
            print(line, flush=True)
        return 0
    pages = [page for name in CORPORA for page in _choose(place, name, options.sample)]
    if options.profile:
        _profile(pages)
        return 0
    _compare(pages, options.only)
    _steps(pages)
    _imports()
    return 0


def _choose(place: Path, name: str, sample: int) -> list[Sample]:
    return corpora.choose(corpora.read(place, name), set(), 0, sample)


def _parse(page: Sample) -> object:
    return lxml_html.document_fromstring(peers.decoded(page.html or ""))


def _compare(pages: list[Sample], only: bool) -> None:
    compared = {"cleaner": engines.cleaner, "lxml parse alone": _parse}
    if not only:
        compared |= {"trafilatura": peers.trafilatura, "resiliparse": peers.resiliparse}
    times = timing.measure(compared, pages, WARM_UP)
    print(f"{len(pages)} pages, CPU ms a page                median      p95   cleaner / it: median   p95")
    ours = times["cleaner"]
    for name, found in times.items():
        ratios = f"{ours.median / found.median:>12.2f}  {ours.p95 / found.p95:>9.2f}"
        print(f"  {name:<36} {found.median * 1e3:>8.2f} {found.p95 * 1e3:>8.2f}  {ratios}")


def _steps(pages: list[Sample]) -> None:
    steps = timing.Steps()
    with timing.patched(steps, STEPS, PIPELINES) as missing:
        for page in pages:
            engines.cleaner(page)
            steps.end_page()
    if missing:
        print(f"not measured, no such name: {', '.join(missing)}")
    print("own CPU ms by step                            median      p95     mean")
    for name, found in steps.times().items():
        mean = sum(found.seconds) / len(found.seconds)
        print(f"  {name:<40} {found.median * 1e3:>8.3f} {found.p95 * 1e3:>8.3f} {mean * 1e3:>8.3f}")


def _imports() -> None:
    for code in ("import cleaner", "from cleaner import clean", "pass"):
        run = [sys.executable, "-c", f"import time; b = time.process_time(); {code}; print(time.process_time() - b)"]
        least = min(float(subprocess.run(run, capture_output=True, text=True, check=True).stdout) for _ in range(IMPORTS))
        print(f"{code!r}: {least * 1e3:.0f} ms")


def _profile(pages: list[Sample]) -> None:
    for page in pages[:WARM_UP]:
        engines.cleaner(page)
    profile = cProfile.Profile()
    profile.enable()
    for page in pages:
        engines.cleaner(page)
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(PROFILED)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("corpora", nargs="?", help="folder of the corpora (or CLEANER_CORPORA)")
    add("--sample", type=int, default=0, metavar="N", help="only N pages of each corpus, the same in every run")
    add("--only", action="store_true", help="only cleaner and the bare parse")
    add("--profile", action="store_true", help="cProfile by own time")
    add("--growth", action="store_true", help="how cost grows with the page")
    add("--memory", action="store_true", help="memory over many pages and of large pages")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
