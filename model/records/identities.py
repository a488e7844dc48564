"""Identities: what must hold exactly after every quarter. Each is a question to a simulation, answered in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from alliances.model.declarations.codes import NO_MODE, NOBODY
from alliances.model.policies.policy import UNLIMITED
from alliances.model.records.state import GROUPS, World, in_use, signed
from alliances.model.rules import QUARTERS_PER_YEAR

if TYPE_CHECKING:
    from alliances.model.simulation import Simulation

TOLERANCE = 1e-9


def violations(simulation: Simulation) -> list[str]:
    """One sentence for each identity that does not hold."""
    world = simulation.world
    return [
        *shares(world, simulation.codes), *flows(simulation), *living(world), *memberships(simulation), *bounds(world),
        *numbers(world), *money(simulation),
    ]  # fmt: skip


def shares(world: World, codes: np.ndarray) -> Iterator[str]:
    """Shares of firms and outside incumbents sum to one in every market in which anybody has competed."""
    allotted = world.markets["allotted"]
    for market in np.flatnonzero((np.abs(allotted - 1) > TOLERANCE) & (allotted > 0)):
        yield f"shares in {codes[market]} sum to {allotted[market]!r}, not to 1"


def flows(simulation: Simulation) -> Iterator[str]:
    """Founded less closed is the change in firms, formed less ended the change in active alliances."""
    quarters = [summary[0] for _, summary in simulation.recorder.quarters[-2:]]
    if len(quarters) == 2:
        before, now = quarters
        firms, alliances = (now[name] - before[name] for name in ("living_firms", "active_alliances"))
        if firms != now["founded"] - now["closed"]:
            yield f"firms changed by {firms}, founded {now['founded']}, closed {now['closed']}"
        if alliances != now["formed"] - now["ended"]:
            yield f"alliances changed by {alliances}, formed {now['formed']}, ended {now['ended']}"
    summary, world = simulation.world.quarter[0], simulation.world
    alive, active = int(in_use(world, "firms")["alive"].sum()), len(signed(world))
    if (summary["living_firms"], summary["active_alliances"]) != (alive, active) and quarters:
        yield (
            f"the quarter counts {summary['living_firms']} firms, {summary['active_alliances']} alliances; "
            f"there are {alive}, {active}"
        )


def living(world: World) -> Iterator[str]:
    """The list of living firms holds every firm that is alive, once, oldest first."""
    if not np.array_equal(in_use(world, "living"), np.flatnonzero(in_use(world, "firms")["alive"])):
        yield "the list of living firms is not that of the firms alive"


def memberships(simulation: Simulation) -> Iterator[str]:
    """Ties that firms count equal memberships, and alliances equal the edges of the network."""
    world = simulation.world
    firms = in_use(world, "firms")
    for column, rows in (("ties", in_use(world, "active")), ("alliances", signed(world))):
        partners = world.alliances["partners"][rows]
        members = np.bincount(partners[partners != NOBODY], minlength=len(firms))
        for firm in np.flatnonzero(members != firms[column]):
            yield f"firm {firm} counts {firms[column][firm]} {column}, its memberships are {members[firm]}"
    sizes = world.alliances["n_partners"][signed(world)].astype(np.int64)
    pairs, edges = int((sizes * (sizes - 1) // 2).sum()), simulation.network().edges(data="alliances")
    if (listed := sum(len(alliances) for _, _, alliances in edges)) != pairs:
        yield f"the network lists {listed} partnerships, alliances hold {pairs}"
    presences = in_use(world, "presence")
    held = presences[(presences["firm"] != NOBODY) & (presences["mode"] > NO_MODE)]["firm"]
    for firm in np.flatnonzero((np.bincount(held, minlength=len(firms)) != firms["markets"]) & firms["alive"]):
        yield f"firm {firm} counts {firms['markets'][firm]} markets, its presences differ"


def bounds(world: World) -> Iterator[str]:
    """Every column stays within the bounds that it declares; what is counted from none or never on has none below."""
    for group in GROUPS:
        records = in_use(world, group.name)
        for name, column in group.stored.items() if records.size else ():
            low, high = (np.nan if bound is None else bound for bound in (column.low, column.high))
            least, most = records[name].min(), records[name].max()
            if least < low - TOLERANCE or most > high + TOLERANCE:
                allowed = f"[{low:g}, {high:g}]" if column.high is not None else f"what is {low:g} or more"
                yield f"{group.name}.{name} leaves {allowed}: {least:g} to {most:g}"


def numbers(world: World) -> Iterator[str]:
    """No column holds NaN or an infinity."""
    for group in GROUPS:
        records = in_use(world, group.name)
        for name, column in group.stored.items():
            if column.dtype[0] == "f" and column.high != UNLIMITED and not np.isfinite(records[name]).all():
                yield f"{group.name}.{name} holds a value that is not finite"


def money(simulation: Simulation) -> Iterator[str]:
    """What policies paid this year is what their budgets and the firms' accounts say, and never exceeds the budget."""
    world, step = simulation.world, simulation.quarter - 1
    payments = in_use(world, "payments")
    for k, policy in enumerate(simulation.policies):
        if policy.ramp(step) == 0 or policy.budget == 0:
            if (payments["step"][payments["programme"] == k] == step).any():
                yield f"policy {policy.name!r} pays in quarter {step}, out of its time"
            continue
        since = step - (step - policy.first_step) % QUARTERS_PER_YEAR
        year = payments[(payments["programme"] == k) & (payments["step"] >= since)]
        paid, left = year["amount"].sum(), world.programmes["left"][k]
        received = world.awards["received"][: world.counts[0]["firms"], k]
        if paid > policy.budget * (1 + TOLERANCE):
            yield f"policy {policy.name!r} paid {paid!r} in a year, its budget is {policy.budget!r}"
        if policy.budget < UNLIMITED and abs(policy.budget - left - paid) > TOLERANCE * policy.budget:
            yield f"policy {policy.name!r} paid {paid!r} in a year, its budget says {policy.budget - left!r}"
        to_firms = year["amount"][year["firm"] != NOBODY].sum()
        if abs(to_firms - received.sum()) > TOLERANCE * max(1.0, to_firms):
            yield f"policy {policy.name!r} paid firms {to_firms!r} in a year, they received {received.sum()!r}"
        if (received > policy.ceiling * (1 + TOLERANCE)).any():
            yield f"policy {policy.name!r} paid a firm {received.max()!r} in a year, its ceiling is {policy.ceiling!r}"
