"""Figures of what the effects cost: who was paid for nothing, cost against effect, and what a price buys."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from alliances.analysis.drawing import frame, marks
from alliances.analysis.drawing.palette import INK, MUTED, PALE, SOFT, looks
from alliances.analysis.drawing.plate import Plate, styled
from alliances.analysis.policy.study import Study
from alliances.analysis.wording import estimate, money, number, per_cent, shown

SPENT = "public money spent to the horizon, million USD, present value"
PARTS: dict[str, tuple[str, dict[str, Any]]] = {  # of the firms abroad: words, look
    "anyway": ("supported, would be abroad anyway (deadweight)", {"facecolor": MUTED}),
    "because": ("supported, abroad only with the policy (additional)", {"facecolor": PALE[0], "hatch": "////"}),
    "others": ("unsupported: fewer abroad (displacement) or more (spillover)", {"facecolor": PALE[5], "hatch": "...."}),
}
RAYS = (1, 2, 5)  # steps of the prices that lines through the origin show


@styled
def deadweight(study: Study) -> Plate | None:
    """Supported firms that would have gone anyway, those that would not, and what becomes of the unsupported."""
    table = supported_parts(study)
    if table.empty:
        return None
    plate = Plate("deadweight", "How much of the support went to firms that needed none?", 55 + 62 * len(table))
    axes = frame.panel(plate, "firms abroad", grid="x", zero=True)
    lower, upper, most = np.arange(len(table)) + 0.22, np.arange(len(table)) - 0.16, float(table["supported"].max())
    marks.bars(axes, upper, table["anyway"], height=0.34, **PARTS["anyway"][1])
    marks.bars(axes, upper, table["supported"], start=table["anyway"], height=0.34, **PARTS["because"][1])
    marks.bars(axes, lower, table["others"], height=0.26, **PARTS["others"][1])
    axes.hlines(lower, table["low"], table["high"], color=INK, linewidth=1.6, zorder=3)
    told = []
    for place, row in enumerate(table.to_dict("records")):
        of = f"{number(row['anyway'])} of {number(row['supported'])}"
        frame.said(
            axes, f"{of} anyway: {per_cent(row['anyway'] / row['supported'])}", (row["supported"], upper[place]), (5, 0)
        )
        frame.said(axes, f"unsupported: {estimate(row, mean='others')}", (max(row["high"], 0), lower[place]), (5, 0))
        told.append(f"{row['option']}: {of} supported firms abroad would be there anyway")
    axes.set_xlim(min(1.15 * table["low"].min(), -0.04 * most), most * 1.7)
    frame.names_down(axes, table["option"], 15)
    frame.key(plate, {words: Patch(edgecolor="white", **look) for words, look in PARTS.values()}, 1)
    return plate.tell(
        f"Stacked bars for each option. {'; '.join(told)}.",
        "Bars: numbers of firms abroad at the horizon, mean over worlds. Grey: supported and abroad in both worlds. "
        "Striped: supported and abroad only in the world with the policy. Dotted: by how much the unsupported differ; "
        "left of zero they lose. Black line: its 95 % interval. Options that support no single firm are left out.",
        study.pairs, table,
    )  # fmt: skip


def supported_parts(study: Study) -> pd.DataFrame:
    """For each option that supports firms: those abroad anyway, all of them abroad, and the others' change."""
    rows = study.main[(study.main["year"] == study.horizon) & (study.main["group"] == "supported")]
    mean = rows.pivot_table(index="option", columns="measure", values="with_policy").reindex(study.options)
    told = mean.reindex(columns=["abroad_in_both", "firms_abroad"]).set_axis(["anyway", "supported"], axis=1)
    others = study.summary("firms_abroad", "unsupported", study.horizon)[["mean", "low", "high", "n"]]
    table = told.join(others.rename(columns={"mean": "others"}))
    return table[table["supported"] > 0].reset_index(names="option")


@styled
def plane(study: Study) -> Plate | None:
    """Discounted cost against the aim's effect, a dot for each pair of worlds; none if nothing costs anything."""
    worlds, own = study.tables["worlds"], looks(study.options)
    table = worlds[worlds["kind"] == "main"][["option", "seed", "cost", "effect"]]
    if not (table["cost"] > 0).any():
        return None
    plate, told = Plate("plane", "What does it cost, and what does it bring?", 260), []
    axes = frame.panel(plate, SPENT, study.change, "both", zero=True)
    for option, look in own.items():
        rows = table[table["option"] == option]
        cost, effect = rows["cost"].mean(), rows["effect"].mean()
        marks.cloud(axes, rows["cost"], rows["effect"], look)
        marks.curve(axes, [cost], [effect], look, linestyle="", markersize=11, markeredgecolor="white", zorder=4)
        told.append(f"{option}: {money(cost)}, {shown(effect)} {study.aim.unit}")
    most, high = 1.14 * float(table["cost"].max()), float(table["effect"].max())
    axes.set(xlim=(-0.04 * most, most), ylim=(min(1.1 * table["effect"].min(), -0.08 * high), 1.12 * max(high, 1e-9)))
    equal_prices(axes)
    frame.key(plate, own, linewidth=0, markersize=8)
    return plate.tell(
        f"Cost against effect. Means: {'; '.join(told)}.",
        "Small marks: one pair of worlds each; large mark: their mean. Up is more effect, right is more money. All "
        "points on a dotted line have the same price, named in million USD. Below the line at zero a world lost "
        "although money was spent.", f"{study.pairs}; {study.rate}", table,
    )  # fmt: skip


def equal_prices(axes: Axes) -> None:
    """Lines of round prices through the origin, named where they leave the panel."""
    (_, right), (_, top) = axes.get_xlim(), axes.get_ylim()
    prices = [step * 10.0**power for power in range(-6, 6) for step in RAYS]
    for price in sorted(prices, key=lambda price: abs(np.log(price * top / right)))[:4]:
        across, up = (right, right / price) if right / price < top else (top * price, top)
        axes.plot((0, across), (0, up), color=SOFT, linewidth=0.8, linestyle=(0, (2, 3)), zorder=0)
        frame.said(axes, f"{price:g} each", (across, up), (-3, -2 if across < right else 2), color=SOFT)


@styled
def acceptability(study: Study) -> Plate | None:
    """The chance that an additional firm abroad costs no more than a price."""
    table = study.tables.get("acceptability", pd.DataFrame(columns=["option", "probability"]))
    paid = study.tables["worlds"].groupby("option")["cost"].any()
    table = table[table["probability"].notna() & table["option"].map(paid).eq(True)]
    if table.empty:
        return None
    own, halves = looks(study.options, table["option"]), []
    plate = Plate("acceptability", "If an additional firm is worth so much to you, is the money well spent?", 220)
    axes = frame.panel(plate, "price: million USD per additional firm abroad", "chance that it costs no more", "both")
    for place, (option, look) in enumerate(own.items()):
        rows = table[table["option"] == option].sort_values("price")
        every = (place * 3, max(len(rows) // 6, 1))
        marks.curve(axes, rows["price"], rows["probability"], look, markevery=every, clip_on=False)
        reached = rows.loc[rows["probability"] >= 1 / 2, "price"]
        halves.append(f"{option}: {money(reached.min()) if len(reached) else 'not reached'}")
    axes.set(ylim=(0, 1.02), xlim=(0, float(table["price"].max())))
    frame.shares(axes.yaxis)
    frame.key(plate, own)
    return plate.tell(
        f"Rising lines, one per option. Price at which the chance is one half: {'; '.join(halves)}.",
        "Height of a line: the chance that an additional firm abroad costs no more than the price below it, given what "
        "differs between worlds by chance. A line that ends below 100 % may have no effect at all. What is not known "
        "of the parameters is not in it. Options that take no public money are left out.",
        f"{study.pairs}, resampled; {study.rate}", table,
    )  # fmt: skip
