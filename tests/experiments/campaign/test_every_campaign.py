"""Every verb that runs many worlds is stopped, gone on with, shared out, looked at and repeated in the same way."""

import json
import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from shutil import copytree

import pytest

from alliances.__main__ import main
from alliances.experiments.campaign import parts
from alliances.experiments.campaign.kept import KeptRuns
from alliances.experiments.locks import Shard, held
from alliances.experiments.reruns import campaign_in, tasks_in
from tests.cases import cases

WORLD = """
[scenario]
title = "A small world"
question = "Does it work?"
source = "a test"
look_for = "nothing"
[world]
countries = ["VNM", "DEU", "USA", "CHN"]
firms = 60
quarters = 28
burn_in = 24
[parameters]
firm_demography.multinational_markets = 1
"""
SWEEP = """
[design]
title = "A small sweep"
scenario = "world.toml"
firms = 20
quarters = 8
replicates = 3
outcomes = ["exporters_share", "formed@0:8 sum"]
keep_tables = ["quarters"]
[sampler]
name = "grid"
levels = 3
[factors]
"trust.gain" = {}
"""
COMPARISON = """
[comparison]
title = "A small comparison"
question = "Does a grant help?"
scenario = "world.toml"
firms = 60
years = 4
replicates = 3
[[option]]
name = "Grant"
[[option.policy]]
name = "Grant"
instrument = "export_grant"
start = 1
end = 3
budget = 2.0
[[option]]
name = "Relief"
[[option.policy]]
name = "Relief"
instrument = "foreign_profit_relief"
start = 1
[frontier]
trials = 4
replicates = 2
"""
CALIBRATION = """
[calibration]
title = "A small calibration"
scenario = "world.toml"
firms = 40
points = 24
waves = 1
wave_points = 2
candidates = 2
ensemble = 2
recovery = 2
facts = ["failure"]
[parameters]
"trust.gain" = {}
"""
CASE = """
[case]
title = "A small case"
question = "What if nobody trusted?"
source = "a test"
scenario = "world.toml"
shows = ["This."]
cannot = ["That."]
[[counterfactual]]
name = "without trust"
words = "Nobody trusts."
without = ["trust"]
[[quantity]]
name = "Exporters"
measure = "exporters_share"
unit = "share"
reported = 0.2
source = "a test"
"""
FILES = {
    "world.toml": WORLD,
    "case.toml": CASE,
    "sweep.toml": SWEEP,
    "policy.toml": COMPARISON,
    "calibrate.toml": CALIBRATION,
}
VERBS = {
    "sweep": ["sweep", "sweep.toml"],
    "validate": ["validate", "--scenario", "world.toml", "--fact", "failure", "--fact", "both_succeed", "--firms", "60",
                 "--replicates", "5"],
    "survey": ["survey", "zhu", "world.toml", "--firms", "500", "--draws", "2", "--size", "40", "--replicates", "3"],
    "policy": ["policy", "policy.toml"],
    "calibrate": ["calibrate", "calibrate.toml"],
    "compare": ["compare", "world.toml", "--without", "trust", "--replicates", "5"],
    "case": ["case", "case.toml", "--replicates", "5"],
    "effect": ["effect", "alliances", "--over", "competition", "--scenario", "world.toml", "--levels", "2",
               "--replicates", "3"],
}  # fmt: skip
SEARCHING = {"policy": 3, "calibrate": 24 + 2 * 2}  # runs that go before the search, and can be shared out
AT_ONCE = """
import sys
from alliances.experiments.campaign import parts
from alliances.__main__ import main
parts.LATE = -1.0  # every run is written as it comes
sys.exit(main(sys.argv[1:]))
"""
OF_EACH_KIND = ["sweep", "validate", "calibrate"]  # short runs, long ones, and a search
OTHERS = [verb for verb in VERBS if verb not in OF_EACH_KIND]
every_verb = pytest.mark.parametrize("verb", VERBS)
verbs_of_each_kind = pytest.mark.parametrize("verb", cases(OF_EACH_KIND, OTHERS))


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the designs."""
    folder = tmp_path_factory.mktemp("designs")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def there(place, monkeypatch):
    """Commands are given in the folder with the designs; every batch is written as it comes."""
    monkeypatch.chdir(place)
    monkeypatch.setattr(parts, "LATE", -1.0)


@pytest.fixture(scope="module")
def wholes():
    """Folders with what nothing disturbed, by verb."""
    return {}


@pytest.fixture
def whole(verb, place, wholes):
    """The folder of a verb that nothing disturbed, not to be changed."""
    if verb not in wholes:
        wholes[verb] = place / f"whole-{verb}"
        assert carried_out(verb, wholes[verb]) == 0
    return wholes[verb]


def command(verb, folder, *more):
    """The words of a command."""
    workers = () if "--scheduler" in more or "--workers" in more else ("--workers", "1")
    return [*VERBS[verb], "--out", str(folder), "--quiet", *workers, *more]


def carried_out(verb, folder, *more):
    """Give the command here; returns its exit code."""
    return main(command(verb, folder, *more))


def content(folder):
    """All that a folder holds, to the last bit: tables beside the runs, and rows of every run in order."""
    beside = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".parquet", ".csv", ".toml")}
    return beside, {run_id: {name: repr(rows.to_pylist()) for name, rows in run.rows.items()}
                    for run_id, run in sorted(KeptRuns(folder).by_id().items())}  # fmt: skip


def same(folder, whole):
    """Both hold the same, and say that they are complete."""
    status = [KeptRuns(one).manifest["status"] for one in (folder, whole)]
    assert status == ["complete", "complete"]
    assert content(folder) == content(whole)
    assert list(folder.rglob("*.new")) == []
    return True


def written(folder, kind="runs"):
    """The parts of a kind."""
    return sorted(folder.glob(f"parts/{kind}/part-*.parquet"))


def wait_until(condition, process):
    """Wait for what a process does, or for its end."""
    end = time.monotonic() + 300
    while not condition() and process.poll() is None:
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.01)


@verbs_of_each_kind
def test_what_was_killed_goes_on_and_gives_the_same_bit_for_bit(verb, whole, tmp_path):
    folder = tmp_path / "out"
    words = [sys.executable, "-c", AT_ONCE, *command(verb, folder, "--workers", "2")]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, process_group=0)
    wait_until(lambda: written(folder), process)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    before = KeptRuns(folder).by_id()
    assert 0 < len(before) < len(KeptRuns(whole).by_id())
    assert carried_out(verb, folder) == 0
    assert same(folder, whole)


@verbs_of_each_kind
def test_a_disk_that_is_full_at_any_write_ends_it_with_a_line_and_a_state_to_go_on_from(
    verb, whole, tmp_path, monkeypatch, capsys
):
    write = parts.write_whole
    for most in range(5):
        left = iter(range(most))

        def limited(path, content, left=left):
            if next(left, None) is None:
                raise OSError(28, "No space left on device")
            write(path, content)

        with monkeypatch.context() as patch:
            patch.setattr(parts, "write_whole", limited)
            capsys.readouterr()
            assert carried_out(verb, tmp_path / "out") == 1
        (said,) = capsys.readouterr().err.splitlines()
        assert "No space left on device; " in said and "runs are kept, and the same command goes on from there" in said
    assert carried_out(verb, tmp_path / "out") == 0
    assert same(tmp_path / "out", whole)


@verbs_of_each_kind
def test_shards_in_one_folder_or_in_several_give_the_same_once_they_are_put_together(verb, whole, tmp_path, capsys):
    one, several = tmp_path / "one", tmp_path / "several"
    capsys.readouterr()
    assert carried_out(verb, one, "--shard", "1/2") == 0
    said = capsys.readouterr().out
    assert "part 1/2 is done" in said or verb == "sweep"
    assert KeptRuns(one).manifest["status"] == "incomplete"
    assert carried_out(verb, one, "--shard", "2/2") == 0
    assert (KeptRuns(one).manifest["status"] == "complete") is (verb not in SEARCHING)
    assert carried_out(verb, one) == 0
    assert same(one, whole)
    for share in ("1/2", "2/2"):
        assert carried_out(verb, several / f"job-{share[0]}", "--shard", share) == 0
    assert carried_out(verb, several) == 0
    assert same(several, whole)
    own = {run_id for path in written(several) for run_id in ids_in(path)}
    searched = len(KeptRuns(whole).over) - SEARCHING[verb] if verb in SEARCHING else 0
    assert len(own) == searched, "the shares had done the rest"


def ids_in(path):
    """Ids of the runs in a part."""
    return parts.read_part(path)["run_id"].to_pylist()


@every_verb
def test_a_second_writer_is_refused_by_name(verb, whole, refusal, tmp_path):
    copytree(whole, tmp_path / "out")
    with held(tmp_path / "out", Shard()):
        said = refusal(*command(verb, tmp_path / "out"))
    assert f"process {os.getpid()} on " in said and "works on it since" in said
    assert same(tmp_path / "out", whole)


@every_verb
def test_status_tells_how_far_it_is_and_a_run_is_repeated_bit_for_bit(verb, whole, tmp_path, capsys):
    kept = KeptRuns(whole)
    runs = len(kept.over)
    capsys.readouterr()
    assert main(["status", str(whole)]) == 0
    assert f"{runs} of {runs} runs done, 0 missing, 0 failed" in capsys.readouterr().out
    assert main(["status", str(whole), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["runs"], told["done"], told["missing_runs"], told["at_work"]) == (runs, runs, [], [])
    tasks = list(tasks_in(campaign_in(kept), kept))
    for task in (tasks[0], tasks[-1]):
        assert main(["rerun", str(whole), "--run", task.run_id, "--out", str(tmp_path / task.run_id)]) == 0
        assert "the same, bit for bit, as what was kept" in capsys.readouterr().out
        assert list((tmp_path / task.run_id).glob("*.parquet"))
    assert main(["rerun", str(whole), "--run", "none-such"]) == 2
    assert "no run 'none-such'" in capsys.readouterr().err


@every_verb
def test_status_counts_runs_though_the_scenario_is_gone(verb, whole, place, capsys):
    runs = len(KeptRuns(whole).over)
    scenario = place / "world.toml"
    text = scenario.read_text(encoding="utf-8")
    scenario.unlink()
    try:
        capsys.readouterr()
        assert main(["status", str(whole)]) == 0
        assert f"{runs} of {runs} runs done, 0 missing, 0 failed" in capsys.readouterr().out
    finally:
        scenario.write_text(text, encoding="utf-8")


@verbs_of_each_kind
@pytest.mark.parametrize("damaged", ["runs", "rows"])
def test_a_damaged_part_is_named_and_its_runs_are_done_again(verb, damaged, whole, tmp_path, capsys):
    folder = tmp_path / "out"
    copytree(whole, folder)
    part = next(path for path in written(folder, "*") if (path.parent.name == "runs") is (damaged == "runs"))
    part.write_bytes(part.read_bytes()[:-20])
    capsys.readouterr()
    assert main(["status", str(folder)]) == 0
    assert f"{part} is damaged" in " ".join(capsys.readouterr().out.split())
    assert carried_out(verb, folder) == 0
    assert part.with_name(f"{part.name}.damaged").exists()
    assert same(folder, whole)


@every_verb
def test_results_of_an_older_version_are_refused_in_one_line_and_left_alone(verb, refusal, tmp_path):
    former = {"validate": "ablated", "survey": "survey", "policy": "comparison", "calibrate": "calibration"}
    text = json.dumps({"made_by": "alliance-abm", "status": "complete", former.get(verb, "sweep"): {}})
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    for words in (command(verb, tmp_path), ["status", tmp_path], ["rerun", tmp_path, "--run", "x"]):
        assert "an older version kept in another form" in refusal(*words)
    assert (tmp_path / "manifest.json").read_text(encoding="utf-8") == text
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


@every_verb
def test_other_settings_and_other_kinds_of_results_are_refused(verb, whole, refusal):
    before = content(whole)
    other = {"sweep": "policy", "policy": "sweep"}.get(verb, "sweep")
    assert "holds another kind of result" in refusal(*command(other, whole))
    if verb in ("validate", "survey"):
        said = refusal(*command(verb, whole, "--set", "trust.gain=0.2"))
        assert "of other settings: parameters.trust.gain (nothing there, 0.2 now)" in said
    assert content(whole) == before


class Broken:
    """Takes the place of what measures, and fails in the runs of one seed."""

    def __init__(self, cls, error):
        self.rows, self.error = cls.rows, error

    def of(self, task):
        """The rows of a task, or the error."""
        if task.seed == 2:
            raise self.error
        return self.rows(task)


@pytest.mark.parametrize(("verb", "home"), [("validate", "evidence.measures"), ("policy", "policy.evaluation")])
def test_a_run_that_fails_is_named_the_others_are_kept_and_there_is_no_report(
    verb, home, place, tmp_path, monkeypatch, capsys
):
    folder, cls = tmp_path / "out", import_module(f"alliances.experiments.{home}").Run
    real = cls.rows
    broken = Broken(cls, ZeroDivisionError("no firms"))
    monkeypatch.setattr(cls, "rows", lambda task: broken.of(task))
    for _ in range(2):  # it fails in the same way, so it is not tried again
        assert carried_out(verb, folder) == 1
        (said,) = capsys.readouterr().err.splitlines()
        (failed,) = KeptRuns(folder).failures
        assert said == (
            f"alliances: run {failed} failed: ZeroDivisionError: no firms "
            f"(alliances rerun {folder} --run {failed} shows it)"
        )
    assert not (folder / "report.html").exists()
    assert KeptRuns(folder).manifest["status"] == "incomplete"
    assert main(["status", str(folder)]) == 0
    assert "1 failed" in (told := capsys.readouterr().out) and "ZeroDivisionError: no firms" in told
    assert main(["rerun", str(folder), "--run", failed]) == 1
    assert "Traceback" in (told := capsys.readouterr().out) and "failed in the same way" in told
    monkeypatch.setattr(cls, "rows", real)
    assert main(["rerun", str(folder), "--run", failed]) == 1
    assert "differs from what was kept in error" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("verb", "home"), cases([("validate", "evidence.measures")], [("policy", "policy.evaluation")])
)
def test_a_run_that_the_machine_failed_is_tried_again(verb, home, whole, tmp_path, monkeypatch, capsys):
    folder, cls = tmp_path / "out", import_module(f"alliances.experiments.{home}").Run
    broken = Broken(cls, MemoryError("full"))
    with monkeypatch.context() as patch:
        patch.setattr(cls, "rows", lambda task: broken.of(task))
        assert carried_out(verb, folder) == 1
    assert "what is done is kept, and the same command tries it again" in capsys.readouterr().err
    assert carried_out(verb, folder) == 0
    assert same(folder, whole)


@pytest.mark.parametrize(("verb", "number"), cases([("validate", signal.SIGINT)], [("policy", signal.SIGTERM)]))
def test_ctrl_c_and_sigterm_end_with_one_line_and_their_own_code(verb, number, tmp_path):
    folder = tmp_path / "out"
    more = ["--replicates", "300", "--workers", "2"]  # far more than is done until the signal comes
    words = [sys.executable, "-c", AT_ONCE, *command(verb, folder, *more)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0)
    wait_until(lambda: written(folder), process)
    os.killpg(process.pid, number)  # a terminal sends it to all of them
    out, err = process.communicate()
    assert (process.returncode, out) == (130, ""), err
    assert err.startswith(f"alliances: interrupted; {folder} keeps ")
    assert err.endswith("and the same command goes on from there\n") and len(err.splitlines()) == 1
    assert KeptRuns(folder).manifest["status"] == "incomplete"
    assert KeptRuns(folder).failures == {}


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """The address of a Dask scheduler with two worker processes on this machine."""
    distributed = pytest.importorskip("distributed", reason="the extra 'hpc' is not installed")
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(**options, local_directory=str(tmp_path_factory.mktemp("dask"))) as made:
        yield made.scheduler_address


@verbs_of_each_kind
def test_a_scheduler_gives_the_same(verb, whole, scheduler, tmp_path):
    assert carried_out(verb, tmp_path / "out", "--scheduler", scheduler) == 0
    assert same(tmp_path / "out", whole)


def test_shares_need_a_folder_that_they_are_put_together_in(refusal):
    assert "--shard needs --out" in refusal("validate", "--shard", "1/2")


def test_folders_of_different_campaigns_are_not_read_as_one(place, wholes, refusal):
    assert Path(place).is_dir()
    for verb in ("sweep", "validate"):
        if verb not in wholes:
            wholes[verb] = place / f"whole-{verb}"
            assert carried_out(verb, wholes[verb]) == 0
    assert "holds other runs than its neighbours" in refusal("status", place)
