"""Governance: contract or equity joint venture, and what either protects."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.rules import governance as rule

share = st.floats(0, 1)
pair = st.tuples(share, share)
fields = st.integers(1, 3)
admissible = st.from_type(rule.Parameters)


def test_specific_investment_and_leaky_knowledge_expose_partners_where_courts_are_weak():
    # (0.6 + 1 - 0.2) / 2 * (1 - 0.5) = 0.7 * 0.5
    assert rule.exposure(0.6, 0.2, 0.5) == pytest.approx(0.35)


def test_perfect_courts_leave_nothing_exposed():
    assert rule.exposure(1, 0, 1) == 0


def test_hazard_and_scope_favour_joint_ownership_and_past_trust_does_without():
    # -1 + 4 * 0.5 + 0.5 * (3 - 1) - 2 * 0.5 = 1
    p = rule.Parameters(leaning=-1, hazard=4, scope=0.5, past_trust=2)
    assert rule.equity_probability(0.5, 3, 0.5, p) == pytest.approx(1 / (1 + math.exp(-1)))


def test_joint_ownership_and_a_designed_contract_protect_together():
    # 1 - (1 - 0.6) * (1 - 0.5 * 0.5) = 1 - 0.4 * 0.75
    p = rule.Parameters(equity_safeguard=0.6, contract_safeguard=0.5)
    assert rule.safeguard(True, True, 0.5, p) == pytest.approx(0.7)


@pytest.mark.parametrize(("equity", "designed", "expected"), [(1, 0, 0.6), (0, 1, 0.25), (0, 0, 0)])
def test_either_form_protects_by_itself_and_a_thin_contract_not_at_all(equity, designed, expected):
    # ownership 0.6 whatever the courts; contract 0.5 * enforcement 0.5
    p = rule.Parameters(equity_safeguard=0.6, contract_safeguard=0.5)
    assert rule.safeguard(bool(equity), bool(designed), 0.5, p) == pytest.approx(expected)


def test_investment_is_as_specific_as_the_industry_lives_by_research_and_half_of_that_without_technology():
    assert rule.specific_investment(0.6, True) == 0.6
    assert rule.specific_investment(0.6, False) == pytest.approx(0.3)


@given(specificity=pair, appropriability=pair, enforcement=pair)
def test_exposure_is_a_share_that_law_and_appropriability_reduce(specificity, appropriability, enforcement):
    safe = rule.exposure(min(specificity), max(appropriability), max(enforcement))
    risky = rule.exposure(max(specificity), min(appropriability), min(enforcement))
    assert 0 <= safe <= risky <= 1


@given(p=admissible, hazard=pair, fields=st.tuples(fields, fields), past_trust=pair)
def test_hazard_never_disfavours_and_trust_never_favours_joint_ownership(p, hazard, fields, past_trust):
    contract = rule.equity_probability(min(hazard), min(fields), max(past_trust), p)
    equity = rule.equity_probability(max(hazard), max(fields), min(past_trust), p)
    assert 0 <= contract <= equity <= 1


@given(p=admissible, equity=st.booleans(), designed=st.booleans(), enforcement=pair)
def test_better_courts_never_weaken_a_safeguard(p, equity, designed, enforcement):
    weak, strong = (rule.safeguard(equity, designed, e, p) for e in sorted(enforcement))
    assert 0 <= weak <= strong <= 1


@given(p=admissible, hazard=share, fields=fields, past_trust=share, enforcement=share)
def test_null_form_the_form_is_a_blind_choice_and_protects_nobody(
    switched_off, p, hazard, fields, past_trust, enforcement
):
    off = switched_off(p)
    assert rule.equity_probability(hazard, fields, past_trust, off) == rule.equity_probability(0, 1, 0, off)
    assert rule.safeguard(True, True, enforcement, off) == 0
