"""``alliances discover``: the region of the factors in which a condition on outcomes holds."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alliances.analysis.wording import per_cent, written

if TYPE_CHECKING:
    from alliances.analysis.discovery.discovery import Box, Discovery, Search
    from alliances.experiments.exploration import RunTable

BESIDE = "discovery"  # below the folder of the sweep
EXAMPLES = """Examples:

alliances discover results/search-trust --where "failed_share > 0.5"

alliances discover results/search-trust --where "failed_share > 0.5 and foreign_sales_share < 0.1" --boxes 2

alliances discover results/search-trust --where "failed_share > 0.5" --density 0.8 --json
"""


def discover(
    context: typer.Context,
    results: Annotated[Path, typer.Argument(metavar="RESULTS", help="The folder of a sweep.")],
    where: Annotated[str, typer.Option(help="A condition on outcomes, such as 'failed_share > 0.5'.")],
    density: Annotated[
        float | None, typer.Option(help="Take the widest box with this share of cases; by default the strongest.")
    ] = None,
    boxes: Annotated[int, typer.Option(help="Boxes to look for, one after the other.")] = 1,
    mass: Annotated[float, typer.Option(help="Smallest share of points in a box.")] = 0.05,
    shuffles: Annotated[int, typer.Option(help="Searches on shuffled outcomes: what chance finds.")] = 39,
    resamples: Annotated[int, typer.Option(help="Searches on halves of the points: is it stable?")] = 20,
    seed: Annotated[int, typer.Option(min=0, help="Seed of shuffling and resampling.")] = 1,
    scenario: Annotated[str | None, typer.Option(help="One scenario, if there are several; by default all.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for tables and figure; by default below RESULTS.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Hide the progress display.")] = False,
) -> None:
    """Find where a condition on outcomes holds: scenario discovery (PRIM), tested against chance."""
    from alliances.commands.extras import need

    need("analysis")
    from alliances.analysis.discovery.discovery import Search
    from alliances.analysis.discovery.figures import discovery_figure
    from alliances.experiments.analysis_folder import Kept, keep, open_for
    from alliances.experiments.exploration import run_table

    search = Search(density, mass, boxes, shuffles, resamples, seed)
    asked = {"where": where, "scenario": scenario, **asdict(search)}
    kept = Kept("discovery", ["alliances", *(context.obj or [])], asked, {"folder": str(results)})
    table = run_table(results, scenario)
    folder = out or results / BESIDE / folder_name(where)
    found = carried_out(table, where, search, quiet)
    with open_for(folder, kept):
        keep(folder, kept, tables_of(found), [discovery_figure(found)])
    show_json(found, folder) if as_json else show(found, folder)


def folder_name(text: str) -> str:
    """A condition as the name of a folder."""
    from alliances.experiments.analysis_folder import file_name

    for sign, word in (
        (">=", " from "),
        ("<=", " to "),
        ("==", " is "),
        ("!=", " not "),
        (">", " above "),
        ("<", " below "),
    ):
        text = text.replace(sign, word)
    return file_name(text).strip("_-.")[:80]


def carried_out(table: RunTable, where: str, search: Search, quiet: bool) -> Discovery:
    """The search, with progress on stderr."""
    from alliances.commands.console import QuarterProgress
    from alliances.experiments.exploration import discover as discovered

    with QuarterProgress(quiet, "search") as progress:
        return discovered(table, where, search, progress)


def tables_of(found: Discovery) -> dict[str, Any]:
    """Limits and trajectories of all boxes, and the points with the box that each is in."""
    import pandas as pd

    limits = [box.limits.assign(box=number) for number, box in enumerate(found.boxes, 1)]
    passed = [box.trajectory.assign(box=number) for number, box in enumerate(found.boxes, 1)]
    together = pd.concat(limits, ignore_index=True)
    words = together["values"].map(lambda held: None if held is None else ", ".join(map(str, held)))
    return {
        "limits": together.assign(values=words.astype("string")),
        "trajectory": pd.concat(passed, ignore_index=True),
        "points": found.points,
    }


def show(found: Discovery, folder: Path) -> None:
    """Print sentences, and the limits of each box."""
    from alliances.analysis.discovery.words import sentences
    from alliances.commands.console import ask_next, console, print_table

    screen = console()
    screen.print(f"Where does {found.where} hold?", style="bold")
    for sentence in sentences(found):
        screen.print(sentence)
    for number, box in enumerate(found.boxes, 1):
        if len(box.limits):
            screen.print()
            print_table(screen, limits_table(box, number))
    screen.print(f"\nTables and figure are in {folder}")
    ask_next(screen, "compare default --set NAME=VALUE", "compares a world inside the region with one outside")


def limits_table(box: Box, number: int) -> Any:
    """The limits of a box, with their quasi p-values and how often halves of the points have one."""
    from alliances.commands.console import table

    title = f"Box {number}: coverage {box.coverage:.2f}, density {box.density:.2f}, mass {box.mass:.2f}"
    columns = ["factor", "from", "to", "range", "quasi p", "limited in", "90 % of the limits in halves of the points"]
    shown = table(title if box.better_than_chance else f"{title}; not better than chance", columns)
    for row in box.limits.to_dict("records"):
        held = row["values"]
        ends = (", ".join(map(str, held)), "") if held is not None else (number_or(row["low"]), number_or(row["high"]))
        p = ", ".join(f"{row[name]:.2g}" for name in ("low_p", "high_p") if row[name] == row[name])
        spans = "; ".join(
            f"{number_or(row[f'{side}_from'])} to {number_or(row[f'{side}_to'])}"
            for side in ("low", "high")
            if row[side] == row[side]
        )
        reach = "" if held is not None else f"{number_or(row['range_low'])} to {number_or(row['range_high'])}"
        shown.add_row(row["factor"], *ends, reach, p, per_cent(row["limited"]), spans)
    return shown


def number_or(value: float) -> str:
    """A number, or nothing."""
    return written(value, 4) if value == value else ""


def show_json(found: Discovery, folder: Path) -> None:
    """Print all as JSON."""
    from alliances.analysis.discovery.words import sentences
    from alliances.analysis.json_rows import null, plain
    from alliances.commands.console import print_json

    print_json({
        "where": found.where,
        "points": len(found.points),
        "of_interest": int(found.points["of_interest"].sum()),
        "left_out": found.left_out,
        "sentences": sentences(found),
        "boxes": [
            {
                **{name: null(getattr(box, name)) for name in ("coverage", "density", "mass", "chance", "overlap")},
                "better_than_chance": box.better_than_chance,
                "limits": plain(box.limits),
            }
            for box in found.boxes
        ],
        "out": str(folder),
    })  # fmt: skip
