"""The stages of an alliance, and what it costs to skip one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.rules import stages as rule

share = st.floats(0, 1)
pair = st.tuples(share, share)
admissible = st.from_type(rule.Parameters)


def test_firms_without_plans_and_routines_skip_stages():
    # 0.8 * (1 - 0.5) * (1 - 0.25); nobody skips who always plans
    p = rule.Parameters(skipping=0.8)
    assert rule.skip_probability(0.5, 0.25, p) == pytest.approx(0.3)
    assert rule.skip_probability(1, 0, p) == 0


def test_a_leader_that_never_settled_its_aims_opens_room_for_divergence():
    # 0.2 + 0.25 * 0.8
    assert rule.vague_divergence(0.2, rule.Parameters(vagueness=0.25)) == pytest.approx(0.4)


def test_an_alliance_that_nobody_manages_loses_coordination():
    # 0.8 * (1 - 0.25)
    assert rule.slack_coordination(0.8, rule.Parameters(slack=0.25)) == pytest.approx(0.6)


def test_walking_out_costs_part_of_a_name_and_of_trust():
    # 0.5 * (1 - 0.4)
    assert rule.after_rupture(0.5, rule.Parameters(rupture=0.4)) == pytest.approx(0.3)


@given(p=admissible, planning=pair, capability=pair)
def test_planning_and_capability_never_make_skipping_likelier(p, planning, capability):
    careful = rule.skip_probability(max(planning), max(capability), p)
    hasty = rule.skip_probability(min(planning), min(capability), p)
    assert 0 <= careful <= hasty <= 1


@given(p=admissible, value=share)
def test_skipping_never_pays_by_itself(p, value):
    assert value <= rule.vague_divergence(value, p) + 1e-12 <= 1 + 2e-12
    assert 0 <= rule.slack_coordination(value, p) <= value
    assert 0 <= rule.after_rupture(value, p) <= value


@given(p=admissible, planning=share, capability=share)
def test_null_form_no_stage_is_ever_skipped(switched_off, p, planning, capability):
    assert rule.skip_probability(planning, capability, switched_off(p)) == 0
