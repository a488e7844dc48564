"""Every fact is declared once, completely, and from a known source."""

import csv
import os
import subprocess
from pathlib import Path

import pytest

import alliances.model
from alliances.analysis.facts import FACTS, fact
from alliances.analysis.facts.declaration import Replicate
from alliances.experiments.evidence.worlds import WORLDS
from alliances.model.errors import InputError
from alliances.model.face.model import AllianceModel

CALIBRATED = {
    "failure", "termination", "duration", "exporter_share", "export_entry", "export_survival", "born_global",
    "zhu_paths_calibrated",  # two of the five paths, which validate nothing
    "nissanka_reliability",  # the noise of the items is set from it
    "motives", "international", "participation", "destinations", "turnover", "stationary",
}  # fmt: skip
REFERENCES = Path(alliances.model.__file__).parent / "data" / "references.csv"

every_fact = pytest.mark.parametrize("told", FACTS, ids=lambda told: told.id)


def test_no_two_facts_share_an_id():
    ids = [told.id for told in FACTS]
    assert len(ids) == len(set(ids))
    assert {told.id for told in FACTS if told.role == "calibrate"} == CALIBRATED


@every_fact
def test_a_fact_says_all_it_must(told):
    texts = (told.finding, told.reported, told.measured_on)
    assert all(text and text == text.strip() for text in texts)
    assert (told.measure is None) == bool(told.awaits), "measured, or awaited: one of the two"
    assert set(told.worlds) <= set(WORLDS)
    assert len({number.name for number in told.numbers}) == len(told.numbers)


@every_fact
def test_numbers_can_be_reproduced(told):
    for number in told.numbers:
        assert number.low <= number.high
        assert number.test != "sample" or number.reported is not None
    samples = sum(number.test == "sample" for number in told.numbers)
    assert told.needed is None or 1 <= told.needed <= samples


@every_fact
def test_sources_are_known(told):
    with REFERENCES.open(encoding="utf-8") as file:
        known = {row["key"] for row in csv.DictReader(file)}
    assert set(told.source) <= known
    assert told.source


def test_a_fact_is_found_by_its_id():
    assert fact("failure").numbers[0].low == 0.30


def test_an_unknown_fact_is_refused_with_the_nearest_name():
    with pytest.raises(InputError, match=r"^no fact 'failur'; did you mean 'failure'\?$"):
        fact("failur")


OURS = [
    "failure", "termination", "duration", "both_succeed", "rivals", "dedicated_function", "culture_weak", "diversity",
    "repeat_ties", "exporter_share", "export_entry", "export_survival", "born_global", "concentration",
    "self_selection", "one_market_first", "distance_order", "degree_skew", "competition_causal",
]  # fmt: skip


@pytest.fixture(scope="module")
def runs():
    """A run of some firms, and one that is too short for most facts."""
    return [
        AllianceModel(seed=3, firms=300, quarters=40).run().tables(),
        AllianceModel(seed=3, firms=20, quarters=4).run().tables(),
    ]


@pytest.mark.parametrize("name", OURS)
def test_a_measure_gives_each_of_its_numbers_whatever_the_run(name, runs):
    told = fact(name)
    for tables in runs:
        measured = told.measure(Replicate(3, dict.fromkeys(["base", *told.worlds], tables)))
        assert list(measured) == [number.name for number in told.numbers]
        assert all(isinstance(value, float) for value in measured.values())


# ---- when facts were written down

GIT = Path(__file__).parents[3] / ".git"


def git(*words: str) -> str:
    """What git says of this repository."""
    environment = {**os.environ, "TZ": "UTC"}
    done = subprocess.run(["git", *words], cwd=GIT.parent, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@every_fact
def test_a_shipped_fact_says_when_it_was_declared_and_changed(told):
    dates = [registration.date for registration in told.registered]
    assert dates and dates == sorted(set(dates))


@pytest.mark.skipif(not GIT.exists(), reason="a copy without its history")
def test_registrations_name_commits_that_touch_the_fact_or_its_survey_at_their_date():
    for registration in {registration for told in FACTS for registration in told.registered}:
        shown = git("show", "-s", "--format=%cd", "--date=format-local:%Y-%m-%d %H:%M", registration.commit)
        assert shown == registration.date
        assert git("show", "--format=", "--name-only", registration.commit, "--", "analysis/facts", "analysis/surveys")


@pytest.mark.skipif(not GIT.exists(), reason="a copy without its history")
@every_fact
def test_the_first_registration_is_the_commit_that_brought_the_fact(told):
    first = told.registered[0].commit
    declared = rf'^ *(id=)?"{told.id}",( "|$)'
    assert git("grep", "-lE", declared, first, "--", "analysis/facts")
    with pytest.raises(subprocess.CalledProcessError):
        git("grep", "-lE", declared, f"{first}~", "--", "analysis/facts")
