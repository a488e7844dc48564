"""The seven stages of an alliance, and what it costs to skip one.

Strategy, partner selection, negotiation, design, management, evaluation, termination. A firm that seizes
opportunities rather than plans, and whose routines are weak, skips stages: it takes the first candidate, signs
before interests are aligned, leaves the contract thin, does not steer, does not review, or walks out without
winding up. Skipping saves time and money now; the price is paid through other rules (a poorer match, diverging goals,
no safeguards, slack coordination, problems nobody sees, a damaged name). A skipped strategy stage leaves aims vague,
which adds to goal divergence. Partners who lag may revisit negotiation and design (see ``evaluation``); meanwhile the
work is left as slack as if nobody managed it.

To see what one stage is worth, firms can be made to lean to skipping it, or away from that; by default they do not.

Null form: no stage is ever skipped.
Theory: lecture notes on alliance development stages (IBUS3101); weak routines, Veilleux, Haskell and Pons (2012).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter


def leaning(stage: str) -> float:
    """The parameter that makes firms lean to skipping a stage."""
    return parameter(
        0, f"Leaning to skip the stage of {stage} beside the usual: 1 always, -1 never", unit="share",
        low=-1, high=1, plausible=(-1, 1), source="ibus3101", null=0,
    )  # fmt: skip


class Parameters(NamedTuple):
    """How easily stages are skipped, and what that does."""

    skipping: float = parameter(
        0.6, "Chance that a firm with no planning and no routines skips a stage", unit="probability",
        low=0, high=1, plausible=(0.2, 0.9), source="veilleux_2012", null=0,
    )
    vagueness: float = parameter(
        0.3, "Share of the room for goal divergence that opens when the strategy stage is skipped", unit="share",
        low=0, high=1, plausible=(0.1, 0.5), source="ibus3101",
    )
    slack: float = parameter(
        0.25, "Share of coordination lost when nobody manages the alliance", unit="share",
        low=0, high=1, plausible=(0.1, 0.5), source="ibus3101",
    )
    rupture: float = parameter(
        0.3, "Share of the name, and of the partner's trust, lost by walking out without winding up", unit="share",
        low=0, high=1, plausible=(0.1, 0.6), source="ibus3101",
    )
    strategy: float = leaning("strategy")
    partner_selection: float = leaning("partner selection")
    negotiation: float = leaning("negotiation")
    design: float = leaning("design")
    management: float = leaning("management")
    evaluation: float = leaning("evaluation")
    termination: float = leaning("termination")


def skip_probability(stage: int, planning: float, capability: float, p: Parameters) -> float:
    """Chance that the leading firm skips a stage; ``planning`` and ``capability`` in [0, 1]."""
    usual = p.skipping * (1 - planning) * (1 - capability)
    leans = (p.strategy, p.partner_selection, p.negotiation, p.design, p.management, p.evaluation, p.termination)[stage]
    return usual + leans * (1 - usual) if leans > 0 else usual * (1 + leans)


def vague_divergence(divergence: float, p: Parameters) -> float:
    """Goal divergence of partners whose leader never settled what it wants."""
    return divergence + p.vagueness * (1 - divergence)


def slack_coordination(coordination: float, p: Parameters) -> float:
    """Coordination of an alliance whose management stage is skipped."""
    return coordination * (1 - p.slack)


def after_rupture(standing: float, p: Parameters) -> float:
    """A name, or trust, after an ending without a termination stage."""
    return standing * (1 - p.rupture)
