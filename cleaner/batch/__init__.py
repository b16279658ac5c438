"""Many pages at once, not one lost: worker processes, records, and outputs that survive any interruption.

`run` gives records for pages as an iterator; `write` brings the records of inputs into an `Output`, and goes on where it
was interrupted.
"""

from cleaner.batch.outputs import Output, sink_for
from cleaner.batch.record import STATUSES, Record
from cleaner.batch.run import Settings, run
from cleaner.batch.write import Policy, Summary, write

__all__ = ["STATUSES", "Output", "Policy", "Record", "Settings", "Summary", "run", "sink_for", "write"]
