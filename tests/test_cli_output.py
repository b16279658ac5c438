"""The command line: where what is written goes, and what is never written over."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import Cli

TEXT = "Stanovnici sela mogu od ponedjeljka ponovno pješice prijeći rijeku, nakon sedam godina čekanja, rekao je načelnik."


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_rows_are_never_written_over_themselves(cli: Cli, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"body": TEXT}) + "\n", encoding="utf-8")
    before = rows.read_bytes()
    ran = cli("text", "--field", "body", rows, "-o", rows)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("choose another place\n")
    assert rows.read_bytes() == before
