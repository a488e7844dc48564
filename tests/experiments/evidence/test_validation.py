"""Validation on toy facts: the same measures with any workers, after any interruption, whatever one fact does."""

import os
import pickle
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pandas as pd
import pytest

from alliances.analysis.facts import FACTS
from alliances.analysis.facts.declaration import Fact, Number
from alliances.experiments.campaign.campaign import How
from alliances.experiments.campaign.sitting import carry_out
from alliances.experiments.campaign.workers import finished, pool
from alliances.experiments.evidence import measures as fact_measures
from alliances.experiments.evidence.validation import Plan, ablated_rules, campaign_of, check_plan
from alliances.model.errors import InputError


def fact(name, measure, *numbers, worlds=("base",)):
    """A toy fact."""
    declared = tuple(Number(number, "", "sign") for number in numbers)
    return Fact(name, "A finding", "some", (), "seed", "toy", "validate", declared, measure, worlds)


def formed(replicate):
    return {"formed": float(replicate.worlds["base"]["quarters"]["formed"].sum())}


def gap(replicate):
    made = {name: float(tables["quarters"]["formed"].sum()) for name, tables in replicate.worlds.items()}
    return {"gap": made["base"] - made["alone"], "draws": [1.0, 2.0, 3.0]}


def broken(replicate):
    raise ValueError("there are\nno firms")


TOYS = (
    fact("formed", formed, "formed"),
    fact("gap", gap, "gap", "draws", "forgotten", worlds=("alone",)),
    fact("broken", broken, "x"),
    fact("awaited", None, "x"),
)
PLAN = Plan(TOYS, firms=40, seeds=(1, 2, 3))


def validate(plan, folder=None, executor=None, progress=lambda told: None):
    """Carry a plan out in this process, or in an executor."""
    return carry_out(campaign_of(plan), folder, How(executor, 1, progress=progress))


@pytest.fixture(scope="module")
def measures():
    """The measures of the plan, taken one after the other."""
    return validate(PLAN).measures


def value(measures, number):
    return measures.loc[measures["number"] == number, "value"].tolist()


def test_each_number_and_draw_has_a_row_in_order(measures):
    assert list(measures.columns) == ["rule_off", "fact", "number", "seed", "draw", "value", "error"]
    assert len(value(measures, "formed")) == 3
    assert value(measures, "draws") == [1, 2, 3] * 3
    assert all(difference > 0 for difference in value(measures, "gap"))
    keys = measures[["rule_off", "fact", "number", "seed", "draw"]]
    assert keys.equals(keys.sort_values(list(keys.columns), ignore_index=True))
    assert "awaited" not in set(measures["fact"])


def test_a_fact_that_breaks_is_recorded_and_stops_nothing(measures):
    rows = measures[measures["fact"] == "broken"]
    assert rows["value"].isna().all()
    assert set(rows["error"]) == {"ValueError: there are no firms"}
    assert set(measures.loc[measures["number"] == "forgotten", "error"]) == {"the measure does not give this number"}


def test_only_the_worlds_that_are_asked_for_are_run(monkeypatch):
    asked = []
    made = fact_measures.world_options
    monkeypatch.setattr(fact_measures, "world_options", lambda name, *rest: asked.append(name) or made(name, *rest))
    validate(replace(PLAN, facts=TOYS[:1], seeds=(1,)))
    assert asked == ["base"]
    validate(replace(PLAN, facts=TOYS[:2], seeds=(1,)))
    assert asked[1:] == ["base", "alone"]


def test_threads_give_the_same_measures(measures):
    with ThreadPoolExecutor(3) as executor:
        pd.testing.assert_frame_equal(validate(PLAN, executor=executor).measures, measures, check_exact=True)


def test_more_seeds_and_ablations_go_on_in_the_same_folder(tmp_path, measures):
    validate(replace(PLAN, seeds=(2,)), tmp_path)
    told = []
    again = validate(PLAN, tmp_path, progress=told.append)
    assert (told[0].earlier, told[0].asked) == (1, 2)
    pd.testing.assert_frame_equal(again.measures, measures, check_exact=True)
    ablated = validate(replace(PLAN, ablate=("trust",)), tmp_path, progress=told.append)
    assert (told[-1].earlier, told[-1].asked) == (3, 3)
    pd.testing.assert_frame_equal(ablated.base(), measures, check_exact=True)
    fewer = validate(replace(PLAN, seeds=(1, 3)), tmp_path, progress=told.append)
    assert told[-1].asked == 0
    assert set(fewer.measures["seed"]) == {1, 3}


def test_measures_of_other_settings_are_neither_used_nor_lost(tmp_path):
    validate(replace(PLAN, seeds=(1,)), tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "parts").rglob("*.parquet")}
    for other, what in (
        ({"firms": 41}, r"scenario.firms \(40 there, 41 now\)"),
        ({"without": ("trust",)}, "without"),
        ({"parameters": {"trust.gain": 1}}, "parameters.trust.gain"),
        ({"facts": TOYS[:2]}, "facts"),
    ):
        with pytest.raises(InputError, match=f"holds a validation of other settings: {what}"):
            validate(replace(PLAN, **other), tmp_path)
    assert {path: path.read_bytes() for path in (tmp_path / "parts").rglob("*.parquet")} == before


def test_what_is_finished_at_ctrl_c_is_kept(tmp_path, measures):
    def press(told):
        if told.done == 1:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        validate(PLAN, tmp_path, progress=press)
    told = []
    pd.testing.assert_frame_equal(validate(PLAN, tmp_path, progress=told.append).measures, measures, check_exact=True)
    assert (told[0].earlier, told[0].asked) == (1, 2)


def test_ablation_switches_off_one_rule_at_a_time(measures):
    found = validate(replace(PLAN, facts=TOYS[:1], ablate=("partner_search", "trust"))).by_rule()
    assert list(found) == ["", "partner_search", "trust"]
    assert value(found[""], "formed") == value(measures, "formed")
    alone = validate(replace(PLAN, facts=TOYS[:1], without=("trust",))).measures
    assert value(found["trust"], "formed") == value(alone, "formed") != value(measures, "formed")


def test_a_parameter_that_is_set_gives_way_where_its_rule_is_ablated():
    check_plan(replace(PLAN, parameters={"trust.gain": 0.2}, ablate=("trust",)))
    with pytest.raises(InputError, match="'trust' is switched off"):
        check_plan(replace(PLAN, parameters={"trust.gain": 0.2}, without=("trust",)))


def test_a_rule_that_is_off_already_is_not_ablated():
    assert set(ablated_rules(())) - set(ablated_rules(("trust",))) == {"trust"}


def test_every_fact_can_be_sent_to_another_process():
    assert [pickle.loads(pickle.dumps(fact)) for fact in FACTS] == list(FACTS)


def test_a_spawn_pool_does_the_work_on_one_thread_each():
    with pool(2) as executor:
        assert executor is not None
        results = dict(finished(abs, [-1, -2, -3], executor, lambda: False))
        threads = executor.submit(os.getenv, "OPENBLAS_NUM_THREADS").result()
    assert results == {-1: 1, -2: 2, -3: 3}
    assert threads == "1"
