"""Firms compete for customers in every market and industry."""

from alliances.model.declarations.codes import NO_MODE, NOBODY
from alliances.model.engine.kernels import kernel
from alliances.model.engine.loops import each_firm, each_market
from alliances.model.records.firms import Experience, Identity, Means, Position, Standing
from alliances.model.rules import firm_demography, market_competition
from alliances.model.steps.abroad import usable_knowledge, weight_abroad


@kernel
def compete(world, p, step):
    """Divide every market among the firms in it and the outside incumbents."""
    take_means(world, p, step)
    open_market(world, p, step)
    add_weights(world, p, step)
    serve_incumbents(world, p, step)
    share_out(world, p, step)


@kernel
def take_means(world, p, step):
    """Work out what the mean firm of each industry is like: outside incumbents keep up with it while there is one."""
    industries = world.industries
    for i in range(len(industries)):
        industries.firms[i] = 0
        industries.capacity[i] = industries.bundle[i] = 0.0
    add_to_means(world, p, step)
    for i in range(len(industries)):
        if industries.firms[i] > 0:
            industries.capacity[i] /= industries.firms[i]
            industries.bundle[i] /= industries.firms[i]


@each_firm(Identity, Standing)
def add_to_means(world, p, f, step):
    """Add a firm to the mean of its industry."""
    industries, i = world.industries, world.firms.industry[f]
    industries.firms[i] += 1
    industries.capacity[i] += world.firms.capacity[f]
    industries.bundle[i] += world.firms.bundle[f]


@each_market
def open_market(world, p, m, step):
    """Start with the outside incumbents alone."""
    markets, segments = world.markets, world.segments
    markets.firms_present[m] = 0
    markets.hhi[m] = 0.0
    markets.allotted[m] = 0.0
    for industry in range(len(world.industries)):
        if world.industries.firms[industry] > 0:
            segments.incumbents[m, industry] = market_competition.incumbents_weight(
                segments.incumbent_number[m, industry],
                world.industries.capacity[industry],
                segments.elasticity[m, industry],
                world.industries.bundle[industry],
            )
        segments.weights[m, industry] = segments.incumbents[m, industry]


@each_firm(Identity, Means, Standing, Experience, Position, presences=True)
def add_weights(world, p, f, step):
    """Add a firm's weights at home and abroad; a presence's weight waits in its ``market_share``."""
    firms, home = world.firms, world.firms.home[f]
    reach = firm_demography.home_reach(step - firms.founded[f], p.firm_demography)
    firms.home_sales[f] = market_competition.customer_weight(
        firms.capacity[f], reach, world.segments.elasticity[home, firms.industry[f]], firms.bundle[f], 0.0
    )
    world.segments.weights[home, firms.industry[f]] += firms.home_sales[f]
    world.markets.firms_present[home] += 1
    if firms.markets[f] > 0:
        add_weights_abroad(world, p, f)


@kernel
def add_weights_abroad(world, p, f):
    """Add a firm's weights in its foreign markets."""
    presence, row = world.presence, world.firms.first_presence[f]
    while row != NOBODY:
        if presence.mode[row] > NO_MODE:
            market = presence.market[row]
            knowledge = usable_knowledge(world, p, f, market, 0.0)
            weight = weight_abroad(world, p, f, market, presence.mode[row], knowledge, presence.demand_shock[row])
            presence.market_share[row] = weight
            world.segments.weights[market, world.firms.industry[f]] += weight
            world.markets.firms_present[market] += 1
        row = presence.next_presence[row]


@each_market
def serve_incumbents(world, p, m, step):
    """Give the outside incumbents their share of a market."""
    for industry in range(len(world.industries)):
        weights = world.segments.weights[m, industry]
        outside = market_competition.share(world.segments.incumbents[m, industry], weights)
        world.markets.allotted[m] += outside * world.industries.share[industry]


@each_firm(Identity, Means, Position, presences=True)
def share_out(world, p, f, step):
    """Turn a firm's weights into market shares and sales (million USD a year)."""
    firms, markets = world.firms, world.markets
    home, industry = firms.home[f], firms.industry[f]
    share = market_competition.share(firms.home_sales[f], world.segments.weights[home, industry])
    share *= world.industries.share[industry]
    firms.home_sales[f] = share * markets.demand[home]
    markets.hhi[home] += share * share
    markets.allotted[home] += share
    firms.foreign_sales[f] = sales_abroad(world, f) if firms.markets[f] > 0 else 0.0


@kernel
def sales_abroad(world, f):
    """Turn a firm's weights abroad into shares and sales; return their sum."""
    presence, markets, industry = world.presence, world.markets, world.firms.industry[f]
    row, total = world.firms.first_presence[f], 0.0
    while row != NOBODY:
        if presence.mode[row] > NO_MODE:
            market = presence.market[row]
            share = market_competition.share(presence.market_share[row], world.segments.weights[market, industry])
            share *= world.industries.share[industry]
            presence.market_share[row] = share
            presence.sales[row] = share * markets.demand[market]
            total += presence.sales[row]
            markets.hhi[market] += share * share
            markets.allotted[market] += share
        row = presence.next_presence[row]
    return total
