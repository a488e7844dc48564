"""Market intelligence: an agency supplies part of the knowledge of foreign markets that a firm lacks.

The lesson stays with the agency: when the service ends, so does its knowledge. Cost: a fee for each firm served.

Theory: knowledge as the bottleneck of going abroad, Johanson and Vahlne (1977); Lederman, Olarreaga and Payton (2010).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter

MARKETS, TARGET, SHOCK = True, True, False


class Parameters(NamedTuple):
    """How strong it is."""

    supply: float = parameter(
        0.3,
        "Share of missing market knowledge that is supplied",
        unit="share",
        low=0,
        high=1,
        plausible=(0.1, 0.5),
        source="johanson_vahlne_1977",
        null=0,
    )
    yearly_fee: float = parameter(
        0.005,
        "Cost of serving one firm",
        unit="million USD/year",
        low=0,
        high=10,
        plausible=(0.001, 0.02),
        source="lederman_2010",
        null=0,
    )


def market_knowledge(fill: float, p: Parameters) -> float:
    """Share of missing market knowledge that is supplied."""
    return fill + (1 - fill) * p.supply


def fee(p: Parameters) -> float:
    """Cost of serving one firm, million USD a year."""
    return p.yearly_fee
