"""Endings: causes compete, and none of them knows the alliance's age."""

import inspect
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.declarations.codes import HAZARDS as CODES
from alliances.model.rules import termination as rule

share = st.floats(0, 1)
pair = st.tuples(share, share)
admissible = st.from_type(rule.Parameters)
HAZARDS = [function for name, function in inspect.getmembers(rule, inspect.isfunction) if name.startswith("hazard_")]


def test_success_ends_an_alliance_only_when_all_have_met_their_goals():
    p = rule.Parameters(goals_met=0.4)
    assert (rule.hazard_goals_met(True, p), rule.hazard_goals_met(False, p)) == (0.4, 0)


def test_half_a_lag_brings_a_quarter_of_the_hazard_of_giving_up():
    # 1.6 * 0.5 ** 2
    assert rule.hazard_goals_failed(0.5, rule.Parameters(goals_failed=1.6)) == pytest.approx(0.4)


def test_distrust_drives_a_partner_out_and_more_so_with_alternatives():
    # 1.6 * 0.5 ** 3 = 0.2 with the best alternatives, half of it with none
    p = rule.Parameters(opportunism=1.6)
    assert rule.hazard_opportunism(0.5, 1, p) == pytest.approx(0.2)
    assert rule.hazard_opportunism(0.5, 0, p) == pytest.approx(0.1)


def test_half_the_conflict_brings_a_quarter_of_the_hazard_of_parting():
    # 2.4 * 0.5 ** 2
    assert rule.hazard_conflict(0.5, rule.Parameters(conflict=2.4)) == pytest.approx(0.6)


def test_a_firm_that_came_to_learn_leaves_with_the_lesson():
    # 0.8 * 0.25: half the aim is to learn, and half of it is learned
    assert rule.hazard_knowledge_learned(0.25, rule.Parameters(knowledge_learned=0.8)) == pytest.approx(0.2)


def test_a_joint_venture_goes_on_in_one_hand_the_likelier_the_more_it_has_brought():
    # 0.8 * (1 - 0.25)
    p = rule.Parameters(takeover=0.8)
    assert rule.takeover_probability(0.25, p) == pytest.approx(0.6)
    assert rule.takeover_probability(0, p) == 0.8


def test_nobody_takes_over_what_brought_nothing():
    assert rule.takeover_probability(1, rule.Parameters(takeover=0.8)) == 0


def test_sanctions_hit_international_alliances_where_law_is_weak():
    # 0.2 * (1 - 0.75)
    p = rule.Parameters(external_shock=0.2)
    assert rule.hazard_external_shock(True, 0.75, p) == pytest.approx(0.05)
    assert rule.hazard_external_shock(False, 0.75, p) == 0


def test_trust_favours_renewal_and_lags_and_alternatives_speak_against_it():
    # 0.5 + 2 * 0.75 - 1 * 0.5 - 1 * 0.5 = 1
    p = rule.Parameters(renewal=0.5, renewal_trust=2, renewal_lag=1, renewal_outside=1)
    assert rule.renewal_probability(0.5, 0.75, 0.5, p) == pytest.approx(1 / (1 + math.exp(-1)))


@given(p=admissible, lag=pair, trust=pair, option=pair)
def test_trust_holds_partners_and_lags_and_alternatives_do_not(p, lag, trust, option):
    firm = rule.renewal_probability(min(lag), max(trust), min(option), p)
    loose = rule.renewal_probability(max(lag), min(trust), max(option), p)
    assert 0 <= loose <= firm <= 1
    distrusted = rule.hazard_opportunism(min(trust), max(option), p)
    trusted = rule.hazard_opportunism(max(trust), min(option), p)
    assert 0 <= trusted <= distrusted <= p.opportunism


@given(p=admissible, driver=pair)
def test_every_driver_raises_its_hazard_up_to_the_declared_one(p, driver):
    low, high = sorted(driver)
    assert 0 <= rule.hazard_goals_failed(low, p) <= rule.hazard_goals_failed(high, p) <= p.goals_failed
    assert 0 <= rule.hazard_conflict(low, p) <= rule.hazard_conflict(high, p) <= p.conflict
    assert 0 <= rule.hazard_knowledge_learned(low, p) <= rule.hazard_knowledge_learned(high, p) <= p.knowledge_learned
    assert 0 <= rule.hazard_external_shock(True, high, p) <= rule.hazard_external_shock(True, low, p)


@given(p=admissible, lags=pair)
def test_the_more_a_venture_has_brought_the_likelier_it_is_taken_over(p, lags):
    likely, unlikely = (rule.takeover_probability(lag, p) for lag in sorted(lags))
    assert 0 <= unlikely <= likely <= p.takeover


def test_no_hazard_knows_the_age_of_the_alliance():
    known = {name for hazard in HAZARDS for name in inspect.signature(hazard).parameters}
    assert not known & {"age", "quarters", "years", "step", "formed", "started"}


@given(p=admissible, drivers=st.lists(share, min_size=3, max_size=3))
def test_null_form_there_is_no_hazard(switched_off, p, drivers):
    off = switched_off(p)
    assert len(HAZARDS) == len(CODES)
    for hazard in HAZARDS:
        arguments = [drivers[k] for k in range(len(inspect.signature(hazard).parameters) - 1)]
        assert hazard(*arguments, off) == 0


@given(p=admissible, lag=share)
def test_null_form_nobody_takes_a_venture_over(switched_off, p, lag):
    assert rule.takeover_probability(lag, switched_off(p)) == 0
