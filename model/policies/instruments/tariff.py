"""Tariff: what is exported to chosen markets bears a duty, all of which is passed on to customers.

Firms that produce or contract there do not pay it.

Theory: constant-elasticity demand, Anderson, de Palma and Thisse (1992); jumping tariffs, Horstmann and Markusen
(1992).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter

MARKETS, TARGET, SHOCK = True, True, True


class Parameters(NamedTuple):
    """How strong it is."""

    rate: float = parameter(
        0.1,
        "Duty on the value of exports",
        unit="share of value",
        low=0,
        high=10,
        plausible=(0.02, 0.5),
        source="horstmann_markusen_1992",
        null=0,
    )


def tariff(extra: float, p: Parameters) -> float:
    """Rate added to the duty."""
    return extra + p.rate
