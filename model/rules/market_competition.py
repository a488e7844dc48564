"""Competition for customers: logit shares, sharper where competition is hard.

In every market and industry customers choose among the firms present and outside incumbents. A firm's appeal is its
bundle of resources, weighted by what its industry needs, less the liability of foreignness, which market knowledge
removes. The elasticity of demand to appeal rises with competition intensity: where many rivals fight, small differences
move many customers; it also rises with the R&D intensity of the industry, whose customers look at performance. Outside
incumbents keep up with the mean firm of their industry. Assets that are tied up abroad win no other customers, and
technology travels better than marketing and operations. Committed modes reach more of the market abroad; at home a
young firm reaches only the customers it has won so far (see ``firm_demography``).

Null form: elasticity depends neither on competition intensity nor on R&D, all assets win customers everywhere, and
all resources travel.
Theory: discrete choice demand, McFadden (1974), Anderson, de Palma and Thisse (1992); resources, Barney (1991);
liability of foreignness, Zaheer (1995); quality races in R&D, Sutton (1998); capacity shared between markets, Blum,
Claro and Horstmann (2013); location-bound advantages, Rugman and Verbeke (2001); rivals that keep up, Klette and
Kortum (2004).
"""

import math
from typing import NamedTuple

from alliances.model.declarations.parameter import parameter
from alliances.model.rules import CALIBRATION, by_mode, exponential

LEAST_FREE = 2.0**-10
"""Share of its assets that a firm keeps free at least, so that its weight is a number."""


class Parameters(NamedTuple):
    """How customers choose."""

    elasticity: float = parameter(
        1.5, "How sharply customers choose by appeal where nobody competes", unit="per unit appeal",
        low=0, high=50, plausible=(1, 5), source="anderson_1992",
    )
    elasticity_rise: float = parameter(
        10, "How much more sharply they choose at full competition intensity", unit="per unit appeal",
        low=0, high=100, plausible=(2, 15), source="anderson_1992", null=0,
    )
    liability_of_foreignness: float = parameter(
        0.9, "Appeal lost at full psychic distance without any market knowledge", unit="appeal",
        low=0, high=5, plausible=(0.2, 1), source="zaheer_1995", evidence="calibrated", facts=CALIBRATION,
    )
    bound: float = parameter(
        0.8, "Share of marketing and operations in whose place technology counts abroad", unit="share",
        low=0, high=1, plausible=(0, 0.8), source="rugman_verbeke_2001", evidence="calibrated",
        facts=CALIBRATION, null=0,
    )
    research_rise: float = parameter(
        0.8, "How much more sharply customers choose in industries that live by R&D than in those without",
        unit="share", low=0, high=2, plausible=(0, 1.5), source="sutton_1998", null=0,
    )
    occupied: float = parameter(
        1.0, "Share of the assets at work abroad that win no other customers", unit="share",
        low=0, high=1, plausible=(0, 1), source="blum_2013", null=0,
    )
    capacity: float = parameter(
        0.8, "Exponent of assets in a firm's weight with customers", unit="exponent",
        low=0, high=1.5, plausible=(0.5, 1), source="anderson_1992",
    )
    export_reach: float = parameter(
        0.19, "Share of customers an exporter reaches, against a local firm", unit="share",
        low=0, high=1, plausible=(0.02, 0.3), source="dunning_2000", evidence="calibrated", facts=CALIBRATION,
    )
    contract_reach: float = parameter(
        0.32, "Share of customers reached through a contract with a local partner", unit="share",
        low=0, high=1, plausible=(0.04, 0.4), source="dunning_2000", evidence="calibrated", facts=CALIBRATION,
    )
    venture_reach: float = parameter(
        0.4, "Share of customers reached through a joint venture", unit="share",
        low=0, high=1, plausible=(0.06, 0.45), source="dunning_2000", evidence="calibrated", facts=CALIBRATION,
    )
    owned_reach: float = parameter(
        0.36, "Share of customers reached by a wholly owned unit abroad", unit="share",
        low=0, high=1, plausible=(0.08, 0.4), source="dunning_2000", evidence="calibrated", facts=CALIBRATION,
    )
    incumbents: float = parameter(
        0.5, "Weight of outside incumbents against all local firms of the world", unit="ratio",
        low=0.01, high=1000, plausible=(0.5, 5), source="anderson_1992", evidence="calibrated", facts=CALIBRATION,
    )


def demand_elasticity(competition_intensity: float, rd_lead: float, p: Parameters) -> float:
    """Log weight per unit of appeal where competition is this intense, in [0, 1].

    ``rd_lead`` is the industry's R&D intensity against the mean of industries.
    """
    return (p.elasticity + p.elasticity_rise * competition_intensity) * (1 + p.research_rise * rd_lead)


def free_share(foreign_sales_share: float, p: Parameters) -> float:
    """Share of a firm's assets that are free to win customers: those tied up by what it sells abroad win no others."""
    free = 1 - p.occupied * foreign_sales_share
    return free if free > LEAST_FREE else LEAST_FREE


def capacity(assets_ratio: float, p: Parameters) -> float:
    """Weight a firm's means give it; ``assets_ratio`` is its free assets over a mid-sized firm's."""
    return math.exp(p.capacity * math.log(assets_ratio))


def bundle_abroad(bundle: float, shortfall: float, p: Parameters) -> float:
    """A bundle of resources as it counts abroad: technology travels, marketing and operations less.

    ``shortfall`` is what would be lost of the bundle if technology counted for both in full.
    """
    return bundle - p.bound * shortfall


def incumbents_weight(number: float, capacity: float, elasticity: float, bundle: float) -> float:
    """Weight of so many outside incumbents, who are as large and as good as the mean firm of their industry."""
    return number * customer_weight(capacity, 1.0, elasticity, bundle, 0.0)


def appeal(bundle: float, distance: float, knowledge: float, p: Parameters) -> float:
    """Appeal to customers of a bundle of resources in [0, 1] offered from abroad with some knowledge of the market."""
    return bundle - p.liability_of_foreignness * distance * (1 - knowledge)


def dearness(tariff: float) -> float:
    """Appeal lost to a price that bears a tariff of this rate: elasticities are those of demand to the log of price."""
    return math.log(1 + tariff) if tariff > 0 else 0.0


def reach(mode: int, p: Parameters) -> float:
    """Share of a foreign market's customers that a mode reaches."""
    return by_mode(mode, p.export_reach, p.contract_reach, p.venture_reach, p.owned_reach)


def customer_weight(capacity: float, reach: float, elasticity: float, appeal: float, demand_shock: float) -> float:
    """Unscaled chance that customers choose a firm; ``demand_shock`` (log points) is how they happen to take to it."""
    return capacity * reach * exponential(elasticity * appeal + demand_shock)


def share(weight: float, all_weights: float) -> float:
    """Market share of a weight among all weights, the firm's own and the outside incumbents' included."""
    return weight / all_weights
