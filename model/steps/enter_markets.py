"""Firms enter, deepen, withdraw from and leave foreign markets."""

from alliances.model.declarations.codes import (
    DEEPEN,
    ENTER,
    EXPORT,
    FOR_ENTRY,
    FOR_SALES,
    NO_MODE,
    NOBODY,
    WHOLLY_OWNED,
    WITHDRAW,
)
from alliances.model.declarations.decisions import DEEPENING, FIRST_DEMAND_SHOCK, LEAVING, RECONSIDERING
from alliances.model.engine.kernels import kernel, seldom
from alliances.model.engine.loops import each_alliance, each_firm
from alliances.model.engine.randomness import normal_pair, stream, uniform_pair
from alliances.model.policies.booking import paid, promised
from alliances.model.records.firms import Identity, Plan, Position
from alliances.model.rules import entry_mode
from alliances.model.steps.abroad import (
    can_pay,
    cost_of_entry,
    own_cost,
    presence_in,
    prospect,
    running_cost,
    usable_knowledge,
    would_export,
)
from alliances.model.steps.agreement import mode_of
from alliances.model.steps.leave import leave_market, note_entry


@kernel
def enter_markets(world, p, step):
    """Carry out entries with partners and alone, then let present firms reconsider."""
    enter_together(world, p, step)
    move(world, p, step)


@each_alliance()
def enter_together(world, p, a, step):
    """Bring every partner of a newly signed alliance that can pay its part into the host market."""
    alliances, host = world.alliances, world.alliances.host[a]
    if alliances.formed[a] != step or not alliances.market_access[a]:
        return
    mode = mode_of(world, a)
    for i in range(alliances.n_partners[a]):
        f = alliances.partners[a, i]
        if world.firms.home[f] == host:
            continue
        row = presence_in(world, f, host)
        present = row != NOBODY and world.presence.mode[row] > NO_MODE
        cost = cost_of_entry(world, p, f, host, mode, own_cost(world, p, f, host))
        if has_local_partner(world, a, host):
            cost *= 1 - p.entry_cost.shared
        own = cost if present else cost - promised(world, f, a, host, FOR_ENTRY, cost)
        if not can_pay(world, p, f, own) or (present and world.presence.mode[row] >= mode):
            continue
        take_position(world, p, f, host, mode, a, cost, DEEPEN if present else ENTER, step)


@kernel
def has_local_partner(world, a, host):
    """Whether one of the partners is at home in the host market."""
    for i in range(world.alliances.n_partners[a]):
        if world.firms.home[world.alliances.partners[a, i]] == host:
            return True
    return False


@each_firm(Identity, Plan, Position, presences=True)
def move(world, p, f, step):
    """Let a firm carry out its plan to enter alone, and reconsider its markets."""
    if world.firms.entry[f] != NO_MODE:
        enter_alone(world, p, f, step)
    if world.firms.markets[f] > 0:
        reconsider_markets(world, p, f, step)


@kernel
def enter_alone(world, p, f, step):
    """Carry out a firm's plan to enter alone, if it is not there by now and can still pay."""
    firms = world.firms
    market, mode, cost = firms.target[f], firms.entry[f], firms.entry_cost[f]
    row = presence_in(world, f, market)
    own = cost - promised(world, f, NOBODY, market, FOR_ENTRY, cost)
    if (row == NOBODY or world.presence.mode[row] == NO_MODE) and can_pay(world, p, f, own):
        take_position(world, p, f, market, mode, NOBODY, cost, ENTER, step)


@kernel
def reconsider_markets(world, p, f, step):
    """Let a firm reconsider every market it has been in for a quarter or more, the latest known first."""
    presence = world.presence
    row = world.firms.first_presence[f]
    while row != NOBODY:
        if presence.mode[row] > NO_MODE and presence.since[row] < step:
            reconsider(world, p, row, step)
        row = presence.next_presence[row]


@seldom
def take_position(world, p, f, market, mode, a, cost, event, step):
    """Pay for and take up a mode of presence, with support where the firm is new there; return its row."""
    presence, firms = world.presence, world.firms
    row = presence_in(world, f, market)
    if row == NOBODY:
        row = new_presence(world, f, market)
    if presence.mode[row] == NO_MODE:
        firms.markets[f] += 1
        presence.since[row] = step
        draws = stream(world.seed, FIRST_DEMAND_SHOCK, step)
        presence.demand_shock[row] = p.entry_mode.demand_shock * normal_pair(draws, firms.key[f], market)
    presence.mode[row] = mode
    presence.alliance[row] = a
    firms.outlay[f] += cost - paid(world, f, a, market, FOR_ENTRY, cost) if event == ENTER else cost
    note_entry(world, step, row, event, a, cost)
    return row


@kernel
def new_presence(world, f, market):
    """A row for a firm in a market it does not know yet."""
    presence, counts = world.presence, world.counts
    if counts.free_presence[0] > 0:
        counts.free_presence[0] -= 1
        row = world.free_presence[counts.free_presence[0]]
    else:
        row = counts.presence[0]
        counts.presence[0] += 1
    presence.firm[row] = f
    presence.market[row] = market
    presence.mode[row] = NO_MODE
    presence.alliance[row] = NOBODY
    presence.knowledge[row] = 0.0
    presence.sales[row] = 0.0
    presence.market_share[row] = 0.0
    presence.next_presence[row] = world.firms.first_presence[f]
    world.firms.first_presence[f] = row
    return row


@kernel
def reconsider(world, p, row, step):
    """Let a present firm leave or step back from a losing market, or own what it exported to."""
    if loses_patience(world, p, row, step):
        step_back(world, p, row, step)
    elif thinks_of_owning(world, p, row, step) and will_own(world, p, row, step):
        f, market = world.presence.firm[row], world.presence.market[row]
        cost = cost_of_entry(world, p, f, market, WHOLLY_OWNED, own_cost(world, p, f, market))
        take_position(world, p, f, market, WHOLLY_OWNED, NOBODY, cost, DEEPEN, step)


@kernel
def loses_patience(world, p, row, step):
    """Whether a firm gives a market up as it has been."""
    presence, firms = world.presence, world.firms
    f, market, mode = presence.firm[row], presence.market[row], presence.mode[row]
    margin = presence.sales[row] * entry_mode.kept_margin(mode, p.entry_mode)
    margin += promised(world, f, NOBODY, market, FOR_SALES, presence.sales[row])
    running = running_cost(world, p, f, mode, own_cost(world, p, f, market))
    draws = stream(world.seed, LEAVING, step)
    return uniform_pair(draws, firms.key[f], market) < entry_mode.leave_probability(margin, running, p.entry_mode)


@kernel
def thinks_of_owning(world, p, row, step):
    """Whether an exporter considers to own what it exported to."""
    presence = world.presence
    if presence.mode[row] != EXPORT:
        return False
    draws, key = stream(world.seed, RECONSIDERING, step), world.firms.key[presence.firm[row]]
    return uniform_pair(draws, key, presence.market[row]) < entry_mode.reconsider_probability(p.entry_mode)


@seldom
def step_back(world, p, row, step):
    """Go back from owning to exporting where that would pay, else leave."""
    presence = world.presence
    if presence.mode[row] == WHOLLY_OWNED and would_export(world, p, row):
        presence.mode[row] = EXPORT
        note_entry(world, step, row, WITHDRAW, presence.alliance[row], 0.0)
    else:
        leave_market(world, row, presence.alliance[row], step)


@seldom
def will_own(world, p, row, step):
    """Whether a wholly owned unit wins against exporting, and can be paid."""
    presence, firms = world.presence, world.firms
    f, market = presence.firm[row], presence.market[row]
    own = own_cost(world, p, f, market)
    cost = cost_of_entry(world, p, f, market, WHOLLY_OWNED, own)
    if not can_pay(world, p, f, cost):
        return False
    knowledge, demand_shock = usable_knowledge(world, p, f, market, 0.0), presence.demand_shock[row]
    benefit, running = prospect(world, p, f, market, WHOLLY_OWNED, own, knowledge, demand_shock)
    before, spared = prospect(world, p, f, market, EXPORT, own, knowledge, demand_shock)
    weight = entry_mode.option_weight(benefit - before, running - spared, cost, p.entry_mode)
    draws = stream(world.seed, DEEPENING, step)
    return uniform_pair(draws, firms.key[f], market) < entry_mode.choice_probability(weight)
