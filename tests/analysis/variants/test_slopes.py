"""Slopes of effects: of each seed its own, on both scales, with an interval over seeds."""

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.report.variants import Asked, effect_report, slope_rows
from alliances.analysis.variants.figures import effect_figure
from alliances.analysis.variants.slopes import DIFFERENCE, LOG_RATIO, curve, slopes, with_effects
from alliances.analysis.variants.words import Words, effect_sentences

SHARE = "mean_foreign_sales_share"
WORDS = Words("alliances", "competition", "log-odds", "unit of log-odds")


def pairs(effects, without=1.0):
    """Pairs of one outcome: a row of effects for each seed, at 0, 1, 2, ..."""
    return pd.DataFrame(
        [(seed, place, float(place), SHARE, without + effect, without)
         for seed, row in enumerate(effects, 1) for place, effect in enumerate(row)],
        columns=["seed", "place", "at", "outcome", "with", "without"],
    )  # fmt: skip


def told(rows):
    """Curve and slopes of pairs."""
    effects = with_effects(rows)
    return curve(effects, [SHARE]), slopes(effects, [SHARE])


def of(table, scale):
    return table[table["scale"] == scale].to_dict("records")


def test_the_slope_is_that_of_each_seeds_line_and_the_interval_of_their_mean():
    _, found = told(pairs([[0, 1, 2], [5, 7, 9], [0, 3, 6]]))  # slopes 1, 2, 3
    (row,) = of(found, DIFFERENCE)
    half = 4.3026527 * 1.0 / np.sqrt(3)  # t(2), sd 1
    assert (row["slope"], row["low"], row["high"]) == pytest.approx((2, 2 - half, 2 + half))
    assert row["same_sign"] == 1 and row["seeds"] == 3


def test_an_effect_may_grow_on_one_scale_and_stay_the_same_on_the_other():
    rows = pairs([[0, 0, 0], [0, 0, 0]])
    rows["without"] = [1.0, 2.0, 4.0] * 2
    rows["with"] = 2 * rows["without"]
    _, found = told(rows)
    assert of(found, DIFFERENCE)[0]["slope"] > 1
    assert of(found, LOG_RATIO)[0]["slope"] == pytest.approx(0, abs=1e-12)
    assert of(found, LOG_RATIO)[0]["mean_effect"] == pytest.approx(np.log(2))


def test_a_seed_without_a_ratio_at_every_level_has_no_slope_of_the_log():
    rows = pairs([[0.1, 0.2, 0.3], [0.1, 0.2, 0.3], [0.1, 0.2, 0.3]])
    rows.loc[rows["seed"].eq(1) & rows["place"].eq(0), "with"] = 0.0
    _, found = told(rows)
    assert (of(found, LOG_RATIO)[0]["seeds"], of(found, DIFFERENCE)[0]["seeds"]) == (2, 3)


def test_the_curve_has_the_effect_and_the_levels_at_each_place():
    found, _ = told(pairs([[0.1, 0.2], [0.3, 0.2]]))
    first, second = of(found, DIFFERENCE)
    assert (first["effect"], second["effect"]) == pytest.approx((0.2, 0.2))
    assert second["low"] == pytest.approx(0.2) and first["low"] < 0.2 < first["high"]
    assert (first["with"], first["without"]) == pytest.approx((1.2, 1.0))


@pytest.mark.parametrize(
    ("effects", "said"),
    [
        ([[0, 0.1], [0, 0.11], [0, 0.12]], "It rises with competition"),
        ([[0, -0.1], [0, -0.11], [0, -0.12]], "It falls with competition"),
        ([[0, 0.1], [0, -0.1], [0, 0.05]], "Whether it changes with competition is not certain from 3 seeds"),
        ([[0, 0.1]], "There are too few seeds to say whether it changes"),
    ],
)
def test_a_change_is_told_only_where_its_interval_leaves_out_zero(effects, said):
    assert said in " ".join(effect_sentences(*told(pairs(effects)), SHARE, WORDS))


def test_proportion_is_not_told_where_most_seeds_have_none():
    rows = pairs([[0.1, 0.2]] * 5)
    rows.loc[rows["seed"].le(3), "with"] = 0.0
    said = effect_sentences(*told(rows), SHARE, WORDS)
    assert "it is not measured: 2 of 5 seeds have numbers above zero" in said[-1]


def test_places_that_are_powers_of_two_are_told_as_assets():
    words = WORDS._replace(powers=True)
    assert words.place(3) == "8.00 million USD" and WORDS.place(3) == "3.00"


def test_the_figure_and_the_page_tell_the_effect_on_both_scales():
    found = told(pairs([[0.1, 0.2], [0.3, 0.2], [0.2, 0.5]]))
    plate = effect_figure(*found, SHARE, WORDS)
    assert len(plate.axes) == 3 and "In proportion" in plate.alt
    manifest = {"seeds": [1, 2, 3], "parameters": {}, "command": ["alliances", "effect"], "version": "1",
                "versions": {}, "scenario": {"name": "x", "firms": 10}}  # fmt: skip
    text = effect_report(*found, Asked(WORDS, "With and without.", "default", True), manifest)
    assert "Does competition change the effect of alliances?" in text and "put into classes" in text
    assert len(slope_rows(found[1], [SHARE]).rows[0]) == 5
