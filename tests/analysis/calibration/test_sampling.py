"""Tempered sequential Monte Carlo against densities that are known."""

import math

import numpy as np
import pytest

from alliances.analysis.calibration.sampling import drawn, effective, longest_step, reflected, resampled


def test_a_narrow_normal_density_in_twenty_dimensions_is_found_with_its_mass():
    centre, sd, rng = np.full(20, 0.3), 0.05, np.random.default_rng(1)
    found = drawn(lambda points: (((points - centre) / sd) ** 2).sum(axis=1) / 2, 500, 20, rng)
    assert found.points.mean(axis=0) == pytest.approx(centre, abs=0.015)
    assert found.points.std(axis=0) == pytest.approx(np.full(20, sd), abs=0.012)
    assert found.log_mass == pytest.approx(20 * math.log(sd * math.sqrt(2 * math.pi)), abs=1.0)


def test_the_mass_of_a_corner_is_its_volume():
    def outside(points):
        return 1000 * np.maximum(points.max(axis=1) - 0.2, 0)

    found = drawn(outside, 500, 3, np.random.default_rng(1))
    assert found.log_mass == pytest.approx(3 * math.log(0.2), abs=0.25)
    assert found.points.mean(axis=0) == pytest.approx([0.1] * 3, abs=0.02)


def test_a_density_that_is_even_leaves_points_even():
    points = drawn(lambda points: np.zeros(len(points)), 400, 2, np.random.default_rng(1)).points
    assert np.histogram(points[:, 0], 4, (0, 1))[0] == pytest.approx([100] * 4, abs=35)


def test_points_are_folded_back_at_the_walls():
    assert reflected(np.array([-0.1, 0.4, 1.3, 2.2])) == pytest.approx([0.1, 0.4, 0.7, 0.2])


def test_effective_numbers_are_kishs():
    assert [effective(np.ones(4)), effective(np.array([1.0, 0, 0, 0])), effective(np.array([3.0, 1.0]))] == [4, 1, 1.6]


def test_a_step_keeps_half_of_the_points():
    energies = np.arange(100.0)
    step = longest_step(energies, 1.0)
    assert effective(np.exp(-step * energies)) == pytest.approx(50, abs=0.1)
    assert longest_step(energies / 1000, 1.0) == 1.0, "all the way, if that keeps more"


def test_points_are_drawn_again_about_as_often_as_they_weigh():
    places = resampled(np.array([0.5, 0.0, 0.25, 0.25]), np.random.default_rng(1))
    assert np.bincount(places, minlength=4).tolist() == [2, 0, 1, 1]
