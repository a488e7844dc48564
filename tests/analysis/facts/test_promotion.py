"""Deadweight, forms of support, diminishing returns: on tables whose answer is known, and on real worlds."""

import pandas as pd
import pytest

from alliances.analysis.facts import fact, promotion
from alliances.analysis.facts.declaration import Replicate
from alliances.experiments.evidence.worlds import WORLDS, world_options
from alliances.experiments.paired_worlds import paired_worlds

BEFORE, START, END, LATER = 19, 20, 31, 35


def world(sales, before=(), paid=(), small=()):
    """Sales by firm and market at the programme's end, pairs there were before it, and payments as (firm, amount).

    Firms 0 to 4 live throughout; those of ``small`` are small or medium-sized.
    """
    presence = [(BEFORE, firm, market, 1.0) for firm, market in before]
    presence += [(END, firm, market, sold) for (firm, market), sold in sales.items()]
    presence = pd.DataFrame(presence, columns=["step", "firm_id", "market", "sales"])
    sold = presence.groupby(["step", "firm_id"])["sales"].agg(["size", "sum"])
    sold = sold.reindex([(step, firm) for step in (BEFORE, END) for firm in range(5)], fill_value=0)
    firms = sold.set_axis(["markets", "foreign_sales"], axis=1).rename_axis(["step", "firm_id"]).reset_index()
    entered = [(START, firm, market) for firm, market in sales if (firm, market) not in before]
    payments = [(step, firm, amount / 2) for firm, amount in paid for step in (START, END)]
    return {
        "firms": firms.assign(sme=firms["firm_id"].isin(small)),
        "presence": presence,
        "entries": pd.DataFrame(entered, columns=["step", "firm_id", "market"]),
        "spending": pd.DataFrame(payments, columns=["step", "firm_id", "amount"]),
    }


def test_deadweight_is_the_share_of_supported_firms_sales_that_are_there_without_support():
    # 0 was abroad before; 1 and 2 go for the first time; 3 is paid in vain; 4 goes unpaid
    before = [(0, "USA")]
    base = world({(0, "USA"): 4.0, (1, "USA"): 1.0, (4, "USA"): 9.0}, before)
    promoted = world(
        {(0, "USA"): 5.0, (0, "FRA"): 1.0, (1, "USA"): 1.0, (1, "FRA"): 1.0, (2, "USA"): 2.0, (4, "USA"): 1.0},
        before, paid=[(0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0)],
    )  # fmt: skip
    measured = promotion.deadweight(Replicate(1, {"base": base, "promotion": promoted}))
    assert measured == {
        "deadweight": pytest.approx(5 / 10),  # 4 + 1 of 6 + 2 + 2
        "first_time": pytest.approx(1 / 2),  # 1 is abroad without it too, 2 is not
        "pairs": pytest.approx(1 / 4),  # of 0 in France, 1 in both, 2 in the USA, only 1 in the USA
    }


def test_a_firm_that_closed_without_support_sold_nothing_there():
    base = world({(0, "USA"): 3.0})
    base["firms"] = base["firms"][base["firms"]["firm_id"] != 1]
    promoted = world({(0, "USA"): 3.0, (1, "USA"): 3.0}, paid=[(0, 1.0), (1, 1.0)])
    assert promotion.deadweight(Replicate(1, {"base": base, "promotion": promoted}))["deadweight"] == 0.5


def test_deadweight_is_unknown_where_nobody_supported_is_abroad():
    tables = world({}, paid=[(0, 1.0)])
    measured = promotion.deadweight(Replicate(1, {"base": tables, "promotion": tables}))
    assert all(value != value for value in measured.values())


def test_the_end_is_the_first_record_at_or_after_the_last_payment():
    tables = world({(0, "USA"): 1.0}, paid=[(0, 1.0)])
    tables["spending"] = tables["spending"].assign(step=[22, 29])
    assert promotion.before_and_end(tables) == (BEFORE, END)


def test_a_planted_concave_return_is_found():
    # exports gain 10 x - x ** 2 of 1, 2 and 4 million spent, over 100 without
    worlds = {"base": world({(0, "USA"): 100.0})}
    for name, spent in zip(promotion.BUDGETS, (1.0, 2.0, 4.0), strict=True):
        worlds[name] = world({(0, "USA"): 100 + 10 * spent - spent**2}, paid=[(0, spent)])
    assert promotion.diminishing(Replicate(1, worlds))["squared"] == pytest.approx(-1)


def test_forms_of_support_are_compared_by_what_small_firms_gain_per_dollar():
    base = world({(0, "USA"): 10.0, (1, "USA"): 50.0}, small=[0])
    # firm 0 gains 6 for 2 million and 1 for half a million; firm 1 is large, and neither its gain nor its money counts
    revenue = world({(0, "USA"): 16.0, (1, "USA"): 90.0}, paid=[(0, 2.0), (1, 7.0)], small=[0])
    entry = world({(0, "USA"): 11.0, (1, "USA"): 10.0}, paid=[(0, 0.5)], small=[0])
    measured = promotion.policy_form(Replicate(1, {"base": base, "revenue_subsidy": revenue, "promotion": entry}))
    assert measured == {"difference": pytest.approx(1), "revenue": pytest.approx(3), "entry": pytest.approx(2)}


def test_what_is_gained_later_counts_too_and_what_was_there_before_does_not():
    firms = pd.DataFrame({"step": [BEFORE, END, LATER], "firm_id": 0, "foreign_sales": [100.0, 2.0, 3.0]})
    assert promotion.sales_since({"firms": firms}, pd.Index([0]), BEFORE) == 5


def test_all_are_measured_in_worlds_that_differ_by_the_programme_alone():
    names = {"deadweight", "diminishing", "policy_form"}
    needed = {world for name in names for world in fact(name).worlds}
    assert needed == {*promotion.BUDGETS, "revenue_subsidy"}
    budgets = [WORLDS[name].policies[0]["budget"] for name in promotion.BUDGETS]
    assert budgets == sorted(budgets)
    tables = dict(paired_worlds({name: world_options(name, seed=1, firms=400) for name in ("base", *needed)}))
    for name in names:
        measured = fact(name).measure(Replicate(1, tables))
        assert list(measured) == [number.name for number in fact(name).numbers]
        assert all(value == value for value in measured.values())
    early = [table["quarters"].query("step < 20").reset_index(drop=True) for table in tables.values()]
    assert all(table.equals(early[0]) for table in early)
