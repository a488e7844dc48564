"""``alliances sweep``: do the runs of a design, on any number of workers, and go on wherever it was stopped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alliances.commands.request import AsJson, Quiet, Request, Scheduler, Share, Workers

if TYPE_CHECKING:
    from alliances.experiments.designs.design import Design
    from alliances.experiments.sweeps.results import Results

FAULT = 1
EXAMPLES = """Examples:

alliances sweep competition-barriers --dry-run

alliances sweep competition-barriers --out results/barriers --workers 4

alliances sweep my-design.toml --shard 3/16

alliances sweep my-design.toml --scheduler tcp://10.0.0.5:8786
"""


def sweep(
    context: typer.Context,
    design: Annotated[str, typer.Argument(metavar="DESIGN", help="A shipped design, or the path of a TOML file.")],
    out: Annotated[
        Path | None, typer.Option(help="Folder for the results, by default results/DESIGN; continues what is there.")
    ] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    shard: Share = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show how many runs and how long; keep nothing.")] = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Do all runs of a design that are not done yet; results are saved as they come."""
    from alliances.experiments.designs.design import load_design

    chosen = load_design(design)
    request = Request(
        out=out or Path("results") / chosen.name, workers=workers, scheduler=scheduler, shard=shard, as_json=as_json,
        quiet=quiet, command=["alliances", *(context.obj or [])],
    )  # fmt: skip
    raise typer.Exit(rehearsed(chosen, request) if dry_run else answer(chosen, request))


def rehearsed(design: Design, request: Request) -> int:
    """Time a few runs, and say what the whole would take; returns the exit code."""
    from os import cpu_count

    from alliances.commands.campaigns import outlook
    from alliances.commands.console import console, print_json
    from alliances.commands.run import tell_about_compiling
    from alliances.experiments.sweeps.sweep import campaign_of, rehearse

    tell_about_compiling(request.quiet)
    told = rehearse(design, request.workers or cpu_count() or 1)
    if request.as_json:
        print_json({"design": design.name, "points": design.n_points, "replicates": design.replicates,
                    "runs": told.asked, "seconds_per_run": told.pace, "workers": told.workers,
                    "expected_seconds": told.ahead, "failed_of_timed": told.failed})  # fmt: skip
    else:
        console().print(f"{design.title}: {campaign_of(design).extent}{outlook(told)}", soft_wrap=True)
    return 0


def answer(design: Design, request: Request) -> int:
    """Do the sweep and print; returns the exit code."""
    from alliances.commands.campaigns import Teller, carried_out
    from alliances.commands.sweep_report import show, show_json
    from alliances.experiments.sweeps.sweep import campaign_of

    campaign = campaign_of(design)
    teller = Teller(campaign, request)
    results: Results = carried_out(campaign, request, teller=teller)
    (show_json if request.as_json else show)(results, campaign, teller.last)
    return fault(results)


def fault(results: Results) -> int:
    """The exit code: a fault if a run failed, which is told in one line."""
    failures = results.kept.failures
    if not failures:
        return 0
    first = next(iter(failures.values()))
    typer.echo(
        f"alliances: {len(failures)} of {results.asked} runs failed, the first is {first.run_id}: {first.error} "
        f"(alliances status {results.folder} lists them)",
        err=True,
    )
    return FAULT
