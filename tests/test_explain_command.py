"""``alliances explain`` and ``alliances replay``: a run's folder is made again, told of, and played."""

import json
import os
import re

import pytest

from alliances.__main__ import main

RUN = ["run", "--firms", "80", "--quarters", "12", "--seed", "3", "--quiet"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of a small run."""
    where = tmp_path_factory.mktemp("runs") / "small"
    assert main([*RUN, "--out", str(where)]) == 0
    return where


def ended_in(folder) -> tuple[int, int]:
    """An alliance that ended, and the quarter in which it did, as the tables have it."""
    import pandas as pd

    table = pd.read_parquet(folder / "alliances.parquet").dropna(subset=["ended_step"])
    return int(table["alliance_id"].iloc[0]), int(table["ended_step"].iloc[0])


@pytest.mark.smoke
def test_an_end_is_explained_with_the_quarter_that_the_tables_have(folder, capsys):
    alliance, quarter = ended_in(folder)
    assert main(["explain", "alliance", str(alliance), str(folder)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Ended ") and f"in quarter {quarter}:" in told
    assert "Trust of the least trusting partner" in told


def test_for_programs_the_terms_are_json(folder, capsys):
    alliance, quarter = ended_in(folder)
    assert main(["explain", "alliance", str(alliance), str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert f"in quarter {quarter}" in told["sentence"]
    assert {"chance", "draw", "defections"} <= {term["name"] for term in told["terms"]}


def test_an_alliance_is_told_of_as_it_was_before_it_ended(folder, capsys):
    alliance, quarter = ended_in(folder)
    assert main(["explain", "alliance", str(alliance), str(folder), "--quarter", str(quarter)]) == 0
    assert capsys.readouterr().out.startswith("Alive in quarter ")


def test_a_firm_is_explained_with_the_options_it_would_compare(folder, capsys):
    import pandas as pd

    firm = int(pd.read_parquet(folder / "firms.parquet").query("step == 11")["firm_id"].iloc[0])
    assert main(["explain", "firm", str(firm), str(folder)]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"Firm {firm} (")
    assert "\n- " in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["explain", "alliance", "99999"], "alliance 99999 is not there; it must be 0 to"),
        (["explain", "firm", "99999"], "firm 99999 is not there; it must be 0 to"),
        (["explain", "firm", "1", "--quarter", "50"], "quarter 50 is not in this run; it must be 0 to 12"),
    ],
)
def test_what_is_not_in_the_run_is_one_line(folder, words, said, capsys):
    assert main([*words[:3], str(folder), *words[3:]]) == 2
    told = capsys.readouterr().err
    assert said in told and len(told.splitlines()) == 1


@pytest.mark.parametrize("verb", [["explain", "firm", "1"], ["replay"]])
def test_a_folder_without_a_run_is_one_line(tmp_path, verb, capsys):
    out = ["--out", str(tmp_path / "x.html")] if verb == ["replay"] else []
    assert main([*verb, str(tmp_path), *out]) == 2
    told = capsys.readouterr().err
    assert "holds no run" in told and len(told.splitlines()) == 1
    assert not (tmp_path / "x.html").exists()


def test_a_run_is_made_again_with_everything_that_made_it(tmp_path):
    """Own firms, policies, parameters and rules that are off: the recording is of the world whose tables were kept."""
    import pandas as pd

    from alliances.experiments.recording.again import run_again

    firms, policy = tmp_path / "firms.csv", tmp_path / "policy.toml"
    firms.write_text("home,industry,assets\n" + "VNM,ict,5\n" * 30 + "DEU,medicine,50\n" * 30, encoding="utf-8")
    policy.write_text('[[policy]]\nname = "Grant"\ninstrument = "export_grant"\nshare = 0.6\n', encoding="utf-8")
    out = tmp_path / "run"
    asked = ["--set", "trust.gain=0.3", "--without", "stages", "--firms-file", str(firms), "--policy", str(policy)]
    assert main(["run", "--quarters", "8", "--seed", "9", "--quiet", *asked, "--out", str(out)]) == 0
    simulation = run_again(out).made.simulation
    pd.testing.assert_frame_equal(simulation.tables()["alliances"], pd.read_parquet(out / "alliances.parquet"),
                                  check_dtype=False)  # fmt: skip
    firms.write_text("home,industry\nVNM,ict\n", encoding="utf-8")
    from alliances.model.errors import InputError

    with pytest.raises(InputError, match=r"firms.csv \(firms\) has changed since the run"):
        run_again(out)


def test_a_replay_is_one_file_that_holds_the_run(folder, tmp_path, capsys):
    page = tmp_path / "world.html"
    assert main(["replay", str(folder), "--out", str(page)]) == 0
    assert "plays 12 quarters" in capsys.readouterr().out
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert main(["replay", str(folder), "--out", str(tmp_path / "no" / "world.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_replay_that_cannot_be_written_leaves_the_file_that_was_there(folder, tmp_path, monkeypatch, capsys):
    def full(number):
        raise OSError(28, "No space left on device")

    page = tmp_path / "world.html"
    page.write_text("an earlier one", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", full)
    assert main(["replay", str(folder), "--out", str(page)]) == 2
    assert "cannot be written (No space left on device)" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == "an earlier one"


def test_an_alliance_of_the_settling_time_is_refused_with_one_that_can_be_explained(folder, capsys):
    early = next(n for n in range(500) if main(["explain", "alliance", str(n), str(folder)]) == 2)
    said = capsys.readouterr().err
    assert f"alliance {early} ended in quarter -" in said and "before the first recorded quarter" in said
    later = re.search(r"such as (\d+)", said)[1]
    assert main(["explain", "alliance", later, str(folder)]) == 0
