"""A firm and a foreign market: its presence, what it knows, what being there is worth and what entering costs."""

from alliances.model.declarations.codes import (
    CAPITAL,
    EXPORT,
    FOR_SALES,
    FOR_TAX,
    JOINT_VENTURE,
    MAX_PARTNERS,
    NEVER,
    NO_MODE,
    NOBODY,
)
from alliances.model.declarations.decisions import OWN_COST
from alliances.model.engine.kernels import kernel, seldom
from alliances.model.engine.randomness import normal_pair, stream
from alliances.model.policies.booking import promised
from alliances.model.policies.supported import extra, filled, scaled
from alliances.model.rules import (
    entry_cost,
    entry_mode,
    lead_customer,
    market_competition,
    market_learning,
    resource_development,
)
from alliances.model.steps.lead_customers import opened_to


@kernel
def presence_in(world, f, market):
    """Row of a firm's presence in (or memory of) a foreign market, or NOBODY."""
    row = world.firms.first_presence[f]
    while row != NOBODY and world.presence.market[row] != market:
        row = world.presence.next_presence[row]
    return row


@kernel
def is_in(world, f, market):
    """Whether a firm sells in a market: at home always, abroad if it has a mode there."""
    if world.firms.home[f] == market:
        return True
    row = presence_in(world, f, market)
    return row != NOBODY and world.presence.mode[row] > NO_MODE


@kernel
def units_abroad(world, f):
    """How many joint ventures and wholly owned units a firm has in foreign markets."""
    presence, units = world.presence, 0
    row = world.firms.first_presence[f] if world.firms.markets[f] > 0 else NOBODY
    while row != NOBODY:
        units += presence.mode[row] >= JOINT_VENTURE
        row = presence.next_presence[row]
    return units


@kernel
def local_knowledge(world, f, market):
    """A firm's own knowledge of a market: full at home."""
    if world.firms.home[f] == market:
        return 1.0
    row = presence_in(world, f, market)
    return world.presence.knowledge[row] if row != NOBODY else 0.0


@kernel
def usable_knowledge(world, p, f, market, hoped):
    """What a firm can use in a foreign market: own, spilled over, its partners', general, and supplied.

    ``hoped`` is what a partner yet to be found is expected to know.
    """
    return knowledge_from(world, p, f, market, sources_of_knowledge(world, p, f, market), hoped)


@kernel
def knowledge_from(world, p, f, market, sources, hoped):
    """The same where ``sources_of_knowledge`` are known already."""
    own, spilled, partners = sources
    usable = market_learning.usable_knowledge(
        own, spilled, max(hoped, partners), world.firms.international_experience[f], p.market_learning
    )
    return filled(world.levers.market_knowledge, world.firms.support[f], market, usable)


@kernel
def sources_of_knowledge(world, p, f, market):
    """What a firm knows of a market itself, from near markets, and from its partners."""
    presence, own, spilled = world.presence, 0.0, 0.0
    row = world.firms.first_presence[f]
    while row != NOBODY:
        if presence.market[row] == market:
            own = presence.knowledge[row]
        else:
            distance = world.between.distance[presence.market[row], market]
            spill = market_learning.spilled_knowledge(presence.knowledge[row], distance, p.market_learning)
            spilled = spill if spill > spilled else spilled
        row = presence.next_presence[row]
    partners = partners_knowledge(world, p, f, market) if world.firms.alliances[f] > 0 else 0.0
    return own, spilled, partners


@kernel
def partners_knowledge(world, p, f, market):
    """The most that a firm can use of what any partner knows of a market."""
    alliances, most = world.alliances, 0.0
    tie = world.firms.first_tie[f]
    while tie != NOBODY:
        a = tie // MAX_PARTNERS
        if alliances.formed[a] != NEVER:
            agreed = alliances.market_access[a] and alliances.host[a] == market
            for i in range(alliances.n_partners[a]):
                other = alliances.partners[a, i]
                if other != f and world.firms.alive[other]:
                    known = local_knowledge(world, other, market)
                    usable = market_learning.partner_knowledge(
                        known, alliances.trust[a, i], world.firms.absorptive_capacity[f], agreed, p.market_learning
                    )
                    most = usable if usable > most else most
        tie = alliances.next_tie[a, tie % MAX_PARTNERS]
    return most


@kernel
def weight_abroad(world, p, f, market, mode, knowledge, demand_shock):
    """A firm's weight with the customers of a foreign market: those that may buy, at a price that bears the tariff."""
    firms, support = world.firms, world.firms.support[f]
    distance = world.between.distance[firms.home[f], market]
    appeal = market_competition.appeal(firms.bundle_abroad[f], distance, knowledge, p.market_competition)
    if mode == EXPORT:
        appeal -= market_competition.dearness(extra(world.levers.tariff, support, market))
    reach = lead_customer.reach(market_competition.reach(mode, p.market_competition), opened_to(world, p, f, market))
    reach = scaled(world.levers.customers, support, market, reach)
    elasticity = world.segments.elasticity[market, firms.industry[f]]
    return market_competition.customer_weight(firms.capacity[f], reach, elasticity, appeal, demand_shock)


@kernel
def own_cost(world, p, f, market):
    """Factor on what a market costs a firm, which never changes."""
    draw = normal_pair(stream(world.seed, OWN_COST, 0), world.firms.key[f], market)
    return entry_cost.own_cost(draw, p.entry_cost)


@kernel
def running_cost(world, p, f, mode, own):
    """Yearly cost in million USD of being in a market where ``own_cost`` is ``own``."""
    return entry_mode.running_cost(mode, world.firms.size_in_costs[f], p.entry_mode) * own


@kernel
def sales_in(world, p, f, market, mode, knowledge, demand_shock):
    """Yearly sales that a firm can expect in a foreign market, in million USD."""
    weight = weight_abroad(world, p, f, market, mode, knowledge, demand_shock)
    share = market_competition.share(weight, rivals_weight(world, f, market) + weight)
    return share * world.markets.demand[market] * world.industries.share[world.firms.industry[f]]


@kernel
def prospect(world, p, f, market, mode, own, knowledge, demand_shock):
    """Margin after tax, and running cost, that a firm expects of being in a market by a mode; million USD a year.

    ``own`` is its ``own_cost`` there.
    """
    sales = sales_in(world, p, f, market, mode, knowledge, demand_shock)
    caution = entry_mode.caution_factor(world.firms.risk_tolerance[f], knowledge, p.entry_mode)
    margin = sales * entry_mode.kept_margin(mode, p.entry_mode) * caution
    running = running_cost(world, p, f, mode, own)
    tax = resource_development.foreign_tax(margin - running, p.resource_development)
    support = promised(world, f, NOBODY, market, FOR_TAX, tax) + promised(world, f, NOBODY, market, FOR_SALES, sales)
    return margin - tax + support, running


@seldom
def would_export(world, p, row):
    """Whether a firm that knows a market would go on there as an exporter."""
    presence = world.presence
    f, market = presence.firm[row], presence.market[row]
    knowledge = usable_knowledge(world, p, f, market, 0.0)
    own = own_cost(world, p, f, market)
    benefit, running = prospect(world, p, f, market, EXPORT, own, knowledge, presence.demand_shock[row])
    return entry_mode.goes_on_exporting(benefit, running)


@kernel
def rivals_weight(world, f, market):
    """Weight of everybody else with the customers of a firm's industry in a foreign market, last quarter."""
    industry = world.firms.industry[f]
    everybody = world.segments.weights[market, industry]
    row = presence_in(world, f, market)
    if row == NOBODY:
        return everybody
    return everybody * (1 - world.presence.market_share[row] / world.industries.share[industry])


@kernel
def cost_of_entry(world, p, f, market, mode, own):
    """Sunk cost in million USD for a firm to enter a market by a mode, before what programmes pay.

    ``own`` is its ``own_cost`` there.
    """
    firms, markets = world.firms, world.markets
    barrier = scaled(world.levers.entry_barrier, firms.support[f], market, markets.entry_barrier[market])
    distance = world.between.distance[firms.home[f], market]
    dearness = entry_cost.mode_cost(mode, p.entry_cost)
    cost = entry_cost.sunk_cost(barrier, distance, dearness, firms.size_in_costs[f], p.entry_cost)
    return cost * own


@kernel
def can_pay(world, p, f, cost):
    """Whether a firm's liquid means cover a cost beside what it already spends this quarter."""
    firms = world.firms
    means = entry_cost.liquid_means(firms.assets[f], firms.resources[f, CAPITAL], p.entry_cost)
    return firms.outlay[f] + cost <= means
