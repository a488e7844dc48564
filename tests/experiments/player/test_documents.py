"""What the player says of the model: sliders, presets, mechanisms, policies, lessons and evidence."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from alliances.experiments.player.documents import documents, mechanism, policies
from alliances.experiments.player.evidence import KEPT, kept, of_page
from alliances.experiments.player.lessons import lessons
from alliances.experiments.player.sliders import TITLES, scale_of, slider, with_unit
from alliances.experiments.recording.series import SERIES
from alliances.experiments.recording.setup import setup_from
from alliances.experiments.recording.views import LOOK, VIEWS, views_of
from alliances.experiments.recording.worlds import Worlds, settle
from alliances.model.declarations.parameters import declared
from alliances.model.records.state import in_use
from alliances.model.world.scenario import load_scenario, scenario_names

LESSONS = {lesson["name"]: lesson for lesson in lessons()}
ROOT = Path(__file__).parents[3]


def test_all_of_it_is_plain_json_and_small():
    text = json.dumps(documents(), allow_nan=False)
    assert len(text) < 150_000


@pytest.mark.parametrize("scenario", scenario_names())
def test_every_preset_has_a_view_for_each_thing_it_says_to_look_for(scenario):
    look_for = load_scenario(scenario).look_for
    named = LOOK[scenario]
    assert named, "a preset names something that can be seen"
    for phrase, view in named.items():
        assert phrase in look_for, "the phrase is one of the scenario's own"
        assert view in VIEWS
    assert views_of(scenario)[: len(set(named.values()))] == tuple(dict.fromkeys(named.values()))


def test_every_preset_asks_a_question_and_makes_a_world_that_can_be_made():
    presets = documents()["settings"]["presets"]
    assert presets[0]["scenario"] == "default"
    assert {preset["scenario"] for preset in presets} == set(scenario_names())
    for preset in presets:
        assert preset["question"].endswith("?")
        setup_from(preset["setup"])


@pytest.mark.parametrize("name", TITLES)
def test_a_slider_reaches_the_default_and_both_ends_of_the_plausible_range(name):
    low, high, step = scale_of(declared()[name])
    assert (low, high) == declared()[name].plausible
    for value in (declared()[name], high):
        assert (value - low) / step == pytest.approx(round((value - low) / step), abs=1e-6)
    assert 15 <= (high - low) / step <= 200


def test_units_read_as_one_says_them():
    assert with_unit(0.6, "1/year") == "0.6 per year"
    assert with_unit(1.5, "million USD") == "1.5 million USD"
    assert with_unit(0.08, "million USD/year") == "0.08 million USD per year"


def what_comes_of(act: dict) -> bytes:
    """Firms and hazards of a small world some years after an act at its start."""
    document = {"firms": 200, "quarters": 16, "acts": [{"quarter": 0, **act}] if act else []}
    world = Worlds().recorded(setup_from(document)).simulation.world
    return in_use(world, "firms")["assets"].tobytes() + in_use(world, "alliances")["hazards"].tobytes()


@pytest.mark.parametrize("name", TITLES)
def test_a_slider_says_rightly_whether_it_changes_a_world_that_is_under_way(name):
    declaration = declared()[name]
    far = max(declaration.plausible, key=lambda end: abs(end - declaration))
    changes = what_comes_of({"parameter": name, "value": far}) != what_comes_of({})
    assert changes == (slider(name)["takes"] == "now")


@pytest.mark.parametrize("name", [one["name"] for one in documents()["settings"]["mechanisms"]])
def test_a_mechanism_says_rightly_whether_it_can_be_switched_off_in_the_course_of_a_run(name):
    assert (what_comes_of({"without": name}) != what_comes_of({})) == (mechanism(name)["takes"] == "now")


@pytest.mark.parametrize("policy", policies(), ids=lambda policy: policy.name)
def test_every_policy_to_try_can_be_tried(policy):
    Worlds().recorded(setup_from({"firms": 60, "quarters": 3, "acts": [{"quarter": 1, "policy": policy.told()}]}))


def test_there_are_six_lessons_of_three_minutes_with_a_note_for_the_teacher():
    assert len(LESSONS) == 6
    for lesson in LESSONS.values():
        assert lesson["minutes"] == 3
        assert all(lesson[part] for part in ("predict", "run", "reveal", "explain", "note", "links"))


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_can_be_run_and_what_it_reveals_can_be_guessed(name):
    lesson = LESSONS[name]
    worlds = [setup_from(lesson["setup"]), *([setup_from(lesson["other"])] if lesson["other"] else [])]
    assert (lesson["reveal"]["of"] == "difference") <= (len(worlds) == 2)
    for setup in worlds:
        assert settle(setup).settings.quarters >= lesson["reveal"]["frame"] - 1
    assert lesson["reveal"]["series"] in {one.name for one in SERIES}
    if lesson["predict"]["kind"] == "choice":
        assert len(lesson["predict"]["choices"]) >= 3
    else:
        assert lesson["predict"]["series"] == lesson["reveal"]["series"]
    frames = [frame for part in lesson["run"] for frame in (part["from"], part["to"])]
    assert frames == sorted(frames) and frames[-1] == 80


@pytest.mark.parametrize(("name", "link"), [(name, one) for name in LESSONS for one in LESSONS[name]["links"]])
def test_a_lessons_links_open_states_that_exist(name, link):
    parts = {key: values[0] for key, values in parse_qs(link["search"].lstrip("?"), strict_parsing=True).items()}
    assert parts.pop("v") == "1"
    assert parts.pop("page") in ("explore", "compare", "evidence")
    assert set(parts) <= {"scenario", "seed", "set", "acts", "frame", "select", "view", "other"}
    assert parts.get("view", "active") in VIEWS
    document = {"scenario": parts.get("scenario", "default"), "acts": json.loads(parts.get("acts", "[]"))}
    setup_from(document)
    setup_from(json.loads(parts.get("other", "{}")))


def test_lessons_hold_no_figure_of_the_model():
    """Figures would go stale with the next defaults; the page shows what the run gives."""
    told = [text for lesson in LESSONS.values() for text in (*lesson["explain"], lesson["reveal"]["say"])]
    assert not [text for text in told if re.search(r"\d\.\d", text)]


def test_evidence_says_what_the_validation_page_says():
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    assert kept() == list(of_page(page)), f"{KEPT.name} is not that of docs/validation.md: make evidence"
    told = documents()["evidence"]
    assert [group["facts"][0]["role"] for group in told["groups"]] == ["validation", "calibration"]
    facts = [fact for group in told["groups"] for fact in group["facts"]]
    assert {fact["verdict"] for fact in facts} == {"reproduced", "open", "not reproduced"}
    for fact in facts:
        assert fact["sentence"].endswith(f": {fact['verdict']}.")
        assert fact["simulated"] and fact["reported"]
        assert f"**{fact['verdict']}**" in next(line for line in page.splitlines() if f"| `{fact['name']}`" in line)
