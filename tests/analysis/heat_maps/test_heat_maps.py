"""Heat maps show the means they are made of, and effects turn their sign where that was planted."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import QuadMesh

from alliances.analysis.heat_maps.figures import heat_figure, regime_figure
from alliances.analysis.heat_maps.heat_maps import View, heat_map
from alliances.analysis.heat_maps.regimes import Regime, default_regimes, regime_from, regime_map
from alliances.analysis.heat_maps.sign_lines import sign_line, turning_points, uncertain
from alliances.analysis.heat_maps.words import sentences
from alliances.model.errors import InputError

X, Y, ALLY = "market_conditions.competition", "market_conditions.barrier", "strategy.ally_propensity"
FACTORS = [X, Y, ALLY]
COMMON, NOISE = 0.2, 0.002


def grid(replicates=10, turn=0.55, slope=0.2, noise=NOISE):
    """A grid in which the effect of alliances is zero along x = turn - slope * y; strong noise, shared by twins."""
    draw, rows = np.random.default_rng(1), []
    common = draw.normal(0, COMMON, replicates)
    for x, y, ally in itertools.product(np.linspace(0, 1, 6), np.linspace(0, 1, 5), (0.0, 0.35)):
        for replicate in range(replicates):
            effect = 0.1 * (turn - slope * y - x) * (ally > 0)
            share = 0.5 - 0.2 * y + effect + common[replicate] + draw.normal(0, noise)
            rows.append((x, y, ally, replicate, 1 + replicate, share, 0.3 + 0.4 * y + draw.normal(0, 0.02)))
    return pd.DataFrame(rows, columns=[*FACTORS, "replicate", "seed", "foreign_sales_share", "failed_share"])


VIEW = View(X, Y, "foreign_sales_share")


def test_a_planted_sign_line_is_found_where_it_was_planted():
    (line,) = sign_line(heat_map(grid(), FACTORS, VIEW))
    assert np.abs(line[:, 0] - (0.55 - 0.2 * line[:, 1])).max() < 0.02
    assert (line[:, 1].min(), line[:, 1].max()) == (0, 1)


def test_the_turning_points_lie_between_certain_signs():
    turns = turning_points(heat_map(grid(), FACTORS, VIEW))
    assert turns["y"].tolist() == [0, 0.25, 0.5, 0.75, 1] and set(turns["then"]) == {"-"}
    assert (turns["x"] - (0.55 - 0.2 * turns["y"])).abs().max() < 0.02
    assert (turns["low"] < turns["x"]).all() and (turns["x"] < turns["high"]).all()
    assert (turns["high"] - turns["low"]).max() < 0.41


def test_pairs_take_the_shared_noise_out_of_the_effect():
    heat = heat_map(grid(), FACTORS, VIEW)
    narrow = (heat.cells["effect_high"] - heat.cells["effect_low"]).max()
    wide = (heat.cells["high"] - heat.cells["low"]).min()
    assert narrow < 8 * NOISE < wide / 10
    assert heat.contrast == (ALLY, 0.0, 0.35) and heat.contrast.label == "alliances"


def test_where_there_is_no_effect_hardly_any_sign_is_certain():
    runs = grid(noise=0.05)
    runs["foreign_sales_share"] -= 0.1 * (0.55 - 0.2 * runs[Y] - runs[X]) * (runs[ALLY] > 0)
    assert uncertain(heat_map(runs, FACTORS, VIEW)).mean() > 0.8


def test_cells_are_plain_means_with_students_interval():
    runs = grid(replicates=4).query(f"`{ALLY}` == 0")
    heat = heat_map(runs, [X, Y], VIEW)
    values = runs[(runs[X] == 0) & (runs[Y] == 1)]["foreign_sales_share"]
    cell = heat.cells.set_index(["column", "row"]).loc[(0, 4)]
    assert cell["mean"] == pytest.approx(values.mean())
    assert (cell["high"] - cell["low"]) / 2 == pytest.approx(3.182 * values.std() / 2, rel=1e-3)  # t of 3 at 95 %
    assert (cell["points"], cell["replicates"]) == (1, 4)
    assert heat.contrast is None and heat.matrix("mean").shape == (5, 6)


def test_many_values_are_put_into_classes_and_every_run_is_in_one():
    draw = np.random.default_rng(2)
    runs = pd.DataFrame(draw.random((800, 3)), columns=["a", "b", "c"]).assign(
        b=lambda t: 10 ** (4 * t["b"] - 2), z=lambda t: t["a"]
    )
    heat = heat_map(runs, ["a", "b", "c"], View("a", "b", "z", logarithmic=("b",)))
    assert len(heat.x.centres) == len(heat.y.centres) == 10
    assert heat.cells["points"].sum() == 800 and heat.cells["points"].min() > 1
    assert np.allclose(np.diff(np.log(heat.y.edges)), np.diff(np.log(heat.y.edges))[0])
    assert np.abs(heat.matrix("mean") - heat.x.centres).max() < 0.04
    fewer = heat_map(runs, ["a", "b", "c"], View("a", "b", "z", bins=4))
    assert len(fewer.x.centres) == 4


@settings(max_examples=25, deadline=None)
@given(st.floats(0.15, 0.85), st.floats(-0.1, 0.1))
def test_wherever_the_line_is_planted_it_is_found_there(turn, slope):
    lines = sign_line(heat_map(grid(2, turn, slope, noise=0), FACTORS, VIEW))
    found = np.vstack(lines)
    assert np.abs(found[:, 0] - (turn - slope * found[:, 1])).max() < 1e-9


def test_missing_runs_and_missing_values_leave_the_other_cells_alone():
    runs = grid(3)
    runs.loc[runs[X] == 0, "foreign_sales_share"] = np.nan
    gone = runs[~((runs[X] == 1) & (runs[Y] == 1))]
    heat = heat_map(gone, FACTORS, VIEW)
    effect = heat.matrix("effect")
    assert np.isnan(effect[:, 0]).all() and np.isnan(effect[4, 5]) and np.isfinite(effect).sum() == 24
    assert heat_figure(heat).axes and regime_figure(regime_map(heat, *default_regimes(heat))).axes


def test_regimes_hold_where_they_were_planted_and_say_how_sure_they_are():
    heat = heat_map(grid(20, slope=0.0), FACTORS, VIEW)
    regimes, otherwise = default_regimes(heat)
    assert [one.name for one in regimes] == ["alliances pay", "alliances hurt", "most alliances fail"]
    assert otherwise == "alliances do not matter"
    found = regime_map(heat, [Regime("up", "effect > 0.002"), Regime("down", "effect < -0.002")], "flat").cells
    names = found.pivot(index="row", columns="column", values="regime").to_numpy()
    assert (names == ["up", "up", "up", "down", "down", "down"]).mean() > 0.95  # x = 0, 0.2 … 1, turn at 0.55
    assert found.loc[found["column"].isin([0, 5]), "sure"].min() > 0.95
    edge = regime_map(heat, [Regime("most alliances fail", "failed_share > 0.5")]).cells
    sure = edge.groupby("row")["sure"].mean()
    assert sure[0] > 0.99 > sure[2] and (edge.loc[edge["row"] == 4, "regime"] == "most alliances fail").all()


def test_less_is_better_turns_what_pays():
    heat = heat_map(grid(3), FACTORS, VIEW)
    more, less = (regime_map(heat, *default_regimes(heat, turned)).cells["regime"] for turned in (False, True))
    assert (more == "alliances pay").sum() > 0
    assert ((more == "alliances pay") == (less == "alliances hurt")).all()


def test_the_sentences_tell_signs_turns_and_regimes():
    heat = heat_map(grid(), FACTORS, VIEW)
    words = " ".join(sentences(heat, regime_map(heat, *default_regimes(heat))))
    assert "The effect of alliances on it is above zero in" in words and "most alliances fail:" in words
    assert f"At {Y} = 0.5 it turns down at {X} = 0.4" in words


def test_the_figure_draws_every_cell_the_line_and_the_hatching():
    heat = heat_map(grid(), FACTORS, VIEW)
    outcome, effect, *_ = heat_figure(heat).axes
    assert len(outcome.texts) == len(effect.texts) == 30
    for axes, name in ((outcome, "mean"), (effect, "effect")):
        (mesh,) = (one for one in axes.collections if isinstance(one, QuadMesh))
        assert (mesh.get_array() == heat.matrix(name)).all()
    assert [patch.get_hatch() for patch in effect.patches] == ["////"] * int(uncertain(heat).sum())
    assert len(effect.lines) == 2  # the line, and a white one below it
    assert "alliances" in effect.get_title("left")


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (View("market_conditions.competitio", Y, "failed_share"), "no factor .* did you mean 'market_conditions.comp"),
        (View(X, X, "failed_share"), "asked for twice"),
        (View(X, Y, "faild_share"), "no outcome 'faild_share'; did you mean 'failed_share'"),
        (View(X, Y, "seed"), "no outcome 'seed'"),
        (View(X, Y, "failed_share", bins=1), "bins = 1 must be"),
        (View(X, Y, "failed_share", contrast="x"), "no factor 'x'"),
        (View(X, ALLY, "failed_share", contrast=Y), "has 5 values; it must be a factor with two levels"),
        (View(X, "one", "failed_share"), "no two values in order"),
        (View(X, "word", "failed_share"), "no two values in order"),
        (View(X, Y, "empty"), "missing in all"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_line(view, said):
    runs = grid(2).assign(one=1.0, word="a", empty=np.nan)
    with pytest.raises(InputError, match=said) as refused:
        heat_map(runs, [*FACTORS, "one", "word"], view)
    assert len(str(refused.value).splitlines()) == 1


def test_factors_drawn_at_random_have_no_pairs_and_that_is_said():
    draw = np.random.default_rng(4)
    runs = pd.DataFrame(draw.random((50, 2)), columns=["a", "b"]).assign(c=draw.integers(0, 2, 50), z=0.0)
    with pytest.raises(InputError, match="no two runs differ in c alone"):
        heat_map(runs, ["a", "b", "c"], View("a", "b", "z"))
    assert heat_map(runs, ["a", "b", "c"], View("a", "b", "z", contrast="")).contrast is None


@pytest.mark.parametrize("text", ["most fail", "most fail:", ": failed_share > 0.5"])
def test_a_regime_needs_a_name_and_a_condition(text):
    with pytest.raises(InputError, match="NAME: CONDITION"):
        regime_from(text)
    assert regime_from("most fail: failed_share > 0.5") == Regime("most fail", "failed_share > 0.5")


def without_alliances(runs, where):
    """The same runs, with no alliance, and so no share of failed ones, in some of them."""
    return runs.assign(failed_share=runs["failed_share"].mask(where))


def test_cells_without_alliances_are_called_so_and_not_said_to_have_few_that_fail():
    runs = grid()
    heat = heat_map(without_alliances(runs, runs[X] > 0.5), FACTORS, View(X, Y, "foreign_sales_share", ""))
    regimes, otherwise = default_regimes(heat)
    mapped = regime_map(heat, regimes, otherwise)
    none = mapped.cells["column"] > 2
    assert set(mapped.cells.loc[none, "regime"]) == {"no alliances"}
    assert "no alliances" not in set(mapped.cells.loc[~none, "regime"])
    assert (mapped.cells.loc[none, "sure"] == 1).all()
    assert any(said.startswith("no alliances: 15 of 30 cells") for said in sentences(heat, mapped))
    assert mapped.names[-1] == "no alliances"
    assert regime_figure(mapped).alt.count("no alliances")


def test_a_cell_where_a_few_runs_have_no_alliances_is_judged_by_the_others():
    runs = grid()
    view = View(X, Y, "foreign_sales_share", "")
    some = heat_map(without_alliances(runs, runs["replicate"] == 1), FACTORS, view)
    mapped = regime_map(some, *default_regimes(some))
    assert "no alliances" not in mapped.names
    assert mapped.cells["regime"].tolist() == regime_map(
        heat_map(runs, FACTORS, view), *default_regimes(some)
    ).cells["regime"].tolist()  # fmt: skip


@pytest.mark.parametrize("where", ["failed_share > 0.5", "not failed_share <= 0.5", "not (failed_share > 2)"])
def test_no_condition_is_true_of_what_has_no_value(where):
    runs = grid()
    heat = heat_map(without_alliances(runs, runs[X] >= 0), FACTORS, View(X, Y, "foreign_sales_share", ""))
    assert set(regime_map(heat, [Regime("most fail", where)]).cells["regime"]) == {"no alliances"}


def test_an_earlier_regime_holds_whatever_is_missing_for_a_later_one():
    runs = grid()
    heat = heat_map(without_alliances(runs, runs[X] >= 0), FACTORS, View(X, Y, "foreign_sales_share", ""))
    regimes = [Regime("some abroad", "foreign_sales_share > -9"), Regime("most fail", "failed_share > 0.5")]
    assert set(regime_map(heat, regimes).cells["regime"]) == {"some abroad"}


def test_alliances_that_bring_what_there_is_not_without_them_pay():
    runs = grid(noise=0)
    runs["foreign_sales_share"] = np.where(runs[ALLY] > 0, 0.3, 0.0)
    heat = heat_map(runs, FACTORS, VIEW)
    assert set(regime_map(heat, *default_regimes(heat)).cells["regime"]) == {"alliances pay"}
    runs["foreign_sales_share"] = 0.0
    heat = heat_map(runs, FACTORS, VIEW)
    assert not {"alliances pay", "alliances hurt"} & set(regime_map(heat, *default_regimes(heat)).cells["regime"])


def test_cells_in_which_the_outcome_has_no_value_are_counted():
    runs = grid()
    heat = heat_map(without_alliances(runs, runs[X] > 0.5), FACTORS, View(X, Y, "failed_share", ""))
    assert heat.empty == 15
    assert "In 15 of 30 cells it has no value in any run (no alliances)." in sentences(heat)


def test_an_outcome_that_needs_alliances_cannot_be_compared_with_a_world_without_them():
    runs = grid()
    with pytest.raises(InputError, match=r"failed_share has no value in one of any two runs .* \(no alliances\)"):
        heat_map(without_alliances(runs, runs[ALLY] == 0), FACTORS, View(X, Y, "failed_share"))
