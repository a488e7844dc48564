"""Network statistics on graphs with a known answer."""

from itertools import combinations
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.analysis.statistics.network import clustering_ratio, degrees, edges_between, gini

CAVES = {(one + 5 * cave, other + 5 * cave) for cave in range(20) for one, other in combinations(range(5), 2)}


def test_partners_of_one_alliance_are_tied_once_each():
    # a pair, the same pair the other way round, and three partners
    assert edges_between([[4, 2], [2, 4], [1, 2, 3]]) == {(2, 4), (1, 2), (1, 3), (2, 3)}


def test_degrees_are_of_firms_with_ties():
    assert sorted(degrees({(2, 4), (1, 2), (2, 3)})) == [1, 1, 1, 3]
    assert len(degrees(set())) == 0


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1, 1, 1, 1], 0.0), ([0, 0, 0, 1], 0.75), ([1, 3], 0.25), ([1, 1, 1, 3], 0.25)],
)
def test_gini_of_a_few(values, expected):
    # mean absolute difference over twice the mean: of 1 and 3, (0 + 2 + 2 + 0) / 4 / 4
    assert gini(np.array(values)) == pytest.approx(expected)


@given(st.lists(st.integers(0, 1000), min_size=1).filter(any))
def test_gini_lies_between_none_and_all_and_knows_no_unit(values):
    own = gini(np.array(values))
    assert -1e-9 <= own <= 1 - 1 / len(values) + 1e-9
    assert gini(np.array(values) * 7.5) == pytest.approx(own, abs=1e-9)


def test_nothing_has_no_gini():
    assert isnan(gini(np.array([])))
    assert isnan(gini(np.zeros(3)))


def test_caves_cluster_far_above_random():
    # every triad is closed; at random, 200 ties among 100 firms close about 4 of 99
    assert clustering_ratio(CAVES, seed=1) == pytest.approx(99 / 4, rel=0.2)


def test_a_random_network_clusters_as_much_as_a_random_network():
    rng = np.random.default_rng(8)
    pairs = np.array(list(combinations(range(150), 2)))
    edges = {(int(one), int(other)) for one, other in rng.permutation(pairs)[:1500]}
    assert clustering_ratio(edges, seed=1) == pytest.approx(1, abs=0.15)


def test_the_seed_decides_the_random_graphs():
    assert clustering_ratio(CAVES, seed=0) == clustering_ratio(CAVES, seed=0) != clustering_ratio(CAVES, seed=1)


def test_no_ties_or_too_few_to_close_a_triad_give_no_ratio():
    assert isnan(clustering_ratio(set(), seed=1))
    assert isnan(clustering_ratio({(1, 2)}, seed=1))
