"""Files that a visitor uploads: read in memory, shown as a world, and refused in the lines of the terminal."""

import json

import pytest

from alliances.__main__ import main
from alliances.experiments.app.answers import safely
from alliances.experiments.recording.recording import read_recording
from alliances.experiments.recording.uploads import MOST_BYTES, UPLOADS, Upload, Uploads
from alliances.model.errors import InputError
from alliances.model.world.own_files import IN_MEMORY

FIRMS = "Company,Country,Sector,Year founded,Shoes\nAlpha,DE,software,1999,1\nBeta,Viet Nam,pharma,2010,2\n"
ALLIANCES = "partner_1,partner_2,start_year\nAlpha,Beta,2016\n"


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Uploads of their own for each test."""
    for name in [*UPLOADS._scenarios]:
        UPLOADS.forget(name)


def never(line):
    """A log in which nothing may be written."""
    raise AssertionError(f"a fault of the program: {line}")


def upload(**texts):
    """What the host answers to these files, by kind."""
    files = {kind: {"name": f"my {kind}.csv", "text": text} for kind, text in texts.items()}
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
    header, columns = read_recording(answer.files[0])
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
    ],
)
def test_what_a_page_cannot_show_is_refused_and_not_kept(texts, said):
    faults = upload(**texts)["faults"]
    assert said in faults[0]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (None, "files must be a table of firms, alliances, countries"),
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
        scenario = UPLOADS.take({"firms": Upload(name, FIRMS.replace("Alpha", "Gamma"))}, 2000)
        (text,) = [text for path, text in IN_MEMORY.items() if scenario.name in path.parts]
        assert "Gamma" in text
    assert "no scenario" in safely({"kind": "world", "setup": {"scenario": str(tmp_path)}}, never)[0]


def test_the_oldest_upload_is_let_go_and_that_is_said():
    few = Uploads(kept=1)
    first = few.take({"firms": Upload("a.csv", FIRMS)}, 2000).name
    few.take({"firms": Upload("b.csv", FIRMS)}, 2000)
    assert not [path for path in IN_MEMORY if first in path.parts]
    with pytest.raises(InputError, match="no longer in memory; choose the files again"):
        few.scenario(first)
