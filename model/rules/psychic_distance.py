"""Psychic distance: how foreign a country feels to a firm from another.

Firms know nearby countries better; what makes a country near is a like culture, like institutions and a short way.
National culture enters by the index of Kogut and Singh (mean squared difference over Hofstede's dimensions, each
divided by its variance), institutions by the difference in rule of law and regulatory quality, geography by the
great-circle distance. Each component is brought to [0, 1) by a saturating form, so that no unit dominates.

Null form: all three weights zero; every country feels like home.
Theory: Johanson and Vahlne (1977); Kogut and Singh (1988); Berry, Guillén and Zhou (2010).
"""

import math
from typing import NamedTuple

from alliances.model.declarations.parameter import parameter


class Parameters(NamedTuple):
    """What makes a country feel far."""

    culture: float = parameter(
        0.6, "Weight of national culture in psychic distance", unit="share",
        low=0, high=1, plausible=(0.2, 0.6), source="kogut_singh_1988", null=0,
    )
    institutions: float = parameter(
        0.2, "Weight of institutions in psychic distance", unit="share",
        low=0, high=1, plausible=(0.1, 0.5), source="berry_2010", null=0,
    )
    geography: float = parameter(
        0.2, "Weight of geography in psychic distance", unit="share",
        low=0, high=1, plausible=(0.1, 0.5), source="berry_2010", null=0,
    )
    culture_scale: float = parameter(
        2.0, "Kogut-Singh index at which cultures feel 63 % of the way to wholly foreign", unit="index",
        low=0.1, high=20, plausible=(1, 4), source="kogut_singh_1988",
    )
    institutions_scale: float = parameter(
        1.0, "Mean gap in governance indicators that feels 63 % foreign", unit="indicator points",
        low=0.05, high=10, plausible=(0.5, 2), source="berry_2010",
    )
    geography_scale: float = parameter(
        6000.0, "Great-circle distance that feels 63 % far", unit="km",
        low=100, high=40000, plausible=(3000, 12000), source="berry_2010",
    )


def contradiction(p: Parameters) -> str | None:
    """Why these settings cannot hold together, or None."""
    total = p.culture + p.institutions + p.geography
    return f"culture + institutions + geography = {total:g} exceeds 1" if total > 1 + 1e-9 else None


def saturated(distance: float, scale: float) -> float:
    """A distance in its own unit, brought to [0, 1]."""
    return 1 - math.exp(-distance / scale)


def psychic_distance(culture: float, institutions: float, kilometres: float, p: Parameters) -> float:
    """Distance in [0, 1) from a Kogut-Singh index, a gap in governance indicators, and kilometres."""
    return (
        p.culture * saturated(culture, p.culture_scale)
        + p.institutions * saturated(institutions, p.institutions_scale)
        + p.geography * saturated(kilometres, p.geography_scale)
    )
