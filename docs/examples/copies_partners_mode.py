"""A firm copies its most successful partner's way into a market (compiled).

alliances run --plugin docs/examples/copies_partners_mode.py --set mode_imitation.chance=0.8
"""

from typing import NamedTuple

from alliances.extend import Mechanism, count, decision, parameter, stream, uniform
from alliances.model.declarations.codes import MAX_PARTNERS, NO_MODE, NOBODY
from alliances.model.steps.abroad import presence_in

IMITATION = decision("mode_imitation")


class Parameters(NamedTuple):
    """How much firms imitate."""

    chance: float = parameter(
        0.3, "Chance that a firm takes its partner's mode rather than the one it has worked out", unit="probability",
        low=0, high=1, plausible=(0.1, 0.8), source="haunschild_miner_1997", null=0,
    )  # fmt: skip


def imitate(world, p, own, step):
    """Let firms that plan to enter a market alone take the mode of their most successful partner there."""
    draws = stream(world.seed, IMITATION, step)
    for n in range(world.counts.living[0]):
        f = world.living[n]
        if world.firms.entry[f] != NO_MODE and uniform(draws, world.firms.key[f]) < p.chance[0]:
            row = model_of(world, f)
            if row != NOBODY:
                own.copied[f] += world.firms.entry[f] != world.presence.mode[row]
                world.firms.entry[f] = world.presence.mode[row]


def model_of(world, f):
    """Row of the presence, in the market that a firm wants to enter, of its partner with most foreign sales."""
    best, most, tie = NOBODY, 0.0, world.firms.first_tie[f]
    while tie != NOBODY:
        a = tie // MAX_PARTNERS
        for i in range(world.alliances.n_partners[a]):
            other = world.alliances.partners[a, i]
            row = presence_in(world, other, world.firms.target[f])
            if row != NOBODY and world.presence.mode[row] > NO_MODE and world.firms.foreign_sales[other] > most:
                best, most = row, world.firms.foreign_sales[other]
        tie = world.alliances.next_tie[a, tie % MAX_PARTNERS]
    return best


mechanism = Mechanism(
    name="mode_imitation",
    theory="Firms imitate those they are tied to, the successful ones most (Haunschild and Miner 1997).",
    after="hold_talks", run=imitate, compiled=True, Parameters=Parameters,
    columns={"copied": count("Entry plans changed to a partner's mode", "plans", table="firms")},
)  # fmt: skip
