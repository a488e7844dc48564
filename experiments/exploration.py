"""Heat maps and scenario discovery on the results of a sweep: for notebooks, and for the commands.

``heat_map(results, x, y, outcome)`` and ``discover(results, where)`` take results, the folder of a sweep, or a
:class:`RunTable` of one's own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from alliances.analysis.discovery.discovery import Discovery, Progress, Search
from alliances.analysis.discovery.discovery import discover as discovered
from alliances.analysis.heat_maps.heat_maps import HeatMap, View
from alliances.analysis.heat_maps.heat_maps import heat_map as mapped
from alliances.experiments.sweeps.results import Results
from alliances.model.errors import refuse, unknown

if TYPE_CHECKING:
    import pandas as pd


class RunTable(NamedTuple):
    """One row per run: its ``factors``, its outcomes, and ``replicate`` if points have several.

    ``logarithmic`` names the factors that were drawn on a logarithmic scale.
    """

    runs: pd.DataFrame
    factors: tuple[str, ...]
    logarithmic: tuple[str, ...] = ()


Source = Results | RunTable | str | Path


def run_table(source: Source, scenario: str | None = None) -> RunTable:
    """The runs of a sweep that are done so far, of one scenario or of all; ``InputError`` if there are none."""
    if isinstance(source, RunTable):
        return source
    results = source if isinstance(source, Results) else Results(source)
    runs, factors = results.runs, tuple(results.points.columns)
    if scenario is not None:
        known = results.design.scenarios
        if scenario not in known:
            raise unknown("scenario in this design", scenario, known)
        runs = runs[runs["scenario"] == scenario] if "scenario" in runs else runs
        factors = tuple(name for name in factors if name != "scenario")
    if runs.empty:
        refuse(f"{results.folder}: no run is done yet; allowed: a sweep of which some are")
    logarithmic = tuple(one.name for one in results.design.factors if one.scale == "log")
    return RunTable(runs, factors, logarithmic)


def heat_map(
    source: Source, x: str, y: str, outcome: str, contrast: str | None = None, bins: int | None = None
) -> HeatMap:
    """An outcome over the factors ``x`` and ``y``, with the effect of a third factor that has two levels.

    ``contrast`` is that factor: None for alliances, or for the only one there is; "" for none. ``bins`` is the number
    of classes where a factor has too many values. ``heat_figure`` draws the map.
    """
    table = run_table(source)
    return mapped(table.runs, table.factors, View(x, y, outcome, contrast, bins, table.logarithmic))


def discover(
    source: Source, where: str, search: Search | None = None, progress: Progress | None = None
) -> Discovery:  # fmt: skip
    """Find the region of the factors in which a condition on outcomes holds, such as ``failed_share > 0.5``.

    What is found has ``boxes`` and ``points``; ``sentences`` tells of it, and ``discovery_figure`` draws it.
    """
    table = run_table(source)
    return discovered(table.runs, where, table.factors, search, progress)
