"""How sure an effect is: intervals over seeds, the seeds that a precision needs, and what pairing them saves.

The effects table has columns kind, setting, factor, seed, option, measure, group, year, base, with_policy.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alliances.analysis.sensitivity.replicates import noise
from alliances.analysis.statistics.intervals import NORMAL, quantile_of_t

KEY = ["option", "measure", "group", "year"]
KNOWN_AS = (0.025, 0.975)  # quantiles over draws of the parameters
OUTCOMES = ("firms", "firms_abroad", "foreign_sales", "alliances", "alliance_survival", "profit")  # that vary anyway
LOTTERY = "lottery: "  # groups that hold an outside evaluator's numbers, which are no effects


def seeds_needed(sd: float, half_width: float) -> int | None:
    """Seeds with which a mean's 95 % interval has this half-width: ceil((1.96 sd / half_width)²), two or more; None if
    the spread is not known.
    """
    if not (math.isfinite(sd) and half_width > 0):
        return None
    return max(math.ceil((NORMAL * sd / half_width) ** 2), 2)


def summary(effects: pd.DataFrame, kind: str = "main") -> pd.DataFrame:
    """One row per setting, factor, option, measure, group and year: mean, low, high, sd, n of the effect over seeds,
    and the mean levels base and with_policy (of the seeds in which the effect could be taken).
    """
    rows = effects[(effects["kind"] == kind) & ~effects["group"].str.startswith(LOTTERY)]
    rows = with_effect(rows).dropna(subset="effect")
    grouped = rows.groupby(["setting", "factor", *KEY], sort=False)
    told = grouped["effect"].agg(mean="mean", sd="std", n="count")
    half = quantile_of_t(told["n"]) * told["sd"] / np.sqrt(told["n"])
    bounds = {"low": told["mean"] - half, "high": told["mean"] + half}
    table = told.assign(**bounds).join(grouped[["base", "with_policy"]].mean()).reset_index()
    return table[["setting", "factor", *KEY, "mean", "low", "high", "sd", "n", "base", "with_policy"]]


def with_effect(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with ``effect``: the world with the policy less its twin without."""
    return rows.assign(effect=rows["with_policy"] - rows["base"])


def by_seed(
    effects: pd.DataFrame, measure: str, group: str, years: float | NDArray[np.float64], kind: str = "main"
) -> pd.DataFrame:
    """Rows of a measure and group at one year or more, with ``effect``; main rows of factor 1."""
    chosen = (effects["kind"] == kind) & (effects["measure"] == measure) & (effects["group"] == group)
    rows = effects[chosen & effects["year"].isin(np.atleast_1d(years))]
    return with_effect(rows)


def recorded(effects: pd.DataFrame, year: float) -> float:
    """The recorded year nearest to this one (the earlier of two); NaN if none is within half a year of it."""
    years = np.sort(effects["year"].unique())
    if not len(years):
        return math.nan
    nearest = float(years[np.argmin(np.abs(years - year))])
    return nearest if abs(nearest - year) <= 1 / 2 else math.nan


def knowledge(effects: pd.DataFrame) -> pd.DataFrame:
    """Per option, measure, group and year: how far effects differ with what is not known of parameters.

    Columns mean, low, high (2.5th and 97.5th percentile over draws of kind "knowledge"), n (draws) and ``chance``, the
    share of the variance between draws' means that is chance. That share is taken out: the means are drawn together by
    sqrt(1 - chance).
    """
    rows = effects[(effects["kind"] == "knowledge") & ~effects["group"].str.startswith(LOTTERY)]
    rows = with_effect(rows).dropna(subset="effect")
    means = rows.groupby([*KEY, "setting"], sort=False)["effect"].mean().groupby(level=KEY, sort=False)
    centre, between = means.mean(), means.var()
    chance = (chance_in_means(rows).reindex(between.index) / between.where(between > 0)).clip(upper=1).fillna(0.0)
    told = pd.DataFrame({"mean": centre, "n": means.count(), "chance": chance})
    for name, share in zip(("low", "high"), KNOWN_AS, strict=True):
        told[name] = centre + (means.quantile(share) - centre) * np.sqrt(1 - chance)
    return told.reset_index()[[*KEY, "mean", "low", "high", "n", "chance"]]


def chance_in_means(rows: pd.DataFrame) -> pd.Series[float]:
    """Variance of a draw's mean over seeds that is chance: what seeds do differently from draw to draw, of the draws
    that have every seed; NaN with one seed.
    """
    by_draw = rows.pivot(index=[*KEY, "setting"], columns="seed", values="effect")
    return by_draw.groupby(level=KEY, sort=False).apply(lambda cell: noise(cell).variance_in_means)


def pairing(effects: pd.DataFrame, year: float, group: str = "all") -> pd.DataFrame:
    """One row per option and outcome at a year: variance of the effect with paired seeds (``paired``), with runs of
    different seeds (``unpaired``: both worlds' variances added), their ``ratio`` (paired / unpaired; NaN where nothing
    varies) and ``n``.
    """
    chosen = (effects["kind"] == "main") & (effects["group"] == group) & effects["measure"].isin(OUTCOMES)
    rows = effects[chosen & (effects["year"] == recorded(effects, year))]
    rows = with_effect(rows).dropna(subset="effect")
    spread = rows.groupby(["option", "measure"], sort=False)[["base", "with_policy", "effect"]].var()
    unpaired = spread["base"] + spread["with_policy"]
    told = pd.DataFrame({"paired": spread["effect"], "unpaired": unpaired})
    told["ratio"] = told["paired"] / unpaired.where(unpaired > 0)
    return told.assign(n=rows.groupby(["option", "measure"], sort=False).size()).reset_index()
