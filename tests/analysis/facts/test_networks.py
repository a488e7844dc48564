"""The fact of the alliance network, on networks of known shape."""

from math import isnan

import pytest

from alliances.analysis.facts.networks import degree_skew


def alive(*groups):
    return [{"ended_step": None, "partners": list(group)} for group in groups]


def test_one_hub_is_unequal_and_firms_without_ties_do_not_count(world, records):
    over = [{"partners": [7, 8]}]
    star = alive((0, 1), (0, 2), (0, 3), (3, 0))  # the last pair twice: one tie
    found = degree_skew(world(star + over, firms=records(9, [0])))
    # degrees 3, 1, 1, 1: mean absolute difference 12 / 16 over twice the mean, 3
    assert found["gini"] == pytest.approx(1 / 4)


def test_partners_of_partners_that_ally_cluster(world):
    rings = [group for five in range(0, 100, 5) for group in [(five, five + 1, five + 2), (five + 3, five + 4)]]
    assert degree_skew(world(alive(*rings)))["clustering"] > 2


def test_a_chain_does_not_cluster(world):
    chain = alive(*((firm, firm + 1) for firm in range(40)), *((firm, firm + 4) for firm in range(40)))
    assert degree_skew(world(chain))["clustering"] == 0


def test_no_living_alliance_gives_no_number(world):
    assert all(isnan(value) for value in degree_skew(world([{}])).values())
