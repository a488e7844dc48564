"""Effects of one pair of worlds, on worlds whose every firm is known."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from alliances.analysis.policy.effects import COLUMNS, MEASURES, effects
from alliances.analysis.policy.plan import Plan
from alliances.analysis.policy.yearly import Grid
from alliances.model.face.model import AllianceModel

START = Plan(start=1, horizon=4)
NOBODY_ABROAD = np.zeros((4, 6))


def told(base, option, measure, group="all", plan=START):
    rows = effects(base, option, plan)
    rows = rows[(rows["measure"] == measure) & (rows["group"] == group)]
    return rows.set_index("year")[["base", "with_policy"]]


def test_a_policy_that_did_nothing_has_no_effect(made_up):
    world = made_up(np.eye(4, 6), alliances=[(0, 20, (0, 1))])
    rows = effects(world, world, START)
    assert list(rows) == COLUMNS and set(rows["measure"]) == set(MEASURES)
    assert (rows["base"].fillna(0) == rows["with_policy"].fillna(0)).all()


def test_deadweight_additionality_and_displacement_are_told_apart(made_up):
    """Firms 0, 1 and 5 are supported. 0 would go anyway, 1 goes for it, 5 stays; 2 is driven out; 3 goes anyway."""
    base, option = NOBODY_ABROAD.copy(), NOBODY_ABROAD.copy()
    base[2:, [0, 2, 3]] = 1
    option[2:, [0, 1, 3]] = 1
    worlds = made_up(base), made_up(option, payments=[(5, firm, "entry", 1.0) for firm in (0, 1, 5)])
    assert told(*worlds, "firms_abroad").loc[3].tolist() == [3, 3]
    assert told(*worlds, "firms_abroad", "supported").loc[3].tolist() == [1, 2]
    assert told(*worlds, "abroad_in_both", "supported").loc[3].tolist() == [1, 1]
    assert told(*worlds, "firms_abroad", "unsupported").loc[3].tolist() == [2, 1]
    assert told(*worlds, "supported").loc[3].tolist() == [0, 3]


def test_firms_paid_by_the_scenarios_own_policies_are_not_supported_by_the_option(made_up):
    """Firm 0 is paid in both worlds by what the scenario has, firm 1 by the option."""
    base = made_up(NOBODY_ABROAD, payments=[(5, 0, "entry", 1.0)])
    option = made_up(NOBODY_ABROAD, payments=[(5, 0, "entry", 1.0), (5, 1, "entry", 1.0)])
    option["spending"]["policy"] = ["scenario's", "option's"]
    found = told(base, option, "supported", plan=START._replace(in_both=("scenario's",)))
    assert found.loc[3].tolist() == [0, 1]
    assert told(base, option, "spending").loc[1].tolist() == [1, 2]


def test_year_zero_is_the_last_moment_before_the_start_and_the_first_payment_falls_in_year_one(made_up):
    """The policy starts with quarter 4; year 1 ends with quarter 7."""
    worlds = made_up(NOBODY_ABROAD), made_up(NOBODY_ABROAD, payments=[(4, 0, "entry", 2.0), (8, 1, "service", 1.0)])
    assert told(*worlds, "spending")["with_policy"].to_dict() == {0: 0, 1: 2, 2: 1, 3: 0}
    assert told(*worlds, "supported")["with_policy"].to_dict() == {0: 0, 1: 1, 2: 2, 3: 2}


def test_what_is_paid_to_nobody_is_spent_but_not_on_a_group_and_services_are_no_transfers(made_up):
    payments = [(4, 0, "entry", 1.0), (4, 1, "service", 2.0), (5, 0, "project", 4.0), (6, None, "administration", 8.0)]
    worlds = made_up(NOBODY_ABROAD), made_up(NOBODY_ABROAD, payments=payments)
    assert told(*worlds, "spending").loc[1, "with_policy"] == 15
    assert told(*worlds, "spending", "home: DEU").loc[1, "with_policy"] == 5
    assert told(*worlds, "spending", "home: VNM").loc[1, "with_policy"] == 2
    assert told(*worlds, "transfers").loc[1, "with_policy"] == 1


@pytest.mark.parametrize("purpose", ["search", "talks", "research", "entry", "tax", "sales"])
def test_what_is_paid_into_a_firms_account_is_a_transfer(made_up, purpose):
    worlds = made_up(NOBODY_ABROAD), made_up(NOBODY_ABROAD, payments=[(4, 0, purpose, 3.0)])
    assert told(*worlds, "transfers").loc[1, "with_policy"] == 3


def test_a_firm_stays_in_the_size_class_it_had_before_the_policy(made_up):
    """Three of six are small before quarter 4; with the policy nobody is after it, and all are counted as before."""
    option = NOBODY_ABROAD.copy()
    option[3, :] = 1
    worlds = made_up(NOBODY_ABROAD), made_up(option, large_from=4)
    assert told(*worlds, "firms_abroad", "size: sme").loc[3].tolist() == [0, 3]
    assert told(*worlds, "firms_abroad", "size: large").loc[3].tolist() == [0, 3]


def test_the_size_class_is_the_last_one_before_the_start(made_up):
    """All grow large in quarter 2, and the policy starts in quarter 4."""
    world = made_up(NOBODY_ABROAD + 1, large_from=2)
    assert told(world, world, "firms_abroad", "size: sme")["base"].tolist() == [0] * 4
    assert told(world, world, "firms_abroad", "size: sme", START._replace(start=0))["base"].tolist() == [3] * 4


def test_quarters_of_a_year_that_was_not_recorded_belong_to_no_year():
    grid = Grid(np.array([7, 15]), firms=1)
    assert grid.year_of(np.array([3, 4, 7, 8, 11, 12, 15, 16])).tolist() == [-1, 0, 0, -1, -1, 1, 1, -1]


def test_a_firm_that_lives_in_one_world_only_counts_as_nothing_in_the_other(made_up):
    abroad = NOBODY_ABROAD + 1
    worlds = made_up(abroad, dead={(3, 2)}, sales=abroad), made_up(abroad, sales=abroad)
    for measure in ("firms", "firms_abroad", "foreign_sales"):
        assert told(*worlds, measure).loc[3].tolist() == [5, 6]
        assert told(*worlds, measure, "home: DEU").loc[3].tolist() == [2, 3]


def test_a_gain_in_one_quarter_is_that_quarters_money_and_unknown_if_a_quarter_is_missing(made_up):
    """8 million USD a year for one quarter are 2 million."""
    profit = np.zeros((16, 6))
    profit[4, 0] = 8
    base, option = made_up(NOBODY_ABROAD), made_up(NOBODY_ABROAD, profit=profit)
    assert told(base, option, "profit")["with_policy"].to_dict() == {0: 0, 1: 2, 2: 0, 3: 0}
    yearly = {**option, "firms": option["firms"][option["firms"]["step"] % 4 == 3]}
    assert told(base, yearly, "profit")["with_policy"].isna().all()
    assert told(base, yearly, "firms")["with_policy"].tolist() == [6] * 4


def test_an_alliance_is_shared_out_to_its_partners_and_lives_until_it_ends(made_up):
    """Signed in quarter 5, over in quarter 11: alive at the ends of years 1 (quarter 7), not of year 2."""
    option = made_up(NOBODY_ABROAD, alliances=[(5, 11, (0, 1, 2)), (9, None, (1, 3))])
    base = made_up(NOBODY_ABROAD)
    assert told(base, option, "alliances")["with_policy"].to_dict() == pytest.approx({0: 0, 1: 1, 2: 1, 3: 1})
    assert told(base, option, "alliances", "home: DEU")["with_policy"].to_dict() == pytest.approx(
        {0: 0, 1: 2 / 3, 2: 0, 3: 0}
    )


def test_survival_is_of_alliances_signed_since_the_start_and_watched_for_three_years(made_up):
    """At quarter 19 those of quarters 4 to 7 were watched: one ended after 12 quarters, one after 11, one lives."""
    lives = [(3, 5, (0, 1)), (4, 16, (0, 1)), (4, 15, (0, 1)), (7, None, (2, 3)), (8, 9, (0, 1))]
    world = made_up(np.zeros((5, 6)), alliances=lives)
    found = told(world, world, "alliance_survival")["base"]
    assert np.isnan(found[2]) and found[4] == pytest.approx(2 / 3)


def test_homes_are_those_of_the_constituency(made_up):
    world = made_up(NOBODY_ABROAD)
    plan = START._replace(constituency=("VNM",))
    groups = set(effects(world, world, plan)["group"])
    assert {"home: VNM", "industry: ict", "size: sme"} <= groups and "home: DEU" not in groups
    assert set(effects(world, world, plan, told_apart=False)["group"]) == {"all", "supported", "unsupported"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(arrays(bool, (2, 3, 5)), st.sets(st.integers(0, 4)))
def test_groups_add_up_to_all_firms(made_up, abroad, paid):
    base, option = made_up(abroad[0]), made_up(abroad[1], payments=[(4, firm, "entry", 1.0) for firm in paid])
    rows = effects(base, option, START).set_index(["measure", "group"]).sort_index()
    for measure in ("firms", "firms_abroad", "abroad_in_both", "spending"):
        whole = rows.loc[(measure, "all"), ["base", "with_policy"]].to_numpy()
        for prefix in ("size: ", "industry: ", "home: ", ("supported", "unsupported")):
            parts = rows.loc[measure].loc[lambda table, own=prefix: table.index.str.startswith(own)]
            found = parts.groupby("year")[["base", "with_policy"]].sum().to_numpy()
            assert found == pytest.approx(whole)


def test_effects_of_a_run_agree_with_its_quarters_and_nothing_differs_before_the_start():
    """A grant in a small world, from its second year on; recorded every quarter."""
    grant = {"name": "g", "instrument": "export_grant", "share": 0.8, "start": 1, "budget": 5.0}
    base, option = (
        AllianceModel("default", seed=5, firms=60, quarters=12, record_every=1, policies=policies).run().tables()
        for policies in ([], [grant])
    )
    rows = effects(base, option, START)
    quarters = option["quarters"]
    whole = rows[rows["group"] == "all"].pivot(index="year", columns="measure", values="with_policy")
    assert whole["firms_abroad"].tolist() == quarters["exporters"][3::4].tolist()
    assert whole["firms"].tolist() == quarters["living_firms"][3::4].tolist()
    assert whole["alliances"].tolist() == pytest.approx(quarters["active_alliances"][3::4].tolist())
    sales = quarters["foreign_sales"].groupby(quarters["step"] // 4).mean()
    assert whole["foreign_sales"].tolist() == pytest.approx(sales.tolist())
    assert whole["spending"].sum() == pytest.approx(option["spending"]["amount"].sum()) and whole["spending"].sum() > 0
    before = rows[rows["year"] <= 0]
    pd.testing.assert_series_equal(before["base"], before["with_policy"], check_names=False)


def test_a_policy_without_a_budget_has_no_effect_at_all():
    grant = {"name": "g", "instrument": "export_grant", "budget": 0.0}
    base, option = (
        AllianceModel("default", seed=5, firms=60, quarters=8, record_every=1, policies=policies).run().tables()
        for policies in ([], [grant])
    )
    rows = effects(base, option, Plan(start=0, horizon=2))
    pd.testing.assert_series_equal(rows["base"], rows["with_policy"], check_names=False)
