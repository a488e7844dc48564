"""Deadweight and diminishing returns on tables whose answer is known, and on a real pair of worlds."""

import pandas as pd
import pytest

from alliances.analysis.facts import fact, promotion
from alliances.analysis.facts.declaration import Replicate
from alliances.experiments.evidence.worlds import WORLDS, world_tables

END = 31


def world(markets=(), exports=0.0, paid=()):
    """Firms by their number of foreign markets, all exports made by the first, and payments as (firm, amount)."""
    firms = pd.DataFrame({"step": END, "firm_id": range(len(markets)), "markets": markets, "foreign_sales": 0.0})
    firms.loc[0, "foreign_sales"] = exports
    amounts = {"step": END, "firm_id": [firm for firm, _ in paid], "amount": [amount for _, amount in paid]}
    return {"firms": firms, "spending": pd.DataFrame(amounts)}


def test_deadweight_counts_supported_firms_that_are_abroad_without_support_too():
    # 0, 1 and 2 are paid and abroad, 0 and 1 without it too; 3 is paid in vain; 4 goes abroad unpaid
    base = world([1, 2, 0, 0, 1])
    with_it = world([1, 1, 3, 0, 1], paid=[(0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0)])
    measured = promotion.deadweight(Replicate(1, {"base": base, "promotion": with_it}))
    assert measured["deadweight"] == pytest.approx(2 / 3)


def test_deadweight_is_unknown_where_nobody_supported_is_abroad():
    tables = world([0, 0], paid=[(0, 1.0)])
    measured = promotion.deadweight(Replicate(1, {"base": tables, "promotion": tables}))
    assert measured["deadweight"] != measured["deadweight"]


def test_a_planted_concave_return_is_found():
    # exports gain 10 x - x ** 2 of 1, 2 and 4 million spent, over 100 without
    worlds = {"base": world([1], 100.0)}
    for name, spent in zip(promotion.BUDGETS, (1.0, 2.0, 4.0), strict=True):
        worlds[name] = world([1], 100 + 10 * spent - spent**2, paid=[(0, spent)])
    assert promotion.diminishing(Replicate(1, worlds))["squared"] == pytest.approx(-1)


def test_both_are_measured_in_worlds_that_differ_by_the_programme_alone():
    needed = {*fact("deadweight").worlds, *fact("diminishing").worlds}
    assert needed == set(promotion.BUDGETS)
    budgets = [WORLDS[name].policies[0]["budget"] for name in promotion.BUDGETS]
    assert budgets == sorted(budgets)
    tables = {name: world_tables(name, seed=1, firms=400) for name in ("base", *promotion.BUDGETS)}
    measured = promotion.deadweight(Replicate(1, tables)) | promotion.diminishing(Replicate(1, tables))
    assert 0 <= measured["deadweight"] <= 1
    early = [table["quarters"].query("step < 20").reset_index(drop=True) for table in tables.values()]
    assert all(table.equals(early[0]) for table in early)
