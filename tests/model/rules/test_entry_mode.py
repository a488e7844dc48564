"""Entry mode: what each way into a market would bring, and when to leave."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.declarations.codes import CONTRACTUAL_MODE, EXPORT, JOINT_VENTURE, NO_MODE, WHOLLY_OWNED
from alliances.model.rules import entry_mode as rule

share = st.floats(0, 1)
money = st.floats(0, 1e6)
worth = st.floats(-1e3, 1e3)
admissible = st.from_type(rule.Parameters)
MODES = (EXPORT, CONTRACTUAL_MODE, JOINT_VENTURE, WHOLLY_OWNED)


def test_a_lighter_mode_costs_its_share_of_running_a_wholly_owned_unit():
    # owning: 0.1 + 0.02 * 20 = 0.5 million a year; the others 0.2, 0.4 and 0.6 of it
    p = rule.Parameters(
        running_cost=0.1, running_share=0.02, export_running=0.2, contract_running=0.4, venture_running=0.6
    )
    assert [rule.running_cost(mode, 20, p) for mode in MODES] == pytest.approx([0.1, 0.2, 0.3, 0.5])


def test_a_local_partner_keeps_its_share_of_the_margin():
    # 0.2 * (1 - 0.25) where a partner takes part
    p = rule.Parameters(margin=0.2, partner_share=0.25)
    assert [rule.kept_margin(mode, p) for mode in MODES] == pytest.approx([0.2, 0.15, 0.15, 0.2])


def test_the_margin_that_a_newcomer_gives_is_what_its_local_partner_keeps():
    # 0.2 * 0.25 of sales of 8 million; the newcomer keeps the rest of 0.2 * 8
    p = rule.Parameters(margin=0.2, partner_share=0.25)
    assert rule.given_margin(8, p) == pytest.approx(0.4)
    assert rule.given_margin(8, p) + 8 * rule.kept_margin(JOINT_VENTURE, p) == pytest.approx(1.6)


def test_a_risk_averse_firm_writes_off_margin_in_an_unknown_market():
    # 1 - 0.8 * (1 - 0.5) * (1 - 0.25)
    assert rule.caution_factor(0.5, 0.25, rule.Parameters(caution=0.8)) == pytest.approx(0.7)


def test_value_is_profit_over_the_horizon_less_the_sunk_cost_in_shares_of_assets():
    # (4 years * 0.3 - 0.7) / 10
    assert rule.value(0.3, 0.7, 10, rule.Parameters(horizon=4)) == pytest.approx(0.05)


def test_an_option_worth_nothing_is_as_likely_as_staying_out():
    assert rule.option_weight(0, rule.Parameters(sharpness=10)) == 1


def test_value_makes_an_option_likelier():
    # exp(10 * 0.1 log 3) = 3
    assert rule.option_weight(math.log(3) / 10, rule.Parameters(sharpness=10)) == pytest.approx(3)


def test_a_firm_whose_margin_covers_half_its_running_cost_may_leave():
    # the rate is 8 log 2 * (0.4 - 0.2) / 0.4 = 4 log 2 a year: an even chance
    assert rule.leave_probability(0.2, 0.4, rule.Parameters(exit_rate=8 * math.log(2))) == pytest.approx(0.5)


@pytest.mark.parametrize(("margin", "running"), [(0.4, 0.4), (0.5, 0.4), (0.0, 0.0)])
def test_a_firm_whose_margin_covers_its_running_cost_stays(margin, running):
    assert rule.leave_probability(margin, running, rule.Parameters(exit_rate=5)) == 0


def test_present_firms_reconsider_at_the_deepening_rate():
    assert rule.reconsider_probability(rule.Parameters(deepening_rate=4 * math.log(2))) == pytest.approx(0.5)


def test_a_surprise_fades_while_new_tastes_keep_the_spread_as_it_is():
    # 0.6 * 0.5 + 0.1 * (1 - 0.36) ** 0.5 * 2
    p = rule.Parameters(demand_shock=0.1, shock_persistence=0.6)
    assert rule.next_demand_shock(0.5, 2, p) == pytest.approx(0.46)
    # variances add up: 0.6 ** 2 * 0.1 ** 2 + 0.08 ** 2 = 0.1 ** 2
    fades, moves = rule.next_demand_shock(0.1, 0, p), rule.next_demand_shock(0, 1, p)
    assert fades**2 + moves**2 == pytest.approx(0.01)


def test_tastes_that_do_not_move_leave_a_surprise_as_it_is():
    assert rule.next_demand_shock(0.5, 2, rule.Parameters(shock_persistence=1)) == 0.5


@pytest.mark.parametrize(
    ("mode", "present", "with_partners", "option"),
    [(EXPORT, NO_MODE, False, True), (WHOLLY_OWNED, NO_MODE, False, True), (CONTRACTUAL_MODE, NO_MODE, False, False),
     (CONTRACTUAL_MODE, NO_MODE, True, True), (CONTRACTUAL_MODE, EXPORT, True, True),
     (CONTRACTUAL_MODE, EXPORT, False, False), (EXPORT, EXPORT, True, False), (WHOLLY_OWNED, EXPORT, True, False)],
)  # fmt: skip
def test_an_exporter_may_go_on_with_a_partner_and_who_is_out_may_come_in_any_way(mode, present, with_partners, option):
    assert rule.is_option(mode, present, with_partners) == option


def test_a_firm_goes_on_exporting_where_that_is_worth_something():
    assert [rule.goes_on_exporting(value) for value in (-0.1, 0, 0.1)] == [False, False, True]


def test_an_option_three_times_as_heavy_as_staying_is_chosen_three_times_in_four():
    # 3 / (1 + 3)
    assert rule.choice_probability(3) == 0.75
    assert rule.choice_probability(0) == 0


@given(p=admissible, tolerance=st.tuples(share, share), knowledge=st.tuples(share, share))
def test_tolerance_and_knowledge_take_caution_away(p, tolerance, knowledge):
    wary = rule.caution_factor(min(tolerance), min(knowledge), p)
    bold = rule.caution_factor(max(tolerance), max(knowledge), p)
    assert 0 <= wary <= bold <= 1


@given(p=admissible, values=st.tuples(worth, worth))
def test_a_better_option_is_never_less_likely_and_no_weight_is_infinite(p, values):
    worse, better = (rule.option_weight(v, p) for v in sorted(values))
    assert 0 <= worse <= better < math.inf


@given(p=admissible, margins=st.tuples(money, money), running=money)
def test_a_thinner_margin_never_makes_leaving_less_likely(p, margins, running):
    thin, thick = (rule.leave_probability(m, running, p) for m in sorted(margins))
    assert 0 <= thick <= thin <= 1


@given(p=admissible, value=worth)
def test_null_form_every_option_is_as_likely_as_any_other(switched_off, p, value):
    assert rule.option_weight(value, switched_off(p)) == 1


@given(p=admissible, margin=money, running=money)
def test_null_form_losses_drive_nobody_out(switched_off, p, margin, running):
    assert rule.leave_probability(margin, running, switched_off(p)) == 0
