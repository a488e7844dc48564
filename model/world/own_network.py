"""Alliances of the user's own firms in a world: the network that it starts from.

Firms of one's own make no others during the burn-in, so that at the first recorded quarter their network is the one
that was given. Then the alliances are signed, oldest first, as the rules sign them: term, goals and first trust follow
from the partners, and so do form and scope where they are not given. An alliance of some years starts on schedule: of
its goal, each partner has reached what is due by then; a contract whose term has run out was renewed. Its partners have
the experience of having managed it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from alliances.model.declarations.codes import EFFICIENCY, LEARNING, MANAGING, MARKET, MAX_PARTNERS, NO_MOTIVE, NOBODY
from alliances.model.engine.compiling import call
from alliances.model.engine.kernels import entry_point, kernel
from alliances.model.engine.layout import enlarged
from alliances.model.records.state import World
from alliances.model.rules import alliance_capability, evaluation
from alliances.model.steps.choose_partners import compare_partners, open_books, plan_scope
from alliances.model.steps.hold_talks import agree, shares_ownership
from alliances.model.steps.motives import foremost_need
from alliances.model.steps.standing import refresh_standing
from alliances.model.steps.ties import join
from alliances.model.world.own_alliances import SCOPE, OwnAlliance

UNKNOWN = -1
RECORD = np.dtype([("partners", "i8", (MAX_PARTNERS,)), ("start", "i8"), ("equity", "i8"), ("host", "i8"),
                   ("given_scope", "?"), *((field, "?") for field in SCOPE)])  # fmt: skip
LATEST = -1
"""Quarter of signature of an alliance whose start is not given, and the last there can be."""


def stay_apart(world: World, own: int) -> None:
    """Let the first so many firms propose to nobody this quarter, and nobody to them."""
    proposal = world.firms["proposal"]
    proposal[:own] = NOBODY
    proposal[(proposal >= 0) & (proposal < own)] = NOBODY


def with_network(world: World, kernel_p: Any, alliances: Sequence[OwnAlliance]) -> World:
    """The world at the end of its burn-in, in which these alliances are signed."""
    records = np.sort(records_of(alliances), order="start", kind="stable")
    used, active = int(world.counts[0]["alliances"]), int(world.counts[0]["active"])
    world = world._replace(
        alliances=enlarged(world.alliances, used, max(len(world.alliances), used + len(records))),
        active=enlarged(world.active, active, max(len(world.active), active + len(records))),
    )
    call(sign_all, world, kernel_p, records)
    world.quarter["active_alliances"] += len(records)
    return world


def records_of(alliances: Sequence[OwnAlliance]) -> np.ndarray:
    """Alliances as records that kernels read."""
    records = np.zeros(len(alliances), RECORD)
    records["partners"] = NOBODY
    for record, one in zip(records, alliances, strict=True):
        record["partners"][: len(one.partners)] = one.partners
        record["start"] = LATEST if one.start is None else one.start
        record["equity"] = UNKNOWN if one.equity is None else one.equity
        record["host"], record["given_scope"] = one.host, one.scope is not None
        for field in one.scope or ():
            record[field] = True
    return records


@entry_point
def sign_all(world, parameters, records):
    """Sign alliances, one after the other."""
    p = parameters[0]
    for n in range(len(records)):
        given = records[n]
        start, f, other = given.start, given.partners[0], given.partners[1]
        a = open_books(world, f, other, start)
        for i in range(2, MAX_PARTNERS):
            if given.partners[i] != NOBODY:
                join(world, a, given.partners[i])
        world.firms.motive[f] = purpose(world, p, given, f)
        world.firms.target[f] = given.host if given.host != NOBODY else world.firms.home[other]
        plan_scope(world, p, a, f, other, start)
        world.firms.motive[f], world.firms.target[f] = NO_MOTIVE, NOBODY
        write_scope(world, a, given)
        compare_partners(world, p, a)
        world.alliances.equity[a] = given.equity == 1
        if given.equity == UNKNOWN:
            world.alliances.equity[a] = shares_ownership(world, p, a, start)
        agree(world, p, a, start)
        catch_up(world, p, a, start)


@kernel
def purpose(world, p, given, f):
    """The initiator's motive: what the scope is for, else what it needs most."""
    if given.market_access:
        return MARKET
    if given.technology:
        return LEARNING
    return EFFICIENCY if given.supply_chain else foremost_need(world, p, f)


@kernel
def write_scope(world, a, given):
    """Put down what was given of scope and host."""
    alliances = world.alliances
    if given.given_scope:
        alliances.technology[a] = given.technology
        alliances.supply_chain[a] = given.supply_chain
        alliances.market_access[a] = given.market_access
    if given.host != NOBODY:
        alliances.host[a] = given.host


@kernel
def catch_up(world, p, a, start):
    """Bring an alliance from its signature to the end of the burn-in."""
    alliances, worked = world.alliances, -start
    alliances.stage[a] = MANAGING
    while alliances.due[a] < 0:
        alliances.due[a] += alliances.planned_quarters[a]
    horizon = evaluation.horizon_quarters(alliances.planned_quarters[a])
    for i in range(alliances.n_partners[a]):
        f = alliances.partners[a, i]
        alliances.progress[a, i] = alliances.goal[a, i] * min(worked, horizon) / horizon
        for _ in range(worked):
            world.firms.experience[f] = alliance_capability.next_experience(
                world.firms.experience[f], 1.0, p.alliance_capability
            )
        refresh_standing(world, p, f)
