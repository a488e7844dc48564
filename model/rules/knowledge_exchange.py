"""Knowledge exchange: partners learn what the other knows better, and so have less left to learn.

What a firm can learn in a field is the gap to its partner; how fast depends on its absorptive capacity, on how open
the trusting partner is, and on how well they work together. Absorptive capacity is an aptitude raised by what a firm
knows already: larger firms and those of research-based industries know more. Learning closes the gap: complementarity
erodes by success. What lies too far ahead is not understood. Partners of different professions who develop technology
together also create some that neither had; but diversity is harder to absorb, since it comes with distance. Joint
research costs money, and finds more the more is spent on it. Foreign R&D centres nearby are a source as well.

Null form: partners teach each other none of their resources and create none together (rivals may still pick things up:
see ``learning_race``; how to go abroad is another lesson: see ``market_learning``).
Theory: Cohen and Levinthal (1990); Lane and Lubatkin (1998); Hamel (1991); Sampson (2007); returns to research, Hall,
Mairesse and Mohnen (2010); foreign firms nearby, Girma (2005).
"""

import math
from typing import NamedTuple

from alliances.model.declarations.codes import CAPITAL, MARKETING, OPERATIONS, TECHNOLOGY
from alliances.model.declarations.parameter import parameter
from alliances.model.rules import CALIBRATION, QUARTERS_PER_YEAR, exponential, positive_part


class Parameters(NamedTuple):
    """How fast knowledge passes."""

    rate: float = parameter(
        0.5, "Rate at which an ideal pupil of an open, well-run partner closes a gap", unit="1/year",
        low=0, high=4, plausible=(0.3, 1.2), source="lane_lubatkin_1998",
        evidence="calibrated", facts=CALIBRATION, null=0,
    )
    prior_size: float = parameter(
        0.4, "Log-odds of absorptive capacity per unit of log assets against a mid-sized firm", unit="log-odds",
        low=0, high=5, plausible=(0, 0.8), source="cohen_levinthal_1990",
    )
    prior_research: float = parameter(
        2.0, "Log-odds of absorptive capacity per unit of the industry's R&D intensity", unit="log-odds",
        low=0, high=20, plausible=(0, 4), source="cohen_levinthal_1990",
    )
    creation: float = parameter(
        4, "Rate at which ideal partners of wholly different professions create technology that neither had",
        unit="1/year", low=0, high=20, plausible=(0.5, 4), source="sampson_2007",
        evidence="calibrated", facts=CALIBRATION, null=0,
    )
    research_cost: float = parameter(
        0.01, "Yearly cost of joint research to each partner where the industry lives by R&D",
        unit="share of the smallest partner's assets per year", low=0, high=1, plausible=(0, 0.03),
        source="sampson_2007", null=0,
    )
    returns: float = parameter(
        0.2, "Elasticity of what joint research finds to what is spent on it", unit="elasticity",
        low=0, high=1, plausible=(0.05, 0.5), source="hall_mairesse_mohnen_2010",
    )
    centre_rate: float = parameter(
        0.05, "Rate at which an ideal pupil in touch with foreign R&D centres catches up with them", unit="1/year",
        low=0, high=4, plausible=(0, 0.2), source="girma_2005", null=0,
    )
    openness: float = parameter(
        0.3, "Openness of a teacher without any trust (full trust: 1)", unit="share",
        low=0, high=1, plausible=(0, 0.6), source="hamel_1991",
    )
    tacitness: float = parameter(
        0.7, "Share of learning lost at full professional and organizational distance", unit="share",
        low=0, high=1, plausible=(0.2, 0.8), source="lane_lubatkin_1998",
    )
    overreach: float = parameter(
        1.8, "Share of learning lost per unit of the gap: what is too far ahead is not understood", unit="share",
        low=0, high=20, plausible=(0.5, 2.5), source="lane_lubatkin_1998", null=0,
    )
    outside_field: float = parameter(
        0.2, "Pace of learning in fields that the alliance does not cover, against covered ones", unit="ratio",
        low=0, high=1, plausible=(0, 0.5), source="hamel_1991",
    )


def absorptive_capacity(aptitude: float, assets_ratio: float, rd_intensity: float, p: Parameters) -> float:
    """Absorptive capacity in [0, 1]: an aptitude, raised by the prior knowledge of larger and research-based firms."""
    score = p.prior_size * math.log(assets_ratio) + p.prior_research * (rd_intensity - 1 / 2)
    odds = aptitude * exponential(score)
    return odds / (1 - aptitude + odds)


def can_be_taught(resource: int) -> bool:
    """Whether a resource is knowledge: capital is not."""
    return resource != CAPITAL


def is_covered(resource: int, technology: bool, supply_chain: bool, market_access: bool) -> bool:
    """Whether an alliance of this scope cooperates in the field of a resource."""
    if resource == TECHNOLOGY:
        return technology
    if resource == OPERATIONS:
        return supply_chain
    if resource == MARKETING:
        return market_access
    return False


def ease(absorptive_capacity: float, distance: float, p: Parameters) -> float:
    """How easily this pupil learns across this organizational and professional distance, in [0, 1]."""
    return absorptive_capacity * (1 - p.tacitness * distance)


def teaching(trust: float, p: Parameters) -> float:
    """How open a teacher is who trusts the pupil this much."""
    return p.openness + (1 - p.openness) * trust


def research_cost(specificity: float, assets: float, p: Parameters) -> float:
    """What joint research costs each partner in a quarter, in million USD, by the assets of the smallest."""
    return p.research_cost / QUARTERS_PER_YEAR * specificity * assets


def scale(spent: float, own: float, p: Parameters) -> float:
    """Factor on what joint research finds by what is spent on it; ``own`` is what the partners spend themselves."""
    return (spent / own) ** p.returns if spent > own else 1.0


def picked_up(technology: float, contact: float, absorptive_capacity: float, p: Parameters) -> float:
    """Technology picked up in a quarter from foreign R&D centres at the frontier; ``contact`` in [0, 1]."""
    return (1 - technology) * p.centre_rate / QUARTERS_PER_YEAR * contact * absorptive_capacity


def created(technology: float, variety: float, ease: float, work: float, p: Parameters) -> float:
    """Technology that joint work adds to a partner's own in a quarter: new combinations need different professions.

    ``technology`` and ``variety`` (the partners' professional distance) lie in [0, 1]; the closer to the frontier, the
    less is left to find. ``work`` is how well they work together times the ``scale`` of their research.
    """
    found = p.creation / QUARTERS_PER_YEAR * variety * ease * work
    return (1 - technology) * (found if found < 1 else 1.0)


def learned(gap: float, ease: float, teaching: float, coordination: float, conflict_factor: float,
            p: Parameters) -> float:
    """What passes in one field in a quarter: at most the gap, and less of it where the gap is wide."""
    passed = p.rate / QUARTERS_PER_YEAR * ease * teaching * coordination * conflict_factor
    passed *= positive_part(1 - p.overreach * gap)
    return gap * (passed if passed < 1 else 1.0)
