"""``alliances calibrate``: fit free parameters to facts that may be fitted, say how sure that is, and check it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alliances.analysis.wording import interval, number, per_cent, shown
from alliances.commands.request import AsJson, Quiet, Request, Scheduler, Share, Workers

if TYPE_CHECKING:
    from alliances.experiments.calibration.design import Design
    from alliances.experiments.calibration.result import Calibrated

EXAMPLES = """Examples:

alliances calibrate calibration --out results/calibration --workers 2

alliances validate --ensemble results/calibration/ensemble.csv --replicates 100

alliances calibrate my-design.toml --out results/mine --json
"""


def calibrate(
    context: typer.Context,
    design: Annotated[str, typer.Argument(metavar="DESIGN", help="A shipped design, or the path of a TOML file.")],
    out: Annotated[Path, typer.Option(help="Folder for runs, ensemble and figures; it continues what is there.")],
    workers: Workers = None,
    scheduler: Scheduler = None,
    shard: Share = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Fit parameters to the facts of role "calibrate": an ensemble, and which parameters these facts identify."""
    from alliances.commands.extras import need

    need("analysis")
    from alliances.experiments.calibration.design import load_design

    chosen = load_design(design)
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
    from alliances.commands.console import ask_next, console, print_table

    screen, inside = console(), found.numbers["mean"].between(found.numbers["band_low"], found.numbers["band_high"])
    screen.print(design.title, style="bold")
    for row in found.stages.to_dict("records"):
        left = f"; the facts left about {row['left']:.2g} of the ranges" if row["left"] == row["left"] else ""
        screen.print(
            f"{row['stage']}: {row['points']} points, {per_cent(row['plausible'])} of them not ruled out{left}"
        )
    screen.print(f"{found.failed} runs failed; the candidates are worth {found.worth:.0f} of equal weight")
    screen.print()
    print_table(screen, parameter_table(found))
    screen.print(
        f"Posterior: 90 % of the ensemble. Of {design.recovery} worlds with known parameters: coverage, how many 90 % "
        "intervals hold the truth; contraction, how much of the range's variance is gone; identified, if the facts "
        "tell its value."
    )
    screen.print()
    print_table(screen, number_table(found))
    screen.print(
        f"{int(inside.sum())} of {len(inside)} means of the ensemble lie in their bands. These facts were calibrated "
        "to: they validate nothing. Surprise: how far new runs lie from what was predicted; it should be about 1."
    )
    screen.print(defaults_told(found))
    screen.print(f"The ensemble of {len(found.ensemble)} points, tables, figures and best.toml are in {out}")
    ask_next(screen, f"validate --ensemble {out}/ensemble.csv", "tests it on the facts that nothing was fitted to")


def defaults_told(found: Calibrated) -> str:
    """Whether the scenario's own values are a member."""
    if found.defaults_likelier is None:
        return "The scenario's own values are no member: they lie outside the ranges, or the facts rule them out."
    return f"The scenario's own values are a member, likelier than {per_cent(found.defaults_likelier)} of the others."


def parameter_table(found: Calibrated) -> Any:
    """The free parameters: where the ensemble lies, and whether known ones are found again."""
    from alliances.commands.console import table

    columns = ["parameter", "default", "best", "range", "posterior", "coverage", "contraction", "identified"]
    listed = table("Parameters", columns, right=["default", "best", "coverage", "contraction"])
    for row in found.parameters.to_dict("records"):
        listed.add_row(
            str(row["parameter"]), shown(row["default"]), shown(row["best"]), interval(row["low"], row["high"]),
            interval(row["posterior_low"], row["posterior_high"]), number(row["recovery_coverage"], 2),
            number(row["recovery_contraction"], 2), row["told"],
        )  # fmt: skip
    return listed


def number_table(found: Calibrated) -> Any:
    """Every number of every fact: its band, what the ensemble gives, and how good its emulator is."""
    from alliances.commands.console import table

    columns = ["fact", "number", "band", "ensemble", "90 %", "inside", "seeds", "emulator", "surprise"]
    listed = table("Facts in the ensemble's own runs", columns, right=columns[5:])
    for row in found.numbers.to_dict("records"):
        listed.add_row(
            row["fact"], row["number"], f"{row['band_low']:g} to {row['band_high']:g}", shown(row["mean"]),
            interval(row["low"], row["high"]), number(row["inside"], 2), shown(row["seed"]), shown(row["error"]),
            number(row["surprise"], 1),
        )  # fmt: skip
    return listed


def show_json(design: Design, found: Calibrated, out: Path) -> None:
    """Print all as JSON."""
    from alliances.analysis.json_rows import plain
    from alliances.commands.console import print_json

    print_json(
        {
            "title": design.title,
            "failed": found.failed,
            "stages": plain(found.stages),
            "parameters": plain(found.parameters),
            "numbers": plain(found.numbers),
            "best": found.best,
            "ensemble": len(found.ensemble),
            "worth": found.worth,
            "defaults_likelier": found.defaults_likelier,
            "out": str(out),
        }
    )
