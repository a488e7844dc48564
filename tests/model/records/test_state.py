"""State: every column begins as declared, and records get room without losing or moving anything."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from alliances.model.declarations.codes import MAX_PARTNERS, NOBODY
from alliances.model.engine import room
from alliances.model.engine.room import allocated, with_room
from alliances.model.face.model import AllianceModel
from alliances.model.records import state
from alliances.model.records.state import Column, Counts, World

GROUPS = [
    state.Firms, state.Alliances, state.Presence, state.Entries, state.Markets, state.Between, state.Industries,
    state.Segments, state.Counts, state.Programmes, state.Awards, state.Payments,
]  # fmt: skip
GROWING = {"firms": state.Firms, "alliances": state.Alliances, "presence": state.Presence, "entries": state.Entries,
           "payments": state.Payments}  # fmt: skip
COUNTED = [*GROWING, "active", "living", "free_presence"]

each_group = pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.__name__)
some = st.integers(0, 12)


def numbered(group: type, rows: int) -> np.ndarray:
    """Records that tell their own row in every column."""
    records = allocated(group, rows)
    for name in records.dtype.names:
        records[name] = np.arange(rows).reshape(-1, *[1] * (records[name].ndim - 1)) % 2 == 1
    return records


@st.composite
def worlds(draw) -> World:
    """A world in which any number of rows is allocated and some of them are in use."""
    counts = allocated(Counts, 1)
    columns = {name: numbered(group, draw(some)) for name, group in GROWING.items()}
    columns["active"], columns["living"] = np.arange(draw(some)), np.arange(draw(some))
    columns["free_presence"] = np.arange(len(columns["presence"]))
    policies = draw(st.integers(0, 3))
    columns["programmes"] = allocated(state.Programmes, policies)
    columns["awards"] = allocated(state.Awards, len(columns["firms"]), policies)
    for name in COUNTED:
        counts[name] = draw(st.integers(0, len(columns[name])))
    for name in ("founders_due", "reviews_due"):
        counts[name] = draw(some)
    others = dict.fromkeys(World._fields)
    return World(**{**others, **columns, "counts": counts})


@each_group
def test_every_column_begins_with_its_declared_value(group):
    records = allocated(group, 3)
    assert records.shape == (3,)
    assert records.dtype.names == group._fields
    for name, column in group._field_defaults.items():
        assert isinstance(column, Column)
        assert records[name].dtype == np.dtype(column.dtype)
        assert records[name].shape == ((3, column.width) if column.width else (3,))
        assert (records[name] == column.fill).all()


def test_records_may_have_two_dimensions():
    assert allocated(state.Between, 2, 3).shape == (2, 3)


def test_links_begin_at_nobody():
    assert (allocated(state.Firms, 2)["first_tie"] == NOBODY).all()
    assert (allocated(state.Alliances, 2)["partners"] == NOBODY).all()


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
    active, founders, reviews = int(counts["active"]), int(counts["founders_due"]), int(counts["reviews_due"])
    # a review brings a talk or an entry; every alliance, and every talk that ends at once, an entry of each partner
    assert len(roomy.firms) >= counts["firms"] + founders
    assert len(roomy.alliances) >= counts["alliances"] + reviews
    assert len(roomy.living) >= counts["living"] + founders
    assert len(roomy.active) >= active + reviews
    newcomers = reviews + MAX_PARTNERS * active
    assert len(roomy.presence) >= counts["presence"] + newcomers
    assert len(roomy.free_presence) >= len(roomy.presence)
    assert roomy.awards.shape == (len(roomy.firms), len(roomy.programmes))
    payments = 1 + 3 * counts["living"] + newcomers + 2 * MAX_PARTNERS * active
    assert len(roomy.payments) >= counts["payments"] + len(roomy.programmes) * payments
    # a newcomer may step back and leave again, an old presence may deepen, step back and leave
    assert len(roomy.entries) >= counts["entries"] + newcomers + 2 * (counts["presence"] + newcomers)


@given(world=worlds())
def test_where_there_is_room_nothing_is_copied(world):
    roomy = with_room(world)
    again = with_room(roomy)
    assert all(getattr(roomy, name) is getattr(again, name) for name in COUNTED)


def test_rows_never_move_and_counts_stay_within_the_records():
    model = AllianceModel(firms=40, quarters=40, seed=2)
    keys: list[int] = []
    for _ in range(40):
        model.step()
        counts = model.world.counts[0]
        assert all(0 <= counts[name] <= len(getattr(model.world, name)) for name in COUNTED)
        now = model.world.firms["key"][: counts["firms"]].tolist()
        assert now[: len(keys)] == keys
        keys = now
    assert len(keys) > 40


@pytest.mark.parametrize("byte", [0, 1, 255])
def test_what_unused_rows_hold_does_not_matter(byte, monkeypatch):
    def poisoned(records: np.ndarray, used: int, rows: int) -> np.ndarray:
        shape = (rows, *records.shape[1:])
        bigger = np.empty(shape, records.dtype)
        bigger.view(np.uint8)[:] = byte
        bigger[:used] = records[:used]
        return bigger

    policies = [{"name": "Mentors", "instrument": "mentoring"}, {"name": "Grant", "instrument": "export_grant"}]
    clean = AllianceModel(firms=40, quarters=20, seed=2, policies=policies).run()
    monkeypatch.setattr(room, "enlarged", poisoned)
    model = AllianceModel(firms=40, quarters=20, seed=2, policies=policies).run()
    assert model.check() == []
    assert len(model.agents) == len(clean.agents)
    assert sorted(model.network().edges) == sorted(clean.network().edges)
    for name, table in clean.tables().items():
        assert_frame_equal(model.tables()[name], table, check_exact=True)
