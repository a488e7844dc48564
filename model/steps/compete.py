"""Firms compete for customers in every market and industry."""

from alliances.model.codes import NO_MODE, NOBODY
from alliances.model.kernels import kernel
from alliances.model.prefetch import expect, expect_allies, expect_presence
from alliances.model.rules import firm_demography, market_competition
from alliances.model.steps.standing import usable_knowledge, weight_abroad


@kernel
def compete(world, p, step):
    """Divide every market among the firms in it and the outside incumbents."""
    reset_markets(world)
    add_weights(world, p, step)
    share_out(world)


@kernel
def reset_markets(world):
    """Start with the outside incumbents alone."""
    markets = world.markets
    for m in range(world.segments.weights.shape[0]):
        markets.present[m] = 0
        markets.hhi[m] = 0.0
        markets.allotted[m] = 0.0
        for industry in range(world.segments.weights.shape[1]):
            world.segments.weights[m, industry] = world.segments.incumbents[m, industry]


@kernel
def add_weights(world, p, step):
    """Add up the weights of all firms, at home and abroad; a presence's weight waits in its ``share``."""
    firms, markets = world.firms, world.markets
    count = world.counts.living[0]
    for n in range(count):
        expect(world.firms, world.living, n, count, 128)
        expect_presence(world, n, count)
        expect_allies(world, n, count)
        f = world.living[n]
        home = firms.home[f]
        reach = firm_demography.home_reach(step - firms.founded[f], p.firm_demography)
        firms.home_sales[f] = market_competition.customer_weight(
            firms.capacity[f], reach, markets.elasticity[home], firms.bundle[f]
        )
        world.segments.weights[home, firms.industry[f]] += firms.home_sales[f]
        markets.present[home] += 1
        if firms.markets[f] > 0:
            add_weights_abroad(world, p, f)


@kernel
def add_weights_abroad(world, p, f):
    """Add up a firm's weights in its foreign markets."""
    presence, row = world.presence, world.firms.first_presence[f]
    while row != NOBODY:
        if presence.mode[row] > NO_MODE:
            market = presence.market[row]
            knowledge = usable_knowledge(world, p, f, market, 0.0)
            weight = weight_abroad(world, p, f, market, presence.mode[row], knowledge, presence.surprise[row])
            presence.share[row] = weight
            world.segments.weights[market, world.firms.industry[f]] += weight
            world.markets.present[market] += 1
        row = presence.next_presence[row]


@kernel
def share_out(world):
    """Turn weights into market shares and sales (million USD a year)."""
    firms, markets = world.firms, world.markets
    for m in range(len(markets)):
        for industry in range(len(world.industries)):
            weights = world.segments.weights[m, industry]
            outside = market_competition.share(world.segments.incumbents[m, industry], weights)
            markets.allotted[m] += outside * world.industries.share[industry]
    count = world.counts.living[0]
    for n in range(count):
        expect(world.firms, world.living, n, count, 128)
        expect_presence(world, n, count)
        f = world.living[n]
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
            share = market_competition.share(presence.share[row], world.segments.weights[market, industry])
            share *= world.industries.share[industry]
            presence.share[row] = share
            presence.sales[row] = share * markets.demand[market]
            total += presence.sales[row]
            markets.hhi[market] += share * share
            markets.allotted[market] += share
        row = presence.next_presence[row]
    return total
