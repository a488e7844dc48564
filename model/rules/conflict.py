"""Conflict: three kinds of distance and diverging goals breed it; it hinders work and it teaches.

National, organizational and professional distance and goal divergence feed conflict; a defection adds a jolt;
capable management resolves it. Conflict has two faces: friction eats coordination, but partners who argue and
trust each other also learn more of what the other knows.

Null form: nothing feeds conflict.
Theory: Sirmon and Lane (2004); goal divergence, Doz (1996); the learning face, Lubatkin, Florin and Lane (2001).
"""

import math
from typing import NamedTuple

from alliances.model.declarations.parameter import parameter
from alliances.model.rules import QUARTERS_PER_YEAR


class Parameters(NamedTuple):
    """What feeds conflict, what settles it, what it does."""

    national: float = parameter(
        0.1, "Conflict fed by full national distance", unit="1/year",
        low=0, high=10, plausible=(0, 0.5), source="sirmon_lane_2004", null=0,
    )
    organizational: float = parameter(
        1, "Conflict fed by full organizational distance", unit="1/year",
        low=0, high=10, plausible=(0.1, 1.5), source="sirmon_lane_2004", null=0,
    )
    professional: float = parameter(
        0.4, "Conflict fed by full professional distance", unit="1/year",
        low=0, high=10, plausible=(0.1, 1), source="sirmon_lane_2004", null=0,
    )
    divergence: float = parameter(
        0.4, "Conflict fed by wholly divergent goals", unit="1/year",
        low=0, high=10, plausible=(0.1, 1), source="doz_1996", null=0,
    )
    defection: float = parameter(
        0.2, "Share of the room left for conflict that a defection seen fills", unit="share",
        low=0, high=1, plausible=(0.05, 0.5), source="das_teng_1998", null=0,
    )
    resolution: float = parameter(
        1.6, "Rate at which conflict is settled, half of it only by capable firms", unit="1/year",
        low=0, high=4, plausible=(0.5, 3), source="doz_1996",
    )
    friction: float = parameter(
        0.7, "Share of coordination that full conflict destroys", unit="share",
        low=0, high=1, plausible=(0.3, 1), source="sirmon_lane_2004",
    )
    learning: float = parameter(
        0.6, "Share by which full conflict between trusting partners raises what they learn", unit="share",
        low=0, high=5, plausible=(0, 1.2), source="lubatkin_2001",
    )


def feed(culture_distance: float, org_distance: float, professional_distance: float, goal_divergence: float,
         p: Parameters) -> float:
    """Yearly rate at which conflict is fed; all distances in [0, 1]."""
    return (
        p.national * culture_distance
        + p.organizational * org_distance
        + p.professional * professional_distance
        + p.divergence * goal_divergence
    )


def next_conflict(conflict: float, fed: float, defected: bool, capability: float, p: Parameters) -> float:
    """Conflict in [0, 1] a quarter on: towards where feed (1/year) and settlement balance; a defection seen adds."""
    settling = p.resolution * (1 + capability) / 2
    pace = fed + settling
    resting = fed / pace if pace > 0 else conflict
    moved = resting + (conflict - resting) * math.exp(-pace / QUARTERS_PER_YEAR)
    return moved + p.defection * (1 - moved) if defected else moved


def friction_factor(conflict: float, p: Parameters) -> float:
    """Factor on coordination."""
    return 1 - p.friction * conflict


def learning_factor(conflict: float, trust: float, p: Parameters) -> float:
    """Factor on knowledge exchange: argument between partners who trust each other teaches."""
    return 1 + p.learning * conflict * trust
