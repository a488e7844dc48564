"""Market learning after the Uppsala model: knowing a market comes from being in it.

Market knowledge grows with commitment and fades once a firm has left. Where rivals keep changing what customers want
it goes out of date as well, in whoever serves the market from abroad. It spills over to near markets, and partners add
theirs: all of it for the market that the alliance was made for, of other markets what the firm can absorb second-hand.
Beside it there is international experience, of how to go abroad at all: founders bring some, work in many markets adds
to it, experienced partners pass theirs on, and at home it fades. It stands in for part of the knowledge of any market.
No ladder of modes is imposed: whoever finds a high-commitment mode worthwhile may leap.

Null form: firms learn nothing about foreign markets or about going abroad, by presence, spill-over or partner.
Theory: Johanson and Vahlne (1977, 2009); experiential knowledge, Eriksson, Johanson, Majkgård and Sharma (1997);
liability of foreignness, Zaheer (1995).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter
from alliances.model.rules import CALIBRATION, QUARTERS_PER_YEAR, by_mode


class Parameters(NamedTuple):
    """How market knowledge comes and goes."""

    rate: float = parameter(
        0.2, "Rate at which full commitment closes the gap in market knowledge", unit="1/year",
        low=0, high=4, plausible=(0.2, 1), source="johanson_vahlne_1977",
        evidence="calibrated", facts=CALIBRATION, null=0,
    )
    fading: float = parameter(
        0.19, "Rate at which knowledge fades out of the market", unit="1/year",
        low=0, high=4, plausible=(0.1, 0.6), source="johanson_vahlne_1977", evidence="calibrated", facts=CALIBRATION,
    )
    obsolescence: float = parameter(
        1, "Rate at which knowledge of a market goes out of date where competition is most intense", unit="1/year",
        low=0, high=4, plausible=(0, 1), source="daveni_1994", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    spill_over: float = parameter(
        0.4, "Share of knowledge of a market that serves in one at no distance", unit="share",
        low=0, high=1, plausible=(0.2, 0.8), source="johanson_vahlne_2009", null=0,
    )
    partner_knowledge: float = parameter(
        1, "Share of a fully trusting partner's market knowledge that a firm can use", unit="share",
        low=0, high=1, plausible=(0.3, 1), source="johanson_vahlne_2009",
        evidence="calibrated", facts=CALIBRATION, null=0,
    )
    second_hand: float = parameter(
        0.93, "Share of such knowledge that counts where the alliance was not made for that market", unit="share",
        low=0, high=1, plausible=(0.2, 1), source="johanson_vahlne_2009", evidence="calibrated", facts=CALIBRATION,
    )
    generalizing: float = parameter(
        0.3, "Rate at which work in very many foreign markets teaches how to go abroad at all", unit="1/year",
        low=0, high=4, plausible=(0.05, 0.4), source="eriksson_1997", null=0,
    )
    example: float = parameter(
        1.5, "Rate at which a trusting, well-run partner passes on what it knows of going abroad", unit="1/year",
        low=0, high=4, plausible=(0.1, 3), source="johanson_vahlne_2009", null=0,
    )
    experience: float = parameter(
        0.7, "Share of missing market knowledge that full international experience supplies", unit="share",
        low=0, high=1, plausible=(0.2, 0.7), source="eriksson_1997", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    forgotten: float = parameter(
        0.02, "Market knowledge below which a firm that has left remembers nothing of a market", unit="share",
        low=0, high=1, plausible=(0.01, 0.05), source="johanson_vahlne_1977",
    )
    breadth: float = parameter(
        2.0, "Foreign markets that teach half as much as very many", unit="markets",
        low=0.1, high=100, plausible=(1, 5), source="eriksson_1997",
    )
    export_commitment: float = parameter(
        0.4, "Commitment of exporting, against a wholly owned unit", unit="share",
        low=0, high=1, plausible=(0.2, 0.6), source="johanson_vahlne_1977",
    )
    contract_commitment: float = parameter(
        0.6, "Commitment of a contract with a local partner", unit="share",
        low=0, high=1, plausible=(0.4, 0.8), source="johanson_vahlne_1977",
    )
    venture_commitment: float = parameter(
        0.8, "Commitment of a joint venture", unit="share",
        low=0, high=1, plausible=(0.6, 1), source="johanson_vahlne_1977",
    )


def commitment(mode: int, p: Parameters) -> float:
    """Commitment of a mode of presence, in [0, 1]; a wholly owned unit commits fully."""
    return by_mode(mode, p.export_commitment, p.contract_commitment, p.venture_commitment, 1.0)


def knowledge_after_presence(knowledge: float, commitment: float, competition: float, p: Parameters) -> float:
    """Market knowledge in [0, 1] after a quarter in the market; competition of this intensity outdates some of it."""
    gained = p.rate / QUARTERS_PER_YEAR * commitment * (1 - knowledge)
    return knowledge + gained - p.obsolescence / QUARTERS_PER_YEAR * competition * knowledge


def knowledge_after_absence(knowledge: float, p: Parameters) -> float:
    """Market knowledge after a quarter out of the market."""
    return knowledge * (1 - p.fading / QUARTERS_PER_YEAR)


def is_forgotten(knowledge: float, p: Parameters) -> bool:
    """Whether a market that a firm has left is known so little that it is as good as unknown."""
    return knowledge < p.forgotten


def spilled_knowledge(knowledge: float, distance: float, p: Parameters) -> float:
    """What knowledge of one market is worth in another at this psychic distance."""
    return p.spill_over * knowledge * (1 - distance)


def partner_knowledge(known: float, trust: float, absorptive_capacity: float, agreed: bool, p: Parameters) -> float:
    """What a firm can use of a trusting partner's knowledge of a market.

    Where the alliance was made for that market the partner itself puts its knowledge to work; otherwise the firm hears
    of it, and uses what it absorbs.
    """
    return p.partner_knowledge * known * trust * (1.0 if agreed else p.second_hand * absorptive_capacity)


def next_experience(experience: float, markets: float, taught: float, p: Parameters) -> float:
    """International experience in [0, 1] a quarter on, from foreign markets and from what partners taught."""
    if markets == 0 and taught == 0:
        return experience * (1 - p.fading / QUARTERS_PER_YEAR)
    variety = markets / (markets + p.breadth)
    gained = p.generalizing / QUARTERS_PER_YEAR * variety + taught
    return experience + (1 - experience) * (gained if gained < 1 else 1.0)


def taught(lead: float, ease: float, trust: float, coordination: float, p: Parameters) -> float:
    """What a partner passes on in a quarter of its lead in international experience; all arguments in [0, 1]."""
    return p.example / QUARTERS_PER_YEAR * lead * ease * trust * coordination


def usable_knowledge(own: float, spilled: float, from_partners: float, experience: float, p: Parameters) -> float:
    """Own, spilled-over, partner and general knowledge together: each fills part of what the others leave open."""
    return 1 - (1 - own) * (1 - spilled) * (1 - from_partners) * (1 - p.experience * experience)
