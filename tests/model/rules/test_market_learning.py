"""Market learning: knowing a market comes from being in it, from near markets, and from a local partner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.codes import CONTRACTUAL_MODE, EXPORT, JOINT_VENTURE, WHOLLY_OWNED
from alliances.model.rules import market_learning as rule

share = st.floats(0, 1)
pair = st.tuples(share, share)
admissible = st.from_type(rule.Parameters)


def test_each_mode_commits_its_own_share_and_owning_commits_fully():
    p = rule.Parameters(export_commitment=0.2, contract_commitment=0.4, venture_commitment=0.7)
    committed = [rule.commitment(mode, p) for mode in (EXPORT, CONTRACTUAL_MODE, JOINT_VENTURE, WHOLLY_OWNED)]
    assert committed == [0.2, 0.4, 0.7, 1.0]


def test_a_quarter_in_the_market_closes_part_of_the_gap_in_knowledge():
    # 0.2 + 0.5 / 4 * 0.5 * 0.8
    assert rule.knowledge_after_presence(0.2, 0.5, rule.Parameters(rate=0.5)) == pytest.approx(0.25)


def test_a_quarter_out_of_the_market_lets_knowledge_fade():
    # 0.8 * (1 - 0.4 / 4)
    assert rule.knowledge_after_absence(0.8, rule.Parameters(fading=0.4)) == pytest.approx(0.72)


def test_knowledge_of_one_market_serves_in_a_near_one():
    # 0.5 * 0.8 * (1 - 0.25)
    assert rule.spilled_knowledge(0.8, 0.25, rule.Parameters(spill_over=0.5)) == pytest.approx(0.3)


def test_a_trusting_local_partner_lends_sixty_percent_of_what_it_knows():
    # 0.6 * 0.5 at full trust, half of it at half the trust
    p = rule.Parameters(lending=0.6)
    assert rule.lent_knowledge(0.5, 1, p) == pytest.approx(0.3)
    assert rule.lent_knowledge(0.5, 0.5, p) == pytest.approx(0.15)


def test_each_source_of_knowledge_fills_part_of_what_the_others_leave_open():
    # 1 - 0.5 * 0.8 * 0.75
    assert rule.usable_knowledge(0.5, 0.2, 0.25) == pytest.approx(0.7)


@given(p=admissible, knowledge=share, commitment=pair)
def test_presence_teaches_the_more_committed_firm_no_less(p, knowledge, commitment):
    light, full = (rule.knowledge_after_presence(knowledge, c, p) for c in sorted(commitment))
    assert knowledge <= light <= full <= 1


@given(p=admissible, knowledge=share)
def test_absence_never_teaches(p, knowledge):
    assert 0 <= rule.knowledge_after_absence(knowledge, p) <= knowledge


@given(p=admissible, knowledge=share, distance=pair, trust=pair)
def test_distance_blocks_spill_over_and_trust_opens_lending(p, knowledge, distance, trust):
    far, near = (rule.spilled_knowledge(knowledge, d, p) for d in sorted(distance, reverse=True))
    assert 0 <= far <= near <= knowledge
    little, much = (rule.lent_knowledge(knowledge, t, p) for t in sorted(trust))
    assert 0 <= little <= much <= knowledge


@given(own=share, spilled=share, lent=share)
def test_usable_knowledge_is_a_share_no_smaller_than_any_source(own, spilled, lent):
    assert max(own, spilled, lent) <= rule.usable_knowledge(own, spilled, lent) + 1e-12 <= 1 + 2e-12


@given(p=admissible, knowledge=share, other=share)
def test_null_form_firms_learn_nothing_by_presence_spill_over_or_partner(switched_off, p, knowledge, other):
    off = switched_off(p)
    assert rule.knowledge_after_presence(knowledge, other, off) == knowledge
    assert rule.spilled_knowledge(knowledge, other, off) == 0
    assert rule.lent_knowledge(knowledge, other, off) == 0
