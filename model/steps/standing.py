"""A firm's standing: what the quarter's rules ask of it again and again, worked out once."""

from alliances.model.declarations.codes import RESOURCES
from alliances.model.engine.kernels import kernel
from alliances.model.policies.supported import filled
from alliances.model.rules import (
    alliance_capability,
    knowledge_exchange,
    market_competition,
    quarterly_probability,
    resource_development,
    strategy,
)


@kernel
def refresh_standing(world, p, f):
    """Bring a firm's standing up to date."""
    firms = world.firms
    industry, home, support = firms.industry[f], firms.home[f], firms.support[f]
    bundle = 0.0
    for k in range(len(RESOURCES)):
        bundle += world.industries.importance[industry, k] * firms.resources[f, k]
    firms.bundle[f] = bundle
    ratio = firms.assets[f] / p.firm_demography.median_assets
    firms.capacity[f] = market_competition.capacity(ratio, p.market_competition)
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
    firms.own_rd_projects[f] = resource_development.own_rd_projects(
        firms.capacity[f], world.industries.rd_intensity[industry], p.resource_development
    )
