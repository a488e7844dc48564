"""``alliances calibrate``: what it prints and keeps, how it goes on, and what it refuses."""

import json
import tomllib

import pandas as pd
import pytest

from alliances.__main__ import main
from alliances.experiments.calibration import runs as calibration
from alliances.model.declarations.parameters import checked

DESIGN = """
[calibration]
title = "A small one"
firms = 60
quarters = 40
seeds = 1
further_seeds = 2
held_out_seeds = 2
trials = 6
finalists = 2
sampler = "tpe"
facts = ["failure", "exporter_share"]

[parameters]
trust.gain = {}
entry_cost.scale = { low = 1, high = 3 }
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a design in it and the result beside it, in ``out``."""
    folder = tmp_path_factory.mktemp("calibration")
    (folder / "small.toml").write_text(DESIGN)
    command = ["calibrate", str(folder / "small.toml"), "--out", str(folder / "out"), "--quiet", "--workers", "1"]
    assert main(command) == 0
    return folder


def test_it_keeps_trials_result_and_figures(place):
    out = place / "out"
    trials = pd.read_parquet(out / "trials.parquet")
    moments = ["failure.failed", "exporter_share.exporters"]
    assert list(trials) == ["trial", "distance", "error", "trust.gain", "entry_cost.scale", *moments]
    assert len(trials) == 6 and trials["entry_cost.scale"].between(1, 3).all()
    assert pd.read_parquet(out / "parameters.parquet")["parameter"].tolist() == ["trust.gain", "entry_cost.scale"]
    assert len(pd.read_parquet(out / "profile.parquet")) == 2 * 6
    assert len(pd.read_parquet(out / "ensemble.parquet")) >= 1
    assert pd.read_parquet(out / "held_out.parquet")["fact"].tolist() == ["failure", "exporter_share"]
    assert all((out / name).stat().st_size > 10_000 for name in ("profile.png", "moments.png"))
    manifest = json.loads((out / "manifest.json").read_text())
    assert (manifest["status"], manifest["asked"]["firms"]) == ("complete", 60)


def test_the_best_parameters_can_be_put_into_a_scenario(place):
    written = tomllib.loads((place / "out" / "best.toml").read_text())
    best = {f"{rule}.{name}": value for rule, names in written["parameters"].items() for name, value in names.items()}
    assert set(best) == {"trust.gain", "entry_cost.scale"}
    assert all(checked(name, value) == value for name, value in best.items())


def test_it_goes_on_with_what_is_there_and_prints_json(place, capsys, monkeypatch):
    before = pd.read_parquet(place / "out" / "trials.parquet")
    ran = []
    simulated = calibration.simulated
    monkeypatch.setattr(calibration, "simulated", lambda run: ran.append(run.run_id) or simulated(run))
    arguments = ["calibrate", str(place / "small.toml"), "--out", str(place / "out"), "--quiet", "--workers", "1"]
    assert main([*arguments, "--json", "--trials", "8"]) == 0
    told = json.loads(capsys.readouterr().out)
    after = pd.read_parquet(place / "out" / "trials.parquet")
    pd.testing.assert_frame_equal(after.head(6), before)
    # at most 2 new trials in 1 seed; 2 finalists in 2 further ones; 2 × 5 points of slices in 3; 2 in 2 held-out seeds
    assert 2 <= len(ran) <= 2 + 2 * 2 + 10 * 3 + 2 * 2
    assert len(ran) == len(set(ran))
    assert (told["trials"], told["failed"]) == (8, 0)
    assert {row["parameter"] for row in told["parameters"]} == {"trust.gain", "entry_cost.scale"}
    assert {row["fact"] for row in told["held_out"]["facts"]} == {"failure", "exporter_share"}


def test_it_prints_tables_for_people(place, capsys):
    assert (
        main(
            [
                "calibrate",
                str(place / "small.toml"),
                "--out",
                str(place / "out"),
                "--quiet",
                "--trials",
                "8",
                "--workers",
                "1",
            ]
        )
        == 0
    )
    said = capsys.readouterr().out
    for expected in ("A small one", "8 trials", "is the best", "identified", "held-out seeds", "they validate nothing"):
        assert expected in said


def test_workers_change_nothing(place, tmp_path):
    arguments = ["calibrate", str(place / "small.toml"), "--quiet", "--trials", "8", "--workers", "2"]
    assert main([*arguments, "--out", str(tmp_path / "out")]) == 0
    for name in ("trials", "parameters", "held_out"):
        tables = (pd.read_parquet(folder / "out" / f"{name}.parquet") for folder in (tmp_path, place))
        pd.testing.assert_frame_equal(*tables)


def test_ctrl_c_keeps_finished_trials(place, tmp_path, capsys, monkeypatch):
    import signal

    simulated, ran = calibration.simulated, []

    def interrupted(run):
        ran.append(run)
        if len(ran) == 5:
            signal.raise_signal(signal.SIGINT)
        return simulated(run)

    monkeypatch.setattr(calibration, "simulated", interrupted)
    out = tmp_path / "out"
    arguments = ["calibrate", str(place / "small.toml"), "--out", str(out), "--quiet", "--workers", "1"]
    assert main(arguments) == 130
    said = capsys.readouterr().err
    assert said.startswith(f"alliances: interrupted; {out} keeps 5 of about ")
    assert said.endswith("and the same command goes on from there\n")
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["status"] == "incomplete"
    assert main(arguments) == 0
    pd.testing.assert_frame_equal(
        pd.read_parquet(tmp_path / "out" / "trials.parquet"),
        pd.read_parquet(place / "out" / "trials.parquet").head(6),
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("exporter_share", "concentration"), "fact 'concentration' has role 'validate'"),
        (("trust.gain", "trust.gian"), "did you mean 'trust.gain'?"),
        (("low = 1,", "low = 5,"), "entry_cost.scale"),
        (("trials = 6", "trials = 0"), "trials = 0 is refused"),
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
    (tmp_path / "other.toml").write_text(DESIGN.replace("seeds = 1\n", "seeds = 2\n", 1))
    assert main(["calibrate", str(tmp_path / "other.toml"), "--out", str(place / "out")]) == 2
    assert "holds a calibration of other settings: training seeds" in capsys.readouterr().err
