"""Tax incentive on foreign profit: part of the tax on what a firm earns abroad is forgone.

It raises what going abroad is worth to firms that expect to earn there, and helps nobody before it does. Cost: the tax
forgone, quarter by quarter.

Theory: Devereux and Griffith (2003); entry under sunk cost, Dixit (1989).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter

MARKETS, TARGET, SHOCK = True, True, False


class Parameters(NamedTuple):
    """How strong it is."""

    relief: float = parameter(
        0.5,
        "Share of the tax on foreign profit that is forgone",
        unit="share",
        low=0,
        high=1,
        plausible=(0.1, 1),
        source="devereux_griffith_2003",
        null=0,
    )


def pays_tax(p: Parameters) -> float:
    """Part of the tax that is forgone."""
    return p.relief
