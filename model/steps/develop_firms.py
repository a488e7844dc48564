"""Firms learn and invest: market knowledge, resources, assets, alliance experience."""

from alliances.model.declarations.codes import FOR_SALES, FOR_TAX, NO_MODE, NOBODY, RESOURCES, TECHNOLOGY
from alliances.model.declarations.decisions import DEMAND_SHOCK, FUNCTION, RESOURCE_CHANCE
from alliances.model.engine.kernels import kernel
from alliances.model.engine.loops import each_firm
from alliances.model.engine.randomness import shock_pair, stream, uniform
from alliances.model.policies.booking import paid
from alliances.model.policies.supported import extra
from alliances.model.records.firms import Experience, Identity, Means, Position, Resources, Standing
from alliances.model.rules import (
    QUARTERS_PER_YEAR,
    alliance_capability,
    entry_mode,
    knowledge_exchange,
    market_learning,
    resource_development,
)
from alliances.model.steps.abroad import own_cost, running_cost
from alliances.model.steps.leave import forget_market
from alliances.model.steps.standing import refresh_standing


@each_firm(Identity, Means, Resources, Standing, Experience, Position, presences=True)
def develop_firms(world, p, f, step):
    """Let a firm learn about markets, book the quarter's profit, develop resources and gain experience."""
    world.firms.profit[f] = learn_markets(world, p, f, step)
    learn_to_go_abroad(world, p, f)
    learn_from_centres(world, p, f)
    book_profit(world, p, f)
    develop_resources(world, p, f, step)
    gain_experience(world, p, f, step)
    refresh_standing(world, p, f)


@kernel
def learn_markets(world, p, f, step):
    """Let a firm's knowledge grow in present markets and fade in left ones; return its yearly profit abroad."""
    presence, row, profit = world.presence, world.firms.first_presence[f], 0.0
    while row != NOBODY:
        after = presence.next_presence[row]
        if presence.mode[row] == NO_MODE:
            faded = market_learning.knowledge_after_absence(presence.knowledge[row], p.market_learning)
            presence.knowledge[row] = faded
            if market_learning.is_forgotten(faded, p.market_learning):
                forget_market(world, f, row)
        else:
            learn_market(world, p, row, step)
            profit += profit_abroad(world, p, f, row)
        row = after
    return profit


@kernel
def learn_market(world, p, row, step):
    """Let knowledge of a market grow by being there, and demand shift."""
    presence = world.presence
    f, market = presence.firm[row], presence.market[row]
    committed = market_learning.commitment(presence.mode[row], p.market_learning)
    competition = world.segments.competition_intensity[market, world.firms.industry[f]]
    presence.knowledge[row] = market_learning.knowledge_after_presence(
        presence.knowledge[row], committed, competition, p.market_learning
    )
    draws, key = stream(world.seed, DEMAND_SHOCK, step), world.firms.key[f]
    shock = shock_pair(draws, key, market)
    presence.demand_shock[row] = entry_mode.next_demand_shock(presence.demand_shock[row], shock, p.entry_mode)


@kernel
def profit_abroad(world, p, f, row):
    """Yearly profit of one presence after tax, in million USD; support is booked by the quarter."""
    presence, firms, mode = world.presence, world.firms, world.presence.mode[row]
    market, sales = presence.market[row], presence.sales[row]
    running = running_cost(world, p, f, mode, own_cost(world, p, f, market))
    profit = sales * entry_mode.kept_margin(mode, p.entry_mode) - running
    tax = resource_development.foreign_tax(profit, p.resource_development)
    firms.outlay[f] -= paid(world, f, NOBODY, market, FOR_TAX, tax / QUARTERS_PER_YEAR)
    firms.outlay[f] -= paid(world, f, NOBODY, market, FOR_SALES, sales / QUARTERS_PER_YEAR)
    return profit - tax


@kernel
def learn_to_go_abroad(world, p, f):
    """Let a firm's international experience grow by its markets and its partners, or fade at home."""
    firms = world.firms
    firms.international_experience[f] = market_learning.next_experience(
        firms.international_experience[f], firms.markets[f], firms.taught[f], p.market_learning
    )
    firms.taught[f] = 0.0


@kernel
def learn_from_centres(world, p, f):
    """Let a firm pick up technology from foreign R&D centres that are in touch with it."""
    firms = world.firms
    contact = extra(world.levers.centre_contact, firms.support[f], firms.home[f])
    if contact > 0:
        firms.learned[f, TECHNOLOGY] += knowledge_exchange.picked_up(
            firms.resources[f, TECHNOLOGY], contact, firms.absorptive_capacity[f], p.knowledge_exchange
        )


@kernel
def book_profit(world, p, f):
    """Add home margin and alliance profit, take off the function's cost and the quarter's outlays; move assets."""
    firms = world.firms
    profit = firms.profit[f] + p.resource_development.home_margin * firms.home_sales[f]
    profit -= p.resource_development.operating_cost
    if firms.dedicated_function[f]:
        profit -= p.alliance_capability.function_cost * firms.assets[f]
    profit += (firms.alliance_profit[f] - firms.outlay[f]) * QUARTERS_PER_YEAR
    firms.profit[f] = profit
    firms.alliance_profit[f] = 0.0
    firms.outlay[f] = 0.0
    firms.assets[f] = resource_development.next_assets(firms.assets[f], profit, p.resource_development)


@kernel
def develop_resources(world, p, f, step):
    """Move every resource: what was learned, drift, and chance."""
    firms, draws = world.firms, stream(world.seed, RESOURCE_CHANCE, step)
    for k in range(len(RESOURCES)):
        held = resource_development.bounded(firms.resources[f, k] + firms.learned[f, k])
        firms.learned[f, k] = 0.0
        shock = shock_pair(draws, firms.key[f], k)
        firms.resources[f, k] = resource_development.next_resource(
            held, firms.endowment[f, k], shock, p.resource_development
        )
        firms.endowment[f, k] = resource_development.next_endowment(firms.endowment[f, k], held, p.resource_development)


@kernel
def gain_experience(world, p, f, step):
    """Let experience with alliances and with multinationals grow, and a dedicated function be set up."""
    firms = world.firms
    taught = extra(world.levers.training, firms.support[f], firms.home[f])
    firms.experience[f] = alliance_capability.next_experience(
        firms.experience[f], firms.alliances[f] + taught, p.alliance_capability
    )
    if not firms.dedicated_function[f]:
        chance = alliance_capability.function_probability(firms.alliances[f], p.alliance_capability)
        firms.dedicated_function[f] = uniform(stream(world.seed, FUNCTION, step), firms.key[f]) < chance
    if firms.mnc_partner[f]:
        firms.mnc_cooperation_years[f] += 1 / QUARTERS_PER_YEAR
        firms.mnc_partner[f] = False
