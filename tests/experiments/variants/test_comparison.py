"""Worlds side by side: the same as run alone, paired by seed, gone on with, and refused in one line."""

import pandas as pd
import pytest

import alliances
from alliances.analysis.run_outcomes import HEADLINES, OUTCOMES, measure
from alliances.experiments.campaign.campaign import How
from alliances.experiments.campaign.sitting import carry_out
from alliances.experiments.variants.comparison import Plan, campaign_of, plan_of
from alliances.experiments.variants.folder import write_comparison
from alliances.experiments.variants.variant import variant
from alliances.model.errors import InputError
from alliances.model.simulation import Simulation

SMALL = {"firms": 60, "quarters": 12, "workers": 1}
PAIR = ("default", "default --without trust")


@pytest.mark.smoke
def test_a_world_that_is_compared_is_the_same_as_one_that_is_run_alone():
    table = alliances.compare(*PAIR, seeds=[3], outcomes=["exporters_share", "alliances_formed"], **SMALL)
    alone = Simulation("default", seed=3, firms=60, quarters=12, without="trust").run()
    measured = measure(["exporters_share", "alliances_formed"], alone.tables())
    assert dict(zip(table["outcome"], table["mean"], strict=True)) == measured


def test_the_same_world_twice_differs_in_nothing():
    twins = [{"name": "one"}, {"name": "two"}]
    table = alliances.compare(*twins, seeds=2, **SMALL)
    assert (table["difference"].dropna() == 0).all() and (table["low"].dropna() == 0).all()


def test_what_the_scenario_is_about_comes_first_and_spending_only_where_there_are_policies():
    plan = plan_of([variant("high-barriers"), variant("default")], 2)
    assert plan.outcomes[0] == "exporters_share" and "public_spending" not in plan.outcomes
    paid = variant({"policies": [{"name": "G", "instrument": "export_grant"}]})
    assert "public_spending" in plan_of([variant("default"), paid], 2).outcomes


def test_headlines_are_outcomes():
    assert set(HEADLINES) <= set(OUTCOMES)


def test_a_folder_goes_on_with_more_seeds(tmp_path):
    two = alliances.compare(*PAIR, seeds=2, folder=tmp_path / "f", **SMALL)
    seen = []
    three = alliances.compare(*PAIR, seeds=3, folder=tmp_path / "f", progress=seen.append, **SMALL)
    assert seen[-1].earlier == 2 and seen[-1].done == 1
    assert (two["seeds"].max(), three["seeds"].max()) == (2, 3)
    pd.testing.assert_frame_equal(two, alliances.compare(*PAIR, seeds=2, folder=tmp_path / "f", **SMALL))


def test_the_name_of_a_file_that_is_not_utf8_may_stand_in_the_report(tmp_path):
    how = How(workers=1, command=["alliances", "compare", "caf\udce9.toml"])
    plan = plan_of([variant(one, firms=60, quarters=12) for one in PAIR], 2)
    carry_out(campaign_of(plan), tmp_path / "f", how, write_comparison)
    assert r"caf\udce9.toml" in (tmp_path / "f" / "report.html").read_text(encoding="utf-8")


def test_other_worlds_do_not_go_into_the_same_folder(tmp_path):
    alliances.compare(*PAIR, seeds=1, folder=tmp_path / "f", **SMALL)
    with pytest.raises(InputError, match="holds a comparison of worlds of other settings"):
        alliances.compare("default", "default --without conflict", seeds=1, folder=tmp_path / "f", **SMALL)


def test_policies_that_start_later_share_the_past(monkeypatch):
    made = []
    monkeypatch.setattr("alliances.experiments.paired_worlds.Simulation", lambda **o: made.append(1) or Simulation(**o))
    grant = {"policies": [{"name": "G", "instrument": "export_grant", "start": 1}]}
    alliances.compare("default", grant, seeds=1, **SMALL)
    assert len(made) == 1


@pytest.mark.parametrize(
    ("worlds", "given", "said"),
    [
        (["default"], {}, "there must be two or more to compare"),
        (["default", "default"], {}, "'default' is there twice"),
        (PAIR, {"seeds": 0}, "seeds is empty"),
        (PAIR, {"seeds": [-1]}, "seed = -1 must be"),
        (PAIR, {"outcomes": ["exporter_share"]}, "did you mean 'exporters_share'?"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_line(worlds, given, said):
    with pytest.raises(InputError) as refused:
        alliances.compare(*worlds, **given)
    assert said in str(refused.value)


def test_the_campaign_tells_what_it_was_made_of():
    plan = plan_of([variant(one, 60, 12) for one in PAIR], 2)
    campaign = campaign_of(plan)
    assert [one["name"] for one in campaign.asked["variants"]] == ["default", "without trust"]
    assert isinstance(plan, Plan) and campaign.expected == 2
