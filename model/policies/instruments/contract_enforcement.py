"""Contract enforcement: courts and arbitration in chosen markets get better.

Where contracts hold, defection pays less and partners need not own together what they do together. Cost: what the
reform costs a year.

Theory: Williamson (1991); Oxley (1999).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter

MARKETS, TARGET, SHOCK = True, True, False


class Parameters(NamedTuple):
    """How strong it is."""

    reform: float = parameter(
        0.3,
        "Share of missing enforcement that is supplied",
        unit="share",
        low=0,
        high=1,
        plausible=(0.1, 0.5),
        source="oxley_1999",
        null=0,
    )
    yearly_cost: float = parameter(
        1,
        "Cost of the reform",
        unit="million USD/year",
        low=0,
        high=1e4,
        plausible=(0.1, 10),
        source="oxley_1999",
        null=0,
    )


def contract_enforcement(fill: float, p: Parameters) -> float:
    """Share of missing enforcement that is supplied."""
    return fill + (1 - fill) * p.reform


def upkeep(p: Parameters) -> float:
    """Cost of the reform, million USD a year."""
    return p.yearly_cost
