"""State: every column begins as declared, and records get room without losing or moving anything."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model import state
from alliances.model.codes import MAX_PARTNERS, NOBODY
from alliances.model.model import AllianceModel
from alliances.model.state import Column, Counts, World, allocated, with_room

GROUPS = [
    state.Firms, state.Alliances, state.Presence, state.Entries, state.Markets, state.Between, state.Industries,
    state.Segments, state.Counts,
]  # fmt: skip
GROWING = {"firms": state.Firms, "alliances": state.Alliances, "presence": state.Presence, "entries": state.Entries}
COUNTED = [*GROWING, "active", "free_presence"]

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
    columns["active"] = np.arange(draw(some))
    columns["free_presence"] = np.arange(len(columns["presence"]))
    for name in COUNTED:
        counts[name] = draw(st.integers(0, len(columns[name])))
    counts["founders"] = draw(some)
    others = dict.fromkeys(World._fields)
    return World(**{**others, **columns, "counts": counts})


def records_of(world: World) -> dict[str, np.ndarray]:
    return {name: getattr(world, name) for name in COUNTED}


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


@given(world=worlds())
def test_room_changes_nothing_that_is_there(world):
    before = {name: records.copy() for name, records in records_of(world).items()}
    roomy = with_room(world)
    for name, records in records_of(roomy).items():
        kept = records[: len(before[name])]
        assert kept.dtype == before[name].dtype
        assert kept.tolist() == before[name].tolist()
    assert roomy.counts is world.counts


@given(world=worlds())
def test_new_rows_are_blank(world):
    roomy = with_room(world)
    for name, group in GROWING.items():
        rows = getattr(roomy, name)[len(getattr(world, name)) :]
        assert rows.tolist() == allocated(group, len(rows)).tolist()
    assert (roomy.active[len(world.active) :] == NOBODY).all()
    assert (roomy.free_presence[len(world.free_presence) :] == NOBODY).all()


@given(world=worlds())
def test_there_is_room_for_whatever_one_quarter_can_bring(world):
    counts, roomy = world.counts[0], with_room(world)
    firms, active = int(counts["firms"]), int(counts["active"])
    # every founding slot a firm, every firm a talk, an own entry, and one with each alliance or new talk
    assert len(roomy.firms) >= firms + counts["founders"]
    assert len(roomy.alliances) >= counts["alliances"] + firms
    assert len(roomy.active) >= active + firms
    assert len(roomy.presence) >= counts["presence"] + firms + MAX_PARTNERS * active
    assert len(roomy.free_presence) >= len(roomy.presence)
    # every presence may step back and then close with its firm
    assert len(roomy.entries) >= counts["entries"] + firms + MAX_PARTNERS * active + 2 * counts["presence"]


@given(world=worlds())
def test_where_there_is_room_nothing_is_copied(world):
    roomy = with_room(world)
    again = with_room(roomy)
    assert all(records is getattr(again, name) for name, records in records_of(roomy).items())


def test_rows_never_move_and_counts_stay_within_the_records():
    model = AllianceModel(firms=40, quarters=40, seed=2)
    keys: list[int] = []
    for _ in range(40):
        model.step()
        counts = model.world.counts[0]
        assert all(0 <= counts[name] <= len(records) for name, records in records_of(model.world).items())
        now = model.world.firms["key"][: counts["firms"]].tolist()
        assert now[: len(keys)] == keys
        keys = now
    assert len(keys) > 40
