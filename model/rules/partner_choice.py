"""Partner choice: four criteria, reputation, past trust, and mutual consent.

Each side asks of the other: does it have what we lack (complementary skills, above all what serves our own motive), can
we work together (cooperative cultures), do we want compatible things (aims), can both bear their part (proportionate
risk)? Who goes abroad wants a partner's knowledge of the market, who is at home there wants goods to sell; in other
alliances the initiator wants what its motive needs, and the firm that is asked what it cares for most. Reputation,
trust from past work and a place amid many alliances add to it. A firm judges with noise, less of it with alliance
capability. It agrees if the partner looks better than what it could do instead, and busy firms ask for more.

Null form: weights, reservation, outside option and load zero, reputations never move; judgement noise alone decides.
Theory: Brouthers, Brouthers and Wilkinson (1995); reputation, Dollinger, Golden and Saxton (1997); Gulati (1995);
a place in the network, Gulati and Gargiulo (1999).
"""

from typing import NamedTuple

from alliances.model.declarations.codes import (
    CAPITAL,
    EFFICIENCY,
    LEARNING,
    MARKET,
    MARKETING,
    OPERATIONS,
    RISK,
    TECHNOLOGY,
)
from alliances.model.declarations.parameter import parameter
from alliances.model.rules import CALIBRATION, logistic, mean_of_three


class Parameters(NamedTuple):
    """What firms look for in a partner."""

    complementary_skills: float = parameter(
        2.5, "Weight of resources the partner has and the firm lacks", unit="utility",
        low=0, high=20, plausible=(1, 4), source="brouthers_1995", null=0,
    )
    cooperative_cultures: float = parameter(
        0.6, "Weight of closeness in national, organizational and professional culture", unit="utility",
        low=0, high=20, plausible=(0.2, 1.2), source="brouthers_1995", null=0,
    )
    compatible_aims: float = parameter(
        0.6, "Weight of wanting the same kind of thing", unit="utility",
        low=0, high=20, plausible=(0.2, 1.2), source="brouthers_1995", null=0,
    )
    proportionate_risk: float = parameter(
        0.5, "Weight of comparable means", unit="utility",
        low=0, high=20, plausible=(0.1, 1), source="brouthers_1995", null=0,
    )
    reputation: float = parameter(
        0.4, "Weight of the partner's name", unit="utility",
        low=0, high=20, plausible=(0.1, 1), source="dollinger_1997", null=0,
    )
    past_trust: float = parameter(
        0.5, "Weight of trust left from earlier alliances", unit="utility",
        low=0, high=20, plausible=(0.1, 1), source="gulati_1995", null=0,
    )
    centrality: float = parameter(
        0.5, "Weight of the partner's place in the network: what very many alliances say of it", unit="utility",
        low=0, high=20, plausible=(0, 1.2), source="gulati_gargiulo_1999", null=0,
    )
    few: float = parameter(
        3.0, "Alliances that say half as much of a firm as very many", unit="alliances",
        low=0.1, high=1000, plausible=(1, 6), source="gulati_gargiulo_1999",
    )
    reservation: float = parameter(
        2.8, "How good a partner must look to a firm with free hands", unit="utility",
        low=-5, high=20, plausible=(1, 3), source="gulati_1995", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    outside_option: float = parameter(
        0.15, "Weight of the best alternative seen lately in what a firm asks", unit="utility per utility",
        low=0, high=1, plausible=(0, 0.4), source="gulati_1995", null=0,
    )
    load: float = parameter(
        0.2, "Extra utility asked by a firm whose attention is used up", unit="utility",
        low=0, high=20, plausible=(0.2, 1), source="ocasio_1997", null=0,
    )
    judgement_noise: float = parameter(
        0.78, "Largest error in judging a partner without alliance capability", unit="utility",
        low=0, high=20, plausible=(0.1, 0.8), source="brouthers_1995", evidence="calibrated", facts=CALIBRATION,
    )
    contrast: float = parameter(
        4.0, "How sharply a seen partner above or below the reservation counts as a good alternative", unit="1/utility",
        low=0, high=100, plausible=(1, 8), source="gulati_1995",
    )
    option_memory: float = parameter(
        0.85, "Share of a seen alternative that still counts a quarter later", unit="share",
        low=0, high=1, plausible=(0.6, 0.95), source="gulati_1995",
    )
    reputation_speed: float = parameter(
        0.25, "Share of the way a firm's reputation moves after each alliance", unit="share",
        low=0, high=1, plausible=(0.1, 0.5), source="dollinger_1997", null=0,
    )
    half_proportion: float = parameter(
        0.1, "Ratio of means (smaller over larger) that counts for just over half", unit="ratio",
        low=0.001, high=1, plausible=(0.03, 0.3), source="brouthers_1995",
    )


def cooperation(culture_distance: float, org_distance: float, professional_distance: float) -> float:
    """Closeness of the partners' three cultures, in [0, 1]."""
    return 1 - mean_of_three(culture_distance, org_distance, professional_distance)


def sought_resource(motive: int) -> int:
    """The resource of a partner that serves a motive."""
    if motive == LEARNING:
        return TECHNOLOGY
    if motive == EFFICIENCY:
        return OPERATIONS
    if motive == RISK:
        return CAPITAL
    return MARKETING


def answering_motive(motive: int, foremost_aim: int) -> int:
    """What a firm that is asked wants: its part in entering a market, or what it cares for most."""
    return motive if motive == MARKET else foremost_aim


def complementarity(overall: float, sought: float) -> float:
    """What a partner has and a firm lacks: all resources by their importance, and what it wants most by its worth."""
    return (overall + sought) / 2


def is_forgotten_before(trust: float, other_trust: float) -> bool:
    """Whether a remembered partner makes room for a new one before another: the less trusted is forgotten first."""
    return trust < other_trust


def proportion(mine: float, theirs: float, p: Parameters) -> float:
    """How comparable two firms' means are: 1 when equal, 1/2 or so at ``half_proportion``, towards 0 beyond."""
    ratio = mine / theirs if mine < theirs else theirs / mine
    return (1 + p.half_proportion) * ratio / (ratio + p.half_proportion)


def criteria_utility(complementarity: float, closeness: float, compatibility: float, means: float,
                     p: Parameters) -> float:
    """Utility of the four criteria; complementarity in units of full market access, the others in [0, 1]."""
    return (
        p.complementary_skills * complementarity
        + p.cooperative_cultures * closeness
        + p.compatible_aims * compatibility
        + p.proportionate_risk * means
    )


def social_utility(reputation: float, past_trust: float, alliances: float, p: Parameters) -> float:
    """Utility of the partner's name and of trust from earlier alliances, each in [0, 1], and of its alliances."""
    place = alliances / (alliances + p.few)
    return p.reputation * reputation + p.past_trust * past_trust + p.centrality * place


def judgement_noise(draw: float, capability: float, p: Parameters) -> float:
    """What judgement noise adds to a utility; ``draw`` is uniform in [0, 1), ``capability`` in [0, 1]."""
    return p.judgement_noise * (2 * draw - 1) * (1 - capability)


def asked_utility(outside_option: float, attention: float, p: Parameters) -> float:
    """Utility below which a firm declines; ``attention`` in [0, 1] is what its portfolio leaves."""
    return p.reservation + p.outside_option * outside_option + p.load * (1 - attention)


def alternative(utility: float, p: Parameters) -> float:
    """How good an alternative a partner of this utility is, in [0, 1]."""
    return logistic(p.contrast * (utility - p.reservation))


def next_reputation(reputation: float, honest: bool, p: Parameters) -> float:
    """A firm's reputation in [0, 1] after an alliance in which it was, or was not, seen to defect."""
    return reputation + p.reputation_speed * ((1 if honest else 0) - reputation)
