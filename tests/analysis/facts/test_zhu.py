"""The facts of Zhu's survey: what is declared, and how numbers are taken from estimates."""

import gc
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.facts import zhu as facts
from alliances.analysis.facts.declaration import Replicate
from alliances.analysis.surveys import zhu as survey

FACTS = {fact.id: fact for fact in facts.FACTS}


@pytest.fixture
def asked(monkeypatch):
    """A survey of two draws, each estimate as reported plus or minus 0.01; counts how often it is held."""
    held = []
    reported = pd.DataFrame({"path": [*survey.REPORTED], "estimate": [*survey.REPORTED.values()]})

    def answered(firms, rng):
        return pd.DataFrame({"change": [0.01 if len(held) % 2 else -0.01] * 2})

    def sampled(frame, size, rng):
        held.append((frame, size, rng.random()))
        return frame

    def estimated(answers):
        return reported.assign(estimate=reported["estimate"] + answers["change"].iloc[0])

    fake = replace(
        survey.SURVEY, frame=lambda tables: tables["firms"],
        beside=lambda tables: tables.get("survivors", tables["firms"]), sample=sampled, answer=answered,
        statistics=estimated,
        draws=2,
    )  # fmt: skip
    monkeypatch.setattr(facts, "SURVEY", fake)
    return held


FIRMS = pd.DataFrame({"firm_id": range(300)})


def test_two_of_the_five_paths_calibrate_and_the_rest_validates():
    assert [(fact.id, fact.role, fact.worlds) for fact in facts.FACTS] == [
        ("zhu_paths_calibrated", "calibrate", ("base",)),
        *((name, "validate", ("base",)) for name in ("zhu_paths", "zhu_mediation", "zhu_moderation")),
    ]
    assert [number.name for number in facts.FACTS[0].numbers] == ["XY", "M1Y"]
    # .214 and half a 95 % interval of 200 firms: 1.96 / sqrt(200) = .139
    assert (facts.FACTS[0].numbers[0].low, facts.FACTS[0].numbers[0].high) == (0.075, 0.353)
    numbers = [number for fact in facts.FACTS for number in fact.numbers]
    reported = {number.name: number.reported for number in numbers if number.reported and number.test != "shown"}
    assert reported == {
        "XY": 0.214, "XM1": 0.375, "M1Y": 0.312, "XM2": 0.402, "M2Y": 0.271, "Z1": 0.129, "Z2": 0.087, "Z3": 0.144,
    }  # fmt: skip
    band = FACTS["zhu_mediation"].numbers[0]
    assert (band.test, band.low, band.high) == ("band", 0.30, 0.65)


def test_survivors_are_shown_beside_every_number_that_validates_and_not_judged():
    for name in ("zhu_paths", "zhu_mediation", "zhu_moderation"):
        numbers = {number.name: number.test for number in FACTS[name].numbers}
        shown = {name.removesuffix("_survivors") for name, test in numbers.items() if test == "shown"}
        derived = {"competition_above_industry", *(name for name in numbers if name.endswith("_sign"))}
        assert shown == {name for name, test in numbers.items() if test != "shown"} - derived


def test_survivors_are_asked_by_themselves(asked):
    survivors = pd.DataFrame({"firm_id": range(250)})
    FACTS["zhu_moderation"].measure(Replicate(1, {"base": {"firms": FIRMS, "survivors": survivors}}))
    assert [len(frame) for frame, _, _ in asked] == [300, 300, 250, 250]


def test_every_declared_number_is_measured_and_no_other(asked):
    replicate = Replicate(1, {"base": {"firms": FIRMS}})
    for fact in facts.FACTS:
        measured = fact.measure(replicate)
        assert set(measured) == {number.name for number in fact.numbers}
        for number in fact.numbers:
            assert np.size(measured[number.name]) == (2 if number.test == "sample" else 1)


def test_the_paper_s_own_coefficients_give_the_share_and_the_order_it_implies(asked):
    replicate = Replicate(1, {"base": {"firms": FIRMS}})
    share = FACTS["zhu_mediation"].measure(replicate)["share_mediated"]
    # (.375 x .312 + .402 x .271) / (.214 + .225942) = .51357
    assert share == pytest.approx(0.51357, abs=1e-5)
    assert FACTS["zhu_moderation"].measure(replicate)["competition_above_industry"] == pytest.approx(0.144 - 0.087)
    assert sorted(FACTS["zhu_paths"].measure(replicate)["M2Y"]) == pytest.approx([0.261, 0.281])
    assert FACTS["zhu_paths"].measure(replicate)["M2Y_sign"] == pytest.approx(0.271)


def test_all_facts_share_one_survey_of_a_replicate_and_another_replicate_gets_its_own(asked):
    tables, others = {"firms": FIRMS}, {"firms": FIRMS.copy()}
    for replicate in (Replicate(1, {"base": tables}), Replicate(1, {"base": others}), Replicate(2, {"base": others})):
        for fact in facts.FACTS:
            fact.measure(replicate)
    del replicate
    gc.collect()
    assert len(facts.TAKEN) == 0  # what was taken goes with its replicate
    # two samples of everybody and two of survivors, of each replicate
    assert [(frame is FIRMS, size) for frame, size, _ in asked] == [(True, 200)] * 4 + [(False, 200)] * 8
    random = [number for _, _, number in asked]
    assert random[:4] == random[4:8] != random[8:]  # the second seed has draws of its own


def test_a_world_that_cannot_be_surveyed_gives_no_number(asked):
    for fact in facts.FACTS:
        measured = fact.measure(Replicate(1, {"base": {"firms": FIRMS[:199]}}))
        assert set(measured) == {number.name for number in fact.numbers}
        assert all(np.isnan(value).all() for value in measured.values())
    assert asked == []
