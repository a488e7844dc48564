"""Figures of how much money to spend on what: effect over budget, and bundles that no other bundle beats."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alliances.analysis.policy.drawing import BLUE, GREY, INK, Plate, key, looks, money_axis, paper, quiet
from alliances.analysis.policy.money_figures import amount, rate
from alliances.analysis.policy.numbers import estimate, per_cent
from alliances.analysis.policy.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def budget(study: Study) -> Plate | None:
    """The aim's effect over the money that was spent; none if no budgets were varied."""
    table = study.tables.get("budget", pd.DataFrame(columns=["option", "factor", "cost"]))
    table = table[table["option"].isin(varied(table))]
    if table.empty:
        return None
    told = "; ".join(f"{row['option']}: {row['returns']}" for row in returns(study).to_dict("records"))
    factors = ", ".join(f"{factor:g}" for factor in sorted(table["factor"].unique()) if factor)
    return Plate(
        "budget", "What would more money bring, and what would less cost?",
        f"Marks: all budgets times {factors}; ringed: as designed; lines up and down: 95 % interval of the mean. A "
        "line that flattens means that further money brings less (diminishing returns). Along the axis is what was "
        "spent, not what was granted: where marks lie close together, too few firms came for the money. Options "
        "without a budget are left out.",
        f"{int(table['n'].max())} pairs of worlds at each budget; money at present value, {rate(study)} a year",
        f"Effect over money spent. Returns: {told}.", table, partial(draw_budget, study, table),
    )  # fmt: skip


def varied(table: pd.DataFrame) -> list[str]:
    """Options of which more was spent at some factor than at another."""
    paid = table[table["factor"] > 0]
    return [
        str(option)
        for option, rows in paid.groupby("option", sort=False)
        if np.ptp(rows["cost"]) > 1e-6 * rows["cost"].max()
    ]


def returns(study: Study) -> pd.DataFrame:
    """What is said of each option's returns, for those with a budget."""
    table = study.tables.get("returns", pd.DataFrame(columns=["option", "returns"]))
    return table[table["returns"] != "no budget to vary"]


def draw_budget(study: Study, table: pd.DataFrame, narrow: bool) -> Figure:
    """A curve per option, from nothing for nothing."""
    own = looks(study.options)
    shown = [option for option in study.options if option in set(table["option"])]
    figure = paper(narrow, 300 + (16 * len(shown) if narrow else 0))
    axes = figure.subplots()
    axes.axhline(0, color=INK, linewidth=0.9)
    for option in shown:
        look, rows = own[option], table[table["option"] == option].sort_values("cost")
        axes.vlines(rows["cost"], rows["low"], rows["high"], color=look.colour, linewidth=1.8)
        axes.hlines(rows["effect"], rows["cost_low"], rows["cost_high"], color=look.colour, linewidth=1)
        axes.plot(
            rows["cost"], rows["effect"], color=look.colour, linestyle=look.dash, marker=look.mark, markersize=6.5
        )
        now = rows[rows["factor"] == 1]
        axes.plot(now["cost"], now["effect"], "o", color=look.colour, markerfacecolor="none", markersize=14)
    axes.set_xlim(0, None)
    quiet(axes, "both")
    money_axis(axes, narrow)
    axes.set_ylabel(f"{study.aim.title}, change ({study.aim.unit})")
    key(figure, shown, own, narrow)
    return figure


def pareto(study: Study) -> Plate | None:
    """Cost and effect of bundles in fresh seeds, those that no other beats joined; none if nothing was searched."""
    table = study.tables.get("frontier", pd.DataFrame())
    if table.empty:
        return None
    best = table[table["on_frontier"]]
    told = "; ".join(
        f"{row['bundle']}: {amount(row['cost'])} million USD, {effect_of(row)}" for row in best.to_dict("records")
    )
    return Plate(
        "frontier", "Which bundles does no other bundle beat?",
        "Filled marks, joined and numbered: no other bundle costs less and brings as much. Hollow marks: another "
        "bundle is as cheap and brings more. Lines: 95 % intervals. A search chose the bundles; they are judged "
        "here in worlds that it never saw. The share after a bundle is that of resamples in which it stays on the "
        "frontier.",
        f"{int(table['n'].max())} fresh pairs of worlds for each of {len(table)} bundles; present value, "
        f"{rate(study)} a year",
        f"Cost against effect of bundles. On the frontier: {told or 'none; doing nothing is not beaten'}.",
        table, partial(draw_pareto, study, table), bundles_in_words(study, best),
    )  # fmt: skip


def bundles_in_words(study: Study, best: pd.DataFrame) -> tuple[str, ...]:
    """The bundles on the frontier, the cheapest first, as they are numbered."""
    return tuple(
        f"{row['bundle']}: {amount(row['cost'])} million USD, {study.aim.title.lower()} {effect_of(row)}; "
        f"{per_cent(row['share_on_frontier'])}"
        for row in best.sort_values("cost").to_dict("records")
    )


def effect_of(row: Any) -> str:
    """The effect of a bundle, with its interval."""
    return estimate({"mean": row["effect"], "low": row["low"], "high": row["high"]})


def draw_pareto(study: Study, table: pd.DataFrame, narrow: bool) -> Figure:
    """All bundles, and the frontier from doing nothing; numbers are explained in the list below the figure."""
    figure = paper(narrow, 320)
    axes = figure.subplots()
    axes.axhline(0, color=INK, linewidth=0.9)
    best, rest = table[table["on_frontier"]].sort_values("cost"), table[~table["on_frontier"]]
    for rows, colour, face in ((rest, GREY, "white"), (best, BLUE, BLUE)):
        axes.vlines(rows["cost"], rows["low"], rows["high"], color=colour, linewidth=1.2)
        axes.hlines(rows["effect"], rows["cost_low"], rows["cost_high"], color=colour, linewidth=1.2)
        axes.plot(rows["cost"], rows["effect"], "o", color=colour, markerfacecolor=face, markersize=7)
    axes.plot([0, *best["cost"]], [0, *best["effect"]], color=BLUE, linewidth=1.4, drawstyle="steps-post")
    number_bundles(axes, best)
    axes.set_xlim(min(0.0, float(table["cost_low"].min())), None)
    quiet(axes, "both")
    money_axis(axes, narrow)
    axes.set_ylabel(f"{study.aim.title}, change ({study.aim.unit})")
    return figure


def number_bundles(axes: Axes, best: pd.DataFrame) -> None:
    """The number of each bundle on the frontier, the cheapest first, up and left of its mark."""
    for place, row in enumerate(best.to_dict("records"), 1):
        axes.annotate(str(place), (row["cost"], row["effect"]), (-5, 5), textcoords="offset points", ha="right",
                      fontweight="bold", color=BLUE)  # fmt: skip
