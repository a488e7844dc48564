"""Partners choose each other: whom a firm proposes to must want it more than any other suitor, and enough."""

from alliances.model.codes import (
    DESIGN,
    EVALUATION,
    LEARNING,
    MANAGING,
    MARKET,
    MAX_PARTNERS,
    NEGOTIATION,
    NO_MODE,
    NO_MOTIVE,
    NOBODY,
    RESOURCES,
    SELECTION,
    STRATEGY,
    TERMINATION,
)
from alliances.model.crew import gathered, leads, meet, note, part
from alliances.model.decisions import ALLIANCE_KEY, CONSENT, INVITATION
from alliances.model.kernels import kernel, seldom
from alliances.model.prefetch import expect
from alliances.model.randomness import hashed, stream, uniform_pair
from alliances.model.rules import negotiation, partner_choice, stages
from alliances.model.steps.search_partners import (
    answering_motive,
    asked_utility,
    compatible_aims,
    complementary_skills,
    cooperation,
    foremost_aim,
    seen_utility,
    skips,
)
from alliances.model.steps.set_strategy import leading_actor
from alliances.model.steps.standing import are_tied, is_in, mean_gap, past_alliances, past_trust, proportion


@kernel
def choose_partners(world, p, step, member):
    """Let every courted firm pick its best suitor, and start talks where it is satisfied."""
    list_suitors(world, p, step, member)
    meet(member)
    if leads(member):
        for n in range(gathered(member, world.counts.living[0])):
            court(world, member.listed.row[n], member.listed.value[n])
    meet(member)
    list_courted(world, member)
    meet(member)
    if leads(member):
        for n in range(gathered(member, world.counts.living[0])):
            other = member.listed.row[n]
            if not are_tied(world, world.firms.suitor[other], other):
                start_talks(world, p, world.firms.suitor[other], other, step)


@kernel
def list_suitors(world, p, step, member):
    """List firms whom the one they propose to would accept, with the utility it sees in them."""
    firms, luck = world.firms, stream(world.seed, CONSENT, step)
    first, after = part(member, world.counts.living[0])
    found = first
    for n in range(first, after):
        expect(firms, world.living, n, after, 64)
        f = world.living[n]
        if firms.motive[f] != NO_MOTIVE and firms.proposal[f, 0] != NOBODY:
            other = firms.proposal[f, 0]
            motive = answering_motive(world, other, firms.motive[f])
            utility = seen_utility(world, p, other, f, motive, firms.target[f], luck)
            if utility >= asked_utility(world, p, other):
                member.listed.row[found] = f
                member.listed.value[found] = utility
                found += 1
    note(member, found - first, 0)


@kernel
def list_courted(world, member):
    """List firms that have a suitor."""
    first, after = part(member, world.counts.living[0])
    found = first
    for n in range(first, after):
        expect(world.firms, world.living, n, after, 64)
        if world.firms.suitor[world.living[n]] != NOBODY:
            member.listed.row[found] = world.living[n]
            found += 1
    note(member, found - first, 0)


@kernel
def court(world, f, utility):
    """Become a firm's suitor if it likes nobody better (ties go to the lower key)."""
    firms, other = world.firms, world.firms.proposal[f, 0]
    rival = firms.suitor[other]
    if rival != NOBODY:
        better = firms.suitor_utility[other]
        if utility < better or (utility == better and firms.key[f] > firms.key[rival]):
            return
    firms.suitor[other] = f
    firms.suitor_utility[other] = utility


@seldom
def start_talks(world, p, f, other, step):
    """Open talks between an initiator, the firm that consented, and whom they invite."""
    a = world.counts.alliances[0]
    world.counts.alliances[0] += 1
    world.active[world.counts.active[0]] = a
    world.counts.active[0] += 1
    alliances, firms = world.alliances, world.firms
    alliances[a] = world.new_alliance[0]
    alliances.key[a] = hashed(stream(world.seed, ALLIANCE_KEY, step), firms.key[f], firms.key[other])
    alliances.started[a] = step
    join(world, a, f)
    join(world, a, other)
    invite(world, p, a, f, other, step)
    plan_scope(world, p, a, f, other, step)
    compare_partners(world, p, a)
    note_formation(world, p, a, f, other)


@kernel
def join(world, a, f):
    """Add a firm to an alliance and the alliance to the firm's ties."""
    alliances, firms = world.alliances, world.firms
    place = alliances.n_partners[a]
    alliances.partners[a, place] = f
    alliances.next_tie[a, place] = firms.first_tie[f]
    firms.first_tie[f] = a * MAX_PARTNERS + place
    alliances.n_partners[a] += 1
    firms.ties[f] += 1


@kernel
def invite(world, p, a, f, other, step):
    """Ask the initiator's next candidates in, as far as the partners together still lack resources."""
    firms, alliances = world.firms, world.alliances
    luck = stream(world.seed, CONSENT, step)
    for rank in range(1, firms.proposal.shape[1]):
        guest = firms.proposal[f, rank]
        if guest == NOBODY or guest == other or are_tied(world, guest, f) or are_tied(world, guest, other):
            continue
        chance = negotiation.invitation_probability(lacking(world, a), p.negotiation)
        draw = uniform_pair(stream(world.seed, INVITATION, step), alliances.key[a], rank)
        if draw >= chance:
            continue
        motive = answering_motive(world, guest, firms.motive[f])
        utility = seen_utility(world, p, guest, f, motive, firms.target[f], luck)
        if utility >= asked_utility(world, p, guest):
            join(world, a, guest)


@kernel
def lacking(world, a):
    """What the partners' best resources leave open, in [0, 1], by the initiator's industry."""
    alliances, firms = world.alliances, world.firms
    industry, total = firms.industry[alliances.partners[a, 0]], 0.0
    for k in range(len(RESOURCES)):
        best = 0.0
        for i in range(alliances.n_partners[a]):
            best = max(best, firms.resources[alliances.partners[a, i], k])
        total += world.industries.importance[industry, k] * (1 - best)
    return total


@kernel
def plan_scope(world, p, a, f, other, step):
    """Fix what the alliance is for, where, who leads it, and which stages its leader will skip."""
    alliances, firms = world.alliances, world.firms
    alliances.motive[a] = firms.motive[f]
    alliances.leader[a] = leading_actor(world, f, step)
    for side in range(2):
        motive = foremost_aim(world, other) if side else firms.motive[f]
        if motive == LEARNING:
            alliances.technology[a] = True
        elif motive == MARKET:
            alliances.market_access[a] = True
        else:
            alliances.supply_chain[a] = True
    if firms.motive[f] == MARKET:
        alliances.host[a] = firms.target[f]
    else:
        alliances.host[a] = firms.home[f] if foremost_aim(world, other) == MARKET else firms.home[other]
    if firms.home[f] == alliances.host[a] and firms.home[other] == alliances.host[a]:
        alliances.market_access[a] = False
        alliances.supply_chain[a] = alliances.supply_chain[a] or not alliances.technology[a]
    for stage in (STRATEGY, SELECTION, NEGOTIATION, DESIGN, MANAGING, EVALUATION, TERMINATION):
        if skips(world, p, f, stage, step):
            alliances.skipped[a] |= 1 << stage
    alliances.stage[a] = NEGOTIATION


@kernel
def compare_partners(world, p, a):
    """Fill in the partners' mean distances, divergence of aims, overlap of markets and common past."""
    alliances, firms = world.alliances, world.firms
    pairs, divergence, intensity = 0, 0.0, 0.0
    for i in range(alliances.n_partners[a]):
        f = alliances.partners[a, i]
        intensity += world.industries.rd_intensity[firms.industry[f]] / alliances.n_partners[a]
        for j in range(i):
            other = alliances.partners[a, j]
            pairs += 1
            alliances.culture_distance[a] += world.between.culture[firms.home[f], firms.home[other]]
            alliances.org_distance[a] += mean_gap(firms.organizational_culture[f], firms.organizational_culture[other])
            alliances.professional_distance[a] += mean_gap(
                firms.professional_culture[f], firms.professional_culture[other]
            )
            divergence += 1 - compatible_aims(world, f, other)
            alliances.market_overlap[a] += market_overlap(world, f, other)
            alliances.past_trust[a] += (past_trust(world, f, other) + past_trust(world, other, f)) / 2
            alliances.prior_ties[a] += max(past_alliances(world, f, other), past_alliances(world, other, f))
            alliances.international[a] |= firms.home[f] != firms.home[other]
    alliances.culture_distance[a] /= pairs
    alliances.org_distance[a] /= pairs
    alliances.professional_distance[a] /= pairs
    alliances.market_overlap[a] /= pairs
    alliances.past_trust[a] /= pairs
    divergence /= pairs
    vague = alliances.skipped[a] >> STRATEGY & 1
    alliances.goal_divergence[a] = stages.vague_divergence(divergence, p.stages) if vague else divergence
    alliances.specificity[a] = intensity if alliances.technology[a] else intensity / 2


@kernel
def market_overlap(world, f, other):
    """Share of the smaller firm's markets in which both sell as rivals; none across industries."""
    firms, presence = world.firms, world.presence
    if firms.industry[f] != firms.industry[other]:
        return 0.0
    both = 1.0 * is_in(world, other, firms.home[f])
    row = firms.first_presence[f]
    while row != NOBODY:
        if presence.mode[row] > NO_MODE and is_in(world, other, presence.market[row]):
            both += 1
        row = presence.next_presence[row]
    return both / (1 + min(firms.markets[f], firms.markets[other]))


@kernel
def note_formation(world, p, a, f, other):
    """Record the terms behind the choice, as each side weighed them (the decision log)."""
    alliances, firms = world.alliances, world.firms
    motive, host = firms.motive[f], firms.target[f]
    alliances.fit[a, 0] = firms.proposal_utility[f]
    alliances.fit[a, 1] = firms.suitor_utility[other]
    alliances.asked[a, 0] = firms.proposal_asked[f]
    alliances.asked[a, 1] = asked_utility(world, p, other)
    for side in range(2):
        one, partner = f, other
        if side == 1:
            one, partner = other, f
            motive = answering_motive(world, other, motive)
        alliances.complementarity[a, side] = complementary_skills(world, one, partner, motive, host)
        alliances.closeness[a, side] = cooperation(world, one, partner)
        alliances.compatibility[a, side] = compatible_aims(world, one, partner)
        alliances.proportion[a, side] = proportion(world, p, one, partner)
        alliances.name_and_past[a, side] = partner_choice.social_utility(
            firms.reputation[partner], past_trust(world, one, partner), firms.alliances[partner], p.partner_choice
        )
