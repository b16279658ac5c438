"""Which fold a page is held out in: all pages of a host together, and pages of one structure together."""

from __future__ import annotations

import zlib
from urllib.parse import urlsplit

from measure.corpora import Sample

FOLDS = 5
_TRANSPLANT = "_transplant_"        # an article set into another page's structure: the id names that page


def fold_of(sample: Sample) -> int:
    """The fold (0 … FOLDS - 1) in which `sample` is held out.

    Ids such as `ro_transplant_pl_daily_1` and `pl_daily_2` share the publisher part "pl_daily", and so their fold.
    """
    if sample.corpus in {"read-also-pages", "ro-hr-pages"}:
        name = sample.id.split(_TRANSPLANT)[-1].rpartition("_")[0] or sample.id
    else:
        name = urlsplit(sample.url or "").hostname or sample.id
    return zlib.crc32(name.removeprefix("www.").encode()) % FOLDS
