"""``alliances calibrate``: fit free parameters to facts that may be fitted, say how sure that is, and check it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alliances.analysis.wording import interval, number, shown
from alliances.commands.request import AsJson, Quiet, Request, Scheduler, Share, Workers

if TYPE_CHECKING:
    from alliances.experiments.calibration.design import Design
    from alliances.experiments.calibration.result import Calibrated

EXAMPLES = """Examples:

alliances calibrate calibration --out results/calibration --workers 2

alliances calibrate calibration --out results/calibration --trials 800

alliances calibrate my-design.toml --out results/mine --json
"""


def calibrate(
    context: typer.Context,
    design: Annotated[str, typer.Argument(metavar="DESIGN", help="A shipped design, or the path of a TOML file.")],
    out: Annotated[Path, typer.Option(help="Folder for trials, result and figures; it goes on with what is there.")],
    workers: Workers = None,
    scheduler: Scheduler = None,
    shard: Share = None,
    trials: Annotated[int | None, typer.Option(help="Trials in all, instead of the design's.")] = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Fit at most ten parameters to facts of role "calibrate", and report how sure the fit is and how it holds up."""
    from alliances.commands.extras import need

    need("analysis")
    from alliances.experiments.calibration.design import load_design

    chosen = load_design(design, trials)
    request = Request(
        out=out, workers=workers, scheduler=scheduler, shard=shard, as_json=as_json, quiet=quiet,
        command=["alliances", *(context.obj or [])],
    )  # fmt: skip
    raise typer.Exit(answer(chosen, request))


def answer(design: Design, request: Request) -> int:
    """Calibrate, write, print; returns the exit code."""
    from alliances.commands.campaigns import carried_out
    from alliances.experiments.calibration.calibration import campaign_of
    from alliances.experiments.calibration.folder import write

    found = carried_out(campaign_of(design), request, partial(write, design))
    assert request.out is not None
    (show_json if request.as_json else show)(design, found, request.out)
    return 0


def show(design: Design, found: Calibrated, out: Path) -> None:
    """Print all for people."""
    from alliances.commands.console import console

    screen, best, held = console(), found.best, found.held_out
    failed = int((found.trials["error"] != "").sum())
    screen.print(design.title, style="bold")
    screen.print(
        f"{len(found.trials)} trials in {design.seeds} seeds each, {failed} failed; trial {best.trial} is the best: "
        f"distance {best.distance:.3f} ± {best.noise:.3f} (1 = at the edge of every band)"
    )
    screen.print()
    screen.print(parameter_table(found))
    screen.print(
        f"{len(found.ensemble)} trials are as good as the best, within {design.tolerance:g} and seed noise: the "
        "ensemble. The slice is as good, one parameter moved alone; identified: whether it ends inside the range. "
        "Where a slice goes below the best, the search is unfinished: add --trials."
    )
    screen.print()
    screen.print(moment_table(found))
    screen.print(
        f"In {design.held_out_seeds} held-out seeds the distance is {held.distance:.3f}, with default parameters "
        f"{held.default_distance:.3f}. These facts were calibrated to: they validate nothing."
    )
    screen.print(f"Trials, tables, figures and best.toml are in {out}")


def parameter_table(found: Calibrated) -> Any:
    """The free parameters: value and what is known of it."""
    from alliances.commands.console import table

    columns = ["parameter", "default", "best", "range", "ensemble", "slice", "curvature", "identified"]
    listed = table("Parameters", columns, right=["default", "best", "curvature"])
    for row in found.parameters.to_dict("records"):
        spans = (interval(row[f"{part}low"], row[f"{part}high"]) for part in ("", "ensemble_", "profile_"))
        listed.add_row(
            str(row["parameter"]), shown(row["default"]), shown(row["best"]), *spans, number(row["curvature"], 2),
            row["identified"],
        )  # fmt: skip
    return listed


def moment_table(found: Calibrated) -> Any:
    """Every number of every fact in held-out seeds, default and calibrated."""
    from alliances.commands.console import table

    columns = ["fact", "number", "band", "default", "90 %", "verdict", "calibrated", "90 % ", "verdict "]
    listed = table("Facts in held-out seeds", columns, right=["default", "calibrated"])
    for row in found.held_out.numbers.to_dict("records"):
        cells = []
        for prefix in ("default_", ""):
            spread = interval(row[f"{prefix}low"], row[f"{prefix}high"])
            cells += [shown(row[f"{prefix}mean"]), spread, row[f"{prefix}verdict"]]
        listed.add_row(row["fact"], row["number"], f"{row['band_low']:g} to {row['band_high']:g}", *cells)
    return listed


def show_json(design: Design, found: Calibrated, out: Path) -> None:
    """Print all as JSON."""
    from alliances.analysis.json_rows import plain
    from alliances.commands.console import print_json

    best, held = found.best, found.held_out
    print_json({
        "title": design.title,
        "trials": len(found.trials),
        "failed": int((found.trials["error"] != "").sum()),
        "best": {"trial": best.trial, "distance": best.distance, "noise": best.noise, "parameters": best.point},
        "parameters": plain(found.parameters),
        "ensemble": len(found.ensemble),
        "held_out": {
            "distance": held.distance,
            "default_distance": held.default_distance,
            "facts": plain(held.facts),
            "numbers": plain(held.numbers),
        },
        "out": str(out),
    })  # fmt: skip
