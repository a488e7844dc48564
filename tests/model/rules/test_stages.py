"""The stages of an alliance, and what it costs to skip one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.declarations.codes import DESIGN, EVALUATION, STAGES
from alliances.model.rules import stages as rule

share = st.floats(0, 1)
pair = st.tuples(share, share)
stage = st.integers(0, len(STAGES) - 1)
admissible = st.from_type(rule.Parameters)
ROUNDING = 1e-15


def test_firms_without_plans_and_routines_skip_stages():
    # 0.8 * (1 - 0.5) * (1 - 0.25); nobody skips who always plans
    p = rule.Parameters(skipping=0.8)
    assert rule.skip_probability(DESIGN, 0.5, 0.25, p) == pytest.approx(0.3)
    assert rule.skip_probability(DESIGN, 1, 0, p) == 0


def test_leaning_to_one_stage_changes_the_chance_of_that_stage_alone():
    # 0.3 + 0.5 * 0.7; 0.3 * (1 - 0.5)
    p = rule.Parameters(skipping=0.8, design=0.5, evaluation=-0.5)
    chances = [rule.skip_probability(stage, 0.5, 0.25, p) for stage in range(len(STAGES))]
    assert chances.pop(EVALUATION) == pytest.approx(0.15)
    assert chances.pop(DESIGN) == pytest.approx(0.65)
    assert chances == [pytest.approx(0.3)] * 5


def test_by_default_nobody_leans_to_any_stage():
    lean = rule.leaning("design")
    assert (float(lean), lean.low, lean.high, lean.null) == (0, -1, 1, 0)
    assert all(getattr(rule.Parameters(), stage) == 0 for stage in STAGES)


def test_who_leans_wholly_always_skips_or_never():
    assert rule.skip_probability(DESIGN, 1, 1, rule.Parameters(design=1)) == 1
    assert rule.skip_probability(DESIGN, 0, 0, rule.Parameters(design=-1)) == 0


def test_the_stages_are_those_of_the_alliance_in_their_order():
    leans = [rule.skip_probability(n, 1, 1, rule.Parameters(**{name: 1})) for n, name in enumerate(STAGES)]
    assert leans == [1] * len(STAGES)


def test_a_leader_that_never_settled_its_aims_opens_room_for_divergence():
    # 0.2 + 0.25 * 0.8
    assert rule.vague_divergence(0.2, rule.Parameters(vagueness=0.25)) == pytest.approx(0.4)


def test_an_alliance_that_nobody_manages_loses_coordination():
    # 0.8 * (1 - 0.25)
    assert rule.slack_coordination(0.8, rule.Parameters(slack=0.25)) == pytest.approx(0.6)


def test_walking_out_costs_part_of_a_name_and_of_trust():
    # 0.5 * (1 - 0.4)
    assert rule.after_rupture(0.5, rule.Parameters(rupture=0.4)) == pytest.approx(0.3)


@given(p=admissible, stage=stage, planning=pair, capability=pair)
def test_planning_and_capability_never_make_skipping_likelier(p, stage, planning, capability):
    careful = rule.skip_probability(stage, max(planning), max(capability), p)
    hasty = rule.skip_probability(stage, min(planning), min(capability), p)
    assert 0 <= careful <= hasty + ROUNDING and hasty <= 1


@given(p=admissible, value=share)
def test_skipping_never_pays_by_itself(p, value):
    assert value <= rule.vague_divergence(value, p) + 1e-12 <= 1 + 2e-12
    assert 0 <= rule.slack_coordination(value, p) <= value
    assert 0 <= rule.after_rupture(value, p) <= value


@given(p=admissible, stage=stage, planning=share, capability=share)
def test_null_form_no_stage_is_ever_skipped(switched_off, p, stage, planning, capability):
    assert rule.skip_probability(stage, planning, capability, switched_off(p)) == 0
