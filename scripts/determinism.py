"""The same input gives the same output, byte for byte, in any order and in any process, and no page raises anything.

    python scripts/determinism.py CORPORA [--sample N]

Cleans the whole set twice, shuffled differently, in two processes with different hash seeds, and compares the JSON.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from measure import corpora

SEEDS = (1, 2)
TOLD = 20               # pages named in a failing run


def main() -> int:
    options = _options()
    place = corpora.folder(options.corpora)
    if place is None:
        print("skipped: no corpora")
        return 0
    if options.seed:
        _clean_all(place, options.seed, options.sample)
        return 0
    runs = [_start(place, seed, options.sample) for seed in SEEDS]
    first, second = (json.loads(run.communicate()[0]) for run in runs)
    raised = [f"{id_}: {outcome}" for id_, outcome in first.items() if outcome.startswith("raised")]
    differing = [id_ for id_ in first if first[id_] != second[id_]]
    print(f"{len(first)} pages, two processes, two orders: {len(differing)} differ, {len(raised)} raised an exception")
    for line in [*raised, *differing][:TOLD]:
        print(f"  {line}")
    return 1 if raised or differing or any(run.returncode for run in runs) else 0


def _start(place: Path, seed: int, sample: int) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, str(place), "--seed", str(seed), "--sample", str(sample)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONHASHSEED": str(seed)})


def _clean_all(place: Path, seed: int, sample: int) -> None:
    """Prints a digest of the JSON of every page, in an order of its own."""
    pages = [page for name in corpora.NAMES for page in corpora.choose(corpora.read(place, name), set(), 0, sample)]
    random.Random(seed).shuffle(pages)
    print(json.dumps({f"{page.corpus}/{page.id}": _outcome(page) for page in pages}, sort_keys=True))


def _outcome(page: corpora.Sample) -> str:
    from cleaner.clean import clean, clean_text

    try:
        article = clean_text(page.text or "") if page.html is None else clean(page.html, url=page.url)
        verdicts = "\n".join(map(repr, article.verdicts))
        return hashlib.sha256(f"{article.to_json()}\n{article.to_markdown()}\n{verdicts}".encode()).hexdigest()
    except Exception:       # whatever it is, it is what this script looks for
        return "raised " + traceback.format_exc(limit=-1).replace("\n", " ")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="?", help="folder of the corpora (or CLEANER_CORPORA)")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="only N pages of each corpus")
    parser.add_argument("--seed", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
