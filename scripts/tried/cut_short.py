"""A batch that is killed, or runs out of disk, and is then run again."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tried import pages

OUTS = ("out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "out.parquet", "out")
KILLS, FULL_DISKS = 30, 10
DISK_BYTES = 64 << 20
LIMIT_SECONDS = 300.0
SOME_FAILED = 1             # the corpora hold pages without an article


def killed(place: Path, limit: int) -> Iterator[str]:
    """Kills the whole process group at random moments, a trial each, and runs the same command again."""
    with tempfile.TemporaryDirectory() as folder:
        source, moments = pages.save(pages.read(place, limit), Path(folder) / "pages"), random.Random(30)
        whole = {out: _whole(source, Path(folder) / "whole" / out) for out in OUTS}
        equal = 0
        for number in range(KILLS):
            out = Path(folder) / str(number) / OUTS[number % len(OUTS)]
            expected, length = whole[out.name]
            moment = moments.uniform(0.2, length)
            before = _killed_at(source, out, moment)
            _run(source, out)
            same = pages.contents(out) == expected
            equal += same
            yield f"  {out.name:>14} killed after {moment:5.1f} s with {before:>4} records: {'equal' if same else 'DIFFERENT'}"
        yield f"kill -9 of the process group: {equal} of {KILLS} equal to an undisturbed run ({limit or 'all'} pages)"


def _command(source: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "cleaner", "batch", str(source), "-o", str(out) + ("" if out.suffix else "/"), "--quiet"]


def _run(source: Path, out: Path) -> float:
    began = time.monotonic()
    out.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(_command(source, out), capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
    if done.returncode > SOME_FAILED:
        raise SystemExit(f"{' '.join(done.args)} ended with {done.returncode}: {done.stderr}")
    return time.monotonic() - began


def _whole(source: Path, out: Path) -> tuple[object, float]:
    length = _run(source, out)
    return pages.contents(out), length


def _killed_at(source: Path, out: Path, moment: float) -> int:
    """How many records there are after a run that was killed."""
    out.parent.mkdir(parents=True)
    process = subprocess.Popen(_command(source, out), start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    path = out / "records.jsonl" if out.is_dir() else out
    return path.read_bytes().count(b"\n") if path.suffix == ".jsonl" and path.exists() else 0


def full_disk(place: Path, limit: int) -> Iterator[str]:
    """Lets the disk fill up at random moments, makes room, and runs the same command again."""
    with tempfile.TemporaryDirectory() as folder:
        source, moments = pages.save(pages.read(place, limit), Path(folder) / "pages"), random.Random(10)
        whole = {out: _whole(source, Path(folder) / "whole" / out)[0] for out in OUTS}
        sizes = {out: _size(Path(folder) / "whole" / out) for out in OUTS}
        equal = 0
        for number in range(FULL_DISKS):
            name = OUTS[number % len(OUTS)]
            with _small_disk(Path(folder) / "disk") as disk:
                if disk is None:
                    yield "skipped: mounting a small file system is not allowed here"
                    return
                room = int(moments.uniform(0.02, 0.95) * sizes[name])
                message = _filled(source, disk / name, room)
                _run(source, disk / name)
                same = pages.contents(disk / name) == whole[name]
            equal += same
            yield f"  {name:>14} with {room / 1024:6.0f} KiB of room: {message}; then {'equal' if same else 'DIFFERENT'}"
        yield f"disk full: {equal} of {FULL_DISKS} equal to an undisturbed run ({limit or 'all'} pages)"


def _size(out: Path) -> int:
    return sum(path.stat().st_size for path in out.rglob("*")) if out.is_dir() else out.stat().st_size


@contextmanager
def _small_disk(at: Path) -> Iterator[Path | None]:
    at.mkdir(exist_ok=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(at)], capture_output=True, check=False)
    try:
        yield at if mounted.returncode == 0 else None
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", str(at)], check=True)


def _filled(source: Path, out: Path, room: int) -> str:
    """Runs on a disk with `room` bytes left, then makes more; what the run said, in short."""
    ballast = out.parent / "ballast"
    with open(ballast, "wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(out.parent).free - room)
    done = subprocess.run(_command(source, out), capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
    ballast.unlink()
    said = done.stderr.strip().splitlines()
    return f"exit {done.returncode}, {said[-1].partition('written: ')[2] or said[-1] if said else 'said nothing'}"
