"""Firms search for partners and propose to the best of the few candidates they look at."""

from alliances.model.declarations.codes import FOR_SEARCH, MAX_PARTNERS, MEMORY, NO_MOTIVE, NOBODY, SELECTION
from alliances.model.declarations.decisions import (
    CHANNEL,
    COUNTRY,
    JUDGEMENT,
    NOTICE,
    PAST_PARTNER,
    REFERRAL,
    STRANGER,
)
from alliances.model.engine.kernels import kernel
from alliances.model.engine.loops import each_firm
from alliances.model.engine.randomness import index_pair, stream, uniform_pair
from alliances.model.policies.booking import paid
from alliances.model.policies.supported import scaled
from alliances.model.records.firms import Identity, Plan
from alliances.model.rules import partner_choice, partner_search
from alliances.model.steps.judgement import asked_utility, seen_utility, skips
from alliances.model.steps.plan_entry import drawn_market, may_ally
from alliances.model.steps.ties import are_tied


@each_firm(Identity, Plan)
def search_partners(world, p, f, step):
    """Let a firm that seeks an ally look at candidates and propose to the best it would accept."""
    if world.firms.motive[f] != NO_MOTIVE:
        pay_for_search(world, p, f)
        shortlist(world, p, f, step)


@kernel
def pay_for_search(world, p, f):
    """Charge a firm for its search, in the market it wants to enter or else at home."""
    firms = world.firms
    market = firms.home[f] if firms.target[f] == NOBODY else firms.target[f]
    cost = p.partner_search.cost * firms.assets[f]
    firms.outlay[f] += cost - paid(world, f, NOBODY, market, FOR_SEARCH, cost)


@kernel
def shortlist(world, p, f, step):
    """Look at candidates one by one; keep the best three that satisfy the firm, best first.

    A firm that skips the selection stage settles for the first it meets.
    """
    firms, home = world.firms, world.firms.home[f]
    draws = stream(world.seed, JUDGEMENT, step)
    for rank in range(firms.proposal.shape[1]):
        firms.proposal[f, rank] = NOBODY
    asked = asked_utility(world, p, f)
    firms.proposal_asked[f] = asked
    utilities = (firms.proposal_utility[f], 0.0, 0.0)
    looks = int(scaled(world.levers.search_reach, firms.support[f], home, p.partner_search.candidates))
    if skips(world, p, f, SELECTION, step):
        looks = 1
    for look in range(looks):
        other = candidate(world, p, f, look, step)
        if other == NOBODY or other == f or not firms.alive[other] or are_tied(world, f, other):
            continue
        if not may_ally(world, other):
            continue
        utility = seen_utility(world, p, f, other, firms.motive[f], firms.target[f], draws)
        option = partner_choice.alternative(utility, p.partner_choice)
        firms.outside_option[f] = max(firms.outside_option[f], option)
        if utility >= asked:
            utilities = ranked(firms.proposal[f], utilities, other, utility)
    firms.proposal_utility[f] = utilities[0]


@kernel
def ranked(places, utilities, other, utility):
    """Put a candidate into its place among the three best; return their utilities."""
    first, second, third = utilities
    if other == places[0] or other == places[1] or other == places[2]:
        return utilities
    if places[0] == NOBODY or utility > first:
        places[2], places[1], places[0] = places[1], places[0], other
        return utility, first, second
    if places[1] == NOBODY or utility > second:
        places[2], places[1] = places[1], other
        return first, utility, second
    if places[2] == NOBODY or utility > third:
        places[2] = other
        return first, second, utility
    return utilities


@kernel
def candidate(world, p, f, look, step):
    """The next firm a searching firm meets, or NOBODY."""
    key = world.firms.key[f]
    draw = uniform_pair(stream(world.seed, CHANNEL, step), key, look)
    channel = partner_search.search_channel(draw, p.partner_search)
    if channel == partner_search.PAST_PARTNER:
        draws = stream(world.seed, PAST_PARTNER, step)
        return world.firms.past_partner[f, index_pair(draws, key, look, MEMORY)]
    if channel == partner_search.REFERRAL:
        draws = stream(world.seed, REFERRAL, step)
        friend = some_partner(world, f, uniform_pair(draws, key, 2 * look))
        return some_partner(world, friend, uniform_pair(draws, key, 2 * look + 1)) if friend != NOBODY else NOBODY
    return stranger(world, p, f, look, step)


@kernel
def some_partner(world, f, draw):
    """A partner of a firm, drawn evenly from its ties, or NOBODY."""
    firms, alliances = world.firms, world.alliances
    skip = int(draw * firms.ties[f])
    tie = firms.first_tie[f]
    while tie != NOBODY and skip > 0:
        tie = alliances.next_tie[tie // MAX_PARTNERS, tie % MAX_PARTNERS]
        skip -= 1
    if tie == NOBODY:
        return NOBODY
    a, place = tie // MAX_PARTNERS, tie % MAX_PARTNERS
    return alliances.partners[a, (place + 1) % alliances.n_partners[a]]


@kernel
def stranger(world, p, f, look, step):
    """A firm of the country that matters for the aim: the target market, home, or a near country.

    A place in the country's register is drawn, not a firm: who else is there does not matter. Of two firms met, the
    better connected may be the one that is noticed.
    """
    firms, markets, key = world.firms, world.markets, world.firms.key[f]
    country = firms.target[f]
    if country == NOBODY:
        draws = stream(world.seed, COUNTRY, step)
        country = firms.home[f]
        if uniform_pair(draws, key, 2 * look) >= p.partner_search.home:
            country = drawn_market(world.between.stranger_odds[country], uniform_pair(draws, key, 2 * look + 1))
    draws, found, tries = stream(world.seed, STRANGER, step), NOBODY, int(p.partner_search.tries)
    notices = uniform_pair(stream(world.seed, NOTICE, step), key, look) < p.partner_search.prominence
    for attempt in range(tries):
        drawn = index_pair(draws, key, look * tries + attempt, markets.slot_count[country])
        firm = world.slots[markets.slot_start[country] + drawn]
        if firm != NOBODY and found != NOBODY:
            return firm if firms.alliances[firm] > firms.alliances[found] else found
        if firm != NOBODY:
            found = firm
            if not notices:
                return found
    return found
