"""A firm's standing: what the quarter's rules ask of it again and again, worked out once."""

from alliances.model.declarations.codes import MARKETING, OPERATIONS, RESOURCES, TECHNOLOGY
from alliances.model.engine.kernels import kernel
from alliances.model.policies.supported import filled
from alliances.model.rules import (
    alliance_capability,
    entry_cost,
    knowledge_exchange,
    market_competition,
    quarterly_probability,
    resource_development,
    strategy,
)


@kernel
def weigh_resources(world, p, f):
    """Weigh a firm's resources by what its industry needs, at home and as they count abroad."""
    firms, needs = world.firms, world.industries.importance[world.firms.industry[f]]
    bundle, shortfall = 0.0, 0.0
    for k in range(len(RESOURCES)):
        bundle += needs[k] * firms.resources[f, k]
        if k == MARKETING or k == OPERATIONS:
            shortfall += needs[k] * (firms.resources[f, k] - firms.resources[f, TECHNOLOGY])
    firms.bundle[f] = bundle
    firms.bundle_abroad[f] = market_competition.bundle_abroad(bundle, shortfall, p.market_competition)


@kernel
def refresh_standing(world, p, f):
    """Bring a firm's standing up to date."""
    firms = world.firms
    industry, home, support = firms.industry[f], firms.home[f], firms.support[f]
    weigh_resources(world, p, f)
    ratio = firms.assets[f] / p.firm_demography.median_assets
    sales = firms.home_sales[f] + firms.foreign_sales[f]
    free = market_competition.free_share(firms.foreign_sales[f] / sales if sales > 0 else 0.0, p.market_competition)
    firms.capacity[f] = market_competition.capacity(free * ratio, p.market_competition)
    firms.size_in_costs[f] = entry_cost.size_in_costs(ratio, p.entry_cost)
    own = alliance_capability.alliance_capability(
        firms.experience[f], firms.dedicated_function[f], p.alliance_capability
    )
    firms.alliance_capability[f] = filled(world.levers.alliance_capability, support, home, own)
    firms.absorptive_capacity[f] = knowledge_exchange.absorptive_capacity(
        firms.aptitude[f], ratio, world.industries.rd_intensity[industry], p.knowledge_exchange
    )
    firms.attention[f] = alliance_capability.attention(
        firms.ties[f], alliance_capability.span(ratio, firms.dedicated_function[f], p.alliance_capability)
    )
    firms.review_chance[f] = quarterly_probability(strategy.reviews(ratio, p.strategy))
    whole = market_competition.capacity(ratio, p.market_competition)
    intensity = world.industries.rd_intensity[industry]
    firms.own_rd_projects[f] = resource_development.own_rd_projects(whole, intensity, p.resource_development)
