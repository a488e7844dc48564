"""Room: arrays get larger ahead of a quarter, without losing or moving anything, and by enough."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from alliances.model.declarations.codes import MAX_PARTNERS
from alliances.model.declarations.columns import Records
from alliances.model.engine import room
from alliances.model.engine.layout import allocated, enlarged
from alliances.model.engine.room import with_room
from alliances.model.face.model import AllianceModel
from alliances.model.records.alliances import ALLIANCES
from alliances.model.records.firms import FIRMS
from alliances.model.records.ledgers import AWARDS, PAYMENTS, PROGRAMMES
from alliances.model.records.markets import ENTRIES, PRESENCE
from alliances.model.records.state import COUNTS, World
from alliances.model.simulation import Simulation

GROWING = {records.name: records for records in (FIRMS, ALLIANCES, PRESENCE, ENTRIES, PAYMENTS)}
COUNTED = [*GROWING, "active", "living", "free_presence"]
BUSY = {
    "strategy.review_rate": 12, "strategy.ally_propensity": 10, "partner_choice.reservation": 0,
    "negotiation.consortium": 1, "negotiation.agreement_rate": 50, "firm_demography.founding": 0.5,
    "firm_demography.closing": 0.5, "entry_mode.exit_rate": 50,
}  # fmt: skip
POLICIES = [
    {"name": "Mentors", "instrument": "mentoring"},
    {"name": "Grant", "instrument": "export_grant", "administration": 0.1},
    {"name": "Research", "instrument": "joint_research_fund"},
]
some = st.integers(0, 12)


def numbered(records: Records, rows: int) -> np.ndarray:
    """Records that tell in every column whether their row is odd."""
    made = allocated(records, rows)
    for name in records.stored:
        made[name] = np.arange(rows).reshape(-1, *[1] * (made[name].ndim - 1)) % 2 == 1
    return made


@st.composite
def worlds(draw) -> World:
    """A world in which any number of rows is allocated and some of them are in use."""
    counts = allocated(COUNTS, 1)
    arrays = {name: numbered(records, draw(some)) for name, records in GROWING.items()}
    arrays["active"], arrays["living"] = np.arange(draw(some)), np.arange(draw(some))
    arrays["free_presence"] = np.arange(len(arrays["presence"]))
    policies = draw(st.integers(0, 3))
    arrays["programmes"] = allocated(PROGRAMMES, policies)
    arrays["awards"] = allocated(AWARDS, len(arrays["firms"]), policies)
    for name in COUNTED:
        counts[name] = draw(st.integers(0, len(arrays[name])))
    counts["founding_slots"] = draw(some)
    return World(**{**dict.fromkeys(World._fields), **arrays, "counts": counts})


def in_use(world: World) -> dict[str, list]:
    """What is in use of every array that grows, column by column."""
    used = {name: getattr(world, name)[: world.counts[0][name]] for name in COUNTED}
    return {name: [rows[column].tolist() for column in rows.dtype.names or [...]] for name, rows in used.items()}


@given(world=worlds())
def test_room_changes_nothing_that_is_in_use(world):
    before = in_use(world)
    roomy = with_room(world)
    assert in_use(roomy) == before
    assert roomy.counts is world.counts
    assert all(getattr(roomy, name).dtype == getattr(world, name).dtype for name in COUNTED)


@given(world=worlds())
def test_there_is_room_for_whatever_the_quarter_can_bring(world):
    counts, roomy = world.counts[0], with_room(world)
    living, active, slots = int(counts["living"]), int(counts["active"]), int(counts["founding_slots"])
    # a firm begins a talk or an entry of its own; every alliance, and every talk that is signed, takes partners in
    newcomers = living + MAX_PARTNERS * (active + living)
    assert len(roomy.firms) >= counts["firms"] + slots
    assert len(roomy.living) >= living + slots
    assert len(roomy.alliances) >= counts["alliances"] + living
    assert len(roomy.active) >= active + living
    assert len(roomy.presence) >= counts["presence"] + newcomers
    # all presences, those to come included, may be given back
    assert len(roomy.free_presence) >= counts["free_presence"] + counts["presence"] + newcomers
    assert roomy.awards.shape == (len(roomy.firms), len(roomy.programmes))
    payments = 1 + 3 * living + newcomers + 2 * MAX_PARTNERS * active
    assert len(roomy.payments) >= counts["payments"] + len(roomy.programmes) * payments
    # a newcomer may step back and leave again, an old presence may deepen, step back and leave
    assert len(roomy.entries) >= counts["entries"] + newcomers + 2 * (counts["presence"] + newcomers)


@given(world=worlds())
def test_where_there_is_room_nothing_is_copied(world):
    roomy = with_room(world)
    again = with_room(roomy)
    assert all(getattr(roomy, name) is getattr(again, name) for name in COUNTED)


@given(world=worlds())
def test_new_rows_of_awards_have_been_awarded_nothing(world):
    awards = with_room(world).awards[len(world.awards) :]
    assert not awards["admitted"].any() and not awards["received"].any()


def test_no_quarter_of_a_busy_world_brings_more_than_there_is_room_for(monkeypatch):
    # twice what is needed is asked for, so that half of it is only just enough
    monkeypatch.setattr(room, "enlarged", lambda records, used, rows: enlarged(records, used, rows // 2))
    run = Simulation(firms=40, quarters=24, seed=2, parameters=BUSY, policies=POLICIES)
    grown = 0
    while run.running:
        before = run.world.counts[0].copy()
        run.step()
        counts = run.world.counts[0]
        assert all(0 <= counts[name] <= len(getattr(run.world, name)) for name in COUNTED)
        grown = max(grown, (counts["alliances"] - before["alliances"]) / before["living"])
    assert grown > 0.2
    assert run.check() == []


def test_rows_never_move():
    run, keys = Simulation(firms=40, quarters=40, seed=2), []
    while run.running:
        run.step()
        now = run.world.firms["key"][: run.world.counts[0]["firms"]].tolist()
        assert now[: len(keys)] == keys
        keys = now
    assert len(keys) > 40


@pytest.mark.parametrize("byte", [0, 1, 255])
def test_what_unused_rows_hold_does_not_matter(byte, monkeypatch):
    def poisoned(records: np.ndarray, used: int, rows: int) -> np.ndarray:
        bigger = np.empty((rows, *records.shape[1:]), records.dtype)
        bigger.view(np.uint8)[:] = byte
        bigger[:used] = records[:used]
        return bigger

    clean = AllianceModel(firms=40, quarters=20, seed=2, policies=POLICIES).run()
    monkeypatch.setattr(room, "enlarged", poisoned)
    model = AllianceModel(firms=40, quarters=20, seed=2, policies=POLICIES).run()
    assert model.check() == []
    assert len(model.agents) == len(clean.agents)
    assert sorted(model.network().edges) == sorted(clean.network().edges)
    for name, table in clean.tables().items():
        assert_frame_equal(model.tables()[name], table, check_exact=True)
