"""``alliances heatmap``: an outcome over two factors, where an effect turns, and which regime holds where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from alliances.analysis.heat_maps.heat_maps import HeatMap
    from alliances.analysis.heat_maps.regimes import RegimeMap

BESIDE = "heatmaps"  # below the folder of the sweep
NONE = "none"
EXAMPLES = """Examples:

alliances heatmap results/competition-barriers --x market_conditions.competition --y market_conditions.barrier
 --outcome foreign_sales_share

alliances heatmap results/search-trust --x trust.gain --y partner_search.candidates --outcome failed_share --bins 6
 --regime "most alliances fail: failed_share > 0.5"
"""


def heatmap(
    context: typer.Context,
    results: Annotated[Path, typer.Argument(metavar="RESULTS", help="The folder of a sweep.")],
    x: Annotated[str, typer.Option(metavar="FACTOR", help="Factor along the x axis.")],
    y: Annotated[str, typer.Option(metavar="FACTOR", help="Factor along the y axis.")],
    outcome: Annotated[str, typer.Option(metavar="NAME", help="Outcome to draw.")],
    contrast: Annotated[
        str | None,
        typer.Option(
            metavar="FACTOR|none", help="Show the effect of this factor with two levels; by default alliances."
        ),
    ] = None,
    bins: Annotated[int | None, typer.Option(help="Classes of a factor that has too many values.")] = None,
    regime: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME: CONDITION", help="A regime; may be repeated, the first that is true counts."),
    ] = None,
    less_is_better: Annotated[
        bool, typer.Option("--less-is-better", help="A smaller value of the outcome is better.")
    ] = False,
    scenario: Annotated[str | None, typer.Option(help="One scenario, if there are several; by default all.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for tables and figures; by default below RESULTS.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Draw an outcome over two factors, the line where alliances turn from good to bad, and a map of regimes."""
    from alliances.commands.extras import need

    need("analysis")
    from alliances.analysis.heat_maps.figures import heat_figure, regime_figure
    from alliances.experiments.analysis_folder import Kept, file_name, keep, open_for
    from alliances.experiments.exploration import heat_map, run_table

    heat = heat_map(run_table(results, scenario), x, y, outcome, "" if contrast == NONE else contrast, bins)
    regimes = regimes_of(heat, regime or [], less_is_better)
    asked = {
        "x": x, "y": y, "outcome": outcome, "scenario": scenario, "bins": bins,
        "contrast": heat.contrast.factor if heat.contrast else None, "regimes": regimes.names if regimes else [],
    }  # fmt: skip
    kept = Kept("heatmap", ["alliances", *(context.obj or [])], asked, {"folder": str(results)})
    folder = out or results / BESIDE / file_name(f"{outcome}-{x}-{y}")
    with open_for(folder, kept):
        plates = [heat_figure(heat), *([regime_figure(regimes)] if regimes else [])]
        keep(folder, kept, tables_of(heat, regimes), plates)
    show_json(heat, regimes, folder) if as_json else show(heat, regimes, folder)


def regimes_of(heat: HeatMap, asked: list[str], less_is_better: bool) -> RegimeMap | None:
    """The regimes asked for, or those that fit the map; None if none does."""
    from alliances.analysis.heat_maps.regimes import default_regimes, regime_from, regime_map

    if asked:
        return regime_map(heat, [regime_from(text) for text in asked])
    regimes, otherwise = default_regimes(heat, less_is_better)
    return regime_map(heat, regimes, otherwise) if regimes else None


def tables_of(heat: HeatMap, regimes: RegimeMap | None) -> dict[str, Any]:
    """Cells with the factors' values and the regime in each, and with a contrast where its effect turns."""
    import pandas as pd

    from alliances.analysis.heat_maps.sign_lines import sign_line, turning_points

    cells = heat.cells if regimes is None else regimes.cells
    values = {heat.x.name: heat.x.centres[cells["column"]], heat.y.name: heat.y.centres[cells["row"]]}
    tables = {"cells": pd.concat([pd.DataFrame(values), cells.reset_index(drop=True)], axis=1)}
    if heat.contrast is not None:
        parts = [
            pd.DataFrame(line, columns=[heat.x.name, heat.y.name]).assign(line=number)
            for number, line in enumerate(sign_line(heat), 1)
        ]
        tables["sign_line"] = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"line": []})
        tables["turning_points"] = turning_points(heat)
    return tables


def show(heat: HeatMap, regimes: RegimeMap | None, folder: Path) -> None:
    """Print sentences."""
    from alliances.analysis.heat_maps.words import sentences
    from alliances.commands.console import ask_next, console

    screen = console()
    for sentence in sentences(heat, regimes):
        screen.print(sentence)
    screen.print(f"\nTables and figures are in {folder}")
    cause = "alliances" if heat.contrast is None or heat.contrast.label == "alliances" else "CAUSE"
    ask_next(screen, f"effect {cause} --over {heat.x.name}", "shows the effect along one axis, with its slope")


def show_json(heat: HeatMap, regimes: RegimeMap | None, folder: Path) -> None:
    """Print all as JSON."""
    from alliances.analysis.heat_maps.words import sentences
    from alliances.analysis.json_rows import plain
    from alliances.commands.console import print_json

    tables = {name: plain(table) for name, table in tables_of(heat, regimes).items()}
    print_json({"sentences": sentences(heat, regimes), **tables, "out": str(folder)})
