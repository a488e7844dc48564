"""Markets move: demand swings around each market's size, as a first-order autoregression in logs.

Sizes have no trend: past growth, compounded over decades, would make a world that no data describe.

Null form: no volatility; demand stays as it started.
Theory: a common description of country demand.
"""

import math
from typing import NamedTuple

from alliances.model.declarations.parameter import parameter


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


def next_swing(swing: float, shock: float, p: Parameters) -> float:
    """Log deviation of demand from what is usual, one quarter on; ``shock`` is standard normal."""
    return p.persistence * swing + p.volatility * shock


def demand(usual: float, swing: float) -> float:
    """Market size this year in million USD, from what is usual and its swing."""
    return usual * math.exp(swing)
