"""Firms compete for customers in every market and industry."""

from alliances.model.codes import NO_MODE, NOBODY
from alliances.model.crew import block_of, blocks_of, meet, part
from alliances.model.kernels import kernel
from alliances.model.prefetch import expect, expect_allies, expect_presence
from alliances.model.rules import firm_demography, market_competition
from alliances.model.steps.standing import usable_knowledge, weight_abroad


@kernel
def compete(world, p, step, member):
    """Divide every market among the firms in it and the outside incumbents.

    Each block of firms adds up apart, and blocks are added in their order.
    """
    first, after = part(member, blocks_of(world.counts.living[0]))
    for block in range(first, after):
        reset_markets(world, member, block)
        add_weights(world, p, step, member, block)
    meet(member)
    total_weights(world, member)
    meet(member)
    for block in range(first, after):
        share_out(world, member, block)
    meet(member)
    total_shares(world, member)


@kernel
def reset_markets(world, member, block):
    """Start with the outside incumbents alone, in the first block."""
    segments, markets = member.segments, member.markets
    for m in range(len(world.markets)):
        markets.present[block, m] = 0
        markets.hhi[block, m] = 0.0
        markets.allotted[block, m] = 0.0
        for industry in range(len(world.industries)):
            segments.weights[block, m, industry] = world.segments.incumbents[m, industry] if block == 0 else 0.0


@kernel
def add_weights(world, p, step, member, block):
    """Add up the weights of a block of firms, at home and abroad; a presence's weight waits in its ``share``."""
    firms, segments, markets = world.firms, member.segments, member.markets
    count = world.counts.living[0]
    first, after = block_of(block, count)
    for n in range(first, after):
        expect(world.firms, world.living, n, count, 128)
        expect_presence(world, n, count)
        expect_allies(world, n, count)
        f = world.living[n]
        home = firms.home[f]
        reach = firm_demography.home_reach(step - firms.founded[f], p.firm_demography)
        firms.home_sales[f] = market_competition.customer_weight(
            firms.capacity[f], reach, world.markets.elasticity[home], firms.bundle[f]
        )
        segments.weights[block, home, firms.industry[f]] += firms.home_sales[f]
        markets.present[block, home] += 1
        if firms.markets[f] > 0:
            add_weights_abroad(world, p, f, member, block)


@kernel
def add_weights_abroad(world, p, f, member, block):
    """Add up a firm's weights in its foreign markets."""
    presence, row = world.presence, world.firms.first_presence[f]
    while row != NOBODY:
        if presence.mode[row] > NO_MODE:
            market = presence.market[row]
            knowledge = usable_knowledge(world, p, f, market, 0.0)
            weight = weight_abroad(world, p, f, market, presence.mode[row], knowledge, presence.surprise[row])
            presence.share[row] = weight
            member.segments.weights[block, market, world.firms.industry[f]] += weight
            member.markets.present[block, market] += 1
        row = presence.next_presence[row]


@kernel
def total_weights(world, member):
    """Add up the weights of all blocks, in a member's part of the markets."""
    first, after = part(member, len(world.markets))
    for m in range(first, after):
        for industry in range(len(world.industries)):
            total = member.segments.weights[0, m, industry]
            for block in range(1, blocks_of(world.counts.living[0])):
                total += member.segments.weights[block, m, industry]
            world.segments.weights[m, industry] = total


@kernel
def share_out(world, member, block):
    """Turn the weights of a block of firms into market shares and sales (million USD a year)."""
    firms, markets = world.firms, member.markets
    for m in range(len(world.markets) if block == 0 else 0):
        for industry in range(len(world.industries)):
            weights = world.segments.weights[m, industry]
            outside = market_competition.share(world.segments.incumbents[m, industry], weights)
            markets.allotted[block, m] += outside * world.industries.share[industry]
    count = world.counts.living[0]
    first, after = block_of(block, count)
    for n in range(first, after):
        expect(world.firms, world.living, n, count, 128)
        expect_presence(world, n, count)
        f = world.living[n]
        home, industry = firms.home[f], firms.industry[f]
        share = market_competition.share(firms.home_sales[f], world.segments.weights[home, industry])
        share *= world.industries.share[industry]
        firms.home_sales[f] = share * world.markets.demand[home]
        markets.hhi[block, home] += share * share
        markets.allotted[block, home] += share
        firms.foreign_sales[f] = sales_abroad(world, f, member, block) if firms.markets[f] > 0 else 0.0


@kernel
def sales_abroad(world, f, member, block):
    """Turn a firm's weights abroad into shares and sales; return their sum."""
    presence, industry = world.presence, world.firms.industry[f]
    row, total = world.firms.first_presence[f], 0.0
    while row != NOBODY:
        if presence.mode[row] > NO_MODE:
            market = presence.market[row]
            share = market_competition.share(presence.share[row], world.segments.weights[market, industry])
            share *= world.industries.share[industry]
            presence.share[row] = share
            presence.sales[row] = share * world.markets.demand[market]
            total += presence.sales[row]
            member.markets.hhi[block, market] += share * share
            member.markets.allotted[block, market] += share
        row = presence.next_presence[row]
    return total


@kernel
def total_shares(world, member):
    """Add up what blocks of firms have, in a member's part of the markets."""
    markets, blocks = world.markets, member.markets
    first, after = part(member, len(markets))
    for m in range(first, after):
        present, hhi, allotted = blocks.present[0, m], blocks.hhi[0, m], blocks.allotted[0, m]
        for block in range(1, blocks_of(world.counts.living[0])):
            present += blocks.present[block, m]
            hhi += blocks.hhi[block, m]
            allotted += blocks.allotted[block, m]
        markets.present[m], markets.hhi[m], markets.allotted[m] = present, hhi, allotted
