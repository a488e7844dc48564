"""Alliance capability: experience, routines, a dedicated function, and limited attention.

Managing alliances teaches how to manage alliances; idle experience fades. With a partner of earlier alliances there
are shared routines. Firms that run many alliances may set up a dedicated function, which costs money. Capability
sharpens choice, speeds settlement and improves coordination. Attention is limited: each further alliance thins it,
less so in large firms and in those with a dedicated function, whose span is wider.

Null form: experience and routines have no effect, no function is set up, and attention is never used up.
Theory: Kale, Dyer and Singh (2002); Zollo, Reuer and Singh (2002); attention, Ocasio (1997).
"""

import math
from typing import NamedTuple

from alliances.model.declarations.parameter import parameter
from alliances.model.rules import QUARTERS_PER_YEAR, quarterly_probability


class Parameters(NamedTuple):
    """How capability grows, what it does, and how attention thins."""

    experience_effect: float = parameter(
        0.08, "Rate at which experience (alliance-years) saturates into capability", unit="1/alliance-year",
        low=0, high=5, plausible=(0.02, 0.2), source="zollo_2002", null=0,
    )
    function_effect: float = parameter(
        0.5, "Share of missing capability that a dedicated function supplies", unit="share",
        low=0, high=1, plausible=(0.1, 0.5), source="kale_2002", null=0,
    )
    routine_effect: float = parameter(
        0.3, "Share of missing capability supplied by routines with a well-trusted earlier partner", unit="share",
        low=0, high=1, plausible=(0.1, 0.5), source="zollo_2002", null=0,
    )
    fading: float = parameter(
        0.15, "Yearly rate at which experience is forgotten", unit="1/year",
        low=0, high=4, plausible=(0.05, 0.3), source="zollo_2002",
    )
    function_threshold: float = parameter(
        3, "Alliances from which a firm considers a dedicated function", unit="alliances",
        low=1, high=1000, plausible=(2, 8), source="kale_2002", integer=True,
    )
    function_rate: float = parameter(
        0.4, "Rate at which such a firm sets one up", unit="1/year",
        low=0, high=12, plausible=(0.1, 0.6), source="kale_2002", null=0,
    )
    function_span: float = parameter(
        1.5, "Factor by which a dedicated function widens the span of attention", unit="factor",
        low=1, high=100, plausible=(1.5, 5), source="kale_2002", null=1,
    )
    function_cost: float = parameter(
        0.01, "Yearly cost of the function in assets", unit="share of assets per year",
        low=0, high=1, plausible=(0, 0.03), source="kale_2002",
    )
    management_cost: float = parameter(
        0.006, "Yearly cost of running an alliance, in assets of its smallest partner", unit="share of assets per year",
        low=0, high=1, plausible=(0, 0.02), source="kale_2002",
    )
    span: float = parameter(
        8, "Alliances that use up half the attention of a mid-sized firm", unit="alliances",
        low=0.1, high=1e6, plausible=(2, 12), source="ocasio_1997", null=1e6,
    )
    span_growth: float = parameter(
        0.5, "Exponent by which the span grows with assets", unit="exponent",
        low=0, high=2, plausible=(0, 0.6), source="ocasio_1997", null=0,
    )
    coordination_floor: float = parameter(
        0.4, "Coordination reached without any capability, attention being full", unit="share",
        low=0, high=1, plausible=(0.3, 0.8), source="kale_2002",
    )


def alliance_capability(experience: float, dedicated_function: bool, p: Parameters) -> float:
    """Capability in [0, 1] from alliance-years of experience and a dedicated function."""
    missing = math.exp(-p.experience_effect * experience)
    if dedicated_function:
        missing *= 1 - p.function_effect
    return 1 - missing


def with_routines(capability: float, past_trust: float, p: Parameters) -> float:
    """Capability with a partner known from earlier alliances, ``past_trust`` in [0, 1] being what is left of them."""
    return capability + (1 - capability) * p.routine_effect * past_trust


def next_experience(experience: float, alliances: float, p: Parameters) -> float:
    """Alliance-years of experience a quarter on."""
    return experience + (alliances - p.fading * experience) / QUARTERS_PER_YEAR


def function_probability(alliances: float, p: Parameters) -> float:
    """Chance that a firm with so many alliances sets up a dedicated function this quarter."""
    return quarterly_probability(p.function_rate) if alliances >= p.function_threshold else 0.0


def span(assets_ratio: float, dedicated_function: bool, p: Parameters) -> float:
    """Alliances that use up half a firm's attention; ``assets_ratio`` is its assets over a mid-sized firm's."""
    staffed = p.function_span if dedicated_function else 1.0
    return p.span * staffed * math.exp(p.span_growth * math.log(assets_ratio))


def attention(alliances: float, span: float) -> float:
    """Attention left for the next or each alliance, in (0, 1]."""
    return span / (span + alliances)


def coordination(capability: float, attention: float, p: Parameters) -> float:
    """How well partners work together before trust and conflict, in [0, 1]."""
    return (p.coordination_floor + (1 - p.coordination_floor) * capability) * (1 + attention) / 2
