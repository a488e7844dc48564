"""Sweeps of toy runs: the same results whatever happens on the way, and nothing that goes unnoticed."""

import errno
import os
import pickle
import signal
import tracemalloc
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliances.experiments.campaign import parts as campaign_parts
from alliances.experiments.campaign import sitting
from alliances.experiments.campaign import work as campaign_work
from alliances.experiments.campaign.folder import differences
from alliances.experiments.designs.design import design_from, points
from alliances.experiments.locks import Shard, held, shard_of
from alliances.experiments.reruns import repeat
from alliances.experiments.sweeps.results import Results
from alliances.experiments.sweeps.runs import OUTCOMES, Run, outcome_rows
from alliances.experiments.sweeps.sweep import runs, sweep
from alliances.model.errors import InputError


def toy(replicates=3, levels=4, **header):
    """A design of 4 × 4 points."""
    document = {
        "design": {"title": "Toy", "firms": 10, "quarters": 2, "replicates": replicates,
                   "outcomes": ["formed@0:2 sum", "exporters_share"], **header},
        "sampler": {"name": "grid", "levels": levels},
        "factors": {"trust.gain": {}, "trust.start": {}},
    }  # fmt: skip
    return design_from(document, Path("toy.toml"))


def outcomes(run):
    """Numbers from a run's parameters and seed, some of them not a number; one run has none."""
    if run.run_id == "000005-001":
        raise ValueError("a point\nof no return")
    value = float(np.random.default_rng(run.seed).random() + run.parameters["trust.gain"])
    return {run.outcomes[0]: value, run.outcomes[1]: float("nan") if run.point == 3 else value / 3}


def fake(run):
    """A run that costs nothing."""
    return {OUTCOMES: outcome_rows(run, outcomes(run))}


@pytest.fixture
def faked(monkeypatch):
    """Sweeps whose runs cost nothing; every batch is written as it comes, however busy the machine is."""
    monkeypatch.setattr(Run, "rows", fake)
    monkeypatch.setattr(campaign_parts, "LATE", -1.0)
    monkeypatch.setattr(sitting, "MOST_IN_BATCH", 5)


@pytest.fixture
def whole(faked):
    """The results of a sweep that nothing disturbed."""
    return sweep(toy(), workers=1)


def same(results, other):
    """Both hold the same, to the last bit and in the same order."""
    for name in ("outcomes", "runs", "failures", "points"):
        pd.testing.assert_frame_equal(getattr(results, name), getattr(other, name), check_exact=True, obj=name)
    return True


def stop_after(parts, monkeypatch, error):
    """Let the writing of parts fail after so many."""
    written, write = [], campaign_parts.write_whole

    def limited(path, content):
        if len(written) >= parts:
            raise error
        written.append(path)
        write(path, content)

    monkeypatch.setattr(campaign_parts, "write_whole", limited)


def test_every_run_has_its_outcomes_in_order(whole):
    assert (len(whole.runs), len(whole.failures), whole.missing(), whole.asked) == (47, 1, [], 48)
    assert list(whole.outcomes.columns) == ["run_id", "point", "replicate", "seed", "outcome", "value"]
    assert whole.outcomes["run_id"].tolist() == sorted(whole.outcomes["run_id"])
    assert whole.outcomes["outcome"].tolist() == ["formed@0:2 sum", "exporters_share"] * 47
    assert list(whole.runs.columns) == [
        "run_id", "point", "replicate", "seed", "trust.start", "trust.gain", "formed@0:2 sum", "exporters_share",
    ]  # fmt: skip
    expected = {run.run_id: outcomes(run) for run in runs(toy()) if run.run_id != "000005-001"}
    for row in whole.runs.to_dict("records"):
        np.testing.assert_equal({name: row[name] for name in expected[row["run_id"]]}, expected[row["run_id"]])
    assert whole.manifest["status"] == "complete"
    pd.testing.assert_frame_equal(whole.points, points(toy()), check_exact=True)


def test_a_run_that_fails_is_recorded_with_all_it_takes_to_repeat_it_and_stops_nothing(whole):
    (row,) = whole.failures.to_dict("records")
    assert (row["run_id"], row["point"], row["replicate"], row["seed"]) == ("000005-001", 5, 1, 2)
    assert row["error"] == "ValueError: a point of no return"
    assert "ValueError" in row["trace"]
    assert {"trust.gain", "trust.start"} <= set(row)


def test_a_run_that_failed_for_good_is_not_tried_again_one_of_the_machine_is(whole, tmp_path, monkeypatch):
    tried = []

    def short_of_memory(run):
        tried.append(run.run_id)
        if run.point == 1:
            raise MemoryError("full")
        return fake(run)

    with monkeypatch.context() as patch:
        patch.setattr(Run, "rows", short_of_memory)
        first = sweep(toy(), tmp_path, workers=1)
    assert len(first.failures) == 4
    assert first.missing() == ["000001-000", "000001-001", "000001-002"]
    assert first.manifest["status"] == "incomplete"
    asked = []
    results = sweep(toy(), tmp_path, workers=1, progress=asked.append)
    assert results.outcomes.equals(whole.outcomes)
    assert results.failures["error"].tolist() == whole.failures["error"].tolist()
    assert (asked[0].asked, asked[0].earlier) == (3, 45)


@pytest.mark.parametrize("parts", [0, 1, 2, 4])
def test_a_full_disk_ends_with_one_line_and_a_state_to_go_on_from(parts, whole, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        stop_after(parts, patch, OSError(errno.ENOSPC, "No space left on device"))
        with pytest.raises(OSError, match=r"No space left on device; \d+ of 48 runs are kept, and the same") as told:
            sweep(toy(), tmp_path, workers=1)
    assert told.value.filename == str(tmp_path)
    so_far = Results(tmp_path)
    assert (len(so_far.missing()) == 48) == (parts < 2)  # a run counts once its rows and the ledger are there
    assert list(tmp_path.rglob("*.new")) == []
    assert same(sweep(toy(), tmp_path, workers=1), whole)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_device_that_is_really_full_leaves_no_half_file(tmp_path, monkeypatch):
    monkeypatch.setattr("alliances.experiments.whole_files.uuid4", lambda: SimpleNamespace(hex="1"))
    (tmp_path / ".x.parquet.1.new").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        campaign_parts.write_whole(tmp_path / "x.parquet", b"content")
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=10)
@given(st.lists(st.integers(0, 8), max_size=4), st.integers(1, 20))
def test_any_number_of_stops_anywhere_changes_nothing(stops, batch):
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(Run, "rows", fake)
        patch.setattr(campaign_parts, "LATE", -1.0)
        reference = sweep(toy(), workers=1)
        patch.setattr(sitting, "MOST_IN_BATCH", batch)
        for parts in stops:
            with pytest.MonkeyPatch.context() as stop, suppress(OSError):
                stop_after(parts, stop, OSError(errno.EIO, "gone"))
                sweep(toy(), folder, workers=1)
        assert same(sweep(toy(), folder, workers=1), reference)


def test_what_is_finished_at_ctrl_c_is_kept(whole, tmp_path):
    def press(told):
        if told.done > 10:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        sweep(toy(), tmp_path, workers=1, progress=press)
    assert 0 < len(Results(tmp_path).missing()) < 38
    assert Results(tmp_path).manifest["status"] == "incomplete"
    assert same(sweep(toy(), tmp_path, workers=1), whole)


def test_any_executor_gives_the_same(whole, tmp_path):
    with ThreadPoolExecutor(3) as executor:
        assert same(sweep(toy(), tmp_path, executor=executor), whole)


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "gone"])
@pytest.mark.parametrize("kind", ["runs", "outcomes"])
def test_a_damaged_part_is_named_left_out_and_done_again(kind, harm, whole, tmp_path):
    sweep(toy(), tmp_path, workers=1)
    part = sorted((tmp_path / "parts" / kind).iterdir())[1]
    content = part.read_bytes()
    middle = len(content) // 2
    flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    part.write_bytes({"cut": content[:middle], "flip": flipped, "empty": b"", "gone": b""}[harm])
    if harm == "gone":
        part.unlink()
        if kind == "runs":  # nobody tells of its runs any more: they are done again, without a word
            assert 0 < len(Results(tmp_path).missing()) < 48
            assert same(sweep(toy(), tmp_path, workers=1), whole)
            return
    with pytest.warns(UserWarning, match=part.name):
        assert 0 < len(Results(tmp_path).missing()) < 48
    told = []
    again = sweep(toy(), tmp_path, workers=1, progress=told.append)
    assert told[0].damaged == (part,)
    assert told[0].asked == told[-1].done > 0
    assert same(again, whole)
    assert part.with_name(f"{part.name}.damaged").exists() or harm == "gone"


def test_shards_in_one_folder_or_in_several_merge_by_themselves(whole, tmp_path):
    for i in (1, 2, 3):
        sweep(toy(), tmp_path / "one", workers=1, shard=Shard(i, 3))
        sweep(toy(), tmp_path / "several" / f"job-{i}", workers=1, shard=Shard(i, 3))
    assert same(Results(tmp_path / "one"), whole)
    assert same(Results(tmp_path / "several"), whole)
    assert len(Results(tmp_path / "several" / "job-2").missing()) == 32


@given(st.integers(1, 12).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n))),
       st.integers(1, 12).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n))))  # fmt: skip
def test_shares_overlap_exactly_if_they_have_a_run_in_common(one, other):
    both = (number for number in range(12 * 11 * 10) if Shard(*one).has(number) and Shard(*other).has(number))
    assert Shard(*one).overlaps(Shard(*other)) == any(True for _ in both)


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "a/b", "1/0", "-1/3", "1/3/5", ""])
def test_a_share_that_makes_no_sense_is_refused(text):
    with pytest.raises(InputError, match="must be i/n"):
        shard_of(text)


def test_runs_that_are_there_twice_are_read_once(whole, tmp_path):
    for name in ("a", "b"):
        sweep(toy(), tmp_path / name, workers=1)
    assert same(Results(tmp_path), whole)


def test_another_design_in_the_folder_is_refused_with_what_differs(whole, tmp_path):
    sweep(toy(), tmp_path, workers=1)
    before = sorted((path, path.read_bytes()) for path in tmp_path.rglob("*.parquet"))
    with pytest.raises(InputError, match=r"design\.replicates \(3 there, 4 now\)"):
        sweep(toy(replicates=4), tmp_path, workers=1)
    with pytest.raises(InputError, match=r"design\.without"):
        sweep(toy(without=["learning_race"]), tmp_path, workers=1)
    assert sorted((path, path.read_bytes()) for path in tmp_path.rglob("*.parquet")) == before
    assert same(sweep(toy(title="Other words"), tmp_path, workers=1), whole)


def test_another_version_of_the_model_is_refused(faked, tmp_path, monkeypatch):
    sweep(toy(), tmp_path, workers=1)
    monkeypatch.setattr("alliances.experiments.campaign.campaign.program_mark", lambda modules: "another")
    with pytest.raises(InputError, match="another version of the model"):
        sweep(toy(), tmp_path, workers=1)


def test_a_folder_with_something_else_is_left_alone(faked, tmp_path):
    (tmp_path / "thesis.doc").write_text("x")
    with pytest.raises(InputError, match="holds other files"):
        sweep(toy(), tmp_path, workers=1)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]
    with pytest.raises(InputError, match="holds no runs"):
        Results(tmp_path)


def test_a_second_process_on_the_same_runs_is_refused_other_shares_are_not(whole, tmp_path):
    sweep(toy(), tmp_path, workers=1, shard=Shard(1, 4))
    with held(tmp_path, Shard(2, 4)):
        for share in (None, Shard(2, 4), Shard(2, 2), Shard(4, 6)):
            with pytest.raises(InputError, match=f"process {os.getpid()} on .* works on its share 2/4 since"):
                sweep(toy(), tmp_path, workers=1, shard=share)
        sweep(toy(), tmp_path, workers=1, shard=Shard(3, 4))
    assert same(sweep(toy(), tmp_path, workers=1), whole)


def test_differences_name_the_place():
    old, new = {"a": [1, {"b": 2}], "c": 3}, {"a": [1, {"b": 5}], "d": None}
    assert list(differences(old, new)) == ["a[2].b (2 there, 5 now)", "c (3 there, nothing now)"]


class Breaking(Executor):
    """Workers that die of one run, as a pool of processes tells it."""

    def submit(self, function, batch):
        future = Future()
        if any(run.run_id == "000007-002" for run in batch.tasks):
            future.set_exception(BrokenExecutor("a process died"))
        else:
            future.set_result(function(batch))
        return future


def test_the_run_that_kills_its_worker_is_found_and_recorded_and_the_rest_goes_on(whole, tmp_path, monkeypatch):
    made = []

    @contextmanager
    def pool(workers):
        made.append(workers)
        yield Breaking()

    monkeypatch.setattr(campaign_work, "pool", pool)
    monkeypatch.setattr(sitting, "POOL_SECONDS", -1.0)
    results = sweep(toy(), tmp_path, workers=2)
    assert results.missing() == ["000007-002"]
    assert set(results.failures["run_id"]) == {"000005-001", "000007-002"}
    assert results.failures["error"].iloc[1].startswith("the worker process died")
    assert len(made) == 3  # all, one by one, the rest
    assert same(sweep(toy(), tmp_path, workers=1), whole)


def test_workers_that_are_lost_for_good_end_the_sweep_with_a_line_and_what_is_done_is_kept(whole, tmp_path):
    with pytest.raises(OSError, match=r"workers were lost.*; \d+ of 48 runs are kept, and the same command"):
        sweep(toy(), tmp_path, executor=Breaking())
    assert 0 < len(Results(tmp_path).missing()) < 48
    assert same(sweep(toy(), tmp_path, workers=1), whole)


def test_a_worker_with_another_version_of_the_model_is_refused(monkeypatch):
    (run, *_) = runs(toy())
    with pytest.raises(InputError, match="has another version of the model"):
        campaign_work.do_batch(campaign_work.Batch(0, [run], campaign_work.Program((Run.__module__,), "another", True)))


@pytest.mark.parametrize(
    ("few", "many"),
    [(20, 100), pytest.param(40, 1000, marks=pytest.mark.slow)],  # of 25 points, or of 100
)
def test_memory_grows_by_the_ids_of_the_runs_and_by_nothing_else(few, many, faked, monkeypatch):
    monkeypatch.setattr(campaign_parts, "LATE", 0.05)
    monkeypatch.setattr(sitting, "MOST_IN_BATCH", 64)
    levels = 5 if many == 100 else 10  # 2,500 or 100,000 runs
    peaks = [peak_of(toy(replicates, levels)) for replicates in (few, many)]
    ids = (many - few) * levels**2 * 200  # bytes: a text, in a list and in a set
    assert peaks[1] < peaks[0] + 2 * 2**20 + ids


def peak_of(design):
    """The most memory that Python objects took during a sweep, in bytes."""
    with TemporaryDirectory() as folder:
        tracemalloc.start()
        sweep(design, folder, workers=1)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak


def test_a_real_run_can_be_sent_away_measures_what_is_asked_and_keeps_its_tables(tmp_path):
    design = toy(replicates=2, levels=2, firms=20, quarters=8, keep_tables=["quarters", "alliances"])
    results = sweep(design, tmp_path, workers=1)
    (run, *_) = runs(design)
    once, again = run.rows(), pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(run)).rows()))
    assert all(once[name].equals(again[name]) for name in ("outcomes", "quarters", "alliances"))
    quarters = results.table("quarters")
    assert list(quarters.columns[:4]) == ["run_id", "point", "replicate", "seed"]
    assert quarters.groupby("run_id").size().tolist() == [8] * 8
    sums = quarters[quarters["step"] < 2].groupby("run_id")["formed"].sum().tolist()
    assert sums == results.runs["formed@0:2 sum"].tolist()
    with pytest.raises(InputError, match="kept: quarters, alliances"):
        results.table("firms")
    assert repeat(results.kept, "000001-001").differs == []


def test_a_damaged_table_makes_its_runs_be_done_again(tmp_path):
    design = toy(replicates=1, levels=2, keep_tables=["quarters"])
    before = sweep(design, tmp_path, workers=1)
    quarters, outcomes_before = before.table("quarters"), before.outcomes
    (part,) = (tmp_path / "parts" / "quarters").iterdir()
    part.write_bytes(b"x")
    told = []
    after = sweep(design, tmp_path, workers=1, progress=told.append)
    assert told[0].asked == 4
    pd.testing.assert_frame_equal(after.table("quarters"), quarters, check_exact=True)
    pd.testing.assert_frame_equal(after.outcomes, outcomes_before, check_exact=True)


def test_a_run_that_is_not_what_was_kept_is_told(whole, monkeypatch):
    assert repeat(whole.kept, "000003-000").differs == []
    failed = repeat(whole.kept, "000005-001")
    assert (failed.now.error, failed.differs) == ("ValueError: a point of no return", [])

    def other(run):
        made = outcomes(run)
        made |= {"exporters_share": np.nextafter(made["exporters_share"], 9)}
        return {OUTCOMES: outcome_rows(run, made)}

    monkeypatch.setattr(Run, "rows", other)
    assert repeat(whole.kept, "000004-000").differs == ["outcomes"]
    with pytest.raises(InputError, match=r"no run '000099-000'.*it must be 000000-000 to 000015-002"):
        repeat(whole.kept, "000099-000")


def test_a_design_may_have_policies_that_are_in_force_in_every_run(tmp_path):
    grant = {"name": "Grant", "instrument": "export_grant", "start": 0, "budget": 0.5}
    document = {
        "design": {"title": "Grant", "outcomes": ["public_spending", "exporters_share"], "firms": 60, "quarters": 8},
        "sampler": {"name": "grid"}, "factors": {"trust.gain": [0.2, 0.3]},
    }  # fmt: skip
    paid = []
    for name, policies in (("with", [grant]), ("without", [])):
        design = design_from({**document, "design": {**document["design"], "policies": policies}}, tmp_path)
        paid.append(sweep(design, tmp_path / name, workers=1).runs["public_spending"])
    assert paid[0].between(0.01, 1.0).all()
    assert (paid[1] == 0).all()
