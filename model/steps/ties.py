"""Two firms: their alliances, their past with each other, and how alike they are."""

from alliances.model.declarations.codes import MAX_PARTNERS, MEMORY, NOBODY
from alliances.model.engine.kernels import kernel
from alliances.model.rules import partner_choice


@kernel
def are_tied(world, f, other):
    """Whether two firms are in talks or in an alliance with each other."""
    alliances = world.alliances
    tie = world.firms.first_tie[f]
    while tie != NOBODY:
        a = tie // MAX_PARTNERS
        for i in range(alliances.n_partners[a]):
            if alliances.partners[a, i] == other:
                return True
        tie = alliances.next_tie[a, tie % MAX_PARTNERS]
    return False


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
def memory_of(world, f, other):
    """Place of a past partner in a firm's memory, or NOBODY."""
    for place in range(MEMORY):
        if world.firms.past_partner[f, place] == other:
            return place
    return NOBODY


@kernel
def past_trust(world, f, other):
    """Trust that earlier alliances with this firm have left."""
    place = memory_of(world, f, other)
    return world.firms.past_trust[f, place] if place >= 0 else 0.0


@kernel
def past_alliances(world, f, other):
    """Earlier alliances with this firm that a firm remembers."""
    place = memory_of(world, f, other)
    return world.firms.past_alliances[f, place] if place >= 0 else 0


@kernel
def remember(world, f, other, trust):
    """Keep what is left of trust in a past partner; for a new one, the partner that is forgotten first makes room."""
    firms = world.firms
    place = memory_of(world, f, other)
    if place == NOBODY:
        place = memory_of(world, f, NOBODY)
        if place == NOBODY:
            place = 0
            for other_place in range(1, MEMORY):
                if partner_choice.is_forgotten_before(firms.past_trust[f, other_place], firms.past_trust[f, place]):
                    place = other_place
        firms.past_partner[f, place] = other
        firms.past_alliances[f, place] = 0
    firms.past_trust[f, place] = trust
    firms.past_alliances[f, place] += 1


@kernel
def proportion(world, p, f, other):
    """How comparable the means of two firms are."""
    return partner_choice.proportion(world.firms.assets[f], world.firms.assets[other], p.partner_choice)


@kernel
def mean_gap(first, second):
    """Mean absolute difference of two positions."""
    total = 0.0
    for k in range(len(first)):
        total += abs(first[k] - second[k])
    return total / len(first)


@kernel
def compatible_aims(world, f, other):
    """Overlap of two firms' aims, in [0, 1]."""
    aims = world.firms.aims
    return 1 - mean_gap(aims[f], aims[other]) * aims.shape[1] / 2
