"""Opportunism: some partners defect when they can, and it is hard to see.

Every firm has a latent inclination that nobody observes. Each quarter a partner may take a private gain at the
others' cost; safeguards and its own trust in the others hold it back. Others see a noisy signal: they miss some
defections and suspect some honest partners, the more so across cultures.

Null form: no temptation and no suspicion; nobody defects or seems to.
Theory: Williamson (1985); Parkhe (1993); Das and Teng (1998).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter
from alliances.model.rules import quarterly_probability


class Parameters(NamedTuple):
    """Temptation, damage and detection."""

    temptation: float = parameter(
        1.2, "Yearly rate of defection by a fully opportunistic, unrestrained partner", unit="1/year",
        low=0, high=50, plausible=(0.4, 3), source="parkhe_1993", null=0,
    )
    restraint: float = parameter(
        0.6, "Share of the temptation that full trust in the others removes", unit="share",
        low=0, high=1, plausible=(0.2, 0.9), source="das_teng_1998",
    )
    harm: float = parameter(
        0.6, "Share of a quarter's benefit that a victim loses", unit="share",
        low=0, high=1, plausible=(0.3, 1), source="parkhe_1993",
    )
    private_gain: float = parameter(
        0.4, "Share of a quarter's benefit that the defector gains", unit="share",
        low=0, high=2, plausible=(0.1, 0.8), source="parkhe_1993",
    )
    detection: float = parameter(
        0.6, "Chance that a defection is seen by partners of one culture", unit="probability",
        low=0, high=1, plausible=(0.3, 0.9), source="das_teng_1998",
    )
    suspicion: float = parameter(
        0.06, "Quarterly chance that an honest partner of a wholly foreign culture is suspected", unit="probability",
        low=0, high=1, plausible=(0, 0.15), source="das_teng_1998", null=0,
    )


def defection_probability(opportunism: float, safeguard: float, trust: float, p: Parameters) -> float:
    """Chance that a partner defects this quarter; all arguments in [0, 1]."""
    return quarterly_probability(p.temptation * opportunism * (1 - safeguard) * (1 - p.restraint * trust))


def detection_probability(defects: bool, distance: float, p: Parameters) -> float:
    """Chance that the others see a defection, given what happened and their mean cultural distance in [0, 1]."""
    if defects:
        return p.detection * (1 - distance / 2)
    return p.suspicion * distance


def benefit_reached(benefit: float, others_defect: bool, defects: bool, p: Parameters) -> float:
    """What a partner gets of a quarter's benefit: less where others defect, more where it does so itself."""
    return benefit * (1 - p.harm * others_defect + p.private_gain * defects)
