"""Markets move: each grows along its own trend and swings around it.

A market's trend is its growth relative to the world's, so that money keeps its meaning over long runs. Demand swings
around the trend as a first-order autoregression in logs.

Null form: no volatility and no trend; demand stays as it started.
Theory: a common description of country demand; trends from the growth of GDP 2009-2019 (World Bank).
"""

import math
from typing import NamedTuple

from alliances.model.declarations.parameter import parameter
from alliances.model.rules import QUARTERS_PER_YEAR


class Parameters(NamedTuple):
    """How demand moves."""

    persistence: float = parameter(
        0.9, "Share of a demand swing that is still there a quarter later", unit="share",
        low=0, high=0.999, plausible=(0.7, 0.97), source="world_bank_2019",
    )
    volatility: float = parameter(
        0.02, "Standard deviation of a quarter's shock to log demand", unit="log points",
        low=0, high=1, plausible=(0, 0.06), source="world_bank_2019", null=0,
    )
    trend: float = parameter(
        0.5, "Share of a country's past growth, relative to the world's, that goes on", unit="share",
        low=0, high=2, plausible=(0, 1), source="world_bank_2019", null=0,
    )


def next_swing(swing: float, shock: float, p: Parameters) -> float:
    """Log deviation of demand from trend, one quarter on; ``shock`` is standard normal."""
    return p.persistence * swing + p.volatility * shock


def trend_growth(relative_growth: float, p: Parameters) -> float:
    """Factor by which a market's trend grows in a quarter; ``relative_growth`` is per year against the world's."""
    return math.exp(p.trend * relative_growth / QUARTERS_PER_YEAR)


def demand(trend_size: float, swing: float) -> float:
    """Market size this year in million USD, from its trend and its swing."""
    return trend_size * math.exp(swing)
