"""What an evaluation holds fixed: when policies start and end, when the books are closed, and for whom."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

    from alliances.analysis.policy.take_up import Offer

AIMS = ("firms_abroad", "foreign_sales", "alliances")


class Plan(NamedTuple):
    """Times are years after the burn-in; ``year`` turns them into years since the first policy starts."""

    start: float  # of the first policy of any option
    horizon: float  # when the effect is read off
    ends: Mapping[str, float] = {}  # by option, of its last policy; what has no end in the run may be left out
    constituency: tuple[str, ...] = ()  # homes whose firms are told apart; none: the homes with most firms
    aim: str = "firms_abroad"  # the measure that counts, one of ``AIMS``
    precision: float | None = None  # wanted half-width of the aim's effect, in its unit
    discount_rate: float = 0.035  # a year; the Green Book's (hm_treasury_2022)
    cost_of_funds: float = 0.0  # what raising a public dollar costs beyond the dollar
    against: Mapping[str, str] = {}  # by option, the option of shocks it is set against; the world as it is if left out
    offers: Mapping[str, tuple[Offer, ...]] = {}  # by option, its policies that pay out of a budget
    in_both: tuple[str, ...] = ()  # names of policies that both worlds have, the scenario's own: no option's support

    def year(self, time: float) -> float:
        """Years since the first policy starts."""
        return time - self.start

    def worth(self, amounts: pd.Series[Any], years: pd.Series[Any]) -> pd.Series[Any]:
        """Present value at the first policy's start of money in years since then; a year's money as paid at its end."""
        return amounts * (1 + self.discount_rate) ** -years

    def end(self, option: str) -> float | None:
        """Years from the first policy's start to the end of an option's last; None if it does not end."""
        last = self.ends.get(option, math.inf)
        return self.year(last) if math.isfinite(last) else None
