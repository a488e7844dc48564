"""Mentoring and training: firms get a mentor at their side, and learn to manage alliances.

The mentor's advice ends with the programme; what a firm has learned stays, and fades like other experience. Cost: a fee
for each firm mentored.

Theory: Kale and Singh (2009); Zollo, Reuer and Singh (2002).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter

MARKETS, TARGET, SHOCK = False, True, False


class Parameters(NamedTuple):
    """How strong it is."""

    advice: float = parameter(
        0.2,
        "Share of missing alliance capability that a mentor supplies",
        unit="share",
        low=0,
        high=1,
        plausible=(0.05, 0.4),
        source="kale_singh_2009",
        null=0,
    )
    lessons: float = parameter(
        1,
        "Experience that a year of training gives",
        unit="alliance-years/year",
        low=0,
        high=50,
        plausible=(0, 4),
        source="zollo_2002",
        null=0,
    )
    yearly_fee: float = parameter(
        0.01,
        "Cost of mentoring one firm",
        unit="million USD/year",
        low=0,
        high=10,
        plausible=(0.003, 0.04),
        source="kale_singh_2009",
        null=0,
    )


def alliance_capability(fill: float, p: Parameters) -> float:
    """Share of missing capability that is supplied."""
    return fill + (1 - fill) * p.advice


def training(extra: float, p: Parameters) -> float:
    """Experience added, alliance-years a year."""
    return extra + p.lessons


def fee(p: Parameters) -> float:
    """Cost of mentoring one firm, million USD a year."""
    return p.yearly_fee
