"""Zhu's question by lot: who is compared, with what, and planted effects that are found."""

import math

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.facts import fact
from alliances.analysis.facts.declaration import Replicate
from alliances.analysis.surveys import causal, survey, zhu_lottery
from alliances.analysis.surveys.zhu_lottery import SURVEY, relative_gain
from alliances.experiments.evidence.worlds import world_options
from alliances.experiments.paired_worlds import world
from alliances.model.errors import InputError

BEFORE, DRAWN, END = 39, 40, 79


def firm(step, firm_id, sales, assets=math.e):
    return {
        "step": step, "firm_id": firm_id, "industry": "ict", "assets": assets, "markets": int(sales > 0),
        "foreign_sales": sales, "foreign_sales_share": sales / 10,
    }  # fmt: skip


@pytest.fixture
def tables():
    """Lots bar firms 2 and 4; 3 leaves, 4 closes, 5 was at home."""
    before = [firm(BEFORE, number, 1.0) for number in (1, 2, 3, 4)] + [firm(BEFORE, 5, 0.0)]
    after = [firm(END, 1, 3.0, 100.0), firm(END, 2, 1.0), firm(END, 3, 0.0), firm(END, 5, 2.0)]
    presence = [(row["step"], row["firm_id"], "FRA", row["foreign_sales"]) for row in before + after if row["markets"]]
    presence = pd.DataFrame(presence, columns=["step", "firm_id", "market", "sales"])
    segments = [(BEFORE, "FRA", "ict", 0.3), (END, "FRA", "ict", 0.9)]
    signed = [(DRAWN - 1, True, [3, 9]), (DRAWN, True, [8, 1]), (DRAWN, False, [2, 5])]
    return {
        "firms": pd.DataFrame(before + after),
        "presence": presence.assign(market_share=presence["sales"] / 10),
        "segments": pd.DataFrame(segments, columns=["step", "market", "industry", "competition_intensity"]),
        "alliances": pd.DataFrame(signed, columns=["formed_step", "international", "partners"]).assign(
            alliance_id=range(3)
        ),
        "admissions": pd.DataFrame({
            "step": DRAWN, "firm_id": [1, 2, 3, 4, 5], "admitted": [False, True, False, True, False],
        }),
    }  # fmt: skip


def test_compared_are_firms_abroad_before_the_lots_and_alive_at_the_end(tables):
    assert SURVEY.frame(tables)["firm_id"].tolist() == [1, 2, 3]


def test_the_lot_is_the_cause_and_moderators_are_those_before_it(tables):
    found = SURVEY.frame(tables).set_index("firm_id")
    assert found["may_ally"].to_dict() == {1: 1, 2: 0, 3: 1}
    assert found["firm_size"].to_dict() == {1: 1.0, 2: 1.0, 3: 1.0}
    assert found["market_competition_intensity"].to_dict() == {1: 0.3, 2: 0.3, 3: 0.3}


def test_taken_up_is_an_international_alliance_signed_since(tables):
    assert SURVEY.frame(tables).set_index("firm_id")["new_alliance_abroad"].to_dict() == {1: 1, 2: 0, 3: 0}


def test_performance_is_told_from_before_the_lots_to_the_end_and_who_left_is_kept(tables):
    found = SURVEY.frame(tables).set_index("firm_id")
    assert found["export_growth"].to_dict() == {1: 1.0, 2: 0.0, 3: -2.0}
    assert found["overseas_revenue_ratio"].to_dict() == {1: 0.3, 2: 0.1, 3: 0.0}
    assert found["market_share_change"].to_dict() == {1: pytest.approx(1.0), 2: 0.0, 3: -2.0}


@pytest.mark.parametrize("change", [
    lambda t: t | {"admissions": t["admissions"][:0]}, lambda t: t | {"firms": t["firms"][t["firms"]["step"] == END]},
])  # fmt: skip
def test_without_lots_or_without_a_record_before_them_nothing_can_be_compared(tables, change):
    with pytest.raises(InputError, match=r"^no lots were drawn after a record of firms, "):
        SURVEY.frame(change(tables))


def planted(size=4_000, interaction=0.3):
    """Firms by lot: three in five are free, half of these take it up, which pays more where competition is hard."""
    rng = np.random.default_rng(3)
    free = (rng.random(size) < 0.6).astype(int)
    competition, noise = rng.standard_normal((2, size))
    lot = (free - free.mean()) / free.std()
    parts = 0.2 * lot + interaction * lot * competition + noise
    return pd.DataFrame({
        "firm_id": range(size), "may_ally": free, "new_alliance_abroad": free * (rng.random(size) < 0.5),
        "firm_size": rng.standard_normal(size), "industry": rng.choice(["manufacturing", "ict", "biotech"], size),
        "market_competition_intensity": competition, "export_growth": parts, "overseas_revenue_ratio": parts,
        "market_share_change": parts, "foreign_sales_before": 1.0, "foreign_sales": np.exp(parts),
    })  # fmt: skip


def test_planted_effects_of_the_lot_are_recovered():
    found = SURVEY.estimates(SURVEY.population(planted()).assign(draw=0)).set_index("path")
    spread = math.sqrt(1 + 0.2**2 + 0.3**2)
    # the share of free firms that take up is 1/2, of all 0.3: 0.5 x sd(free) / sd(taken up)
    truth = {"lot": 0.2 / spread, "uptake": 0.5 * math.sqrt(0.24 / 0.21), "Z1": 0, "Z2": 0, "Z3": 0.3 / spread}
    assert found["estimate"].to_dict() == pytest.approx(truth, abs=0.05)
    assert (found.loc[["lot", "Z3"], "p_value"] < 0.01).all()


def test_an_effect_that_competition_leaves_alone_has_no_interaction():
    found = SURVEY.estimates(SURVEY.population(planted(interaction=0.0)).assign(draw=0)).set_index("path")["estimate"]
    assert found["Z3"] == pytest.approx(0, abs=0.05)


def test_the_relative_gain_is_told_from_sums_so_that_leavers_count():
    frame = pd.DataFrame({
        "market_competition_intensity": [0.9] * 4 + [0.1] * 4, "may_ally": [1, 1, 0, 0] * 2,
        "foreign_sales_before": 1.0, "foreign_sales": [4.0, 0.0, 1.0, 0.0, 3.0, 0.0, 1.5, 0.0],
    })  # fmt: skip
    # where it is hard, the free sell 4 times as much as the barred; where it is soft, twice as much
    assert relative_gain(frame) == pytest.approx(math.log(4) - math.log(2))


def test_the_causal_survey_of_zhu_is_the_lottery_and_others_have_none():
    assert causal(survey("zhu")) is zhu_lottery.SURVEY
    with pytest.raises(InputError, match=r"^survey 'nissanka' has no lottery, so --causal must be .* for zhu$"):
        causal(survey("nissanka"))


def test_the_fact_takes_every_number_in_a_world_with_lots():
    replicate = Replicate(1, {"base": {}, "lottery": world(world_options("lottery", seed=1, firms=600))})
    told = fact("encouragement")
    measured = told.measure(replicate)
    assert list(measured) == [number.name for number in told.numbers]
    assert all(math.isfinite(value) for value in measured.values())
    assert measured["uptake"] > 0  # whoever may not ally does not
