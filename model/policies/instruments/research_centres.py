"""Attraction of foreign R&D centres: multinationals are paid to do research nearby, and local firms pick some of it up.

Each centre is in touch with some of the firms that the policy reaches; what they pick up depends on their absorptive
capacity. Cost: the incentive for each centre.

Theory: knowledge from foreign firms, Girma (2005); foreign R&D, Cantwell and Piscitello (2005).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter

MARKETS, TARGET, SHOCK = False, True, False


class Parameters(NamedTuple):
    """How strong it is."""

    centres: float = parameter(
        5,
        "Foreign R&D centres attracted",
        unit="centres",
        low=0,
        high=1000,
        plausible=(1, 20),
        source="cantwell_piscitello_2005",
        null=0,
    )
    contact: float = parameter(
        0.05,
        "Share of firms that one centre is in touch with",
        unit="share",
        low=0,
        high=1,
        plausible=(0.01, 0.2),
        source="girma_2005",
    )
    incentive: float = parameter(
        0.5,
        "Cost of keeping one centre",
        unit="million USD/year",
        low=0,
        high=1e4,
        plausible=(0.1, 3),
        source="cantwell_piscitello_2005",
    )


def centre_contact(fill: float, p: Parameters) -> float:
    """How far firms are in touch with centres, in [0, 1]."""
    return 1 - (1 - fill) * (1 - p.contact) ** p.centres


def upkeep(p: Parameters) -> float:
    """Cost of all centres, million USD a year."""
    return p.centres * p.incentive
