"""Evaluation: goals, lags behind them, and restructuring."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.declarations.codes import EFFICIENCY, LEARNING, MARKET, RISK
from alliances.model.rules import evaluation as rule

share = st.floats(0, 1)
amount = st.floats(0, 1000)
admissible = st.from_type(rule.Parameters)


WORTHS = rule.Parameters(access=0.5, synergy=3, shelter=4, lesson=2)


@pytest.mark.parametrize(("motive", "benefit"), [(MARKET, 0.05), (EFFICIENCY, 0.3), (RISK, 0.4), (LEARNING, 0.2)])
def test_benefit_is_what_the_partner_cares_for_times_its_worth_times_what_the_alliance_offers(motive, benefit):
    # 0.4 * 0.5 or 3 or 4 or 2 * 0.25
    assert rule.benefit(0.4, motive, 0.25, WORTHS) == pytest.approx(benefit)


@pytest.mark.parametrize(("motive", "worth"), [(MARKET, 0.25), (EFFICIENCY, 1.5), (RISK, 2), (LEARNING, 1)])
def test_all_that_alliances_offer_is_measured_in_full_market_access(motive, worth):
    # 0.25 of access as it is; of the others 3 or 4 or 2 * 0.25 over the 0.5 of full access
    assert rule.worth(motive, 0.25, WORTHS) == pytest.approx(worth)


def test_what_was_got_counts_by_what_was_expected():
    # 0.3 of 0.2; where nothing was expected nothing counts
    assert rule.reached(0.3, 0.2) == pytest.approx(1.5)
    assert rule.reached(0.3, 0) == 0


@given(p=admissible, motive=st.sampled_from([MARKET, EFFICIENCY, RISK, LEARNING]), offered=st.tuples(amount, amount))
def test_an_alliance_that_offers_more_is_never_worth_less(p, motive, offered):
    little, much = (rule.worth(motive, offer, p) for offer in sorted(offered))
    assert 0 <= little <= much


def test_a_clear_sighted_partner_sets_its_aspiration_as_its_goal():
    # no error at full capability: 0.75 * 0.2 a quarter * 8 quarters
    assert rule.goal(0.2, 8, 0.9, 1, rule.Parameters(aspiration=0.75, optimism=0.4)) == pytest.approx(1.2)


def test_firms_overrate_what_they_will_reach_and_never_underrate_it():
    # error 0.4 * (0.75 or 0) * (1 - 0.5) = 0.15 or 0 of 0.75 * 0.2 * 8 = 1.2
    p = rule.Parameters(aspiration=0.75, optimism=0.4)
    assert rule.goal(0.2, 8, 0.75, 0.5, p) == pytest.approx(1.38)
    assert rule.goal(0.2, 8, 0, 0.5, p) == pytest.approx(1.2)


def test_fruit_hangs_on_what_all_do_and_in_part_on_what_a_partner_does_itself():
    # 0.6 + 0.25 * (0.8 - 0.6)
    p = rule.Parameters(private=0.25)
    assert rule.fruitful_work(0.6, 0.8, p) == pytest.approx(0.65)
    assert rule.fruitful_work(0.6, 0.6, p) == 0.6


@pytest.mark.parametrize(("mine", "theirs", "access"), [(0.2, 0.9, 0.7), (0.9, 0.2, 0.7), (0.5, 0.5, 0)])
def test_partners_open_to_each_other_what_one_knows_better(mine, theirs, access):
    assert rule.mutual_access(mine, theirs) == pytest.approx(access)


@given(p=admissible, together=share, own=share)
def test_fruitful_work_lies_between_common_and_own_work(p, together, own):
    assert min(together, own) - 1e-12 <= rule.fruitful_work(together, own, p) <= max(together, own) + 1e-12


@given(p=admissible, ideal=amount, draw=share, capability=share)
def test_no_goal_lies_below_the_aspiration(p, ideal, draw, capability):
    assert rule.goal(ideal, 8, draw, capability, p) >= p.aspiration * ideal * 8 * (1 - 1e-12)


@given(p=admissible, ideal=amount, draw=share, capability=share)
def test_no_partner_sets_a_goal_below_nothing(p, ideal, draw, capability):
    assert rule.goal(ideal, 8, draw, capability, p) >= 0


@pytest.mark.parametrize(("planned", "horizon"), [(8, 8), (20, 20), (36, 20)])
def test_goals_are_to_be_reached_within_the_term_or_five_years(planned, horizon):
    assert rule.horizon_quarters(planned) == horizon


def test_a_partner_with_half_of_what_is_due_lags_by_half():
    # due after 4 of 10 quarters: 5 * 4 / 10 = 2; reached 1
    assert rule.lag(1, 5, 4, 10) == 0.5


@pytest.mark.parametrize("progress", [0.0, -0.5, -100.0])
def test_a_partner_with_nothing_or_less_lags_by_all_of_it(progress):
    assert rule.lag(progress, 5, 4, 10) == 1


def test_nothing_more_falls_due_after_the_horizon():
    # due after 14 of 10 quarters: all 5; reached 4
    assert rule.lag(4, 5, 14, 10) == pytest.approx(0.2)


@pytest.mark.parametrize(("progress", "goal", "quarters"), [(2, 5, 4), (3, 5, 4), (0, 5, 0), (0, 0, 4), (-1, 0, 4)])
def test_a_partner_on_schedule_or_without_a_goal_does_not_lag(progress, goal, quarters):
    assert rule.lag(progress, goal, quarters, 10) == 0


def test_lagging_partners_who_trust_each_other_restructure_within_the_year():
    # yearly rate 4 log 2 * 0.5 * 0.5 = log 2: an even chance over the year
    p = rule.Parameters(restructuring_rate=4 * math.log(2))
    assert rule.restructuring_probability(0.5, 0.5, p) == pytest.approx(0.5)


def test_restructuring_removes_its_share_of_trouble():
    # 0.8 * (1 - 0.25)
    assert rule.mended(0.8, rule.Parameters(mending=0.25)) == pytest.approx(0.6)


@given(progress=st.floats(-1000, 1000), goal=amount, quarters=st.integers(0, 200), horizon=st.integers(2, 20))
def test_a_lag_is_a_share(progress, goal, quarters, horizon):
    assert 0 <= rule.lag(progress, goal, quarters, horizon) <= 1


@given(p=admissible, lag=st.tuples(share, share), trust=st.tuples(share, share))
def test_worse_lags_and_more_trust_make_restructuring_likelier(p, lag, trust):
    rare = rule.restructuring_probability(min(lag), min(trust), p)
    often = rule.restructuring_probability(max(lag), max(trust), p)
    assert 0 <= rare <= often + 1e-12 <= 1 + 2e-12


@given(p=admissible, ideal=amount, capability=st.tuples(share, share), draw=share)
def test_capability_brings_goals_nearer_to_the_aspiration(p, ideal, capability, draw):
    clumsy, capable = (abs(rule.goal(ideal, 8, draw, c, p) - p.aspiration * ideal * 8) for c in sorted(capability))
    assert capable <= clumsy + 1e-6


@given(p=admissible, lag=share, trust=share)
def test_null_form_nobody_reviews_so_nothing_is_restructured(switched_off, p, lag, trust):
    assert rule.restructuring_probability(lag, trust, switched_off(p)) == 0
