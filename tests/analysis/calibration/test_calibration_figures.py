"""The figures of a calibration: intervals as they are in the tables."""

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection, PathCollection

from alliances.analysis.calibration.figures import posterior_figure, predictive_figure, recovery_figure

PARAMETERS = pd.DataFrame({
    "parameter": ["trust.gain", "trust.start"], "default": [0.5, 9.0], "low": [0.0, 1.0], "high": [1.0, 3.0],
    "posterior_low": [0.2, 1.0], "median": [0.3, 2.0], "posterior_high": [0.4, 3.0], "contraction": [0.8, 0.0],
    "told": ["yes", "no"],
})  # fmt: skip
NUMBERS = pd.DataFrame({
    "fact": ["failure"], "number": ["failed"], "band_low": [0.3], "band_high": [0.7], "low": [0.4], "mean": [0.6],
    "high": [0.8], "prior_low": [0.1], "prior_high": [3.0],
})  # fmt: skip
WORLDS = pd.DataFrame({
    "world": [0, 1, 0, 1], "parameter": ["trust.gain"] * 2 + ["trust.start"] * 2, "truth": [0.2, 0.9, 0.5, 0.5],
    "low": [0.1, 0.1, 0.0, 0.0], "mean": [0.2, 0.2, 0.5, 0.5], "high": [0.3, 0.3, 1.0, 1.0],
})  # fmt: skip


def lines(axes):
    """Ends of all intervals."""
    drawn = [one.get_segments() for one in axes.collections if isinstance(one, LineCollection)]
    return [segment.tolist() for segments in drawn for segment in segments]


def dots(axes):
    """Places of all marks."""
    return [one.get_offsets().tolist() for one in axes.collections if isinstance(one, PathCollection)]


def test_the_ensemble_is_told_in_shares_of_each_range():
    plate = posterior_figure(PARAMETERS)
    (axes,) = plate.axes
    assert np.allclose(lines(axes), [[[0.2, 0], [0.4, 0]], [[0.0, 1], [1.0, 1]]])
    assert dots(axes)[0] == [[0.3, 0.0], [0.5, 1.0]]
    assert "less than half the variance: trust.gain." in plate.alt


def test_numbers_are_told_in_half_widths_of_their_bands_and_far_ones_cut_off():
    """The band of failures is 0.5 ± 0.2: a mean of 0.6 lies half a half-width up."""
    (axes,) = predictive_figure(NUMBERS).axes
    assert np.allclose(lines(axes), [[[-2.0, -0.16], [8.0, -0.16]], [[-0.5, 0.16], [1.5, 0.16]]])
    assert np.allclose(dots(axes)[1], [[0.5, 0.16]])


def test_worlds_whose_parameter_was_found_are_told_from_the_others():
    plate = recovery_figure(WORLDS, PARAMETERS)
    gain, start = plate.axes
    assert np.allclose(lines(gain), [[[0.2, 0.1], [0.2, 0.3]], [[0.9, 0.1], [0.9, 0.3]]])
    assert [len(one) for one in dots(gain)] == [1, 1] and [len(one) for one in dots(start)] == [2, 0]
    assert gain.get_title("left") == "gain: yes"
    assert "2 known worlds" in plate.alt
