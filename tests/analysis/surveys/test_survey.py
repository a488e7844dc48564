"""What every survey does alike: sampling, asking everybody, estimating by draw, words; and the registry."""

import pickle
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.surveys import SURVEYS, survey, surveys
from alliances.analysis.surveys.declaration import ESTIMATES, Survey
from alliances.analysis.tables import BASE
from alliances.model.errors import InputError

FRAME = pd.DataFrame({"firm_id": range(20), "size": np.arange(20.0)})


def mean_size(answers):
    return pd.DataFrame({"path": ["size"], "estimate": [answers["size"].mean()]})


def doubled(firms, rng):
    return firms.assign(size=2 * firms["size"] + rng.normal(0, 1e-6, len(firms)))


PLAIN = Survey(
    name="plain", paper="Nobody (2000)", asked="firms", frame=lambda tables: FRAME, size=5, draws=3,
    statistics=mean_size, groups={"Means": {"size": "size"}, "Others": {"age": "age"}},
)  # fmt: skip

every_survey = pytest.mark.parametrize("declared", SURVEYS, ids=lambda declared: declared.name)


def test_samples_are_firms_of_the_frame_each_once_and_follow_from_seed_and_draw():
    told = PLAIN.respondents(FRAME, seed=1)
    assert told.columns.tolist() == ["draw", "firm_id", "size"]
    assert told.groupby("draw")["firm_id"].nunique().tolist() == [5, 5, 5]
    pd.testing.assert_frame_equal(told[told["draw"] < 2], PLAIN.respondents(FRAME, seed=1, draws=2))
    assert not told.equals(PLAIN.respondents(FRAME, seed=2))
    assert len(PLAIN.respondents(FRAME, seed=1, draws=1, size=20)) == 20


def test_everybody_is_asked_once():
    assert PLAIN.population(FRAME)["firm_id"].tolist() == list(range(20))


def test_more_firms_than_there_are_cannot_be_asked():
    with pytest.raises(InputError, match=r"^size = 21 must be at most 20, the number of firms that can be asked$"):
        PLAIN.respondents(FRAME, seed=1, size=21)


def test_statistics_are_taken_of_each_draw_and_others_may_be_taken_instead():
    told = pd.DataFrame({"draw": [0, 0, 1, 1], "size": [1.0, 3.0, 5.0, 7.0]})
    found = PLAIN.estimates(told)
    assert found.columns.tolist() == ESTIMATES
    assert found[["draw", "estimate"]].to_numpy().tolist() == [[0, 2], [1, 6]]
    assert found[["std_error", "p_value"]].isna().all(axis=None)
    doubles = PLAIN.estimates(told, lambda answers: mean_size(answers.assign(size=2 * answers["size"])))
    assert doubles["estimate"].tolist() == [4, 12]


def test_a_response_style_is_told_apart_only_where_the_survey_declares_one():
    assert PLAIN.styles == (True,)
    styled = replace(PLAIN, answer=doubled, answer_without_style=PLAIN.answer)
    assert styled.styles == (True, False)
    coloured, plain = (styled.respondents(FRAME, seed=1, style=style) for style in styled.styles)
    assert coloured["firm_id"].tolist() == plain["firm_id"].tolist()
    assert coloured["size"].to_numpy() == pytest.approx(2 * plain["size"].to_numpy(), abs=1e-4)


def test_a_survey_without_paired_worlds_causes_nothing():
    assert PLAIN.caused({}).empty
    assert PLAIN.caused({}).columns.tolist() == ["path", "effect"]


def test_paths_that_a_survey_does_not_give_leave_no_empty_group():
    assert PLAIN.in_groups(["size", "unknown"]) == {"Means": {"size": "size"}}
    assert survey("zhu").in_groups(["Z3"]) == {"What strengthens alliance → performance": {"Z3": "market competition"}}


def test_a_survey_is_found_by_its_name_and_a_user_s_stands_behind_the_shipped_ones():
    assert list(surveys()) == ["zhu", "zhu_lottery", "nissanka", "veilleux"]
    assert list(surveys(extra=[PLAIN])) == ["zhu", "zhu_lottery", "nissanka", "veilleux", "plain"]
    assert survey("plain", extra=[PLAIN]) is PLAIN
    with pytest.raises(InputError, match=r"^no survey 'nisanka'; did you mean 'nissanka'\?$"):
        survey("nisanka")
    with pytest.raises(InputError, match=r"^survey 'zhu' must be declared once, and is there twice$"):
        surveys(extra=[replace(PLAIN, name="zhu")])


@every_survey
def test_every_reported_path_is_called_by_words(declared):
    named = {path for paths in declared.groups.values() for path in paths}
    assert set(declared.reported) <= named
    assert len(declared.axes) in (1, len([group for group in declared.groups.values() if "caused" not in str(group)]))


@every_survey
def test_a_shipped_survey_cannot_be_changed_and_can_be_sent_to_another_process(declared):
    with pytest.raises(FrozenInstanceError):
        declared.size = 3
    assert str(pickle.loads(pickle.dumps(declared))) == str(declared)


@every_survey
def test_answers_have_the_variables_that_are_declared(declared, world):
    if declared.world != BASE:
        firms, step = world["firms"], int(world["firms"]["step"].min()) + 1
        lots = firms.loc[firms["step"] < step, ["firm_id"]]
        world = {**world, "admissions": lots.assign(step=step, admitted=lots["firm_id"] % 5 < 2)}
    if declared.scenario != "default":
        world = {**world, "firms": world["firms"].assign(industry="biotech")}  # so that somebody can be asked
    answers = declared.population(declared.frame(world))
    assert len(answers) > 10
    assert set(declared.variables) <= set(answers.columns)
    assert declared.estimates(answers.assign(draw=0))["path"].is_unique
