"""Firms search for partners and propose to the best of the few candidates they look at."""

from alliances.model.codes import (
    CAPITAL,
    EFFICIENCY,
    FOR_SEARCH,
    LEARNING,
    MARKET,
    MARKETING,
    MAX_PARTNERS,
    MEMORY,
    NO_MOTIVE,
    NOBODY,
    OPERATIONS,
    RESOURCES,
    RISK,
    SELECTION,
    TECHNOLOGY,
)
from alliances.model.crew import leads, part
from alliances.model.decisions import (
    CHANNEL,
    COUNTRY,
    JUDGEMENT,
    NOTICE,
    PAST_PARTNER,
    REFERRAL,
    SKIPPING,
    STRANGER,
)
from alliances.model.kernels import kernel
from alliances.model.levers import scaled
from alliances.model.prefetch import ask, expect
from alliances.model.randomness import index_pair, stream, uniform_pair
from alliances.model.rules import partner_choice, partner_search, positive_part, stages
from alliances.model.steps.pay_support import paid, pays
from alliances.model.steps.set_strategy import drawn_market
from alliances.model.steps.standing import are_tied, local_knowledge, mean_gap, past_trust, proportion

TRIES = 4
"""Places looked up for one stranger before giving the candidate up (places are up to half empty)."""


@kernel
def search_partners(world, p, step, member):
    """Let every firm that seeks an ally look at candidates and propose to the best it would accept."""
    firms, in_order = world.firms, pays(world, FOR_SEARCH)
    if in_order and leads(member):
        pay_in_order(world, p)
    first, after = part(member, world.counts.living[0])
    for n in range(first, after):
        expect(world.firms, world.living, n, after, 64)
        f = world.living[n]
        if firms.motive[f] != NO_MOTIVE:
            if not in_order:
                pay_for_search(world, p, f)
            shortlist(world, p, f, step)


@kernel
def pay_in_order(world, p):
    """Charge all firms for their search, one after the other: a programme's budget goes to the first."""
    for n in range(world.counts.living[0]):
        if world.firms.motive[world.living[n]] != NO_MOTIVE:
            pay_for_search(world, p, world.living[n])


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
    luck = stream(world.seed, JUDGEMENT, step)
    for rank in range(firms.proposal.shape[1]):
        firms.proposal[f, rank] = NOBODY
    asked = asked_utility(world, p, f)
    firms.proposal_asked[f] = asked
    utilities = (firms.proposal_utility[f], 0.0, 0.0)
    looks = int(scaled(world.levers.search_reach, firms.support[f], home, p.partner_search.candidates))
    if skips(world, p, f, SELECTION, step):
        looks = 1
    other = coming = NOBODY
    for look in range(looks + 1):
        other, coming = coming, candidate(world, p, f, look, step) if look < looks else NOBODY
        if coming != NOBODY:
            ask(firms, coming, 448)  # it is judged in the next round
        if other == NOBODY or other == f or not firms.alive[other] or are_tied(world, f, other):
            continue
        utility = seen_utility(world, p, f, other, firms.motive[f], firms.target[f], luck)
        option = partner_choice.alternative(utility, p.partner_choice)
        firms.outside_option[f] = max(firms.outside_option[f], option)
        if utility >= asked:
            utilities = ranked(firms.proposal[f], utilities, other, utility)
    firms.proposal_utility[f] = utilities[0]


@kernel
def asked_utility(world, p, f):
    """Utility below which a firm declines a partner."""
    firms = world.firms
    return partner_choice.asked_utility(firms.outside_option[f], firms.attention[f], p.partner_choice)


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
def skips(world, p, f, stage, step):
    """Whether a firm skips a stage of an alliance it leads from this quarter on."""
    chance = stages.skip_probability(world.firms.planning[f], world.firms.capability[f], p.stages)
    return uniform_pair(stream(world.seed, SKIPPING, step), world.firms.key[f], stage) < chance


@kernel
def candidate(world, p, f, look, step):
    """The next firm a searching firm meets, or NOBODY."""
    key = world.firms.key[f]
    draw = uniform_pair(stream(world.seed, CHANNEL, step), key, look)
    channel = partner_search.search_channel(draw, p.partner_search)
    if channel == partner_search.PAST_PARTNER:
        luck = stream(world.seed, PAST_PARTNER, step)
        return world.firms.past_partner[f, index_pair(luck, key, look, MEMORY)]
    if channel == partner_search.REFERRAL:
        luck = stream(world.seed, REFERRAL, step)
        friend = some_partner(world, f, uniform_pair(luck, key, 2 * look))
        return some_partner(world, friend, uniform_pair(luck, key, 2 * look + 1)) if friend != NOBODY else NOBODY
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
        luck = stream(world.seed, COUNTRY, step)
        country = firms.home[f]
        if uniform_pair(luck, key, 2 * look) >= p.partner_search.home:
            country = drawn_market(world.between.stranger_odds[country], uniform_pair(luck, key, 2 * look + 1))
    luck, found = stream(world.seed, STRANGER, step), NOBODY
    notices = uniform_pair(stream(world.seed, NOTICE, step), key, look) < p.partner_search.prominence
    for attempt in range(TRIES):
        drawn = index_pair(luck, key, look * TRIES + attempt, markets.slot_count[country])
        firm = world.slots[markets.slot_start[country] + drawn]
        if firm != NOBODY and found != NOBODY:
            return firm if firms.alliances[firm] > firms.alliances[found] else found
        if firm != NOBODY:
            found = firm
            if not notices:
                return found
    return found


@kernel
def seen_utility(world, p, f, other, motive, host, luck):
    """Utility of a partner as a firm sees it."""
    firms = world.firms
    complementarity = complementary_skills(world, f, other, motive, host)
    closeness = cooperation(world, f, other)
    compatibility = compatible_aims(world, f, other)
    means = proportion(world, p, f, other)
    utility = partner_choice.criteria_utility(complementarity, closeness, compatibility, means, p.partner_choice)
    utility += partner_choice.social_utility(
        firms.reputation[other], past_trust(world, f, other), firms.alliances[other], p.partner_choice
    )
    draw = uniform_pair(luck, firms.key[f], firms.key[other])
    error = partner_choice.judgement_error(draw, firms.capability[f], p.partner_choice)
    return utility + scaled(world.levers.match_quality, firms.support[f], firms.home[f], error)


@kernel
def complementary_skills(world, f, other, motive, host):
    """What a partner has and a firm lacks, in [0, 1]: resources by their importance, and what the firm wants most."""
    firms, industry, total = world.firms, world.firms.industry[f], 0.0
    for k in range(len(RESOURCES)):
        gap = positive_part(firms.resources[other, k] - firms.resources[f, k])
        total += world.industries.importance[industry, k] * gap
    return (total + offer(world, f, other, motive, host)) / 2


@kernel
def offer(world, f, other, motive, host):
    """What a firm wants most of this partner, in [0, 1].

    A newcomer to a host market lacks knowledge of it; a firm at home there wants a foreign bundle to sell. Otherwise it
    is the resource that serves the firm's motive.
    """
    firms = world.firms
    if motive == MARKET and host != NOBODY:
        if firms.home[f] == host:
            return firms.bundle[other]
        return positive_part(local_knowledge(world, other, host) - local_knowledge(world, f, host))
    k = sought_resource(motive)
    return positive_part(firms.resources[other, k] - firms.resources[f, k])


@kernel
def sought_resource(motive):
    """The resource of a partner that serves a motive."""
    if motive == LEARNING:
        return TECHNOLOGY
    if motive == EFFICIENCY:
        return OPERATIONS
    if motive == RISK:
        return CAPITAL
    return MARKETING


@kernel
def foremost_aim(world, f):
    """The motive a firm cares for most."""
    best = 0
    for motive in range(world.firms.aims.shape[1]):
        if world.firms.aims[f, motive] > world.firms.aims[f, best]:
            best = motive
    return best


@kernel
def answering_motive(world, other, motive):
    """What a firm that is asked wants: its part in entering a market, or what it cares for most."""
    return motive if motive == MARKET else foremost_aim(world, other)


@kernel
def cooperation(world, f, other):
    """Closeness of two firms' national, organizational and professional cultures, in [0, 1]."""
    firms = world.firms
    national = world.between.culture[firms.home[f], firms.home[other]]
    organizational = mean_gap(firms.organizational_culture[f], firms.organizational_culture[other])
    professional = mean_gap(firms.professional_culture[f], firms.professional_culture[other])
    return partner_choice.cooperation(national, organizational, professional)


@kernel
def compatible_aims(world, f, other):
    """Overlap of two firms' aims, in [0, 1]."""
    aims = world.firms.aims
    return 1 - mean_gap(aims[f], aims[other]) * aims.shape[1] / 2
