"""How a firm leaves a market or forgets it, and how such steps are recorded."""

from alliances.model.declarations.codes import LEAVE, NO_MODE, NOBODY
from alliances.model.engine.kernels import kernel


@kernel
def leave_market(world, row, a, step):
    """Close a presence; knowledge of the market stays for a while."""
    presence = world.presence
    note_entry(world, step, row, LEAVE, a, 0.0)
    presence.mode[row] = NO_MODE
    presence.alliance[row] = NOBODY
    presence.sales[row] = 0.0
    presence.market_share[row] = 0.0
    world.firms.markets[presence.firm[row]] -= 1


@kernel
def forget_market(world, f, row):
    """Take a presence out of a firm's chain, and give its row back."""
    presence, firms = world.presence, world.firms
    before = firms.first_presence[f]
    if before == row:
        firms.first_presence[f] = presence.next_presence[row]
    else:
        while presence.next_presence[before] != row:
            before = presence.next_presence[before]
        presence.next_presence[before] = presence.next_presence[row]
    presence.mode[row] = NO_MODE
    give_back(world, row)


@kernel
def give_back(world, row):
    """Let a presence row be used again."""
    counts = world.counts
    world.presence.firm[row] = NOBODY
    world.free_presence[counts.free_presence[0]] = row
    counts.free_presence[0] += 1


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
