"""Effect over budget: what more money brings, whether it brings less and less, and which option is best for how much.

Tables are worked out of the rows of kind "budget" of ``worlds`` (see ``worlds``): one row per factor on all budgets,
seed and option, with the ``effect`` and the discounted ``cost``, which is what was spent and not what was granted.
Every curve begins at nothing for nothing, as a policy without money leaves a world as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alliances.analysis.policy.ratios import ratio
from alliances.analysis.policy.robustness import ranking
from alliances.analysis.statistics.intervals import interval

SAME = 1e-6  # costs that differ by less than this share are the same
BUDGETS = 12
DIMINISHING, INCREASING, STRAIGHT, FIXED = (
    "diminishing",
    "increasing",
    "not told from straight",
    "no more spent at a larger budget",
)
Numbers = NDArray[np.float64]


def curves(worlds: pd.DataFrame) -> Iterator[tuple[str, Numbers, Numbers, Numbers]]:
    """Option, factors, and costs and effects (seed by factor) of the seeds that have all factors; factor 0 is first."""
    for option, rows in worlds[worlds["kind"] == "budget"].groupby("option", sort=False):
        tables = (rows.pivot(index="seed", columns="factor", values=name) for name in ("cost", "effect"))
        costs, effects = (table.dropna() for table in tables)
        seeds = costs.index.intersection(effects.index)
        cost, effect = (np.pad(part.loc[seeds].to_numpy(float), ((0, 0), (1, 0))) for part in (costs, effects))
        yield str(option), np.array([0.0, *costs.columns]), cost, effect


def varies(cost: Numbers) -> bool:
    """Whether more budget was more money spent anywhere: not without a budget, nor where too few firms come for it."""
    means = cost[:, 1:].mean(axis=0)
    return bool(len(cost) and np.ptp(means) > SAME * means.max())


def budget_curve(worlds: pd.DataFrame) -> pd.DataFrame:
    """One row per option and factor, 0 first.

    Columns: ``option``, ``factor``, ``cost`` with ``cost_low`` and ``cost_high``, ``effect`` with ``low`` and ``high``,
    ``n`` (seeds), ``marginal`` with ``marginal_low`` and ``marginal_high``: effect for each further million USD since
    the factor before (ratio of means, Fieller's interval); NaN where hardly anything more was spent.
    """
    rows = []
    for option, factors, cost, effect in curves(worlds):
        for place, factor in enumerate(factors):
            paid, gained = interval(cost[:, place])[:3], interval(effect[:, place])[:3]
            rows.append((option, factor, *paid, *gained, len(cost), *marginal(cost, effect, place)))
    columns = ["option", "factor", "cost", "cost_low", "cost_high", "effect", "low", "high", "n",
               "marginal", "marginal_low", "marginal_high"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def marginal(cost: Numbers, effect: Numbers, place: int) -> tuple[float, float, float]:
    """Effect for each further million USD between a factor and the one before, with its interval."""
    if place == 0:
        return np.nan, np.nan, np.nan
    more = cost[:, place] - cost[:, place - 1]
    if not len(more) or more.mean() <= SAME * cost.mean(axis=0).max():
        return np.nan, np.nan, np.nan
    found = ratio(effect[:, place] - effect[:, place - 1], more)
    return found.value, found.low, found.high


def returns(worlds: pd.DataFrame) -> pd.DataFrame:
    """Whether more money brings less and less: one row per option.

    ``bend`` is by how much the curve lies above the straight line from nothing to its end, on average over the money
    spent, in units of the effect, with ``low`` and ``high`` (95 % over seeds, ``n``). For a concave curve it is above
    zero, for a straight one zero. Between budgets that were tried the curve is taken as straight, which can only make
    a bend smaller. ``returns``: diminishing or increasing where the interval excludes zero, else not told from
    straight.
    """
    rows = []
    for option, _, cost, effect in curves(worlds):
        if not varies(cost):
            rows.append((option, np.nan, np.nan, np.nan, len(cost), FIXED))
            continue
        found = interval(np.array([bend(*one) for one in zip(cost, effect, strict=True)]))
        word = DIMINISHING if found.low > 0 else INCREASING if found.high < 0 else STRAIGHT
        rows.append((option, found.mean, found.low, found.high, found.n, word))
    return pd.DataFrame(rows, columns=["option", "bend", "low", "high", "n", "returns"])


def bend(cost: Numbers, effect: Numbers) -> float:
    """Area between one seed's curve and the straight line to its end, over all that it costs; NaN if it is free."""
    order = np.argsort(cost, kind="stable")
    share, gained = cost[order] / max(cost.max(), np.finfo(float).tiny), effect[order]
    if cost.max() == 0:
        return np.nan
    return float(np.trapezoid(gained, share) - gained[-1] / 2)


def best_by_budget(worlds: pd.DataFrame, budgets: Sequence[float] | None = None) -> pd.DataFrame:
    """Which option is best for how much money: one row per budget and option, as in ``robustness.ranking``.

    ``budget`` is what may be spent to the horizon, discounted, million USD; by default it runs from the cheapest to the
    dearest that was tried. An option is worth what it brings for no more than that: straight between the budgets that
    were tried, and beyond the largest what that brought. One without a budget is had as a whole or not at all.
    """
    known = list(curves(worlds))
    if budgets is None:
        means = np.concatenate([cost[:, 1:].mean(axis=0) for _, _, cost, _ in known]) if known else np.empty(0)
        spent = means[means > 0]
        budgets = np.geomspace(spent.min(), spent.max(), BUDGETS).tolist() if len(spent) else []
    bought = [
        (budget, seed, option, gained, budget)
        for option, _, cost, effect in known
        for seed in range(len(cost))
        for budget, gained in zip(budgets, bought_for(budgets, cost, effect, seed), strict=True)
    ]
    table = pd.DataFrame(bought, columns=["setting", "seed", "option", "effect", "cost"])
    if table.empty:
        return table
    table["against"] = table["option"].map(worlds.drop_duplicates("option").set_index("option")["against"])
    ranked = ranking(table.sort_values("setting", kind="stable"))
    return ranked.rename(columns={"setting": "budget"}).drop(columns=["cost", "share_best_per_million"])


def bought_for(budgets: Iterable[float], cost: Numbers, effect: Numbers, seed: int) -> Numbers:
    """The effect in one seed of spending no more than each budget."""
    money = np.asarray(list(budgets), float)
    if not varies(cost):
        return np.where(money >= cost[seed, -1] * (1 - SAME), effect[seed, -1], 0.0)
    order = np.argsort(cost[seed], kind="stable")
    return np.interp(money, cost[seed][order], effect[seed][order])
