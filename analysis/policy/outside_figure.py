"""The figure of a lottery as an evaluator in the field sees it, beside the truth that only the twin world tells."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from alliances.analysis.policy.drawing import BLUE, GREY, INK, ORANGE, Plate, panels_of, paper, quiet, wrapped
from alliances.analysis.policy.numbers import digits, number, per_cent
from alliances.analysis.policy.study import MEASURES, Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Line(NamedTuple):
    """How an estimator is drawn and called."""

    words: str
    colour: str
    mark: str
    dash: Any


LINES = {
    "difference_of_means": Line("evaluator: winners less losers", BLUE, "o", "--"),
    "difference_in_differences": Line("evaluator: their change since before, winners less losers", ORANGE, "s", ":"),
}
TRUTH = Line("truth: winners against themselves without the policy", INK, "D", "-")
WHOLE = Line("all firms for each winner: spillover and displacement included", GREY, "^", "-.")


def outside(study: Study) -> Plate | None:
    """What an evaluator without a twin world finds for each lottery; none if there was none."""
    table = study.tables.get("outside", pd.DataFrame())
    if table.empty:
        return None
    outcome = study.design.aim if study.design.aim in set(table["outcome"]) else str(table["outcome"].iloc[0])
    table = table[(table["outcome"] == outcome) & (table["year"] >= 0)].reset_index(drop=True)
    return Plate(
        "outside", "Would an evaluation in the field have found it?",
        "Black diamonds: the true mean effect on winners, from the twin world without the policy, which nobody has "
        "in the field. Circles and squares: what an evaluator finds who compares winners with losers; means over "
        "worlds, the band is their 95 % interval. Where they part from the truth, losers are no fair comparison: "
        "some lost because others won, or won later. Triangles: the whole effect for each winner, which counts "
        "those others too.",
        f"{study.seeds} pairs of worlds; in each an evaluator compares the winners and losers of the first round",
        f"Lines over the years. {in_words(table, outcome)}", table, partial(draw_outside, study, table, outcome),
    )  # fmt: skip


def in_words(table: pd.DataFrame, outcome: str) -> str:
    """What the evaluator finds in the last year, the truth, and how often the interval holds it."""
    scale, unit = per_winner(outcome)
    told = []
    for row in table[table["estimator"].isin(LINES)].to_dict("records"):
        if row["year"] == table["year"].max():
            places = digits(scale * row["low"], scale * row["high"])
            told.append(
                f"{row['policy']}, year {row['year']:g}, {LINES[row['estimator']].words}: "
                f"{number(scale * row['estimate'], places)} {unit}, truly {number(scale * row['true'], places)}; "
                f"the evaluator's interval holds the truth in {per_cent(row['coverage'])} of worlds."
            )
    return " ".join(told)


def per_winner(outcome: str) -> tuple[float, str]:
    """Factor and unit in which an effect on winners is told: of firms abroad, in a hundred winners."""
    return (
        (100.0, "firms abroad in 100 winners")
        if outcome == "firms_abroad"
        else (1.0, f"{MEASURES[outcome].unit} per winner")
    )


def draw_outside(study: Study, table: pd.DataFrame, outcome: str, narrow: bool) -> Figure:
    """A panel per lottery: truth and estimates over the years."""
    from matplotlib.lines import Line2D

    lotteries = list(dict.fromkeys(zip(table["option"], table["policy"], strict=True)))
    rows = len(lotteries) if narrow else -(-len(lotteries) // 2)
    figure = paper(narrow, 110 + (190 if narrow else 215) * rows)
    for lottery, panel in zip(lotteries, panels_of(figure, len(lotteries), narrow, across=2, sharey=True), strict=True):
        draw_lottery(
            panel, table[(table["option"] == lottery[0]) & (table["policy"] == lottery[1])], per_winner(outcome)[0]
        )
        panel.set_title(wrapped(": ".join(lottery), 40), fontsize=10.5, fontweight="bold", loc="left")
    figure.supylabel(per_winner(outcome)[1], fontsize=9.5)
    figure.supxlabel("years since the first policy started", fontsize=9.5)
    handles = [
        Line2D([], [], color=line.colour, marker=line.mark, linestyle=line.dash, label=wrapped(line.words, 44))
        for line in (TRUTH, *LINES.values(), WHOLE)
    ]
    figure.legend(handles=handles, loc="outside upper left", ncols=1 if narrow else 2, fontsize=9.5, handlelength=3.2)
    return figure


def draw_lottery(panel: Axes, rows: pd.DataFrame, scale: float) -> None:
    """Truth and estimates of one lottery."""
    from matplotlib.ticker import MaxNLocator

    panel.axhline(0, color=INK, linewidth=0.9)
    for name, line in LINES.items():
        own = rows[rows["estimator"] == name].sort_values("year")
        panel.fill_between(own["year"], scale * (own["true"] + own["low"]), scale * (own["true"] + own["high"]),
                           color=line.colour, alpha=0.18, linewidth=0)  # fmt: skip
        size, face = (9.0, "white") if line.mark == "o" else (4.5, line.colour)  # so that neither hides the other
        style: dict[str, Any] = {"color": line.colour, "linestyle": line.dash, "marker": line.mark}
        panel.plot(own["year"], scale * own["estimate"], markersize=size, markerfacecolor=face, **style)
    truth = rows[rows["estimator"] == next(iter(LINES))].sort_values("year")
    panel.plot(truth["year"], scale * truth["true"], color=TRUTH.colour, marker=TRUTH.mark, markersize=5)
    whole = rows[rows["estimator"] == "all_firms"].sort_values("year")
    panel.plot(
        whole["year"],
        scale * whole["estimate"],
        color=WHOLE.colour,
        marker=WHOLE.mark,
        linestyle=WHOLE.dash,
        markersize=4,
    )
    panel.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    quiet(panel, "y")
