"""A lottery as an outside evaluator sees it: winners against losers, set against the true effect on the winners.

The evaluator has one world, the one with the policy, and compares the firms that won the first round with those that
lost it, whatever became of them (intention to treat), by the difference of means and by the difference in differences
(Imbens and Wooldridge 2009). The truth is the winners' difference from themselves in the world without the policy.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alliances.analysis.policy.effects import COLUMNS
from alliances.analysis.policy.plan import Plan
from alliances.analysis.policy.seeds import LOTTERY
from alliances.analysis.policy.yearly import firms_by_year, grid_of
from alliances.analysis.statistics.intervals import LEVEL, interval
from alliances.analysis.summary import Tables
from alliances.model.rules import QUARTERS_PER_YEAR

OUTCOMES = ("firms_abroad", "foreign_sales")  # of one firm: whether it is abroad, and million USD a year
SUMMARY = ["option", "policy", "outcome", "estimator", "year", "true", "estimate", "error", "low", "high", "coverage",
           "losers_admitted", "n"]  # fmt: skip
BY, HALF_WIDTH, LATER = " by ", " half-width", "losers admitted later"
Numbers = NDArray[np.float64]
Row = tuple[str, int, float, float]  # measure, place of the year, truth, estimate


def outside(base: Tables, option: Tables, policy: str, plan: Plan) -> pd.DataFrame:
    """Rows of the effects table for a policy that is allotted by lottery, to be added to those of ``effects``.

    measure: "<outcome> by <estimator>", and the same with "half-width" of its 95 % interval; group: "lottery:
    <policy>"; base: the true effect on the winners, per firm; with_policy: the estimate. So the effect is the
    estimate's error. "losers admitted later" is a share of the first round's losers. No rows if that round had fewer
    than two winners or two losers.
    """
    rounds = option["admissions"]
    rounds = rounds[rounds["policy"] == policy]
    first = rounds[rounds["step"] == rounds["step"].min()]
    won = first["admitted"].to_numpy(bool)
    winners, losers = (first["firm_id"].to_numpy(np.int64)[chosen] for chosen in (won, ~won))
    if min(len(winners), len(losers)) < 2:
        return pd.DataFrame(columns=COLUMNS)
    grid = grid_of(base, option)
    with_policy, without = firms_by_year(option, grid), firms_by_year(base, grid)
    drawn = int(first["step"].iloc[0])
    found: list[Row] = []
    for outcome in OUTCOMES:
        found += estimates(outcome, with_policy[outcome], without[outcome], (winners, losers), grid.steps >= drawn)
    admitted = rounds[rounds["admitted"] & rounds["firm_id"].isin(losers)].groupby("firm_id")["step"].min().to_numpy()
    found += [
        (LATER, int(place), 0.0, float((admitted <= grid.steps[place]).sum() / len(losers)))
        for place in np.flatnonzero(grid.steps >= drawn)
    ]
    rows = pd.DataFrame(found, columns=["measure", "place", "base", "with_policy"])
    years = (grid.steps + 1) / QUARTERS_PER_YEAR - plan.start
    return rows.assign(group=f"{LOTTERY}{policy}", year=years[rows["place"]])[COLUMNS]


def estimates(
    outcome: str,
    option: Numbers,
    base: Numbers,
    who: tuple[NDArray[np.int64], NDArray[np.int64]],
    after: NDArray[np.bool_],
) -> list[Row]:
    """Rows for each year after the lottery and each estimator, and for the half-width of its interval: winners less
    losers, their change since before the lottery, and the effect on all firms, for each winner, that no outsider sees.
    """
    winners, losers = who
    before = option[~after][-1] if (~after).any() else np.full(option.shape[1], np.nan)
    found = []
    for place in map(int, np.flatnonzero(after)):
        now = option[place]
        truth = float((now[winners] - base[place][winners]).mean())
        whole = float((now - base[place]).sum() / len(winners))
        change = now - before
        for estimator, (estimate, half) in {
            "difference_of_means": welch(now[winners], now[losers]),
            "difference_in_differences": welch(change[winners], change[losers]),
            "all_firms": (whole, math.nan),
        }.items():
            found.append((f"{outcome}{BY}{estimator}", place, truth, estimate))
            found.append((f"{outcome}{BY}{estimator}{HALF_WIDTH}", place, 0.0, half))
    return found


def welch(winners: Numbers, losers: Numbers) -> tuple[float, float]:
    """Difference of two means, and half the width of its 95 % interval where variances may differ (Welch 1947)."""
    from scipy.stats import t  # its ttest_ind warns where all winners or all losers are alike

    parts = np.array([winners.var(ddof=1) / len(winners), losers.var(ddof=1) / len(losers)])
    variance = parts.sum()
    if not variance > 0:
        return float(winners.mean() - losers.mean()), float(variance)
    freedom = variance**2 / (parts**2 / (np.array([len(winners), len(losers)]) - 1)).sum()
    return float(winners.mean() - losers.mean()), float(t.ppf((1 + LEVEL) / 2, freedom) * math.sqrt(variance))


def outside_summary(effects: pd.DataFrame) -> pd.DataFrame:
    """One row per option, policy, outcome, estimator and year: true, estimate, error with its 95 % interval over seeds
    (low, high), coverage (the share of seeds in which the evaluator's 95 % interval holds the true effect; NaN for
    ``all_firms``), losers_admitted and n. Empty without lotteries.
    """
    rows = effects[(effects["kind"] == "main") & effects["group"].str.startswith(LOTTERY)].reset_index(drop=True)
    if rows.empty:
        return pd.DataFrame(columns=SUMMARY)
    is_half, is_later = rows["measure"].str.endswith(HALF_WIDTH), rows["measure"] == LATER
    key = ["option", "group", "measure", "year"]
    halves = (
        rows[is_half]
        .assign(measure=rows["measure"].str.removesuffix(HALF_WIDTH))
        .rename(columns={"with_policy": "half"})
    )
    told = rows[~is_half & ~is_later].merge(halves[[*key, "seed", "half"]], on=[*key, "seed"])
    later = rows[is_later].groupby(["option", "group", "year"])["with_policy"].mean()
    found = [{**dict(zip(key, names, strict=True)), **in_short(own)} for names, own in told.groupby(key, sort=False)]
    table = pd.DataFrame(found, columns=[*key, *SUMMARY[5:11], "n"])
    named = table["measure"].str.split(BY, expand=True).reindex(columns=[0, 1])
    table = table.assign(policy=table["group"].str.removeprefix(LOTTERY), outcome=named[0], estimator=named[1])
    return table.join(later.rename("losers_admitted"), on=["option", "group", "year"])[SUMMARY]


def in_short(own: pd.DataFrame) -> dict[str, float]:
    """An estimator in one year, over seeds."""
    own = own.dropna(subset="with_policy")
    wrong = own["with_policy"] - own["base"]
    error = interval(wrong)
    inside = float((wrong.abs() <= own["half"]).mean()) if own["half"].notna().any() else math.nan
    return {
        "true": own["base"].mean(), "estimate": own["with_policy"].mean(), "error": error.mean, "low": error.low,
        "high": error.high, "coverage": inside, "n": error.n,
    }  # fmt: skip
