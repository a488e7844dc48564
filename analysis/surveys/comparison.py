"""A survey's estimates beside what was reported, what all firms would give, and what is caused: one row per path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

LOW, HIGH = 0.025, 0.975  # quantiles between which 95 % of the samples lie
LEVEL = 0.05  # of significance
COLUMNS = (
    "path", "reported", "mean", "low", "high", "inside", "population", "survivors", "effect", "effect_std_error",
    "significant", "draws",
)  # fmt: skip


def comparison(
    estimates: pd.DataFrame, population: pd.DataFrame, effects: pd.DataFrame, reported: Mapping[str, float]
) -> pd.DataFrame:
    """One row per path, in the order of the estimates and then of the effects; null where a number cannot be taken.

    Args:
        estimates: one row per draw and path, with columns path, estimate and p_value.
        population: the same statistic on every eligible firm: one row per seed and path, columns path and estimate;
            of survivors alone in ``survivors``, where the survey tells them apart.
        effects: causal effects from paired runs: one row per seed and path, columns path and effect.
        reported: the paper's value by path.

    Returns:
        Columns ``COLUMNS``. ``low`` and ``high`` bound 95 % of the draws, ``inside`` says whether the reported value
        lies between them, ``population``, ``survivors`` and ``effect`` are means over seeds, ``significant`` is the
        share of draws with p < 0.05 (of those that have a p value).
    """
    paths = pd.concat([estimates["path"], effects["path"]]).unique()
    rows = [row(path, estimates[estimates["path"] == path], population, effects, reported) for path in paths]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def row(
    path: str, drawn: pd.DataFrame, population: pd.DataFrame, effects: pd.DataFrame, reported: Mapping[str, float]
) -> dict[str, Any]:
    """What is known of one path."""
    values = drawn["estimate"].dropna()
    low, high = values.quantile([LOW, HIGH]) if len(values) else (np.nan, np.nan)
    told = reported.get(path, np.nan)
    caused = effects.loc[effects["path"] == path, "effect"].dropna()
    tested = drawn["p_value"].dropna()
    return {
        "path": path,
        "reported": told,
        "mean": values.mean(),
        "low": low,
        "high": high,
        "inside": bool(low <= told <= high) if np.isfinite([low, told, high]).all() else None,
        **{
            name: population.loc[population["path"] == path, column].mean() if column in population else np.nan
            for name, column in (("population", "estimate"), ("survivors", "survivors"))
        },
        "effect": caused.mean(),
        "effect_std_error": caused.sem() if len(caused) > 1 else np.nan,
        "significant": (tested < LEVEL).mean() if len(tested) else np.nan,
        "draws": len(values),
    }
