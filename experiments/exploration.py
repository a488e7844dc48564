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

    from alliances.analysis.drawing.plate import Plate


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
        refuse(f"{results.folder}: no run is done yet; some of the sweep must be done")
    logarithmic = tuple(one.name for one in results.design.factors if one.scale == "log")
    return RunTable(runs, factors, logarithmic)


class ShownMap(HeatMap):
    """A heat map that shows itself in a notebook."""

    def figure(self) -> Plate:
        """The map as it is drawn."""
        from alliances.analysis.heat_maps.figures import heat_figure

        return heat_figure(self)

    def _repr_html_(self) -> str:
        """What it shows, in sentences, and the figure."""
        from alliances.analysis.heat_maps.words import sentences
        from alliances.analysis.report.notebook import shown

        return shown(repr(self), sentences(self), self.figure())


class ShownDiscovery(Discovery):
    """A discovery that shows itself in a notebook."""

    def figure(self) -> Plate:
        """The boxes as they are drawn."""
        from alliances.analysis.discovery.figures import discovery_figure

        return discovery_figure(self)

    def _repr_html_(self) -> str:
        """What was found, in sentences, and the figure."""
        from alliances.analysis.discovery.words import sentences
        from alliances.analysis.report.notebook import shown

        return shown(repr(self), sentences(self), self.figure())


def heat_map(
    source: Source, x: str, y: str, outcome: str, contrast: str | None = None, bins: int | None = None
) -> ShownMap:
    """An outcome over the factors ``x`` and ``y``, with the effect of a third factor that has two levels.

    ``contrast`` is that factor: None for alliances, or for the only one there is; "" for none. ``bins`` is the number
    of classes where a factor has too many values. ``figure()`` draws the map; a notebook shows it.
    """
    table = run_table(source)
    view = View(x, y, outcome, contrast, bins, table.logarithmic)
    return ShownMap(**vars(mapped(table.runs, table.factors, view)))


def discover(
    source: Source, where: str, search: Search | None = None, progress: Progress | None = None
) -> ShownDiscovery:  # fmt: skip
    """Find the region of the factors in which a condition on outcomes holds, such as ``failed_share > 0.5``.

    What is found has ``boxes`` and ``points``; ``figure()`` draws it; a notebook shows it.
    """
    table = run_table(source)
    return ShownDiscovery(**vars(discovered(table.runs, where, table.factors, search, progress)))
