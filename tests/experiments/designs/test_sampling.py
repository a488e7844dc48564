"""Sampling: counts known in advance, values inside their ranges, and the same points for the same seed."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliances.experiments.designs.design import design_from
from alliances.experiments.designs.factors import Factor, factor
from alliances.experiments.designs.sampling import (
    CUBE,
    METHODS,
    Sampler,
    count_points,
    problem,
    sampled,
    unit_cube,
)
from alliances.model.declarations.parameters import declared
from alliances.model.errors import InputError

DOCUMENT = {"design": {"title": "T", "outcomes": ["failed_share"]}, "factors": {"trust": {"gain": {}, "loss": {}}}}
NAMES = [*declared(), "markets.all.entry_barrier", "markets.VNM.competition_intensity"]
SMALL = {
    "grid": {"levels": 3},
    "one_at_a_time": {"levels": 3},
    "latin_hypercube": {"samples": 7},
    "sobol": {"samples": 4},
    "morris": {"trajectories": 2},
    "efast": {"samples": 65},
}


def base_of(factors):
    """Every factor's declared value, the middle of the range for markets."""
    known = declared()
    return {one.name: float(known.get(one.name, one.at(0.5))) for one in factors}


def points(name, *factors, **sizes):
    return sampled(Sampler(name=name, **{**SMALL[name], **sizes}), factors, base_of(factors))


@st.composite
def chosen_factors(draw, most=5):
    """Some factors: with their plausible range, on a log scale where there is one, or with a list of values."""
    made = []
    for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=most, unique=True)):
        low, high = factor(name, {}).low, factor(name, {}).high
        said = draw(st.sampled_from(["range", "list", "log"]))
        if said == "list":
            made.append(factor(name, [low, high]))
        else:
            made.append(factor(name, {"scale": "log"} if said == "log" and low > 0 else {}))
    return made


@pytest.mark.parametrize("name", METHODS)
@given(factors=chosen_factors(), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_every_point_is_inside_its_range_and_the_count_is_known_before(name, factors, seed):
    method = Sampler(name=name, seed=seed, **SMALL[name])
    base = base_of(factors)
    drawn = sampled(method, factors, base)
    assert len(drawn) == count_points(method, factors, base)
    for one in factors:
        column = drawn[one.name]
        assert column.between(one.low, one.high).all()
        assert not one.integer or (column == column.round()).all()
        assert not one.values or set(column) <= {*one.values, base[one.name]}


@pytest.mark.parametrize("name", CUBE)
def test_the_same_seed_gives_the_same_points_and_another_one_others(name):
    two = [factor("trust.gain", {}), factor("trust.loss", {})]
    assert points(name, *two, seed=0).equals(points(name, *two, seed=0))
    assert not points(name, *two, seed=0).equals(points(name, *two, seed=1))


@pytest.mark.parametrize("name", CUBE)
def test_sampling_leaves_the_global_generator_alone(name):
    before = np.random.get_state()[1].copy()
    points(name, factor("trust.gain", {}), factor("trust.loss", {}))
    assert (np.random.get_state()[1] == before).all()


@given(factors=chosen_factors(most=3), levels=st.integers(2, 6))
@settings(max_examples=40)
def test_a_grid_is_every_combination_once_and_meets_the_ends(factors, levels):
    drawn = sampled(Sampler(name="grid", levels=levels), factors, base_of(factors))
    assert not drawn.duplicated().any()
    assert [set(drawn[one.name]) for one in factors] == [set(one.grid(levels)) for one in factors]
    assert len(drawn) == np.prod([drawn[one.name].nunique() for one in factors])
    assert all((drawn[one.name].min(), drawn[one.name].max()) == (one.low, one.high) for one in factors)


def test_a_grid_of_whole_numbers_ends_where_they_run_out():
    one = factor("strategy.markets_considered", {"low": 1, "high": 4})
    assert one.grid(3) == (1, 2, 4)  # 2.5 is rounded to the even 2
    assert one.grid(4) == one.grid(9) == (1, 2, 3, 4)


@given(low=st.integers(1, 20), span=st.integers(1, 40), levels=st.integers(2, 30))
def test_whole_levels_are_unique_and_as_many_as_there_are(low, span, levels):
    grid = Factor(name="partner_search.candidates", low=low, high=low + span).grid(levels)
    assert list(grid) == sorted(set(grid))
    assert len(grid) == levels or levels > span + 1


def test_each_whole_number_has_an_equal_stretch_of_the_unit_interval():
    one = factor("partner_search.candidates", {"low": 2, "high": 6})
    shares = np.linspace(0, 1, 1000, endpoint=False)
    assert np.unique([one.at(share) for share in shares], return_counts=True)[1].tolist() == [200] * 5
    assert one.at(1) == 6


def test_a_log_scale_spreads_values_by_their_ratios():
    one = factor("firm_demography.median_assets", {"low": 1, "high": 100, "scale": "log"})
    assert one.grid(3) == pytest.approx((1, 10, 100))
    assert one.at(0.25) == pytest.approx(10**0.5)


@pytest.mark.parametrize(
    ("name", "range_of", "value"),
    [
        ("trust.gain", {"low": 0.2, "high": 1.2}, 0.66),
        ("trust.gain", {"values": [0.5, 0.2, 0.9]}, 0.2),
        ("firm_demography.median_assets", {"low": 1, "high": 100, "scale": "log"}, 7.0),
        ("partner_search.candidates", {"low": 2, "high": 6}, 5.0),
        ("partner_search.candidates", {"low": 2, "high": 64, "scale": "log"}, 16.0),
    ],
)
def test_the_share_of_a_value_gives_the_value_back(name, range_of, value):
    one = factor(name, range_of)
    assert one.at(one.share_of(value)) == pytest.approx(value)
    assert one.share_of(1000) is None


def test_a_latin_hypercube_has_one_point_in_each_stretch_of_each_factor():
    two = [factor("trust.gain", {"low": 0, "high": 1}), factor("trust.loss", {"low": 0, "high": 1})]
    drawn = points("latin_hypercube", *two, samples=50)
    for name in drawn:
        assert sorted((drawn[name] * 50).astype(int)) == list(range(50))


def test_saltelli_s_blocks_exchange_one_column_of_a_by_b():
    names = ["trust.gain", "trust.loss", "trust.start"]
    drawn = points("sobol", *[factor(name, {}) for name in names], samples=4).to_numpy()
    for block in drawn.reshape(4, 8, 3):  # A, three of A with a column of B, three of B with a column of A, B
        a, b = block[0], block[-1]
        assert (block[1:4] == [np.where(np.arange(3) == j, b, a) for j in range(3)]).all()
        assert (block[4:7] == [np.where(np.arange(3) == j, a, b) for j in range(3)]).all()


def test_a_trajectory_of_morris_moves_each_factor_once_over_two_thirds_of_its_range():
    four = [factor(name, {}) for name in ("trust.gain", "trust.loss", "trust.start", "partner_search.candidates")]
    method = Sampler(name="morris", trajectories=6)
    for path in unit_cube(method, four).reshape(6, 5, 4):
        moves = np.diff(path, axis=0)
        assert np.sort(np.abs(moves), axis=1) == pytest.approx(np.tile([0, 0, 0, 2 / 3], (4, 1)))
        assert (np.abs(moves).sum(axis=0) > 0).all()
    moved = sampled(method, four, base_of(four)).to_numpy().reshape(6, 5, 4)
    assert (np.diff(moved, axis=1) != 0).any(axis=1).all()  # no move of a whole number is lost in rounding


def test_grouped_by_rule_the_parameters_of_a_rule_move_together():
    mixed = [factor(name, {}) for name in ("trust.gain", "trust.loss", "conflict.national")]
    method = Sampler(name="morris", trajectories=3, groups="rule")
    assert problem(method, mixed)["groups"] == ["trust", "trust", "conflict"]
    for path in unit_cube(method, mixed).reshape(3, 3, 3):
        moved = np.diff(path, axis=0) != 0
        assert (moved[:, 0] == moved[:, 1]).all()
    sobol = Sampler(name="sobol", samples=4, groups="rule", second_order=False)
    assert len(unit_cube(sobol, mixed)) == count_points(sobol, mixed, {}) == 4 * (2 + 2)


def test_one_at_a_time_starts_at_the_base_and_moves_one_factor_only():
    two = [factor("trust.gain", {}), factor("trust.loss", [0.2, "default", 0.8])]
    drawn, base = points("one_at_a_time", *two), base_of(two)
    assert drawn.iloc[0].to_dict() == base
    assert [(row != list(base.values())).sum() for row in drawn.to_numpy()] == [0] + [1] * (len(drawn) - 1)
    assert not drawn.duplicated().any()
    assert drawn["trust.loss"].unique().tolist() == [base["trust.loss"], 0.2, 0.8]


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        ({}, "sampler.name is missing; it must be one of grid"),
        ({"name": "soble"}, "no sampler 'soble'; did you mean 'sobol'"),
        ({"name": "grid", "samples": 3}, r"no \[sampler\] key of grid 'samples'; it must be one of levels"),
        ({"name": "sobol", "samples": 100}, "samples = 100 must be a power of 2, like 64 or 128"),
        ({"name": "efast", "samples": 64}, "samples = 64 must be more than 64"),
        ({"name": "morris", "levels": 5}, "levels = 5 must be an even number"),
        ({"name": "morris", "groups": "country"}, "groups = 'country' must be one of , rule"),
        ({"name": "latin_hypercube", "samples": 0}, "samples = 0 must be a whole number in"),
        ({"name": "sobol", "second_order": 1}, "second_order = 1 must be true or false"),
    ],
)
def test_a_sampler_that_cannot_be_used_is_refused(said, allowed):
    with pytest.raises(InputError, match=allowed):
        design_from({**DOCUMENT, "sampler": said}, Path("mine.toml"))


def test_a_grid_has_no_unit_cube():
    with pytest.raises(InputError, match="a sample by grid has no unit cube; it must be one of latin_hypercube"):
        unit_cube(Sampler(name="grid"), [factor("trust.gain", {})])


def test_without_salib_a_grid_still_works(monkeypatch):
    monkeypatch.setattr("alliances.experiments.designs.sampling.find_spec", lambda name: None)
    assert len(points("grid", factor("trust.gain", {}))) == 3
    with pytest.raises(InputError, match="sampler 'sobol' needs SALib, not installed; use grid or one_at_a_time"):
        points("sobol", factor("trust.gain", {}))


def test_listed_values_are_met_equally_often_by_a_drawn_sample():
    drawn = points("latin_hypercube", factor("strategy.ally_propensity", [0, 0.5, 1.2]), samples=30)
    assert drawn["strategy.ally_propensity"].value_counts().to_dict() == {0: 10, 0.5: 10, 1.2: 10}
    assert list(itertools.islice(drawn.columns, 1)) == ["strategy.ally_propensity"]
