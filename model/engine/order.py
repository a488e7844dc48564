"""Order in memory: in large worlds, presences are laid out anew once a year, firm by firm.

Rows of presences are taken as firms enter markets and used again after they left, so that in time those of one firm
lie anywhere, and whoever follows its chain waits for every one of them. No table shows the row of a presence.
"""

from __future__ import annotations

from alliances.model.declarations.codes import NOBODY
from alliances.model.engine.compiling import call
from alliances.model.engine.kernels import entry_point
from alliances.model.engine.layout import enlarged
from alliances.model.records.state import World
from alliances.model.rules import QUARTERS_PER_YEAR

MANY = 10_000
"""Presences that no near cache holds."""


def in_order(world: World, step: int) -> World:
    """The world with its presences laid out anew, if it is large and a year has passed."""
    if step % QUARTERS_PER_YEAR != 0 or world.counts[0]["presence"] < MANY:
        return world
    presence = enlarged(world.presence, 0, len(world.presence))
    call(lay_out, world, presence)
    return world._replace(presence=presence)


@entry_point
def lay_out(world, presence):
    """Copy all presences, firm by firm, each firm's in the order of its chain; no row between them stays free."""
    firms, counts, row = world.firms, world.counts, 0
    for n in range(counts.living[0]):
        f = world.living[n]
        old = firms.first_presence[f]
        if old != NOBODY:
            firms.first_presence[f] = row
        while old != NOBODY:
            presence[row] = world.presence[old]
            old = world.presence.next_presence[old]
            row += 1
            presence.next_presence[row - 1] = row if old != NOBODY else NOBODY
    counts.presence[0] = row
    counts.free_presence[0] = 0
