"""Knowledge exchange: partners learn what the other knows better, and so have less left to learn.

What a firm can learn in a field is the gap to its partner; how fast depends on its absorptive capacity, on how open
the trusting partner is, and on how well they work together. Learning closes the gap: complementarity erodes by
success. Different partners offer more, but diversity is harder to absorb, since it comes with distance.

Null form: partners teach each other nothing (rivals may still pick things up: see ``learning_race``).
Theory: Cohen and Levinthal (1990); Lane and Lubatkin (1998); Hamel (1991); Sampson (2007).
"""

from typing import NamedTuple

from alliances.model.declarations import parameter
from alliances.model.rules import QUARTERS_PER_YEAR


class Parameters(NamedTuple):
    """How fast knowledge passes."""

    rate: float = parameter(
        0.7, "Rate at which an ideal pupil of an open, well-run partner closes a gap", unit="1/year",
        low=0, high=4, plausible=(0.3, 1.2), source="lane_lubatkin_1998", null=0,
    )
    openness: float = parameter(
        0.3, "Openness of a teacher without any trust (full trust: 1)", unit="share",
        low=0, high=1, plausible=(0, 0.6), source="hamel_1991",
    )
    tacitness: float = parameter(
        0.5, "Share of learning lost at full professional and organizational distance", unit="share",
        low=0, high=1, plausible=(0.2, 0.8), source="lane_lubatkin_1998",
    )
    outside_field: float = parameter(
        0.2, "Pace of learning in fields that the alliance does not cover, against covered ones", unit="ratio",
        low=0, high=1, plausible=(0, 0.5), source="hamel_1991",
    )


def ease(absorptive_capacity: float, distance: float, p: Parameters) -> float:
    """How easily this pupil learns across this organizational and professional distance, in [0, 1]."""
    return absorptive_capacity * (1 - p.tacitness * distance)


def teaching(trust: float, p: Parameters) -> float:
    """How open a teacher is who trusts the pupil this much."""
    return p.openness + (1 - p.openness) * trust


def learned(gap: float, ease: float, teaching: float, coordination: float, conflict_factor: float,
            p: Parameters) -> float:
    """What passes in one field in a quarter: at most the gap."""
    passed = p.rate / QUARTERS_PER_YEAR * ease * teaching * coordination * conflict_factor
    return gap * (passed if passed < 1 else 1.0)
