"""Files that a visitor uploads: read in memory, shown as a world, and refused in the lines of the terminal."""

import json
import os

import numpy as np
import pytest

from alliances.__main__ import main
from alliances.experiments.app.answers import WORLDS, safely
from alliances.experiments.recording.columns import unpacked
from alliances.experiments.recording.setup import SHOWN, setup_from
from alliances.experiments.recording.uploads import MOST_BYTES, UPLOADS, Upload, Uploads
from alliances.model.errors import InputError
from alliances.model.records.state import in_use
from alliances.model.simulation import Simulation
from alliances.model.world.countries import PACKAGED
from alliances.model.world.own_files import IN_MEMORY
from alliances.model.world.scenario import load_scenario

FIRMS = "Company,Country,Sector,Year founded,Shoes\nAlpha,DE,software,1999,1\nBeta,Viet Nam,pharma,2010,2\n"
ALLIANCES = "partner_1,partner_2,start_year\nAlpha,Beta,2016\n"
ABOUT = '[scenario]\ntitle = "T"\nquestion = "Q"\nsource = "S"\nlook_for = "L"\n'
WORLD = ABOUT + "[world]\nfirms = 30\nquarters = 4\nburn_in = 4\n"
SETTINGS = """firms_file = "my firms.csv"
alliances_file = "./my alliances.csv"

[parameters.trust]
gain = 0.9

[markets.all]
entry_barrier = 0.7

[[policy]]
name = "Tariff"
instrument = "tariff"
rate = 0.2
"""
SCENARIO = WORLD + SETTINGS


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Uploads of their own for each test."""
    for name in [*UPLOADS._scenarios]:
        UPLOADS.forget(name)


def never(line):
    """A log in which nothing may be written."""
    raise AssertionError(f"a fault of the program: {line}")


def called(kind):
    """The name of a visitor's file."""
    return f"my {kind}.{'toml' if kind == 'scenario' else 'csv'}"


def upload(**texts):
    """What the host answers to these files, by kind."""
    files = {kind: {"name": called(kind), "text": text} for kind, text in texts.items()}
    refused, answer = safely({"kind": "own", "files": files}, never)
    assert refused == ""
    return json.loads(json.dumps(answer.json, allow_nan=False))


def test_uploaded_firms_and_alliances_are_the_world_that_is_shown(monkeypatch):
    monkeypatch.setattr("pathlib.Path.write_text", lambda *_, **__: never("something was written"))
    told = upload(firms=FIRMS, alliances=ALLIANCES)
    assert told["faults"] == []
    assert told["preset"]["title"] == "Your data: my firms.csv, my alliances.csv"
    assert told["values"]["firms"] == 2
    said = dict(told["said"])
    assert "“Company” is read as name." in said["Read"]
    assert said["Set aside"] == ["“Shoes”: the model has no use for it."]
    refused, answer = safely({"kind": "world", "setup": {**told["preset"]["setup"], "quarters": 4}}, never)
    assert refused == ""
    header, columns = unpacked(answer.files[0])
    assert [one["name"] for one in header["named"]] == ["Alpha", "Beta"]
    assert columns["alliances.formed"][0] == -16
    assert header["command"].startswith("alliances run FOLDER --seed 1")


def test_faults_are_told_in_the_lines_of_the_terminal(tmp_path, capsys):
    wrong = FIRMS.replace("DE,", "Atlantis,").replace("2010", "-3")
    (tmp_path / "firms.csv").write_text(wrong)
    assert main(["check", str(tmp_path)]) == 2
    terminal = capsys.readouterr().err.replace(f"{tmp_path}/firms.csv", "my firms.csv").splitlines()
    faults = upload(firms=wrong)["faults"]
    assert len(faults) == 3
    assert [line.strip() for line in terminal] == [f"alliances: {faults[0]}", *faults[1:]]


def in_folder(folder, **texts):
    """The same files in a folder."""
    for kind, text in texts.items():
        (folder / ("scenario.toml" if kind == "scenario" else called(kind))).write_text(text)
    return str(folder)


def test_an_uploaded_scenario_is_the_world_of_its_folder(tmp_path):
    files = {"firms": FIRMS, "alliances": ALLIANCES, "scenario": SCENARIO}
    told = upload(**files)
    assert told["faults"] == []
    assert told["preset"]["title"] == "Your data: T"
    assert (told["values"]["firms"], told["values"]["trust.gain"]) == (30, 0.9)
    shown = WORLDS.recorded(setup_from(told["preset"]["setup"])).simulation
    run = Simulation(load_scenario(in_folder(tmp_path, **files)), seed=1).run()
    assert shown.world.counts == run.world.counts
    assert (run.world.markets["entry_barrier"] == 0.7).all()
    for column in ("assets", "home_sales", "foreign_sales"):
        assert np.array_equal(in_use(shown.world, "firms")[column], in_use(run.world, "firms")[column])


def test_what_an_uploaded_scenario_sets_holds_in_its_counterfactuals():
    setup = upload(firms=FIRMS, alliances=ALLIANCES, scenario=SCENARIO)["preset"]["setup"]
    acts = [{"quarter": 1, "parameter": "conflict.resolution", "value": 0.5}]
    other = {**setup, "seed": 2, "without": ["learning_race"], "acts": acts}
    for made in (setup, other):
        simulation = WORLDS.recorded(setup_from(made)).simulation
        assert simulation.values.trust.gain == 0.9
        assert [policy.name for policy in simulation.policies] == ["Tariff"]
        assert simulation.names == ("Alpha", "Beta")
        assert simulation.settings.markets == {"all": {"entry_barrier": 0.7}}


@pytest.mark.parametrize(
    ("slips", "lines"),
    [
        ({"gain": "gian", "rate = 0.2": "rate = -7", "burn_in = 4": "burn_in = -1"}, 4),
        ({"rate = 0.2": 'rate = 0.2\nmarkets = ["ATL"]'}, 1),
        ({"markets.all": "markets.ATL"}, 1),
    ],
)
def test_faults_of_an_uploaded_scenario_are_told_in_the_lines_of_the_terminal(slips, lines, tmp_path, capsys):
    wrong = SCENARIO
    for right, slip in slips.items():
        wrong = wrong.replace(right, slip)
    files = {"firms": FIRMS, "alliances": ALLIANCES, "scenario": wrong}
    assert main(["check", in_folder(tmp_path, **files)]) == 2
    terminal = capsys.readouterr().err.replace(f"{tmp_path}/scenario.toml", "my scenario.toml").splitlines()
    faults = upload(**files)["faults"]
    assert len(faults) == lines
    assert [line.strip() for line in terminal] == [f"alliances: {faults[0]}", *faults[1:]]


def test_an_uploaded_file_that_the_scenario_does_not_name_is_told():
    said = dict(upload(firms=FIRMS, scenario=WORLD)["said"])
    assert said["Set aside"] == ["my firms.csv: the scenario does not name it."]


@pytest.mark.parametrize("key", ["firms_file", "alliances_file", "countries_file"])
@pytest.mark.parametrize("path", [
    "{there}/my firms.csv", "../my firms.csv", "my firms.csv/../secret.csv", "secret.csv", "{there}/pipe", "pipe", ".",
    "..", str(PACKAGED), str(PACKAGED.with_name("telecom_firms.csv")), "../data/telecom_firms.csv", "/dev/zero",
    "/proc/self/environ", "in memory/own-0/my firms.csv", "\\u0000", "~/my firms.csv", "file:///etc/passwd",
])  # fmt: skip
def test_an_uploaded_scenario_leads_to_no_file_of_the_server(path, key, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("my firms.csv", "secret.csv"):
        (tmp_path / name).write_text(FIRMS)
    os.mkfifo(tmp_path / "pipe")
    scenario = f'{WORLD}{key} = "{path.format(there=tmp_path)}"\n'
    with monkeypatch.context() as patched:
        for look in ("stat", "open", "read_text", "resolve"):
            patched.setattr(f"pathlib.Path.{look}", lambda *_, **__: never("a disk was looked at"))
        (fault,) = upload(firms=FIRMS, scenario=scenario)["faults"]
    assert fault.startswith(f"my scenario.toml, line 10: world.{key} = ")
    assert "must be a file that was chosen too: my firms.csv, my scenario.toml" in fault
    assert "root:" not in fault and not IN_MEMORY


def test_the_nearest_uploaded_file_is_told_of_one_that_is_missing():
    (fault,) = upload(firms=FIRMS, scenario=f'{WORLD}firms_file = "data/my frims.csv"\n')["faults"]
    assert fault.endswith("did you mean 'my firms.csv'?")


def test_a_scenario_names_none_of_another_visitors_files():
    upload(firms=FIRMS)
    (fault,) = upload(scenario=SCENARIO)["faults"][1:2]
    assert "must be a file that was chosen too: my scenario.toml" in fault


def test_two_files_of_one_name_are_refused():
    files = {kind: {"name": "a.csv", "text": FIRMS} for kind in ("firms", "countries")}
    faults = safely({"kind": "own", "files": files}, never)[1].json["faults"]
    assert faults == ["2 files are called 'a.csv'; each must have a name of its own"]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({}, "no file was chosen; choose firms.csv"),
        ({"alliances": ALLIANCES}, "alliances_file needs firms_file"),
        ({"firms": "name,home\n"}, "my firms.csv: has no column 'industry'"),
        ({"firms": ""}, "my firms.csv: is empty"),
        ({"firms": "home,industry\n" + "VNM,ict\n" * 2001}, "has 2,001 firms; a page shows at most 2,000"),
        ({"firms": "x" * (MOST_BYTES + 1)}, "the files are larger than 10 MB"),
        ({"countries": "iso3,country\nABC,Nowhere\n"}, "my countries.csv: 13 faults:"),
        ({"scenario": WORLD.replace("30", "2001")}, "my scenario.toml, line 7: world.firms = 2001 must be"),
        ({"scenario": WORLD.replace("quarters = 4", "quarters = 401")}, "line 8: world.quarters = 401 must be"),
        ({"scenario": WORLD.replace("quarters = 4", "quarters = 0")}, "must be a whole number in [1, 400]"),
        ({"scenario": WORLD.replace("burn_in = 4", "burn_in = 401")}, "line 9: world.burn_in = 401 must be"),
        (
            {"scenario": SCENARIO, "alliances": ALLIANCES, "firms": "home,industry\n" + "VNM,ict\n" * 2001},
            "my firms.csv: has 2,001 firms; a page shows at most 2,000",
        ),
        ({"scenario": "x = ["}, "my scenario.toml: is not a TOML file"),
        ({"scenario": "x" * (MOST_BYTES + 1)}, "the files are larger than 10 MB"),
        ({"scenario": "a" + ".a" * 5000 + " = 1"}, "my scenario.toml: has a key of more than 100 parts"),
    ],
)
def test_what_a_page_cannot_show_is_refused_and_not_kept(texts, said):
    faults = upload(**texts)["faults"]
    assert said in faults[0]
    assert not IN_MEMORY


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (None, "files must be a table of firms, alliances, countries, scenario"),
        ({"frims": {"name": "a", "text": ""}}, "no kind of file 'frims'; did you mean 'firms'?"),
        ({"firms": "a"}, "firms must have a name and a text"),
        ({"firms": {"name": 5, "text": "a"}}, "firms must have a name and a text"),
    ],
)
def test_a_request_that_is_none_gets_one_sentence(files, said):
    assert said in safely({"kind": "own", "files": files}, never)[0]


def test_a_name_cannot_lead_to_a_file_of_the_server(tmp_path):
    (tmp_path / "secret.csv").write_text(FIRMS)
    for name in (str(tmp_path / "secret.csv"), "../../etc/passwd"):
        scenario = UPLOADS.take({"firms": Upload(name, FIRMS.replace("Alpha", "Gamma"))}, SHOWN)
        (text,) = [text for path, text in IN_MEMORY.items() if scenario.name in path.parts]
        assert "Gamma" in text
    assert "no scenario" in safely({"kind": "world", "setup": {"scenario": str(tmp_path)}}, never)[0]


def test_the_oldest_upload_is_let_go_and_that_is_said():
    few = Uploads(kept=1)
    first = few.take({"firms": Upload("a.csv", FIRMS)}, SHOWN).name
    few.take({"firms": Upload("b.csv", FIRMS)}, SHOWN)
    assert not [path for path in IN_MEMORY if first in path.parts]
    with pytest.raises(InputError, match="no longer in memory; choose the files again"):
        few.scenario(first)
