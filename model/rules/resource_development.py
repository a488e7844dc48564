"""Resource development: firms invest, resources wear, profits become assets.

Each resource drifts towards what the firm can sustain on its own (its endowment), so that what was learned from
partners pays for a while unless it is renewed; part of it becomes its own. Chance moves resources a little.
Retained profit changes assets; a firm earns a normal return when it merely keeps its place.

Null form: resources stay as they are (they still grow by learning from partners), and so do assets.
Theory: Dierickx and Cool (1989); Barney (1991); growth of firms, Sutton (1997).
"""

from typing import NamedTuple

from alliances.model.declarations.parameter import parameter
from alliances.model.rules import CALIBRATION, QUARTERS_PER_YEAR

MIDDLING = 4
"""One over r (1 - r) at a resource of a half, which chance moves most."""


class Parameters(NamedTuple):
    """How resources and assets move."""

    reversion: float = parameter(
        0.05, "Rate at which a resource returns to what the firm sustains on its own", unit="1/year",
        low=0, high=1, plausible=(0.03, 0.3), source="dierickx_cool_1989", null=0,
    )
    absorption: float = parameter(
        0.5, "Pace at which the endowment follows the resource, against the drift back", unit="ratio",
        low=0, high=1, plausible=(0.2, 0.8), source="dierickx_cool_1989",
    )
    chance: float = parameter(
        0.015, "Standard deviation of a quarter's shock to a resource of middling strength", unit="resource",
        low=0, high=0.5, plausible=(0, 0.04), source="sutton_1997", null=0,
    )
    retention: float = parameter(
        0.4, "Share of profit beyond a normal return that becomes assets", unit="share",
        low=0, high=1, plausible=(0.2, 0.8), source="sutton_1997", evidence="calibrated", facts=CALIBRATION, null=0,
    )
    home_margin: float = parameter(
        0.11, "Margin on home sales", unit="share of sales",
        low=0, high=1, plausible=(0.1, 0.3), source="world_bank_2019", evidence="calibrated", facts=CALIBRATION,
    )
    operating_cost: float = parameter(
        0.12, "Yearly cost of staying in business, whatever the size", unit="million USD/year",
        low=0, high=10, plausible=(0.02, 0.5), source="hopenhayn_1992",
        evidence="calibrated", facts=CALIBRATION, null=0,
    )
    foreign_tax: float = parameter(
        0.2, "Tax on foreign profit", unit="share of profit",
        low=0, high=1, plausible=(0, 0.35), source="world_bank_2019",
    )
    own_projects: float = parameter(
        1.5, "R&D projects beyond the first of a mid-sized firm in an industry that lives by R&D", unit="projects",
        low=0, high=1000, plausible=(1, 8), source="sutton_1997",
    )
    normal_return: float = parameter(
        0.11, "Yearly return that keeps a firm's assets where they are", unit="share of assets per year",
        low=0, high=2, plausible=(0.1, 0.4), source="sutton_1997", evidence="calibrated", facts=CALIBRATION,
    )


def next_resource(resource: float, endowment: float, shock: float, p: Parameters) -> float:
    """A resource in [0, 1] a quarter on; ``shock`` has mean 0 and variance 1 and moves it least at the ends."""
    drift = p.reversion / QUARTERS_PER_YEAR * (endowment - resource)
    return bounded(resource + drift + p.chance * shock * MIDDLING * resource * (1 - resource))


def next_endowment(endowment: float, resource: float, p: Parameters) -> float:
    """What a firm sustains on its own, a quarter on: part of what it learned stays."""
    return endowment + p.absorption * p.reversion / QUARTERS_PER_YEAR * (resource - endowment)


def next_assets(assets: float, yearly_profit: float, p: Parameters) -> float:
    """Assets in million USD a quarter on."""
    beyond = yearly_profit - p.normal_return * assets
    grown = assets + p.retention * beyond / QUARTERS_PER_YEAR
    return grown if grown > assets / 2 else assets / 2


def bounded(resource: float) -> float:
    """A resource kept inside [0, 1], the scale it is measured on."""
    if resource < 0:
        return 0.0
    return resource if resource < 1 else 1.0


def foreign_tax(profit: float, p: Parameters) -> float:
    """Tax on a yearly foreign profit in million USD; losses are not taxed."""
    return p.foreign_tax * profit if profit > 0 else 0.0


def own_rd_projects(capacity: float, rd_intensity: float, p: Parameters) -> int:
    """R&D projects a firm runs alone, at least one; ``capacity`` is 1 for a mid-sized firm."""
    return 1 + int(p.own_projects * rd_intensity * capacity)
