"""Zhu's survey: its variables from tables small enough to count by hand, and its model on planted answers."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.surveys import zhu
from alliances.analysis.surveys.zhu import SURVEY
from alliances.model.errors import InputError
from alliances.model.face.model import AllianceModel

NULL = pd.NA
START, END = 19, 39  # the window's first and last record
COLUMNS = [
    "draw", "firm_id", "strategic_alliance", "technical_cooperation_intensity", "mnc_cooperation_depth",
    "internationalization_performance", "firm_size", "industry", "market_competition_intensity", "export_growth",
    "overseas_revenue_ratio", "market_share_change",
]  # fmt: skip


def firm(step, firm_id, markets=1, foreign=1.0, share=0.5, industry="ict", cooperation=(0, 2)):
    """A record of a firm; ``cooperation`` is joint and all R&D projects."""
    joint, projects = cooperation
    return {
        "step": step, "firm_id": firm_id, "industry": industry, "assets": np.e**firm_id, "markets": markets,
        "foreign_sales": foreign, "foreign_sales_share": share, "technical_cooperation_projects": joint,
        "rd_projects": projects, "mnc_cooperation_years": firm_id * (1.0 if step == END else 0.5),
    }  # fmt: skip


@pytest.fixture
def tables():
    """Firms 1 and 2 grow, 3 shrinks, 4 stays at home, 5 closed, 6 went abroad in the window, 7 left in it."""
    firms = [
        firm(START, 1, foreign=1.0, cooperation=(2, 2)),  # before the window: not counted as cooperation in it
        firm(23, 1, cooperation=(1, 2)), firm(END, 1, foreign=3.0, share=0.6, cooperation=(1, 4)),
        firm(START, 2, foreign=1.0), firm(END, 2, foreign=2.0, share=0.2, industry="biotech", cooperation=(0, 0)),
        firm(START, 3, foreign=3.0), firm(END, 3, foreign=1.0, share=0.1, industry="medicine", cooperation=(1, 1)),
        firm(START, 4, markets=0, foreign=0.0), firm(END, 4, markets=0, foreign=0.0),
        firm(START, 5), firm(START, 6, markets=0, foreign=0.0), firm(END, 6),
        firm(START, 7, foreign=4.0), firm(END, 7, markets=0, foreign=0.0, share=0.0),
    ]  # fmt: skip
    presence = [
        (START, 1, "FRA", 1.0, 0.2), (END, 1, "FRA", 1.0, 0.2), (END, 1, "USA", 2.0, 0.1), (END, 2, "USA", 0.0, 0.0),
        (END, 2, "FRA", 0.0, 0.0), (START, 3, "USA", 2.0, 0.3), (START, 3, "FRA", 1.0, 0.1), (END, 3, "USA", 1.0, 0.1),
        (START, 5, "USA", 1.0, 0.1), (START, 2, "FRA", 0.0, 0.0), (START, 2, "USA", 0.0, 0.0),
        (START, 7, "FRA", 1.0, 0.2), (START, 7, "USA", 3.0, 0.4),
    ]  # fmt: skip
    segments = [
        (START, "FRA", "ict", 0.2), (START, "USA", "ict", 0.8), (START, "FRA", "biotech", 0.9),
        (END, "FRA", "ict", 1.0), (END, "USA", "ict", 1.0),
    ]  # fmt: skip
    return {
        "firms": pd.DataFrame(firms),
        "presence": pd.DataFrame(presence, columns=["step", "firm_id", "market", "sales", "market_share"]),
        "segments": pd.DataFrame(segments, columns=["step", "market", "industry", "competition_intensity"]),
        "alliances": alliances((0, START + 1, True, [1, 9])),
    }


def alliances(*rows):
    """An alliances table of rows (formed, ended, international, partners)."""
    formed, ended, international, partners = zip(*rows, strict=True)
    return pd.DataFrame({
        "formed_step": formed, "ended_step": pd.array(ended, "Int64"), "international": international,
        "partners": partners,
    })  # fmt: skip


def everyone_of(tables):
    return SURVEY.population(SURVEY.frame(tables))


def answers_of(tables):
    return everyone_of(tables).set_index("firm_id")


def asked_of(tables, draws, size, seed):
    return SURVEY.respondents(SURVEY.frame(tables), seed, draws, size)


def test_asked_are_firms_abroad_at_the_opening_and_alive_at_the_end_leavers_among_them(tables):
    assert list(everyone_of(tables)["firm_id"]) == [1, 2, 3, 7]
    assert list(SURVEY.beside(tables)["firm_id"]) == [1, 2, 3]


def test_who_left_all_markets_has_lost_all_that_can_be_lost(tables):
    leaver = answers_of(tables).loc[7]
    assert leaver[["export_growth", "overseas_revenue_ratio", "market_share_change"]].tolist() == [-2, 0, -2]
    assert leaver["market_competition_intensity"] == pytest.approx((0.2 + 3 * 0.8) / 4)  # where it was


def test_an_alliance_counts_if_it_is_international_and_lived_in_the_window(tables):
    cases = alliances(
        (-4, START, True, [1, 9]),  # ended before the window
        (0, START + 1, False, [1, 9]),  # domestic
        (END + 1, NULL, True, [1, 9]),  # signed after it
        (-4, START + 1, True, [2, 9]),  # ended in its first quarter
        (END, NULL, True, [8, 9, 3]),  # signed in its last quarter; a third partner counts
    )
    tables["alliances"] = cases
    assert answers_of(tables)["strategic_alliance"].to_dict() == {1: 0, 2: 1, 3: 1, 7: 0}


def test_cooperation_is_the_mean_share_of_joint_projects_in_the_window(tables):
    # firm 1: mean of 1/2 and 1/4; firm 2 has no R&D project at all
    found = answers_of(tables)
    assert found["technical_cooperation_intensity"].to_dict() == pytest.approx({1: 0.375, 2: 0.0, 3: 1.0, 7: 0.0})
    assert found["mnc_cooperation_depth"].to_dict() == {1: 0.5, 2: 1.0, 3: 1.5, 7: 3.5}  # the years since the start


def test_size_is_the_logarithm_of_assets_and_industry_a_word(tables):
    found = answers_of(tables)
    assert found["firm_size"].to_dict() == pytest.approx({1: 1.0, 2: 2.0, 3: 3.0, 7: 7.0})
    assert found["industry"].to_dict() == {1: "ict", 2: "biotech", 3: "medicine", 7: "ict"}


def test_competition_is_of_the_firm_s_industry_at_the_opening_weighted_by_sales_or_plain_where_none_were_made(tables):
    # firm 1 was in France alone; firm 2 sold nothing yet: (.2 + .8) / 2; firm 3: (1 x .2 + 2 x .8) / 3
    found = answers_of(tables)["market_competition_intensity"]
    assert found.to_dict() == pytest.approx({1: 0.2, 2: 0.5, 3: 0.6, 7: 0.65})
    firms = tables["firms"]
    moved = firms["industry"].mask((firms["firm_id"] == 1) & (firms["step"] == START), "biotech")
    found = answers_of(tables | {"firms": firms.assign(industry=moved)})["market_competition_intensity"]
    assert found[1] == 0.9


def test_performance_is_the_mean_of_three_z_scores(tables):
    found = answers_of(tables)
    # export growth: (3 - 1) / 2, (2 - 1) / 1.5, (1 - 3) / 2
    assert found["export_growth"].to_dict() == pytest.approx({1: 1.0, 2: 2 / 3, 3: -1.0, 7: -2.0})
    assert found["overseas_revenue_ratio"].to_dict() == pytest.approx({1: 0.6, 2: 0.2, 3: 0.1, 7: 0.0})
    # share: firm 1 kept France and entered the USA: (0 + 2) / 2; firm 2 has none yet; firm 3: (-.2 / .2 - 2) / 2
    assert found["market_share_change"].to_dict() == pytest.approx({1: 1.0, 2: 0.0, 3: -1.5, 7: -2.0})
    parts = found[["export_growth", "overseas_revenue_ratio", "market_share_change"]]
    expected = ((parts - parts.mean()) / parts.std(ddof=0)).mean(axis=1)
    assert found["internationalization_performance"].tolist() == pytest.approx(expected.tolist())


def test_a_sample_s_z_scores_are_its_own_and_firms_are_drawn_once(tables):
    asked = asked_of(tables, draws=5, size=2, seed=1)
    assert list(asked.columns) == COLUMNS
    for _, sample in asked.groupby("draw"):
        assert sample["firm_id"].is_unique
        assert sample["internationalization_performance"].sum() == pytest.approx(0.0, abs=1e-12)
    assert asked.groupby("draw")["firm_id"].apply(tuple).nunique() > 1


def test_draws_depend_on_the_seed_and_their_number_alone(tables):
    five, two = (asked_of(tables, draws=draws, size=2, seed=1) for draws in (5, 2))
    pd.testing.assert_frame_equal(five[five["draw"] < 2].reset_index(drop=True), two)
    assert not asked_of(tables, draws=5, size=2, seed=2).equals(five)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t, "size = 5 must be at most 4, the number of firms that were abroad five years ago .*"),
        (lambda t: t | {"firms": t["firms"][t["firms"]["step"] > START]}, "a survey of change looks back 20 .*"),
        (lambda t: t | {"firms": t["firms"][:0]}, "no firm was recorded, so none can be asked; .*"),
    ],
)
def test_too_few_firms_and_too_short_a_run_are_refused_in_one_line(tables, change, message):
    with pytest.raises(InputError, match=f"^{message}$"):
        asked_of(change(tables), draws=1, size=5, seed=1)


def planted(draws=10, size=2_000, interaction=0.3):
    """Answers with planted paths: every variable has variance about one, causes are independent of each other."""
    samples = []
    for draw in range(draws):
        rng = np.random.default_rng([5, draw])
        firm_size, competition, *noise = rng.standard_normal((5, size))
        alliance = np.where(rng.random(size) < 0.5, 1.0, -1.0)
        cooperation = 0.4 * alliance + np.sqrt(0.84) * noise[0]
        depth = 0.3 * alliance + np.sqrt(0.91) * noise[1]
        # explained: .04 + .09 + .04 + 2 (.2 x .3 x .4 + .2 x .2 x .3 + .3 x .2 x .12) + the interaction
        rest = 1 - 0.2564 - interaction**2
        performance = (
            0.2 * alliance + 0.3 * cooperation + 0.2 * depth + interaction * alliance * competition
            + np.sqrt(rest) * noise[2]
        )  # fmt: skip
        samples.append(pd.DataFrame({
            "draw": draw, "strategic_alliance": (alliance > 0).astype(int),
            "technical_cooperation_intensity": cooperation, "mnc_cooperation_depth": depth,
            "internationalization_performance": performance, "firm_size": firm_size,
            "industry": rng.choice(["manufacturing", "ict", "biotech"], size),
            "market_competition_intensity": competition,
        }))  # fmt: skip
    return pd.concat(samples, ignore_index=True)


def means(estimates):
    return estimates.groupby("path")["estimate"].mean().to_dict()


def test_planted_paths_and_moderation_are_recovered_under_the_paper_s_names():
    found = SURVEY.estimates(planted())
    assert list(found.columns) == ["draw", "path", "estimate", "std_error", "p_value"]
    assert found["path"].tolist() == ["XY", "XM1", "M1Y", "XM2", "M2Y", "Z1", "Z2", "Z3", "total"] * 10
    truth = {"XY": 0.2, "XM1": 0.4, "M1Y": 0.3, "XM2": 0.3, "M2Y": 0.2, "Z1": 0.0, "Z2": 0.0, "Z3": 0.3, "total": 0.38}
    assert means(found) == pytest.approx(truth, abs=0.025)
    # (.4 x .3 + .3 x .2) / (.2 + .18)
    assert zhu.share_mediated(found) == pytest.approx(0.18 / 0.38, abs=0.03)


def test_moderation_is_of_the_direct_path_not_of_what_a_mediator_carries():
    answers = planted(interaction=0.0)
    alliance = answers["strategic_alliance"] * 2 - 1
    carried = 0.8 * alliance * answers["market_competition_intensity"]  # competition decides what alliances bring in
    answers["technical_cooperation_intensity"] += carried
    answers["internationalization_performance"] += 0.3 * carried  # and performance has it from cooperation alone
    assert means(SURVEY.estimates(answers))["Z3"] == pytest.approx(0.0, abs=0.03)


def test_shuffled_answers_give_no_path_beyond_chance():
    answers = planted(draws=40, size=200)
    rng = np.random.default_rng(1)
    shuffled = answers.copy()
    for name in answers.columns.drop("draw"):
        shuffled[name] = answers.groupby("draw")[name].transform(lambda values: rng.permutation(values.to_numpy()))
    found = SURVEY.estimates(shuffled)
    assert means(found) == pytest.approx(dict.fromkeys(SURVEY.reported, 0.0), abs=0.04)  # standard error .07 / sqrt(40)
    assert 0.01 < (found["p_value"].dropna() < 0.05).mean() < 0.10  # 320 tests at 5 %


def test_the_total_is_the_direct_effect_and_both_ways_through():
    betas = {"XY": 0.214, "XM1": 0.375, "M1Y": 0.312, "XM2": 0.402, "M2Y": 0.271}
    assert zhu.total_effect(betas) == pytest.approx(0.439942)
    assert SURVEY.reported["total"] == pytest.approx(0.439942)


def test_every_draw_gets_its_own_total():
    found = SURVEY.estimates(planted(draws=2, size=300))
    wide = found.pivot(index="draw", columns="path", values="estimate")
    assert wide["total"].tolist() == pytest.approx(zhu.total_effect(wide).tolist())
    assert wide["total"].nunique() == 2
    assert found.loc[found["path"] == "total", "p_value"].isna().all()


def test_without_a_positive_total_effect_no_share_of_it_is_told():
    negative = pd.DataFrame({"path": ["XY", "XM1", "M1Y", "XM2", "M2Y"], "estimate": [-0.5, 0.4, -0.3, 0.3, -0.2]})
    assert np.isnan(zhu.share_mediated(negative))


def test_a_variable_that_does_not_vary_is_refused():
    with pytest.raises(InputError, match=r"^strategic_alliance does not vary among the 200 firms asked, "):
        SURVEY.estimates(planted(draws=1, size=200).assign(strategic_alliance=1))


def test_an_unknown_industry_is_refused_with_the_nearest_name():
    with pytest.raises(InputError, match=r"^no industry 'biotec'; did you mean 'biotech'\?$"):
        SURVEY.estimates(planted(draws=1, size=200).assign(industry="biotec"))


@pytest.fixture(scope="module")
def small_world():
    return AllianceModel("default", seed=1, firms=600).run().tables()


def test_simulated_firms_answer_the_whole_survey(small_world):
    asked = asked_of(small_world, draws=2, size=100, seed=1)
    everyone = everyone_of(small_world)
    assert list(asked.columns) == COLUMNS
    assert list(everyone.columns) == COLUMNS[1:]
    assert asked.groupby("draw").size().tolist() == [100, 100]
    assert set(asked["firm_id"]) <= set(everyone["firm_id"])
    assert not asked.isna().any(axis=None) and not everyone.isna().any(axis=None)
    assert everyone["technical_cooperation_intensity"].between(0, 1).all()
    assert everyone["market_competition_intensity"].between(0, 1).all()
    assert everyone[["export_growth", "market_share_change"]].abs().le(2).all(axis=None)
    found = SURVEY.estimates(asked)
    paths = found[found["path"] != "total"]
    assert len(paths) == 16 and np.isfinite(paths[["estimate", "std_error", "p_value"]]).all(axis=None)
    assert paths["std_error"].gt(0).all() and paths["p_value"].between(0, 1).all()
    pd.testing.assert_frame_equal(SURVEY.estimates(asked_of(small_world, draws=2, size=100, seed=1)), found)


def test_a_firm_with_an_international_alliance_now_had_one_in_the_window(small_world):
    firms = small_world["firms"]
    now = firms[(firms["step"] == firms["step"].max()) & (firms["international_alliances"] > 0)]["firm_id"]
    everyone = everyone_of(small_world)
    assert everyone.loc[everyone["firm_id"].isin(now), "strategic_alliance"].eq(1).all()
    assert everyone["strategic_alliance"].nunique() == 2


@pytest.mark.parametrize("first", ["alliances.analysis.surveys", "alliances.analysis.facts"])
def test_survey_and_facts_can_each_be_imported_first(first):
    done = subprocess.run([sys.executable, "-c", f"import {first}"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
