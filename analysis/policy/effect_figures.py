"""Figures of what the options bring about: side by side, over time, after their end, and for whom."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alliances.analysis.policy.drawing import (
    GREY,
    INK,
    LIGHT,
    Plate,
    holds_zero,
    interval_bar,
    key,
    looks,
    names_of,
    panels_of,
    paper,
    quiet,
    rows_of,
    said,
    titled,
)
from alliances.analysis.policy.numbers import estimate
from alliances.analysis.policy.study import MEASURES, Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CAPITALS = ("sme", "ict")
AFTER = range(6)  # years after the end at which persistence is told


def side_by_side(study: Study) -> Plate:
    """The effect of each option on every measure, at the horizon."""
    parts = []
    for name, measure in MEASURES.items():
        rows = study.summary(name, year=study.horizon)
        if rows["mean"].notna().any():
            scaled = rows[["mean", "low", "high"]] * measure.scale
            parts.append(scaled.assign(n=rows["n"], measure=name, unit=measure.unit).reset_index())
    table = pd.concat(parts, ignore_index=True)
    aim = rows_of(table, "measure", study.design.aim)
    told = "; ".join(f"{row['option']}: {estimate(row)} {study.aim.more}" for row in aim)
    return Plate(
        "effects", f"What does each option change, {study.horizon:g} years after the start?",
        "Mark: mean difference between worlds with the policy and their twins without. Line: 95 % interval of that "
        "mean. A hollow mark means that the interval holds zero: the sign cannot be told. The alliances signed since "
        "the start are not the same ones in the two worlds: their survival differs also because others were signed.",
        f"{study.seeds} pairs of worlds for each option", f"Intervals for each option and measure. {told}.",
        table, partial(draw_side_by_side, study, table),
    )  # fmt: skip


def draw_side_by_side(study: Study, table: pd.DataFrame, narrow: bool) -> Figure:
    """A panel per measure, a line per option."""
    own, names = looks(study.options), list(dict.fromkeys(table["measure"]))
    rows = len(names) if narrow else -(-len(names) // 3)
    figure = paper(narrow, rows * (58 + 31 * len(own)))
    for panel, name in zip(panels_of(figure, len(names), narrow, sharey=not narrow), names, strict=True):
        panel.axvline(0, color=GREY, linewidth=1)
        ends = [0.0]
        for place, row in enumerate(rows_of(table, "measure", name)):
            if np.isfinite(row["mean"]):
                interval_bar(panel, row, place, own[row["option"]])
                ends += [row["low"], row["high"]]
                said(panel, estimate(row), (row["mean"], place))
        room = (0.38 if narrow else 0.5) * (max(ends) - min(ends)) or 1.0
        panel.set_xlim(min(ends) - room, max(ends) + room)
        names_of(panel, study.options, 17 if narrow else 26)
        quiet(panel, "x")
        panel.locator_params(axis="x", nbins=4)
        panel.spines["left"].set_visible(False)
        panel.set_title(MEASURES[name].title, fontsize=10.5, fontweight="bold", loc="left")
        panel.set_xlabel(f"change, {MEASURES[name].unit}", fontsize=9.5)
    return figure


def time_path(study: Study) -> Plate:
    """The aim's effect over the years, with what chance and what knowledge leave open."""
    chance = study.summary(study.design.aim)[["option", "year", "mean", "low", "high", "n"]]
    table = chance.merge(knowledge_band(study), on=["option", "year"], how="left").sort_values(["option", "year"])
    drawn = study.effects[study.effects["kind"] == "knowledge"]["setting"].nunique()
    unknown = (
        f" Light band with dotted edge, knowledge: 95 % of {drawn} draws of the parameters that are not known; "
        "more worlds do not narrow it."
        if drawn else " Parameters were held at their defaults: what is not known about them is not in the bands."
    )  # fmt: skip
    return Plate(
        "time-path", "How does the effect build up, and how does it fade?",
        f"Line: mean effect. Dark band, chance: 95 % interval of the mean over seeds; more worlds narrow it.{unknown} "
        "Grey bar: years in which a policy of the option is in force.",
        f"{study.seeds} pairs of worlds for each option" + (f"; {drawn} parameter draws" if drawn else ""),
        f"Lines with bands over the years, one panel per option. {path_in_words(study)}",
        table, partial(draw_time_path, study, table),
    )  # fmt: skip


def knowledge_band(study: Study) -> pd.DataFrame:
    """The middle 95 % of the draws' effects on the aim, chance taken out, by option and year; no rows without draws."""
    band = study.tables.get("knowledge", pd.DataFrame(columns=["option", "year", "low", "high", "measure", "group"]))
    band = band[(band["measure"] == study.design.aim) & (band["group"] == "all")]
    named = band.rename(columns={"low": "knowledge_low", "high": "knowledge_high"})
    return named[["option", "year", "knowledge_low", "knowledge_high"]].astype(
        dict.fromkeys(["year", "knowledge_low", "knowledge_high"], float)
    )


def path_in_words(study: Study) -> str:
    """For each option the largest mean and the last."""
    told = []
    for option, rows in study.summary(study.design.aim).groupby("option", sort=False):
        every = rows.sort_values("year").to_dict("records")
        most, last = max(every, key=lambda row: abs(row["mean"])), every[-1]
        told.append(
            f"{option}: largest in year {most['year']:g}, {estimate(most)}; year {last['year']:g}, {estimate(last)}."
        )
    return " ".join(told)


def draw_time_path(study: Study, table: pd.DataFrame, narrow: bool) -> Figure:
    """A panel per option on common axes."""
    own = looks(study.options)
    rows = len(own) if narrow else -(-len(own) // 2)
    figure = paper(narrow, 34 + rows * (165 if narrow else 185))
    panels = panels_of(figure, len(own), narrow, across=2, sharex=True, sharey=True)
    for option, panel in zip(study.design.options, panels, strict=True):
        look, part = own[option.name], table[table["option"] == option.name]
        year = part["year"].to_numpy()
        panel.fill_between(
            year, part["knowledge_low"], part["knowledge_high"], color=look.colour, alpha=0.16, linewidth=0
        )
        for end in ("knowledge_low", "knowledge_high"):
            panel.plot(year, part[end], color=look.colour, linewidth=0.9, linestyle=":")
        panel.fill_between(year, part["low"], part["high"], color=look.colour, alpha=0.45, linewidth=0)
        panel.plot(year, part["mean"], color=look.colour, linewidth=1.8)
        panel.axhline(0, color=INK, linewidth=0.9)
        in_force(panel, study, option)
        quiet(panel, "y")
        titled(panel, option.name, look, 44)
    figure.supylabel(f"{study.aim.title}, change ({study.aim.unit})", fontsize=9.5)
    figure.supxlabel("years since the first policy started", fontsize=9.5)
    return figure


def in_force(panel: Axes, study: Study, option: Any) -> None:
    """A grey bar at the foot over the years in which a policy of the option is in force; whole years on the axis."""
    from matplotlib.ticker import MaxNLocator

    last = float(study.effects["year"].max())
    for policy in option.policies:
        first, end = policy.start - study.design.start, min(policy.end - study.design.start, last)
        panel.axvspan(first, end, 0, 0.03, color=GREY, linewidth=0)
    panel.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))


def persistence(study: Study) -> Plate | None:
    """What is left of the aim's effect one to five years after the end; none if the run ends with the policy."""
    rows = study.summary(study.design.aim)
    after = (rows["year"] - rows["option"].map(study.endings)).round(6)
    table = rows[after.isin(AFTER)].assign(after=after)[["option", "after", "mean", "low", "high", "n"]]
    if not (table["after"] >= 1).any():
        return None
    last = table[table["after"] == table["after"].max()]
    told = "; ".join(f"{row['option']}: {estimate(row)} {study.aim.unit}" for row in last.to_dict("records"))
    return Plate(
        "persistence", "What is left when the policies have ended?",
        "Mark: mean effect so many years after the option's last policy ended; line: its 95 % interval; hollow "
        "where the interval holds zero.",
        f"{study.seeds} pairs of worlds for each option",
        f"Effects at the end and in the years after it. {last['after'].max():g} years after: {told}.",
        table, partial(draw_persistence, study, table),
    )  # fmt: skip


def draw_persistence(study: Study, table: pd.DataFrame, narrow: bool) -> Figure:
    """Options beside each other in every year."""
    own = looks(study.options)
    figure = paper(narrow, 260 + (14 * len(own) if narrow else 0))
    panel = figure.subplots()
    panel.axhline(0, color=INK, linewidth=0.9)
    for place, option in enumerate(study.options):
        part, look = table[table["option"] == option], own[option]
        across = part["after"] + (place - (len(own) - 1) / 2) * 0.13
        panel.vlines(across, part["low"], part["high"], color=look.colour, linewidth=2)
        panel.plot(across, part["mean"], color=look.colour, linestyle=look.dash, linewidth=1)
        for x, row in zip(across, part.to_dict("records"), strict=True):
            face = "white" if holds_zero(row["low"], row["high"]) else look.colour
            panel.plot(x, row["mean"], marker=look.mark, color=look.colour, markerfacecolor=face, markersize=7)
    quiet(panel, "y")
    years = sorted(table["after"].unique())
    panel.set_xticks(years, ["end" if year == 0 else f"+{year:g}" for year in years])
    panel.set_xlabel("years after the option's last policy ended")
    panel.set_ylabel(f"{study.aim.title}, change ({study.aim.unit})")
    key(figure, study.options, own, narrow)
    return figure


def distribution(study: Study) -> Plate | None:
    """The aim's effect by size, industry and home at the horizon."""
    rows = study.tables.get("distribution", pd.DataFrame())
    if rows.empty:
        return None
    kind = rows["group"].str.partition(": ")[0].map({"size": 0, "industry": 1, "home": 2})
    rows = rows.assign(kind=kind).sort_values(["kind", "base"], ascending=[True, False], kind="stable")
    table = rows[["option", "measure", "group", "mean", "low", "high", "n"]].reset_index(drop=True)
    sure = table[(table["low"] > 0) | (table["high"] < 0)]
    losers = "; ".join(
        f"{row['option']}, {row['group']}: {estimate(row)}" for row in sure[sure["mean"] < 0].to_dict("records")
    )
    return Plate(
        "distribution", "Who gains and who loses?",
        "Firms keep the size, industry and home that they had at the start. Groups of one kind add up to the "
        "whole, unless only some homes are shown. Hollow marks: the sign cannot be told. Of many groups without "
        "any effect, one in twenty would be filled by luck.",
        f"{study.seeds} pairs of worlds for each option",
        "Effects on each group of firms, by option. "
        + (f"Groups that lose: {losers}." if losers else "No group loses for certain."),
        table, partial(draw_distribution, study, table),
    )  # fmt: skip


def draw_distribution(study: Study, table: pd.DataFrame, narrow: bool) -> Figure:
    """A panel per option, groups down the side."""
    own, groups = looks(study.options), list(dict.fromkeys(table["group"]))
    kinds = [group.partition(": ")[0] for group in groups]
    names = [group.partition(": ")[2] for group in groups]
    rows = len(own) if narrow else 1 if len(own) <= 4 else 2
    figure = paper(narrow, rows * (76 + (22 if narrow else 19) * len(groups)))
    panels = panels_of(figure, len(own), narrow, across=4, sharex=True, sharey=not narrow)
    for option, panel in zip(study.options, panels, strict=True):
        panel.axvline(0, color=GREY, linewidth=1)
        for row in rows_of(table, "option", option):
            interval_bar(panel, row, groups.index(row["group"]), own[option])
        names_of(panel, [name.upper() if name in CAPITALS else name.replace("_", " ") for name in names], 24)
        for place in range(1, len(groups)):
            if kinds[place] != kinds[place - 1]:
                panel.axhline(place - 0.5, color=LIGHT, linewidth=1)
        quiet(panel, "x")
        panel.locator_params(axis="x", nbins=4)
        panel.spines["left"].set_visible(False)
        titled(panel, option, own[option], 36 if narrow else 20)
    measure = MEASURES[table["measure"].iloc[0]]
    figure.supxlabel(f"{measure.title}, change ({measure.unit})", fontsize=9.5)
    return figure
