"""Trials of the inputs and the batch on real pages: each prints its figures.

    python scripts/trials.py containers CORPORA     every container gives the text of the plain file
    python scripts/trials.py pace CORPORA           two workers against one, one against a bare loop
    python scripts/trials.py killed CORPORA         kill -9 at 30 random moments, then the same command
    python scripts/trials.py full-disk CORPORA      no space at 10 random moments, then the same command (may mount a tmpfs)
    python scripts/trials.py misbehaving CORPORA    pages that hang, abort and eat memory among 500 good ones
    python scripts/trials.py hostile                bombs, monsters, broken text, bait for every pack, 200,000 files
    python scripts/trials.py mutate CORPORA         damaged pages and containers for ten minutes
    python scripts/trials.py rows                   memory over 200,000 JSON lines

The corpora folder may also come from CLEANER_CORPORA; without one a trial that needs it is skipped.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent))

from measure import corpora
from tried import cut_short, hostile, many_rows, misbehaving, mutate, pace, same_text

WITHOUT_CORPORA = frozenset({"hostile", "rows"})


def main() -> int:
    options = _options()
    place = corpora.folder(options.corpora)
    if place is None and options.trial not in WITHOUT_CORPORA:
        print("skipped: no corpora")
        return 0
    for line in _trial(options, place or Path()):
        print(line, flush=True)
    return 0


def _trial(options: argparse.Namespace, place: Path) -> Iterator[str]:
    trials = {
        "containers": lambda: same_text.trial(place, options.pages),
        "pace": lambda: pace.trial(place, options.pages),
        "killed": lambda: cut_short.killed(place, options.pages or 300),
        "full-disk": lambda: cut_short.full_disk(place, options.pages or 300),
        "misbehaving": lambda: misbehaving.trial(place),
        "hostile": hostile.trial,
        "mutate": lambda: mutate.trial(place, options.minutes, options.seed),
        "rows": lambda: many_rows.trial(options.pages or 200_000),
    }
    return trials[options.trial]()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trial", choices=("containers", "pace", "killed", "full-disk", "misbehaving", "hostile", "mutate", "rows"))
    parser.add_argument("corpora", nargs="?")
    parser.add_argument("--pages", type=int, default=0, help="pages (rows) that the trial takes")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
