"""How an alliance ends: accounts are settled, ties cut, memories kept, and modes of presence fall back."""

from alliances.model.declarations.codes import (
    DEEPEN,
    DISSOLVED,
    EXPORT,
    NEVER,
    NO_MODE,
    NOBODY,
    TAKEN_OVER,
    TERMINATION,
    WHOLLY_OWNED,
    WITHDRAW,
)
from alliances.model.engine.kernels import kernel, seldom
from alliances.model.rules import partner_choice, stages
from alliances.model.steps.abroad import would_export
from alliances.model.steps.leave import leave_market, note_entry
from alliances.model.steps.ties import cut_tie, remember


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
    alliances.ending[a] = DISSOLVED if alliances.buyer[a] == NOBODY else TAKEN_OVER
    alliances.stage[a] = TERMINATION
    if alliances.formed[a] != NEVER:
        judge(world, a)
    for i in range(alliances.n_partners[a]):
        f = alliances.partners[a, i]
        cut_tie(world, a, i)
        if alliances.formed[a] != NEVER:
            leave_alliance(world, p, a, i)
            fall_back(world, p, f, a, step)


@kernel
def judge(world, a):
    """Compare an alliance with its partners' goals, once: it fails if one of them is below its own."""
    alliances = world.alliances
    if alliances.judged[a]:
        return
    alliances.judged[a] = True
    for i in range(alliances.n_partners[a]):
        alliances.goals_met[a, i] = alliances.progress[a, i] >= alliances.goal[a, i]
        alliances.failed[a] |= not alliances.goals_met[a, i]


@kernel
def leave_alliance(world, p, a, i):
    """Update a partner's portfolio, reputation and memory of the others."""
    alliances, firms = world.alliances, world.firms
    f = alliances.partners[a, i]
    abrupt = (alliances.skipped[a] >> TERMINATION & 1) == 1
    firms.alliances[f] -= 1
    firms.international_alliances[f] -= alliances.international[a]
    firms.technical_cooperation_projects[f] -= alliances.technology[a]
    honest = alliances.defections_seen[a, i] == 0
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
def fall_back(world, p, f, a, step):
    """Settle a partner's presence that hung on the alliance: own it after a takeover, else export alone or leave."""
    presence, row = world.presence, world.firms.first_presence[f]
    while row != NOBODY:
        if presence.alliance[row] == a and presence.mode[row] > NO_MODE:
            presence.alliance[row] = NOBODY
            if world.alliances.buyer[a] == f:
                presence.mode[row] = WHOLLY_OWNED
                note_entry(world, step, row, DEEPEN, a, 0.0)
                return
            if would_export(world, p, row):
                presence.mode[row] = EXPORT
                note_entry(world, step, row, WITHDRAW, a, 0.0)
            else:
                leave_market(world, row, a, step)
            return
        row = presence.next_presence[row]
