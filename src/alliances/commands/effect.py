"""``alliances effect``: how the effect of one thing changes with another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alliances.commands.request import AsJson, Outcomes, Quiet, Request, Scheduler, Settings, Share, Without, Workers

if TYPE_CHECKING:
    from alliances.experiments.variants.effect import Effect, Plan

EXAMPLES = """Examples:

alliances effect alliances --over competition

alliances effect alliances --over size --replicates 50 --out results/size

alliances effect trust --over barriers --outcome exporters_share

alliances effect skip-design --over competition

alliances effect my-grant.toml --over competition --scenario emerging-smes

alliances effect alliances --over market_conditions.enforcement --levels 9
"""


def effect(
    context: typer.Context,
    cause: Annotated[
        str,
        typer.Argument(
            help="alliances, skip-STAGE, revisit, a mechanism, NAME=VALUE, or the path of a TOML file of policies."
        ),
    ],
    over: Annotated[
        str,
        typer.Option(
            metavar="FACTOR",
            help="competition, barriers, institutions, a parameter, or a trait of firms: size, age, capability.",
        ),
    ],
    scenario: Annotated[str, typer.Option(help="A shipped scenario, or the path of a TOML file.")] = "default",
    settings: Settings = None,
    without: Without = None,
    outcome: Outcomes = None,
    levels: Annotated[int, typer.Option(min=2, help="Values of the factor, or classes of firms.")] = 5,
    replicates: Annotated[int, typer.Option(min=1, help="Seeds: pairs of worlds at each value.")] = 20,
    seed: Annotated[int, typer.Option(help="First seed.")] = 1,
    firms: Annotated[int | None, typer.Option(help="Firms at the start, instead of the scenario's.")] = None,
    quarters: Annotated[int | None, typer.Option(help="Quarters to run, instead of the scenario's.")] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    shard: Share = None,
    out: Annotated[Path | None, typer.Option(help="Folder for tables, figure and report; resumes.")] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show how the effect of one thing changes with another: a curve with its band, and the slope with its interval."""
    from alliances.commands.extras import need
    from alliances.commands.run import assignments

    need("analysis")
    from alliances.experiments.variants.effect import plan_of
    from alliances.experiments.variants.variant import variant

    parts = {"scenario": scenario, "parameters": assignments(settings or []), "without": without or ()}
    plan = plan_of(
        variant(parts, firms, quarters), cause, over, range(seed, seed + replicates), levels, outcome
    )  # fmt: skip
    request = Request(
        out=out, workers=workers, scheduler=scheduler, shard=shard, as_json=as_json, quiet=quiet,
        command=["alliances", *(context.obj or [])],
    )  # fmt: skip
    raise typer.Exit(answer(plan, request))


def answer(plan: Plan, request: Request) -> int:
    """Ask, write, print; returns the exit code."""
    from alliances.commands.campaigns import carried_out
    from alliances.experiments.variants.effect import campaign_of
    from alliances.experiments.variants.folder import write_effect

    found = carried_out(campaign_of(plan), request, write_effect)
    (show_json if request.as_json else show)(found, request.out)
    return 0


def show(found: Effect, out: Path | None) -> None:
    """Print the effect for people."""
    from alliances.analysis.outcome_words import measures_in_words
    from alliances.analysis.report.variants import slope_rows
    from alliances.analysis.variants.words import POINTS_MEANT
    from alliances.commands.console import ask_next, console, print_rows

    plan, slopes, screen = found.plan, found.slopes, console()
    screen.print(plan.title, style="bold")
    values = f"{found.curve['place'].nunique()} values of {plan.over.words} ({plan.over.unit})"
    screen.print(f"{plan.cause.meaning} {len(plan.seeds)} seeds at {values}.\n")
    for sentence in found.sentences():
        screen.print(sentence)
    rows = slope_rows(slopes, plan.outcomes)
    screen.print()
    print_rows(screen, f"All outcomes, slopes per {plan.over.step}", rows.heads, rows.rows, right=rows.heads[1:])
    screen.print(POINTS_MEANT)
    for sentence in measures_in_words(plan.outcomes):
        screen.print(sentence)
    if out is not None:
        screen.print(f"Report, tables and figure are in {out}")
    ask_next(screen, "sweep competition-barriers --out DIR", "varies two things at once, and heatmap draws them")


def show_json(found: Effect, out: Path | None) -> None:
    """Print the effect as JSON."""
    from alliances.analysis.json_rows import plain
    from alliances.commands.console import print_json

    plan = found.plan
    answer = found.sentences()
    print_json({
        "cause": plan.cause.name, "over": plan.over.asked, "world": plan.base.name, "seeds": list(plan.seeds),
        "answer": answer, "curve": plain(found.curve), "slopes": plain(found.slopes), "out": str(out) if out else None,
    })  # fmt: skip
