"""Market learning after the Uppsala model: knowing a market comes from being in it.

Market knowledge grows with commitment and fades once a firm has left. It spills over to near markets, and a local
partner lends its own. No ladder of modes is imposed: whoever finds a high-commitment mode worthwhile may leap.

Null form: firms learn nothing about foreign markets, by presence, spill-over or partner.
Theory: Johanson and Vahlne (1977, 2009); liability of foreignness, Zaheer (1995).
"""

from typing import NamedTuple

from alliances.model.codes import CONTRACTUAL_MODE, EXPORT, JOINT_VENTURE
from alliances.model.declarations import parameter
from alliances.model.rules import QUARTERS_PER_YEAR


class Parameters(NamedTuple):
    """How market knowledge comes and goes."""

    rate: float = parameter(
        0.5, "Rate at which full commitment closes the gap in market knowledge", unit="1/year",
        low=0, high=4, plausible=(0.2, 1), source="johanson_vahlne_1977", null=0,
    )
    fading: float = parameter(
        0.3, "Rate at which knowledge fades out of the market", unit="1/year",
        low=0, high=4, plausible=(0.1, 0.6), source="johanson_vahlne_1977",
    )
    spill_over: float = parameter(
        0.5, "Share of knowledge of a market that serves in one at no distance", unit="share",
        low=0, high=1, plausible=(0.2, 0.8), source="johanson_vahlne_2009", null=0,
    )
    lending: float = parameter(
        0.6, "Share of a fully trusting local partner's knowledge that a firm can use", unit="share",
        low=0, high=1, plausible=(0.3, 0.9), source="johanson_vahlne_2009", null=0,
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
    if mode == EXPORT:
        return p.export_commitment
    if mode == CONTRACTUAL_MODE:
        return p.contract_commitment
    if mode == JOINT_VENTURE:
        return p.venture_commitment
    return 1.0


def knowledge_after_presence(knowledge: float, commitment: float, p: Parameters) -> float:
    """Market knowledge in [0, 1] after a quarter in the market."""
    return knowledge + p.rate / QUARTERS_PER_YEAR * commitment * (1 - knowledge)


def knowledge_after_absence(knowledge: float, p: Parameters) -> float:
    """Market knowledge after a quarter out of the market."""
    return knowledge * (1 - p.fading / QUARTERS_PER_YEAR)


def spilled_knowledge(knowledge: float, distance: float, p: Parameters) -> float:
    """What knowledge of one market is worth in another at this psychic distance."""
    return p.spill_over * knowledge * (1 - distance)


def lent_knowledge(local_knowledge: float, trust: float, p: Parameters) -> float:
    """What a local partner who trusts the firm this much lends of its knowledge."""
    return p.lending * local_knowledge * trust


def usable_knowledge(own: float, spilled: float, lent: float) -> float:
    """Own, spilled-over and lent knowledge together: each fills part of what the others leave open."""
    return 1 - (1 - own) * (1 - spilled) * (1 - lent)
