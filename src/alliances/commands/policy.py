"""``alliances policy``: compare policies with no policy, on the same firms and the same luck."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alliances.commands.request import Request, interrupted

if TYPE_CHECKING:
    from alliances.experiments.policy.comparison import Comparison
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
        typer.Option(metavar="PART", help="Beside the main comparison only this part of the design; 'main' for none."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes, by default one per core; the result is the same.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for tables, figures and report; resumes.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Compare policies: what each causes, for whom, at what cost, and how sure that is."""
    from alliances.commands.extras import need
    from alliances.commands.policy_report import show_shipped

    if design is None:
        return show_shipped(as_json)
    need("analysis")
    from alliances.experiments.policy.comparison import check
    from alliances.experiments.policy.file import load_comparison

    chosen = load_comparison(design, replicates, only)
    check(chosen)  # before there is a folder
    request = Request(workers or os.cpu_count() or 1, out, as_json, quiet, ["alliances", *(context.obj or [])])
    raise typer.Exit(answer(chosen, request))


def answer(design: Design, request: Request) -> int:
    """Compare, write, print; returns the exit code."""
    from alliances.commands.policy_report import show, show_json
    from alliances.experiments.policy.folder import keep, open_for

    if request.out is not None:
        open_for(request.out, design, request.command)
    found = carried_out(design, request)
    if request.out is not None:
        keep(request.out, found, request.command)
    if not found.complete:
        where = f"; it is kept in {request.out}, and the same command goes on from there" if request.out else ""
        return interrupted(f"{how_far(found)}{where}")
    (show_json if request.as_json else show)(found, request.out)
    return 0


def how_far(found: Comparison) -> str:
    """Where a comparison was when it was stopped: in its main work, before its frontier, or in the search for it."""
    if found.explored is not None:
        return f" after {len(found.explored.tried)} pairs of worlds of the frontier"
    pieces = f" after {found.done} of {found.asked} pieces of work"
    return pieces if found.done < found.asked else " before the frontier"


def carried_out(design: Design, request: Request) -> Comparison:
    """The comparison, with progress on stderr."""
    from alliances.commands.console import QuarterProgress
    from alliances.commands.run import tell_about_compiling
    from alliances.experiments.policy.comparison import evaluate

    tell_about_compiling(request.quiet)
    with QuarterProgress(request.quiet, "piece") as progress:
        return evaluate(design, request.out, workers=request.workers, progress=progress)
