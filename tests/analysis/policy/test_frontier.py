"""The frontier holds the bundles that were planted on it, judged in seeds that no search saw."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.analysis.policy.frontier import FRESH, SEARCH, area, convergence, frontier, undominated

POINTS = st.lists(st.tuples(st.integers(0, 9), st.integers(-3, 9)), min_size=1, max_size=12)


def tried(bundles, noise=0.2, seeds=16, optimism=0.0):
    """Rows of bundles {name: (cost, effect)}: in search seeds by ``optimism`` too good, in fresh seeds as they are."""
    draw = np.random.default_rng(7)
    rows = [
        (stage, name, seed, cost, effect + draw.normal(0, noise) + (optimism if stage == SEARCH else 0))
        for stage in (SEARCH, FRESH)
        for name, (cost, effect) in bundles.items()
        for seed in range(seeds)
    ]
    return pd.DataFrame(rows, columns=["stage", "bundle", "seed", "cost", "effect"])


BUNDLES = {"both": (6.0, 9.0), "grant": (2.0, 5.0), "fund": (4.0, 3.0), "harm": (1.0, -2.0), "opening": (0.0, 1.0)}


def test_bundles_that_another_beats_are_not_on_the_frontier():
    table = frontier(tried(BUNDLES)).set_index("bundle")
    assert list(table.index) == ["opening", "harm", "grant", "fund", "both"]
    assert table["on_frontier"].to_dict() == {
        "opening": True,
        "harm": False,
        "grant": True,
        "fund": False,
        "both": True,
    }
    assert table.loc[["grant", "both"], "share_on_frontier"].tolist() == [1, 1]
    assert table.loc["fund", "share_on_frontier"] == 0
    assert table.loc["grant", "low"] < 5 < table.loc["grant", "high"] and table.loc["grant", "n"] == 16


def test_only_fresh_seeds_count():
    table = frontier(tried(BUNDLES, optimism=7)).set_index("bundle")
    assert table.loc["grant", "effect"] == pytest.approx(5, abs=0.2)
    assert table.loc["grant", "effect_in_search"] == pytest.approx(12, abs=0.2)


def test_bundles_that_are_hardly_apart_share_the_frontier():
    """Equally dear and equally good: each is ahead in about half of the resamples."""
    table = frontier(tried({"a": (2.0, 5.0), "b": (2.0, 5.0)}, noise=1))
    assert table["share_on_frontier"].sum() == pytest.approx(1) and table["share_on_frontier"].between(0.02, 0.98).all()


@given(POINTS)
def test_every_point_is_on_the_frontier_or_beaten_by_one_on_it_or_by_doing_nothing(points):
    cost, effect = np.array(points, float).T
    best = undominated(cost, effect)
    front = [(0.0, 0.0), *zip(cost[best], effect[best], strict=True)]
    for c, e in zip(cost[~best], effect[~best], strict=True):
        assert any(c2 <= c and e2 >= e and (c2, e2) != (c, e) for c2, e2 in front)
    for c, e in front[1:]:
        assert not any(c2 <= c and e2 >= e and (c2, e2) != (c, e) for c2, e2 in front)


def test_the_area_below_a_frontier_is_that_of_its_steps():
    """Nothing up to 2, five up to 6, nine up to 10: 0 + 20 + 36."""
    assert area(np.array([(6.0, 9.0), (2.0, 5.0), (4.0, 3.0), (1.0, -2.0)]), 10) == 56


def test_a_search_converges_to_one_and_never_falls():
    """Areas up to 6.6: 2.6 × 3; 4.6 × 5; that and 0.6 × (9 - 5); that and 2 × 1."""
    shares = convergence(tried(BUNDLES, noise=0), ["fund", "grant", "harm", "both", "opening"])
    assert shares.tolist() == pytest.approx([7.8 / 27.4, 23 / 27.4, 23 / 27.4, 25.4 / 27.4, 1])
    assert convergence(tried({"harm": (1.0, -1.0)}), ["harm"]).isna().all()
