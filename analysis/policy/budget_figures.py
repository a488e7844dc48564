"""Figures of how much money to spend on what: effect and best option over budget, and bundles that none other beats."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from alliances.analysis.policy.budget import FIXED
from alliances.analysis.policy.drawing import BLUE, GREY, INK, Plate, holds_zero, key, looks, money_axis, paper, quiet
from alliances.analysis.policy.money_figures import amount, rate
from alliances.analysis.policy.numbers import estimate, per_cent
from alliances.analysis.policy.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def budget(study: Study) -> Plate | None:
    """The aim's effect over the money that was spent; none if no budgets were varied."""
    if "budget" not in study.tables:
        return None
    known, table = returns(study), study.tables["budget"]
    table = table[table["option"].isin(known["option"])]
    if table.empty:
        return None
    told = "; ".join(f"{row['option']}: {row['returns']}" for row in known.to_dict("records"))
    factors = ", ".join(f"{factor:g}" for factor in sorted(table["factor"].unique()) if factor)
    return Plate(
        "budget", "What would more money bring, and what would less cost?",
        f"Marks: all budgets times {factors}; ringed: as designed; lines up and down: 95 % interval; hollow where "
        "it holds zero. A line that flattens means that further money brings less (diminishing returns). Along "
        "the axis is what was spent, not what was granted: where marks lie close together, too few firms came for the "
        "money. Options that spend no more at a larger budget are left out.",
        f"{int(table['n'].max())} pairs of worlds at each budget; money at present value, {rate(study)} a year",
        f"Effect over money spent. Returns: {told}.", table, partial(draw_budget, study, table),
    )  # fmt: skip


def returns(study: Study) -> pd.DataFrame:
    """What is said of each option's returns, for those that spend more at a larger budget."""
    table = study.tables["returns"]
    return table[table["returns"] != FIXED]


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
        axes.plot(rows["cost"], rows["effect"], color=look.colour, linestyle=look.dash)
        for row in rows[rows["factor"] > 0].to_dict("records"):
            face = "white" if holds_zero(row["low"], row["high"]) else look.colour
            axes.plot(row["cost"], row["effect"], look.mark, color=look.colour, markerfacecolor=face, markersize=6.5)
        now = rows[rows["factor"] == 1]
        axes.plot(now["cost"], now["effect"], "o", color=look.colour, markerfacecolor="none", markersize=14)
    axes.set_xlim(0, None)
    quiet(axes, "both")
    money_axis(axes, narrow)
    axes.set_ylabel(f"{study.aim.title}, change ({study.aim.unit})")
    key(figure, shown, own, narrow)
    return figure


def best_for(study: Study) -> Plate | None:
    """How often each option does most for a budget; none if no budgets were varied, or no two options can be ranked."""
    table = study.tables.get("best_by_budget", pd.DataFrame(columns=["against"]))
    table = table[[len(study.rivals(other)) > 1 for other in table["against"]]]
    if table.empty:
        return None
    ranked = table.sort_values(["against", "budget", "rank"], kind="stable").reset_index(drop=True)
    first = ranked.drop_duplicates(["against", "budget"])
    told = [
        f"{amount(rows['budget'].min())} to {amount(rows['budget'].max())} million USD: {option}"
        for option, rows in first.groupby("option", sort=False)
    ]
    unlike = "" if study.comparable else " Only options that are set against the same world are ranked with each other."
    return Plate(
        "best-by-budget", "Which option is best for how much money?",
        "Height: share of worlds in which the option does most for no more than that much money to the horizon. Where "
        "lines are close the choice is open. Between budgets that were tried, effects are taken as straight; an option "
        f"without a budget is had as a whole or not at all.{unlike}",
        f"{int(table['worlds'].max())} pairs of worlds at each budget; money at present value, {rate(study)} a year",
        f"Shares over money. Largest mean effect, {'; '.join(told)}.", ranked, partial(draw_best_for, study, ranked),
    )  # fmt: skip


def draw_best_for(study: Study, table: pd.DataFrame, narrow: bool) -> Figure:
    """A line per option over the budgets, on a scale of ratios."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator, PercentFormatter

    own = looks(study.options)
    shown = [option for option in study.options if option in set(table["option"])]
    figure = paper(narrow, 230 + (16 * len(shown) if narrow else 0))
    axes = figure.subplots()
    for option in shown:
        look, rows = own[option], table[table["option"] == option].sort_values("budget")
        axes.plot(rows["budget"], rows["share_best"], color=look.colour, linestyle=look.dash, marker=look.mark,
                  markersize=6.5, clip_on=False)  # fmt: skip
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(10, (1, 2, 5) if narrow else (1, 1.5, 2, 3, 5, 7)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_ylim(0, 1.02)
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    quiet(axes, "both")
    money_axis(axes, narrow)
    axes.set_ylabel("share of worlds")
    key(figure, shown, own, narrow)
    return figure


def pareto(study: Study) -> Plate | None:
    """Cost and effect of bundles in fresh seeds, those that no other beats joined; none if nothing was searched."""
    table = study.tables.get("frontier", pd.DataFrame())
    if table.empty:
        return None
    best = table[table["on_frontier"]]
    shocks = any(policy.module.SHOCK for option in study.design.options for policy in option.policies)
    everywhere = " Shocks are no choice: they are in both worlds, with and without a bundle." if shocks else ""
    told = "; ".join(
        f"{row['bundle']}: {amount(row['cost'])} million USD, {effect_of(row)}" for row in best.to_dict("records")
    )
    return Plate(
        "frontier", "Which bundles does no other bundle beat?",
        "Filled marks, joined and numbered: no other bundle costs less and brings as much. Hollow marks: another "
        "bundle is as cheap and brings more. Lines: 95 % intervals. A search chose the bundles; they are judged "
        "here in worlds that it never saw. The share after a bundle is that of resamples in which it stays on the "
        f"frontier.{everywhere}",
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


def search(study: Study) -> Plate | None:
    """How far the search for bundles had come; none if nothing was searched, or nothing found that beats nothing."""
    table = study.tables.get("convergence", pd.DataFrame(columns=["share"])).dropna()
    if table.empty:
        return None
    table = table.assign(tried=range(1, len(table) + 1))[["tried", "bundle", "share"]]
    late = float(table["share"].iloc[-1] - table["share"].iloc[(len(table) - 1) * 3 // 4])
    return Plate(
        "search", "Had the search come to its end?",
        "The area under the frontier found so far, as a share of that at the end (hypervolume). A line that is flat at "
        "its end means that the last bundles brought little; one that still rises has not found all there is.",
        f"{len(table)} bundles, in the order in which they were tried, each in the same few pairs of worlds",
        f"A rising line. The last quarter of the bundles added {per_cent(late)} of the area.",
        table, partial(draw_search, table),
    )  # fmt: skip


def draw_search(table: pd.DataFrame, narrow: bool) -> Figure:
    """The area over the bundles tried."""
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    figure = paper(narrow, 150)
    axes = figure.subplots()
    axes.plot([0, *table["tried"]], [0, *table["share"]], color=BLUE, linewidth=1.6, drawstyle="steps-post")
    axes.set_xlim(0, len(table))
    axes.set_ylim(0, 1.05)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    quiet(axes, "both")
    axes.set_xlabel("bundles tried")
    axes.set_ylabel("area")
    return figure
