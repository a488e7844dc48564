"""Identities that hold exactly at the end of every quarter: the books balance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from alliances.model.codes import NO_MODE, NOBODY
from alliances.model.policy import UNLIMITED
from alliances.model.records import signed
from alliances.model.rules import QUARTERS_PER_YEAR
from alliances.model.steps.record import ACTIVE, CLOSED, ENDED, FIRMS, FORMED, FOUNDED

if TYPE_CHECKING:
    from alliances.model.model import AllianceModel

TOLERANCE = 1e-9
UNIT_COLUMNS = {
    "firms": (
        "resources", "endowment", "capability", "attention", "reputation", "outside_option", "past_trust",
        "review_chance", "aptitude", "absorptive_capacity", "international_experience",
    ),
    "alliances": ("trust", "conflict", "goal_divergence", "culture_distance", "org_distance", "market_overlap"),
    "presence": ("knowledge", "share"),
}  # fmt: skip
STOCKS = {
    "firms": ("assets", "experience", "mnc_years", "home_sales", "foreign_sales", "alliances", "ties", "markets"),
    "alliances": ("knowledge_transferred", "formation_cost", "goal"),
    "presence": ("sales",),
    "markets": ("demand",),
}


def violations(model: AllianceModel) -> list[str]:
    """One sentence for each identity that does not hold."""
    return [
        *shares(model), *flows(model), *living(model), *memberships(model), *stocks(model), *numbers(model),
        *money(model),
    ]  # fmt: skip


def shares(model: AllianceModel) -> Iterator[str]:
    """Shares of firms and outside incumbents sum to one in every market in which anybody has competed."""
    allotted = model.world.markets["allotted"]
    for market in np.flatnonzero((np.abs(allotted - 1) > TOLERANCE) & (allotted > 0)):
        yield f"shares in {model.codes[market]} sum to {allotted[market]!r}, not to 1"


def flows(model: AllianceModel) -> Iterator[str]:
    """Founded less closed is the change in firms, formed less ended the change in active alliances."""
    quarters = [summary for _, summary in model.recorder.quarters[-2:]]
    if len(quarters) == 2:
        before, now = quarters
        if now[FIRMS] - before[FIRMS] != now[FOUNDED] - now[CLOSED]:
            yield f"firms changed by {now[FIRMS] - before[FIRMS]}, founded {now[FOUNDED]}, closed {now[CLOSED]}"
        if now[ACTIVE] - before[ACTIVE] != now[FORMED] - now[ENDED]:
            yield f"alliances changed by {now[ACTIVE] - before[ACTIVE]}, formed {now[FORMED]}, ended {now[ENDED]}"
    summary, world = model.world.quarter, model.world
    alive, active = int(in_use(model, "firms")["alive"].sum()), len(signed(world))
    if (summary[FIRMS], summary[ACTIVE]) != (alive, active) and quarters:
        yield f"the quarter counts {summary[FIRMS]} firms, {summary[ACTIVE]} alliances; there are {alive}, {active}"


def living(model: AllianceModel) -> Iterator[str]:
    """The list of living firms holds every firm that is alive, once, oldest first."""
    world = model.world
    listed = world.living[: world.counts[0]["living"]]
    if not np.array_equal(listed, np.flatnonzero(in_use(model, "firms")["alive"])):
        yield "the list of living firms is not that of the firms alive"


def memberships(model: AllianceModel) -> Iterator[str]:
    """Ties that firms count equal memberships, and alliances equal the edges of the network."""
    world = model.world
    firms = world.firms[: world.counts[0]["firms"]]
    for column, rows in (("ties", world.active[: world.counts[0]["active"]]), ("alliances", signed(world))):
        partners = world.alliances["partners"][rows]
        members = np.bincount(partners[partners != NOBODY], minlength=len(firms))
        for firm in np.flatnonzero(members != firms[column]):
            yield f"firm {firm} counts {firms[column][firm]} {column}, its memberships are {members[firm]}"
    sizes = world.alliances["n_partners"][signed(world)]
    pairs, edges = int((sizes * (sizes - 1) // 2).sum()), model.network().edges(data="alliances")
    if (listed := sum(len(alliances) for _, _, alliances in edges)) != pairs:
        yield f"the network lists {listed} partnerships, alliances hold {pairs}"
    presences = world.presence[: world.counts[0]["presence"]]
    held = presences[(presences["firm"] != NOBODY) & (presences["mode"] > NO_MODE)]["firm"]
    for firm in np.flatnonzero((np.bincount(held, minlength=len(firms)) != firms["markets"]) & firms["alive"]):
        yield f"firm {firm} counts {firms['markets'][firm]} markets, its presences differ"


def stocks(model: AllianceModel) -> Iterator[str]:
    """No stock is negative, and what is measured on [0, 1] stays there."""
    for group, column, values in columns(model, STOCKS):
        if (values < 0).any():
            yield f"{group}.{column} is negative: {values.min()!r}"
    for group, column, values in columns(model, UNIT_COLUMNS):
        if (values < -TOLERANCE).any() or (values > 1 + TOLERANCE).any():
            yield f"{group}.{column} leaves [0, 1]: {values.min()!r} to {values.max()!r}"


def numbers(model: AllianceModel) -> Iterator[str]:
    """No column holds NaN or an infinity."""
    for group in ("firms", "alliances", "presence", "markets", "entries"):
        records = in_use(model, group)
        for column in records.dtype.names or ():
            values = records[column]
            if values.dtype.kind == "f" and not np.isfinite(values).all():
                yield f"{group}.{column} holds a value that is not finite"


def money(model: AllianceModel) -> Iterator[str]:
    """What policies paid this year is what their budgets and the firms' accounts say, and never exceeds the budget."""
    payments, step = in_use(model, "payments"), model.quarter - 1
    for k, policy in enumerate(model.policies):
        if policy.ramp(step) == 0 or policy.budget == 0:
            if (payments["step"][payments["programme"] == k] == step).any():
                yield f"policy {policy.name!r} pays in quarter {step}, out of its time"
            continue
        since = step - (step - policy.first_step) % QUARTERS_PER_YEAR
        year = payments[(payments["programme"] == k) & (payments["step"] >= since)]
        paid, left = year["amount"].sum(), model.world.programmes["left"][k]
        received = model.world.awards["received"][: model.world.counts[0]["firms"], k]
        if paid > policy.budget * (1 + TOLERANCE):
            yield f"policy {policy.name!r} paid {paid!r} in a year, its budget is {policy.budget!r}"
        if policy.budget < UNLIMITED and abs(policy.budget - left - paid) > TOLERANCE * policy.budget:
            yield f"policy {policy.name!r} paid {paid!r} in a year, its budget says {policy.budget - left!r}"
        to_firms = year["amount"][year["firm"] != NOBODY].sum()
        if abs(to_firms - received.sum()) > TOLERANCE * max(1.0, to_firms):
            yield f"policy {policy.name!r} paid firms {to_firms!r} in a year, they received {received.sum()!r}"
        if (received > policy.ceiling * (1 + TOLERANCE)).any():
            yield f"policy {policy.name!r} paid a firm {received.max()!r} in a year, its ceiling is {policy.ceiling!r}"


def columns(model: AllianceModel, groups: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str, np.ndarray]]:
    """The named columns of each group that have entries in use."""
    for group, names in groups.items():
        records = in_use(model, group)
        if len(records):
            yield from ((group, name, records[name]) for name in names)


def in_use(model: AllianceModel, group: str) -> np.ndarray:
    """The records of a group that are in use."""
    records: np.ndarray = getattr(model.world, group)
    return records if group == "markets" else records[: model.world.counts[0][group]]
