"""What compared worlds and effects show, in plain sentences: the outcome by name, its unit, and no sign too many."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from alliances.analysis.outcome_words import level, name_of, scale_of, unit_in_words
from alliances.analysis.variants.slopes import DIFFERENCE, LOG_RATIO
from alliances.analysis.wording import NONE, estimate, holds_zero, known, shown

POINTS_MEANT = "Differences of shares are in percentage points; in brackets 95 % intervals over seeds."
MOST = 0.5  # share of the seeds that must have a ratio
MEANS = ("mean_effect", "mean_low", "mean_high")
CHANCE = "One in twenty such intervals excludes zero by chance alone, so look at the outcome you asked about first."


def change(outcome: str, row: Any, mean: str = "difference") -> str:
    """A difference in an outcome with its interval."""
    return estimate(row, scale_of(outcome), mean) if known(row[mean]) else NONE


def agreeing(row: Any) -> str:
    """In how many seeds the difference has the sign of the mean one."""
    if not row["seeds"] or not known(row["same_sign"]) or row["difference"] == 0:
        return NONE
    return f"{round(row['same_sign'] * row['seeds'])} of {row['seeds']}"


def compared(row: Mapping[Any, Any], base: str) -> str:
    """What one outcome of a world is, against the first world."""
    outcome, world = row["outcome"], row["world"]
    what = f"{name_of(outcome)[0].upper()}{name_of(outcome)[1:]}"
    if not known(row["difference"]):
        return f"{what}: cannot be taken in both “{world}” and “{base}”."
    levels = f"{level(outcome, row['mean'], 1)} in “{world}” and {level(outcome, row['base'], 1)} in “{base}”"
    if not known(row["low"]):
        return f"{what}: {levels}. One seed has no interval; take more."
    if row["low"] == row["high"] == 0:
        return f"{what}: {levels}. Nothing changes."
    unit = unit_in_words(outcome)
    if holds_zero(row["low"], row["high"]):
        return f"{what}: {levels}. Which is larger is not certain: the difference is {change(outcome, row)} {unit}."
    more = "higher" if row["difference"] > 0 else "lower"
    size = {"difference": abs(row["difference"]), "low": min(abs(row["low"]), abs(row["high"])),
            "high": max(abs(row["low"]), abs(row["high"]))}  # fmt: skip
    return f"{what}: {levels}. It is {more} by {change(outcome, size)} {unit}, and so in {agreeing(row)} seeds."


def answer(table: pd.DataFrame, base: str) -> list[str]:
    """The answer to a comparison: of each world the first outcome, and how many others differ clearly."""
    said = []
    for _, rows in table.groupby("world", sort=False):
        said.append(compared(rows.to_dict("records")[0], base))
        said += [certain(rows)] if len(rows) > 1 else []
    return [*said, *([CHANCE] if table["outcome"].nunique() > 1 else [])]


def certain(rows: pd.DataFrame) -> str:
    """How many outcomes of a world have an interval without zero, and which."""
    taken = rows[rows["low"].notna()].to_dict("records")
    sure = [name_of(row["outcome"]) for row in taken if not holds_zero(row["low"], row["high"])]
    if not sure:
        return f"Of {len(taken)} outcomes, none has an interval of its difference that excludes zero."
    return f"Of {len(taken)} outcomes, the interval of the difference excludes zero in {len(sure)}: {', '.join(sure)}."


class Words(NamedTuple):
    """What an effect is called."""

    cause: str
    over: str  # what it is taken over
    unit: str  # of that
    step: str  # one step of it, that a slope is told for
    powers: bool = False  # whether places are powers of two: of assets, in million USD

    def place(self, at: float) -> str:
        """A place that the effect is taken at."""
        return f"{shown(2**at)} million USD" if self.powers else shown(at)


def effect_sentences(curve: pd.DataFrame, slopes: pd.DataFrame, outcome: str, words: Words) -> list[str]:
    """The effect of a cause on an outcome, and how it changes over something, on both scales."""
    ends = curve[(curve["outcome"] == outcome) & (curve["scale"] == DIFFERENCE)]
    row, logs = (slopes[(slopes["outcome"] == outcome) & (slopes["scale"] == scale)].to_dict("records")[0]
                 for scale in (DIFFERENCE, LOG_RATIO))  # fmt: skip
    if ends.empty or not known(row["mean_effect"]):
        return [f"{name_of(outcome)} cannot be taken in both worlds."]
    return [
        mean_sentence(row, outcome, words),
        f"{bend(row, words.over)} It is {ends_of(ends, outcome, words)}. Slope: "
        f"{change(outcome, row, 'slope')} {unit_in_words(outcome)} per {words.step}, with this sign in "
        f"{round(row['same_sign'] * row['seeds'])} of {row['seeds']} seeds.",
        proportion(logs, words, row["seeds"]),
    ]  # fmt: skip


def mean_sentence(row: Mapping[Any, Any], outcome: str, words: Words) -> str:
    """The mean effect over all levels."""
    mean = {"mean": row["mean_effect"], "low": row["mean_low"], "high": row["mean_high"]}
    told = f"{change(outcome, mean, 'mean')} {unit_in_words(outcome)}"
    open_ = not known(mean["low"], mean["high"]) or holds_zero(mean["low"], mean["high"])
    sign = "; its sign is not certain" if open_ else ""
    return f"The effect of {words.cause} on “{name_of(outcome)}”, mean over all values of {words.over}: {told}{sign}."


def bend(row: Mapping[Any, Any], over: str) -> str:
    """Whether an effect changes with something."""
    if not known(row["low"], row["high"]):
        return f"There are too few seeds to say whether it changes with {over}."
    if holds_zero(row["low"], row["high"]):
        return f"Whether it changes with {over} is not certain from {row['seeds']} seeds."
    return f"It {'rises' if row['slope'] > 0 else 'falls'} with {over}."


def proportion(row: Mapping[Any, Any], words: Words, seeds: int) -> str:
    """The same in proportion: ratios of the two worlds, from their logs, where most seeds have them."""
    if row["seeds"] < MOST * seeds or not known(row["low"], row["high"]):
        return f"In proportion (log scale) it is not measured: {row['seeds']} of {seeds} seeds have numbers above zero."
    slope, mean = (in_per_cent(row, names) for names in (("slope", "low", "high"), MEANS))
    said = bend(row, words.over).rstrip(".")
    return (
        f"In proportion (log scale) the mean effect is {estimate(mean)} %. {said}: slope {estimate(slope)} % per "
        f"{words.step}."
    )


def in_per_cent(row: Mapping[Any, Any], names: Sequence[str]) -> dict[str, float]:
    """A log ratio and its interval, of these names, as changes in per cent."""
    return {name: 100 * math.expm1(row[of]) for name, of in zip(("mean", "low", "high"), names, strict=True)}


def ends_of(curve: pd.DataFrame, outcome: str, words: Words) -> str:
    """The effect at the first and at the last place."""
    told = (f"{change(outcome, row, 'effect')} at {words.place(row['at'])}"
            for row in curve.iloc[[0, -1]].to_dict("records"))  # fmt: skip
    return " and ".join(told)
