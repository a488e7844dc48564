"""Opportunism: some partners defect when they can, and it is hard to see."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.rules import opportunism as rule

share = st.floats(0, 1)
pair = st.tuples(share, share)
admissible = st.from_type(rule.Parameters)


def test_safeguards_and_trust_hold_temptation_back():
    # 10 a year * 0.5 * (1 - 0.5) * (1 - 0.4 * 0.5) = 2 a year
    p = rule.Parameters(temptation=10, restraint=0.4)
    assert rule.defection_probability(0.5, 0.5, 0.5, p) == pytest.approx(1 - math.exp(-0.5))


@pytest.mark.parametrize(("opportunism", "safeguard"), [(0, 0), (1, 1)])
def test_an_honest_or_perfectly_safeguarded_partner_never_cheats(opportunism, safeguard):
    assert rule.defection_probability(opportunism, safeguard, 0, rule.Parameters(temptation=10, restraint=0.4)) == 0


def test_half_the_betrayals_escape_partners_of_a_wholly_foreign_culture():
    # 0.8 * (1 - 1 / 2), against 0.8 in one culture
    p = rule.Parameters(detection=0.8)
    assert rule.detection_probability(True, 1, p) == pytest.approx(0.4)
    assert rule.detection_probability(True, 0, p) == 0.8


def test_honest_partners_are_suspected_only_across_cultures():
    # 0.1 * 0.5
    p = rule.Parameters(suspicion=0.1)
    assert rule.detection_probability(False, 0.5, p) == pytest.approx(0.05)
    assert rule.detection_probability(False, 0, p) == 0


@pytest.mark.parametrize(
    ("others_defect", "defects", "reached"),
    [(False, False, 2), (True, False, 1), (False, True, 2.5), (True, True, 1.5)],
)
def test_a_victim_loses_half_of_its_benefit_and_a_defector_gains_a_quarter(others_defect, defects, reached):
    # 2 * (1 - 0.5 for a victim + 0.25 for a defector)
    p = rule.Parameters(harm=0.5, private_gain=0.25)
    assert rule.benefit_reached(2, others_defect, defects, p) == pytest.approx(reached)


@given(p=admissible, opportunism=pair, safeguard=pair, trust=pair)
def test_more_trust_and_better_safeguards_never_mean_more_cheating(p, opportunism, safeguard, trust):
    restrained = rule.defection_probability(min(opportunism), max(safeguard), max(trust), p)
    tempted = rule.defection_probability(max(opportunism), min(safeguard), min(trust), p)
    assert 0 <= restrained <= tempted <= 1


@given(p=admissible, distance=pair)
def test_distance_hides_betrayal_and_breeds_suspicion(p, distance):
    near, far = sorted(distance)
    assert 0 <= rule.detection_probability(True, far, p) <= rule.detection_probability(True, near, p) <= 1
    assert 0 <= rule.detection_probability(False, near, p) <= rule.detection_probability(False, far, p) <= 1


@given(p=admissible, opportunism=share, safeguard=share, trust=share, distance=share)
def test_null_form_nobody_cheats_or_seems_to(switched_off, p, opportunism, safeguard, trust, distance):
    off = switched_off(p)
    assert rule.defection_probability(opportunism, safeguard, trust, off) == 0
    assert rule.detection_probability(False, distance, off) == 0
