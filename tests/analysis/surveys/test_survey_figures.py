"""The figure of a survey: every number has its place and its shape."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PolyCollection

from alliances.analysis.drawing.plate import save
from alliances.analysis.surveys.comparison import comparison
from alliances.analysis.surveys.figures import MARKS, MEANINGS, survey_figure

GROUPS = {"Paths": {"XY": "alliance to performance"}, "Others": {"Z3": "competition"}}


def figure(values=None, effect=0.25, **added):
    values = np.linspace(0, 0.2, 21) if values is None else values
    estimates = pd.concat([
        pd.DataFrame({"path": path, "estimate": values, "p_value": 0.5}) for path in ("XY", "Z3")
    ])  # fmt: skip
    population = pd.DataFrame({"path": ["XY", "Z3"], "estimate": [0.12, 0.13]})
    caused = pd.DataFrame({"path": ["XY"], "effect": [effect]})
    compared = comparison(estimates, population, caused, {"XY": 0.214, "Z3": 0.144}).assign(**added)
    return survey_figure(compared, estimates, "A survey", GROUPS, ["spreads"])


def marked(axes, kind):
    return [tuple(map(float, line.get_xdata())) for line in axes.get_lines() if line.get_marker() == MARKS[kind].mark]


def legend(drawn):
    return [text.get_text() for text in drawn.body.legends[0].get_texts()]


def test_each_group_has_a_panel_with_its_paths_in_words():
    first, second = figure().axes
    assert (first.get_title(loc="left"), second.get_title(loc="left")) == ("Paths", "Others")
    assert [label.get_text() for label in first.get_yticklabels()] == ["alliance to performance"]


def test_reported_population_and_effect_stand_where_they_belong():
    first, second = figure().axes
    assert marked(first, "reported") == [(0.214,)]
    assert marked(first, "population") == [(0.12,)]
    assert marked(first, "effect") == [(0.25,)]
    assert np.isnan(marked(second, "effect")).all()


def test_shapes_differ_so_that_colour_is_not_needed():
    assert len({look.mark for look in MARKS.values()}) == len(MARKS)


def test_the_legend_names_only_what_is_drawn():
    assert MEANINGS["effect"] in legend(figure())
    assert MEANINGS["effect"] not in legend(figure(effect=np.nan))
    styled = figure(mean_without_style=0.1, low_without_style=0.0, high_without_style=0.2)
    assert "the same without response style" in legend(styled)
    assert "the same without response style" not in legend(figure())


@pytest.mark.parametrize(("values", "violins"), [(np.linspace(0, 1, 21), 1), ([0.1, 0.2], 0), ([np.nan, 0.1], 0)])
def test_few_draws_are_dots_and_many_a_violin(values, violins):
    drawn = figure(values).axes[0].collections
    assert sum(isinstance(one, PolyCollection) for one in drawn) == violins


def test_the_same_numbers_give_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        save(tmp_path / name, [figure()])
    for file in ("figure.png", "figure.svg"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
