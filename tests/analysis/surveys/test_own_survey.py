"""The documented survey of one's own is one short file, and everything works with it as with the shipped ones."""

import json
import runpy
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.surveys import survey
from alliances.commands.survey_report import show
from alliances.experiments.campaign.campaign import How
from alliances.experiments.campaign.sitting import carry_out
from alliances.experiments.evidence.survey import Plan, checked_plan, summary
from alliances.experiments.evidence.survey_campaign import campaign_of
from alliances.experiments.evidence.survey_folder import write

FILE = Path(__file__).parents[3] / "docs" / "examples" / "own_survey.py"


@pytest.fixture(scope="module")
def own():
    return runpy.run_path(str(FILE))


@pytest.fixture(scope="module")
def conducted(own, tmp_path_factory):
    """The plan, what came of it, and where that is kept."""
    plan = checked_plan(Plan(survey("satisfaction", extra=[own["SURVEY"]]), firms=400, seeds=(1,), size=12))
    folder = tmp_path_factory.mktemp("satisfaction") / "out"
    return plan, carry_out(campaign_of(plan), folder, How(workers=1), partial(write, plan)), folder


def test_the_example_is_one_file_of_at_most_sixty_lines():
    assert len(FILE.read_text(encoding="utf-8").splitlines()) <= 60


def test_it_is_conducted_in_paired_worlds_and_compared(conducted):
    plan, found, _ = conducted
    assert len(found.respondents) == 5 * 12
    assert found.respondents["satisfied"].isin([1, 2, 3, 4, 5]).all()
    (row,) = summary(plan, found).to_dict("records")
    assert (row["path"], row["draws"]) == ("gap", 5)
    assert row["low"] <= row["mean"] <= row["high"]
    assert pd.notna([row["population"], row["effect"]]).all()


def test_it_is_printed_drawn_and_kept_like_the_others(conducted, capsys):
    plan, found, folder = conducted
    show(plan, found, folder)
    said = capsys.readouterr().out
    assert "5 samples of 12 small firms abroad" in said and "satisfaction" in said
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (manifest["asked"]["survey"], manifest["worlds"]) == ("satisfaction", ["base", "alone"])
    assert "satisfaction" in (folder / "figure.svg").read_text()


def test_answers_follow_the_firms(own):
    firms = pd.DataFrame({"firm_id": [1, 2], "foreign_sales_share": [0.0, 1.0], "ally": [False, True]})
    answers = own["ticked"](firms.loc[firms.index.repeat(200)], np.random.default_rng(1))
    assert own["gap"](answers)["estimate"].item() == pytest.approx(3.6, abs=0.3)  # noise beyond 1 and 5 is cut off
