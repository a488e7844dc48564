"""The overview figure of a run: how alliances fare, whether they fail, who goes abroad, and why alliances end."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from alliances.analysis.drawing import frame, marks
from alliances.analysis.drawing.palette import BAND, BLUE, GREEN, ORANGE
from alliances.analysis.drawing.plate import Plate, styled
from alliances.analysis.summary import Tables, decision_step, endings_by_cause
from alliances.analysis.wording import number, per_cent, spoken
from alliances.model.rules import QUARTERS_PER_YEAR

REPORTED_FAILURE = (0.3, 0.7)  # the range that the literature reports
FEWEST = 5  # decided alliances a year from which a share is drawn
READING = (
    "Formed and ended: in the year. Decided: ended, or five years old. Failed: decided with a partner below its own "
    f"goal, of those decided in the year if they are {FEWEST} or more; grey: the range that studies report. Exporters: "
    "share of all firms. Sales: foreign share of all sales, which the largest firms decide."
)


@styled
def overview(tables: Tables, title: str) -> Plate:
    """Alliances over time, their failures, internationalization, and causes of ending."""
    plate, quarters = Plate("overview", title, 360), tables["quarters"]
    living, failed, abroad, why = frame.panels(plate, 4, 2)
    draw_alliances(living, quarters)
    shares = draw_failures(failed, tables)
    draw_abroad(abroad, quarters)
    causes = draw_causes(why, tables)
    for axes, title, lines in ((living, "Alliances", 3), (failed, "Failed share", 0), (abroad, "Abroad", 2)):
        over_years(axes, title, len(quarters), lines)
    last = quarters.iloc[-1] if len(quarters) else pd.Series(dtype=float)
    told = (
        f"Lines over {len(quarters) / QUARTERS_PER_YEAR:g} years, and bars. At the end "
        f"{number(last.get('active_alliances'))} alliances live, and {number(last.get('exporters'))} of "
        f"{number(last.get('living_firms'))} firms export. Of the alliances decided in a year, "
        f"{per_cent(shares.min())} to {per_cent(shares.max())} failed. Causes of ending: "
        f"{', '.join(f'{spoken(name)} {per_cent(share)}' for name, share in causes.items()) or 'none'}."
    )
    return plate.tell(told, READING)


def draw_alliances(axes: Axes, quarters: pd.DataFrame) -> None:
    """Living alliances, and those formed and ended in each full year."""
    full = quarters[quarters["step"] < len(quarters) // QUARTERS_PER_YEAR * QUARTERS_PER_YEAR]
    flows = full.groupby(full["step"] // QUARTERS_PER_YEAR + 1)[["formed", "ended"]].sum()
    marks.curve(axes, year_of(quarters), quarters["active_alliances"], BLUE, marker="", label="living")
    for name, look in (("formed", GREEN), ("ended", ORANGE)):
        marks.curve(axes, flows.index, flows[name], look, clip_on=False, markersize=4, label=name)


def draw_failures(axes: Axes, tables: Tables) -> pd.Series[Any]:
    """Share of failures among the alliances decided in each year, and the range that studies report; gives them."""
    failed = failed_by_year(tables["alliances"])
    axes.axhspan(*REPORTED_FAILURE, color=BAND, zorder=0)
    marks.curve(axes, failed.index, failed, BLUE, clip_on=False, markersize=4)
    if failed.empty:
        frame.remark(axes, f"fewer than {FEWEST} alliances\ndecided in any year")
    axes.set_ylim(0, 1)
    frame.shares(axes.yaxis)
    return failed


def draw_abroad(axes: Axes, quarters: pd.DataFrame) -> None:
    """Exporters among firms, and foreign among all sales."""
    for part, whole, look, name in (
        ("exporters", "living_firms", BLUE, "exporters"), ("foreign_sales", "total_sales", ORANGE, "sales"),
    ):  # fmt: skip
        share = quarters[part] / quarters[whole].where(quarters[whole] > 0)
        marks.curve(axes, year_of(quarters), share, look, marker="", label=name)
    frame.shares(axes.yaxis)


def draw_causes(axes: Axes, tables: Tables) -> dict[str, float]:
    """Bars of the causes of ending, the most frequent on top; gives their shares."""
    causes = {cause: part["share"] for cause, part in endings_by_cause(tables["alliances"]).items()}
    frame.dress(axes, "Why alliances ended", "share of the ends", "", "x")
    frame.names_down(axes, map(spoken, causes))
    marks.bars(axes, range(len(causes)), list(causes.values()), facecolor=BLUE.colour)
    for place, value in enumerate(causes.values()):
        frame.said(axes, per_cent(value), (value, place), (4, 0))
    if not causes:
        frame.remark(axes, "no alliance has ended")
    axes.set_xlim(0, 1.25 * max(causes.values(), default=1))
    frame.shares(axes.xaxis)
    return causes


def over_years(axes: Axes, title: str, quarters: int, lines: int) -> None:
    """Title, axes over the whole run and from nothing on, and the names of the lines above them, on none of them."""
    frame.dress(axes, title, "year of the run")
    axes.set_ylim(0, (1.1 + 0.17 * lines) * axes.get_ylim()[1] if quarters and lines else 1)
    axes.set_xlim(0, max(quarters / QUARTERS_PER_YEAR, 1))
    frame.whole(axes.xaxis)
    if lines:
        axes.legend(loc="upper left", borderaxespad=0.2, handlelength=2.4)
    for line in axes.get_lines():
        line.set_in_layout(False)  # markers may touch the frame, and an empty line has no extent


def year_of(quarters: pd.DataFrame) -> pd.Series[Any]:
    """Time in years at the end of each quarter."""
    return (quarters["step"] + 1) / QUARTERS_PER_YEAR


def failed_by_year(alliances: pd.DataFrame) -> pd.Series[Any]:
    """Failed share of the alliances decided in each year of the run, by the time of the year's end."""
    when = decision_step(alliances)
    decided = alliances[when.ge(0).fillna(False).astype(bool)]
    groups = decided["failed"].astype(float).groupby(when[decided.index] // QUARTERS_PER_YEAR + 1)
    return groups.mean()[groups.size() >= FEWEST]
