"""Emulators, history matching, posterior and recovery on simulators whose answers are known."""

import numpy as np
import pytest

from alliances.analysis.calibration.emulator import Emulator, pooled_variance
from alliances.analysis.calibration.moments import Target
from alliances.analysis.calibration.posterior import (
    Reported,
    between,
    deviations,
    implausibility,
    misfit,
    not_ruled_out,
    posterior,
    reported,
)
from alliances.analysis.calibration.recovery import recovered, recovery
from alliances.model.errors import InputError

NAN = float("nan")


def around(*centres, half_width=1e-4, scale=0.05):
    """Bands around these numbers; they are so narrow that all is up to the discrepancy, unless a width is given."""
    middle = np.array(centres)
    return Reported(middle - half_width, middle + half_width, np.full(len(centres), scale))


def simulated(points, seeds=2, noise=0.01):
    """Two numbers that are the first two parameters, a third parameter that does nothing, and seeds' noise."""
    rng = np.random.default_rng(7)
    return points[:, None, :2] + noise * rng.standard_normal((len(points), seeds, 2))


def cube(points, dimensions=3):
    """Points of the unit cube."""
    return np.random.default_rng(3).random((points, dimensions))


@pytest.fixture(scope="module")
def emulator():
    """Learnt from two hundred points of the simulator."""
    points = cube(200)
    return Emulator(points, simulated(points), ["a", "b"])


def test_an_emulator_tells_its_own_error_and_that_of_seeds_apart(emulator):
    table = emulator.table()
    assert table["seed"].to_numpy() == pytest.approx([0.01, 0.01], rel=0.15)
    assert (table["error"] < 0.005).all() and (table["explained"] > 0.99).all()
    new = np.random.default_rng(4).random((50, 3))
    means, variances = emulator.predict(new)
    assert means == pytest.approx(new[:, :2], abs=0.01) and (variances >= 0).all()


def test_an_emulator_learns_curves_and_what_two_parameters_do_together():
    points = cube(400, 8)
    truth = np.sin(3 * points[:, 0]) + 2 * points[:, 1] * points[:, 2]
    learnt = Emulator(points, truth[:, None, None], ["y"])
    assert learnt.table()["explained"].item() > 0.99
    new = np.random.default_rng(4).random((100, 8))
    off = learnt.predict(new)[0][:, 0] - (np.sin(3 * new[:, 0]) + 2 * new[:, 1] * new[:, 2])
    assert off.std() == pytest.approx(learnt.table()["error"].item(), rel=0.5)


def test_the_variance_of_seeds_is_pooled_over_points_and_leaves_out_what_is_not_measured():
    moments = np.array([[[1.0], [3.0]], [[2.0], [2.0]], [[9.0], [NAN]], [[NAN], [NAN]]])
    assert pooled_variance(moments).tolist() == [1.0]  # (1 + 1 + 0 + 0) / 2 degrees of freedom


def test_a_number_that_is_not_measured_everywhere_is_learnt_from_where_it_is_and_wanted_there():
    points = cube(200)
    moments = simulated(points)
    moments[points[:, 2] < 0.4, :, 1] = NAN
    learnt = Emulator(points, moments, ["a", "b"])
    means, _ = learnt.predict(points)
    there = points[:, 2] >= 0.4
    assert means[there] == pytest.approx(points[there, :2], abs=0.02)
    few, many = learnt.log_measured(np.array([[0.5, 0.5, 0.1], [0.5, 0.5, 0.9]]))
    assert few < np.log(0.2) < np.log(0.8) < many
    drawn = posterior(learnt, around(0.6, 0.3), 300, np.random.default_rng(1))
    assert (drawn[:, 2] > 0.4).mean() > 0.75


def test_a_number_that_is_hardly_ever_measured_is_refused_by_name():
    points = cube(60)
    moments = simulated(points)
    moments[19:, :, 1] = NAN
    with pytest.raises(InputError, match="b is measured at 19 of 60 points; it must be at 20 or more"):
        Emulator(points, moments, ["a", "b"])


def test_the_posterior_is_students_t_around_what_is_reported(emulator):
    # 90 % of Student's t with four degrees of freedom lies within 2.132 of its scale, half of it within 0.741
    facts = around(0.6, 0.4)
    points = posterior(emulator, facts, 2000, np.random.default_rng(1))
    low, lower, middle, upper, high = np.quantile(points[:, 0], [0.05, 0.25, 0.5, 0.75, 0.95])
    assert [low, lower, middle] == pytest.approx([0.4934, 0.563, 0.6], abs=0.012)
    assert [upper, high] == pytest.approx([0.637, 0.7066], abs=0.012)
    assert np.quantile(points[:, 2], [0.05, 0.95]) == pytest.approx([0.05, 0.95], abs=0.04), "nothing is said of it"


def test_within_its_band_a_number_is_as_likely_anywhere(emulator):
    facts = around(0.6, 0.4, half_width=0.2, scale=0.005)
    points = posterior(emulator, facts, 2000, np.random.default_rng(1))
    assert np.quantile(points[:, 0], [0.05, 0.25, 0.5, 0.75, 0.95]) == pytest.approx(
        [0.42, 0.5, 0.6, 0.7, 0.78], abs=0.02
    )
    assert deviations(emulator, facts, np.array([[0.45, 0.55, 0.5]])).tolist() == [[0, 0]]


def test_the_chance_that_a_discrepancy_lies_in_a_band_keeps_its_digits_far_away():
    # Student's t, four degrees of freedom: 90 % within 2.132, and 3 / x**4 beyond a large x
    low, high = np.array([-2.132, 1e4, -2e4, 0.0]), np.array([2.132, 2e4, -1e4, np.inf])
    far = 3e-16 * (1 - 1 / 16)
    assert between(low, high) == pytest.approx([0.9, far, far, 0.5], rel=1e-4, abs=0)


def test_a_number_of_which_nothing_is_reported_says_nothing(emulator):
    facts = around(0.6, NAN)
    points = posterior(emulator, facts, 1000, np.random.default_rng(1))
    assert points.mean(axis=0) == pytest.approx([0.6, 0.5, 0.5], abs=0.03)


def test_the_scale_of_the_discrepancy_is_declared_in_half_widths_of_the_band():
    facts = reported([Target("life", "median", 5.0, 8.0)], 0.5)
    assert (facts.low.item(), facts.high.item(), facts.scales.item()) == (5.0, 8.0, 0.75)


def test_history_matching_leaves_the_points_within_three_units_of_every_number(emulator):
    # a strip of 6 × 0.05 in each of two parameters, all of the third: 0.3 × 0.3 of the cube
    facts = around(0.6, 0.4)
    left = not_ruled_out(emulator, facts, 500, np.random.default_rng(1))
    assert np.exp(left.log_mass) == pytest.approx(0.09, rel=0.3)
    assert left.points[:, :2].min(axis=0) == pytest.approx([0.45, 0.25], abs=0.03)
    assert left.points[:, :2].max(axis=0) == pytest.approx([0.75, 0.55], abs=0.03)
    assert implausibility(emulator, facts, left.points).max() < 3.3


def test_what_is_out_of_reach_does_not_decide_alone(emulator):
    facts = around(0.5, 3.0)  # the second number cannot be above 1
    points = np.array([[0.5, 0.99, 0.5]])
    assert np.abs(deviations(emulator, facts, points)).max() > 35
    near, far = misfit(emulator, facts, np.array([[0.5, 0.99, 0.5], [0.9, 0.99, 0.5]]))
    assert far - near > 5, "the first number still tells points apart"
    left = not_ruled_out(emulator, facts, 200, np.random.default_rng(1))
    assert left.points[:, 1].mean() > 0.9, "the nearest points, where every one is ruled out"


@pytest.mark.parametrize(("half_width", "contraction", "correlation"), [(1e-4, 0.9, 0.95), (0.1, 0.85, 0.9)])
def test_known_worlds_are_found_again_and_a_parameter_without_effect_is_not(
    emulator, half_width, contraction, correlation
):
    truths = np.random.default_rng(11).random((60, 3))
    moments = simulated(truths).mean(axis=1)
    facts = around(0.6, 0.4, half_width=half_width)
    noise = np.full((60, 2), 0.01**2 / 2)
    rows = recovered(emulator, facts, truths, moments, noise, np.random.default_rng(1))
    table = recovery(rows)
    assert len(rows) == 60 * 3
    assert table["told"].tolist() == ["yes", "yes", "no"]
    assert table["coverage"].to_numpy() == pytest.approx([0.9] * 3, abs=0.1)
    assert (table["contraction"][:2] > contraction).all() and abs(table["contraction"][2]) < 0.1
    assert (table["correlation"][:2] > correlation).all() and abs(table["correlation"][2]) < 0.3


def test_intervals_that_are_told_too_narrow_are_found_out(emulator):
    truths = np.random.default_rng(11).random((40, 3))
    off = simulated(truths).mean(axis=1) + 0.3 * np.random.default_rng(2).standard_normal((40, 2))  # noise kept secret
    facts = around(0.6, 0.4)
    table = recovery(recovered(emulator, facts, truths, off, np.zeros((40, 2)), np.random.default_rng(1)))
    assert (table["coverage"][:2] < 0.6).all()
