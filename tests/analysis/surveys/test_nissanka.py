"""Nissanka's survey: planted answers are found again, style is seen for what it is, random draws belong to the seed."""

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.surveys import nissanka as survey
from alliances.analysis.surveys.nissanka import SURVEY
from alliances.analysis.surveys.nissanka_constructs import EMERGING, FACETS, asked, constructs, facet_values
from alliances.model.errors import InputError

PAPER = survey.CORRELATIONS.loc[[*FACETS], [*FACETS]]


def planted(matrix, n, seed=0):
    """Firms whose constructs correlate exactly as in ``matrix``."""
    raw = np.random.default_rng(seed).normal(size=(n, len(matrix)))
    raw -= raw.mean(axis=0)
    whitened = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw.T, ddof=0))).T
    firms = pd.DataFrame(whitened @ np.linalg.cholesky(matrix).T, columns=list(FACETS))
    return firms.assign(home="BRA", industry="ict").rename_axis("firm_id")


def answers(firms, style, draws=1):
    """Every firm answers ``draws`` questionnaires."""
    each = [SURVEY.answered(firms.reset_index(), np.random.default_rng(draw), style) for draw in range(draws)]
    return pd.concat([table.assign(draw=draw) for draw, table in enumerate(each)])


def mean_of(table):
    return table.groupby("path", sort=False)["estimate"].mean()


def test_reported_numbers_are_those_of_the_paper():
    assert len(survey.REPORTED) == 10 + 4 + 5
    assert [survey.REPORTED[path] for path in ("r_MC_I", "r_SP_KT", "beta_MC", "alpha_KT")] == [
        0.831,
        0.529,
        0.476,
        0.66,
    ]


def test_ticks_have_the_reported_means_spreads_and_alphas():
    told = answers(planted(np.eye(5), 4000), style=True)
    items = told[survey.ITEMS.index]
    assert items.isin([1, 2, 3, 4, 5]).all(axis=None)
    assert items.mean().to_numpy() == pytest.approx(survey.ITEMS["mean"].to_numpy(), abs=0.08)
    assert items.std().to_numpy() == pytest.approx(survey.ITEMS["std_deviation"].to_numpy(), abs=0.06)
    alphas = mean_of(SURVEY.estimates(told, survey.reliability))
    assert all(alphas[path] == pytest.approx(survey.REPORTED[path], abs=0.03) for path in alphas.index)


def test_planted_correlations_are_found_again_less_what_noise_takes():
    firms = planted(PAPER.to_numpy(), 6000)
    found = mean_of(SURVEY.estimates(answers(firms, style=False), survey.correlations))
    for a, b in survey.PAIRS:
        one, other = survey.SYMBOLS[a], survey.SYMBOLS[b]
        attenuated = np.sqrt(survey.ALPHAS[one] * survey.ALPHAS[other]) * PAPER.loc[one, other]
        assert found[f"r_{a}_{b}"] == pytest.approx(attenuated, abs=0.03)


@pytest.mark.parametrize("size", [7, 8, 10])
def test_a_sample_whose_resamples_repeat_a_few_answers_still_has_indirect_effects(size):
    few = answers(planted(PAPER.to_numpy(), size), style=True)
    found = survey.mediation(few).set_index("path")
    assert np.isfinite(found).all(axis=None)
    assert (found["low"] < found["high"]).all()


def test_a_planted_driver_of_success_is_found_and_the_others_are_not():
    firms = planted(np.eye(5), 2000)
    firms["internationalization_success"] = 0.8 * firms["alliances"] + 0.6 * firms["internationalization_success"]
    fitted = SURVEY.estimates(answers(firms, style=False), survey.regression).set_index("path")
    assert fitted.loc["beta_A", "estimate"] > 0.5
    assert fitted.loc[["beta_SP", "beta_MC", "beta_KT"], "estimate"].abs().max() < 0.06


def test_a_planted_mediation_is_found_and_none_without_it():
    matrix = np.eye(5)
    firms = planted(matrix, 1500)
    firms["knowledge_transfer"] = 0.8 * firms["strategic_partnerships"] + 0.6 * firms["knowledge_transfer"]
    firms["internationalization_success"] = (
        0.8 * firms["knowledge_transfer"] + 0.6 * firms["internationalization_success"]
    )
    found = survey.mediation(answers(firms, style=False)).set_index("path")
    assert found.loc["indirect_SP", "low"] > 0.1
    assert found.loc["indirect_SP", "p_value"] < 0.01
    assert found.loc["indirect_A", "low"] < 0 < found.loc["indirect_A", "high"]


def test_style_raises_every_correlation_though_nothing_is_related():
    firms = planted(np.eye(5), 2000)
    without = mean_of(SURVEY.estimates(answers(firms, style=False), survey.correlations))
    with_style = mean_of(SURVEY.estimates(answers(firms, style=True), survey.correlations))
    assert without.abs().max() < 0.06
    assert with_style.min() > 0.4


def test_the_style_of_unrelated_constructs_is_the_largest_that_can_be_needed():
    # sum of sqrt(alpha alpha') over the ten pairs is 7.9296, of the reported correlations 6.864:
    # style² = 6.864 / (7.9296 - 6.864)
    assert survey.style_needed(planted(np.eye(5), 500)) == pytest.approx(np.sqrt(6.864 / 1.0656), abs=0.001)
    assert 0 < survey.STYLE < 2.538


def test_the_declared_style_is_near_what_the_default_world_needs(world):
    """If this fails, mechanisms have changed: set STYLE anew from ``style_needed`` over ten seeds."""
    assert survey.style_needed(constructs(world)) == pytest.approx(survey.STYLE, abs=0.3)


def test_shuffled_answers_show_nothing():
    told = answers(planted(PAPER.to_numpy(), 3000), style=True)
    rng = np.random.default_rng(1)
    for construct in FACETS:
        told[construct] = rng.permutation(told[construct].to_numpy())
    assert mean_of(SURVEY.estimates(told, survey.correlations)).abs().max() < 0.06
    assert mean_of(SURVEY.estimates(told, survey.regression)).drop("R2").abs().max() < 0.06


def test_only_allied_emerging_smes_that_went_abroad_are_asked(world):
    firms = asked(world)
    assert len(firms) >= SURVEY.size
    assert firms["sme"].all()
    assert set(firms["home"]) <= set(EMERGING)
    assert set(firms.index) <= set(world["presence"]["firm_id"])
    assert set(firms.index) <= set(world["alliances"]["partners"].explode())


def test_facets_are_complete_and_constructs_standardized(world):
    facets = facet_values(world, asked(world))
    assert set(facets.columns) == {name for names in FACETS.values() for name in names}
    assert not facets.isna().any(axis=None)
    scores = constructs(world)[[*FACETS]]
    assert scores.mean().abs().max() < 1e-9
    assert scores.std(ddof=0).to_numpy() == pytest.approx(1)


def test_a_draw_asks_no_firm_twice_and_depends_on_the_seed_alone(world):
    told = SURVEY.respondents(SURVEY.frame(world), 5, 2, 100)
    assert told.columns[0] == "draw"
    assert told.groupby("draw")["firm_id"].nunique().tolist() == [100, 100]
    pd.testing.assert_frame_equal(told, SURVEY.respondents(SURVEY.frame(world), 5, 2, 100))
    first = told[told["draw"] == 0].reset_index(drop=True)
    pd.testing.assert_frame_equal(first, SURVEY.respondents(SURVEY.frame(world), 5, 1, 100))
    assert not told[[*FACETS]].equals(SURVEY.respondents(SURVEY.frame(world), 6, 2, 100)[[*FACETS]])


def test_with_and_without_style_the_same_firms_are_asked(world):
    one, other = (SURVEY.respondents(SURVEY.frame(world), 5, 1, 80, style=style) for style in (True, False))
    assert one["firm_id"].tolist() == other["firm_id"].tolist()
    assert one["true_SP"].tolist() == other["true_SP"].tolist()


def test_industries_are_represented_in_proportion(world):
    everybody = SURVEY.population(SURVEY.frame(world))["industry"].value_counts(normalize=True)
    sample = SURVEY.respondents(SURVEY.frame(world), 1, 1, 60)["industry"].value_counts(normalize=True)
    assert (sample - everybody).abs().max() <= 1 / 60 + 1e-9


def test_a_census_answers_in_the_columns_of_a_sample(world):
    everybody = SURVEY.population(SURVEY.frame(world))
    assert ["draw", *everybody.columns] == SURVEY.respondents(SURVEY.frame(world), 1, 1, 20).columns.tolist()
    assert everybody["firm_id"].tolist() == asked(world).index.tolist()


def test_estimates_have_every_path_once_per_draw(world):
    found = SURVEY.estimates(SURVEY.respondents(SURVEY.frame(world), 1, 2, 60))
    assert found.columns.tolist() == ["draw", "path", "estimate", "std_error", "p_value"]
    assert found.groupby("draw")["path"].nunique().tolist() == [22, 22]
    assert set(survey.REPORTED) <= set(found["path"])
    assert found["estimate"].notna().all()
    pd.testing.assert_frame_equal(found, SURVEY.estimates(SURVEY.respondents(SURVEY.frame(world), 1, 2, 60)))


def test_too_few_firms_are_one_clear_line(small_world):
    with pytest.raises(InputError, match=r"^size = 152 must be at most \d+, the number of internationalized SMEs"):
        SURVEY.respondents(SURVEY.frame(small_world), 1, 1, SURVEY.size)
