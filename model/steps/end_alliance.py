"""How an alliance ends: accounts are settled, ties cut, memories kept, and modes of presence fall back."""

from alliances.model.codes import (
    BUYOUT,
    DEEPEN,
    EXPORT,
    LEAVE,
    MAX_PARTNERS,
    MEMORY,
    NEVER,
    NO_MODE,
    NOBODY,
    TERMINATION,
    WHOLLY_OWNED,
    WITHDRAW,
)
from alliances.model.kernels import kernel, seldom
from alliances.model.rules import partner_choice, stages
from alliances.model.steps.standing import memory_of, value_of_exporting


@kernel
def end_alliance(world, p, a, cause, step):
    """End an alliance, or talks, for a cause."""
    world.alliances.cause[a] = cause
    settle(world, p, a, step)


@seldom
def settle(world, p, a, step):
    """Close the books of an alliance whose cause of ending is known, and take it out of its partners' lives."""
    alliances = world.alliances
    alliances.ended[a] = step
    alliances.stage[a] = TERMINATION
    if alliances.formed[a] != NEVER:
        judge(world, a)
    for i in range(alliances.n_partners[a]):
        f = alliances.partners[a, i]
        cut_tie(world, a, i)
        if alliances.formed[a] != NEVER:
            leave_alliance(world, p, a, i, step)
            fall_back(world, p, f, a, step)


@kernel
def judge(world, a):
    """Hold an alliance against its partners' goals, once: it fails if one of them is below its own."""
    alliances = world.alliances
    if alliances.judged[a]:
        return
    alliances.judged[a] = True
    for i in range(alliances.n_partners[a]):
        alliances.goals_met[a, i] = alliances.progress[a, i] >= alliances.goal[a, i]
        alliances.failed[a] |= not alliances.goals_met[a, i]


@kernel
def cut_tie(world, a, i):
    """Take an alliance out of a partner's chain of ties."""
    alliances, firms = world.alliances, world.firms
    f, this = alliances.partners[a, i], a * MAX_PARTNERS + i
    after = alliances.next_tie[a, i]
    firms.ties[f] -= 1
    tie = firms.first_tie[f]
    if tie == this:
        firms.first_tie[f] = after
        return
    while True:
        row, place = tie // MAX_PARTNERS, tie % MAX_PARTNERS
        tie = alliances.next_tie[row, place]
        if tie == this:
            alliances.next_tie[row, place] = after
            return


@kernel
def leave_alliance(world, p, a, i, step):
    """Update a partner's portfolio, name and memory of the others."""
    alliances, firms = world.alliances, world.firms
    f = alliances.partners[a, i]
    abrupt = (alliances.skipped[a] >> TERMINATION & 1) == 1
    firms.alliances[f] -= 1
    firms.international_alliances[f] -= alliances.international[a]
    firms.technology_alliances[f] -= alliances.technology[a]
    honest = alliances.betrayals_seen[a, i] == 0
    firms.reputation[f] = partner_choice.next_reputation(firms.reputation[f], honest, p.partner_choice)
    if abrupt and i == 0:
        firms.reputation[f] = stages.after_rupture(firms.reputation[f], p.stages)
    left = alliances.trust[a, i]
    if abrupt:
        left = stages.after_rupture(left, p.stages)
    for j in range(alliances.n_partners[a]):
        if j != i:
            remember(world, f, alliances.partners[a, j], left)


@kernel
def remember(world, f, other, trust):
    """Keep what is left of trust in a past partner; the least trusted of the remembered is forgotten for a new one."""
    firms = world.firms
    place = memory_of(world, f, other)
    if place == NOBODY:
        place = memory_of(world, f, NOBODY)
        if place == NOBODY:
            place = 0
            for other_place in range(1, MEMORY):
                if firms.past_trust[f, other_place] < firms.past_trust[f, place]:
                    place = other_place
        firms.past_partner[f, place] = other
        firms.past_alliances[f, place] = 0
    firms.past_trust[f, place] = trust
    firms.past_alliances[f, place] += 1


@kernel
def fall_back(world, p, f, a, step):
    """Settle a partner's presence that hung on the alliance: own it after a buy-out, else export alone or leave."""
    presence, firms = world.presence, world.firms
    row = firms.first_presence[f]
    while row != NOBODY:
        if presence.alliance[row] == a and presence.mode[row] > NO_MODE:
            presence.alliance[row] = NOBODY
            if world.alliances.cause[a] == BUYOUT and is_wealthiest(world, a, f):
                presence.mode[row] = WHOLLY_OWNED
                note_entry(world, step, row, DEEPEN, a, 0.0)
                return
            if value_of_exporting(world, p, row) > 0:
                presence.mode[row] = EXPORT
                note_entry(world, step, row, WITHDRAW, a, 0.0)
            else:
                leave_market(world, row, a, step)
            return
        row = presence.next_presence[row]


@kernel
def is_wealthiest(world, a, f):
    """Whether a partner has more assets than every other."""
    for i in range(world.alliances.n_partners[a]):
        other = world.alliances.partners[a, i]
        if other != f and world.firms.assets[other] >= world.firms.assets[f]:
            return False
    return True


@kernel
def leave_market(world, row, a, step):
    """Close a presence; knowledge of the market stays for a while."""
    presence = world.presence
    note_entry(world, step, row, LEAVE, a, 0.0)
    presence.mode[row] = NO_MODE
    presence.alliance[row] = NOBODY
    presence.sales[row] = 0.0
    presence.share[row] = 0.0
    world.firms.markets[presence.firm[row]] -= 1


@kernel
def note_entry(world, step, row, event, a, paid):
    """Record a step into or out of a market, with the mode before a leave and after anything else.

    Steps of the burn-in are not recorded: they show in no table.
    """
    if step < 0:
        return
    entries, presence, n = world.entries, world.presence, world.counts.entries[0]
    entries.step[n] = step
    entries.firm[n] = presence.firm[row]
    entries.market[n] = presence.market[row]
    entries.event[n] = event
    entries.mode[n] = presence.mode[row]
    entries.alliance[n] = a
    entries.barrier_paid[n] = paid
    world.counts.entries[0] += 1
