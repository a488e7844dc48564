"""Figures of how much money to spend on what: effect and best option over budget, and bundles that none other beats."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from alliances.analysis.drawing import frame, marks
from alliances.analysis.drawing.palette import BLUE, GREY, Look, looks
from alliances.analysis.drawing.plate import Plate, styled
from alliances.analysis.policy.budget import FIXED
from alliances.analysis.policy.money_figures import SPENT
from alliances.analysis.policy.study import Study
from alliances.analysis.wording import estimate, money, per_cent


def crosses(axes: Any, rows: pd.DataFrame, look: Look, **style: Any) -> None:
    """Effects over what they cost, with the intervals of both."""
    axes.hlines(rows["effect"], rows["cost_low"], rows["cost_high"], color=look.colour, linewidth=1, zorder=2.5)
    marks.dots(axes, rows, rows["cost"], look, mean="effect", upright=True, width=1.6, **style)


@styled
def budget(study: Study) -> Plate | None:
    """The aim's effect over the money that was spent; none if no budgets were varied."""
    known = study.tables.get("returns", pd.DataFrame(columns=["option", "returns"]))
    known = known[known["returns"] != FIXED]
    table = study.tables.get("budget", known)
    table = table[table["option"].isin(known["option"])]
    if table.empty:
        return None
    plate, own = (
        Plate("budget", "What would more money bring, and what would less cost?", 240),
        looks(study.options, table["option"]),
    )
    axes = frame.panel(plate, SPENT, study.change, "both", zero=True)
    for option, look in own.items():
        rows = table[table["option"] == option].sort_values("cost")
        now = rows[rows["factor"] == 1]
        marks.curve(axes, rows["cost"], rows["effect"], look, marker="")
        crosses(axes, rows[rows["factor"] > 0], look)
        marks.curve(axes, now["cost"], now["effect"], look, marker="o", fillstyle="none", markersize=14, linestyle="")
    axes.set_xlim(0, None)
    frame.key(plate, own)
    told = "; ".join(f"{row['option']}: {row['returns']}" for row in known.to_dict("records"))
    factors = ", ".join(f"{factor:g}" for factor in sorted(table["factor"].unique()) if factor)
    return plate.tell(
        f"Effect over money spent. Returns: {told}.",
        f"Marks: all budgets times {factors}; ringed: as designed; lines up and down: 95 % interval; hollow where it "
        "holds zero. A line that flattens means that further money brings less (diminishing returns). Along the axis "
        "is what was spent, not what was granted: where marks lie close together, too few firms came for the money. "
        "Options that spend no more at a larger budget are left out.",
        f"{int(table['n'].max())} pairs of worlds at each budget; {study.rate}", table,
    )  # fmt: skip


@styled
def best_for(study: Study) -> Plate | None:
    """How often each option does most for a budget; none if no budgets were varied, or no two options can be ranked."""
    table = study.tables.get("best_by_budget", pd.DataFrame(columns=["against"]))
    table = table[[len(study.rivals(other)) > 1 for other in table["against"]]]
    if table.empty:
        return None
    table = table.sort_values(["against", "budget", "rank"], kind="stable").reset_index(drop=True)
    plate, own = (
        Plate("best-by-budget", "Which option is best for how much money?", 190),
        looks(study.options, table["option"]),
    )
    axes = frame.panel(plate, SPENT, "share of worlds", "both")
    for option, look in own.items():
        rows = table[table["option"] == option].sort_values("budget")
        marks.curve(axes, rows["budget"], rows["share_best"], look, clip_on=False)
    axes.set(xscale="log", ylim=(0, 1.02))
    axes.xaxis.set_major_locator(LogLocator(10, (1, 1.5, 2, 3, 5, 7)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_locator(NullLocator())
    frame.shares(axes.yaxis)
    frame.key(plate, own)
    first = table.drop_duplicates(["against", "budget"]).groupby("option", sort=False)["budget"]
    told = "; ".join(f"{money(rows.min())} to {money(rows.max())}: {option}" for option, rows in first)
    unlike = "" if study.comparable else " Only options that are set against the same world are ranked with each other."
    return plate.tell(
        f"Shares over money. Largest mean effect, {told}.",
        "Height: share of worlds in which the option does most for no more than that much money to the horizon. Where "
        "lines are close the choice is open. Between budgets that were tried, effects are taken as straight; an option "
        f"without a budget is had as a whole or not at all.{unlike}",
        f"{int(table['worlds'].max())} pairs of worlds at each budget; {study.rate}", table,
    )  # fmt: skip


@styled
def pareto(study: Study) -> Plate | None:
    """Cost and effect of bundles in fresh seeds, those that no other beats joined; none if nothing was searched."""
    table = study.tables.get("frontier", pd.DataFrame())
    if table.empty:
        return None
    best, rest = table[table["on_frontier"]].sort_values("cost"), table[~table["on_frontier"]]
    plate = Plate("frontier", "Which bundles does no other bundle beat?", 270)
    axes = frame.panel(plate, SPENT, study.change, "both", zero=True)
    crosses(axes, rest, GREY._replace(mark="o"), hollow=True, size=6.0)
    crosses(axes, best, BLUE, hollow=False)
    marks.curve(axes, [0, *best["cost"]], [0, *best["effect"]], BLUE, step=True, linewidth=1.4)
    axes.set_xlim(min(0.0, float(table["cost_low"].min())), None)
    told = []
    for place, row in enumerate(best.to_dict("records"), 1):
        frame.said(axes, str(place), (row["cost"], row["effect"]), (-5, 5), fontweight="bold", color=BLUE.colour)
        told.append(f"{row['bundle']}: {money(row['cost'])}, {study.aim.title.lower()} {estimate(row, mean='effect')}; "
                    f"{per_cent(row['share_on_frontier'])}")  # fmt: skip
    shocks = any(policy.module.SHOCK for option in study.design.options for policy in option.policies)
    everywhere = " Shocks are no choice: they are in both worlds, with and without a bundle." if shocks else ""
    plate.numbered = tuple(told)
    return plate.tell(
        f"Cost against effect of bundles. On the frontier: {'. '.join(told) or 'none; doing nothing is not beaten'}.",
        "Filled marks, joined and numbered: no other bundle costs less and brings as much. Hollow marks: another "
        "bundle is as cheap and brings more. Lines: 95 % intervals. A search chose the bundles; they are judged here "
        "in worlds that it never saw. The share after a bundle is that of resamples in which it stays on the frontier."
        + everywhere,
        f"{int(table['n'].max())} fresh pairs of worlds for each of {len(table)} bundles; {study.rate}", table,
    )  # fmt: skip


@styled
def search(study: Study) -> Plate | None:
    """How far the search for bundles had come; none if nothing was searched, or nothing found that beats nothing."""
    table = study.tables.get("convergence", pd.DataFrame(columns=["bundle", "share"])).dropna()
    if table.empty:
        return None
    table = table.assign(tried=range(1, len(table) + 1))[["tried", "bundle", "share"]]
    plate = Plate("search", "Had the search come to its end?", 140)
    axes = frame.panel(plate, "bundles tried", "area under the frontier", "both")
    marks.curve(axes, [0, *table["tried"]], [0, *table["share"]], BLUE, step=True)
    axes.set(xlim=(0, len(table)), ylim=(0, 1.05))
    frame.whole(axes.xaxis)
    frame.shares(axes.yaxis)
    late = float(table["share"].iloc[-1] - table["share"].iloc[(len(table) - 1) * 3 // 4])
    return plate.tell(
        f"A rising line. The last quarter of the bundles added {per_cent(late)} of the area.",
        "The area under the frontier found so far, as a share of that at the end (hypervolume). A line that is flat at "
        "its end means that the last bundles brought little; one that still rises has not found all there is.",
        f"{len(table)} bundles, in the order in which they were tried, each in the same few pairs of worlds", table,
    )  # fmt: skip
