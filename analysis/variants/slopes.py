"""How an effect changes with something: at each level, and its slope, on the scale of the outcome and in proportion.

Pairs are rows of seed, place (of a level), at (its value), outcome, with and without: the outcome in the world with the
cause and in its twin without. Two scales are told apart, since an effect may grow on one and shrink on the other: the
difference, and the log of the ratio.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from alliances.analysis.statistics.intervals import interval
from alliances.analysis.variants.differences import same_sign

DIFFERENCE, LOG_RATIO = SCALES = ("difference", "log_ratio")
CURVE = ["outcome", "scale", "place", "at", "without", "with", "effect", "low", "high", "seeds"]
SLOPES = [
    "outcome", "scale", "mean_effect", "mean_low", "mean_high", "slope", "low", "high", "same_sign", "seeds",
]  # fmt: skip


def with_effects(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs with the effect on both scales; the log ratio is NaN unless both numbers are above zero."""
    difference = pairs["with"] - pairs["without"]
    both = (pairs["with"] > 0) & (pairs["without"] > 0)
    ratio = np.log(pairs["with"].where(both)) - np.log(pairs["without"].where(both))
    return pairs.assign(difference=difference, log_ratio=ratio)


def curve(effects: pd.DataFrame, outcomes: Sequence[str]) -> pd.DataFrame:
    """One row per outcome, scale and level: ``CURVE``; 95 % intervals over seeds."""
    rows = []
    for outcome, scale, own in parts(effects, outcomes):
        for place, seeds in own.groupby("place", sort=True):
            mean, low, high, _, n = interval(seeds[scale])
            means = {name: seeds[name].mean() for name in ("at", "without", "with")}
            told = {"outcome": outcome, "scale": scale, "place": place, **means}
            rows.append({**told, "effect": mean, "low": low, "high": high, "seeds": n})
    return pd.DataFrame(rows, columns=CURVE)


def slopes(effects: pd.DataFrame, outcomes: Sequence[str]) -> pd.DataFrame:
    """One row per outcome and scale: ``SLOPES``.

    Of each seed a line is fitted to its own effects over the levels (least squares); the interval is Student's, of the
    mean of these slopes, as the effects of a seed share their random draws. ``mean_effect`` is the mean over levels.
    Only seeds count in which the effect could be taken at every level.
    """
    rows, levels = [], effects["place"].nunique()
    for outcome, scale, own in parts(effects, outcomes):
        own = own[own.groupby("seed")["place"].transform("size") == levels]
        seeds = own.groupby("seed", sort=True)
        steep = pd.Series([slope(rows["at"], rows[scale]) for _, rows in seeds], dtype=float).dropna()
        mean, low, high, _, n = interval(steep)
        middle = interval(seeds[scale].mean())
        told = {"mean_effect": middle.mean, "mean_low": middle.low, "mean_high": middle.high}
        rows.append({
            "outcome": outcome, "scale": scale, **told, "slope": mean, "low": low, "high": high,
            "same_sign": same_sign(steep), "seeds": n,
        })  # fmt: skip
    return pd.DataFrame(rows, columns=SLOPES)


def parts(effects: pd.DataFrame, outcomes: Sequence[str]) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """The rows of each outcome on each scale in which the effect could be taken."""
    for outcome in outcomes:
        own = effects[effects["outcome"] == outcome]
        for scale in SCALES:
            yield outcome, scale, own.dropna(subset=scale)


def slope(at: pd.Series[Any], values: pd.Series[Any]) -> float:
    """The slope of the line of least squares; NaN unless there are two different places."""
    away = at - at.mean()
    spread = float((away**2).sum())
    return float((away * (values - values.mean())).sum()) / spread if spread > 0 else float("nan")
