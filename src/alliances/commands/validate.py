"""``alliances facts`` and ``alliances validate``: the stylized facts, and whether simulated worlds reproduce them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alliances.commands.request import AsJson, Quiet, Request, Scheduler, Settings, Share, Without, Workers

if TYPE_CHECKING:
    from alliances.experiments.evidence.validation import Plan

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

alliances validate --ensemble results/calibration/ensemble.csv --replicates 100
"""


def facts(
    name: Annotated[str | None, typer.Argument(metavar="[ID]", help="One fact, with its numbers.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the stylized facts: what is reported, by whom, how it is measured, and what it may be used for."""
    from alliances.analysis.facts import fact, facts
    from alliances.commands.console import ask_next, console, print_json, print_table
    from alliances.commands.validation_report import declaration, fact_tables, one_fact

    if as_json:
        return print_json([declaration(one) for one in (facts().values() if name is None else [fact(name)])])
    screen = console()
    for part in fact_tables(tuple(facts().values())) if name is None else one_fact(fact(name)):
        print_table(screen, part)
        screen.print()
    return ask_next(screen, "validate --out results/validation", "measures them in simulated worlds")


def validate(
    context: typer.Context,
    scenario: Annotated[str, typer.Option(help="A shipped scenario, or the path of a TOML file.")] = "default",
    replicates: Annotated[int, typer.Option(min=1, help="Number of seeds; verdicts are open below 30.")] = 30,
    first_seed: Annotated[int, typer.Option(min=0, max=2**31, help="The first of the seeds.")] = 1,
    firms: Annotated[int, typer.Option(help="Firms at the start of each world.")] = 4000,
    fact: Annotated[list[str] | None, typer.Option(metavar="ID", help="Only this fact; may be repeated.")] = None,
    without: Without = None,
    settings: Settings = None,
    ensemble: Annotated[
        str | None, typer.Option(metavar="NAME", help="Parameters from this ensemble or CSV file, a member per seed.")
    ] = None,
    ablate: Annotated[bool, typer.Option("--ablate", help="Repeat with each rule switched off in turn.")] = False,
    workers: Workers = None,
    scheduler: Scheduler = None,
    shard: Share = None,
    out: Annotated[Path | None, typer.Option(help="Folder for measures, verdicts and report; resumes.")] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Validate the simulated world against the stylized facts: reported, simulated, and whether reproduced."""
    from alliances.analysis.facts import fact as named
    from alliances.analysis.facts import facts
    from alliances.commands.extras import need
    from alliances.commands.run import assignments
    from alliances.experiments.ensemble import load_ensemble
    from alliances.experiments.evidence.validation import Plan, ablated_rules, check_plan

    need("analysis")
    off = tuple(without or ())
    plan = Plan(
        facts=tuple(dict.fromkeys(map(named, fact))) if fact else tuple(facts().values()),
        scenario=scenario, firms=firms, seeds=tuple(range(first_seed, first_seed + replicates)), without=off,
        parameters=assignments(settings or []), ablate=ablated_rules(off) if ablate else (),
        ensemble=load_ensemble(ensemble) if ensemble else (),
    )  # fmt: skip
    check_plan(plan)
    request = Request(
        out=out, workers=workers, scheduler=scheduler, shard=shard, as_json=as_json, quiet=quiet,
        command=["alliances", *(context.obj or [])],
    )  # fmt: skip
    raise typer.Exit(answer(plan, request))


def answer(plan: Plan, request: Request) -> int:
    """Measure, write, print; returns the exit code."""
    from alliances.commands.campaigns import carried_out
    from alliances.commands.validation_report import show, show_json
    from alliances.experiments.evidence.validation import campaign_of
    from alliances.experiments.evidence.validation_folder import write

    validated = carried_out(campaign_of(plan), request, partial(write, plan))
    (show_json if request.as_json else show)(plan, validated, request.out)
    return 0
