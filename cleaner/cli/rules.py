"""`cleaner rules`: what the rule packs hold, and whether one of your own loads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.errors import RulePackError, UsageError

if TYPE_CHECKING:
    from cleaner.model import Rule

rules = typer.Typer(help="List, show and check rules.", no_args_is_help=True, rich_markup_mode=None)
_KEYS = ("kind", "pattern", "max_words", "where", "needs", "opens", "drops", "keeps")


@rules.command("list")
def list_rules(
    languages: Annotated[list[str] | None, typer.Argument(metavar="LANGUAGE", help="Only these packs.", show_default=False)] = None,
) -> None:
    """List rules: id, what it drops, where, and the second signals it needs."""
    for name in _packs(languages):
        for rule in _builtin(name):
            typer.echo(f"{rule.id}\t{rule.kind}\t{rule.where}\t{' '.join(sorted(rule.needs))}")


@rules.command("show")
def show(rule_id: Annotated[str, typer.Argument(metavar="ID", help="As in a removal or in the list.")]) -> None:
    """Show a rule with its pattern and examples."""
    for rule in _builtin(*_packs([rule_id.partition(".")[0]])):
        if rule.id == rule_id:
            typer.echo("\n".join(_described(rule)))
            return
    raise UsageError(f"no rule {rule_id!r}; `cleaner rules list` names them")


@rules.command("check")
def check(files: Annotated[list[str], typer.Argument(metavar="FILE", help="Rule packs.", show_default=False)]) -> None:
    """Check rule packs: that they load, and that every rule meets its own examples."""
    from cleaner.cli.options import pack
    from cleaner.cli.report import Tally

    tally = Tally()
    for path in files:
        try:
            typer.echo(f"{path}: {len(pack(path).rules)} rules, fine")
            tally.inputs += 1
        except RulePackError as error:
            tally.failed(path, str(error).removeprefix(f"{path}: "))
    tally.end()


def _packs(names: list[str] | None) -> tuple[str, ...]:
    from cleaner.rules import available

    for name in names or ():
        if name not in available():
            raise UsageError(f"no rule pack {name!r}; there are {', '.join(available())}")
    return tuple(names or available())


def _builtin(*names: str) -> list[Rule]:
    from cleaner.rules import builtin

    return [rule for name in names for rule in builtin(name).rules]


def _described(rule: Rule) -> list[str]:
    lines = [rule.id]
    for key in _KEYS:
        value = getattr(rule, key)
        many = [value] if isinstance(value, str | int) else sorted(value) if isinstance(value, frozenset) else value
        lines += [f"  {key:<10}{part}" for part in many]
    return lines
