"""Figures of compared worlds and of effects that change with something."""

from __future__ import annotations

import numpy as np
import pandas as pd

from alliances.analysis.drawing import frame, marks
from alliances.analysis.drawing.palette import BLUE, ORANGE, looks
from alliances.analysis.drawing.plate import Plate, styled
from alliances.analysis.outcome_words import name_of, scale_of, unit_in_words
from alliances.analysis.run_outcomes import unit_of
from alliances.analysis.variants.slopes import DIFFERENCE, LOG_RATIO
from alliances.analysis.variants.words import Words, compared, effect_sentences

ROW, FOOT = 26.0, 60.0  # of a row and of all else, in points
STEP = 0.62  # share of a row that the marks of several worlds take


@styled
def differences_figure(table: pd.DataFrame, base: str) -> Plate:
    """Every outcome of each world against the first world, in per cent of its mean there."""
    worlds = list(dict.fromkeys(table["world"]))
    told = table[(table["base"].abs() > 0) & table["low"].notna()]
    outcomes = list(dict.fromkeys(told["outcome"]))
    height = FOOT + ROW * max(len(outcomes), 1) * max(1.0, 0.55 * len(worlds))
    plate, own = Plate("differences", f"What differs from “{base}”?", height), looks(worlds)
    axes = frame.panel(plate, f"difference, % of the mean in {base}", grid="x", zero=True)
    ends = [0.0]
    for number, world in enumerate(worlds):
        rows = told[told["world"] == world].set_index("outcome").reindex(outcomes)
        shares = rows[["difference", "low", "high"]].div(rows["base"].abs(), axis=0) * 100
        at = np.arange(len(outcomes)) + (number + 0.5) / len(worlds) * STEP - STEP / 2
        marks.dots(axes, shares, at, own[world], mean="difference")
        ends += [*shares["low"].dropna(), *shares["high"].dropna()]
    frame.room(axes, ends, 0.06)
    frame.names_down(axes, map(name_of, outcomes), 30)
    frame.key(plate, own, 1)
    said = " ".join(compared(row, base) for row in told.to_dict("records"))
    return plate.tell(
        said or "Nothing could be compared.",
        "Mark: mean difference between worlds of the same seed. Line: 95 % interval over seeds. A hollow mark: the "
        "interval contains zero, so the sign is not certain.", counted(table["seeds"]), table,
    )  # fmt: skip


def counted(seeds: pd.Series[int]) -> str:
    """How many seeds there are."""
    ends = sorted({int(seeds.min()), int(seeds.max())}) if len(seeds) else [0]
    return f"{' to '.join(map(str, ends))} seeds"


@styled
def effect_figure(curve: pd.DataFrame, slopes: pd.DataFrame, outcome: str, words: Words) -> Plate:
    """The effect on an outcome over something: the levels with and without, the difference, and that in per cent."""
    cause, over = words.cause, words.over
    plate = Plate("effect", f"How does the effect of {cause} on {name_of(outcome)} change with {over}?", 480)
    top, middle, last = frame.panels(plate, 3, sharex=True)
    own = curve[curve["outcome"] == outcome]
    rows, logs = (own[own["scale"] == scale] for scale in (DIFFERENCE, LOG_RATIO))
    per_cent = logs.assign(**{name: 100 * np.expm1(logs[name]) for name in ("effect", "low", "high")})
    scaled = rows.assign(**{name: scale_of(outcome) * rows[name] for name in ("effect", "low", "high")})
    level_unit = "%" if scale_of(outcome) > 1 else unit_of(outcome)
    for name, look in (("with", BLUE), ("without", ORANGE)):
        marks.curve(top, rows["at"], scale_of(outcome) * rows[name], look, label=f"{name} {cause}")
    top.legend(loc="best")
    frame.dress(top, name_of(outcome).capitalize(), "", level_unit)
    for axes, part, title, name in (
        (middle, scaled, "Effect: with less without", unit_in_words(outcome)),
        (last, per_cent, "Effect in proportion", "% of the world without"),
    ):
        marks.band(axes, part["at"], part["low"], part["high"], BLUE)
        marks.curve(axes, part["at"], part["effect"], BLUE)
        frame.dress(axes, title, f"{over} ({words.unit})" if axes is last else "", name, zero=True)
    return plate.tell(
        " ".join(effect_sentences(curve, slopes, outcome, words)),
        "Lines: means over seeds. Band: 95 % interval of the mean effect, from pairs of worlds with the same seed.",
        counted(own["seeds"]), own,
    )  # fmt: skip
