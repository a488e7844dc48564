"""What the host answers the player: every kind of request, and a sentence for everything that is none."""

import json

import pytest

from alliances.experiments.app import answers
from alliances.experiments.app.answers import FAULT, answered, safely
from alliances.experiments.recording.columns import unpacked
from alliances.experiments.recording.setup import setup_from
from alliances.model.records.state import in_use, signed

SMALL = {"scenario": "default", "seed": 2, "firms": 100, "quarters": 12}


def never(line: str) -> None:
    """A log in which nothing may be written."""
    raise AssertionError(f"a fault of the program: {line}")


def ask(**request):
    """The answer, which must not be a refusal."""
    refused, answer = safely(request, never)
    assert refused == ""
    json.dumps(answer.json, allow_nan=False)
    return answer


def world_at(quarter: int):
    """The small world as it is after so many quarters."""
    return answers.WORLDS.recorded(setup_from(SMALL), quarter).simulation.world


def test_a_world_is_a_recording_that_says_what_made_it():
    acts = [{"quarter": 4, "parameter": "trust.gain", "value": 0.2}]
    header, columns = unpacked(ask(kind="world", setup={**SMALL, "acts": acts}).files[0])
    assert header["setup"] == {**SMALL, "acts": acts}
    assert header["command"] is None, "acts have no words on the command line"
    assert header["quarters"] == 12 and len(columns["series.active"]) == 13
    (again,) = ask(kind="world", setup=header["setup"]).files
    assert again == ask(kind="world", setup={**SMALL, "acts": acts}).files[0]


def test_the_command_of_a_world_makes_its_tables():
    setup = {**SMALL, "parameters": {"trust.gain": 0.25}, "without": ["stages"]}
    header, _ = unpacked(ask(kind="world", setup=setup).files[0])
    assert header["command"] == (
        "alliances run default --seed 2 --firms 100 --quarters 12 --set trust.gain=0.25 --without stages "
        "--out results/default-2"
    )


def test_an_alliance_and_a_firm_are_explained_as_of_a_frame():
    alliance = int(signed(world_at(5))[0])
    told = ask(kind="explain", setup=SMALL, frame=5, alliance=alliance).json
    assert told["sentence"].startswith("Alive in quarter 4: ")
    assert {"chance", "draw", "trust", "hazard_conflict"} <= {term["name"] for term in told["terms"]}
    firm = int(in_use(world_at(5), "living")[0])
    told = ask(kind="explain", setup=SMALL, frame=5, firm=firm).json
    assert told["sentence"].startswith(f"Firm {firm} (")
    assert told["options"][0].keys() >= {"market", "mode", "chance", "says"}


def test_repeats_and_bands_are_answered():
    alliance = int(signed(world_at(3))[0])
    told = ask(kind="again", setup=SMALL, quarter=3, alliance=alliance, forks=5).json
    assert sum(told["ends"].values()) + told["alive"] == told["forks"] == 5
    told = ask(kind="luck", setup=SMALL, other={**SMALL, "seed": 2, "without": ["trust"]}, seeds=3).json
    assert len(told["seeds"]) == 3 and len(told["series"]["active"]["difference"]["mid"]) == 13


def test_a_download_is_a_page_with_a_name():
    answer = ask(kind="download", setup=SMALL, frame=7)
    assert answer.json == {"name": "default-seed-2.html"}
    assert answer.files[0].startswith(b"<!doctype html>") and b"frame=7" in answer.files[0]


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (None, "no request 'None'"),
        ([1, 2], "no request 'None'"),
        ({}, "no request 'None'"),
        ({"kind": "wolrd"}, "no request 'wolrd'; did you mean 'world'?"),
        ({"kind": "world"}, "setup must be a table of settings"),
        ({"kind": "world", "setup": "x"}, "setup must be a table of settings"),
        ({"kind": "world", "setup": {"scenario": "/etc/passwd"}}, "no scenario '/etc/passwd'"),
        ({"kind": "world", "setup": {"scenario": ["default"]}}, "scenario = ['default'] must be"),
        ({"kind": "world", "setup": {"firms": 1e308}}, "firms = 1e+308 must be a whole number in [2, 2000]"),
        ({"kind": "world", "setup": {"quarters": 10**30}}, "must be a whole number in [1, 400]"),
        ({"kind": "world", "setup": {"parameters": {"trust.gain": float("nan")}}}, "trust.gain = nan must be"),
        ({"kind": "world", "setup": {"acts": [{"quarter": 0, "policy": {"instrument": "x"}}]}}, "no instrument 'x'"),
        ({"kind": "explain", "setup": SMALL, "frame": -1, "firm": 1}, "frame = -1 must be a whole number, 0 or more"),
        ({"kind": "explain", "setup": SMALL, "frame": 1, "firm": 10**9}, "is not there; it must be 0 to"),
        ({"kind": "explain", "setup": SMALL, "frame": 1}, "alliance = None must be a whole number"),
        ({"kind": "again", "setup": SMALL, "quarter": 1, "alliance": 1, "forks": 10**6}, "must be in [1, 100]"),
        ({"kind": "luck", "setup": SMALL, "seeds": 10**6}, "seeds = 1000000 must be in [1, 50]"),
    ],
)
def test_whatever_is_asked_gets_one_sentence_and_never_a_fault(request_, said):
    refused, answer = safely(request_, never)
    assert said in refused
    assert "\n" not in refused and "Traceback" not in refused
    assert answer.files == ()


def test_a_fault_of_the_program_is_one_line_in_the_log_and_a_sentence_for_the_visitor(monkeypatch):
    lines = []
    monkeypatch.setitem(answers.KINDS, "world", lambda request: 1 / 0)
    assert safely({"kind": "world"}, lines.append)[0] == FAULT
    assert lines == ["ZeroDivisionError: division by zero"]


def test_two_visitors_who_change_the_same_world_do_not_meet():
    plain = ask(kind="world", setup=SMALL).files[0]
    ask(kind="world", setup={**SMALL, "acts": [{"quarter": 0, "without": "trust"}]})
    assert ask(kind="world", setup=SMALL).files[0] == plain
    assert answered({"kind": "world", "setup": SMALL}).files[0] == plain
