"""Governance: contract or equity joint venture.

Joint ownership protects where a contract cannot: when specific investments and knowledge are exposed and courts
are weak. It is costly to set up, so partners who trust each other from earlier work do without it. Whatever the
form, a designed agreement restrains opportunism as far as institutions enforce it.

Null form: all weights and safeguards zero; the form is a blind choice and protects nobody.
Theory: Williamson (1991); Oxley (1997); Gulati (1995); Gulati and Singh (1998).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter
from alliances.model.rules import CALIBRATION, logistic


class Parameters(NamedTuple):
    """When partners share ownership, and what either form protects."""

    leaning: float = parameter(
        -1.1, "Log-odds of joint ownership without hazard, scope or trust", unit="log-odds",
        low=-20, high=20, plausible=(-3, 0), source="williamson_1991", evidence="calibrated", facts=CALIBRATION,
    )
    hazard: float = parameter(
        3.0, "Log-odds added by full exposure without legal protection", unit="log-odds",
        low=0, high=50, plausible=(1, 6), source="oxley_1997", null=0,
    )
    scope: float = parameter(
        0.6, "Log-odds added per field of cooperation beyond the first", unit="log-odds",
        low=0, high=50, plausible=(0, 1.5), source="oxley_1997", null=0,
    )
    past_trust: float = parameter(
        3.0, "Log-odds taken away by full trust from earlier alliances", unit="log-odds",
        low=0, high=50, plausible=(0, 5), source="gulati_1995", null=0,
    )
    equity_safeguard: float = parameter(
        0.6, "Share of the temptation to defect that joint ownership removes", unit="share",
        low=0, high=1, plausible=(0.3, 0.9), source="williamson_1991", null=0,
    )
    contract_safeguard: float = parameter(
        0.5, "Share of the temptation that a designed and perfectly enforced contract removes", unit="share",
        low=0, high=1, plausible=(0.1, 0.8), source="williamson_1991", null=0,
    )


def exposure(specificity: float, appropriability: float, enforcement: float) -> float:
    """Contracting hazard in [0, 1]: specific investment and leaky knowledge that the law does not protect."""
    return (specificity + 1 - appropriability) / 2 * (1 - enforcement)


def specific_investment(rd_intensity: float, technology: bool) -> float:
    """Specificity of what partners invest, in [0, 1]: their R&D intensity, half of it without technology."""
    return rd_intensity if technology else rd_intensity / 2


def equity_probability(hazard: float, fields: float, past_trust: float, p: Parameters) -> float:
    """Chance of a joint venture; ``fields`` counts fields of cooperation, ``past_trust`` in [0, 1]."""
    return logistic(p.leaning + p.hazard * hazard + p.scope * (fields - 1) - p.past_trust * past_trust)


def safeguard(equity: bool, designed: bool, enforcement: float, p: Parameters) -> float:
    """Share of the temptation to defect that the agreement removes."""
    unprotected = 1 - p.equity_safeguard if equity else 1.0
    if designed:
        unprotected *= 1 - p.contract_safeguard * enforcement
    return 1 - unprotected
