"""A calibration of a simulator whose answer is known: stages, ensemble, and going on after any end."""

import math
import signal
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.facts.declaration import Fact, Number
from alliances.experiments.calibration import design as calibration_design
from alliances.experiments.calibration import runs as calibration_runs
from alliances.experiments.calibration.calibration import campaign_of, expected_runs
from alliances.experiments.calibration.design import Design
from alliances.experiments.calibration.result import likelier, without_repeats
from alliances.experiments.calibration.runs import Run, simulated
from alliances.experiments.campaign.campaign import How, RunFailedError
from alliances.experiments.campaign.sitting import carry_out
from alliances.experiments.designs.factors import Factor
from alliances.experiments.locks import Shard
from alliances.model.errors import InputError

GAIN, LOSS, FLAT = "trust.gain", "trust.loss", "conflict.national"
TOY = Fact(
    "toy", "", "", (), "seed", "", "calibrate",
    (Number("gain", "", "band", 0.5, 0.7), Number("loss", "", "band", 0.2, 0.4)), lambda replicate: {},
)  # fmt: skip
TABLES = ("ensemble", "parameters", "numbers", "stages", "points", "recovery")


@pytest.fixture(autouse=True, scope="module")
def toy_fact():
    """Every test may calibrate to the toy fact."""
    known = calibration_design.fact
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibration_design, "fact", lambda name: TOY if name == "toy" else known(name))
        yield


def toy(point, seed):
    """Moments are two of the parameters, give or take 0.01 by seed; the bands lie around 0.6 and 0.3."""
    noise = 0.01 * (-1) ** seed
    return {"toy.gain": point[GAIN] + noise, "toy.loss": point[LOSS] + noise}


def design(**changes):
    """A small design on the toy problem; the third parameter does nothing."""
    given = {
        "title": "Toy", "facts": ("toy",), "points": 40, "waves": 1, "wave_points": 10, "candidates": 30,
        "ensemble": 20, "recovery": 6,
        "parameters": tuple(Factor(name=name, low=0.0, high=1.0) for name in (GAIN, LOSS, FLAT)),
    }  # fmt: skip
    return Design(**{**given, **changes})


def calibrated(plan, folder=None, measure=toy, **how):
    """What comes of a calibration in which ``measure`` takes the place of the model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibration_runs, "simulated", lambda run: measure(run.point, run.seed))
        return carry_out(campaign_of(plan), folder, How(**{"workers": 1, **how}))


def same(one, other):
    """Whether two calibrations found the same, to the last bit."""
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)
    return one.best == other.best and one.worth == other.worth


@pytest.fixture(scope="module")
def found(toy_fact):
    """A finished calibration of the toy problem, of the size that a real one has."""
    told = []
    plan = design(points=200, wave_points=50, candidates=300, ensemble=100, recovery=20)
    result = calibrated(plan, progress=told.append)
    assert told[-1].done == expected_runs(plan) == told[-1].asked == 200 + 2 * (20 + 50 + 300 + 1)
    return result


@pytest.fixture(scope="module")
def small(toy_fact):
    """A finished calibration of the small design."""
    return calibrated(design())


def test_the_ensemble_is_the_known_posterior(found):
    # even over 0.6 ± 0.1 and 0.3 ± 0.1, blurred by Student's t of scale 0.01: 90 % lies within 0.092 of the centre
    assert found.ensemble[[GAIN, LOSS]].median().to_numpy() == pytest.approx([0.6, 0.3], abs=0.025)
    for name, centre in ((GAIN, 0.6), (LOSS, 0.3)):
        row = found.parameters.set_index("parameter").loc[name]
        assert [row["posterior_low"], row["posterior_high"]] == pytest.approx(
            [centre - 0.092, centre + 0.092], abs=0.03
        )
    assert found.ensemble[FLAT].std() == pytest.approx(1 / math.sqrt(12), abs=0.06)


def test_members_are_candidates_and_none_is_there_twice(found):
    members = found.points[found.points["member"]]
    assert len(members) == len(found.ensemble.drop_duplicates()) == 100
    assert set(members["stage"]) == {"candidates"}
    assert found.worth > 200, "the emulator was right, so candidates hardly differ in weight"


def test_the_defaults_are_a_member_unless_the_facts_rule_them_out(small):
    def nearer(point, seed):  # the defaults, .66 and .5, then give .66 and .3
        return toy({**point, LOSS: point[LOSS] - 0.2}, seed)

    plan = design(points=200, candidates=60)
    found = calibrated(plan, measure=nearer)
    own = [plan.defaults()[name] for name in found.ensemble]
    assert (found.ensemble == own).all(axis=1).sum() == 1 and len(found.ensemble) == 20
    assert found.points[found.points["stage"] == "defaults"]["member"].tolist() == [True]
    assert found.defaults_likelier == pytest.approx(0.5, abs=0.25), "in both bands: neither near nor far"
    assert small.defaults_likelier is None, "twenty scales outside a band"
    assert not (small.ensemble == own).all(axis=1).any() and len(small.ensemble) == 20


def test_defaults_outside_the_ranges_are_not_run():
    plan = design(parameters=(Factor(name=GAIN, low=0.0, high=0.6), Factor(name=LOSS, low=0.0, high=1.0)))
    found = calibrated(plan)
    assert "defaults" not in set(found.points["stage"]) and found.defaults_likelier is None


def test_the_likeliest_member_lies_in_the_bands(found):
    assert (found.best[GAIN], found.best[LOSS]) == pytest.approx((0.6, 0.3), abs=0.1)
    assert (found.ensemble[list(found.best)] == pd.Series(found.best)).all(axis=1).any()


def test_parameters_that_facts_tell_are_told_from_the_one_they_do_not(found):
    rows = found.parameters.set_index("parameter")
    assert rows["told"].to_dict() == {GAIN: "yes", LOSS: "yes", FLAT: "no"}
    assert rows["recovery_coverage"].between(0.7, 1).all()
    assert (rows["contraction"][[GAIN, LOSS]] > 0.8).all() and rows["contraction"][FLAT] < 0.3


def test_the_posterior_predictive_and_the_emulators_are_told_by_number(found):
    rows = found.numbers.set_index("number")
    assert rows["mean"].to_dict() == pytest.approx({"gain": 0.6, "loss": 0.3}, abs=0.03)
    assert (rows["inside"] > 0.8).all() and (rows["measured"] == 1).all()
    assert rows["prior_low"].to_numpy() == pytest.approx([0.05, 0.05], abs=0.03)
    assert rows["discrepancy"].to_numpy() == pytest.approx([0.01, 0.01])
    assert rows["seed"].to_numpy() == pytest.approx([0.0141, 0.0141], abs=0.001)  # of ± 0.01, with n - 1


def test_stages_narrow_the_ranges(found):
    rows = found.stages.set_index("stage")
    assert rows["points"].to_dict() == {
        "hypercube": 200,
        "recovery": 20,
        "wave 1": 50,
        "candidates": 300,
        "defaults": 1,
    }
    assert rows["left"]["wave 1"] == pytest.approx(0.26 * 0.26, rel=0.3)  # three scales of 0.01 beyond 0.2
    assert rows["plausible"]["hypercube"] < 0.2 < 0.9 < rows["plausible"]["wave 1"]


def test_no_two_points_share_a_seed():
    ran = []
    calibrated(design(), measure=lambda point, seed: ran.append(seed) or toy(point, seed))
    assert sorted(ran) == list(range(1001, 1001 + expected_runs(design())))


def test_the_result_is_the_same_for_any_number_of_workers(small):
    with ThreadPoolExecutor(3) as executor:
        assert same(calibrated(design(), executor=executor), small)


@pytest.mark.parametrize("after", [20, 60, 100])  # in the hypercube, in the wave, among the candidates
def test_what_was_stopped_goes_on_as_if_it_had_not_been(after, small, tmp_path):
    ran = []

    def counted(point, seed):
        ran.append(seed)
        if len(ran) == after:
            signal.raise_signal(signal.SIGINT)
        return toy(point, seed)

    with pytest.raises(KeyboardInterrupt):
        calibrated(design(), tmp_path, counted)
    assert len(ran) == after
    assert same(calibrated(design(), tmp_path, counted), small)
    assert len(ran) == len(set(ran)) == expected_runs(design()), "nothing is run twice"
    assert same(calibrated(design(), tmp_path, measure=None), small), "and all is read back without a run"


def test_shares_do_the_first_stages_and_the_rest_is_done_by_who_puts_them_together(small, tmp_path):
    for share in (1, 2):
        assert calibrated(design(), tmp_path, shard=Shard(share, 2)) is None
    ran = []
    assert same(calibrated(design(), tmp_path, lambda point, seed: ran.append(seed) or toy(point, seed)), small)
    assert len(ran) == 2 * (10 + 30 + 1), "the wave, the candidates and the defaults"


def test_more_candidates_go_on_from_the_stages_before(tmp_path):
    calibrated(design(), tmp_path)
    ran = []
    more = design(candidates=35, ensemble=25)
    again = calibrated(more, tmp_path, lambda point, seed: ran.append(seed) or toy(point, seed))
    assert len(again.ensemble) == 25 and len(ran) <= 2 * (35 + 1)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"points": 50}, "points"),
        ({"first_seed": 2001}, "first seed"),
        ({"firms": 50}, "scenario"),
        ({"parameters": (Factor(name=GAIN, low=0.0, high=0.5),)}, "parameters"),
    ],
)
def test_runs_of_another_design_are_not_mixed_in(changes, what, tmp_path):
    calibrated(design(), tmp_path)
    with pytest.raises(InputError, match=f"holds a calibration of other settings: {what}"):
        calibrated(design(**changes), tmp_path)


def test_runs_that_fail_are_counted_and_points_that_cannot_be_measured_are_avoided():
    def fragile(point, seed):
        if point[FLAT] > 0.7:
            raise ValueError("gone\nwrong")
        return {"toy.gain": point[GAIN], "toy.loss": math.nan if point[FLAT] > 0.5 else point[LOSS]}

    found = calibrated(design(points=100), measure=fragile)
    assert found.failed >= 30
    assert found.ensemble[FLAT].median() < 0.45
    assert np.isfinite(found.ensemble.to_numpy()).all()


def test_a_run_that_the_machine_failed_ends_it_and_is_tried_again(small, tmp_path):
    def short_of_memory(point, seed):
        if seed == 1003:
            raise MemoryError("full")
        return toy(point, seed)

    with pytest.raises(RunFailedError, match="MemoryError: full"):
        calibrated(design(), tmp_path, short_of_memory)
    assert same(calibrated(design(), tmp_path), small)


def test_when_nothing_can_be_run_the_reason_is_said():
    def broken(point, seed):
        raise ValueError("no world")

    with pytest.raises(InputError, match="none of 52 runs went well; the first said: ValueError: no world"):
        calibrated(design(), measure=broken)


def test_candidates_weigh_more_where_their_own_runs_made_them_likelier():
    weights = likelier(np.array([3.0, 3.0, 5.0]), np.array([3.0, 4.0, 6.0]))
    assert weights == pytest.approx([1, math.exp(-1), math.exp(-1)])


def test_the_ensemble_follows_the_weights_without_repeats():
    weights = np.array([1.0] * 50 + [0.0] * 50)
    places = without_repeats(weights, 40, np.random.default_rng(1))
    assert len(set(places)) == 40 and places.max() < 50


def test_a_run_of_the_model_gives_every_number_of_every_fact():
    plan = design(facts=("failure", "duration"), firms=60, quarters=40)
    found = simulated(Run(plan, {GAIN: 0.3, LOSS: 0.5}, 1001))
    assert list(found) == ["failure.failed", "duration.joint_ventures", "duration.technology_contracts"]
    assert repr(found) == repr(simulated(Run(plan, {GAIN: 0.3, LOSS: 0.5}, 1001)))
    assert repr(found) != repr(simulated(Run(plan, {GAIN: 0.3, LOSS: 0.5}, 1002)))


def test_a_fact_that_breaks_leaves_the_others_measured(monkeypatch):
    def broken(replicate):
        raise ZeroDivisionError("no alliances")

    known = calibration_design.fact
    monkeypatch.setattr(
        calibration_design, "fact", lambda name: TOY._replace(measure=broken) if name == "toy" else known(name)
    )
    found = simulated(Run(design(facts=("toy", "failure"), firms=60, quarters=40), {GAIN: 0.3}, 1001))
    assert math.isnan(found["toy.gain"]) and math.isnan(found["toy.loss"])
    assert 0 <= found["failure.failed"] <= 1
