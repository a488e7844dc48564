"""Figures of what the effects cost: who was paid for nothing, cost against effect, price, budget, and frontier."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alliances.analysis.policy.drawing import (
    GREY,
    INK,
    Plate,
    key,
    looks,
    money_axis,
    names_of,
    paper,
    quiet,
)
from alliances.analysis.policy.numbers import estimate, number, per_cent
from alliances.analysis.policy.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PARTS = {  # of the firms abroad: colour, hatch, words
    "anyway": ("#c9ced4", "", "supported, would be abroad anyway (deadweight)"),
    "because": ("#4A90C2", "////", "supported, abroad only with the policy (additional)"),
    "others": ("#D98A4B", "....", "unsupported: fewer abroad (displacement) or more (spillover)"),
}
RAYS = (1, 2, 5)  # steps of the prices that lines through the origin show


def deadweight(study: Study) -> Plate | None:
    """Supported firms that would have gone anyway, those that would not, and what becomes of the unsupported."""
    table = supported_parts(study)
    if table.empty:
        return None
    told = "; ".join(
        f"{row['option']}: of {number(row['anyway'] + row['because'], 0)} supported firms abroad "
        f"{number(row['anyway'], 0)} would be there anyway" for row in table.to_dict("records")
    )  # fmt: skip
    return Plate(
        "deadweight", "How much of the support went to firms that needed none?",
        "Bars: numbers of firms abroad at the horizon, mean over worlds. Grey: supported and abroad in both "
        "worlds. Striped: supported and abroad only in the world with the policy. Dotted: by how much the "
        "unsupported differ; left of zero they lose. Black line: its 95 % interval. Options that support no single "
        "firm are left out.",
        f"{study.seeds} pairs of worlds for each option", f"Stacked bars for each option. {told}.",
        table, partial(draw_deadweight, study, table),
    )  # fmt: skip


def supported_parts(study: Study) -> pd.DataFrame:
    """For each option that supports firms: those abroad anyway, those because of it, and the others' change."""
    rows = study.main[study.main["year"] == study.horizon]
    mean = rows.groupby(["option", "measure", "group"])["with_policy"].mean().to_dict()
    told = []
    for option in study.options:
        anyway = mean.get((option, "abroad_in_both", "supported"), np.nan)
        supported = mean.get((option, "firms_abroad", "supported"), np.nan)
        if supported > 0:
            others = study.summary("firms_abroad", "unsupported", study.horizon).loc[option]
            told.append((option, anyway, supported - anyway, *others[["mean", "low", "high", "n"]]))
    return pd.DataFrame(told, columns=["option", "anyway", "because", "others", "low", "high", "n"])


def draw_deadweight(study: Study, table: pd.DataFrame, narrow: bool) -> Figure:
    """One stacked bar per option, with the unsupported below it."""
    from matplotlib.patches import Patch

    figure = paper(narrow, 90 + (24 if narrow else 0) + 62 * len(table))
    axes = figure.subplots()
    style: dict[str, Any] = {"edgecolor": "white", "linewidth": 0.6}
    for place, row in enumerate(table.to_dict("records")):
        left = 0.0
        for part in ("anyway", "because"):
            colour, hatch, _ = PARTS[part]
            axes.barh(place - 0.16, row[part], 0.34, left=left, color=colour, hatch=hatch, **style)
            left += row[part]
        colour, hatch, _ = PARTS["others"]
        axes.barh(place + 0.22, row["others"], 0.26, color=colour, hatch=hatch, **style)
        axes.plot((row["low"], row["high"]), (place + 0.22,) * 2, color=INK, linewidth=1.6)
        words: dict[str, Any] = {"textcoords": "offset points", "va": "center", "fontsize": 9}
        share = f"{number(row['anyway'], 0)} of {number(left, 0)} anyway: {per_cent(row['anyway'] / left)}"
        axes.annotate(share, (left, place - 0.16), (5, 0), **words)
        changed = estimate({"mean": row["others"], "low": row["low"], "high": row["high"]})
        axes.annotate(f"unsupported: {changed}", (max(row["high"], row["others"], 0), place + 0.22), (5, 0), **words)
    axes.axvline(0, color=INK, linewidth=1)
    most = float((table["anyway"] + table["because"]).max())
    axes.set_xlim(min(0.0, 1.15 * table["low"].min(), -0.04 * most), most * (2.1 if narrow else 1.35))
    names_of(axes, list(table["option"]), 17 if narrow else 26)
    quiet(axes, "x")
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("firms abroad")
    handles = [
        Patch(facecolor=colour, hatch=hatch, edgecolor="white", label=words) for colour, hatch, words in PARTS.values()
    ]
    figure.legend(handles=handles, loc="outside upper left", ncols=1, fontsize=9.5, handlelength=2.4)
    return figure


def plane(study: Study) -> Plate | None:
    """Discounted cost against the aim's effect, a dot for each pair of worlds; none if nothing costs anything."""
    worlds = study.tables["worlds"]
    table = worlds[worlds["kind"] == "main"][["option", "seed", "cost", "effect"]]
    if not (table["cost"] > 0).any():
        return None
    means = table.groupby("option", sort=False)[["cost", "effect"]].mean()
    told = "; ".join(
        f"{option}: {amount(row['cost'])} million USD, {amount(row['effect'])} {study.aim.unit}"
        for option, row in means.iterrows()
    )
    return Plate(
        "plane", "What does it cost, and what does it bring?",
        "Small marks: one pair of worlds each; large mark: their mean. Up is more effect, right is more money. All "
        "points on a grey line have the same price, named in million USD. Below the black line a world lost "
        "although money was spent.",
        f"{study.seeds} pairs of worlds for each option; money at present value, {rate(study)} a year",
        f"Cost against effect. Means: {told}.", table, partial(draw_plane, study, table),
    )  # fmt: skip


def rate(study: Study) -> str:
    """The discount rate as people read it."""
    return f"{100 * study.design.discount_rate:g} %"


def amount(value: float) -> str:
    """A number without an interval, in two or three figures."""
    return number(value, max(0, 1 - int(np.floor(np.log10(abs(value))))) if value else 0)


def draw_plane(study: Study, table: pd.DataFrame, narrow: bool) -> Figure:
    """Clouds of worlds, with lines of equal price."""
    own = looks(study.options)
    figure = paper(narrow, 330 + (16 * len(own) if narrow else 0))
    axes = figure.subplots()
    axes.axhline(0, color=INK, linewidth=1)
    axes.axvline(0, color=INK, linewidth=1)
    for option, rows in table.groupby("option", sort=False):
        look = own[str(option)]
        axes.scatter(rows["cost"], rows["effect"], s=15, marker=look.mark, color=look.colour, alpha=0.45, linewidths=0)
    for option, rows in table.groupby("option", sort=False):
        look = own[str(option)]
        axes.plot(rows["cost"].mean(), rows["effect"].mean(), marker=look.mark, color=look.colour, markersize=12,
                  markeredgecolor="white", markeredgewidth=1.5)  # fmt: skip
    most = 1.14 * float(table["cost"].max())
    axes.set_xlim(-0.04 * most, most)
    axes.set_ylim(
        min(1.1 * table["effect"].min(), -0.08 * table["effect"].max()), 1.12 * max(table["effect"].max(), 1e-9)
    )
    equal_prices(axes, 3 if narrow else 4)
    quiet(axes, "both")
    money_axis(axes, narrow)
    axes.set_ylabel(f"{study.aim.title}, change ({study.aim.unit})")
    key(figure, study.options, own, narrow, linewidth=0, markersize=8)
    return figure


def equal_prices(axes: Axes, most: int) -> None:
    """Lines of round prices through the origin, named where they leave the panel."""
    from matplotlib.patheffects import withStroke

    (_, right), (_, top) = axes.get_xlim(), axes.get_ylim()
    prices = [step * 10.0**power for power in range(-6, 6) for step in RAYS]
    middle = right / top
    for price in sorted(prices, key=lambda price: abs(np.log(price / middle)))[:most]:
        across, up = (right, right / price) if right / price < top else (top * price, top)
        axes.plot((0, across), (0, up), color=GREY, linewidth=0.8, linestyle=(0, (2, 3)), zorder=0)
        beside: dict[str, Any] = {"ha": "right", "va": "top"} if across < right else {"ha": "right", "va": "bottom"}
        axes.annotate(f"{price:g} each", (across, up), (-3, -2 if across < right else 2), textcoords="offset points",
                      fontsize=8.5, color=GREY, path_effects=[withStroke(linewidth=3, foreground="white")],
                      **beside)  # fmt: skip


def acceptability(study: Study) -> Plate | None:
    """The chance that an additional firm abroad costs no more than a price."""
    table = study.tables.get("acceptability", pd.DataFrame())
    if table.empty or table["probability"].notna().sum() == 0:
        return None
    paid = study.tables["worlds"].groupby("option")["cost"].any()
    table = table[table["probability"].notna() & table["option"].map(paid)]
    if table.empty:
        return None
    halves = [f"{option}: {price_reached(rows, 0.5)}" for option, rows in table.groupby("option", sort=False)]
    return Plate(
        "acceptability", "If an additional firm is worth so much to you, is the money well spent?",
        "Height of a line: the chance that an additional firm abroad costs no more than the price below it, given "
        "the luck that differs between worlds. A line that ends below 100 % may have no effect at all. What is not "
        "known of the parameters is not in it. Options that take no public money are left out.",
        f"{study.seeds} pairs of worlds for each option, resampled; money at present value, {rate(study)} a year",
        f"Rising lines, one per option. Price at which the chance is one half: {'; '.join(halves)}.",
        table, partial(draw_acceptability, study, table),
    )  # fmt: skip


def price_reached(rows: pd.DataFrame, probability: float) -> str:
    """The lowest price at which a chance is reached, in words."""
    reached = rows[rows["probability"] >= probability]
    return "not reached" if reached.empty else f"{amount(float(reached['price'].min()))} million USD"


def draw_acceptability(study: Study, table: pd.DataFrame, narrow: bool) -> Figure:
    """A line per option, with its mark here and there."""
    from matplotlib.ticker import PercentFormatter

    own = looks(study.options)
    figure = paper(narrow, 270 + (16 * len(own) if narrow else 0))
    axes = figure.subplots()
    shown = [option for option in study.options if option in set(table["option"])]
    for place, option in enumerate(shown):
        look, rows = own[option], table[table["option"] == option].sort_values("price")
        every = (place * 3, max(len(rows) // 6, 1))
        axes.plot(rows["price"], rows["probability"], color=look.colour, linestyle=look.dash, marker=look.mark,
                  markevery=every, linewidth=2, markersize=6, clip_on=False)  # fmt: skip
    axes.set_ylim(0, 1.02)
    axes.set_xlim(0, float(table["price"].max()))
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    quiet(axes, "both")
    axes.set_xlabel(
        "price: million USD per additional firm abroad" if not narrow else "million USD per additional firm"
    )
    axes.set_ylabel("chance that it costs no more")
    key(figure, shown, own, narrow)
    return figure
