"""State: a world has an array of every kind of record, and how much of each is in use."""

from __future__ import annotations

import numpy as np
import pytest

from alliances.model.declarations.codes import NEVER, TERMINATION
from alliances.model.engine.layout import layout
from alliances.model.records.state import GROUPS, SUMMARY, InUse, World, in_use, signed
from alliances.model.simulation import Simulation


@pytest.fixture(scope="module")
def world() -> World:
    """A world with a policy, in which something of everything has happened."""
    grant = {"name": "Grant", "instrument": "export_grant"}
    return Simulation(firms=60, quarters=12, seed=2, policies=[grant]).run().world


@pytest.mark.parametrize("records", GROUPS, ids=lambda records: records.name)
def test_a_world_has_an_array_of_every_kind_of_record(records, world):
    array = getattr(world, records.name)
    assert array.dtype == layout(records)
    assert len(in_use(world, records.name)) <= len(array)


def test_what_is_counted_is_in_use_and_the_rest_is_all_in_use(world):
    counts = world.counts[0]
    for name in ("firms", "living", "alliances", "active", "presence", "free_presence", "entries", "payments"):
        assert name in vars(InUse)
        assert 0 < len(in_use(world, name)) == counts[name] <= len(getattr(world, name))
    for name in ("markets", "industries", "segments", "programmes", "quarter"):
        assert in_use(world, name) is getattr(world, name)


def test_signed_alliances_are_those_of_the_living_that_were_formed(world):
    rows = world.alliances[: world.counts[0]["alliances"]]
    living = np.flatnonzero((rows["formed"] != NEVER) & (rows["stage"] != TERMINATION))
    assert signed(world).tolist() == living.tolist()
    assert len(living) == world.quarter[0]["active_alliances"] > 0


def test_the_summary_of_a_quarter_is_named_in_the_order_of_its_table():
    assert SUMMARY[:4] == ("active_alliances", "formed", "ended", "failed")
    assert SUMMARY[-1] == "living_firms"
