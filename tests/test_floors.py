"""Imports only go down, as the table in the README says; none go round in circles."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter

from structure import ROOT, imported, sources

README = (ROOT / "README.md").read_text(encoding="utf-8")
OUTSIDE = {"", "__main__"}      # the public face, which loads by name, and the entrance


def floors() -> dict[str, int]:
    """The floor of each module or package, from the table in the README."""
    table = README.partition("Imports only go down")[2].partition("\n\n")[2].partition("\n\n")[0]
    floor, found = 0, {}
    for number, names in re.findall(r"^\| (\d*) ?\| (.*?) \|", table, re.MULTILINE):
        floor = int(number or floor)
        found |= dict.fromkeys(re.findall(r"`(\w+)`", names), floor)
    return found


def inner_imports() -> list[tuple[str, str]]:
    """Pairs of modules of the package, the importing one first."""
    return [
        (source.name, name.removeprefix("cleaner.")) for source in sources() for name, _ in imported(source)
        if name.startswith("cleaner.") and source.name not in OUTSIDE
    ]


def test_every_module_has_a_floor() -> None:
    assert {source.unit for source in sources()} - OUTSIDE == set(floors())


def test_imports_only_go_down() -> None:
    floor = floors()
    units = {(user.partition(".")[0], used.partition(".")[0]) for user, used in inner_imports()}
    up = sorted((user, used) for user, used in units if user != used and floor[used] >= floor[user])
    assert up == []


def test_no_module_imports_itself_through_others() -> None:
    graph: dict[str, set[str]] = {}
    for user, used in inner_imports():
        if not user.startswith(used + "."):     # a package's own front door is open to its modules
            graph.setdefault(user, set()).add(used)
    TopologicalSorter(graph).prepare()


def test_trees_of_the_parser_stay_with_those_who_read_pages() -> None:
    users = {source.unit for source in sources() for name, _ in imported(source) if name.partition(".")[0] == "lxml"}
    readers = {"formula", "loss", "mend", "metadata", "parse", "places", "read", "script_text", "segment", "tolerant"}
    assert users <= {*readers, "stages"}        # a stage: its failures
