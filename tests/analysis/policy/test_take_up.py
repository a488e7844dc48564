"""Take-up: what budgets offer, at present value, and the share of it that is spent."""

import math
from types import SimpleNamespace

import pandas as pd
import pytest

from alliances.analysis.policy.effects import effects
from alliances.analysis.policy.option_words import LITTLE, uptake
from alliances.analysis.policy.plan import Plan
from alliances.analysis.policy.take_up import Offer, take_up
from alliances.analysis.policy.words import low_take_up
from alliances.model.face.model import AllianceModel

PLAN = Plan(start=2, horizon=6, discount_rate=0.0, offers={"grant": (Offer("Grant", 3.0, 2, 6),)})


@pytest.mark.parametrize(
    ("offer", "offered"),
    [
        (Offer("G", 3.0, 2, 6), 12.0),  # four years
        (Offer("G", 3.0, 2, math.inf), 12.0),  # no end: to the horizon
        (Offer("G", 3.0, 3.5, 5), 6.0),  # one whole year, and one that is cut short
        (Offer("G", 3.0, 2, 4.5), 9.0),
        (Offer("G", 3.0, 2, 4.25), 9.0),  # in force from quarter 8 to quarter 16
        (Offer("G", 3.0, 5.5, 9), 3.0),  # begun before the horizon
        (Offer("G", 3.0, 7, 9), 0.0),  # after the horizon
    ],
)
def test_a_budget_offers_all_of_every_year_that_begins_between_its_start_and_the_horizon(offer, offered):
    assert offer.until(PLAN) == pytest.approx(offered)


def test_a_year_that_the_horizon_cuts_is_neither_offered_nor_paid():
    plan = PLAN._replace(horizon=5.5)
    assert Offer("G", 3.0, 2, 6).until(plan) == 9
    assert take_up(rows([[3, 3, 3, 3]] * 2), plan, "grant")["take_up"].value == 1


@pytest.mark.parametrize("end", [2, 2.5, 3, 3.25])
def test_a_policy_that_spends_all_it_has_takes_up_all_that_is_offered(end):
    grant = {"name": "Grant", "instrument": "export_grant", "share": 1, "start": 1, "end": end, "budget": 0.01}
    base, option = (
        AllianceModel(firms=100, quarters=16, seed=3, record_every=1, policies=policies).run().tables()
        for policies in ([], [grant])
    )
    plan = Plan(start=1, horizon=4, discount_rate=0.0, offers={"grant": (Offer("Grant", 0.01, 1, end),)})
    found = effects(base, option, plan).assign(kind="main", option="grant", seed=1)
    assert take_up(found, plan, "grant")["take_up"].value == pytest.approx(1)


def test_each_years_budget_is_discounted_as_paid_at_its_end():
    plan = PLAN._replace(discount_rate=0.1)
    assert Offer("G", 3.0, 2, 4).until(plan) == pytest.approx(3 / 1.1 + 3 / 1.21)


def rows(spent, groups=("size: sme", "policy: Grant")):
    """Spending by year (from 1 on) of each seed; of the policy only where it paid anything."""
    return pd.DataFrame(
        [("main", seed, "grant", "spending", group, float(year), 0.0, amount)
         for seed, own in enumerate(spent) for year, amount in enumerate(own, 1)
         for group in groups if any(own) or not group.startswith("policy: ")],
        columns=["kind", "seed", "option", "measure", "group", "year", "base", "with_policy"],
    )  # fmt: skip


def test_take_up_is_what_the_policies_with_a_budget_paid_over_what_they_offer():
    found = take_up(rows([[1, 1, 1, 0, 9], [2, 2, 1, 1, 9]]), PLAN, "grant")  # year 5 is after the horizon
    assert found["offered"].value == 12
    assert found["take_up"].value == pytest.approx((3 + 6) / 2 / 12)
    assert found["take_up"].low < found["take_up"].value < found["take_up"].high


def test_an_interval_of_take_up_ends_where_all_is_spent():
    found = take_up(rows([[3] * 4, [2] * 4]), PLAN, "grant")["take_up"]  # two seeds: Student's t reaches far beyond
    assert (found.low, found.high) == (0, 1)


@pytest.mark.parametrize(("spent", "share"), [([[0] * 4] * 3, 0.0), ([[3] * 4, [0] * 4, [3] * 4, [0] * 4], 0.5)])
def test_a_seed_in_which_nobody_took_any_money_counts_as_no_take_up(spent, share):
    found = take_up(rows(spent), PLAN, "grant")["take_up"]
    assert (found.value, found.verdict, found.n) == (share, "finite", len(spent))


def test_without_a_budget_there_is_no_take_up():
    found = take_up(rows([[1, 1, 1, 1]]), PLAN._replace(offers={}), "grant")
    assert {one.verdict for one in found.values()} == {"no limit"} and math.isnan(found["take_up"].value)
    other = take_up(rows([[1, 1, 1, 1]], groups=("all",)), PLAN, "grant")
    assert other["take_up"].verdict == "no limit"


def study(share):
    """A study whose grant takes up such a share."""
    money = pd.DataFrame([("grant", "offered", 12.0, 12.0, 12.0), ("grant", "take_up", share, share, share)],
                         columns=["option", "number", "value", "low", "high"])  # fmt: skip
    return SimpleNamespace(tables={"money": money})


def test_low_take_up_is_said_in_the_verdict_and_explained_at_the_option():
    assert low_take_up(study(0.064)) == ["“grant” spends only 6 % of what its budget offers."]
    assert uptake(study(0.064), "grant").endswith(LITTLE)
    assert low_take_up(study(0.9)) == [] and "90 % is taken up" in uptake(study(0.9), "grant")
    assert uptake(study(math.nan), "grant") == ""


def test_effects_tell_what_each_policy_paid(made_up):
    paid = [(4, 0, "entry", 1.5), (5, 1, "entry", 0.5), (9, 0, "entry", 2.0)]
    base, option = made_up([[0, 0]] * 4), made_up([[0, 0]] * 4, payments=paid)
    found = effects(base, option, Plan(start=0, horizon=4))
    own = found[found["group"] == "policy: lot"].set_index("year")
    assert own["with_policy"].to_dict() == {1.0: 0.0, 2.0: 2.0, 3.0: 2.0, 4.0: 0.0}
    assert (own["base"] == 0).all() and set(own["measure"]) == {"spending"}
