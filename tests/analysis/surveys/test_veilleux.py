"""The biotech interviews: who is asked, and what firms whose lives are written by hand tell."""

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.surveys import veilleux as survey
from alliances.analysis.surveys.veilleux import SURVEY
from alliances.model.errors import InputError

HOMES = ["CAN"] * 20 + ["USA"] * 15 + ["FRA"]


@pytest.fixture
def tables():
    """36 biotech SMEs with one alliance each, initiated by themselves with firm 99; French ones are not asked."""
    count = len(HOMES)
    ids = np.arange(count)
    firms = pd.DataFrame({
        "firm_id": ids, "home": HOMES, "industry": "biotech", "sme": True, "age_years": np.where(ids % 2, 20.0, 5.0),
        "employees": 50.0, "capital": 0.5, "planning": 0.5, "dedicated_function": False,
    })  # fmt: skip
    records = [firms.assign(step=step, alliance_capability=level) for step, level in ((60, 0.2), (79, 0.3))]
    alliances = pd.DataFrame({
        "alliance_id": ids, "formed_step": 60, "ended_step": pd.array([pd.NA] * count, "Int64"),
        "partners": [[int(i), 99] for i in ids], "n_partners": 2, "international": ids != 0, "leader": "scientists",
        "stages_skipped": ids % 3, "knowledge_transferred": 0.4,
    })  # fmt: skip
    presence = pd.DataFrame({"step": 79, "firm_id": ids[ids % 4 == 1], "market": "DEU"})
    return {"firms": pd.concat(records), "alliances": alliances, "presence": presence}


def test_those_without_an_international_alliance_or_at_home_elsewhere_are_not_asked(tables):
    assert SURVEY.frame(tables)["firm_id"].tolist() == list(range(1, 35))


def test_phases_follow_from_age_and_presence(tables):
    told = SURVEY.frame(tables).set_index("firm_id")
    # 1: twenty years old and abroad; 2: young, at home; 3: twenty years old, at home
    assert told.loc[[1, 2, 3], "phase"].tolist() == ["market", "research", "development"]
    assert told.loc[[1, 2], "age_group"].tolist() == ["established", "young"]


def test_formation_and_learning_are_told(tables):
    told = SURVEY.frame(tables).set_index("firm_id")
    assert told.loc[[1, 3], "approach"].tolist() == ["opportunistic", "planned"]  # skipped 1 stage, and none
    assert set(told["leader"]) == {"scientists"}
    assert told["knowledge_learned"].unique() == pytest.approx([0.2])  # 0.4 over two partners
    assert told["capability_gained"].unique() == pytest.approx([0.1])
    assert SURVEY.tables(told)["Who led most alliances"].loc["scientists", "Boston"] == 1


def test_a_firm_that_was_asked_has_no_leader(tables):
    tables["alliances"].at[1, "partners"] = [99, 1]
    told = SURVEY.frame(tables).set_index("firm_id")
    assert told.loc[1, "initiated_share"] == 0
    assert told.loc[1, ["leader", "approach", "stages_skipped"]].isna().all()


def test_sixteen_and_twelve_interviews(tables):
    told = SURVEY.respondents(SURVEY.frame(tables), seed=1, draws=3)
    counts = told.groupby("draw")["city"].value_counts().unstack()
    assert counts[["Montreal", "Boston"]].to_numpy().tolist() == [[16, 12]] * 3
    pd.testing.assert_frame_equal(told, SURVEY.respondents(SURVEY.frame(tables), seed=1, draws=3))
    assert not told.equals(SURVEY.respondents(SURVEY.frame(tables), seed=2, draws=3))


def test_a_city_with_too_few_firms_is_one_clear_line(tables):
    with pytest.raises(InputError, match=r"^size = 30 takes 13 firms of Boston; it must take 1 to 12, as there are$"):
        SURVEY.respondents(SURVEY.frame(tables).drop(index=[31, 32, 33]), seed=1, draws=1, size=30)


def test_a_planted_gap_between_the_cities_is_found(tables):
    told = SURVEY.frame(tables).assign(draw=0)
    told.loc[told["city"] == "Boston", "planning"] = 0.9
    told["planning"] += np.linspace(-0.05, 0.05, len(told))
    found = SURVEY.estimates(told).set_index("path")
    assert found.loc["gap_planning", "estimate"] == pytest.approx(0.45, abs=0.02)  # 0.4 and half the slope
    assert found.loc["gap_planning", "p_value"] < 1e-6
    assert found.loc["knowledge_learned", "estimate"] == pytest.approx(0.2)


def test_what_tells_formation_is_told_apart_from_what_does_not(tables):
    told = SURVEY.frame(tables)
    rng = np.random.default_rng(1)
    reason = pd.DataFrame({"reason": rng.normal(size=len(told))})
    for measure in survey.STRATEGY:
        told[measure] = reason["reason"] + 0.1 * rng.normal(size=len(told))
    assert survey.explained(told, reason) > 0.9
    assert survey.explained(told, pd.DataFrame({"noise": rng.normal(size=len(told))})) < 0.2


def test_tables_tell_means_by_city_age_phase_and_resources_and_shares_by_city(tables):
    told = SURVEY.frame(tables)
    cities, groups, _, approaches = SURVEY.tables(told).values()
    assert list(cities.columns) == ["Montreal", "Boston"]
    assert cities.loc["interviews"].tolist() == pytest.approx([19 / 34, 15 / 34])
    assert cities.loc["knowledge learned per alliance"].tolist() == pytest.approx([0.2, 0.2])
    assert list(groups.columns) == ["young", "established", *survey.PHASES, "scarce", "ample"]
    assert groups.loc["age (years)", ["young", "established"]].tolist() == [5.0, 20.0]
    assert groups.loc["age (years)", "scarce"] != groups.loc["age (years)", "scarce"]  # nobody: all have as much
    assert approaches.sum().tolist() == pytest.approx([1.0, 1.0])


def test_a_real_run_can_be_asked(world):
    told = SURVEY.frame(world)
    assert set(told["city"]) <= {"Montreal", "Boston"}
    assert told["phase"].isin(survey.PHASES).all()
    assert len(SURVEY.estimates(told.assign(draw=0)))
