"""Figures of sensitivity: what is drawn, and that names can be read."""

from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection, QuadMesh
from matplotlib.text import Text

from alliances.analysis.sensitivity.figures import DISTANCES, MOST_BARS, MOST_LABELS, figures, plane
from alliances.analysis.sensitivity.indices import Effort, Sample
from alliances.analysis.sensitivity.replicates import Noise
from alliances.analysis.sensitivity.tables import analyse, ranking

pytest.importorskip("SALib")


def made(method, count, size):
    from SALib.sample import morris, sobol

    names = [f"rule_{n % 3}.a_parameter_with_a_name_{n}" for n in range(count)]
    problem = {"num_vars": count, "names": names, "bounds": [[0, 1]] * count}
    unit = morris.sample(problem, size, seed=2) if method == "morris" else sobol.sample(problem, size, seed=2)
    y = pd.Series(unit @ np.exp(-np.arange(count) / 3.0) + unit[:, 0] * unit[:, 1] * 2)
    if method == "sobol":
        y = pd.Series((unit[:, 0] - 0.5) * (unit[:, 1] - 0.5) + unit[:, 2] / 100)
    drawn = Sample(pd.DataFrame(unit, columns=names), tuple(name[:6] for name in names))
    analysis = analyse(method, drawn, y, Noise(3, noise_in_means=0.01, variance_in_means=0.001), Effort(20))
    table = ranking(method, analysis.indices)
    found = SimpleNamespace(
        question=SimpleNamespace(method=method), indices=analysis.indices, convergence=analysis.convergence,
        ranking=lambda outcome: table, of=lambda rows, outcome: rows,
    )  # fmt: skip
    return table, figures(found, "an outcome")


def test_each_method_gets_the_figures_that_fit_it():
    assert set(made("morris", 4, 8)[1]) == {"bars", "plane", "convergence"}
    assert set(made("sobol", 4, 32)[1]) == {"bars", "interactions", "convergence"}


def test_bars_stand_for_every_factor_or_say_how_many_are_left_out():
    table, drawn = made("morris", 40, 8)
    axes = drawn["bars"].axes[0]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == table["factor"].head(MOST_BARS).tolist()
    assert "20 more are below these" in drawn["bars"].reading
    ranked, beside = (one for one in axes.collections if isinstance(one, PathCollection))
    for dots, index in ((ranked, "mu_star"), (beside, "mu")):
        assert dots.get_offsets()[:, 0].tolist() == pytest.approx(table[index].head(MOST_BARS).tolist())


def test_names_in_the_plane_lie_on_no_other_name_and_inside_the_frame():
    table, drawn = made("morris", 30, 10)
    axes = drawn["plane"].axes[0]
    names = [text for text in axes.texts if text.get_text() in set(table["factor"])]
    assert 8 <= len(names) <= MOST_LABELS
    boxes = [Text.get_window_extent(text) for text in names]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    frame = axes.get_window_extent()
    assert all(frame.x0 < box.x0 and box.x1 < frame.x1 for box in boxes)


def test_a_crowd_of_points_names_what_there_is_room_for():
    table = made("morris", 30, 10)[0]
    crowd = table.assign(mu_star=1 + table.index / 1e6, mu_star_low=0.99, mu_star_high=1.01, sigma=1.0)
    shown = [text.get_text() for text in plane("crowd", crowd).axes[0].texts]
    named = [name for name in shown if name in set(table["factor"])]
    assert len(DISTANCES) > 4 and 4 < len(named) <= MOST_LABELS


def test_the_map_has_a_cell_for_each_pair_and_colour_only_where_the_interval_says_so():
    table, drawn = made("sobol", 4, 1024)
    axes = drawn["interactions"].axes[0]
    assert len(axes.texts) == 6  # pairs of four factors
    (mesh,) = (one for one in axes.collections if isinstance(one, QuadMesh))
    first = sorted(table["factor"].tolist().index(f"rule_{n}.a_parameter_with_a_name_{n}") for n in (0, 1))
    assert first == [0, 1] and mesh.get_array().count() == 1  # only the product of the first two
