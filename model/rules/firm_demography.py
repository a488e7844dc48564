"""Founding and closing, and what new firms are like.

Firms are founded at a steady rate, each with traits of its own; most are small. Some founders have worked abroad
before: theirs may be born global. A new firm has yet to win its customers at home, over years: the liability of
newness. Firms close at a low rate that rises with losses and is higher for small firms. Founding depends on nothing
that firms or policies do, so that the same firms are founded in every version of a world.

Null form: no firm is founded, none closes, and young firms sell at home as easily as old ones.
Theory: Dunne, Roberts and Samuelson (1988); Geroski (1995); skewed sizes, Sutton (1997); liability of newness,
Stinchcombe (1965); founders' experience, Oviatt and McDougall (1994).
"""

import math
from typing import NamedTuple

from alliances.model.declarations.codes import CAPITAL, MANAGEMENT
from alliances.model.declarations.parameter import parameter
from alliances.model.rules import CALIBRATION, QUARTERS_PER_YEAR, exponential, positive_part, quarterly_probability


class Parameters(NamedTuple):
    """Rates, and the distribution of traits."""

    founding: float = parameter(
        0.062, "Firms founded per firm at the start", unit="1/year",
        low=0, high=0.5, plausible=(0.01, 0.08), source="dunne_1988", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    closing: float = parameter(
        0.0064, "Closing rate of large, profitable firms", unit="1/year",
        low=0, high=2, plausible=(0.002, 0.05), source="dunne_1988", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    smallness: float = parameter(
        0.068, "Closing rate added for a very small firm", unit="1/year",
        low=0, high=2, plausible=(0.01, 0.08), source="geroski_1995", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    distress: float = parameter(
        0.5, "Closing rate added per yearly loss as a share of assets", unit="per share of assets",
        low=0, high=100, plausible=(0.5, 5), source="geroski_1995", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    median_assets: float = parameter(
        5.1, "Median assets of established firms", unit="million USD",
        low=0.1, high=1e5, plausible=(3, 20), source="sutton_1997", evidence="calibrated", facts=CALIBRATION,
    )
    assets_spread: float = parameter(
        1.7, "Standard deviation of log assets", unit="log points",
        low=0, high=4, plausible=(0.8, 1.8), source="sutton_1997", evidence="calibrated", facts=CALIBRATION,
    )
    founder_assets: float = parameter(
        0.6, "Assets of new firms against established ones", unit="ratio",
        low=0.01, high=10, plausible=(0.1, 0.6), source="dunne_1988", evidence="calibrated", facts=CALIBRATION,
    )
    mean_age: float = parameter(
        18.0, "Mean age of established firms at the start", unit="years",
        low=0, high=200, plausible=(8, 30), source="geroski_1995",
    )
    resource_mean: float = parameter(
        0.0, "Log-odds of a typical resource", unit="log-odds",
        low=-5, high=5, plausible=(-0.5, 0.5), source="barney_1991",
    )
    resource_spread: float = parameter(
        0.8, "Standard deviation of resources on the log-odds scale", unit="log-odds",
        low=0, high=5, plausible=(0.4, 1.2), source="barney_1991",
    )
    size_advantage: float = parameter(
        0.3, "Log-odds of capital and management gained per standard deviation of size", unit="log-odds",
        low=-5, high=5, plausible=(0, 0.6), source="barney_1991",
    )
    opportunism: float = parameter(
        0.3, "Mean latent opportunism", unit="share",
        low=0.01, high=0.99, plausible=(0.1, 0.5), source="parkhe_1993",
    )
    planning: float = parameter(
        0.5, "Mean inclination to plan rather than seize opportunities", unit="share",
        low=0.01, high=0.99, plausible=(0.3, 0.7), source="veilleux_2012",
    )
    founder_experience: float = parameter(
        0.7, "Mean international experience that founders bring", unit="share",
        low=0.01, high=0.99, plausible=(0.1, 0.7), source="oviatt_mcdougall_1994",
        evidence="calibrated", facts=CALIBRATION,
    )
    planning_size: float = parameter(
        0.9, "Log-odds of planning gained per standard deviation of size: larger firms are run more formally",
        unit="log-odds", low=-5, high=5, plausible=(0, 1), source="pugh_1969",
    )
    board_share: float = parameter(
        0.3, "Chance that an internal actor beyond the executives takes part in alliance strategy", unit="probability",
        low=0, high=1, plausible=(0.1, 0.6), source="veilleux_2012",
    )
    liability_of_newness: float = parameter(
        0.9, "Share of customers at home that a firm has yet to win when it is founded", unit="share",
        low=0, high=1, plausible=(0.3, 0.9), source="stinchcombe_1965",
        evidence="calibrated", facts=CALIBRATION, null=0,
    )
    settling: float = parameter(
        0.096, "Rate at which it wins them", unit="1/year",
        low=0, high=12, plausible=(0.05, 0.6), source="stinchcombe_1965", evidence="calibrated", facts=CALIBRATION,
    )
    assets_per_employee: float = parameter(
        0.1, "Assets per employee", unit="million USD",
        low=0.001, high=10, plausible=(0.05, 0.3), source="world_bank_2019",
    )
    sme_employees: float = parameter(
        250, "Employees below which a firm counts as small or medium-sized", unit="employees",
        low=1, high=1e5, plausible=(100, 500), source="eu_sme_2003", evidence="measured", integer=True,
    )
    multinational_markets: float = parameter(
        4, "Foreign markets from which a firm counts as multinational", unit="markets",
        low=1, high=200, plausible=(1, 6), source="dunning_2000", integer=True,
    )
    multinational_units: float = parameter(
        1, "Joint ventures and wholly owned units abroad from which it does so in fewer markets too", unit="units",
        low=1, high=200, plausible=(1, 3), source="dunning_2000", integer=True,
    )
    first_reputation: float = parameter(
        0.5, "Reputation of a firm that nobody has worked with yet", unit="share",
        low=0, high=1, plausible=(0.3, 0.7), source="dollinger_1997",
    )
    largest: float = parameter(
        1e6, "Largest assets at the start and at founding", unit="million USD",
        low=0.1, high=1e7, plausible=(25, 1e6), source="sutton_1997",
    )


def founding_probability(p: Parameters) -> float:
    """Chance that one founding slot (there are as many as firms at the start) brings a firm this quarter."""
    return quarterly_probability(p.founding)


def closing_rate(assets: float, yearly_profit: float, p: Parameters) -> float:
    """Yearly rate at which firms like this one close."""
    loss = -yearly_profit / assets if yearly_profit < 0 else 0.0
    return p.closing + p.smallness / (1 + assets) + p.distress * loss


def assets_drawn(normal: float, factor: float, p: Parameters) -> float:
    """Assets in million USD from a standard normal draw."""
    assets = factor * p.median_assets * math.exp(p.assets_spread * normal)
    return assets if assets < p.largest else p.largest


def inclination_to_plan(trait: float, size: float, p: Parameters) -> float:
    """Planning in [0, 1] from a trait and the firm's size in standard deviations."""
    odds = trait * exponential(p.planning_size * size)
    return odds / (1 - trait + odds)


def relative_size(assets: float, p: Parameters) -> float:
    """Size in standard deviations of log assets from the median of established firms; 0 where all are of one size."""
    return math.log(assets / p.median_assets) / p.assets_spread if p.assets_spread > 0 else 0.0


def resource_score(normal: float, size: float, p: Parameters) -> float:
    """Log-odds of a resource from a standard normal draw and the firm's size in standard deviations (0: no say)."""
    return p.resource_mean + p.resource_spread * normal + p.size_advantage * size


def size_advantage(resource: int, size: float) -> float:
    """What its size, in standard deviations, does for a resource: larger firms have more capital and management."""
    return size if resource == CAPITAL or resource == MANAGEMENT else 0.0


def trait(draw: float, mean: float) -> float:
    """A trait in [0, 1] with this mean from a uniform draw: a power law, flat where the mean is one half."""
    return math.exp((1 - mean) / mean * math.log(draw if draw > 0 else MOST_SMALL))


def home_reach(age_quarters: float, p: Parameters) -> float:
    """Share of customers at home that a firm of this age has won; one that is yet to be founded counts as new."""
    return 1 - p.liability_of_newness * math.exp(-p.settling * positive_part(age_quarters) / QUARTERS_PER_YEAR)


def employees(assets: float, p: Parameters) -> float:
    """Employees of a firm with these assets in million USD."""
    return assets / p.assets_per_employee


def is_multinational(markets: float, units: float, p: Parameters) -> bool:
    """Whether a firm in so many foreign markets, with so many units of its own there, counts as multinational."""
    return markets >= p.multinational_markets or units >= p.multinational_units


def is_small_or_medium(employees: float, p: Parameters) -> bool:
    """Whether a firm with so many employees counts as small or medium-sized."""
    return employees < p.sme_employees


MOST_SMALL = 2.0**-60
"""Stands in for a draw of exactly zero, whose logarithm does not exist."""
