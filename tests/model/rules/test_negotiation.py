"""Negotiation: talks align interests, take time, and can break down."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.model.declarations.codes import EFFICIENCY, LEARNING, MARKET, RISK
from alliances.model.rules import negotiation as rule

share = st.floats(0, 1)
pair = st.tuples(share, share)
admissible = st.from_type(rule.Parameters)


def test_cultural_distance_slows_agreement():
    # 8 log 2 * (1 - 0.5) = 4 log 2 a year: an even chance this quarter; without distance 1 - 1/4
    p = rule.Parameters(agreement_rate=8 * math.log(2))
    assert rule.agreement_probability(0.5, p) == pytest.approx(0.5)
    assert rule.agreement_probability(0, p) == pytest.approx(0.75)


def test_diverging_goals_break_talks():
    # 8 log 2 * 0.5 = 4 log 2 a year
    p = rule.Parameters(breakdown_rate=8 * math.log(2))
    assert rule.breakdown_probability(0.5, p) == pytest.approx(0.5)
    assert rule.breakdown_probability(0, p) == 0


def test_an_agreement_aligns_goals_half_of_it_only_with_capable_negotiators():
    # 0.5 * (1 - 0.4 / 2) without capability, 0.5 * (1 - 0.4) with all of it
    p = rule.Parameters(alignment=0.4)
    assert rule.aligned_divergence(0.5, 0, p) == pytest.approx(0.4)
    assert rule.aligned_divergence(0.5, 1, p) == pytest.approx(0.3)


def test_partners_who_lack_half_invite_half_as_often():
    # 0.3 * 0.5
    assert rule.invitation_probability(0.5, rule.Parameters(consortium=0.3)) == pytest.approx(0.15)


@pytest.mark.parametrize(("technology", "equity", "quarters"), [(True, False, 8), (False, False, 16), (True, True, 12)])
def test_technology_alliances_are_short_and_joint_ownership_lasts_longer(technology, equity, quarters):
    # the middle draw leaves the mean: 2 or 4 years, times 1.5 with joint ownership
    p = rule.Parameters(technology_term=2, other_term=4, equity_term=1.5)
    assert rule.planned_quarters(technology, equity, 0.5, p) == quarters


def test_terms_spread_by_a_half_around_their_mean():
    # 4 years: 16 quarters * 0.5 = 8 at the lowest draw, 16 * 1.49 = 23.84 near the highest, rounded
    p = rule.Parameters(other_term=4)
    assert rule.planned_quarters(False, False, 0, p) == 8
    assert rule.planned_quarters(False, False, 0.99, p) == 24


def test_a_term_is_rounded_to_the_nearest_quarter():
    # 16 * (0.65 + 0.5) = 18.4 and 16 * (0.66 + 0.5) = 18.56
    p = rule.Parameters(other_term=4)
    assert [rule.planned_quarters(False, False, draw, p) for draw in (0.65, 0.66)] == [18, 19]


def test_no_term_is_shorter_than_half_a_year():
    # half a year * 4 * 0.5 = 1 quarter, raised to 2; a year * 4 * 0.75 = 3 quarters stay
    assert rule.planned_quarters(True, False, 0, rule.Parameters(technology_term=0.5)) == 2
    assert rule.planned_quarters(True, False, 0.25, rule.Parameters(technology_term=1)) == 3


# motive, foremost aim of the partner: technology, market access and supply chain abroad, supply chain at home
SCOPES = [
    (LEARNING, LEARNING, True, False, False, False),
    (LEARNING, MARKET, True, True, False, False),
    (MARKET, LEARNING, True, True, False, False),
    (MARKET, MARKET, False, True, False, True),
    (LEARNING, RISK, True, False, True, True),
    (EFFICIENCY, LEARNING, True, False, True, True),
    (EFFICIENCY, RISK, False, False, True, True),
    (RISK, MARKET, False, True, True, True),
]


@pytest.mark.parametrize(("motive", "aim", "technology", "market", "supply_abroad", "supply_at_home"), SCOPES)
def test_an_alliance_covers_what_its_partners_seek(motive, aim, technology, market, supply_abroad, supply_at_home):
    assert rule.covers_technology(motive, aim) == technology
    assert rule.covers_market(motive, aim, False) == market
    assert rule.covers_supply_chain(motive, aim, False) == supply_abroad
    assert rule.covers_supply_chain(motive, aim, True) == supply_at_home
    assert not rule.covers_market(motive, aim, True)


@pytest.mark.parametrize(("homes", "domestic"), [((3, 3, 3), True), ((3, 4, 3), False), ((3, 3, 4), False)])
def test_an_alliance_is_domestic_where_both_partners_are_at_home(homes, domestic):
    assert rule.is_domestic(*homes) == domestic


@pytest.mark.parametrize(
    ("motive", "aim", "host"), [(MARKET, MARKET, 7), (MARKET, RISK, 7), (LEARNING, MARKET, 1), (LEARNING, RISK, 2)]
)
def test_an_alliance_operates_in_the_market_that_somebody_seeks_or_else_at_the_partners_home(motive, aim, host):
    # market 7 is sought, the initiator is at home in 1, its partner in 2
    assert rule.host_market(motive, 7, aim, 1, 2) == host


@given(p=admissible, distance=pair, divergence=pair)
def test_distance_never_speeds_agreement_and_divergence_never_saves_talks(p, distance, divergence):
    near, far = (rule.agreement_probability(d, p) for d in sorted(distance))
    assert 0 <= far <= near <= 1
    aligned, diverging = (rule.breakdown_probability(d, p) for d in sorted(divergence))
    assert 0 <= aligned <= diverging <= 1


@given(p=admissible, divergence=share, capability=pair)
def test_capable_negotiators_leave_no_more_divergence(p, divergence, capability):
    clumsy, capable = (rule.aligned_divergence(divergence, c, p) for c in sorted(capability))
    assert 0 <= capable <= clumsy <= divergence


@given(p=admissible, draws=pair, technology=st.booleans(), equity=st.booleans())
def test_terms_are_whole_quarters_and_at_least_two(p, draws, technology, equity):
    short, long = (rule.planned_quarters(technology, equity, draw, p) for draw in sorted(draws))
    assert isinstance(short, int)
    assert 2 <= short <= long


@given(p=admissible, divergence=share, capability=share)
def test_null_form_talks_align_nothing_and_never_break_down(switched_off, p, divergence, capability):
    off = switched_off(p)
    assert rule.aligned_divergence(divergence, capability, off) == divergence
    assert rule.breakdown_probability(divergence, off) == 0
