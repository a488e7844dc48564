"""The overview figure of a run: four panels, readable without colour.

Drawn with Matplotlib's own canvas, so that no window system is needed and nobody's settings are touched.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from alliances.analysis.summary import QUARTERS_PER_YEAR, Tables, decision_step, endings_by_cause

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#666666"  # of Okabe and Ito, safe for colour-blind eyes
REPORTED_FAILURE = (0.3, 0.7)  # the range that the literature reports
FEWEST = 5  # decided alliances a year from which a share is drawn
STYLE: dict[str, Any] = {"linewidth": 1.8}


def overview(tables: Tables, title: str) -> Figure:
    """Alliances over time, their failures, internationalization, and causes of ending."""
    figure = Figure(figsize=(11, 7.5), layout="constrained")
    FigureCanvasAgg(figure)
    figure.suptitle(title, fontsize=13, fontweight="bold", x=0.01, ha="left")
    panels = figure.subplots(2, 2).flat
    for panel, draw in zip(panels, (draw_alliances, draw_failures, draw_abroad, draw_causes), strict=True):
        panel.spines[["top", "right"]].set_visible(False)
        panel.grid(axis="x" if draw is draw_causes else "y", color="#dddddd", linewidth=0.7)
        panel.set_axisbelow(True)
        draw(panel, tables)
        panel.title.set(fontsize=11, ha="left", position=(0, 1))
    return figure


def save_overview(tables: Tables, title: str, path: Path) -> None:
    """Write the figure as a PNG file; the same tables give the same bytes."""
    overview(tables, title).savefig(path, dpi=150, metadata={"Software": None})


def draw_alliances(axes: Axes, tables: Tables) -> None:
    """Living alliances, and those formed and ended in each year."""
    quarters = tables["quarters"]
    time = year_of(quarters["step"])
    axes.plot(time, quarters["active_alliances"], color=BLUE, label="living", **STYLE)
    flows = yearly(quarters, ["formed", "ended"])
    axes.plot(flows.index, flows["formed"], "--^", color=GREEN, markersize=4, clip_on=False, label="formed in the year")
    axes.plot(flows.index, flows["ended"], ":v", color=ORANGE, markersize=4, clip_on=False, label="ended in the year")
    over_years(axes, tables, "Alliances: how many live, form and end")
    axes.legend(frameon=False, fontsize=9)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))


def draw_failures(axes: Axes, tables: Tables) -> None:
    """Share of failures among the alliances decided in each year, against the range that studies report."""
    low, high = REPORTED_FAILURE
    axes.axhspan(low, high, color="#e8e8e8", zorder=0)
    note(axes, 0.99, 0.02, "grey: reported 30–70 %", ha="right")
    shares = failed_by_year(tables["alliances"])
    axes.plot(shares.index, shares, color=BLUE, marker="o", markersize=4, clip_on=False, **STYLE)
    if shares.empty:
        note(axes, 0.5, 0.85, f"fewer than {FEWEST} alliances decided in any year", ha="center")
    over_years(axes, tables, "Failed share of the alliances decided in each year")
    as_share(axes, 1)


def draw_abroad(axes: Axes, tables: Tables) -> None:
    """Exporters among firms, and foreign among all sales."""
    quarters = tables["quarters"]
    time = year_of(quarters["step"])
    exporting = share(quarters["exporters"], quarters["living_firms"])
    axes.plot(time, exporting, color=BLUE, label="exporters among firms", **STYLE)
    sales = share(quarters["foreign_sales"], quarters["total_sales"])
    axes.plot(time, sales, color=ORANGE, linestyle="--", label="foreign in all sales", **STYLE)
    over_years(axes, tables, "Going abroad")
    axes.legend(frameon=False, fontsize=9)
    as_share(axes, axes.get_ylim()[1])


def draw_causes(axes: Axes, tables: Tables) -> None:
    """Bars of the causes of ending, the most frequent on top."""
    causes = endings_by_cause(tables["alliances"])
    names = [cause.replace("_", " ") for cause in causes]
    shares = [part["share"] for part in causes.values()]
    bars = axes.barh(names, shares, color=BLUE)
    axes.bar_label(bars, [per_cent(value) for value in shares], padding=3, color=GREY)
    if not shares:
        note(axes, 0.5, 0.5, "no alliance has ended", ha="center")
        axes.set_yticks([])
    axes.invert_yaxis()
    axes.set_xlim(0, 1.15 * max(shares, default=1))
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    axes.set_title("Why alliances ended")
    axes.set_xlabel("share of all ends")
    axes.tick_params(axis="y", length=0)


def over_years(axes: Axes, tables: Tables, title: str) -> None:
    """Title, and a horizontal axis over the whole run."""
    axes.set_title(title)
    axes.set_xlabel("year")
    axes.set_ylim(0, None if len(tables["quarters"]) else 1)
    axes.set_xlim(0, max(len(tables["quarters"]) / QUARTERS_PER_YEAR, 1))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    for line in axes.get_lines():
        line.set_in_layout(False)  # markers may touch the frame, and an empty line has no extent


def note(axes: Axes, across: float, height: float, text: str, ha: str) -> None:
    """A remark inside a panel, at shares of its width and height."""
    axes.text(across, height, text, transform=axes.transAxes, ha=ha, va="bottom", color=GREY)


def per_cent(value: float) -> str:
    """A share as people read it."""
    return f"{100 * value:.0f} %" if value >= 0.01 else "< 1 %"


def as_share(axes: Axes, top: float) -> None:
    """Vertical axis in per cent, from zero."""
    axes.set_ylim(0, top)
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))


def year_of(step: pd.Series[Any]) -> pd.Series[Any]:
    """Time in years at the end of a quarter."""
    return (step + 1) / QUARTERS_PER_YEAR


def yearly(quarters: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Sums over the full years, by the time of the year's end."""
    full = quarters[quarters["step"] < len(quarters) // QUARTERS_PER_YEAR * QUARTERS_PER_YEAR]
    return full.groupby(full["step"] // QUARTERS_PER_YEAR + 1)[columns].sum()


def failed_by_year(alliances: pd.DataFrame) -> pd.Series[Any]:
    """Failed share of the alliances decided in each year of the run, by the time of the year's end."""
    when = decision_step(alliances)
    decided = alliances[when.ge(0).fillna(False).astype(bool)]
    groups = decided["failed"].astype(float).groupby(when[decided.index] // QUARTERS_PER_YEAR + 1)
    return groups.mean()[groups.size() >= FEWEST]


def share(part: pd.Series[Any], whole: pd.Series[Any]) -> pd.Series[Any]:
    """Part over whole, null where there is no whole."""
    return part / whole.where(whole > 0)
