"""Calibration on a problem with a known answer."""

import math
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pandas as pd
import pytest

from alliances.analysis.facts.declaration import Fact, Number
from alliances.experiments.calibration import design as calibration_design
from alliances.experiments.calibration import runs as calibration_runs
from alliances.experiments.calibration.calibration import campaign_of, expected_runs, trials
from alliances.experiments.calibration.design import Design
from alliances.experiments.calibration.result import as_good
from alliances.experiments.calibration.runs import Run, simulated
from alliances.experiments.campaign.campaign import How, RunFailedError
from alliances.experiments.campaign.sitting import carry_out
from alliances.experiments.designs.factors import Factor
from alliances.model.errors import InputError

GAIN, LOSS, FLAT = "trust.gain", "trust.loss", "conflict.national"
TOY = Fact(
    "toy", "", "", (), "seed", "", "calibrate",
    (Number("gain", "", "band", 0.5, 0.7), Number("loss", "", "band", 0.2, 0.4)), lambda replicate: {},
)  # fmt: skip


DEFAULTS = {GAIN: 0.6, LOSS: 0.9, FLAT: 0.5}


def offer_toy(patch):
    """Let designs know the toy fact beside the real ones, and a world without calibration that stays the same."""
    known = calibration_design.fact
    patch.setattr(calibration_design, "fact", lambda name: TOY if name == "toy" else known(name))
    patch.setattr(Design, "defaults", lambda plan: {free.name: DEFAULTS[free.name] for free in plan.parameters})


@pytest.fixture(autouse=True)
def toy_fact(monkeypatch):
    """Every test may calibrate to the toy fact."""
    offer_toy(monkeypatch)


def toy(point, seed):
    """Moments are the parameters themselves, give or take 0.01 by seed: the optimum is 0.6 and 0.3."""
    luck = 0.01 * (-1) ** seed
    return {"toy.gain": point[GAIN] + luck, "toy.loss": point[LOSS] + luck}


def design(**changes):
    """A small design on the toy problem; the third parameter does nothing."""
    given = {
        "title": "Toy", "facts": ("toy",), "trials": 60, "further_seeds": 4, "held_out_seeds": 4, "sampler": "tpe",
        "parameters": tuple(Factor(name=name, low=0.0, high=1.0) for name in (GAIN, LOSS, FLAT)),
    }  # fmt: skip
    return Design(**{**given, **changes})


def calibrated(plan, folder=None, measure=toy, trials_only=False, **how):
    """What comes of a calibration in which ``measure`` takes the place of the model."""
    campaign = campaign_of(plan)
    if trials_only:
        campaign = replace(campaign, search=lambda: trials(plan))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibration_runs, "simulated", lambda run: measure(run.point, run.seed))
        return carry_out(campaign, folder, How(**{"workers": 1, **how}))


def tried(folder, plan, measure=toy, **how):
    """The trials of a design, gone on with in a folder."""
    return calibrated(plan, folder, measure, trials_only=True, **how)


@pytest.fixture(scope="module")
def found():
    """A finished calibration of the toy problem."""
    with pytest.MonkeyPatch.context() as patch:
        offer_toy(patch)
        plan, told = design(trials=160, sampler="cmaes", held_out_seeds=30), []
        result = calibrated(plan, progress=told.append)
        assert told[-1].done == expected_runs(plan) == told[-1].asked
        return result


def test_a_known_optimum_is_found(found):
    assert found.best.point[GAIN] == pytest.approx(0.6, abs=0.02)
    assert found.best.point[LOSS] == pytest.approx(0.3, abs=0.02)
    assert found.best.distance < 0.05


def test_the_first_trial_is_the_world_without_calibration(found):
    assert found.trials.loc[0, list(DEFAULTS)].to_dict() == DEFAULTS
    assert found.best.distance < found.trials.loc[0, "distance"]


def test_the_profile_goes_across_the_range_through_the_best(found):
    rows = found.profile[found.profile["parameter"] == GAIN]
    assert rows["value"].tolist() == sorted([0.0, 0.25, 0.5, 0.75, 1.0, found.best.point[GAIN]])
    assert rows.loc[rows["best"], "distance"].item() == rows["distance"].min()


def test_a_slice_ends_exactly_at_the_ends_of_the_range():
    low, high = 0.3, 0.9  # low + (high - low) is above high, in the last bit
    profile = calibrated(design(parameters=(Factor(name=GAIN, low=low, high=high),), trials=2),
                         measure=lambda point, seed: {"toy.gain": point[GAIN], "toy.loss": 0.3}).profile  # fmt: skip
    assert (profile["value"].min(), profile["value"].max()) == (low, high)


def test_the_profile_recovers_the_curvature(monkeypatch):
    # Band from 0 to 1: centre 0.5, half-width 0.5, distance = ((x - 0.5) / 0.5)² = 4 (x - 0.5)², second derivative 8;
    # over a range of 0.5 taken as the unit that is 8 × 0.5² = 2.
    wide = TOY._replace(numbers=(Number("gain", "", "band", 0.0, 1.0),))
    monkeypatch.setattr(calibration_design, "fact", lambda name: wide)
    plan = design(parameters=(Factor(name=GAIN, low=0.25, high=0.75),), trials=8)
    found = calibrated(plan, measure=lambda point, seed: {"toy.gain": point[GAIN]})
    assert found.parameters["curvature"].item() == pytest.approx(2.0)


def test_a_slice_is_as_good_between_its_points():
    # 4 (x - 0.5)² is at most 0.0625 from 0.375 to 0.625; straight lines between the points would say 0.4375 to 0.5625
    profile = pd.DataFrame({"value": [0.0, 0.25, 0.5, 0.75, 1.0], "distance": [1.0, 0.25, 0.0, 0.25, 1.0]})
    assert as_good(profile, 0.0625) == pytest.approx((0.375, 0.625), abs=0.02)
    assert as_good(profile, 0.25) == pytest.approx((0.25, 0.75))
    assert as_good(profile, 2.0) == (0.0, 1.0)


def test_a_parameter_that_does_nothing_is_not_identified(found):
    known = found.parameters.set_index("parameter")
    assert known["identified"].to_dict() == {GAIN: "yes", LOSS: "yes", FLAT: "no"}
    assert known.loc[FLAT, ["profile_low", "profile_high"]].tolist() == [0.0, 1.0]
    assert known.loc[FLAT, "curvature"] == pytest.approx(0.0, abs=1e-9)
    assert known.loc[GAIN, "profile_low"] < found.best.point[GAIN] < known.loc[GAIN, "profile_high"]


def test_a_search_that_a_slice_improves_on_is_told_as_unfinished():
    plan = design(trials=1)  # the world without calibration only, whose loss is far off
    known = calibrated(plan).parameters.set_index("parameter")["identified"]
    assert known.to_dict() == {GAIN: "yes", LOSS: "search unfinished", FLAT: "no"}


def test_the_ensemble_holds_the_best_and_what_is_as_good(found):
    assert found.best.trial in set(found.ensemble["trial"])
    own = found.trials.set_index("trial").loc[found.best.trial, "distance"]
    assert (found.ensemble["distance"] <= own + 0.1 + 2.0 * found.best.trial_noise).all()
    assert 1 <= len(found.ensemble) < len(found.trials)
    spread = found.ensemble[[GAIN, FLAT]].max() - found.ensemble[[GAIN, FLAT]].min()
    assert spread[GAIN] < spread[FLAT]


def test_the_held_out_report_sets_default_beside_calibrated(found):
    assert found.held_out.facts.values.tolist() == [["toy", "reproduced", "not reproduced"]]
    assert found.held_out.distance < 0.05 < found.held_out.default_distance
    assert found.held_out.numbers["number"].tolist() == ["gain", "loss"]
    assert found.held_out.numbers["mean"].tolist() == pytest.approx([0.6, 0.3], abs=0.02)


def test_seeds_are_apart():
    plan = design()
    assert [list(plan.training()), plan.further()[0], plan.held_out()[0]] == [[1001, 1002, 1003, 1004], 1005, 1009]


@pytest.mark.parametrize("sampler", ["tpe", "cmaes"])
def test_the_same_design_gives_the_same_trials_for_any_number_of_workers(sampler, tmp_path):
    plan = design(sampler=sampler, trials=24)
    alone = tried(tmp_path / "alone", plan)
    with ThreadPoolExecutor(3) as executor:
        shared = tried(tmp_path / "shared", plan, executor=executor)
    pd.testing.assert_frame_equal(alone, shared)


@pytest.mark.parametrize("sampler", ["tpe", "cmaes"])
def test_what_was_stopped_goes_on_as_if_it_had_not_been(sampler, tmp_path):
    plan, ran = design(sampler=sampler, trials=24), []

    def counted(point, seed):
        ran.append((tuple(point.items()), seed))
        if len(ran) == 50:  # in the fourth batch of 4 trials × 4 seeds
            signal.raise_signal(signal.SIGINT)
        return toy(point, seed)

    with pytest.raises(KeyboardInterrupt):
        tried(tmp_path / "stopped", plan, counted)
    assert len(ran) == 50
    pd.testing.assert_frame_equal(tried(tmp_path / "stopped", plan, counted), tried(tmp_path / "whole", plan))
    assert len(ran) == len(set(ran)) == 24 * 4, "nothing is run twice"


@pytest.mark.parametrize("sampler", ["tpe", "cmaes"])
def test_trials_added_later_are_those_of_a_longer_calibration(sampler, tmp_path):
    few = tried(tmp_path / "out", design(trials=10, sampler=sampler))
    more = tried(tmp_path / "out", design(trials=23, sampler=sampler))
    assert (len(few), len(more)) == (10, 23)
    pd.testing.assert_frame_equal(more.head(10), few)
    pd.testing.assert_frame_equal(more, tried(tmp_path / "whole", design(trials=23, sampler=sampler)))
    fewer = tried(tmp_path / "out", design(trials=4, sampler=sampler), measure=None)  # runs nothing
    pd.testing.assert_frame_equal(fewer, more.head(4))


def test_the_whole_of_a_finished_calibration_is_read_back_without_a_run(tmp_path):
    plan, told = design(trials=12), []
    first = calibrated(plan, tmp_path)
    again = calibrated(plan, tmp_path, measure=None, progress=told.append)
    assert told[-1].done == 0
    for name in ("trials", "ensemble", "profile", "parameters"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(first, name), check_exact=True)
    pd.testing.assert_frame_equal(again.held_out.numbers, first.held_out.numbers, check_exact=True)


def test_finalists_are_not_run_again_in_the_seeds_of_their_trials():
    ran = []

    def counted(point, seed):
        ran.append((tuple(point.items()), seed))
        return toy(point, seed)

    calibrated(design(trials=8), measure=counted)
    assert len(ran) == len(set(ran))


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"seeds": 5}, "training seeds"),
        ({"weights": {"toy": 2.0}}, "weights"),
        ({"firms": 50}, "scenario"),
        ({"sampler": "cmaes"}, "sampler"),
        ({"parameters": (Factor(name=GAIN, low=0.0, high=0.5),)}, "parameters"),
    ],
)
def test_trials_of_another_design_are_not_mixed_in(changes, what, tmp_path):
    tried(tmp_path, design(trials=4))
    with pytest.raises(InputError, match=f"holds a calibration of other settings: {what}"):
        tried(tmp_path, design(**changes))


def test_a_trial_that_fails_is_recorded_and_the_others_go_on(tmp_path):
    def fragile(point, seed):
        if point[GAIN] > 0.5 and seed == 1002:
            raise ValueError("gone\nwrong")
        return toy(point, seed)

    trials = tried(tmp_path, design(trials=24), fragile)
    failed = trials[trials["error"] != ""]
    assert 0 < len(failed) < 24
    assert set(failed["error"]) == {"ValueError: gone wrong"}
    assert (failed[GAIN] > 0.5).all() and failed["distance"].isna().all()


def test_a_run_that_the_machine_failed_ends_it_and_is_tried_again(tmp_path):
    whole = tried(tmp_path / "whole", design(trials=8))

    def short_of_memory(point, seed):
        if seed == 1003:
            raise MemoryError("full")
        return toy(point, seed)

    with pytest.raises(RunFailedError, match="MemoryError: full"):
        tried(tmp_path / "out", design(trials=8), short_of_memory)
    pd.testing.assert_frame_equal(tried(tmp_path / "out", design(trials=8)), whole)


def test_when_nothing_can_be_run_the_reason_is_said():
    def broken(point, seed):
        raise ValueError("no luck")

    with pytest.raises(InputError, match="none of 4 trials could be run; the first said: ValueError: no luck"):
        calibrated(design(trials=4), measure=broken)


def test_a_slice_that_cannot_be_run_at_an_end_is_told_of():
    def bounded(point, seed):
        return {"toy.gain": math.nan, "toy.loss": math.nan} if point[GAIN] == 1.0 else toy(point, seed)

    profile = calibrated(design(trials=12), measure=bounded).profile
    assert profile.loc[(profile["parameter"] == GAIN) & (profile["value"] == 1.0), "distance"].item() == 36.0


def test_a_run_of_the_model_gives_every_number_of_every_fact():
    plan = design(facts=("failure", "duration"), firms=60, quarters=40)
    found = simulated(Run(plan, {GAIN: 0.3, LOSS: 0.5}, 1001))
    assert list(found) == ["failure.failed", "duration.joint_ventures", "duration.technology_contracts"]
    again = simulated(Run(plan, {GAIN: 0.3, LOSS: 0.5}, 1001))
    assert found == again != simulated(Run(plan, {GAIN: 0.3, LOSS: 0.5}, 1002))
