"""Habits that are checked, not hoped for: small functions and modules, narrow excepts, no drawers for everything."""

from __future__ import annotations

import ast

import pytest
from structure import Source, sources

MAX_FUNCTION_LINES = 50
MAX_MODULE_LINES = 350
MAX_COMMAND_STATEMENTS_LINES = 15
BROAD = {"Exception", "BaseException"}
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc"}

every_module = pytest.mark.parametrize("source", sources(), ids=lambda source: source.name or "cleaner")


def functions(source: Source) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@every_module
def test_functions_are_short(source: Source) -> None:
    long = [f"{f.name}:{f.lineno}" for f in functions(source) if (f.end_lineno or 0) - f.lineno >= MAX_FUNCTION_LINES]
    assert long == []


@every_module
def test_modules_are_short_and_say_what_they_are(source: Source) -> None:
    assert source.lines <= MAX_MODULE_LINES
    assert source.name.rpartition(".")[2] not in DRAWERS
    assert ast.get_docstring(source.tree)


@every_module
def test_excepts_are_narrow(source: Source) -> None:
    handlers = [node for node in ast.walk(source.tree) if isinstance(node, ast.ExceptHandler)]
    broad = [h.lineno for h in handlers if h.type is None or BROAD & {n.id for n in ast.walk(h.type) if isinstance(n, ast.Name)}]
    assert broad == []


@every_module
def test_what_others_use_has_a_docstring(source: Source) -> None:
    scopes = [source.tree, *(node for node in source.tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_"))]
    members = [node for scope in scopes for node in scope.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    bare = [f"{node.name}:{node.lineno}" for node in members if not node.name.startswith("_") and not ast.get_docstring(node)]
    assert bare == []


@pytest.mark.parametrize("source", [s for s in sources() if s.unit == "cli"], ids=lambda source: source.name)
def test_command_bodies_are_short(source: Source) -> None:
    long = [f"{f.name}:{f.lineno}" for f in functions(source) if _body_lines(f) > MAX_COMMAND_STATEMENTS_LINES]
    assert long == []


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0
