"""Endings: causes compete, and none of them knows the alliance's age.

Each quarter an alliance may end because goals are met, goals are missed, trust is broken by opportunism, conflict is
too high, somebody has learned what it came for, or a sanction or regulation comes. Each cause has a hazard of its own
that follows from the state of the alliance; what ends it is drawn in proportion. A contract that reaches its term is
renewed or ends there. A partner's closing ends it too. How it ends is another matter than why: a joint venture that
partners give up goes on in the hands of the one who values it most, the likelier the more it has brought that partner.

Null form: no hazard; only terms and closing partners end alliances, and nobody takes a venture over.
Theory: Das and Teng (2000); Park and Ungson (2001); takeovers, Kogut (1991), Chi (2000); learning, Inkpen and Beamish
(1997).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter
from alliances.model.rules import CALIBRATION, by_cube, by_square, logistic


class Parameters(NamedTuple):
    """Hazards per year at their driver's full strength."""

    goals_met: float = parameter(
        0.05, "Hazard of ending in success once all partners have met their goals", unit="1/year",
        low=0, high=50, plausible=(0.05, 0.8), source="das_teng_2000", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    goals_failed: float = parameter(
        0.22, "Hazard of giving up when nothing of the goal is reached in time", unit="1/year",
        low=0, high=50, plausible=(0.2, 3), source="park_ungson_2001", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    opportunism: float = parameter(
        0.5, "Hazard of leaving a partner who is not trusted at all, alternatives being good", unit="1/year",
        low=0, high=50, plausible=(0.1, 4), source="park_ungson_2001", null=0,
    )
    conflict: float = parameter(
        0.11, "Hazard of parting at full conflict", unit="1/year",
        low=0, high=50, plausible=(0.1, 2), source="park_ungson_2001", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    knowledge_learned: float = parameter(
        0.094, "Hazard of leaving once all is learned, for a firm that came only to learn", unit="1/year",
        low=0, high=50, plausible=(0.05, 1.5), source="inkpen_beamish_1997",
        evidence="calibrated", facts=CALIBRATION, null=0,
    )
    takeover: float = parameter(
        0.8, "Chance that a joint venture that ends goes on in one partner's hands if it kept its promise",
        unit="probability", low=0, high=1, plausible=(0.4, 1), source="chi_2000", null=0,
    )
    external_shock: float = parameter(
        0.062, "Hazard of a sanction or regulation against an international alliance without rule of law",
        unit="1/year", low=0, high=50, plausible=(0.01, 0.15), source="das_teng_2000",
        evidence="calibrated", facts=CALIBRATION, null=0,
    )
    renewal: float = parameter(
        0.6, "Log-odds of renewing at term without progress, trust or alternatives", unit="log-odds",
        low=-20, high=20, plausible=(-2, 3), source="reuer_arino_2007", evidence="calibrated", facts=CALIBRATION,
    )
    renewal_trust: float = parameter(
        1.5, "Log-odds of renewal added by full trust", unit="log-odds",
        low=0, high=20, plausible=(0.5, 3), source="reuer_arino_2007",
    )
    renewal_lag: float = parameter(
        3.0, "Log-odds of renewal taken away by a full lag behind the goal", unit="log-odds",
        low=0, high=20, plausible=(1, 5), source="reuer_arino_2007",
    )
    renewal_outside: float = parameter(
        0.5, "Log-odds of renewal taken away by good alternatives", unit="log-odds",
        low=0, high=20, plausible=(0, 2), source="reuer_arino_2007",
    )


def hazard_goals_met(all_met: bool, p: Parameters) -> float:
    """Yearly hazard of ending in success."""
    return p.goals_met if all_met else 0.0


def hazard_goals_failed(lag: float, p: Parameters) -> float:
    """Yearly hazard of giving up, from the worst lag in [0, 1]."""
    return by_square(p.goals_failed, lag)


def hazard_opportunism(trust: float, outside_option: float, p: Parameters) -> float:
    """Yearly hazard of leaving a distrusted partner: the least trust, and that partner's alternatives, in [0, 1]."""
    return by_cube(p.opportunism, 1 - trust) * (1 + outside_option) / 2


def hazard_conflict(conflict: float, p: Parameters) -> float:
    """Yearly hazard of parting in conflict."""
    return by_square(p.conflict, conflict)


def hazard_knowledge_learned(lesson: float, p: Parameters) -> float:
    """Yearly hazard that a learner leaves; ``lesson`` is the share learned times how much it came to learn."""
    return p.knowledge_learned * lesson


def takeover_probability(lag: float, p: Parameters) -> float:
    """Chance that a joint venture which ends goes to the partner who values it most, by that partner's lag in [0, 1].

    A going concern is worth more to that partner than its parts; a venture that brought nothing is wound up.
    """
    return p.takeover * (1 - lag)


def hazard_external_shock(international: bool, enforcement: float, p: Parameters) -> float:
    """Yearly hazard of a sanction or regulation, by the host's rule of law in [0, 1]."""
    return p.external_shock * (1 - enforcement) if international else 0.0


def renewal_probability(lag: float, trust: float, outside_option: float, p: Parameters) -> float:
    """Chance that partners renew at term: worst lag, least trust, best alternative, each in [0, 1]."""
    return logistic(p.renewal + p.renewal_trust * trust - p.renewal_lag * lag - p.renewal_outside * outside_option)
