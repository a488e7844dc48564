"""``alliances facts`` and ``alliances validate``: the stylized facts, and whether simulated worlds reproduce them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alliances.commands.request import Request, Settings, Without, interrupted

if TYPE_CHECKING:
    from alliances.experiments.evidence.validation import Plan, Validated

JSON = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
FACT_EXAMPLES = """Examples:

alliances facts

alliances facts failure

alliances facts --json
"""
EXAMPLES = """Examples:

alliances validate

alliances validate --fact failure --fact termination --replicates 10

alliances validate --without knowledge_exchange --out results/without-knowledge

alliances validate --ablate --out results/ablation
"""


def facts(
    name: Annotated[str | None, typer.Argument(metavar="[ID]", help="One fact, with its numbers.")] = None,
    as_json: JSON = False,
) -> None:
    """List the stylized facts: what is reported, by whom, how it is measured, and what it may be used for."""
    from alliances.analysis.facts import fact, facts
    from alliances.commands.console import console, print_json
    from alliances.commands.validation_report import declaration, fact_tables, one_fact

    if as_json:
        return print_json([declaration(one) for one in (facts().values() if name is None else [fact(name)])])
    screen = console()
    for part in fact_tables(tuple(facts().values())) if name is None else one_fact(fact(name)):
        screen.print(part)
        screen.print()
    return None


def validate(
    context: typer.Context,
    scenario: Annotated[str, typer.Option(help="A shipped scenario, or the path of a TOML file.")] = "default",
    replicates: Annotated[int, typer.Option(min=1, help="Seeds, from 1 on; verdicts are open below 30.")] = 30,
    firms: Annotated[int, typer.Option(help="Firms at the start of each world.")] = 4000,
    fact: Annotated[list[str] | None, typer.Option(metavar="ID", help="Only this fact; may be repeated.")] = None,
    without: Without = None,
    settings: Settings = None,
    ablate: Annotated[bool, typer.Option("--ablate", help="Repeat with every rule off in turn.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes, by default one per core; the result is the same.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for measures, verdicts and report; resumes.")] = None,
    as_json: JSON = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Validate the simulated world against the stylized facts: reported, simulated, reproduced or not, or open."""
    from alliances.analysis.facts import fact as named
    from alliances.analysis.facts import facts
    from alliances.commands.extras import need
    from alliances.commands.run import assignments
    from alliances.experiments.evidence.validation import Plan, ablated_rules, check_plan

    need("analysis")
    off = tuple(without or ())
    plan = Plan(
        facts=tuple(dict.fromkeys(map(named, fact))) if fact else tuple(facts().values()),
        scenario=scenario, firms=firms, seeds=tuple(range(1, replicates + 1)), without=off,
        parameters=assignments(settings or []), ablate=ablated_rules(off) if ablate else (),
    )  # fmt: skip
    check_plan(plan)
    request = Request(workers or os.cpu_count() or 1, out, as_json, quiet, ["alliances", *(context.obj or [])])
    raise typer.Exit(answer(plan, request))


def answer(plan: Plan, request: Request) -> int:
    """Measure, write, print; returns the exit code."""
    from alliances.commands.validation_report import show, show_json
    from alliances.experiments.evidence.validation_folder import keep, open_for

    if request.out is not None:
        open_for(request.out, plan, request.command)
    validated = carried_out(plan, request)
    if request.out is not None:
        keep(request.out, plan, validated, request.command)
    if validated.done < validated.asked:
        where = f"; it is kept in {request.out}, and the same command goes on from there" if request.out else ""
        return interrupted(f" after {validated.done} of {validated.asked} replicates{where}")
    (show_json if request.as_json else show)(plan, validated, request.out)
    return 0


def carried_out(plan: Plan, request: Request) -> Validated:
    """The measures, with progress on stderr."""
    from alliances.commands.console import QuarterProgress
    from alliances.commands.run import tell_about_compiling
    from alliances.experiments.evidence.validation import validate
    from alliances.experiments.workers import pool

    tell_about_compiling(request.quiet)
    most = len(plan.seeds) * (1 + len(plan.ablate))
    with pool(min(request.workers, most)) as executor, QuarterProgress(request.quiet, "replicate") as progress:
        return validate(plan, request.out, executor, progress)
