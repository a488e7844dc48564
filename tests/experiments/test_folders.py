"""Folders: one writer at a time, any name, nothing half written in the way, and damage that is noticed and mended."""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree, rmtree

import pandas as pd
import pyarrow.parquet as pq
import pytest

from alliances.__main__ import main
from alliances.experiments import whole_files
from alliances.experiments.campaign import parts
from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.locks import GoneError, Shard, held
from alliances.experiments.result_folder import MANIFEST, DamagedError, read_manifest, write_manifest
from alliances.experiments.sweeps.results import POINTS, Results
from alliances.experiments.sweeps.sweep import sweep
from alliances.experiments.whole_files import write_given, write_whole
from alliances.model.errors import InputError, Notice
from tests.cases import cases

DESIGN = """
[design]
title = "Small worlds"
firms = 20
quarters = 8
replicates = 1
outcomes = ["exporters_share", "formed@0:8 sum"]
[sampler]
name = "latin_hypercube"
samples = 100
[factors]
"trust.gain" = { low = 0.1, high = 0.4 }
"trust.loss" = { low = 0.3, high = 0.7 }
"""
LONG = DESIGN.replace("replicates = 1", "replicates = 100")
RUN = ["run", "--firms", "40", "--quarters", "2", "--quiet"]
MAP = ["--x", "trust.gain", "--y", "trust.loss", "--outcome", "exporters_share", "--contrast", "none", "--bins", "3"]
NAMES = ["trust.gain=0.2", "caf\udce9", "x" * 255, "two\nlines", " ", "a b'\"*?", "-x"]


@pytest.fixture(scope="module")
def design(tmp_path_factory):
    """The file of a small design."""
    file = tmp_path_factory.mktemp("design") / "small.toml"
    file.write_text(DESIGN, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def whole(design, tmp_path_factory):
    """The folder of its sweep, not to be changed."""
    folder = tmp_path_factory.mktemp("whole") / "sweep"
    assert swept(design, folder) == 0
    return folder


@pytest.fixture
def folder(whole, tmp_path):
    """A copy of the folder."""
    return copytree(whole, tmp_path / "out")


def swept(design, folder, *more):
    """Give the command; returns its exit code."""
    return main(["sweep", str(design), "--out", str(folder), "--workers", "1", *more])


def same_runs(folder, whole):
    """Both tell the same of all runs."""
    pd.testing.assert_frame_equal(Results(folder).runs, Results(whole).runs, check_exact=True)
    return True


def written_by(verb, whole, out):
    """The words of a command that writes to ``out``."""
    return {
        "run": [*RUN, "--out", str(out)],
        "rerun": ["rerun", str(whole), "--run", "000001-000", "--out", str(out)],
        "heatmap": ["heatmap", str(whole), *MAP, "--out", str(out)],
        "sensitivity": ["sensitivity", str(whole), "--method", "pawn", "--out", str(out), "--resamples", "10"],
    }[verb]


def test_in_a_new_folder_nothing_is_called_damaged(design, tmp_path, capsys):
    assert swept(design, tmp_path / "new") == 0
    assert "damaged" not in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["run", "rerun", "heatmap", "sensitivity"])
def test_a_second_writer_is_refused_by_name_and_nothing_changes(verb, whole, tmp_path, refusal, capsys):
    out = tmp_path / "out"
    words = written_by(verb, whole, out)
    assert main(words) == 0
    before = {path: path.read_bytes() for path in out.iterdir() if path.is_file()}
    capsys.readouterr()
    with held(out, Shard()):
        assert f"process {os.getpid()} on " in refusal(*words)
    assert {path: path.read_bytes() for path in out.iterdir() if path.is_file()} == before
    assert main(words) == 0


def test_a_sweep_is_refused_a_folder_that_a_run_writes_to(design, tmp_path, refusal, capsys):
    assert main([*RUN, "--out", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    with held(tmp_path / "out", Shard()):
        assert "holds another kind of result" in refusal("sweep", design, "--out", tmp_path / "out")


def test_a_run_does_not_write_over_the_runs_of_a_sweep(folder, whole, refusal):
    assert "holds the runs of a sweep; it must be another folder" in refusal(*RUN, "--out", folder)
    assert "holds the runs of a sweep" in refusal("rerun", whole, "--run", "000001-000", "--out", folder)
    assert same_runs(folder, whole)


@pytest.mark.parametrize("left", [".manifest.json.0f1e.new", "manifest.json.0f1e.new", ".quarters.parquet.0f1e.new"])
def test_what_a_kill_or_a_full_disk_left_half_written_locks_nobody_out_and_is_removed(left, design, tmp_path):
    for words in ([*RUN, "--out"], ["sweep", str(design), "--quiet", "--out"]):
        out = tmp_path / words[0]
        out.mkdir()
        (out / left).write_text("{")
        assert main([*words, str(out)]) == 0
        assert list(out.rglob("*.new")) == []


def test_a_disk_that_is_full_leaves_neither_half_a_file_nor_the_place_of_the_old_one(tmp_path, monkeypatch):
    file, synced = tmp_path / "file", []
    write_whole(file, "old")

    def full(number):
        synced.append(number)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole_files.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(file, "new")
    assert synced and file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_written_is_on_the_disk_before_it_has_its_name_and_so_is_the_name(tmp_path, monkeypatch):
    names, sync = [], os.fsync
    seen = lambda number: (names.append(sorted(path.name[-4:] for path in tmp_path.iterdir())), sync(number))  # noqa: E731
    monkeypatch.setattr(whole_files.os, "fsync", seen)
    write_whole(tmp_path / "file", b"content")
    assert names == [[".new"], ["file"]]


def test_a_file_that_a_user_names_may_be_a_pipe_or_a_link_and_stays_one(tmp_path):
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    (tmp_path / "file").write_text("old")
    link.symlink_to(tmp_path / "file")
    with ThreadPoolExecutor(1) as reader:
        read = reader.submit(pipe.read_text)
        write_given(pipe, "new")
        assert read.result(timeout=20) == "new"
        read = reader.submit(pipe.read_text)
        write_given(pipe, "caf\udce9")
        assert read.result(timeout=20) == r"caf\udce9"
    write_given(link, "new")
    assert pipe.is_fifo() and link.is_symlink() and (tmp_path / "file").read_text() == "new"


@pytest.mark.parametrize("damage", ["cut", "edited", "emptied", "gone"])
def test_a_manifest_that_is_not_as_it_was_written_is_named_and_the_same_command_writes_it_anew(
    damage, folder, whole, design, refusal, capsys
):
    manifest = folder / MANIFEST
    text = manifest.read_text(encoding="utf-8")
    damaged = {"cut": text[:300], "edited": text.replace('"high": 0.4', '"high": 0.9'), "emptied": "", "gone": ""}
    assert damaged["edited"] != text
    manifest.write_text(damaged[damage], encoding="utf-8")
    if damage == "gone":
        manifest.unlink()
    for words in (["status", folder], ["heatmap", folder, *MAP], ["rerun", folder, "--run", "000001-000"]):
        said = refusal(*words)
        assert f"{manifest} was cut or edited, or is gone" in said and "writes it anew" in said
    assert "cut or edited" in (said := refusal(*RUN, "--out", folder)) or "holds other files" in said
    capsys.readouterr()
    assert swept(design, folder) == 0
    assert f"{manifest} was damaged or gone: written anew" in capsys.readouterr().err
    assert (folder / f"{MANIFEST}.damaged").exists() is (damage != "gone")
    assert read_manifest(folder)["status"] == "complete"
    assert same_runs(folder, whole)


def test_a_damaged_manifest_is_not_replaced_by_that_of_other_settings(folder, design, tmp_path, refusal):
    (folder / MANIFEST).write_text("{", encoding="utf-8")
    other = tmp_path / "other.toml"
    other.write_text(DESIGN.replace("high = 0.4", "high = 0.5"), encoding="utf-8")
    assert "others than this command's" in refusal("sweep", other, "--out", folder)
    assert (folder / MANIFEST).read_text(encoding="utf-8") == "{"


def test_a_shard_whose_manifest_is_gone_is_named_and_not_left_out(whole, tmp_path, refusal):
    for job in ("job-1", "job-2"):
        copytree(whole, tmp_path / "all" / job)
    (tmp_path / "all" / "job-2" / MANIFEST).unlink()
    assert f"{tmp_path / 'all' / 'job-2' / MANIFEST} was cut or edited, or is gone" in refusal(
        "status", tmp_path / "all"
    )


def test_a_manifest_may_be_laid_out_anew_but_no_value_of_it_may_change(tmp_path):
    write_manifest(tmp_path, {"made_by": "alliance-abm", "command": ["caf\udce9", "é"], "numbers": [0.1, 1e300]})
    told = read_manifest(tmp_path)
    (tmp_path / MANIFEST).write_text(json.dumps(json.loads((tmp_path / MANIFEST).read_text())), encoding="utf-8")
    assert read_manifest(tmp_path) == told
    (tmp_path / MANIFEST).write_text((tmp_path / MANIFEST).read_text().replace("0.1", "0.2"), encoding="utf-8")
    with pytest.raises(DamagedError, match="was cut or edited"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("damage", ["cut", "fewer points", "other values", "gone"])
def test_points_that_are_not_as_they_were_written_are_named_and_drawn_from_the_design_again(
    damage, folder, whole, design, capsys
):
    file = folder / POINTS
    points = pd.read_parquet(file)
    if damage == "cut":
        os.truncate(file, 300)
    elif damage == "gone":
        file.unlink()
    else:
        (points.iloc[:4] if damage == "fewer points" else points * 0.5).to_parquet(file)
    with pytest.warns(Notice, match=r"points\.parquet is damaged or gone: its points are drawn from the design again"):
        assert same_runs(folder, whole)
    capsys.readouterr()
    assert main(["status", str(folder)]) == 0
    assert f"{file} is damaged or gone; the same command writes it anew" in " ".join(capsys.readouterr().out.split())
    assert main(["heatmap", str(folder), *MAP]) == 0
    assert f"alliances: {file} is damaged or gone" in capsys.readouterr().err
    assert swept(design, folder) == 0
    assert f"{file} was damaged or gone: written anew" in capsys.readouterr().err
    assert file.read_bytes() == (whole / POINTS).read_bytes()


def test_points_that_cannot_be_drawn_as_they_were_are_refused(folder, monkeypatch):
    (folder / POINTS).unlink()
    monkeypatch.setattr("alliances.experiments.sweeps.results.points", lambda design: pd.DataFrame({"trust.gain": [1]}))
    with pytest.warns(Notice), pytest.raises(InputError, match="cannot be made again as it was"):
        _ = Results(folder).runs


def by_content(function):
    """An Arrow function that is never given a path: some versions read columns out of ``key=value`` in it."""

    def guarded(*arguments, **more):
        assert not any(isinstance(one, (str, Path)) for one in arguments)
        return function(*arguments, **more)

    return guarded


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_may_have_any_name(name, design, whole, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for function in ("read_table", "write_table"):
        monkeypatch.setattr(pq, function, by_content(getattr(pq, function)))
    folder, one = tmp_path / name, tmp_path / "one" / name
    for _ in range(2):  # new, and gone on with
        assert swept(design, folder, "--quiet") == 0
        assert main([*RUN, "--out", str(tmp_path / "runs" / name)]) == 0
    assert same_runs(folder, whole)
    assert "batch" not in Results(folder).runs
    for words in (
        ["status", str(folder)], ["rerun", str(folder), "--run", "000001-000", "--out", str(one)],
        ["heatmap", str(folder), *MAP], ["sensitivity", str(folder), "--method", "pawn", "--resamples", "10"],
    ):  # fmt: skip
        assert main(words) == 0, capsys.readouterr().err
    assert main(["sweep", str(design), f"--out={name}", "--json", "--quiet"]) == 0  # as a shell gives it
    capsys.readouterr()
    assert main(["status", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["done"] == 100


@pytest.mark.parametrize(
    ("then", "workers"), cases([("deleted", 1), ("replaced", 2)], [("deleted", 2), ("replaced", 1)])
)
def test_a_folder_that_is_deleted_under_a_sweep_is_noticed_within_seconds(then, workers, tmp_path):
    (tmp_path / "long.toml").write_text(LONG, encoding="utf-8")
    out = tmp_path / "out"
    words = [sys.executable, "-m", "alliances", "sweep", str(tmp_path / "long.toml"), "--out", str(out), "--quiet",
             "--workers", str(workers)]  # fmt: skip
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 300
    while not list(out.glob("parts/runs/*.parquet")):
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.01)
    deleted = time.monotonic()
    out.rename(tmp_path / "moved")
    if then == "replaced":
        copytree(tmp_path / "moved", out)
    said = process.communicate()[1]
    assert time.monotonic() - deleted < 20, said
    assert (process.returncode, said.splitlines()) == (
        1, [f"alliances: {out}: was deleted or replaced while the work was under way"]
    )  # fmt: skip
    assert out.exists() is (then == "replaced")
    assert not list(out.rglob("*.new"))


def test_nothing_more_is_written_into_a_folder_that_took_the_place_of_another(design, tmp_path, monkeypatch):
    out = tmp_path / "out"
    monkeypatch.setattr(parts, "LATE", -1.0)

    def replace(told):
        rmtree(out)
        (out / "parts").mkdir(parents=True)

    with pytest.raises(GoneError, match="was deleted or replaced"):
        sweep(design, out, workers=1, progress=replace)
    assert [path.name for path in out.rglob("*")] == ["parts"]


def test_a_run_whose_folder_is_deleted_says_so(tmp_path, monkeypatch, capsys):
    out = tmp_path / "out"
    monkeypatch.setattr("alliances.experiments.single_run.perf_counter", lambda: rmtree(out, ignore_errors=True) or 0.0)
    assert main([*RUN, "--out", str(out)]) == 1
    (said,) = capsys.readouterr().err.splitlines()
    assert said == f"alliances: {out}: was deleted or replaced while the work was under way"


def test_every_part_tells_of_which_campaign_it_is(whole):
    assert len(parts.campaigns_in(whole)) == 1
    assert parts.campaigns_in(whole) != {""}
    assert KeptRuns(whole).lost == []
