"""Evaluation: each partner compares the alliance with its own goal, and may restructure it.

A partner's goal is fixed at signature: a share of the benefit it expects over the term (at most five years) if all
goes well. Firms overrate what they will reach, less so with capability. Benefit is what a partner gets of what it cares
for: sales in the host market and knowledge count by what is reached against what was expected; savings and shared risk
by how well the work goes, partly by what all partners do, partly by what each does itself. Once a year partners who
evaluate compare progress with what it should be; where it lags and trust is left they go back to negotiation and
design, at a cost, which settles conflict and realigns goals. An alliance fails if it ends, or reaches five years, with
a partner below its own goal.

Null form: nobody reviews, so nothing is restructured.
Theory: Kumar and Nti (1998); Reuer, Zollo and Singh (2002); private and common benefits, Khanna, Gulati and Nohria
(1998); failure against goals, Das and Teng (2000).
"""

from typing import NamedTuple

from alliances.model.declarations.codes import EFFICIENCY, LEARNING, RISK
from alliances.model.declarations.parameter import parameter
from alliances.model.rules import CALIBRATION, QUARTERS_PER_YEAR, quarterly_probability

DECISION_YEARS = 5
"""Age at which a living alliance is judged: the definition of failure, not a rule."""


class Parameters(NamedTuple):
    """Goals, reviews and restructuring."""

    aspiration: float = parameter(
        0.4, "Share of the ideal benefit over the term that a partner sets as its goal", unit="share",
        low=0, high=5, plausible=(0.3, 1), source="kumar_nti_1998", evidence="calibrated", facts=CALIBRATION,
    )
    optimism: float = parameter(
        0.58, "Most by which firms without alliance capability overrate what they can reach", unit="share",
        low=0, high=1, plausible=(0.1, 0.7), source="kumar_nti_1998", evidence="calibrated", facts=CALIBRATION,
    )
    restructuring_rate: float = parameter(
        1.5, "Rate at which lagging partners restructure when they fully trust each other", unit="1/year",
        low=0, high=50, plausible=(0.5, 3), source="reuer_2002", null=0,
    )
    mending: float = parameter(
        0.5, "Share of conflict and of goal divergence that restructuring removes", unit="share",
        low=0, high=1, plausible=(0.2, 0.8), source="reuer_2002",
    )
    mending_cost: float = parameter(
        0.004, "Cost of restructuring", unit="share of assets",
        low=0, high=0.2, plausible=(0, 0.02), source="reuer_2002",
    )
    access: float = parameter(
        0.3, "Benefit per quarter of market access with a fully knowing partner", unit="benefit",
        low=0.001, high=10, plausible=(0.1, 0.5), source="contractor_lorange_2002",
        evidence="calibrated", facts=CALIBRATION,
    )
    synergy: float = parameter(
        2, "Benefit per quarter per unit of complementary operations", unit="benefit",
        low=0, high=20, plausible=(0.4, 2), source="contractor_lorange_2002", evidence="calibrated", facts=CALIBRATION,
    )
    shelter: float = parameter(
        0.24, "Benefit per quarter of sharing risk with a partner of equal means", unit="benefit",
        low=0, high=10, plausible=(0.1, 0.5), source="contractor_lorange_2002",
        evidence="calibrated", facts=CALIBRATION,
    )
    lesson: float = parameter(
        0.85, "Benefit per quarter per unit of knowledge still to be gained", unit="benefit",
        low=0, high=20, plausible=(0.4, 2), source="contractor_lorange_2002", evidence="calibrated", facts=CALIBRATION,
    )
    private: float = parameter(
        0.8, "Share of what a partner gets out of the alliance that hangs on its own part, not on all partners'",
        unit="share", low=0, high=1, plausible=(0, 0.8), source="khanna_1998",
    )
    money: float = parameter(
        0.02, "Yearly profit per unit of savings and of shared risk per quarter", unit="share of assets per year",
        low=0, high=1, plausible=(0, 0.06), source="contractor_lorange_2002",
    )


def benefit(aim: float, motive: int, offered: float, p: Parameters) -> float:
    """Benefit of one kind per quarter if all goes well, by how much the partner cares and what the alliance offers."""
    return aim * p.access * worth(motive, offered, p)


def reached(got: float, expected: float) -> float:
    """What a partner got of what it expected; nothing where it expected nothing."""
    return got / expected if expected > 0 else 0.0


def worth(motive: int, source: float, p: Parameters) -> float:
    """What an alliance offers of one kind, in units of full market access: all kinds on one scale."""
    if motive == LEARNING:
        return p.lesson * source / p.access
    if motive == EFFICIENCY:
        return p.synergy * source / p.access
    if motive == RISK:
        return p.shelter * source / p.access
    return source


def mutual_access(mine: float, theirs: float) -> float:
    """Access to a market, by what each knows of it: the local partner gains as much as the newcomer."""
    return theirs - mine if theirs > mine else mine - theirs


def fruitful_work(together: float, own: float, p: Parameters) -> float:
    """Work that bears fruit for a partner: how well all do their parts, and how well it does its own, in [0, 1]."""
    return together + p.private * (own - together)


def goal(ideal_benefit: float, quarters: float, draw: float, capability: float, p: Parameters) -> float:
    """Goal over a term of so many quarters; ``ideal_benefit`` is per quarter, ``draw`` uniform in [0, 1)."""
    error = p.optimism * draw * (1 - capability)
    return p.aspiration * (1 + error) * ideal_benefit * quarters


def horizon_quarters(planned_quarters: int) -> int:
    """Quarters over which the goal is to be reached: the term, or the time of judgement if that comes first."""
    judged = DECISION_YEARS * QUARTERS_PER_YEAR
    return planned_quarters if planned_quarters < judged else judged


def lag(progress: float, goal: float, quarters: float, horizon: float) -> float:
    """Share by which a partner is behind its own schedule after so many quarters, in [0, 1]."""
    due = goal * (quarters if quarters < horizon else horizon) / horizon
    if due <= 0 or progress >= due:
        return 0.0
    return 1 - progress / due if progress > 0 else 1.0


def restructuring_probability(lag: float, trust: float, p: Parameters) -> float:
    """Chance that partners restructure at a yearly review, from the worst lag and the least trust."""
    return 1 - (1 - quarterly_probability(p.restructuring_rate * lag * trust)) ** QUARTERS_PER_YEAR


def mended(trouble: float, p: Parameters) -> float:
    """Conflict, or goal divergence, after restructuring."""
    return trouble * (1 - p.mending)
