"""A pair of worlds comes down to its effect at the horizon, and to what was paid until then."""

import pandas as pd
import pytest

from alliances.analysis.policy.plan import Plan
from alliances.analysis.policy.worlds import worlds

PLAN = Plan(start=5, horizon=7, aim="foreign_sales", discount_rate=0.25)
AIM = [(0, 100, 100), (1, 110, 111), (2, 120, 125), (3, 130, 190)]
SPENDING = [(0, 0, 0), (1, 0, 5), (2, 1, 11), (3, 0, 900)]


def rows(measure, values, group="all", seed=1):
    """Rows of the effects table: (year, base, with the policy)."""
    columns = ["year", "base", "with_policy"]
    own = {"kind": "main", "setting": "", "factor": 1.0, "seed": seed, "option": "grant", "measure": measure}
    return pd.DataFrame(values, columns=columns).assign(**own, group=group)


def test_the_effect_is_that_of_all_firms_at_the_horizon_and_the_cost_is_discounted_until_then():
    """5 after one year and 10 more than without after two: 5 / 1.25 + 10 / 1.5625 = 4 + 6.4."""
    others = [rows("foreign_sales", AIM, "supported"), rows("firms_abroad", AIM), rows("spending", AIM, "supported")]
    (found,) = worlds(pd.concat([rows("foreign_sales", AIM), rows("spending", SPENDING), *others]), PLAN).itertuples()
    assert found.effect == 5 and found.cost == pytest.approx(10.4)
    assert (found.kind, found.setting, found.factor, found.seed, found.option) == ("main", "", 1, 1, "grant")


def test_a_horizon_between_two_records_takes_the_nearer_one():
    table = worlds(pd.concat([rows("foreign_sales", AIM), rows("spending", SPENDING)]), PLAN._replace(horizon=7.75))
    assert table["effect"].tolist() == [60]


def test_every_seed_has_its_own_row_and_nothing_spent_costs_nothing():
    table = worlds(pd.concat([rows("foreign_sales", AIM, seed=seed) for seed in (3, 4)]), PLAN)
    assert table["seed"].tolist() == [3, 4] and table["cost"].tolist() == [0, 0]


def test_a_horizon_more_than_half_a_year_from_every_record_has_no_rows():
    table = worlds(pd.concat([rows("foreign_sales", AIM), rows("spending", SPENDING)]), PLAN._replace(horizon=9))
    assert table.empty and {"effect", "cost", "against"} <= set(table)


def test_what_the_scenarios_own_policies_cost_is_not_the_options():
    """The scenario's policy spends 3 a year in both worlds; the option adds 5 in the first: 5 / 1.25."""
    paid = [(0, 3, 3), (1, 3, 8), (2, 3, 3), (3, 3, 3)]
    table = worlds(pd.concat([rows("foreign_sales", AIM), rows("spending", paid)]), PLAN)
    assert table["cost"].tolist() == pytest.approx([4])


def test_every_row_says_what_its_option_is_set_against():
    given = pd.concat([rows("foreign_sales", AIM), rows("foreign_sales", AIM).assign(option="help")])
    table = worlds(given, PLAN._replace(against={"help": "shock"})).set_index("option")
    assert table["against"].to_dict() == {"grant": "", "help": "shock"}
