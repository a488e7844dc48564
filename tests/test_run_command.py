"""``alliances run``: what it prints, what it keeps, where it may write, and what Ctrl-C leaves."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from importlib.resources import files

import pandas as pd
import pyarrow.parquet as pq
import pytest
from typer.main import get_command

from alliances.__main__ import app, main
from alliances.analysis.run_outcomes import check_outcomes
from alliances.experiments.schemas import ITEMS
from alliances.model.declarations.parameters import declared
from alliances.model.face.model import AllianceModel
from alliances.model.records.outcomes import TABLES
from alliances.model.simulation import Simulation
from alliances.model.world.scenario import shipped

SMALL = ["--firms", "40", "--quarters", "8", "--quiet"]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A folder with the results of a small run."""
    folder = tmp_path_factory.mktemp("results") / "deep" / "small"
    chosen = ["--seed", "3", "--set", "trust.gain=0.2", "--without", "learning_race", "--check"]
    assert main(["run", "emerging-smes", *SMALL, *chosen, "--out", str(folder)]) == 0
    return folder


@pytest.mark.smoke
def test_a_run_prints_a_summary_for_people(capsys):
    assert main(["run", *SMALL]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    for expected in ("40 firms", "seed 1", "8 quarters (2 years)", "Alliances", "failed", "Why alliances ended",
                     "exporters", "markets per exporter", "By governance", "By industry"):  # fmt: skip
        assert expected in said.out


def test_a_run_prints_the_same_summary_as_json(capsys):
    assert main(["run", *SMALL, "--json", "--set", "trust.gain=0.2", "--without", "conflict"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["scenario"], told["seed"], told["firms_at_start"]) == ("default", 1, 40)
    gain, national = (float(declared()[name]) for name in ("trust.gain", "conflict.national"))
    assert told["changed"]["trust.gain"] == {"value": 0.2, "from": "set", "default": gain}
    off = {"value": 0, "from": "without conflict", "default": national}
    assert told["changed"]["conflict.national"] == off
    assert told["answer"]["then"] == "alliances compare default --set trust.gain=0.2 --without conflict"
    assert told["summary"]["quarters"] == 8


def test_a_run_answers_what_its_scenario_asks_and_says_that_it_is_no_effect(capsys):
    assert main(["run", *SMALL]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for expected in ("Foreign share of sales, mean firm: ", "Firms with alliances: ", "; without: ",
                     "This is an association, not an effect", "Next: alliances effect alliances --over"):  # fmt: skip
        assert expected in said


def test_a_rule_that_is_off_is_named_and_the_next_command_compares_with_it(capsys):
    assert main(["run", *SMALL, "--without", "learning_race"]) == 0
    said = capsys.readouterr().out
    assert "Switched off: learning race" in said
    assert "Next: alliances compare default --without learning_race" in said


def test_a_run_tells_which_policies_ran_and_what_they_took_up_of_their_budget(capsys, tmp_path):
    file = tmp_path / "grant.toml"
    text = '[[policy]]\nname = "Grant"\ninstrument = "export_grant"\nstart = 0.5\nend = 1.5\nbudget = 2.0\n'
    file.write_text(text + '[[policy]]\nname = "Slump"\ninstrument = "demand_slump"\n', encoding="utf-8")
    assert main(["run", *SMALL, "--policy", str(file)]) == 0
    said = capsys.readouterr().out
    grant, slump = (next(line.split() for line in said.splitlines() if line.startswith(name))
                    for name in ("Grant", "Slump"))  # fmt: skip
    assert grant[1:7] == ["export", "grant", "0.5", "to", "1.5", grant[6]]
    assert grant[8] == "2.00" and grant[-1] == "%"  # one year of two million, and the share taken up
    assert slump[-1] == "–"


@pytest.mark.parametrize("scenario", shipped(), ids=lambda scenario: scenario.name)
def test_every_scenario_is_about_an_outcome_and_goes_on_with_a_command_that_there_is(scenario):
    check_outcomes([scenario.outcome], scenario.quarters)
    program, verb, *words = shlex.split(scenario.then)
    command = get_command(app).commands[verb]
    assert program == "alliances"
    command.make_context(verb, words, obj=[])


def test_one_year_is_not_called_years(capsys):
    assert main(["run", "--firms", "40", "--quarters", "4", "--quiet"]) == 0
    assert "4 quarters (1 year) after" in capsys.readouterr().out


def test_a_run_of_no_quarters_is_summarized_too(capsys, tmp_path):
    assert main(["run", "--firms", "20", "--quarters", "0", "--quiet", "--out", str(tmp_path / "none")]) == 0
    assert "no alliance" in capsys.readouterr().out.lower()
    assert (tmp_path / "none" / "overview.png").exists()


def test_every_table_is_kept_with_its_declared_types(kept):
    for table in TABLES:
        schema = pq.read_schema(kept / f"{table.name}.parquet")
        assert schema.names == [column.name for column in table.columns]
        for column in table.columns:
            field = schema.field(column.name)
            assert field.metadata[b"unit"].decode() == column.unit
            assert str(field.type).startswith({"text": "string", "float": "double"}.get(column.kind, column.kind))
            assert field.nullable == column.nullable


def test_every_list_column_has_a_declared_type_of_item():
    assert set(ITEMS) == {column.name for table in TABLES for column in table.columns if column.kind == "list"}


def test_kept_tables_hold_what_the_model_gives(kept):
    model = AllianceModel(
        "emerging-smes", seed=3, firms=40, quarters=8, parameters={"trust.gain": 0.2}, without="learning_race"
    ).run()
    for name, table in model.tables().items():
        written = pd.read_parquet(kept / f"{name}.parquet")
        assert len(written) == len(table)
        numbers = table.select_dtypes("float64")
        pd.testing.assert_frame_equal(written[numbers.columns], numbers, check_dtype=False, check_exact=True)


def test_the_manifest_tells_how_the_result_came(kept):
    manifest = json.loads((kept / "manifest.json").read_text())
    assert (manifest["status"], manifest["seed"], manifest["without"]) == ("complete", 3, ["learning_race"])
    assert manifest["scenario"]["name"] == "emerging-smes"
    assert manifest["quarters"] == {"asked": 8, "done": 8}
    assert manifest["identities"] == {"checked": True, "violations": []}
    assert manifest["command"][:3] == ["alliances", "run", "emerging-smes"]
    assert set(manifest["parameters"]) == set(declared())
    found = {name: manifest["parameters"][name]["from"] for name in ("trust.gain", "trust.loss")}
    assert found == {"trust.gain": "set", "trust.loss": "default"}
    assert manifest["parameters"]["firm_demography.largest"]["from"] == "scenario"
    assert manifest["parameters"]["learning_race.cooling"]["from"] == "without learning_race"
    assert manifest["parameters"]["trust.gain"]["evidence"] == declared()["trust.gain"].evidence
    assert {"python", "numba", "mesa", "numpy", "pandas"} <= set(manifest["versions"])
    assert {"prepare", "run", "write"} == set(manifest["seconds"])
    assert {name: part["rows"] for name, part in manifest["tables"].items()}.keys() == {t.name for t in TABLES}


def test_the_figure_opens(kept):
    from matplotlib.image import imread

    height, width, _ = imread(kept / "overview.png").shape
    assert width > 1000 and height > 700


def test_an_earlier_result_is_replaced_and_other_folders_are_not(kept, tmp_path, capsys, refusal):
    assert main(["run", *SMALL, "--out", str(kept)]) == 0
    assert json.loads((kept / "manifest.json").read_text())["seed"] == 1
    capsys.readouterr()
    (tmp_path / "thesis.txt").write_text("mine")
    assert "holds other files" in refusal("run", "--out", tmp_path)
    (tmp_path / "manifest.json").write_text('{"name": "somebody else\'s"}')
    assert "holds other files" in refusal("run", "--out", tmp_path)
    assert "is a file" in refusal("run", "--out", tmp_path / "thesis.txt")
    assert "cannot be" in refusal("run", *SMALL, "--out", tmp_path / "thesis.txt" / "below")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.json", "thesis.txt"]


def test_check_says_that_identities_hold(capsys):
    assert main(["run", *SMALL, "--check"]) == 0
    assert "Identities hold in all 8 quarters." in capsys.readouterr().out


def test_check_lists_what_does_not_hold(capsys, monkeypatch):
    monkeypatch.setattr(Simulation, "check", lambda run: ["two and two are five"] if run.quarter == 3 else [])
    assert main(["run", *SMALL, "--check"]) == 1
    assert "quarter 2: two and two are five" in capsys.readouterr().out


def test_a_full_disk_is_one_line(capsys, monkeypatch, tmp_path):
    from alliances.experiments import result_folder

    def full(*_):
        raise OSError(28, "No space left on device", "alliances.parquet")

    monkeypatch.setattr(result_folder, "write_tables", full)
    assert main(["run", *SMALL, "--out", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err == "alliances: alliances.parquet: No space left on device\n"
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["status"] == "incomplete"


def test_ctrl_c_keeps_what_is_finished(capsys, monkeypatch, tmp_path):
    step = AllianceModel.step

    def interrupted(model):
        step(model)
        if model.quarter == 5:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(AllianceModel, "step", interrupted)
    assert main(["run", *SMALL, "--out", str(tmp_path / "out")]) == 130
    said = capsys.readouterr().err
    assert said.startswith("alliances: interrupted after 5 of 8 quarters; the tables so far are in ")
    assert len(pd.read_parquet(tmp_path / "out" / "quarters.parquet")) == 5
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert (manifest["status"], manifest["quarters"]) == ("interrupted", {"asked": 8, "done": 5})


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_ends_a_process_with_130(tmp_path):
    command = [sys.executable, "-m", "alliances", "run", "--firms", "40", "--quarters", "100000", "--quiet"]
    running = subprocess.Popen([*command, "--out", tmp_path / "out"], stderr=subprocess.PIPE, text=True)
    while not (tmp_path / "out" / "manifest.json").exists() and running.poll() is None:
        time.sleep(0.05)
    time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=120)
    assert (running.returncode, len(said.splitlines())) == (130, 1)
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["status"] == "interrupted"


def test_own_firms_and_countries_are_used(capsys, tmp_path):
    packaged = files("alliances.model") / "data" / "countries.csv"
    rows = packaged.read_text().splitlines()
    (tmp_path / "countries.csv").write_text("\n".join([rows[0], *rows[1:4]]) + "\n")
    codes = [row.split(",")[0] for row in rows[1:4]]
    firms = "\n".join(f"{codes[n % 3]},ict,{n + 1}" for n in range(30))
    (tmp_path / "firms.csv").write_text(f"home,industry,assets\n{firms}\n")
    own = ["--firms-file", tmp_path / "firms.csv", "--countries-file", tmp_path / "countries.csv"]
    out = tmp_path / "out"
    assert main([str(part) for part in ("run", "--quarters", "4", "--quiet", "--json", *own, "--out", out)]) == 0
    assert json.loads(capsys.readouterr().out)["firms_at_start"] == 30
    assert set(pd.read_parquet(out / "firms.parquet")["home"]) <= set(codes)
    assert set(pd.read_parquet(out / "markets.parquet")["market"]) == set(codes)
    assert set(json.loads((out / "manifest.json").read_text())["input_files"]) == {"firms", "countries"}


def test_compiling_is_announced_once_inputs_are_good(capsys, refusal, monkeypatch, tmp_path):
    monkeypatch.setattr("alliances.model.engine.kernels.CACHE", str(tmp_path))
    refusal("run", "--firms", "1")
    assert main(["run", *SMALL[:-1]]) == 0
    assert capsys.readouterr().err == "compiling the model, once (about half a minute)...\n"
    assert main(["run", *SMALL]) == 0
    assert capsys.readouterr().err == ""
