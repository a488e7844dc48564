"""Trust: it starts from what partners know of each other, grows with kept promises, and breaks with defection."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.rules import trust as rule

share = st.floats(0, 1)
pair = st.tuples(share, share)
admissible = st.from_type(rule.Parameters)


def test_an_average_name_in_the_own_culture_starts_at_the_start():
    assert rule.starting_trust(0.5, 0, 0, rule.Parameters(start=0.4, reputation=0.2, distance=0.5)) == 0.4


def test_a_good_name_adds_trust_and_distance_takes_part_of_it():
    # a spotless name fills 0.2 of the 0.6 left to full trust: (0.4 + 0.12) * (1 - 0.5 * 0.4); half-way up, half of it
    p = rule.Parameters(start=0.4, reputation=0.2, distance=0.5)
    assert rule.starting_trust(1, 0.4, 0, p) == pytest.approx(0.416)
    assert rule.starting_trust(0.75, 0, 0, p) == pytest.approx(0.46)


def test_a_bad_name_takes_its_share_of_the_start():
    # a ruined name takes 0.2 of 0.4: 0.32; half-way down, half of it
    p = rule.Parameters(start=0.4, reputation=0.2)
    assert rule.starting_trust(0, 0, 0, p) == pytest.approx(0.32)
    assert rule.starting_trust(0.25, 0, 0, p) == pytest.approx(0.36)


def test_trust_from_earlier_alliances_fills_part_of_the_doubt():
    # 0.4 fresh, then 0.4 + 0.6 * 0.5
    p = rule.Parameters(start=0.4, reputation=0.2, distance=0.5)
    assert rule.starting_trust(0.5, 0, 0.5, p) == pytest.approx(0.7)


def test_names_that_mean_everything_move_trust_all_the_way_and_no_further():
    p = rule.Parameters(start=0.9, reputation=1, distance=0.5)
    assert rule.starting_trust(1, 0, 0, p) == pytest.approx(1)
    assert rule.starting_trust(0, 0, 0, p) == pytest.approx(0)
    # the doubt is whole, and past trust fills half of it
    assert rule.starting_trust(0, 0, 0.5, p) == pytest.approx(0.5)


def test_kept_promises_close_part_of_the_gap_to_full_trust():
    # 0.5 + 0.8 / 4 * 0.5 * (1 - 0.5 conflict)
    p = rule.Parameters(gain=0.8)
    assert rule.trust_after_kept_promises(0.5, 0.5, p) == pytest.approx(0.55)
    assert rule.trust_after_kept_promises(0.5, 1, p) == 0.5


def test_a_firm_without_alternatives_forgives_half_of_a_betrayal():
    # 0.8 * (1 - 0.6 * (1 - 0.5)) without alternatives, 0.8 * (1 - 0.6) with the best
    p = rule.Parameters(loss=0.6, forgiveness=0.5)
    assert rule.trust_after_defection(0.8, 0, p) == pytest.approx(0.56)
    assert rule.trust_after_defection(0.8, 1, p) == pytest.approx(0.32)


@given(p=admissible, reputation=pair, distance=pair, past=pair)
def test_names_and_past_alliances_never_cost_trust_and_distance_never_adds_any(p, reputation, distance, past):
    wary = rule.starting_trust(min(reputation), max(distance), min(past), p)
    trusting = rule.starting_trust(max(reputation), min(distance), max(past), p)
    assert -1e-12 <= wary <= trusting + 1e-12 <= 1 + 2e-12


@given(p=admissible, trust=share, conflict=pair)
def test_kept_promises_never_cost_trust_and_conflict_never_speeds_it(p, trust, conflict):
    slow, fast = (rule.trust_after_kept_promises(trust, c, p) for c in sorted(conflict, reverse=True))
    assert trust <= slow <= fast <= 1


@given(p=admissible, trust=share, option=pair)
def test_betrayal_never_builds_trust_and_alternatives_never_make_forgiving(p, trust, option):
    bound, free = (rule.trust_after_defection(trust, o, p) for o in sorted(option))
    assert 0 <= free <= bound <= trust


@given(p=admissible, trust=share, conflict=share, option=share)
def test_null_form_trust_never_changes(switched_off, p, trust, conflict, option):
    off = switched_off(p)
    assert rule.trust_after_kept_promises(trust, conflict, off) == trust
    assert rule.trust_after_defection(trust, option, off) == trust
