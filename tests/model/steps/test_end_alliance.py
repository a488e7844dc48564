"""Endings in whole worlds: why an alliance ended is one thing, how it ended another."""

import pytest

from alliances.model.declarations.codes import (
    DISSOLVED,
    EXTERNAL_SHOCK,
    NEVER,
    NOBODY,
    PARTNER_CLOSED,
    TAKEN_OVER,
)
from alliances.model.face.model import AllianceModel

OWNERS = {
    "governance.leaning": 3, "termination.goals_failed": 5, "strategy.review_rate": 4, "termination.external_shock": 1,
    "partner_choice.reservation": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def model():
    """A world of many joint ventures that end soon, and go to a partner who values them more."""
    return AllianceModel(firms=120, quarters=40, seed=4, parameters={**OWNERS, "termination.takeover": 1}).run()


@pytest.fixture(scope="module")
def ended(model):
    """Those that ended."""
    alliances = model.world.alliances[: model.world.counts[0]["alliances"]]
    return alliances[alliances["ended"] != NEVER]


def test_only_joint_ventures_are_taken_over_and_each_by_one_of_the_partners(ended):
    taken = ended[ended["ending"] == TAKEN_OVER]
    assert len(taken) > 10 and taken["equity"].all()
    assert all(alliance["buyer"] in alliance["partners"][: alliance["n_partners"]] for alliance in taken)
    assert (ended["buyer"][ended["ending"] == DISSOLVED] == NOBODY).all()


def test_a_venture_is_taken_over_whatever_the_partners_reason_and_never_for_one_from_outside(ended):
    taken = ended["ending"] == TAKEN_OVER
    assert len(set(ended["cause"][taken])) >= 3
    assert not {EXTERNAL_SHOCK, PARTNER_CLOSED} & set(ended["cause"][taken])
    assert {EXTERNAL_SHOCK, PARTNER_CLOSED} <= set(ended["cause"][ended["equity"]])


def test_the_new_owner_keeps_the_unit_abroad(model, ended):
    entries = model.tables()["entries"]
    deepened = entries[(entries.event == "deepen") & (entries["mode"] == "wholly_owned") & entries.alliance_id.notna()]
    alliances = model.world.alliances
    owners = {(a, alliances["buyer"][a]) for a in range(model.world.counts[0]["alliances"])}
    assert len(deepened) > 0
    assert all(pair in owners for pair in zip(deepened.alliance_id, deepened.firm_id, strict=True))


def test_the_table_tells_why_and_how(model):
    alliances = model.tables()["alliances"]
    over = alliances.ended_step.notna()
    assert alliances.ending[over].notna().all() and alliances.ending[~over].isna().all()
    assert (alliances.buyer.notna() == (alliances.ending == "taken_over").fillna(False)).all()


def test_nobody_takes_over_in_the_null_form():
    world = AllianceModel(firms=120, quarters=40, seed=4, without="termination").run().world
    alliances = world.alliances[: world.counts[0]["alliances"]]
    ventures = alliances[alliances["equity"] & (alliances["ended"] != NEVER)]
    assert len(ventures) > 0 and (ventures["ending"] == DISSOLVED).all()
