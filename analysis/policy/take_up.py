"""How much of what budgets offer is taken up: money that is offered and not spent helps nobody."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliances.analysis.policy.plan import Plan
from alliances.analysis.policy.ratios import FINITE, Ratio
from alliances.analysis.statistics.intervals import interval

PAID = "policy: "  # groups of payments by one policy
NO_LIMIT = "no limit"


class Offer(NamedTuple):
    """A policy that pays out of a budget: million USD a year, from and to when, in years after the burn-in."""

    policy: str
    budget: float
    start: float
    end: float  # infinite if it does not end

    def until(self, plan: Plan) -> float:
        """Million USD that it offers to the last whole year of the plan, at present value: each year's at its end.

        The budget is there in full at the start of each of the policy's years, also of one that is cut short.
        """
        last = min(self.end, math.floor(plan.horizon))
        begun = np.arange(self.start, last)
        ends = np.minimum(begun + 1, last) - plan.start
        return float((self.budget * (1 + plan.discount_rate) ** -ends).sum())


def take_up(effects: pd.DataFrame, plan: Plan, option: str) -> dict[str, Ratio]:
    """What an option's budgets ``offered`` to the horizon, at present value, and the share of it that was ``take_up``.

    Only policies with a budget count, and only where effects tell what each policy paid. Both are NaN with the verdict
    ``no limit`` where no policy has a budget.
    """
    offers = plan.offers.get(option, ())
    offered = sum(offer.until(plan) for offer in offers)
    spent = paid(effects, plan, option, [offer.policy for offer in offers])
    if not offers or (offered > 0 and spent.empty):
        return {"offered": Ratio(verdict=NO_LIMIT), "take_up": Ratio(verdict=NO_LIMIT)}
    if offered == 0:
        return {"offered": Ratio(0, 0, 0, verdict=FINITE), "take_up": Ratio()}
    share = interval(spent / offered)
    low, high = np.clip([share.low, share.high], 0, 1)  # nothing below no money, and no more than all of it
    return {
        "offered": Ratio(offered, offered, offered, verdict=FINITE, n=share.n),
        "take_up": Ratio(share.mean, float(low), float(high), verdict=FINITE, n=share.n),
    }


def paid(effects: pd.DataFrame, plan: Plan, option: str, policies: list[str]) -> pd.Series[float]:
    """Present value of what these policies of an option paid to the horizon, by seed; empty if effects do not tell."""
    own = effects[(effects["kind"] == "main") & (effects["option"] == option) & (effects["measure"] == "spending")]
    rows = own[own["group"].isin([f"{PAID}{name}" for name in policies]) & (own["year"] <= plan.year(plan.horizon))]
    worth = plan.worth(rows["with_policy"], rows["year"])
    told_apart = own[own["group"].str.contains(": ")]  # a policy that paid nothing has no rows of its own
    return worth.groupby(rows["seed"]).sum().reindex(np.sort(told_apart["seed"].unique()), fill_value=0.0)
