"""Learning race and leakage: who has learned enough cools off, and rivals take more than was offered.

A partner that came to learn and has closed most of the gap puts less into the alliance, more so the more
opportunistic it is; the slower learner is left behind. Between partners who compete in the same markets,
knowledge leaks beyond what was agreed, as far as the industry and the agreement fail to protect it; who has a rival
for a partner keeps some of its effort back.

Null form: nobody cools off or keeps back, and nothing leaks.
Theory: Hamel (1991); Khanna, Gulati and Nohria (1998); leakage, Oxley and Sampson (2004).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter
from alliances.model.rules import QUARTERS_PER_YEAR


class Parameters(NamedTuple):
    """How much racing costs and how much leaks."""

    cooling: float = parameter(
        0.6, "Share of effort that a fully opportunistic learner withdraws once it has learned all", unit="share",
        low=0, high=1, plausible=(0.2, 0.9), source="khanna_1998", null=0,
    )
    leakage: float = parameter(
        0.6, "Rate at which a full rival closes a gap unasked, without protection", unit="1/year",
        low=0, high=4, plausible=(0, 0.8), source="oxley_sampson_2004", null=0,
    )
    guarding: float = parameter(
        0.15, "Share of effort that a partner withholds from a full rival", unit="share",
        low=0, high=1, plausible=(0, 0.6), source="hamel_1991", null=0,
    )
    leakage_loss: float = parameter(
        1, "Share of what rivals gain that the source loses in benefit", unit="share",
        low=0, high=5, plausible=(0, 1), source="oxley_sampson_2004", null=0,
    )


def lesson_learned(gap: float, gap_at_start: float) -> float:
    """Share of what there was to learn that has been learned, in [0, 1]."""
    if gap_at_start <= 0:
        return 0.0
    left = gap / gap_at_start
    return 1 - (left if left < 1 else 1.0)


def effort(learning_aim: float, lesson_learned: float, opportunism: float, rivalry: float, p: Parameters) -> float:
    """What a partner still puts in; all arguments in [0, 1]."""
    return (1 - p.cooling * learning_aim * lesson_learned * opportunism) * (1 - p.guarding * rivalry)


def market_overlap(shared: float, fewest: float) -> float:
    """Share of the markets of the partner in fewer markets, home included, in which both sell."""
    return shared / (1 + fewest)


def leaked(gap: float, rivalry: float, appropriability: float, safeguard: float, p: Parameters) -> float:
    """Knowledge that a rival picks up in a field in a quarter; all arguments in [0, 1]."""
    return p.leakage / QUARTERS_PER_YEAR * gap * rivalry * (1 - appropriability) * (1 - safeguard)
