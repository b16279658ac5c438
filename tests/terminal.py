"""The command line on a terminal."""

from __future__ import annotations

import os
import subprocess
import sys


def on_terminal(*arguments: object, shows: str = "stderr", environment: dict[str, str] | None = None) -> bytes:
    """What `cleaner` prints on a terminal that stands for one of its streams; it must end without failing."""
    leader, follower = os.openpty()
    inherited = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | {shows: follower}
    process = subprocess.Popen(
        [sys.executable, "-m", "cleaner", *map(str, arguments)], **streams,
        env={**inherited, "TERM": "xterm", "COLUMNS": "120", **(environment or {})},
    )
    os.close(follower)
    shown = b""
    try:
        while piece := os.read(leader, 1 << 16):
            shown += piece
    except OSError:         # how Linux says that the other side is gone
        pass
    os.close(leader)
    assert process.wait(60) == 0, shown[-500:]
    return shown
