"""The figures of a calibration: the slices and the moments as they are in the tables."""

import numpy as np
import pandas as pd
from matplotlib.collections import PathCollection

from alliances.analysis.calibration.figures import moments_figure, profile_figure

PROFILE = pd.DataFrame({
    "parameter": ["trust.gain"] * 3 + ["trust.start"] * 2, "value": [0.1, 0.2, 0.3, 1.0, 2.0],
    "distance": [3.0, 1.0, np.nan, 1.5, 1.2],
})  # fmt: skip
TRIALS = pd.DataFrame({"trust.gain": [0.1, 0.3], "trust.start": [1.0, 2.0], "distance": [3.0, 2.0]})
PARAMETERS = pd.DataFrame({"parameter": ["trust.gain", "trust.start"], "best": [0.2, 2.0], "identified": ["yes", "no"]})
NUMBERS = pd.DataFrame({
    "fact": ["failure", "exit"], "number": ["failed", "rate"], "band_low": [0.3, -np.inf], "band_high": [0.7, 1.0],
    "low": [0.4, 0.0], "mean": [0.6, 0.1], "high": [0.8, 0.2],
    "default_low": [0.1, 0.0], "default_mean": [0.2, 0.1], "default_high": [0.3, 0.2],
})  # fmt: skip


def test_each_parameter_has_its_slice_the_trials_and_the_best():
    gain, start = profile_figure(PROFILE, TRIALS, PARAMETERS, 1.3).axes
    assert gain.get_lines()[0].get_xydata().tolist() == [[0.1, 3.0], [0.2, 1.0]]
    assert gain.collections[0].get_offsets().tolist() == [[0.1, 3.0], [0.3, 2.0]]
    assert [line.get_xdata()[0] for line in start.get_lines()[2:]] == [2.0]
    assert gain.get_xlabel() == "trust.gain (1/year)" and start.get_title("left") == "identified: no"


def test_moments_are_told_in_half_widths_of_their_bands():
    """The band of failures is 0.5 ± 0.2: a mean of 0.6 lies half a half-width up; a band without end cannot be told."""
    (axes,) = moments_figure(NUMBERS).axes
    dots = [one.get_offsets()[:, 0].tolist() for one in axes.collections if isinstance(one, PathCollection)]
    assert np.allclose(dots, [[-1.5], [0.5]])
    assert [label.get_text() for label in axes.get_yticklabels()] == ["failure: failed"]
