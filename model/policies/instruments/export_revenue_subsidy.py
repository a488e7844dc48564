"""Subsidy of export revenue: the public adds a share to what a firm sells in foreign markets.

It makes going abroad, and staying there, worth more to whoever sells, and most to those that sell most; a grant for
entry is worth most to firms that hardly sell. Cost: the share, quarter by quarter, whatever the mode.

Theory: Das, Roberts and Tybout (2007).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter

MARKETS, TARGET, SHOCK = True, True, False


class Parameters(NamedTuple):
    """How strong it is."""

    rate: float = parameter(
        0.05,
        "Share of sales abroad that is paid on top",
        unit="share",
        low=0,
        high=1,
        plausible=(0.01, 0.1),
        source="das_2007",
        null=0,
    )


def pays_sales(p: Parameters) -> float:
    """Part of sales that is paid on top."""
    return p.rate
