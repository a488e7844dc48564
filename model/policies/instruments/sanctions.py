"""Sanctions: firms of chosen homes lose customers in chosen markets, and alliances with partners there are cut.

Theory: Hufbauer, Schott, Elliott and Oegg (2007).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter

MARKETS, TARGET, SHOCK = True, True, True


class Parameters(NamedTuple):
    """How strong they are."""

    lost: float = parameter(
        0.8,
        "Share of customers who may not buy any more",
        unit="share",
        low=0,
        high=1,
        plausible=(0.3, 1),
        source="hufbauer_2007",
        null=0,
    )
    cut_rate: float = parameter(
        1,
        "Rate at which alliances with partners there, or for a market there, are ended",
        unit="1/year",
        low=0,
        high=50,
        plausible=(0, 4),
        source="hufbauer_2007",
        null=0,
    )


def customers(factor: float, p: Parameters) -> float:
    """Factor on the customers that may buy."""
    return factor * (1 - p.lost)


def severance(extra: float, p: Parameters) -> float:
    """Yearly hazard added to alliances."""
    return extra + p.cut_rate
