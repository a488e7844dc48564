"""Firms close and are founded."""

from alliances.model.declarations.codes import NO_MODE, NOBODY, PARTNER_CLOSED
from alliances.model.declarations.decisions import CLOSING, FOUNDER, FOUNDING
from alliances.model.engine.kernels import kernel, seldom
from alliances.model.engine.loops import each_alliance, firms_that_stay
from alliances.model.engine.randomness import hashed, stream, uniform
from alliances.model.records.alliances import Course, Partners
from alliances.model.records.firms import Identity, Means
from alliances.model.rules import firm_demography, happens
from alliances.model.steps.end_alliance import end_alliance
from alliances.model.steps.leave import give_back, leave_market
from alliances.model.steps.new_firms import draw_firm, leave_register, open_firm


@kernel
def renew_population(world, p, step):
    """Close firms that fail, end their alliances, and found new ones."""
    before = world.counts.living[0]
    survive(world, p, step)
    closed = before - world.counts.living[0]
    world.quarter.closed[0] = closed
    if closed > 0:
        lose_partner(world, p, step)
    found_firms(world, p, step)


@firms_that_stay(Identity, Means)
def survive(world, p, f, step):
    """Whether a firm survives the quarter; one that does not closes: its markets and its register lose it."""
    if f < world.counts.held[0]:
        return True
    firms = world.firms
    rate = firm_demography.closing_rate(firms.assets[f], firms.profit[f], p.firm_demography)
    if not happens(uniform(stream(world.seed, CLOSING, step), firms.key[f]), rate):
        return True
    firms.alive[f] = False
    leave_all_markets(world, f, step)
    leave_register(world, f)
    return False


@seldom
def leave_all_markets(world, f, step):
    """Close every presence of a closed firm and give its rows back."""
    presence, firms = world.presence, world.firms
    row = firms.first_presence[f]
    while row != NOBODY:
        if presence.mode[row] > NO_MODE:
            leave_market(world, row, presence.alliance[row], step)
        give_back(world, row)
        row = presence.next_presence[row]
    firms.first_presence[f] = NOBODY
    firms.home_sales[f] = 0.0
    firms.foreign_sales[f] = 0.0


@each_alliance(Partners, Course, partners=(Identity,), talks=True)
def lose_partner(world, p, a, step):
    """End an alliance, or talks, that a partner has left by closing."""
    alliances = world.alliances
    for i in range(alliances.n_partners[a]):
        if not world.firms.alive[alliances.partners[a, i]]:
            end_alliance(world, p, a, PARTNER_CLOSED, step)
            return


@kernel
def found_firms(world, p, step):
    """Found a firm in each founding slot whose chance comes up: like the slot's first firm in home and industry.

    Where that firm is held, the slot is taken.
    """
    firms = world.firms
    draws, keys = stream(world.seed, FOUNDING, step), stream(world.seed, FOUNDER, step)
    chance = firm_demography.founding_probability(p.firm_demography)
    for slot in range(world.counts.held[0], world.counts.founding_slots[0]):
        if uniform(draws, slot) < chance:
            f = world.counts.firms[0]
            world.counts.firms[0] += 1
            draw_firm(world, p, f, hashed(keys, slot, 0), p.firm_demography.founder_assets)
            firms.home[f] = firms.home[slot]
            firms.industry[f] = firms.industry[slot]
            firms.founded[f] = step
            open_firm(world, p, f)
