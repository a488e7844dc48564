"""Firms close and are founded."""

import math

from alliances.model.codes import (
    ACTORS,
    CAPITAL,
    EXECUTIVES,
    MANAGEMENT,
    NO_MODE,
    NOBODY,
    PARTNER_CLOSED,
    RESOURCES,
    TERMINATION,
)
from alliances.model.crew import gathered, leads, listed_by_all, meet, note, part
from alliances.model.decisions import (
    ACTOR_TRAITS,
    AIM_TRAITS,
    CLOSING,
    CULTURE_TRAITS,
    FOUNDER,
    FOUNDING,
    REGISTER_PLACE,
    RESOURCE_TRAITS,
    TRAITS,
)
from alliances.model.kernels import kernel, seldom
from alliances.model.prefetch import expect, expect_partners
from alliances.model.randomness import hashed, normal_pair, stream, uniform, uniform_pair
from alliances.model.rules import firm_demography, happens, logistic
from alliances.model.steps.end_alliance import end_alliance, leave_market
from alliances.model.steps.standing import refresh_standing


@kernel
def renew_population(world, p, step, member):
    """Close firms that fail, end their alliances, and found new ones."""
    list_closing(world, p, step, member)
    meet(member)
    closing = listed_by_all(member)
    if leads(member) and closing > 0:
        close_firms(world, step, member)
    meet(member)
    if closing > 0:
        list_bereft(world, member)
    meet(member)
    if leads(member):
        for n in range(gathered(member, world.counts.active[0]) if closing > 0 else 0):
            end_alliance(world, p, member.listed.row[n], PARTNER_CLOSED, step)
        found_firms(world, p, step)


@kernel
def list_closing(world, p, step, member):
    """List firms that close, each by its own chance."""
    firms, luck = world.firms, stream(world.seed, CLOSING, step)
    first, after = part(member, world.counts.living[0])
    found = first
    for n in range(first, after):
        expect(world.firms, world.living, n, after, 192)
        f = world.living[n]
        rate = firm_demography.closing_rate(firms.assets[f], firms.profit[f], p.firm_demography)
        if happens(uniform(luck, firms.key[f]), rate):
            member.listed.row[found] = f
            found += 1
    note(member, found - first, 0)


@kernel
def close_firms(world, step, member):
    """Close the firms that are listed: its markets and its country's register lose each, and so does the list."""
    count = world.counts.living[0]
    closing, closed = gathered(member, count), 0
    for n in range(count):
        f = world.living[n]
        if closed < closing and f == member.listed.row[closed]:
            world.firms.alive[f] = False
            leave_all_markets(world, f, step)
            leave_register(world, f)
            closed += 1
        else:
            world.living[n - closed] = f
    world.counts.living[0] = count - closed


@kernel
def list_bereft(world, member):
    """List alliances, and talks, that have lost a partner."""
    alliances = world.alliances
    first, after = part(member, world.counts.active[0])
    found = first
    for n in range(first, after):
        expect(world.alliances, world.active, n, after, 64)
        expect_partners(world, n, after, 64)
        a = world.active[n]
        if alliances.stage[a] == TERMINATION:
            continue
        for i in range(alliances.n_partners[a]):
            if not world.firms.alive[alliances.partners[a, i]]:
                member.listed.row[found] = a
                found += 1
                break
    note(member, found - first, 0)


@seldom
def leave_all_markets(world, f, step):
    """Close every presence of a closed firm and give its rows back."""
    presence, firms, counts = world.presence, world.firms, world.counts
    row = firms.first_presence[f]
    while row != NOBODY:
        if presence.mode[row] > NO_MODE:
            leave_market(world, row, presence.alliance[row], step)
        presence.firm[row] = NOBODY
        world.free_presence[counts.free_presence[0]] = row
        counts.free_presence[0] += 1
        row = presence.next_presence[row]
    firms.first_presence[f] = NOBODY
    firms.home_sales[f] = 0.0
    firms.foreign_sales[f] = 0.0


@kernel
def leave_register(world, f):
    """Take a closed firm out of its country's register; it lies at its own key's place or soon after."""
    markets, home, places = world.markets, world.firms.home[f], world.markets.slot_count[world.firms.home[f]]
    first = own_place(world, f, places)
    for step in range(places):
        place = markets.slot_start[home] + (first + step) % places
        if world.slots[place] == f:
            world.slots[place] = NOBODY
            return


@kernel
def enter_register(world, f):
    """Give a firm a place in its country's register: its own key's place, or the next free one.

    A full register takes no more; its firms can still search, and be met by referral.
    """
    markets, home, places = world.markets, world.firms.home[f], world.markets.slot_count[world.firms.home[f]]
    first = own_place(world, f, places)
    for step in range(places):
        place = markets.slot_start[home] + (first + step) % places
        if world.slots[place] == NOBODY:
            world.slots[place] = f
            return


@kernel
def own_place(world, f, places):
    """The place that a firm's key gives it among so many."""
    return int(uniform(stream(world.seed, REGISTER_PLACE, 0), world.firms.key[f]) * places)


@kernel
def founders_due(world, p, step, member):
    """Founding slots in a member's part whose chance comes up this quarter."""
    luck, due = stream(world.seed, FOUNDING, step), 0
    chance = firm_demography.founding_probability(p.firm_demography)
    first, after = part(member, world.counts.founders[0])
    for slot in range(first, after):
        due += uniform(luck, slot) < chance
    return due


@kernel
def found_firms(world, p, step):
    """Found a firm in each founding slot whose chance comes up: like the slot's first firm in home and industry."""
    firms = world.firms
    luck, keys = stream(world.seed, FOUNDING, step), stream(world.seed, FOUNDER, step)
    chance = firm_demography.founding_probability(p.firm_demography)
    for slot in range(world.counts.founders[0]):
        if uniform(luck, slot) < chance:
            f = world.counts.firms[0]
            world.counts.firms[0] += 1
            draw_firm(world, p, f, hashed(keys, slot, 0), p.firm_demography.founder_assets)
            firms.home[f] = firms.home[slot]
            firms.industry[f] = firms.industry[slot]
            firms.founded[f] = step
            open_firm(world, p, f)


@kernel
def open_firm(world, p, f):
    """Let a firm begin: alive, registered, its standing known."""
    world.firms.alive[f] = True
    world.living[world.counts.living[0]] = f
    world.counts.living[0] += 1
    enter_register(world, f)
    refresh_standing(world, p, f)


@seldom
def draw_firm(world, p, f, key, size_factor):
    """Draw a firm's traits and resources from its key alone."""
    firms, traits = world.firms, stream(world.seed, TRAITS, 0)
    firms[f] = world.new_firm[0]
    firms.key[f] = key
    normal = normal_pair(traits, key, 0)
    firms.assets[f] = firm_demography.assets_drawn(normal, size_factor, p.firm_demography)
    firms.risk_tolerance[f] = uniform_pair(traits, key, 1)
    firms.opportunism[f] = firm_demography.trait(uniform_pair(traits, key, 2), p.firm_demography.opportunism)
    firms.planning[f] = firm_demography.inclination_to_plan(
        firm_demography.trait(uniform_pair(traits, key, 3), p.firm_demography.planning), normal, p.firm_demography
    )
    firms.aptitude[f] = uniform_pair(traits, key, 4)
    firms.international_experience[f] = firm_demography.trait(
        uniform_pair(traits, key, 5), p.firm_demography.founder_experience
    )
    firms.reputation[f] = 1 / 2
    draw_resources(world, p, f, normal)
    draw_cultures(world, f)
    draw_aims(world, f)
    draw_actors(world, p, f)


@kernel
def draw_resources(world, p, f, size):
    """Draw the resource bundle; larger firms have more capital and management."""
    firms, luck = world.firms, stream(world.seed, RESOURCE_TRAITS, 0)
    for k in range(len(RESOURCES)):
        advantage = size if k == CAPITAL or k == MANAGEMENT else 0.0
        score = firm_demography.resource_score(normal_pair(luck, firms.key[f], k), advantage, p.firm_demography)
        firms.resources[f, k] = logistic(score)
        firms.endowment[f, k] = firms.resources[f, k]


@kernel
def draw_cultures(world, f):
    """Draw positions in organizational and professional culture, evenly."""
    firms, luck = world.firms, stream(world.seed, CULTURE_TRAITS, 0)
    width = firms.organizational_culture.shape[1]
    for k in range(width):
        firms.organizational_culture[f, k] = uniform_pair(luck, firms.key[f], k)
    for k in range(firms.professional_culture.shape[1]):
        firms.professional_culture[f, k] = uniform_pair(luck, firms.key[f], width + k)


@kernel
def draw_aims(world, f):
    """Draw weights of the four motives that sum to one, every split equally likely."""
    aims, luck, total = world.firms.aims, stream(world.seed, AIM_TRAITS, 0), 0.0
    for motive in range(aims.shape[1]):
        aims[f, motive] = -math.log(1 - uniform_pair(luck, world.firms.key[f], motive))
        total += aims[f, motive]
    for motive in range(aims.shape[1]):
        aims[f, motive] /= total


@kernel
def draw_actors(world, p, f):
    """Draw which inside actors take part in alliance strategy; executives always do."""
    firms, luck = world.firms, stream(world.seed, ACTOR_TRAITS, 0)
    taking_part = 1 << EXECUTIVES
    for actor in range(1, len(ACTORS)):
        if uniform_pair(luck, firms.key[f], actor) < p.firm_demography.board_share:
            taking_part |= 1 << actor
    firms.actors[f] = taking_part
