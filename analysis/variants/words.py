"""What compared worlds and effects show, in plain sentences: the outcome by name, its unit, and no sign too many."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from alliances.analysis.run_outcomes import unit_of
from alliances.analysis.variants.slopes import DIFFERENCE, LOG_RATIO
from alliances.analysis.wording import NONE, digits, estimate, holds_zero, known, number, shown, spoken

POINTS = "percentage points"
SHARES = ("0-1", "share")
CHANCE = "One in twenty such intervals leaves out zero by chance alone, so look at the outcome you asked about first."
NAMES = {
    "exporters_share": "exporters, share of firms",
    "foreign_sales_share": "foreign share of all sales",
    "mean_foreign_sales_share": "foreign share of sales, mean firm",
    "foreign_sales": "foreign sales",
    "failed_share": "alliances that failed",
    "ended_within_five_years_share": "alliances ended within five years",
    "median_alliance_life": "median life of an alliance",
    "alliances_formed": "alliances formed",
    "alliances_per_firm": "alliances per firm",
    "equity_share": "equity joint ventures among alliances",
    "international_share": "alliances between countries",
    "public_spending": "public spending",
}
FOREIGN_SHARES = {
    "exporters_share": "Exporters: firms that are present in a foreign market, of all firms.",
    "foreign_sales_share": "Foreign share of all sales: each dollar counts alike, so the largest firms decide it.",
    "mean_foreign_sales_share": "Foreign share of the mean firm: each firm counts alike, so the many that stay at home "
    "pull it down.",
}
"""The three measures of how far firms are abroad, one line each."""


def name_of(outcome: str) -> str:
    """An outcome as tables and sentences call it."""
    return NAMES.get(outcome, spoken(outcome) if "@" not in outcome else outcome)


def scale_of(outcome: str) -> float:
    """What numbers of an outcome are multiplied with when they are told: shares are told in per cent."""
    return 100.0 if unit_of(outcome) in SHARES else 1.0


def unit_in_words(outcome: str) -> str:
    """The unit of a difference in an outcome."""
    return POINTS if unit_of(outcome) in SHARES else unit_of(outcome)


def level(outcome: str, value: float | None) -> str:
    """An outcome's value with its unit."""
    if value is None or not known(value):
        return NONE
    if unit_of(outcome) in SHARES:
        places = digits(100 * value) if abs(value) < 0.1 else 0
        return f"{number(100 * value, min(places, 1))} %"
    return f"{shown(value)} {unit_of(outcome)}".strip()


def change(outcome: str, row: Any, mean: str = "difference") -> str:
    """A difference in an outcome with its interval."""
    return estimate(row, scale_of(outcome), mean) if known(row[mean]) else NONE


def agreeing(row: Any) -> str:
    """In how many seeds the difference has the sign of the mean one."""
    if not row["seeds"] or not known(row["same_sign"]) or row["difference"] == 0:
        return NONE
    return f"{round(row['same_sign'] * row['seeds'])} of {row['seeds']}"


def compared(row: Mapping[str, Any], base: str) -> str:
    """What one outcome of a world is, against the first world."""
    outcome, world = row["outcome"], row["world"]
    what = f"{name_of(outcome)[0].upper()}{name_of(outcome)[1:]}"
    if not known(row["difference"]):
        return f"{what}: cannot be taken in both “{world}” and “{base}”."
    levels = f"{level(outcome, row['mean'])} in “{world}” and {level(outcome, row['base'])} in “{base}”"
    if not known(row["low"]):
        return f"{what}: {levels}. One seed has no interval; take more."
    if row["low"] == row["high"] == 0:
        return f"{what}: {levels}. Nothing changes."
    unit = unit_in_words(outcome)
    if holds_zero(row["low"], row["high"]):
        return f"{what}: {levels}. Which is larger cannot be told: the difference is {change(outcome, row)} {unit}."
    more = "higher" if row["difference"] > 0 else "lower"
    size = {"difference": abs(row["difference"]), "low": min(abs(row["low"]), abs(row["high"])),
            "high": max(abs(row["low"]), abs(row["high"]))}  # fmt: skip
    return f"{what}: {levels}. It is {more} by {change(outcome, size)} {unit}, and so in {agreeing(row)} seeds."


def answer(table: pd.DataFrame, base: str) -> list[str]:
    """The answer to a comparison: of each world the first outcome, and how many others differ for certain."""
    said = []
    for _, rows in table.groupby("world", sort=False):
        said.append(compared(rows.to_dict("records")[0], base))
        taken = rows[rows["low"].notna()]
        sure = [name_of(row["outcome"]) for row in taken.to_dict("records") if not holds_zero(row["low"], row["high"])]
        said.append(f"Of {len(taken)} outcomes, {len(sure)} differ for certain{': ' if sure else ''}{', '.join(sure)}.")
    return [*said, CHANCE]


def measures_in_words(outcomes: Iterable[str]) -> list[str]:
    """What tells the measures of foreign share apart, of those that are shown."""
    return [FOREIGN_SHARES[outcome] for outcome in outcomes if outcome in FOREIGN_SHARES]


def effect_sentences(curve: pd.DataFrame, slopes: pd.DataFrame, outcome: str, cause: str, over: str) -> list[str]:
    """The effect of a cause on an outcome, and how it changes over something, on both scales."""
    ends = curve[(curve["outcome"] == outcome) & (curve["scale"] == DIFFERENCE)]
    row, logs = (slopes[(slopes["outcome"] == outcome) & (slopes["scale"] == scale)].to_dict("records")[0]
                 for scale in (DIFFERENCE, LOG_RATIO))  # fmt: skip
    if ends.empty or not known(row["mean_effect"]):
        return [f"{name_of(outcome)} cannot be taken in both worlds."]
    return [
        mean_sentence(row, outcome, cause, over),
        f"{bend(row, over)} Along {over} it goes from {end_of(ends.iloc[0], outcome)} to "
        f"{end_of(ends.iloc[-1], outcome)}. Slope: {change(outcome, row, 'slope')} {unit_in_words(outcome)} per unit "
        f"({round(row['same_sign'] * row['seeds'])} of {row['seeds']} seeds have this sign).",
        proportion(logs, over),
    ]  # fmt: skip


def mean_sentence(row: Mapping[str, Any], outcome: str, cause: str, over: str) -> str:
    """The mean effect over all levels."""
    mean = {"mean": row["mean_effect"], "low": row["mean_low"], "high": row["mean_high"]}
    told = f"{change(outcome, mean, 'mean')} {unit_in_words(outcome)}"
    if not known(mean["low"], mean["high"]) or holds_zero(mean["low"], mean["high"]):
        return f"Effect of {cause} on {name_of(outcome)}, mean over {over}: {told}; its sign cannot be told."
    return f"Effect of {cause} on {name_of(outcome)}, mean over {over}: {told}."


def bend(row: Mapping[str, Any], over: str) -> str:
    """Whether an effect changes with something."""
    if not known(row["low"], row["high"]):
        return f"Whether it changes with {over} cannot be told: there are too few seeds."
    if holds_zero(row["low"], row["high"]):
        return f"Whether it changes with {over} cannot be told from {row['seeds']} seeds."
    return f"It {'rises' if row['slope'] > 0 else 'falls'} with {over}."


def proportion(row: Mapping[str, Any], over: str) -> str:
    """The same in proportion: ratios of the two worlds, from their logs."""
    if not known(row["slope"], row["low"], row["high"]):
        return "In proportion (log scale) it cannot be told: there are too few seeds, or numbers that are zero."
    told = {name: 100 * math.expm1(row[name]) for name in ("slope", "low", "high")}
    said = bend(row, over).replace("It ", "it ", 1).replace("Whether", "whether", 1)
    mean = {"mean": 100 * math.expm1(row["mean_effect"]), "low": 100 * math.expm1(row["mean_low"]),
            "high": 100 * math.expm1(row["mean_high"])}  # fmt: skip
    return (
        f"In proportion (log scale) the mean effect is {estimate(mean)} %; {said.rstrip('.')}, by "
        f"{estimate(told, mean='slope')} % per unit."
    )


def end_of(row: Any, outcome: str) -> str:
    """The effect at one level."""
    return f"{change(outcome, row, 'effect')} at {shown(row['at'])}"
