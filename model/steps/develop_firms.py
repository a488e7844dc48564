"""Firms learn and invest: market knowledge, resources, assets, alliance experience."""

from alliances.model.codes import FOR_TAX, NO_MODE, NOBODY, RESOURCES, TECHNOLOGY
from alliances.model.crew import gathered, leads, meet, note, part
from alliances.model.decisions import FUNCTION, RESOURCE_CHANCE, TASTE
from alliances.model.kernels import kernel
from alliances.model.levers import extra
from alliances.model.prefetch import expect, expect_presence, expect_presence_of
from alliances.model.randomness import shock_pair, stream, uniform
from alliances.model.rules import (
    QUARTERS_PER_YEAR,
    alliance_capability,
    entry_mode,
    knowledge_exchange,
    market_learning,
    resource_development,
)
from alliances.model.steps.pay_support import paid, pays
from alliances.model.steps.standing import refresh_standing

FORGOTTEN = 0.02
"""Market knowledge below which an absent firm's row is given back."""


@kernel
def develop_firms(world, p, step, member):
    """Learn about markets, book the quarter's profit, develop resources, gain experience."""
    develop_part(world, p, step, member)
    meet(member)
    if leads(member):
        forgetful = gathered(member, world.counts.living[0])
        for n in range(forgetful):
            expect(world.firms, member.listed.row, n, forgetful, 64)
            expect_presence_of(world, member.listed.row, n, forgetful)
            forget_markets(world, member.listed.row[n])


@kernel
def develop_part(world, p, step, member):
    """Develop the firms of a member's part, and list those that forget a market.

    Where tax is relieved the leader develops all: relief goes to the first as long as the budget lasts.
    """
    firms = world.firms
    resource_luck = stream(world.seed, RESOURCE_CHANCE, step)
    taste_luck = stream(world.seed, TASTE, step)
    function_luck = stream(world.seed, FUNCTION, step)
    first, after = part(member, world.counts.living[0])
    if pays(world, FOR_TAX):
        first, after = 0, world.counts.living[0] if leads(member) else 0
    found = first
    for n in range(first, after):
        expect(world.firms, world.living, n, after, 384)
        expect_presence(world, n, after)
        f = world.living[n]
        firms.profit[f], forgets = learn_markets(world, p, f, taste_luck)
        if forgets:
            member.listed.row[found] = f
            found += 1
        learn_to_go_abroad(world, p, f)
        learn_from_centres(world, p, f)
        book_profit(world, p, f)
        develop_resources(world, p, f, resource_luck)
        gain_experience(world, p, f, function_luck)
        refresh_standing(world, p, f)
    note(member, found - first, 0)


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
def learn_markets(world, p, f, taste_luck):
    """Let a firm's knowledge grow in present markets and fade in left ones.

    Return its yearly profit abroad, and whether there is a market to forget.
    """
    presence, row, profit, forgets = world.presence, world.firms.first_presence[f], 0.0, False
    while row != NOBODY:
        if presence.mode[row] == NO_MODE:
            faded = market_learning.knowledge_after_absence(presence.knowledge[row], p.market_learning)
            presence.knowledge[row] = faded
            forgets |= faded < FORGOTTEN
        else:
            committed = market_learning.commitment(presence.mode[row], p.market_learning)
            presence.knowledge[row] = market_learning.knowledge_after_presence(
                presence.knowledge[row], committed, p.market_learning
            )
            shock = shock_pair(taste_luck, world.firms.key[f], presence.market[row])
            presence.surprise[row] = entry_mode.next_surprise(presence.surprise[row], shock, p.entry_mode)
            profit += profit_abroad(world, p, f, row)
        row = presence.next_presence[row]
    return profit, forgets


@kernel
def profit_abroad(world, p, f, row):
    """Yearly profit of one presence after tax, in million USD; relief from tax is booked by the quarter."""
    presence, firms, mode = world.presence, world.firms, world.presence.mode[row]
    margin = presence.sales[row] * entry_mode.kept_margin(mode, p.entry_mode)
    profit = margin - entry_mode.running_cost(mode, firms.assets[f], p.entry_mode)
    tax = resource_development.foreign_tax(profit, p.resource_development)
    firms.outlay[f] -= paid(world, f, NOBODY, presence.market[row], FOR_TAX, tax / QUARTERS_PER_YEAR)
    return profit - tax


@kernel
def forget_markets(world, f):
    """Give back the rows of markets that a firm has left for so long that it knows them no more."""
    presence, row = world.presence, world.firms.first_presence[f]
    while row != NOBODY:
        after = presence.next_presence[row]
        if presence.mode[row] == NO_MODE and presence.knowledge[row] < FORGOTTEN:
            forget_market(world, f, row)
        row = after


@kernel
def forget_market(world, f, row):
    """Give a presence row back."""
    presence, firms, counts = world.presence, world.firms, world.counts
    before = firms.first_presence[f]
    if before == row:
        firms.first_presence[f] = presence.next_presence[row]
    else:
        while presence.next_presence[before] != row:
            before = presence.next_presence[before]
        presence.next_presence[before] = presence.next_presence[row]
    presence.firm[row] = NOBODY
    presence.mode[row] = NO_MODE
    world.free_presence[counts.free_presence[0]] = row
    counts.free_presence[0] += 1


@kernel
def book_profit(world, p, f):
    """Add home margin and alliance profit, take off the function's cost and the quarter's outlays; move assets."""
    firms = world.firms
    profit = firms.profit[f] + p.resource_development.home_margin * firms.home_sales[f]
    if firms.dedicated_function[f]:
        profit -= p.alliance_capability.function_cost * firms.assets[f]
    profit += (firms.alliance_profit[f] - firms.outlay[f]) * QUARTERS_PER_YEAR
    firms.profit[f] = profit
    firms.alliance_profit[f] = 0.0
    firms.outlay[f] = 0.0
    firms.assets[f] = resource_development.next_assets(firms.assets[f], profit, p.resource_development)


@kernel
def develop_resources(world, p, f, luck):
    """Move every resource: what was learned, drift, and chance."""
    firms, key = world.firms, world.firms.key[f]
    for k in range(len(RESOURCES)):
        held = resource_development.bounded(firms.resources[f, k] + firms.learned[f, k])
        firms.learned[f, k] = 0.0
        shock = shock_pair(luck, key, k)
        firms.resources[f, k] = resource_development.next_resource(
            held, firms.endowment[f, k], shock, p.resource_development
        )
        firms.endowment[f, k] = resource_development.next_endowment(firms.endowment[f, k], held, p.resource_development)


@kernel
def gain_experience(world, p, f, luck):
    """Let experience with alliances and with multinationals grow, and a dedicated function be set up."""
    firms = world.firms
    taught = extra(world.levers.training, firms.support[f], firms.home[f])
    firms.experience[f] = alliance_capability.next_experience(
        firms.experience[f], firms.alliances[f] + taught, p.alliance_capability
    )
    if not firms.dedicated_function[f]:
        chance = alliance_capability.function_probability(firms.alliances[f], p.alliance_capability)
        firms.dedicated_function[f] = uniform(luck, firms.key[f]) < chance
    if firms.mnc_partner[f]:
        firms.mnc_years[f] += 1 / QUARTERS_PER_YEAR
        firms.mnc_partner[f] = False
