"""Figures of how sure it is: parameters that are not known, and conditions that turn the ranking."""

from __future__ import annotations

import textwrap
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from alliances.analysis.policy.drawing import (
    GREY,
    INK,
    Plate,
    looks,
    names_of,
    panels_of,
    paper,
    quiet,
    titled,
    wrapped,
)
from alliances.analysis.policy.numbers import digits, estimate, number, per_cent
from alliances.analysis.policy.robustness import AS_IT_IS, in_words
from alliances.analysis.policy.study import Study
from alliances.model.declarations.parameters import declared

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_BARS, MOST_LETTERS = 10, 60
SHADES = ["#0F5C8C", "#5E9CC4", "#A9CBE2", "#DCE9F2", "#F3F6F9"]  # of the first rank to the last


def tornado(study: Study) -> Plate | None:
    """How far each parameter moves the aim's effect between the ends of its plausible range."""
    table = study.tables.get("tornado", pd.DataFrame())
    if table.empty:
        return None
    most = table.loc[table.groupby("option", sort=False)["swing"].apply(lambda swing: swing.abs().idxmax())]
    told = "; ".join(
        f"{row['option']}: {row['parameter']}, from {number(row['at_low'], 0)} to {number(row['at_high'], 0)}"
        for row in most.to_dict("records")
    )
    turning = ", ".join(f"{row['parameter']} ({row['option']})" for row in table[table["turns"]].to_dict("records"))
    return Plate(
        "tornado", "Which unknown parameters matter most?",
        "Each bar: the effect when one parameter is moved through its plausible range and all others stay. L: at "
        "the low end, H: at the high end. Vertical line: with the defaults. Pale bar: over so few worlds its swing "
        "cannot be told from none.",
        f"{int(table['n'].max())} pairs of worlds at each end; the {MOST_BARS} widest bars are drawn",
        f"Bars for parameters, the widest on top. Widest: {told}. "
        + (f"The sign differs between the ends of: {turning}." if turning else "No parameter turns the sign."),
        table, partial(draw_tornado, study, table),
    )  # fmt: skip


def draw_tornado(study: Study, table: pd.DataFrame, narrow: bool) -> Figure:
    """A panel per option, the widest bar on top."""
    own = looks(study.options)
    longest = min(MOST_BARS, int(table.groupby("option")["parameter"].count().max()))
    rows = len(own) if narrow else -(-len(own) // 2)
    figure = paper(narrow, 24 + rows * (52 + 27 * longest))
    ends_of_all = [0.0, *table["at_low"], *table["at_high"]]
    room = 0.09 * (max(ends_of_all) - min(ends_of_all))
    for option, panel in zip(study.options, panels_of(figure, len(own), narrow, across=2, sharex=True), strict=True):
        part = table[table["option"] == option].head(MOST_BARS)
        for place, row in enumerate(part.to_dict("records")):
            sure = row["low"] > 0 or row["high"] < 0
            left, right = sorted((row["at_low"], row["at_high"]))
            panel.barh(place, right - left, 0.62, left=left, color=own[option].colour, alpha=0.75 if sure else 0.25)
            ends = ("L", "H") if row["at_low"] <= row["at_high"] else ("H", "L")
            for end, letter, side, ha in ((left, ends[0], -3, "right"), (right, ends[1], 3, "left")):
                panel.annotate(
                    letter, (end, place), (side, 0), textcoords="offset points", ha=ha, va="center", fontsize=8
                )
        panel.axvline(0, color=GREY, linewidth=0.8)
        panel.plot((part["as_it_is"].mean(),) * 2, (-0.5, len(part) - 0.5), color=INK, linewidth=1.2)
        names_of(panel, [meaning(str(name)) for name in part["parameter"]], 32)
        panel.set_xlim(min(ends_of_all) - room, max(ends_of_all) + room)
        quiet(panel, "x")
        panel.spines["left"].set_visible(False)
        panel.tick_params(axis="y", labelsize=8)
        titled(panel, option, own[option], 44)
    figure.supxlabel(f"{study.aim.title}, change ({study.aim.unit})", fontsize=9.5)
    return figure


def meaning(parameter: str) -> str:
    """What a parameter is, in a few words; its name, if it is none of the model's."""
    known = declared().get(parameter)
    return textwrap.shorten(known.description, MOST_LETTERS, placeholder=" …") if known is not None else parameter


def robustness(study: Study) -> Plate | None:
    """Rank and effect of each option under each condition."""
    table = study.tables.get("robustness", pd.DataFrame())
    if table.empty or table["setting"].nunique() < 2:
        return None
    turned = turns_in_words(study)
    unlike = "" if study.comparable else (
        " Options that are set against different worlds are not ranked with each other; one alone has no rank."
    )  # fmt: skip
    return Plate(
        "robustness", "Does the ranking hold when the world is different?",
        "Each cell: rank among the options by mean effect (1 is best), the effect with its 95 % interval, and the "
        "share of worlds in which the option comes first. Darker is better. Compare options within a row. Conditions "
        "are the same in the world with an option and in its twin." + unlike,
        f"{int(table['worlds'].min())} pairs of worlds or more in each cell",
        f"Table of ranks over conditions. {turned}", table, partial(draw_robustness, study, table),
    )  # fmt: skip


def turns_in_words(study: Study) -> str:
    """Under which conditions another option is best for certain, and how often that is open."""
    turns = study.tables.get("turns", pd.DataFrame(columns=["against"]))
    parts = [rows for against, rows in turns.groupby("against", sort=False) if len(study.rivals(str(against))) > 1]
    return " ".join(turned_in_words(rows) for rows in parts)


def turned_in_words(turns: pd.DataFrame) -> str:
    """What is said of options that are set against the same world."""
    other, best = turns[turns["turned"]], turns["best_as_it_is"].iloc[0]
    if other.empty:
        certain = int(turns["sure"].sum())
        often = {0: "none", len(turns): "all"}.get(certain, str(certain))
        return (
            f"“{best}” has the largest mean effect under all {len(turns)} conditions that were tried; it is ahead for "
            f"certain in {often} of them."
        )
    sure = other[other["sure"]]
    told = "; ".join(
        f"when {in_words(row['setting'])}, “{row['best']}” is ahead of “{row['ahead_of']}” by "
        f"{estimate(row | {'mean': row['lead']})}"
        for row in sure.to_dict("records")
    )
    said = f"The ranking turns: {told}." if told else "No condition that was tried turns the ranking for certain."
    if len(open_ := other[~other["sure"]]):
        under = "; ".join(in_words(setting) for setting in open_["setting"])
        said += f" Another option than “{best}” has the larger mean, without being ahead for certain, when: {under}."
    return said


def draw_robustness(study: Study, table: pd.DataFrame, narrow: bool) -> Figure:
    """Conditions down, options across; on a narrow page cells hold the rank and the effect only."""
    settings, options = list(dict.fromkeys(table["setting"])), study.options
    settings.sort(key=lambda setting: setting != AS_IT_IS)
    figure = paper(narrow, 70 + (52 if narrow else 44) * len(settings))
    axes = figure.subplots()
    for row in table.to_dict("records"):
        place = options.index(row["option"]), settings.index(row["setting"])
        draw_cell(axes, row, place, narrow, alone=len(study.rivals(row["against"])) == 1)
    axes.set_xlim(-0.5, len(options) - 0.5)
    names_of(axes, [in_words(setting) for setting in settings], 22 if narrow else 30)
    axes.set_xticks(range(len(options)), [wrapped(option, 10 if narrow else 20) for option in options])
    axes.xaxis.tick_top()
    axes.tick_params(length=0, labelsize=8 if narrow else 9.5)
    axes.spines[:].set_visible(False)
    return figure


def draw_cell(axes: Axes, row: Any, place: tuple[int, int], narrow: bool, alone: bool) -> None:
    """One option under one condition; ``alone``: no other is set against the same world, so it has no rank."""
    across, down = place
    shade = len(SHADES) - 1 if alone else min(int(row["rank"]) - 1, len(SHADES) - 1)
    axes.barh(down, 0.97, 0.94, left=across - 0.485, color=SHADES[shade])
    style: dict[str, Any] = {"ha": "center", "va": "center", "color": INK if shade else "white"}
    words = number(row["effect"], digits(row["effect"], row["low"], row["high"])) if narrow else (
        estimate(row | {"mean": row["effect"]}))  # fmt: skip
    if not alone:
        axes.text(across, down - 0.2, f"{row['rank']:.0f}", fontweight="bold", **style)
        words += "" if narrow else f"\nfirst in {per_cent(row['share_best'])}"
    axes.text(across, down + (0.0 if alone else 0.2), words, fontsize=8.5, linespacing=1.15, **style)
