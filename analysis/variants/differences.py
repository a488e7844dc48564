"""Differences between paired worlds: each outcome of a world, less the same outcome of the first world of its seed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from alliances.analysis.statistics.intervals import interval

COLUMNS = ["outcome", "world", "base", "mean", "difference", "low", "high", "same_sign", "seeds"]


def differences(values: pd.DataFrame, worlds: Sequence[str], outcomes: Sequence[str]) -> pd.DataFrame:
    """One row per outcome and world after the first: ``COLUMNS``.

    ``values`` has columns seed, world, outcome, value. Of each seed the difference is taken first; ``low`` and ``high``
    are Student's 95 % interval of its mean, ``same_sign`` is the share of seeds whose difference has the mean's sign.
    A seed in which an outcome cannot be taken in both worlds is left out of it.
    """
    wide = values.pivot_table(index=["outcome", "seed"], columns="world", values="value", dropna=False)
    rows = [row_of(wide.loc[[outcome]], worlds[0], world, outcome) for outcome in outcomes for world in worlds[1:]]
    return pd.DataFrame(rows, columns=COLUMNS)


def row_of(seeds: pd.DataFrame, base: str, world: str, outcome: str) -> dict[str, Any]:
    """The row of one outcome and world."""
    both = seeds[[base, world]].dropna()
    change = both[world] - both[base]
    mean, low, high, _, n = interval(change)
    means = {"base": both[base].mean(), "mean": both[world].mean(), "difference": mean}
    return {
        "outcome": outcome, "world": world, **means, "low": low, "high": high,
        "same_sign": same_sign(change), "seeds": n,
    }  # fmt: skip


def same_sign(changes: pd.Series[Any]) -> float:
    """Share of the changes whose sign is that of their mean; NaN of none."""
    return float((np.sign(changes) == np.sign(changes.mean())).mean()) if len(changes) else float("nan")
