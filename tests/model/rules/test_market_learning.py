"""Market learning: knowing a market comes from being in it, from near markets, and from a local partner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.declarations.codes import CONTRACTUAL_MODE, EXPORT, JOINT_VENTURE, WHOLLY_OWNED
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
    p = rule.Parameters(rate=0.5, obsolescence=0)
    assert rule.knowledge_after_presence(0.2, 0.5, 0.9, p) == pytest.approx(0.25)


def test_knowledge_of_a_market_goes_out_of_date_the_more_rivals_fight():
    # 0.8 * (1 - 0.5 / 4 * 0.4), and none of it where nobody competes
    p = rule.Parameters(rate=0, obsolescence=0.5)
    assert rule.knowledge_after_presence(0.8, 1, 0.4, p) == pytest.approx(0.76)
    assert rule.knowledge_after_presence(0.8, 1, 0, p) == 0.8


def test_a_quarter_out_of_the_market_lets_knowledge_fade():
    # 0.8 * (1 - 0.4 / 4)
    assert rule.knowledge_after_absence(0.8, rule.Parameters(fading=0.4)) == pytest.approx(0.72)


def test_knowledge_of_one_market_serves_in_a_near_one():
    # 0.5 * 0.8 * (1 - 0.25)
    assert rule.spilled_knowledge(0.8, 0.25, rule.Parameters(spill_over=0.5)) == pytest.approx(0.3)


def test_a_trusting_partner_lends_sixty_percent_of_what_it_knows_of_the_market_agreed_on():
    # 0.6 * 0.5 at full trust, half of it at half the trust, however well the firm absorbs
    p = rule.Parameters(partner_knowledge=0.6, second_hand=0.5)
    assert rule.partner_knowledge(0.5, 1, 0.2, True, p) == pytest.approx(0.3)
    assert rule.partner_knowledge(0.5, 0.5, 0.8, True, p) == pytest.approx(0.15)


def test_of_other_markets_a_firm_uses_the_second_hand_knowledge_that_it_absorbs():
    # 0.6 * 0.5 * 1 * second hand 0.5 * absorptive capacity 0.4
    p = rule.Parameters(partner_knowledge=0.6, second_hand=0.5)
    assert rule.partner_knowledge(0.5, 1, 0.4, False, p) == pytest.approx(0.06)


def test_two_markets_teach_half_as_much_about_going_abroad_as_very_many():
    # 0.2 + 0.8 * (0.5 / 4 * 2 / (2 + 2))
    p = rule.Parameters(generalizing=0.5, breadth=2)
    assert rule.next_experience(0.2, 2, 0, p) == pytest.approx(0.25)


def test_what_partners_taught_adds_to_experience_also_of_a_firm_at_home():
    # 0.2 + 0.8 * 0.25 at home, 0.2 + 0.8 * (0.0625 + 0.25) with two markets
    p = rule.Parameters(generalizing=0.5, breadth=2)
    assert rule.next_experience(0.2, 0, 0.25, p) == pytest.approx(0.4)
    assert rule.next_experience(0.2, 2, 0.25, p) == pytest.approx(0.45)


def test_experience_fades_at_home_where_nobody_teaches():
    # 0.8 * (1 - 0.4 / 4)
    assert rule.next_experience(0.8, 0, 0, rule.Parameters(fading=0.4)) == pytest.approx(0.72)


def test_nobody_becomes_more_than_fully_experienced():
    # 4 / 4 * 9 / (9 + 1) + 0.6 would add one and a half times what is missing
    assert rule.next_experience(0.2, 9, 0.6, rule.Parameters(generalizing=4, breadth=1)) == 1


def test_a_trusting_partner_ahead_in_experience_passes_part_of_its_lead_on():
    # 2 / 4 * 0.4 * 0.5 * 0.5 * 0.8
    assert rule.taught(0.4, 0.5, 0.5, 0.8, rule.Parameters(example=2)) == pytest.approx(0.04)


def test_each_source_of_knowledge_fills_part_of_what_the_others_leave_open():
    # 1 - 0.5 * 0.8 * 0.75 * (1 - 0.5 * 0.4)
    assert rule.usable_knowledge(0.5, 0.2, 0.25, 0.4, rule.Parameters(experience=0.5)) == pytest.approx(0.76)


def test_a_market_left_long_ago_is_forgotten_once_it_is_known_too_little():
    p = rule.Parameters(forgotten=0.02)
    assert rule.is_forgotten(0.019, p)
    assert not rule.is_forgotten(0.02, p)


@given(p=admissible, knowledge=share, commitment=pair, competition=share)
def test_presence_teaches_the_more_committed_firm_no_less(p, knowledge, commitment, competition):
    light, full = (rule.knowledge_after_presence(knowledge, c, competition, p) for c in sorted(commitment))
    assert 0 <= light <= full <= 1
    assert knowledge <= rule.knowledge_after_presence(knowledge, min(commitment), 0, p)


@given(p=admissible, knowledge=share)
def test_absence_never_teaches(p, knowledge):
    assert 0 <= rule.knowledge_after_absence(knowledge, p) <= knowledge


@given(p=admissible, knowledge=share, distance=pair, trust=pair, able=pair)
def test_distance_blocks_spill_over_and_trust_opens_lending(p, knowledge, distance, trust, able):
    far, near = (rule.spilled_knowledge(knowledge, d, p) for d in sorted(distance, reverse=True))
    assert 0 <= far <= near <= knowledge
    little, much = (rule.partner_knowledge(knowledge, end(trust), end(able), False, p) for end in (min, max))
    agreed = rule.partner_knowledge(knowledge, max(trust), min(able), True, p)
    assert 0 <= little <= much <= agreed <= knowledge


@given(p=admissible, experience=pair, markets=st.tuples(st.integers(1, 50), st.integers(1, 50)), lesson=pair)
def test_more_markets_and_lessons_never_make_a_firm_less_experienced(p, experience, markets, lesson):
    green = rule.next_experience(min(experience), min(markets), min(lesson), p)
    seasoned = rule.next_experience(max(experience), max(markets), max(lesson), p)
    assert min(experience) <= green <= seasoned + 1e-12 <= 1 + 2e-12
    assert 0 <= rule.next_experience(max(experience), 0, 0, p) <= max(experience)


@given(p=admissible, lead=pair, ease=pair, trust=pair, coordination=pair)
def test_nobody_is_taught_more_than_the_lead(p, lead, ease, trust, coordination):
    least, most = (rule.taught(*map(end, (lead, ease, trust, coordination)), p) for end in (min, max))
    assert 0 <= least <= most <= max(lead)


@given(p=admissible, own=share, spilled=share, from_partners=share, experience=share)
def test_usable_knowledge_is_a_share_no_smaller_than_any_source(p, own, spilled, from_partners, experience):
    usable = rule.usable_knowledge(own, spilled, from_partners, experience, p)
    assert max(own, spilled, from_partners, p.experience * experience) <= usable + 1e-12 <= 1 + 2e-12


@given(p=admissible, knowledge=share, other=share, markets=st.integers(1, 50), agreed=st.booleans())
def test_null_form_firms_learn_nothing_by_presence_spill_over_or_partner(
    switched_off, p, knowledge, other, markets, agreed
):
    off = switched_off(p)
    assert rule.knowledge_after_presence(knowledge, other, other, off) == knowledge
    assert rule.spilled_knowledge(knowledge, other, off) == 0
    assert rule.partner_knowledge(knowledge, other, other, agreed, off) == 0
    assert rule.taught(knowledge, other, other, other, off) == 0
    assert rule.next_experience(knowledge, markets, 0, off) == knowledge
    assert rule.usable_knowledge(0, 0, 0, other, off) == 0
