"""``alliances scenarios | parameters | outcomes``: list what is declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from alliances.model.declarations.parameter import Parameter

JSON = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
SCENARIO_EXAMPLES = """Examples:

alliances scenarios

alliances scenarios --json
"""
PARAMETER_EXAMPLES = """Examples:

alliances parameters

alliances parameters trust

alliances parameters trust.gain --json
"""
OUTCOME_EXAMPLES = """Examples:

alliances outcomes

alliances outcomes alliances

alliances outcomes runs
"""


def scenarios(as_json: JSON = False) -> None:
    """List the scenarios, the question each is for, and what to look for."""
    from alliances.commands.console import ask_next, console, print_json, print_table, table
    from alliances.model.world.scenario import shipped

    names = ("name", "title", "question", "source", "look_for", "outcome", "then", "firms", "quarters", "burn_in")
    rows = [{name: getattr(scenario, name) for name in names} for scenario in shipped()]
    if as_json:
        return print_json(rows)
    shown = table("Scenarios", ["name", "question", "what to look for"])
    shown.padding = (0, 2, 1, 0)
    for row in rows:
        shown.add_row(row["name"], row["question"], row["look_for"])
    shown.columns[0].no_wrap = True
    screen = console()
    print_table(screen, shown)
    screen.print("A scenario of your own is a TOML file whose path you give.", style="italic")
    return ask_next(screen, f"run {rows[0]['name']}", "runs one and answers its question")


def parameters(
    name: Annotated[str | None, typer.Argument(metavar="[RULE|NAME]", help="A rule, or one parameter.")] = None,
    as_json: JSON = False,
) -> None:
    """List parameters: default, unit, ranges, evidence, source and meaning."""
    from alliances.commands.console import ask_next, console, print_json, print_table

    found = chosen_parameters(name)
    if as_json:
        return print_json([parameter_row(full, declaration) for full, declaration in found.items()])
    screen = console()
    for rule in dict.fromkeys(full.partition(".")[0] for full in found):
        print_table(screen, rule_table(rule, {full: d for full, d in found.items() if full.startswith(f"{rule}.")}))
        screen.print()
    screen.print("--set RULE.NAME=VALUE changes one; --without RULE switches a mechanism off.", style="italic")
    return ask_next(screen, f"compare default --without {next(iter(found)).partition('.')[0]}", "shows its effect")


def chosen_parameters(name: str | None) -> Mapping[str, Parameter]:
    """The parameters of a rule, or those of this name, or all."""
    from alliances.model.declarations.parameters import RULES, declared
    from alliances.model.errors import unknown

    every = declared()
    if name is None:
        return every
    found = {full: d for full, d in every.items() if name in (full, *full.split(".", 1))}
    if not found:
        raise unknown("rule or parameter", name, [*RULES, *every])
    return found


def parameter_row(full: str, declaration: Parameter) -> dict[str, Any]:
    """A parameter's declaration."""
    return {
        "name": full,
        "default": float(declaration),
        "unit": declaration.unit,
        "plausible": list(declaration.plausible),
        "admissible": [declaration.low, declaration.high],
        "whole": declaration.integer,
        "off": declaration.null,
        "evidence": declaration.evidence,
        "facts": list(declaration.facts),
        "source": declaration.source,
        "meaning": declaration.description,
    }


def rule_table(rule: str, found: dict[str, Parameter]) -> Any:
    """The table of a rule's parameters."""
    from alliances.commands.console import table
    from alliances.model.declarations.parameters import RULES

    title = f"{rule}  {(RULES[rule].__doc__ or '').partition(chr(10))[0]}"
    columns = ["name", "default", "unit", "plausible", "admissible", "evidence", "source", "meaning"]
    shown = table(title, columns, right=["default"])
    for full, declaration in found.items():
        low, high = declaration.plausible
        shown.add_row(
            full.partition(".")[2], f"{declaration:g}", declaration.unit, f"{low:g} to {high:g}",
            f"{declaration.low:g} to {declaration.high:g}", declaration.evidence, declaration.source,
            declaration.description,
        )  # fmt: skip
    for place in (0, 1, 3):
        shown.columns[place].no_wrap = True
    return shown


def outcomes(
    name: Annotated[str | None, typer.Argument(metavar="[TABLE]", help="One result table.")] = None,
    as_json: JSON = False,
) -> None:
    """List the result tables and their columns, and what sweeps measure of each run: type, unit and meaning."""
    from alliances.analysis.run_outcomes import ALSO, RUNS
    from alliances.commands.console import ask_next, console, print_json, print_table, table
    from alliances.model.errors import unknown
    from alliances.model.records.outcomes import TABLES

    chosen = [declared for declared in (*TABLES, RUNS) if name in (None, declared.name)]
    if not chosen:
        raise unknown("table", str(name), [declared.name for declared in (*TABLES, RUNS)])
    if as_json:
        return print_json([
            {"table": t.name, "one_row_per": t.row, "columns": [column._asdict() for column in t.columns]}
            for t in chosen
        ])  # fmt: skip
    screen = console()
    for declared in chosen:
        shown = table(f"{declared.name}  one row per {declared.row}", ["column", "type", "unit", "meaning"])
        for column in declared.columns:
            kind = f"{column.kind}, or null" if column.nullable else column.kind
            shown.add_row(column.name, kind, column.unit, column.meaning)
        print_table(screen, shown)
        screen.print()
    if RUNS in chosen:
        screen.print(ALSO, style="italic")
    return ask_next(screen, "run --out results/default", "keeps these tables of one world")
