"""Figures of the report on facts: numbers beside reported ones, how many are reproduced, what breaks without a rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from alliances.analysis.drawing import frame, marks
from alliances.analysis.drawing.palette import (
    BLACK,
    BLUE,
    FAINT,
    FAINT_BLUE,
    FAINT_ORANGE,
    GREY,
    MUTED,
    ORANGE,
    PALE,
    SOFT,
)
from alliances.analysis.drawing.plate import Plate, styled
from alliances.analysis.facts.words import ROLES, expected_of
from alliances.analysis.verdicts import NOT_JUDGED, NOT_MEASURED, NOT_REPRODUCED, OPEN, REPRODUCED, in_words
from alliances.analysis.wording import interval, shown, spoken

LOOKS = {REPRODUCED: BLUE, NOT_REPRODUCED: ORANGE, OPEN: GREY, NOT_MEASURED: GREY, NOT_JUDGED: GREY}
FILLS: dict[str, dict[str, Any]] = {  # of bars, by verdict
    REPRODUCED: {"facecolor": BLUE.colour},
    NOT_REPRODUCED: {"facecolor": ORANGE.colour, "hatch": "////"},
    OPEN: {"facecolor": MUTED, "hatch": "...."},
    NOT_MEASURED: {"facecolor": FAINT},
}
ROW, FOOT, STRIP = 46.0, 40.0, 0.6  # of a row, of an axis, in points; share of a row that dots take
BREAKS = f"{REPRODUCED} → {NOT_REPRODUCED}"
SYMBOLS = {  # of a fact without a rule: sign, colour, words
    REPRODUCED: ("", FAINT_BLUE, "reproduced with and without the rule"),
    BREAKS: ("✗", PALE[5], "reproduced only with the rule"),
    f"{NOT_REPRODUCED} → {REPRODUCED}": ("✓", PALE[0], "reproduced only without the rule"),
    NOT_REPRODUCED: ("–", FAINT_ORANGE, "not reproduced with and without the rule"),
    "": ("?", FAINT, "open, or not measured, with or without the rule"),
}


@styled
def forest(fact: str, numbers: pd.DataFrame, measures: pd.DataFrame) -> Plate | None:
    """A fact's numbers (rows of the table of verdicts), a mark per seed, an axis per unit; None if none was taken."""
    if not (numbers["seeds"] > 0).any():
        return None
    groups = [rows for _, rows in numbers.groupby("unit", sort=False)]
    heights = [ROW * len(rows) + FOOT for rows in groups]
    taken = measures[np.isfinite(measures["value"])].groupby(["number", "seed"])["value"].mean()
    seeds = {str(name): rows.to_numpy() for name, rows in taken.groupby("number")}
    plate = Plate(f"fact-{fact}", str(numbers["finding"].iloc[0]), sum(heights))
    for axes, rows in zip(frame.panels(plate, len(groups), height_ratios=heights), groups, strict=True):
        draw_numbers(axes, rows, seeds)
    told = [f"{row['meaning']}: {shown(row['mean'])} ({interval(row['low'], row['high'])}), "
            f"{'reported' if row['test'] == 'shown' else 'must be'} {expected_of(row)}, {row['verdict']}"
            for row in numbers.to_dict("records")]  # fmt: skip
    return plate.tell(f"{'; '.join(told)}.")


def draw_numbers(axes: Axes, rows: pd.DataFrame, seeds: Mapping[str, Any]) -> None:
    """The numbers of one unit on one axis."""
    banded = (
        rows[["band_low", "band_high"]].mask(rows["test"].isin(["sample", "shown"])).to_numpy(float)
    )  # these are set beside what is reported
    every = [seeds.get(name, []) for name in rows["number"]]
    frame.room(
        axes,
        np.concatenate([*rows[["reported", "low", "high"]].to_numpy(float), *banded, *every]),
        0.06,
    )
    low, high = axes.get_xlim()
    frame.dress(axes, "", str(rows["unit"].iloc[0]), "", "x", zero=low < 0 < high)
    frame.names_down(axes, rows["meaning"] + ": " + rows["verdict"], 28)
    for place, (row, ends, dots) in enumerate(zip(rows.to_dict("records"), banded, every, strict=True)):
        look, spread = LOOKS[row["verdict"]], (marks.spread(len(dots)) - 0.5) * STRIP * 0.8
        marks.block(axes, np.clip(ends, low, high), place, STRIP)
        marks.cloud(axes, dots, place + spread, look, 4.0, 0.4)
        marks.dots(axes, pd.DataFrame([row]), [place], look, hollow=False, width=2.4)
        marks.curve(axes, [row["reported"]], [place], BLACK, markersize=8, markeredgecolor="white", zorder=5)


@styled
def tally(totals: Mapping[str, Mapping[str, int]]) -> Plate:
    """How many facts of each role got each verdict, as bars."""
    told = {ROLES[role].lower(): counts for role, counts in totals.items() if sum(counts.values())}
    plate = Plate("tally", "How many facts are reproduced?", 50 + 26 * len(told))
    axes = frame.panel(plate, "facts", grid="x")
    for place, counts in enumerate(told.values()):
        start = 0
        for fill, count in zip(FILLS.values(), counts.values(), strict=True):
            marks.bars(axes, place, start + count, start=start, **fill)
            frame.said(axes, str(count or ""), (start + count / 2, place), (0, 0), fontweight="bold")
            start += count
    frame.names_down(axes, told)
    frame.whole(axes.xaxis)
    frame.key(plate, {part: Patch(edgecolor="white", **fill) for part, fill in FILLS.items()}, 2)
    return plate.tell(f"{'; '.join(f'{role}: {in_words(counts)}' for role, counts in told.items())}.")


@styled
def ablation(matrix: pd.DataFrame) -> Plate:
    """What becomes of each fact (rows) when a rule is off (columns)."""
    known, (rows, columns) = list(SYMBOLS), matrix.shape
    kinds = matrix.map(lambda cell: known.index(cell) if cell in known else len(known) - 1).to_numpy(float)
    plate = Plate("ablation", "What breaks when a rule is switched off?", 110 + 15 * rows)
    axes = frame.panel(plate, grid="")
    mesh = marks.matrix(axes, kinds, [colour for _, colour, _ in SYMBOLS.values()])
    for place, kind in np.ndenumerate(kinds):
        marks.cell_words(axes, mesh, place, SYMBOLS[known[int(kind)]][0], fontsize=8, bbox=None)
    frame.names_down(axes, map(spoken, matrix.index), 40)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.xaxis.tick_top()
    axes.set_xticks(range(columns), [spoken(rule) for rule in matrix.columns], rotation=90)
    axes.set_xticks(np.arange(columns) + 0.5, minor=True)
    axes.set_yticks(np.arange(rows) + 0.5, minor=True)
    axes.grid(which="minor", color="white", linewidth=1.5)
    axes.tick_params(which="both", length=0)
    frame.key(
        plate,
        {
            f"{sign} {words}".strip(): Patch(facecolor=colour, edgecolor=SOFT)
            for sign, colour, words in SYMBOLS.values()
        },
        1,
    )
    broken = int((matrix == BREAKS).to_numpy().sum())
    return plate.tell(
        f"A matrix of {rows} facts and {columns} rules; in {broken} cells a fact breaks without the rule."
    )
