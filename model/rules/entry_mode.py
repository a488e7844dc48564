"""Entry mode: a comparison of what each way into a market would bring.

For a market under review a firm compares staying out, exporting, owning, and going with a local partner: the margin
after tax that it expects over its planning horizon, over what running and entering cost. The more an option brings for
its cost, the likelier it is taken. Risk-averse firms discount what they know little about. Newcomers cannot know how
customers will take to their product: they find out by being there, which is why many exporters stop within a year.
Demand shifts, so that success abroad does not last by itself. Present firms compare the same terms to deepen, stay or
leave, and exporters whether to go on with a local partner, who keeps part of the margin.

Null form: choice ignores value: every affordable option that brings anything is as likely as any other, and losses
drive nobody out.
Theory: comparative choice, Hennart and Park (1993), Dunning (2000); learning about demand, Jovanovic (1982),
Albornoz, Calvo Pardo, Corcos and Ornelas (2012); demand that differs by firm and market, Eaton, Kortum and Kramarz
(2011); moving demand, Arkolakis (2016).
"""

import math
from typing import NamedTuple

from alliances.model.declarations.codes import CONTRACTUAL_MODE, JOINT_VENTURE, NO_MODE
from alliances.model.declarations.parameter import parameter
from alliances.model.rules import CALIBRATION, by_mode, exponential, quarterly_probability

LEAST_COST = 1e-3
"""What an option that costs nothing more counts as costing, as a share of what it brings."""


class Parameters(NamedTuple):
    """What firms compare."""

    sharpness: float = parameter(
        0.91, "Log-odds of an option per log point of benefit over cost", unit="per log point",
        low=0, high=100, plausible=(0.5, 5), source="eaton_2011", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    horizon: float = parameter(
        2.3, "Years of profit that count against the sunk cost", unit="years",
        low=0.25, high=50, plausible=(1, 6), source="das_2007", evidence="calibrated", facts=CALIBRATION,
    )
    margin: float = parameter(
        0.25, "Margin on foreign sales before running cost", unit="share of sales",
        low=0, high=1, plausible=(0.15, 0.4), source="world_bank_2019",
    )
    caution: float = parameter(
        0.48, "Share of expected margin that a risk-averse firm writes off in an unknown market", unit="share",
        low=0, high=1, plausible=(0.2, 0.8), source="johanson_vahlne_1977", evidence="calibrated", facts=CALIBRATION,
    )
    running_cost: float = parameter(
        3.6, "Yearly cost of a mid-sized firm for running a wholly owned unit", unit="million USD/year",
        low=0, high=100, plausible=(0.05, 5), source="das_2007", evidence="calibrated", facts=CALIBRATION,
    )
    export_running: float = parameter(
        0.29, "Running cost of exporting, against a wholly owned unit", unit="ratio",
        low=0, high=2, plausible=(0.1, 0.5), source="dunning_2000", evidence="calibrated", facts=CALIBRATION,
    )
    contract_running: float = parameter(
        0.5, "Running cost of a contract", unit="ratio",
        low=0, high=2, plausible=(0.2, 0.6), source="dunning_2000",
    )
    venture_running: float = parameter(
        0.7, "Running cost of a joint venture", unit="ratio",
        low=0, high=2, plausible=(0.4, 0.9), source="dunning_2000",
    )
    partner_share: float = parameter(
        0.15, "Share of the margin that a local partner keeps", unit="share",
        low=0, high=1, plausible=(0.1, 0.5), source="hennart_park_1993",
    )
    demand_shock: float = parameter(
        0.19, "Standard deviation of the log of the customers that a newcomer happens to find", unit="log points",
        low=0, high=4, plausible=(0.1, 1.5), source="eaton_2011", evidence="calibrated", facts=CALIBRATION,
    )
    shock_persistence: float = parameter(
        0.8, "Share of a demand shock that is still there a quarter later",
        unit="share", low=0, high=1, plausible=(0.8, 0.98), source="arkolakis_2016",
        evidence="calibrated", facts=CALIBRATION,
    )
    exit_rate: float = parameter(
        6.8, "Rate of leaving a market whose margin does not cover any of its running cost", unit="1/year",
        low=0, high=50, plausible=(1, 10), source="albornoz_2012", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    deepening_rate: float = parameter(
        0.28, "Rate at which a present firm reconsiders its mode", unit="1/year",
        low=0, high=12, plausible=(0.2, 1.5), source="johanson_vahlne_1977", evidence="calibrated", facts=CALIBRATION,
    )


def running_cost(mode: int, size: float, p: Parameters) -> float:
    """Yearly cost of a presence in million USD; ``size`` is what ``entry_cost.size_in_costs`` makes of assets."""
    return by_mode(mode, p.export_running, p.contract_running, p.venture_running, 1.0) * (p.running_cost * size)


def kept_margin(mode: int, p: Parameters) -> float:
    """Margin on foreign sales that stays with the firm in this mode."""
    return p.margin * (1 - p.partner_share) if mode == CONTRACTUAL_MODE or mode == JOINT_VENTURE else p.margin


def given_margin(sales: float, p: Parameters) -> float:
    """Yearly margin on these sales that a newcomer gives its local partner."""
    return p.margin * p.partner_share * sales


def caution_factor(risk_tolerance: float, knowledge: float, p: Parameters) -> float:
    """Factor on expected margins of a firm with this tolerance and knowledge, each in [0, 1]."""
    return 1 - p.caution * (1 - risk_tolerance) * (1 - knowledge)


def is_option(mode: int, present: int, with_partners: bool) -> bool:
    """Whether a mode is an option for a firm that is present in this way: an exporter may go on with a partner."""
    if mode == CONTRACTUAL_MODE:
        return with_partners
    return present == NO_MODE


def goes_on_exporting(benefit: float, running: float) -> bool:
    """Whether a firm that loses its unit or its partner stays as an exporter: if the margin pays the running cost."""
    return benefit > running


def option_weight(benefit: float, running: float, sunk: float, p: Parameters) -> float:
    """Unscaled chance of choosing an option, against staying as one is, which weighs 1.

    ``benefit`` (margin after tax) and ``running`` cost are yearly, ``sunk`` is paid once; all in million USD, and all
    on top of what staying brings and costs. An option that brings nothing is not chosen; one that costs nothing more
    counts as costing a thousandth of what it brings.
    """
    if benefit <= 0:
        return 0.0
    brought, cost = p.horizon * benefit, p.horizon * running + sunk
    ratio = brought / cost if cost > LEAST_COST * brought else 1 / LEAST_COST
    return exponential(p.sharpness * math.log(ratio))


def choice_probability(weight: float) -> float:
    """Chance of choosing an option of this weight against staying as one is, which weighs 1."""
    return weight / (1 + weight)


def next_demand_shock(demand_shock: float, shock: float, p: Parameters) -> float:
    """A firm's demand shock a quarter on; ``shock`` has mean 0 and variance 1, and keeps the spread as it is."""
    kept = p.shock_persistence
    return kept * demand_shock + p.demand_shock * math.sqrt(1 - kept * kept) * shock


def leave_probability(margin: float, running: float, p: Parameters) -> float:
    """Chance of leaving this quarter, from the share of yearly running cost that the margin leaves uncovered."""
    if running <= margin or running <= 0:
        return 0.0
    return quarterly_probability(p.exit_rate * (running - margin) / running)


def reconsider_probability(p: Parameters) -> float:
    """Chance that a present firm compares its mode with owning this quarter."""
    return quarterly_probability(p.deepening_rate)
