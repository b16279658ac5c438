"""Trials of the inputs and the batch, one module for what belongs together; `scripts/trials.py` runs them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "sources"))     # the tests' writers of containers
