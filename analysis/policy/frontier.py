"""The frontier of cost and effect: bundles that no other bundle beats, with how sure that is.

A search picks the bundles that did best in its own seeds, so there they look better than they are. Here they are judged
in seeds that the search never saw.

Tables are worked out of ``tried``: one row per ``stage`` ("search" or "fresh"), ``bundle`` and ``seed``, with ``cost``
(discounted, million USD) and ``effect``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alliances.analysis.statistics.intervals import interval

SEARCH, FRESH = "search", "fresh"
RESAMPLES, SEED = 2000, 20_262
MARGIN = 1.1  # the area reaches beyond the dearest bundle, so that this one counts
Numbers = NDArray[np.float64]


def undominated(cost: Numbers, effect: Numbers) -> NDArray[np.bool_]:
    """Which points no other beats: none costs no more, brings no less, and is better in one of the two.

    Doing nothing, which costs and brings nothing, is one of the others.
    """
    costs, effects = np.append(cost, 0.0)[:, None], np.append(effect, 0.0)[:, None]
    no_worse = (costs <= cost) & (effects >= effect)
    beaten = no_worse & ((costs < cost) | (effects > effect))
    return np.asarray(~beaten.any(axis=0), np.bool_)


def frontier(tried: pd.DataFrame) -> pd.DataFrame:
    """One row per bundle that was run in fresh seeds, the cheapest first.

    Columns: ``bundle``, ``cost`` with ``cost_low`` and ``cost_high``, ``effect`` with ``low`` and ``high`` (95 %),
    ``n`` (fresh seeds), ``on_frontier`` (no other bundle's means beat it, nor does doing nothing),
    ``share_on_frontier`` (of resamples of the seeds in which that is so) and ``effect_in_search``, which is too good
    where the search had good seeds.
    """
    fresh = tried[tried["stage"] == FRESH]
    cost, effect = (fresh.pivot(index="seed", columns="bundle", values=name).dropna() for name in ("cost", "effect"))
    seeds = cost.index.intersection(effect.index)
    cost, effect = cost.loc[seeds], effect.loc[seeds, cost.columns]
    rows = []
    for bundle in cost.columns:
        paid, gained = interval(cost[bundle]), interval(effect[bundle])
        rows.append((bundle, paid.mean, paid.low, paid.high, gained.mean, gained.low, gained.high, gained.n))
    columns = ["bundle", "cost", "cost_low", "cost_high", "effect", "low", "high", "n"]
    searched = tried[tried["stage"] == SEARCH].groupby("bundle")["effect"].mean()
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(
        on_frontier=undominated(cost.mean().to_numpy(), effect.mean().to_numpy()),
        share_on_frontier=shares_undominated(cost.to_numpy(float), effect.to_numpy(float)),
        effect_in_search=table["bundle"].map(searched),
    ).sort_values("cost", kind="stable", ignore_index=True)


def shares_undominated(cost: Numbers, effect: Numbers) -> Numbers:
    """Share of resamples of the seeds (rows) in which each bundle (column) is on the frontier of the means."""
    seeds, bundles = cost.shape
    if not seeds:
        return np.full(bundles, np.nan)
    weights = np.random.default_rng(SEED).multinomial(seeds, np.full(seeds, 1 / seeds), RESAMPLES) / seeds
    return np.mean([undominated(own @ cost, own @ effect) for own in weights], axis=0)


def convergence(tried: pd.DataFrame, order: list[str]) -> pd.Series[float]:
    """How far a search has come after each bundle in ``order``: the area under its frontier, as a share of the last.

    The area (hypervolume) lies below the best effect for the money, up to a little more than the dearest bundle costs.
    A search that still rises at its end has not found all there is.
    """
    means = tried[tried["stage"] == SEARCH].groupby("bundle")[["cost", "effect"]].mean().loc[order]
    points, most = means.to_numpy(float), MARGIN * float(means["cost"].max())
    areas = np.array([area(points[: place + 1], most) for place in range(len(points))])
    return pd.Series(
        areas / areas[-1] if len(areas) and areas[-1] > 0 else np.nan, pd.Index(order, name="bundle"), name="share"
    )


def area(points: Numbers, most: float) -> float:
    """Area below the best effect (0 or more) that money up to ``most`` buys; points are (cost, effect)."""
    ordered = points[np.argsort(points[:, 0], kind="stable")]
    best = np.maximum.accumulate(np.maximum(ordered[:, 1], 0.0))
    widths = np.diff(np.append(ordered[:, 0], most))
    return float((best * widths).sum())
