"""Entry mode: what each way into a market would bring, and when to leave."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.declarations.codes import CONTRACTUAL_MODE, EXPORT, JOINT_VENTURE, NO_MODE, WHOLLY_OWNED
from alliances.model.rules import entry_mode as rule

share = st.floats(0, 1)
money = st.floats(0, 1e6)
gain = st.floats(-1e3, 1e3).filter(lambda number: number == 0 or abs(number) > 1e-6)
admissible = st.from_type(rule.Parameters)
MODES = (EXPORT, CONTRACTUAL_MODE, JOINT_VENTURE, WHOLLY_OWNED)


def test_a_lighter_mode_costs_its_share_of_running_a_wholly_owned_unit():
    # owning: 0.25 * 2 = 0.5 million a year for a firm with twice the costs of a mid-sized one; others .2, .4, .6 of it
    p = rule.Parameters(running_cost=0.25, export_running=0.2, contract_running=0.4, venture_running=0.6)
    assert [rule.running_cost(mode, 2, p) for mode in MODES] == pytest.approx([0.1, 0.2, 0.3, 0.5])


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


def test_an_option_weighs_by_benefit_over_cost_within_the_horizon():
    # (4 years * 0.6) / (4 years * 0.1 + 0.8) = 2.4 / 1.2 = 2, squared
    assert rule.option_weight(0.6, 0.1, 0.8, rule.Parameters(horizon=4, sharpness=2)) == pytest.approx(4)


def test_an_option_that_brings_what_it_costs_is_as_likely_as_staying():
    # 2 years * 0.5 = 2 years * 0.3 + 0.4
    assert rule.option_weight(0.5, 0.3, 0.4, rule.Parameters(horizon=2, sharpness=3)) == pytest.approx(1)


def test_an_option_that_brings_nothing_is_not_chosen_even_if_it_saves_cost():
    assert rule.option_weight(0, 0.1, 0.1, rule.Parameters()) == 0
    assert rule.option_weight(-0.1, -1, 0, rule.Parameters()) == 0


@pytest.mark.parametrize("running", [0.0, -0.1])
def test_an_option_that_costs_nothing_more_counts_as_costing_a_thousandth(running):
    # a ratio of 1000, to the power of 1/3
    assert rule.option_weight(0.5, running, 0, rule.Parameters(sharpness=1 / 3)) == pytest.approx(10)


def test_a_firm_whose_margin_covers_half_its_running_cost_may_leave():
    # the rate is 8 log 2 * (0.4 - 0.2) / 0.4 = 4 log 2 a year: an even chance
    assert rule.leave_probability(0.2, 0.4, rule.Parameters(exit_rate=8 * math.log(2))) == pytest.approx(0.5)


@pytest.mark.parametrize(("margin", "running"), [(0.4, 0.4), (0.5, 0.4), (0.0, 0.0)])
def test_a_firm_whose_margin_covers_its_running_cost_stays(margin, running):
    assert rule.leave_probability(margin, running, rule.Parameters(exit_rate=5)) == 0


def test_present_firms_reconsider_at_the_deepening_rate():
    assert rule.reconsider_probability(rule.Parameters(deepening_rate=4 * math.log(2))) == pytest.approx(0.5)


def test_a_demand_shock_fades_while_new_ones_keep_the_spread_as_it_is():
    # 0.6 * 0.5 + 0.1 * (1 - 0.36) ** 0.5 * 2
    p = rule.Parameters(demand_shock=0.1, shock_persistence=0.6)
    assert rule.next_demand_shock(0.5, 2, p) == pytest.approx(0.46)
    # variances add up: 0.6 ** 2 * 0.1 ** 2 + 0.08 ** 2 = 0.1 ** 2
    fades, moves = rule.next_demand_shock(0.1, 0, p), rule.next_demand_shock(0, 1, p)
    assert fades**2 + moves**2 == pytest.approx(0.01)


def test_demand_that_does_not_shift_leaves_a_demand_shock_as_it_is():
    assert rule.next_demand_shock(0.5, 2, rule.Parameters(shock_persistence=1)) == 0.5


@pytest.mark.parametrize(
    ("mode", "present", "with_partners", "option"),
    [(EXPORT, NO_MODE, False, True), (WHOLLY_OWNED, NO_MODE, False, True), (CONTRACTUAL_MODE, NO_MODE, False, False),
     (CONTRACTUAL_MODE, NO_MODE, True, True), (CONTRACTUAL_MODE, EXPORT, True, True),
     (CONTRACTUAL_MODE, EXPORT, False, False), (EXPORT, EXPORT, True, False), (WHOLLY_OWNED, EXPORT, True, False)],
)  # fmt: skip
def test_an_exporter_may_go_on_with_a_partner_and_who_is_out_may_come_in_any_way(mode, present, with_partners, option):
    assert rule.is_option(mode, present, with_partners) == option


def test_a_firm_goes_on_exporting_where_the_margin_pays_the_running_cost():
    assert [rule.goes_on_exporting(benefit, 0.4) for benefit in (0.3, 0.4, 0.5)] == [False, False, True]


def test_an_option_three_times_as_heavy_as_staying_is_chosen_three_times_in_four():
    # 3 / (1 + 3)
    assert rule.choice_probability(3) == 0.75
    assert rule.choice_probability(0) == 0


@given(p=admissible, tolerance=st.tuples(share, share), knowledge=st.tuples(share, share))
def test_tolerance_and_knowledge_take_caution_away(p, tolerance, knowledge):
    wary = rule.caution_factor(min(tolerance), min(knowledge), p)
    bold = rule.caution_factor(max(tolerance), max(knowledge), p)
    assert 0 <= wary <= bold <= 1


@given(p=admissible, benefit=st.tuples(gain, gain), running=st.tuples(gain, gain), sunk=st.tuples(money, money))
def test_an_option_that_brings_more_or_costs_less_is_never_less_likely(p, benefit, running, sunk):
    worse = rule.option_weight(min(benefit), max(running), max(sunk), p)
    better = rule.option_weight(max(benefit), min(running), min(sunk), p)
    assert 0 <= worse <= better * (1 + 1e-9) < math.inf


@given(p=admissible, margins=st.tuples(money, money), running=money)
def test_a_thinner_margin_never_makes_leaving_less_likely(p, margins, running):
    thin, thick = (rule.leave_probability(m, running, p) for m in sorted(margins))
    assert 0 <= thick <= thin <= 1


@given(p=admissible, benefit=st.floats(1e-6, 1e6), running=gain, sunk=money)
def test_null_form_every_option_that_brings_anything_is_as_likely_as_any_other(switched_off, p, benefit, running, sunk):
    assert rule.option_weight(benefit, running, sunk, switched_off(p)) == 1


@given(p=admissible, margin=money, running=money)
def test_null_form_losses_drive_nobody_out(switched_off, p, margin, running):
    assert rule.leave_probability(margin, running, switched_off(p)) == 0
