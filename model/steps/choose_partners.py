"""Partners choose each other: whom a firm proposes to must want it more than any other proposer, and enough."""

from alliances.model.declarations.codes import (
    DESIGN,
    EVALUATION,
    MANAGING,
    NEGOTIATION,
    NO_MODE,
    NO_MOTIVE,
    NOBODY,
    RESOURCES,
    SELECTION,
    STRATEGY,
    TERMINATION,
)
from alliances.model.declarations.decisions import ALLIANCE_KEY, CONSENT, INVITATION
from alliances.model.engine.kernels import kernel, seldom
from alliances.model.engine.loops import each_firm
from alliances.model.engine.randomness import hashed, stream, uniform_pair
from alliances.model.records.firms import Identity, Plan
from alliances.model.rules import governance, learning_race, negotiation, partner_choice, stages
from alliances.model.steps.abroad import is_in
from alliances.model.steps.judgement import (
    answering_motive,
    asked_utility,
    complementary_skills,
    cooperation,
    seen_utility,
    skips,
)
from alliances.model.steps.motives import foremost_need, leading_actor
from alliances.model.steps.ties import (
    are_tied,
    compatible_aims,
    join,
    mean_gap,
    past_alliances,
    past_trust,
    proportion,
)


@kernel
def choose_partners(world, p, step):
    """Let every firm that is proposed to pick its best proposer, and start talks where it is satisfied."""
    propose(world, p, step)
    consent(world, p, step)


@each_firm(Identity, Plan)
def propose(world, p, f, step):
    """Become the best proposer of the firm that a firm would ask, if that accepts it and likes nobody better."""
    firms = world.firms
    if firms.motive[f] != NO_MOTIVE and firms.proposal[f, 0] != NOBODY:
        other, draws = firms.proposal[f, 0], stream(world.seed, CONSENT, step)
        motive = answering_motive(world, p, other, firms.motive[f])
        utility = seen_utility(world, p, other, f, motive, firms.target[f], draws)
        if utility >= asked_utility(world, p, other) and is_preferred(world, f, other, utility):
            firms.proposer[other] = f
            firms.proposer_utility[other] = utility


@kernel
def is_preferred(world, f, other, utility):
    """Whether a firm likes a proposer better than the best so far (ties go to the lower key)."""
    firms, rival = world.firms, world.firms.proposer[other]
    if rival == NOBODY or utility > firms.proposer_utility[other]:
        return True
    return utility == firms.proposer_utility[other] and firms.key[f] <= firms.key[rival]


@each_firm(Identity, Plan)
def consent(world, p, f, step):
    """Start talks with the best proposer, unless by now the two are tied otherwise."""
    proposer = world.firms.proposer[f]
    if proposer != NOBODY and not are_tied(world, proposer, f):
        start_talks(world, p, proposer, f, step)


@seldom
def start_talks(world, p, f, other, step):
    """Open talks between an initiator, the firm that consented, and whom they invite."""
    a = open_books(world, f, other, step)
    invite(world, p, a, f, other, step)
    plan_scope(world, p, a, f, other, step)
    compare_partners(world, p, a)
    note_choice(world, p, a, f, other)


@kernel
def open_books(world, f, other, step):
    """Row of a new alliance of two firms, of which nothing is settled yet."""
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
    return a


@kernel
def invite(world, p, a, f, other, step):
    """Ask the initiator's next candidates in, as far as the partners together still lack resources."""
    firms, alliances = world.firms, world.alliances
    draws = stream(world.seed, CONSENT, step)
    for rank in range(1, firms.proposal.shape[1]):
        guest = firms.proposal[f, rank]
        if guest == NOBODY or guest == other or is_tied_to_any(world, a, guest):
            continue
        chance = negotiation.invitation_probability(lacking(world, a), p.negotiation)
        draw = uniform_pair(stream(world.seed, INVITATION, step), alliances.key[a], rank)
        if draw >= chance:
            continue
        motive = answering_motive(world, p, guest, firms.motive[f])
        utility = seen_utility(world, p, guest, f, motive, firms.target[f], draws)
        if utility >= asked_utility(world, p, guest):
            join(world, a, guest)


@kernel
def is_tied_to_any(world, a, guest):
    """Whether a firm is tied to a partner of an alliance."""
    for i in range(world.alliances.n_partners[a]):
        if are_tied(world, guest, world.alliances.partners[a, i]):
            return True
    return False


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
    motive, home, partners_home = firms.motive[f], firms.home[f], firms.home[other]
    aim = foremost_need(world, p, other)
    host = negotiation.host_market(motive, firms.target[f], aim, home, partners_home)
    domestic = negotiation.is_domestic(home, partners_home, host)
    alliances.motive[a] = motive
    alliances.host[a] = host
    alliances.technology[a] = negotiation.covers_technology(motive, aim)
    alliances.market_access[a] = negotiation.covers_market(motive, aim, domestic)
    alliances.supply_chain[a] = negotiation.covers_supply_chain(motive, aim, domestic)
    alliances.leader[a] = leading_actor(world, f, step)
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
    alliances.specific_investment[a] = governance.specific_investment(intensity, alliances.technology[a])


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
    return learning_race.market_overlap(both, min(firms.markets[f], firms.markets[other]))


@kernel
def note_choice(world, p, a, f, other):
    """Record the terms behind the choice, as each side weighed them (the decision log)."""
    alliances, firms = world.alliances, world.firms
    motive, host = firms.motive[f], firms.target[f]
    alliances.fit[a, 0] = firms.proposal_utility[f]
    alliances.fit[a, 1] = firms.proposer_utility[other]
    alliances.asked[a, 0] = firms.proposal_asked[f]
    alliances.asked[a, 1] = asked_utility(world, p, other)
    for side in range(2):
        one, partner = f, other
        if side == 1:
            one, partner = other, f
            motive = answering_motive(world, p, other, motive)
        alliances.complementarity[a, side] = complementary_skills(world, p, one, partner, motive, host)
        alliances.closeness[a, side] = cooperation(world, one, partner)
        alliances.compatibility[a, side] = compatible_aims(world, one, partner)
        alliances.proportion[a, side] = proportion(world, p, one, partner)
        alliances.reputation_and_past[a, side] = partner_choice.social_utility(
            firms.reputation[partner], past_trust(world, one, partner), firms.alliances[partner], p.partner_choice
        )
