"""``alliances survey``: repeat a paper's survey on simulated firms, and set what it finds beside what is caused."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alliances.commands.request import AsJson, Quiet, Request, Scheduler, Settings, Share, Without, Workers

if TYPE_CHECKING:
    from alliances.experiments.evidence.survey import Plan

EXAMPLES = """Examples:

alliances survey

alliances survey zhu

alliances survey zhu --causal

alliances survey nissanka emerging-smes --replicates 5 --out results/nissanka

alliances survey zhu --without knowledge_exchange --set trust.gain=0.2 --workers 4

alliances survey veilleux --json
"""


def survey(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[SURVEY]", help="A survey; without, all are listed.")] = None,
    scenario: Annotated[
        str | None, typer.Argument(help="A shipped scenario, or the path of a TOML file; the survey's own if none.")
    ] = None,
    replicates: Annotated[int, typer.Option(min=1, help="Worlds to survey: as many seeds, from --seed on.")] = 10,
    draws: Annotated[int | None, typer.Option(min=1, help="Samples of each world, instead of the paper's.")] = None,
    size: Annotated[int | None, typer.Option(min=10, help="Firms per sample, instead of the paper's number.")] = None,
    firms: Annotated[int, typer.Option(help="Firms at the start of each world.")] = 4000,
    seed: Annotated[int, typer.Option(help="First seed; the same seed gives the same worlds and samples.")] = 1,
    causal: Annotated[bool, typer.Option("--causal", help="Use worlds where a lottery decides who may ally.")] = False,
    settings: Settings = None,
    without: Without = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    shard: Share = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for respondents, estimates, summary and figure; resumes.")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Repeat a paper's survey on simulated firms: what its sample finds, what all firms show, and what is causal."""
    from alliances.analysis.surveys import causal as by_lot
    from alliances.analysis.surveys import survey as named
    from alliances.commands.extras import need
    from alliances.commands.run import assignments
    from alliances.commands.survey_report import show_all
    from alliances.experiments.evidence.survey import Plan, checked_plan

    if name is None:
        show_all(as_json)
        return
    need("analysis")
    asked = named(name)
    plan = checked_plan(Plan(
        survey=by_lot(asked) if causal else asked, scenario=scenario, firms=firms,
        parameters=assignments(settings or []), without=tuple(without or ()),
        seeds=tuple(range(seed, seed + replicates)), draws=draws, size=size,
    ))  # fmt: skip
    request = Request(
        out=out, workers=workers, scheduler=scheduler, shard=shard, as_json=as_json, quiet=quiet,
        command=["alliances", *(context.obj or [])],
    )  # fmt: skip
    raise typer.Exit(answer(plan, request))


def answer(plan: Plan, request: Request) -> int:
    """Survey, write, print; returns the exit code."""
    from alliances.commands.campaigns import carried_out
    from alliances.commands.survey_report import show, show_json
    from alliances.experiments.evidence.survey_campaign import campaign_of
    from alliances.experiments.evidence.survey_folder import write

    surveyed = carried_out(campaign_of(plan), request, partial(write, plan))
    (show_json if request.as_json else show)(plan, surveyed, request.out)
    return 0
