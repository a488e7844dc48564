"""Sensitivity on functions whose indices are known, and what is asked of SALib on the way."""

import warnings

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.sensitivity.indices import METHODS, Effort, Sample, estimate
from alliances.analysis.sensitivity.pawn import distances
from alliances.analysis.sensitivity.replicates import Noise
from alliances.analysis.sensitivity.tables import analyse, by_rule, ranking, settled
from alliances.experiments.designs import sampling
from alliances.model.errors import InputError

pytest.importorskip("SALib")

NAMES = ["near.a", "far.b", "near.c"]
RULES = ("near", "far", "near")
FIRST, TOTAL = [0.3139, 0.4424, 0.0], [0.5576, 0.4424, 0.2437]  # Ishigami and Homma, with 7 and 0.1
ONE = Noise(1)


def ishigami(unit):
    x, y, z = (np.pi * (2 * unit[:, n] - 1) for n in range(3))
    return np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


def sample(method, size=512, grouped=False, second_order=True):
    """A sample of three factors for a method."""
    from SALib.sample import fast_sampler, latin, morris, sobol

    problem = {"num_vars": 3, "names": NAMES, "bounds": [[0, 1]] * 3} | ({"groups": list(RULES)} if grouped else {})
    drawn = {
        "sobol": lambda: sobol.sample(problem, size, calc_second_order=second_order, seed=1),
        "morris": lambda: morris.sample(problem, size, seed=1),
        "efast": lambda: fast_sampler.sample(problem, size, seed=1),
    }.get(method, lambda: latin.sample(problem, size, seed=1))
    return Sample(pd.DataFrame(drawn(), columns=NAMES), RULES, grouped, second_order)


def found(method, function=ishigami, size=512, effort=None, rules=False, **how):
    drawn = sample(method, size, **how)
    y = pd.Series(function(drawn.unit.to_numpy()))
    return analyse(method, drawn, y, ONE, effort or Effort(), rules)


def values(analysis, index):
    rows = analysis.indices[(analysis.indices["index"] == index) & (analysis.indices["other"] == "")]
    return rows.set_index("factor")["value"]


@pytest.mark.parametrize(("method", "near"), [("sobol", 0.03), ("efast", 0.03)])
def test_ishigami_has_its_known_first_and_total_orders(method, near):
    analysis = found(method, size=2048)
    assert values(analysis, "first")[NAMES].tolist() == pytest.approx(FIRST, abs=near)
    assert values(analysis, "total")[NAMES].tolist() == pytest.approx(TOTAL, abs=near)


def test_ishigami_has_one_interaction_and_the_interval_finds_it():
    pairs = found("sobol", size=2048).indices.query("index == 'second'").set_index(["factor", "other"])
    assert pairs.loc[("near.a", "near.c"), "value"] == pytest.approx(0.2437, abs=0.03)
    assert (pairs["low"] > 0).tolist() == [False, True, False]


def test_sobol_works_without_second_orders():
    analysis = found("sobol", size=1024, second_order=False)
    assert values(analysis, "total")[NAMES].tolist() == pytest.approx(TOTAL, abs=0.05)
    assert set(analysis.indices["index"]) == {"first", "total"}


def test_a_straight_line_has_its_slopes_as_effects_and_no_spread():
    table = ranking("morris", found("morris", lambda unit: unit @ [3.0, -2.0, 0.0], 10).indices).set_index("factor")
    assert table.index.tolist() == ["near.a", "far.b", "near.c"]
    assert table["mu"].tolist() == pytest.approx([3, -2, 0])
    assert table["mu_star"].tolist() == pytest.approx([3, 2, 0])
    assert table["sigma"].tolist() == pytest.approx([0, 0, 0], abs=1e-9)


def test_pawn_is_salibs_and_chance_gives_less_than_any_factor():
    from SALib.analyze import pawn

    drawn = sample("pawn", 1000)
    y = ishigami(drawn.unit.to_numpy())
    salib = pawn.analyze({**drawn.problem, "groups": list(RULES)}, drawn.unit.to_numpy(), y, S=10)
    one = analyse("pawn", drawn, pd.Series(y), ONE, Effort(20))
    together = analyse("pawn", drawn, pd.Series(y), ONE, Effort(20), rules=True)
    assert values(together, "pawn")[["near", "far"]].tolist() == pytest.approx(salib["median"])
    assert ranking("pawn", one.indices)["above_chance"].all()
    inert = analyse("pawn", drawn, pd.Series(drawn.unit["far.b"].to_numpy()), ONE, Effort(20))
    assert ranking("pawn", inert.indices).set_index("factor")["above_chance"].to_dict() == {
        "far.b": True, "near.a": False, "near.c": False,
    }  # fmt: skip


@pytest.mark.parametrize("ties", [False, True])
def test_pawns_distances_are_salibs_for_resampled_points_and_equal_values_too(ties):
    from SALib.analyze import pawn

    drawn = sample("pawn", 300)
    rows = np.random.default_rng(1).integers(300, size=300)
    x, y = drawn.unit.to_numpy()[rows], ishigami(drawn.unit.to_numpy())[rows]
    x, y = (x.round(1), y.round()) if ties else (x, y)
    salib = pawn.analyze(drawn.problem, x, y, S=10)
    ours = distances(x.T, y, 10)
    assert np.nanmedian(ours, axis=1) == pytest.approx(salib["median"])
    assert np.nanmax(ours, axis=1) == pytest.approx(salib["maximum"])


def test_delta_of_a_sum_of_normals_is_the_one_from_integrals():
    from scipy.stats import norm

    # the sum of two standard normals: half the expected distance of N(x, 1) from N(0, 2) over x
    x, y = norm.ppf((np.arange(400) + 0.5) / 400), np.linspace(-9, 9, 2001)
    apart = np.abs(norm.pdf(y[None, :] - x[:, None]) - norm.pdf(y / np.sqrt(2)) / np.sqrt(2))
    known = 0.5 * np.trapezoid(apart, y, axis=1).mean()
    analysis = found("delta", lambda unit: norm.ppf(unit[:, :2]).sum(axis=1), 3000, Effort(20))
    assert values(analysis, "delta")[["near.a", "far.b"]].tolist() == pytest.approx([known, known], abs=0.04)
    assert values(analysis, "first")[["near.a", "far.b"]].tolist() == pytest.approx([0.5, 0.5], abs=0.05)
    assert abs(values(analysis, "first")["near.c"]) < 0.02


def test_deltas_value_does_not_depend_on_the_seed_of_its_interval():
    seen = [values(found("delta", size=500, effort=Effort(30, seed)), "delta")["far.b"] for seed in range(3)]
    assert np.ptp(seen) < 0.02  # SALib's own analyze moves by 0.05 and more


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_seed_gives_the_same_intervals_and_disturbs_nothing(method, seed):
    size = 16 if method == "morris" else 128
    np.random.seed(5)
    before, form, filters = np.random.get_state()[1].copy(), warnings.formatwarning, list(warnings.filters)
    one, two = (found(method, size=size, effort=Effort(15, seed)) for _ in range(2))
    pd.testing.assert_frame_equal(one.indices, two.indices)
    assert (np.random.get_state()[1] == before).all()
    assert warnings.formatwarning is form and warnings.filters == filters


def test_rules_that_were_moved_together_get_their_own_share():
    analysis = found("sobol", size=2048, grouped=True)
    # near = a and c: 0.3139 + 0 + 0.2437; far = b
    assert values(analysis, "first")[["near", "far"]].tolist() == pytest.approx([0.5576, 0.4424], abs=0.03)
    assert values(analysis, "total")[["near", "far"]].tolist() == pytest.approx([0.5576, 0.4424], abs=0.03)
    table = ranking("morris", found("morris", size=100, grouped=True).indices).set_index("factor")
    assert table["mu_star"].notna().all() and table.loc["near", ["mu", "sigma"]].isna().all()
    assert table.loc["far", "mu_star"] == pytest.approx(7.875)  # 7 sin² over two of Morris's four levels


def test_rules_of_factors_moved_alone_are_sums_with_intervals_of_the_sum():
    alone, together = found("sobol"), found("sobol", rules=True)
    first = values(alone, "first")
    assert values(together, "first").to_dict() == pytest.approx(
        {"near": first["near.a"] + first["near.c"], "far": first["far.b"]}
    )
    row = together.indices.query("factor == 'far' and index == 'first'").iloc[0]
    own = alone.indices.query("factor == 'far.b' and index == 'first'").iloc[0]
    assert row["high"] - row["low"] == pytest.approx(own["high"] - own["low"])
    assert values(found("delta", rules=True, effort=Effort(10)), "delta")["near"] == pytest.approx(
        values(found("delta", effort=Effort(10)), "delta")[["near.a", "near.c"]].max()
    )


def test_a_block_counts_only_as_a_whole():
    drawn = sample("sobol", 64)
    y = pd.Series(ishigami(drawn.unit.to_numpy()))
    broken = y.copy()
    broken[3] = broken[8 * 5 + 2] = np.nan  # blocks of 2 × 3 + 2 = 8 points: the first and the sixth
    analysis = analyse("sobol", drawn, broken, ONE, Effort())
    assert (analysis.blocks, analysis.dropped) == (62, 2)
    kept = [n for n in range(64 * 8) if n // 8 not in (0, 5)]
    without = Sample(drawn.unit.iloc[kept], RULES)
    pd.testing.assert_frame_equal(analysis.indices, analyse("sobol", without, y[kept], ONE, Effort()).indices)


def test_a_point_is_dropped_alone_where_points_are_alone():
    drawn = sample("pawn", 200)
    y = pd.Series(ishigami(drawn.unit.to_numpy()))
    y[[4, 9]] = np.nan
    assert analyse("pawn", drawn, y, ONE, Effort(10))[2:4] == (198, 2)


def test_efast_loses_only_the_factor_whose_curve_has_a_gap():
    drawn = sample("efast", 200)
    y = pd.Series(ishigami(drawn.unit.to_numpy()))
    y[200 + 17] = np.nan
    table = ranking("efast", analyse("efast", drawn, y, ONE, Effort()).indices)
    assert table["factor"].tolist()[-1] == "far.b" and np.isnan(table["total"].iloc[-1])
    assert table["total"].notna().sum() == 2


@pytest.mark.parametrize(
    ("method", "y", "said"),
    [
        ("sobol", lambda n: np.full(n, 0.3), "0.3 at every point; it must be an outcome that varies"),
        ("sobol", lambda n: np.where(np.arange(n) < 7 * 8, 1.0 * np.arange(n), np.nan), "7 of 16 blocks"),
        ("morris", lambda n: np.where(np.arange(n) < 12, 1.0 * np.arange(n), np.nan), "3 of 16 trajectories"),
        ("efast", lambda n: np.where(np.arange(n) % 10, 1.0, np.nan), "every curve lacks a point"),
        ("pawn", lambda n: np.arange(n) * 1.0, "16 of 16 points have all their values; there must be at least 100"),
    ],
)
def test_what_cannot_be_analysed_is_refused_in_one_line(method, y, said):
    drawn = sample(method, 80 if method == "efast" else 16)
    with pytest.raises(InputError, match=said):
        analyse(method, drawn, pd.Series(y(len(drawn.unit))), ONE, Effort())


def test_convergence_ends_with_the_whole_sample_and_intervals_shrink():
    analysis = found("sobol", size=1024)
    sizes = sorted(set(analysis.convergence["blocks"]))
    assert sizes == [64, 128, 256, 512, 1024]
    totals = analysis.convergence.query("index == 'total' and factor == 'far.b'").set_index("blocks")
    assert totals.loc[1024, "value"] == values(analysis, "total")["far.b"]
    assert (totals["high"] - totals["low"])[1024] < 0.5 * (totals["high"] - totals["low"])[64]
    assert settled("sobol", analysis)["same_order"] is True
    assert settled("sobol", analysis)["widest_interval"] < settled("sobol", found("sobol", size=128))["widest_interval"]


def test_a_part_of_the_sample_is_what_a_smaller_one_would_be():
    half = found("sobol", size=512).convergence.query("blocks == 256 and index == 'total'")
    alone = found("sobol", size=256)
    assert half.set_index("factor")["value"].to_dict() == values(alone, "total").to_dict()


def test_noise_makes_the_floor_that_a_factor_without_effect_shows():
    rng = np.random.default_rng(1)
    for method, size, index in (("sobol", 1024, "total"), ("morris", 800, "mu_star"), ("efast", 2000, "total")):
        drawn = sample(method, size)
        pure = drawn.unit["near.a"].to_numpy() * 2
        noise = Noise(1, noise_in_means=0.25 / (0.25 + pure.var()), variance_in_means=0.25)
        y = pd.Series(pure + rng.normal(0, 0.5, len(pure)))
        analysis = analyse(method, drawn, y, noise, Effort())
        floor = analysis.indices.query(f"index == '{index}'")["floor"].iloc[0]
        assert values(analysis, index)["far.b"] == pytest.approx(floor, rel=0.12), method
        assert ranking(method, analysis.indices).set_index("factor").loc["near.a", "above_chance"]


def test_every_sampler_of_a_method_can_be_drawn():
    assert {name for method in METHODS.values() for name in method.samplers} <= set(sampling.CUBE)


def test_every_method_has_what_is_said_of_it():
    for name, method in METHODS.items():
        drawn = sample(name, 128)
        result = estimate(name, drawn, ishigami(drawn.unit.to_numpy()), Effort(10))
        assert list(result.values) == list(method.indices) and method.ranks_by in method.indices
        assert set(by_rule(name, result, RULES).names) == {"near", "far"}


def wave(unit):
    """A smooth function of the first two of three factors."""
    return np.sin(6 * unit[:, 0]) + unit[:, 1]


@pytest.mark.parametrize("kind", ["two values", "half the same", "one far away"])
def test_delta_refuses_outcomes_that_its_densities_cannot_show(kind):
    drawn = sample("delta", 400)
    unit = drawn.unit.to_numpy()
    y = wave(unit)
    if kind == "two values":  # which the first factor alone decides: delta would rank it last
        y = (unit[:, 0] > 0.5).astype(float)
    elif kind == "half the same":
        y = np.where(unit[:, 0] > 0.45, 0.0, y)
    else:  # delta would be in the thousands
        y[50] = 1e10
    with pytest.raises(InputError, match=r"delta compares densities.*use method pawn"):
        analyse("delta", drawn, pd.Series(y), ONE, Effort(10))
    first = ranking("pawn", analyse("pawn", drawn, pd.Series(y), ONE, Effort(10)).indices)["factor"][0]
    assert first == NAMES[0]


def test_an_infinite_value_counts_as_none():
    drawn = sample("delta", 400)
    y = pd.Series(wave(drawn.unit.to_numpy()))
    gap = analyse("delta", drawn, y.mask(y.index == 50), ONE, Effort(10))
    infinite = analyse("delta", drawn, y.mask(y.index == 50, np.inf), ONE, Effort(10))
    pd.testing.assert_frame_equal(infinite.indices, gap.indices)
    assert (infinite.blocks, infinite.dropped) == (399, 1)


@pytest.mark.parametrize("method", ["morris", "sobol", "efast"])
def test_one_point_that_holds_most_of_the_variance_is_named(method):
    def with_one_far_away(unit):
        y = wave(unit)
        y[3] = 1e6
        return y

    assert not any("one point holds" in said for said in found(method, wave).remarks)
    assert any("one point holds" in said and "try pawn" in said for said in found(method, with_one_far_away).remarks)


def test_a_share_that_is_none_is_said_to_come_of_too_few_points():
    drawn = sample("sobol", 8)
    noise = pd.Series(np.random.default_rng(1).standard_t(1.5, len(drawn.unit)))
    table = analyse("sobol", drawn, noise, ONE, Effort(20))
    shares = table.indices[table.indices["other"] == ""]["value"]
    assert not shares.between(-0.05, 1.05).all()
    assert any("must lie between 0 and 1: there are too few points" in said for said in table.remarks)
    assert not any("must lie between" in said for said in found("sobol", size=2048).remarks)
