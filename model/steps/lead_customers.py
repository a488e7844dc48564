"""The markets that a firm's lead customers open to it."""

from alliances.model.declarations.codes import MAX_PARTNERS, NEVER, NOBODY
from alliances.model.engine.kernels import kernel
from alliances.model.rules import QUARTERS_PER_YEAR, lead_customer


@kernel
def opened_to(world, p, f, market):
    """The largest share of a market's customers that any customer of a firm opens to it."""
    if world.firms.alliances[f] == 0 or world.industries.buyers[world.firms.industry[f]] == 0:
        return 0.0
    alliances, most, tie = world.alliances, 0.0, world.firms.first_tie[f]
    while tie != NOBODY:
        a = tie // MAX_PARTNERS
        if alliances.formed[a] != NEVER and alliances.supply_chain[a]:
            years = (world.counts.step[0] - alliances.formed[a]) / QUARTERS_PER_YEAR
            for i in range(alliances.n_partners[a]):
                other = alliances.partners[a, i]
                if other != f and buys_from(world, other, f) and serves(world, other, market):
                    trust = alliances.trust[a, i]
                    most = max(most, lead_customer.opened(years, trust, alliances.technology[a], p.lead_customer))
        tie = alliances.next_tie[a, tie % MAX_PARTNERS]
    return most


@kernel
def buys_from(world, other, f):
    """Whether a living firm's industry buys from another's."""
    bought = world.industries.buyers[world.firms.industry[f]] >> world.firms.industry[other] & 1
    return world.firms.alive[other] and bought == 1


@kernel
def serves(world, f, market):
    """Whether a firm serves customers in a market: at home, and where its footprint is."""
    return world.firms.home[f] == market or world.firms.footprint[f] >> market & 1 == 1
