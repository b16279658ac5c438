"""Many pages at once, not one lost: worker processes, records, and outputs that survive any interruption.

`run` gives records for pages as an iterator; `write` puts the records of inputs into a file or folder, and resumes.
"""

from cleaner.batch.record import STATUSES, Record
from cleaner.batch.run import Settings, run

__all__ = ["STATUSES", "Record", "Settings", "run"]
