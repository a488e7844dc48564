"""``alliances policy``: compare policies with no policy, on the same firms and the same random draws."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alliances.commands.request import AsJson, Quiet, Request, Scheduler, Share, Workers

if TYPE_CHECKING:
    from alliances.experiments.policy.design import Design

EXAMPLES = """Examples:

alliances policy

alliances policy sme-subsidy-or-opening --only main

alliances policy export-grant-after-its-end --out results/grant --workers 2

alliances policy my-comparison.toml --replicates 100 --out results/mine
"""


def policy(
    context: typer.Context,
    design: Annotated[
        str | None, typer.Argument(metavar="[DESIGN]", help="A shipped comparison, or the path of a TOML file.")
    ] = None,
    replicates: Annotated[
        int | None, typer.Option(min=2, help="Seeds of the main comparison, instead of the design's.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="PART", help="Only this part besides the main comparison; 'main' for no other part."),
    ] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    shard: Share = None,
    out: Annotated[Path | None, typer.Option(help="Folder for tables, figures and report; resumes.")] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Compare policies: what each causes, for whom, at what cost, and how sure that is."""
    from alliances.commands.extras import need
    from alliances.commands.policy_report import show_shipped

    if design is None:
        return show_shipped(as_json)
    need("analysis")
    from alliances.experiments.policy.file import load_comparison

    chosen = load_comparison(design, replicates, only)
    request = Request(
        out=out, workers=workers, scheduler=scheduler, shard=shard, as_json=as_json, quiet=quiet,
        command=["alliances", *(context.obj or [])],
    )  # fmt: skip
    raise typer.Exit(answer(chosen, request))


def answer(design: Design, request: Request) -> int:
    """Compare, write, print; returns the exit code."""
    from alliances.commands.campaigns import carried_out
    from alliances.commands.policy_report import show, show_json
    from alliances.experiments.policy.comparison import campaign_of
    from alliances.experiments.policy.folder import write

    found = carried_out(campaign_of(design), request, write)
    (show_json if request.as_json else show)(found, request.out)
    return 0
