"""``alliances calibrate``: what it prints and keeps, how it goes on, and what it refuses."""

import json
import signal
import tomllib

import pandas as pd
import pytest

from alliances.__main__ import main
from alliances.experiments.calibration import runs as calibration
from alliances.experiments.ensemble import load_ensemble
from alliances.model.declarations.parameters import checked

DESIGN = """
[calibration]
title = "A small one"
firms = 60
quarters = 40
points = 24
waves = 1
wave_points = 4
candidates = 6
ensemble = 4
recovery = 3
facts = ["failure", "exporter_share"]

[parameters]
trust.gain = {}
entry_cost.scale = { low = 1, high = 3 }
"""
RUNS = 24 + 2 * (3 + 4 + 6 + 1)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a design in it and the result beside it, in ``out``."""
    folder = tmp_path_factory.mktemp("calibration")
    (folder / "small.toml").write_text(DESIGN)
    command = ["calibrate", str(folder / "small.toml"), "--out", str(folder / "out"), "--quiet", "--workers", "1"]
    assert main(command) == 0
    return folder


@pytest.mark.smoke
def test_it_keeps_ensemble_tables_and_figures(place):
    out = place / "out"
    points = pd.read_parquet(out / "points.parquet")
    assert points["stage"].value_counts().to_dict() == {
        "hypercube": 24,
        "recovery": 3,
        "wave 1": 4,
        "candidates": 6,
        "defaults": 1,
    }
    assert points["entry_cost.scale"].between(1, 3).all() and points["failure.failed"].between(0, 1).all()
    ensemble = pd.read_csv(out / "ensemble.csv", float_precision="round_trip")
    assert list(ensemble) == ["trust.gain", "entry_cost.scale"] and len(ensemble) == 4
    assert list(map(dict, load_ensemble(out / "ensemble.csv"))) == ensemble.to_dict("records")
    assert pd.read_parquet(out / "parameters.parquet")["parameter"].tolist() == list(ensemble)
    assert pd.read_parquet(out / "numbers.parquet")["fact"].tolist() == ["failure", "exporter_share"]
    assert len(pd.read_parquet(out / "recovery.parquet")) == 3 * 2
    figures = ("posterior.png", "predictive.png", "recovery.png")
    assert all((out / name).stat().st_size > 10_000 for name in figures)
    manifest = json.loads((out / "manifest.json").read_text())
    assert (manifest["status"], manifest["asked"]["firms"], manifest["runs"]) == ("complete", 60, RUNS)


def test_the_likeliest_parameters_can_be_put_into_a_scenario(place):
    written = tomllib.loads((place / "out" / "best.toml").read_text())
    best = {f"{rule}.{name}": value for rule, names in written["parameters"].items() for name, value in names.items()}
    assert best in list(map(dict, load_ensemble(place / "out" / "ensemble.csv")))
    assert all(checked(name, value) == value for name, value in best.items())


def test_it_reads_back_what_is_there_and_prints_it_for_people_and_as_json(place, capsys, monkeypatch):
    monkeypatch.setattr(calibration, "simulated", None)  # nothing is run
    arguments = ["calibrate", str(place / "small.toml"), "--out", str(place / "out"), "--quiet", "--workers", "1"]
    assert main(arguments) == 0
    said = " ".join(capsys.readouterr().out.split())
    for expected in ("A small one", "hypercube: 24 points", "wave 1: 4 points", "0 runs failed", "contraction",
                     "Facts in the ensemble's own runs", "they validate nothing", "ensemble of 4 points"):  # fmt: skip
        assert expected in said
    assert main([*arguments, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["ensemble"], told["failed"]) == (4, 0)
    assert [row["parameter"] for row in told["parameters"]] == ["trust.gain", "entry_cost.scale"]
    assert [row["points"] for row in told["stages"]] == [24, 3, 4, 6, 1]


def test_ctrl_c_keeps_finished_runs_and_workers_change_nothing(place, tmp_path, capsys, monkeypatch):
    simulated, ran = calibration.simulated, []

    def interrupted(run):
        ran.append(run)
        if len(ran) == 5:
            signal.raise_signal(signal.SIGINT)
        return simulated(run)

    monkeypatch.setattr(calibration, "simulated", interrupted)
    out = tmp_path / "out"
    arguments = ["calibrate", str(place / "small.toml"), "--out", str(out), "--quiet"]
    assert main([*arguments, "--workers", "1"]) == 130
    assert capsys.readouterr().err.startswith(f"alliances: interrupted; {out} keeps 5 of about {RUNS} runs")
    assert json.loads((out / "manifest.json").read_text())["status"] == "incomplete"
    assert main([*arguments, "--workers", "2"]) == 0
    for name in ("points", "parameters", "recovery"):
        tables = (pd.read_parquet(folder / f"{name}.parquet") for folder in (out, place / "out"))
        pd.testing.assert_frame_equal(*tables, check_exact=True)
    assert (out / "ensemble.csv").read_text() == (place / "out" / "ensemble.csv").read_text()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("exporter_share", "concentration"), "fact 'concentration' has role 'validate'"),
        (("trust.gain", "trust.gian"), "did you mean 'trust.gain'?"),
        (("low = 1,", "low = 5,"), "entry_cost.scale"),
        (("points = 24", "points = 0"), "points = 0 must be"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(change, said, tmp_path, capsys):
    (tmp_path / "bad.toml").write_text(DESIGN.replace(*change))
    assert main(["calibrate", str(tmp_path / "bad.toml"), "--out", str(tmp_path / "out")]) == 2
    told = capsys.readouterr()
    assert told.out == "" and len(told.err.splitlines()) == 1 and said in told.err
    assert not (tmp_path / "out").exists()


def test_other_results_are_not_overwritten(place, tmp_path, capsys):
    (tmp_path / "thesis.txt").write_text("mine")
    assert main(["calibrate", str(place / "small.toml"), "--out", str(tmp_path)]) == 2
    assert "holds other files" in capsys.readouterr().err
    run = tmp_path / "run"
    assert main(["run", "--firms", "40", "--quarters", "4", "--quiet", "--out", str(run)]) == 0
    assert main(["calibrate", str(place / "small.toml"), "--out", str(run)]) == 2
    assert "holds another kind of result" in capsys.readouterr().err
    (tmp_path / "other.toml").write_text(DESIGN.replace("points = 24", "points = 25", 1))
    assert main(["calibrate", str(tmp_path / "other.toml"), "--out", str(place / "out")]) == 2
    assert "holds a calibration of other settings: points" in capsys.readouterr().err
