"""Presences laid out anew: the same presences in the same chains, side by side; nothing else is moved by it."""

import numpy as np
import pandas as pd
import pytest

from alliances.model.declarations.codes import NOBODY
from alliances.model.engine import order
from alliances.model.engine.order import in_order
from alliances.model.face.model import AllianceModel
from alliances.model.records.state import World

FIRMS, QUARTERS = 150, 12


def chain(world: World, firm: int) -> list[int]:
    """Rows of a firm's presences, in the order of its chain."""
    rows, row = [], int(world.firms["first_presence"][firm])
    while row != NOBODY:
        rows.append(row)
        row = int(world.presence["next_presence"][row])
    return rows


def told(world: World) -> dict[int, list[tuple]]:
    """What every living firm's chain tells, without the rows themselves."""
    columns = [name for name in world.presence.dtype.names if name != "next_presence"]
    living = world.living[: world.counts[0]["living"]].tolist()
    return {f: world.presence[columns][chain(world, f)].tolist() for f in living}


@pytest.fixture(scope="module")
def laid_out() -> tuple[dict[int, list[tuple]], World]:
    """What chains told before, and a world in which they were laid out anew."""
    world = AllianceModel(firms=FIRMS, seed=2, quarters=QUARTERS).run().world
    before = told(world)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(order, "MANY", 0)
        return before, in_order(world, QUARTERS)


def test_every_chain_tells_the_same_as_before(laid_out):
    before, after = laid_out
    assert told(after) == before
    assert sum(map(len, before.values())) > FIRMS / 4


def test_presences_lie_firm_by_firm_without_a_gap(laid_out):
    _, world = laid_out
    rows = [row for f in world.living[: world.counts[0]["living"]].tolist() for row in chain(world, f)]
    assert rows == list(range(world.counts[0]["presence"]))
    assert world.counts[0]["free_presence"] == 0


def test_order_is_looked_after_once_a_year_in_large_worlds(monkeypatch, laid_out):
    _, world = laid_out
    assert in_order(world, 4) is world
    monkeypatch.setattr(order, "MANY", int(world.counts[0]["presence"]))
    assert [in_order(world, step) is world for step in (-4, 3, 4, 5)] == [False, True, False, True]


def test_it_changes_nothing_but_the_order_of_rows(monkeypatch):
    as_it_came = AllianceModel(firms=FIRMS, seed=3, quarters=QUARTERS).run()
    monkeypatch.setattr(order, "MANY", 0)
    in_turn = AllianceModel(firms=FIRMS, seed=3, quarters=QUARTERS).run()
    assert not np.array_equal(as_it_came.world.firms["first_presence"], in_turn.world.firms["first_presence"])
    other = in_turn.tables()
    for name, table in as_it_came.tables().items():
        same = other[name]
        if name == "presence":
            table, same = (rows.sort_values(["step", "firm_id", "market"], ignore_index=True) for rows in (table, same))
        pd.testing.assert_frame_equal(table, same, check_exact=True)
