"""Export promotion grant: the public pays a share of the sunk cost of entering a foreign market.

First entries pay for knowledge that others can copy, and firms short of cash cannot pay at all. Cost: the share paid of
each entry, whatever the mode.

Theory: Roberts and Tybout (1997); Lederman, Olarreaga and Payton (2010); liquidity, Chaney (2016).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter

MARKETS, TARGET, SHOCK = True, True, False


class Parameters(NamedTuple):
    """How strong it is."""

    share: float = parameter(
        0.5,
        "Share of the sunk cost of entry that is paid",
        unit="share",
        low=0,
        high=1,
        plausible=(0.2, 0.8),
        source="lederman_2010",
        null=0,
    )


def pays_entry(p: Parameters) -> float:
    """Part of the cost of entry that is paid."""
    return p.share
