"""Strategy formation: what a firm wants next, and whether to seek it alone or with a partner.

Now and then a firm reviews its strategy, a larger firm more often. Four motives pull it: reach a market, gain
efficiency, share risk, learn. Each pulls as strongly as the firm cares for it and lacks it, as its industry depends on
what is lacked, and more if the internal actor who leads the review backs it (scientists push for learning, marketers
for markets, the board for sharing risk, executives for efficiency). International experience makes a firm alert to
chances abroad. Of foreign markets it looks at a few, a larger firm at more: large ones rather than small ones, and near
ones, near home or near a market that it serves. The more it lacks, the likelier it looks for an ally; a full portfolio
makes it hesitate, and so does what an alliance costs.

Null form: motives are drawn blindly, with no regard to aims, needs, industries, actors or experience; large firms look
at as many markets as small ones, all of them from home.
Theory: resource needs, Eisenhardt and Schoonhoven (1996), by industry, Hagedoorn (1993); motives, Contractor and
Lorange (2002); internal actors and planning against opportunity, Veilleux, Haskell and Pons (2012); alertness, Oviatt
and McDougall (1994); near markets first, Johanson and Vahlne (1977); on from markets already served, Chaney (2014);
attention in larger firms, Ocasio (1997); transaction costs, Williamson (1985).
"""

import math
from typing import NamedTuple

from alliances.model.declarations.codes import BOARD, EFFICIENCY, LEARNING, MARKET, MARKETERS, RISK, SCIENTISTS
from alliances.model.declarations.parameter import parameter
from alliances.model.rules import CALIBRATION, positive_part

MOST_LOOKS = 256.0
"""Markets that a firm looks at in one review at most: more than there are countries."""


class Parameters(NamedTuple):
    """How firms decide what to seek."""

    review_rate: float = parameter(
        3.9, "Strategy reviews per firm", unit="1/year",
        low=0, high=12, plausible=(0.5, 4), source="veilleux_2012", evidence="calibrated", facts=CALIBRATION,
    )
    review_growth: float = parameter(
        0.3, "Exponent by which reviews grow with assets: larger firms have more units that review", unit="exponent",
        low=0, high=2, plausible=(0, 0.5), source="ocasio_1997",
    )
    need_weight: float = parameter(
        1.0, "Weight of aims and needs, against chance, in the choice of a motive", unit="share",
        low=0, high=1, plausible=(0.5, 1), source="eisenhardt_1996", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    actor_weight: float = parameter(
        1.0, "Extra pull of the motive that the leading internal actor backs", unit="factor",
        low=0, high=10, plausible=(0, 2), source="veilleux_2012", null=0,
    )
    alertness: float = parameter(
        4.7, "Extra pull of foreign markets on a firm with full international experience", unit="factor",
        low=0, high=20, plausible=(0, 5), source="oviatt_mcdougall_1994",
        evidence="calibrated", facts=CALIBRATION, null=0,
    )
    ally_propensity: float = parameter(
        1.6, "Readiness to seek an ally per unit of need", unit="per need",
        low=0, high=10, plausible=(0.5, 2), source="eisenhardt_1996", evidence="calibrated", facts=CALIBRATION,
    )
    cost_aversion: float = parameter(
        10, "Fall of the log readiness to seek an ally per unit of its first year's cost over assets",
        unit="per share of assets", low=0, high=1000, plausible=(4, 40), source="williamson_1985",
    )
    considered_growth: float = parameter(
        0.25, "Exponent by which the markets looked at grow with assets", unit="exponent",
        low=0, high=2, plausible=(0, 0.5), source="ocasio_1997", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    onward: float = parameter(
        0.37, "Share of looks that set out from a market already served rather than from home", unit="share",
        low=0, high=1, plausible=(0, 0.8), source="chaney_2014", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    industry_weight: float = parameter(
        0.79, "How far needs weigh as the industry depends on the resource that is lacked", unit="share",
        low=0, high=1, plausible=(0, 1), source="hagedoorn_1993", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    distance_decay: float = parameter(
        6.3, "Fall of the log weight of a market in what firms look at per unit of psychic distance",
        unit="per unit distance", low=0, high=50, plausible=(0, 12), source="johanson_vahlne_1977",
        evidence="calibrated", facts=CALIBRATION,
    )
    markets_considered: float = parameter(
        4, "Foreign markets a firm looks at in one review", unit="markets",
        low=1, high=20, plausible=(1, 6), source="johanson_vahlne_1977",
        evidence="calibrated", facts=CALIBRATION, integer=True,
    )


def reviews(assets_ratio: float, p: Parameters) -> float:
    """Strategy reviews a year of a firm with so many times the assets of a mid-sized one."""
    return p.review_rate * math.exp(p.review_growth * math.log(assets_ratio))


def considered(assets_ratio: float, p: Parameters) -> float:
    """Foreign markets that a firm with so many times the assets of a mid-sized one looks at in one review."""
    looks = p.markets_considered * math.exp(p.considered_growth * math.log(assets_ratio))
    return min(max(looks, 1.0), MOST_LOOKS)


def relevance(importance: float, resources: int, p: Parameters) -> float:
    """Weight of a need for a resource of this importance in the industry, against one of as many equal ones."""
    return 1 + p.industry_weight * (resources * importance - 1)


def market_pull(size: float, distance: float, p: Parameters) -> float:
    """Unscaled chance that a market of this size at this psychic distance is looked at."""
    return size * math.exp(-p.distance_decay * distance)


def actor_motive(actor: int) -> int:
    """The motive that an internal actor backs."""
    if actor == SCIENTISTS:
        return LEARNING
    if actor == MARKETERS:
        return MARKET
    if actor == BOARD:
        return RISK
    return EFFICIENCY


def need_for_markets(foreign_sales_share: float) -> float:
    """Lack of foreign business, in [0, 1]."""
    return 1 - foreign_sales_share


def need_for_efficiency(operations: float) -> float:
    """Lack of operating strength, in [0, 1]."""
    return 1 - operations


def need_to_share_risk(risk_tolerance: float, concentration: float) -> float:
    """Unease about depending on one market: ``concentration`` is the largest share of sales at home or abroad."""
    return (1 - risk_tolerance) * concentration


def need_to_learn(technology: float) -> float:
    """Lack of technology, in [0, 1]."""
    return 1 - technology


def pull(aim: float, need: float, backed: float, experience: float, p: Parameters) -> float:
    """Strength of a motive.

    ``backed`` is 1 where the leading actor backs it, else 0; ``experience`` in [0, 1] is international experience
    for foreign markets, whose chances it lets a firm see, and 0 for other motives.
    """
    drive = 1 + p.actor_weight * backed + p.alertness * experience
    return 1 - p.need_weight + p.need_weight * aim * need * drive


def alliance_probability(need: float, attention: float, cost: float, p: Parameters) -> float:
    """Chance that a firm with this need looks for an ally rather than going alone.

    ``attention`` lies in [0, 1]; ``cost`` is what an alliance's first year costs, as a share of the firm's assets.
    """
    eager = p.ally_propensity * need * attention * math.exp(-p.cost_aversion * cost)
    return 1 - positive_part(1 - eager)
