"""Figures of how sure it is: unknown parameters, conditions that turn the ranking, and what a field study would see."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes

from alliances.analysis.drawing import frame, marks
from alliances.analysis.drawing.palette import BLACK, BLUE, GREEN, ORANGE, RANKS, looks
from alliances.analysis.drawing.plate import Plate, styled
from alliances.analysis.policy.effect_figures import SINCE
from alliances.analysis.policy.settings import AS_IT_IS, in_words
from alliances.analysis.policy.study import MEASURES, Study
from alliances.analysis.policy.words import turns_in_words
from alliances.analysis.wording import digits, estimate, number, per_cent
from alliances.model.declarations.parameters import declared

MOST_PARAMETERS, MOST_LETTERS = 10, 60
TRUTH = "truth: winners against themselves without the policy"
WHOLE = "all_firms"  # the estimator that no outsider has
LINES = {  # of a lottery, by estimator: words, look
    "difference_of_means": ("evaluator: winners less losers", BLUE._replace(dash="--")),
    "difference_in_differences": (
        "evaluator: their change since before, winners less losers",
        ORANGE._replace(dash=":"),
    ),
    WHOLE: ("all firms for each winner: spillover and displacement included", GREEN),
}


@styled
def tornado(study: Study) -> Plate | None:
    """How far each parameter moves the aim's effect between the ends of its plausible range."""
    table, own = study.tables.get("tornado", pd.DataFrame()), looks(study.options)
    if table.empty:
        return None
    widest = (
        table["swing"].abs().groupby(table["parameter"], sort=False).max().sort_values(ascending=False, kind="stable")
    )
    names = list(widest.index[:MOST_PARAMETERS])
    plate = Plate("tornado", "Which unknown parameters matter most?", 45 + len(names) * (14 + 13 * len(own)))
    axes = frame.panel(plate, study.change, grid="x", zero=True)
    for row in table[table["parameter"].isin(names)].to_dict("records"):
        place = names.index(row["parameter"]) + 0.8 * ((study.options.index(row["option"]) + 0.5) / len(own) - 0.5)
        look, sure = own[row["option"]], row["low"] > 0 or row["high"] < 0
        marks.bars(axes, place, row["at_high"], start=row["at_low"], height=0.68 / len(own), facecolor=look.colour,
                   alpha=0.75 if sure else 0.25)  # fmt: skip
        marks.curve(axes, [row["as_it_is"]], [place], look, markeredgecolor="white", markersize=6)
        for end, other, letter in (("at_low", "at_high", "L"), ("at_high", "at_low", "H")):
            beside = 3 if (row[end], letter) > (row[other], "K") else -3
            frame.said(axes, letter, (row[end], place), (beside, 0), fontsize=8)
    frame.room(axes, [0.0, *table["at_low"], *table["at_high"]], 0.08)
    frame.names_down(axes, map(meaning, names))
    frame.key(plate, own, linewidth=0)
    most = table.loc[table["swing"].abs().groupby(table["option"], sort=False).idxmax()].to_dict("records")
    told = "; ".join(
        f"{row['option']}: {row['parameter']}, from {number(row['at_low'])} to {number(row['at_high'])}" for row in most
    )
    turning = ", ".join(f"{row['parameter']} ({row['option']})" for row in table[table["turns"]].to_dict("records"))
    sign = f"The sign differs between the ends of: {turning}" if turning else "No parameter changes the sign"
    return plate.tell(
        f"Bars for parameters, the widest on top. Widest: {told}. {sign}.",
        "Each bar: the effect of an option when one parameter is moved through its plausible range and all others "
        "stay. L: at the low end, H: at the high end. Mark: with the defaults. Pale bar: over so few worlds its swing "
        "cannot be separated from zero.",
        f"{int(table['n'].max())} pairs of worlds at each end; at most {MOST_PARAMETERS} parameters are drawn", table,
    )  # fmt: skip


def meaning(parameter: str) -> str:
    """What a parameter is, in a few words; its name, if it is none of the model's."""
    known = declared().get(parameter)
    return textwrap.shorten(known.description, MOST_LETTERS, placeholder=" …") if known is not None else parameter


@styled
def robustness(study: Study) -> Plate | None:
    """Rank and effect of each option under each condition; an option that has no rival has no rank."""
    table, options = study.tables.get("robustness", pd.DataFrame()), study.options
    if table.empty or table["setting"].nunique() < 2:
        return None
    settings = sorted(dict.fromkeys(table["setting"]), key=lambda setting: setting != AS_IT_IS)
    table = table.assign(alone=[len(study.rivals(other)) == 1 for other in table["against"]])
    rank = table["rank"].sub(1).clip(upper=len(RANKS) - 1).mask(table["alone"], len(RANKS) - 1)
    wide = table.assign(shade=rank).pivot(index="setting", columns="option", values="shade")
    plate = Plate("robustness", "Does the ranking hold when the world is different?", 60 + 58 * len(settings))
    axes = frame.panel(plate, grid="")
    mesh = marks.matrix(axes, wide.reindex(index=settings, columns=options).to_numpy(float), RANKS)
    for row in table.to_dict("records"):
        effect = estimate(row, mean="effect").replace(" (", "\n(")
        ranked = f"rank {row['rank']:.0f}\n{effect}\nfirst in {per_cent(row['share_best'])}"
        place = settings.index(row["setting"]), options.index(row["option"])
        marks.cell_words(axes, mesh, place, effect if row["alone"] else ranked, fontsize=8.5, linespacing=1.2)
    frame.names_down(axes, map(in_words, settings), 18)
    axes.set_ylim(len(settings) - 0.5, -0.5)
    axes.set_xticks(range(len(options)), [frame.wrapped(option, 60 // len(options)) for option in options])
    axes.xaxis.tick_top()
    unlike = "" if study.comparable else (
        " Options that are set against different worlds are not ranked with each other; one alone has no rank."
    )  # fmt: skip
    return plate.tell(
        f"Table of ranks over conditions. {turns_in_words(study)}",
        "Each cell: rank among the options by mean effect (1 is best), the effect with its 95 % interval, and the "
        "share of worlds in which the option comes first. Darker is better. Compare options within a row. Conditions "
        f"are the same in the world with an option and in its twin.{unlike}",
        f"{int(table['worlds'].min())} pairs of worlds or more in each cell", table.drop(columns="alone"),
    )  # fmt: skip


@styled
def outside(study: Study) -> Plate | None:
    """What an evaluator without a twin world finds for each lottery; none if there was none."""
    table = study.tables.get("outside", pd.DataFrame())
    if table.empty:
        return None
    outcome = study.design.aim if study.design.aim in set(table["outcome"]) else str(table["outcome"].iloc[0])
    table = table[(table["outcome"] == outcome) & (table["year"] >= 0)].reset_index(drop=True)
    scale, unit = (100.0, "firms abroad in 100 winners") if outcome == "firms_abroad" else (
        1.0, f"{MEASURES[outcome].unit} per winner")  # fmt: skip
    table[["true", "estimate", "error", "low", "high"]] *= scale
    lotteries = list(table.groupby(["option", "policy"], sort=False))
    plate = Plate(
        "outside", "Would an evaluation in the field have found it?", 30 + 180 * frame.rows_of(len(lotteries), 2)
    )
    every = frame.panels(plate, len(lotteries), min(2, len(lotteries)), sharey=True)
    for (lottery, rows), axes in zip(lotteries, every, strict=True):
        frame.dress(axes, ": ".join(map(str, lottery)), "", unit, zero=True)
        draw_lottery(axes, rows.sort_values("year"))
    plate.body.supxlabel(SINCE, fontsize=9.5)
    frame.key(plate, {TRUTH: BLACK._replace(dash="-"), **dict(LINES.values())}, 1)
    last = table[(table["estimator"] != WHOLE) & (table["year"] == table["year"].max())]
    told = [
        f"{row['policy']}, year {row['year']:g}, {LINES[row['estimator']][0]}: {number(row['estimate'], places)} "
        f"{unit}, truly {number(row['true'], places)}, which the evaluator's interval holds in "
        f"{per_cent(row['coverage'])} of worlds."
        for row in last.to_dict("records") for places in [digits(row["low"], row["high"])]
    ]  # fmt: skip
    return plate.tell(
        f"Lines over the years. {' '.join(told)}",
        "Black diamonds: the true mean effect on winners, from the twin world without the policy, which nobody has in "
        "the field. Circles and squares: what an evaluator finds who compares winners with losers; means over worlds, "
        "the band is their 95 % interval. Where they part from the truth, losers are no fair comparison: some lost "
        "because others won, or won later. Triangles: the whole effect for each winner, which counts those others too.",
        f"{study.seeds} pairs of worlds; in each, winners and losers of the first round are compared", table,
    )  # fmt: skip


def draw_lottery(axes: Axes, rows: pd.DataFrame) -> None:
    """Truth and estimates of one lottery; marks of different sizes, so that none hides another."""
    for (name, (_, look)), size in zip(LINES.items(), (9, 4.5, 4), strict=True):
        own = rows[rows["estimator"] == name]
        if name != WHOLE:
            marks.band(axes, own["year"], own["true"] + own["low"], own["true"] + own["high"], look)
            marks.curve(axes, own["year"], own["true"], BLACK, linestyle="-", zorder=3)
        fill = "white" if size == 9 else look.colour
        marks.curve(axes, own["year"], own["estimate"], look, markersize=size, markerfacecolor=fill)
    frame.whole(axes.xaxis)
