"""Scenario discovery finds what was planted, says so in words, and finds nothing where nothing is."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from alliances.analysis.discovery.discovery import Search, discover
from alliances.analysis.discovery.figures import discovery_figure
from alliances.analysis.discovery.peeling import Peeled
from alliances.analysis.discovery.words import sentences
from alliances.analysis.drawing.palette import BLUE
from alliances.model.errors import InputError

FACTORS = ["scenario", "trust.gain", "c", "d", "e"]
LOW, HIGH = 0.35, 0.55  # planted limits: scenario below, trust.gain above
QUICK = Search(shuffles=19, resamples=6)


def planted(points=300, replicates=1, seed=3):
    """Runs whose failed share is 0.7 inside a region that limits two of five factors, 0.3 outside, and noise."""
    rng = np.random.default_rng(seed)
    x = pd.DataFrame(rng.random((points, len(FACTORS))), columns=FACTORS)
    inside = (x["scenario"] < LOW) & (x["trust.gain"] > HIGH)
    runs = x.loc[x.index.repeat(replicates)].reset_index(drop=True)
    noise = rng.normal(0, 0.08, len(runs))
    return runs.assign(failed_share=np.where(inside.to_numpy().repeat(replicates), 0.7, 0.3) + noise)


def said_of(found):
    """All sentences in one text."""
    return "\n".join(sentences(found))


@pytest.fixture(scope="module")
def found():
    return discover(planted(), "failed_share > 0.5", FACTORS, QUICK)


def test_a_planted_box_is_found_with_its_limits_and_no_others(found):
    (box,) = found.boxes
    limits = box.limits.set_index("factor")
    assert sorted(limits.index) == ["scenario", "trust.gain"]
    assert limits.loc["scenario", "high"] == pytest.approx(LOW, abs=0.04)
    assert limits.loc["trust.gain", "low"] == pytest.approx(HIGH, abs=0.04)
    assert np.isnan(limits.loc["scenario", "low"]) and np.isnan(limits.loc["trust.gain", "high"])
    assert limits.loc["scenario", "high_p"] < 0.001
    assert box.better_than_chance and box.chance == 1 / 20
    assert box.overlap > 0.8 and (limits["limited"] == 1).all()
    assert limits.loc["scenario", "high_from"] <= LOW + 0.06 and limits.loc["scenario", "high_to"] >= LOW - 0.06


def test_coverage_density_and_mass_are_those_of_the_points_in_the_box(found):
    (box,), points = found.boxes, found.points
    limits = box.limits.set_index("factor")
    inside = (points["scenario"] <= limits.loc["scenario", "high"]) & (
        points["trust.gain"] >= limits.loc["trust.gain", "low"]
    )
    assert ((points["box"] == 1) == inside).all()
    assert box.mass == pytest.approx(inside.mean())
    assert box.density == pytest.approx(points.loc[inside, "of_interest"].mean())
    assert box.coverage == pytest.approx(points.loc[inside, "of_interest"].sum() / points["of_interest"].sum())


def test_a_sentence_says_where_and_how_sure(found):
    words = said_of(found)
    assert "failed_share > 0.5 holds at " in words
    assert "Where scenario is below 0.3" in words and "trust.gain is above 0.5" in words
    assert "None of 19 searches in shuffled outcomes found as strong a box" in words and "so it is stable" in words


def test_the_figure_shows_the_box_its_limits_and_every_point(found):
    trajectory, limits, points, *_ = discovery_figure(found).axes
    (box,) = found.boxes
    assert trajectory.get_lines()[0].get_xdata()[0] == box.coverage
    drawn = [patch for patch in limits.patches if patch.get_facecolor()[:3] == to_rgb(BLUE.colour)]
    rows = box.limits.to_dict("records")
    ends = [(patch.get_x(), patch.get_x() + patch.get_width()) for patch in drawn]
    wanted = [
        tuple((row[f"range_{end}"] if np.isnan(row[end]) else row[end]) - row["range_low"] for end in ("low", "high"))
        for row in rows
    ]
    widths = [row["range_high"] - row["range_low"] for row in rows]
    assert np.allclose(ends, np.array(wanted) / np.array(widths)[:, None])
    assert sum(len(one.get_offsets()) for one in points.collections) == len(found.points)


def test_a_shuffled_outcome_gives_no_box_better_than_chance():
    runs, factors = planted(120), FACTORS[:3]
    believed = []
    for seed in range(4):
        shuffled = runs.assign(failed_share=np.random.default_rng(seed).permutation(runs["failed_share"]))
        nothing = discover(shuffled, "failed_share > 0.5", factors, Search(shuffles=19, resamples=0, seed=seed))
        believed.append(nothing.boxes[0].better_than_chance)
        if not believed[-1]:
            assert "No region stands out" in said_of(nothing) and (nothing.points["box"] == 0).all()
    assert sum(believed) <= 1  # at a level of 5 %, two of four happen once in seventy times


def test_a_planted_box_is_found_among_nine_sets_of_points_in_ten():
    """Peeling is greedy: with two regions of interest, it may run off between them."""
    found = []
    for seed in range(20):
        runs = planted(600, seed=seed)
        interest = (runs["failed_share"] > 0.5) | ((runs["c"] > 0.7) & (runs["d"] < 0.4))
        limits = Peeled(runs[FACTORS], interest.to_numpy().astype(int), 0.05, None).limits
        found.append(set(limits["factor"]) in ({"c", "d"}, {"scenario", "trust.gain"}))
    assert sum(found) >= 17


def test_a_second_box_is_found_elsewhere():
    runs = planted(600, seed=7)
    other = (runs["c"] > 0.7) & (runs["d"] < 0.4)
    runs["failed_share"] = np.where(other, 0.7, runs["failed_share"])
    first, second = discover(runs, "failed_share > 0.5", FACTORS, Search(boxes=2, shuffles=19, resamples=0)).boxes
    assert {frozenset(box.limits["factor"]) for box in (first, second)} == {
        frozenset({"c", "d"}), frozenset({"scenario", "trust.gain"}),
    }  # fmt: skip
    assert 0.8 < first.coverage + second.coverage <= 1
    assert second.trajectory["coverage"].iloc[0] == pytest.approx(1 - first.coverage)


def test_a_factor_without_order_is_limited_to_some_of_its_values():
    runs = planted().drop(columns=["c"])
    rng = np.random.default_rng(5)
    runs["world"] = rng.choice(["calm", "hard", "soft"], len(runs))
    runs["failed_share"] = np.where(runs["world"] == "hard", 0.7, 0.3) + rng.normal(0, 0.08, len(runs))
    found = discover(runs, "failed_share > 0.5", ["world", "d", "e"], Search(shuffles=19, resamples=4))
    (row,) = found.boxes[0].limits.to_dict("records")
    assert (row["factor"], row["values"]) == ("world", ["hard"])
    assert "Where world is hard, it holds at" in said_of(found)
    assert discovery_figure(found).axes


def test_replicates_are_averaged_and_points_without_an_outcome_left_out():
    runs = planted(200, replicates=4)
    runs.loc[runs.index[:4], "failed_share"] = np.nan  # all of the first point
    runs.loc[runs.index[4], "failed_share"] = np.nan  # one of the second
    found = discover(runs, "failed_share > 0.5", FACTORS, Search(shuffles=0, resamples=0))
    assert (len(found.points), found.left_out) == (199, 1)
    means = runs.groupby(FACTORS)["failed_share"].mean().dropna()
    assert found.points["of_interest"].sum() == (means > 0.5).sum()
    assert "1 more points miss an outcome" in said_of(found)
    assert np.isnan(found.boxes[0].chance) and found.boxes[0].better_than_chance


def test_a_density_asked_for_is_reached_as_widely_as_possible(found):
    wide = discover(planted(), "failed_share > 0.5", FACTORS, Search(density=0.6, shuffles=0, resamples=0)).boxes[0]
    assert wide.density >= 0.55  # dropping weak limits may cost a little
    assert wide.coverage >= found.boxes[0].coverage and wide.mass > found.boxes[0].mass


def test_the_same_seed_gives_the_same_answer_and_the_search_says_how_far_it_is():
    told = []
    search = Search(shuffles=3, resamples=2)
    one = discover(planted(200), "failed_share > 0.5", FACTORS, search, lambda *at: told.append(at))
    other = discover(planted(200), "failed_share > 0.5", FACTORS, search)
    pd.testing.assert_frame_equal(one.boxes[0].limits, other.boxes[0].limits)
    assert told == [(number, 6) for number in range(1, 7)]


def test_the_checks_leave_the_global_generator_alone():
    np.random.seed(1)
    before = np.random.get_state()[1].copy()
    discover(planted(100), "failed_share > 0.5", FACTORS, Search(shuffles=1, resamples=1))
    assert (np.random.get_state()[1] == before).all()


@pytest.mark.parametrize(
    ("where", "search", "said"),
    [
        ("failed_share > 2", QUICK, "holds at none of 300 points"),
        ("failed_share < 2", QUICK, "holds at all of 300 points"),
        ("trust.gain > 0.5", QUICK, "no outcome 'trust.gain'"),
        ("failed_share > 0.5", Search(density=1.5), "density = 1.5 must be"),
        ("failed_share > 0.5", Search(mass=0), "mass = 0 must be"),
        ("failed_share > 0.5", Search(boxes=0), "boxes = 0 must be"),
        ("failed_share > 0.5", Search(shuffles=-1), "shuffles = -1 must be"),
    ],
)
def test_what_cannot_be_searched_is_refused_in_one_line(where, search, said):
    with pytest.raises(InputError, match=said) as refused:
        discover(planted(), where, FACTORS, search)
    assert len(str(refused.value).splitlines()) == 1


def test_points_that_do_not_differ_are_refused():
    runs = pd.DataFrame({"a": [1.0] * 5, "failed_share": np.linspace(0, 1, 5)})
    with pytest.raises(InputError, match="do not differ in any factor"):
        discover(runs, "failed_share > 0.1", ["a"], QUICK)


def test_a_box_on_a_grid_lies_between_its_levels():
    levels = np.linspace(0, 1, 8)
    x = pd.DataFrame([(a, b) for a in levels for b in levels], columns=["a", "b"])
    peeled = Peeled(x, ((x["a"] < 0.5) & (x["b"] > 0.3)).to_numpy().astype(int), 0.1, None)
    assert x.loc[peeled.members, "a"].max() == levels[3] and x.loc[peeled.members, "b"].min() == levels[3]
