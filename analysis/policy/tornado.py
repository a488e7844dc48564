"""What is not known of parameters, and what that does to an effect.

Chance is what differs between worlds of the same parameters (seeds); it would stay if we knew everything. Knowledge is
what differs between parameters that are all plausible. The two are kept apart: more seeds make a mean more certain and
leave what is not known of the parameters as it is.

Tables are worked out of ``worlds`` (see ``worlds``), one row per kind, setting, seed and option, with the ``effect``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from alliances.analysis.sensitivity.replicates import noise
from alliances.analysis.statistics.intervals import interval

RESAMPLES, SEED = 500, 20_261
SPLIT = ["mean", "sd_chance", "sd_knowledge", "share_knowledge", "low", "high", "draws", "replicates"]


def tornado(worlds: pd.DataFrame) -> pd.DataFrame:
    """One row per option and parameter, that which moves the effect most first.

    Columns: ``option``, ``parameter``, the effect ``at_low`` and ``at_high`` of its plausible range and ``as_it_is``
    (means over the same seeds), ``swing`` (at high less at low) with ``low`` and ``high`` (95 %, paired over seeds),
    ``n``, and ``turns``: whether the effect is above zero at one end and below at the other, each for certain.
    """
    parts = worlds[worlds["kind"] == "tornado"]
    parts = parts.assign(
        parameter=[name.rpartition("=")[0] for name in parts["setting"]],
        end=[name.rpartition("=")[2] for name in parts["setting"]],
    )
    main = worlds[worlds["kind"] == "main"]
    rows = []
    for (option, parameter), cell in parts.groupby(["option", "parameter"], sort=False):
        ends = cell.pivot(index="seed", columns="end", values="effect").reindex(columns=["low", "high"]).dropna()
        own = main[(main["option"] == option) & main["seed"].isin(ends.index)]["effect"].mean()
        at_low, at_high, swing = (interval(part) for part in (ends["low"], ends["high"], ends["high"] - ends["low"]))
        turned = (at_low.low > 0 and at_high.high < 0) or (at_low.high < 0 and at_high.low > 0)
        told = (at_low.mean, at_high.mean, own, swing.mean, swing.low, swing.high, swing.n, turned)
        rows.append((option, parameter, *told))
    columns = ["option", "parameter", "at_low", "at_high", "as_it_is", "swing", "low", "high", "n", "turns"]
    table = pd.DataFrame(rows, columns=columns)
    order = table.assign(place=pd.factorize(table["option"])[0], width=-table["swing"].abs())
    return table.loc[order.sort_values(["place", "width"], kind="stable").index].reset_index(drop=True)


def uncertainty(worlds: pd.DataFrame) -> pd.DataFrame:
    """How much of the uncertainty of an effect is chance, how much knowledge: one row per option.

    Columns: ``option``, ``mean`` over all draws, ``sd_chance`` (of the effect between worlds of the same parameters),
    ``sd_knowledge`` (of the expected effect between parameters), ``share_knowledge`` of the variance of both, with
    ``low`` and ``high`` (95 %, draws resampled), ``draws`` and ``replicates``. NaN where there is but one replicate.
    """
    rows = []
    for option, cell in worlds[worlds["kind"] == "knowledge"].groupby("option", sort=False):
        effects = cell.pivot(index="setting", columns="seed", values="effect").dropna()
        share = shares_resampled(effects)
        mean, chance, knowledge, own = split(effects)
        rows.append((option, mean, chance**0.5, knowledge**0.5, own, *share, *effects.shape))
    return pd.DataFrame(rows, columns=["option", *SPLIT])


def split(effects: pd.DataFrame) -> tuple[float, float, float, float]:
    """Mean, variance by chance, variance by knowledge, and the latter's share of both.

    ``effects`` has one row per draw of parameters and one column per seed. What chance leaves in the means of draws is
    taken out of their variance (analysis of variance, see ``sensitivity.replicates``).
    """
    mean = float(effects.to_numpy().mean()) if effects.size else np.nan
    if min(effects.shape) < 2:
        return mean, np.nan, np.nan, np.nan
    chance = float(effects.var(axis=1, ddof=1).mean())
    knowledge = max(float(effects.mean(axis=1).var(ddof=1)) - noise(effects).variance_in_means, 0.0)
    both = chance + knowledge
    return mean, chance, knowledge, knowledge / both if both > 0 else np.nan


def shares_resampled(effects: pd.DataFrame) -> tuple[float, float]:
    """95 % interval of the share of knowledge, from draws of parameters resampled."""
    if min(effects.shape) < 2:
        return np.nan, np.nan
    rng = np.random.default_rng(SEED)
    picks = rng.integers(len(effects), size=(RESAMPLES, len(effects)))
    shares: list[Any] = [split(effects.iloc[pick])[3] for pick in picks]
    return tuple(np.nanquantile(shares, [0.025, 0.975])) if np.isfinite(shares).any() else (np.nan, np.nan)
