"""Demand slump: customers in chosen markets buy less, of everybody.

Whoever sells there is struck, so it takes no target.

Theory: demand shocks and trade, Eaton, Kortum, Neiman and Romalis (2016).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter

MARKETS, TARGET, SHOCK = True, False, True


class Parameters(NamedTuple):
    """How strong it is."""

    drop: float = parameter(
        0.2,
        "Share of demand that is gone",
        unit="share",
        low=0,
        high=1,
        plausible=(0.05, 0.5),
        source="eaton_2016",
        null=0,
    )


def demand(factor: float, p: Parameters) -> float:
    """Factor on demand."""
    return factor * (1 - p.drop)
