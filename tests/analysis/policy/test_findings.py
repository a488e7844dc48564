"""What an evaluation finds, on effects that are planted."""

import math

import numpy as np
import pandas as pd
import pytest

from alliances.analysis.policy.findings import FINDINGS, distribution, findings
from alliances.analysis.policy.plan import Plan
from alliances.analysis.policy.ratios import fieller
from alliances.analysis.statistics.intervals import interval

PLAN = Plan(start=5, horizon=7, ends={"grant": 7.0}, precision=1.0)
YEARS = (0.0, 1.0, 2.0, 3.0, 4.0)


def found_in(rows, plan=PLAN):
    return findings(rows, plan).set_index(["option", "finding"])


def a_grant(planted):
    """Ten firms supported and abroad, eight of them also without; unsupported lose one or two; year 2 is the end."""
    return pd.concat([
        planted("grant", "firms_abroad", 100, [104, 105, 106], years=(2.0,)),
        planted("grant", "firms_abroad", 100, [102, 103, 101], years=(3.0,)),
        planted("grant", "firms_abroad", 100, [100, 100, 100], years=(0.0, 1.0, 4.0)),
        planted("grant", "firms_abroad", 8, [9, 10, 11], years=YEARS, group="supported"),
        planted("grant", "abroad_in_both", [8, 7, 9], [8, 7, 9], years=YEARS, group="supported"),
        planted("grant", "firms_abroad", 92, [91, 90, 90], years=YEARS, group="unsupported"),
    ])  # fmt: skip


def test_findings_are_read_off_at_the_horizon_with_their_intervals(planted):
    found = found_in(a_grant(planted)).loc["grant"]
    assert found.loc["additional", ["mean", "low", "high"]].tolist() == pytest.approx(interval([4, 5, 6])[:3])
    assert found.loc["displacement", "mean"] == pytest.approx(-5 / 3)
    assert found["unit"]["additional"] == "firms" and list(found.index) == list(FINDINGS)


def test_deadweight_is_the_share_of_supported_firms_that_are_abroad_anyway(planted):
    """Means 8 of 10; Fieller's interval, which holds 0.8 and goes no further than a share can."""
    found = found_in(a_grant(planted)).loc["grant"]
    dead, added = found.loc["deadweight"], found.loc["additionality"]
    assert dead["mean"] == pytest.approx(0.8) and added["mean"] == pytest.approx(0.2)
    assert (dead["low"], dead["high"]) == pytest.approx(np.clip(fieller([8, 7, 9], [9, 10, 11]), 0, 1))
    assert 0 <= dead["low"] < 0.8 < dead["high"] <= 1
    assert (added["low"], added["high"]) == pytest.approx((1 - dead["high"], 1 - dead["low"]))


def test_persistence_is_told_from_the_options_own_end_as_far_as_the_run_goes(planted):
    """5 at the end, 2 a year later, 0 after two; nothing is known of the third year."""
    found = found_in(a_grant(planted)).loc["grant"]
    assert found.loc[["persistence_0", "persistence_1", "persistence_2"], "mean"].tolist() == [5, 2, 0]
    assert found.loc[["persistence_0", "persistence_1", "persistence_2"], "share_kept"].tolist() == pytest.approx(
        [1, 0.4, 0]
    )
    assert math.isnan(found.loc["persistence_3", "mean"]) and found.loc["persistence_3", "n"] == 0


def test_what_has_no_end_or_no_supported_firm_has_no_persistence_and_no_deadweight(planted):
    rows = pd.concat([
        planted("opening", "firms_abroad", 100, [104, 105, 106], years=YEARS),
        planted("opening", "firms_abroad", 0, [0, 0, 0], years=YEARS, group="supported"),
        planted("opening", "abroad_in_both", 0, [0, 0, 0], years=YEARS, group="supported"),
    ])  # fmt: skip
    found = found_in(rows).loc["opening"]
    assert found.loc["additional", "mean"] == 5
    assert found.loc[["deadweight", "additionality", "persistence_0", "persistence_1"], "mean"].isna().all()


def test_no_share_is_kept_of_an_effect_that_may_be_zero(planted):
    rows = planted("grant", "firms_abroad", 0, [-5, 1, 6], years=YEARS)
    assert found_in(rows)["share_kept"].isna().all()


def test_seeds_are_counted_for_the_aim_alone(planted):
    """sd 1, half-width 0.5: (1.96 / 0.5)² = 15.4, so 16."""
    found = found_in(a_grant(planted), PLAN._replace(precision=0.5)).loc["grant", "seeds_needed"]
    assert found["additional"] == 16 and found.drop("additional").isna().all()
    assert found_in(a_grant(planted), PLAN._replace(precision=None))["seeds_needed"].isna().all()


def test_winners_and_losers_are_told_by_group_for_the_largest_homes(planted):
    homes = [f"home: {chr(65 + number) * 3}" for number in range(15)]
    rows = pd.concat([
        planted("grant", "firms_abroad", 10, [11, 12, 13], years=YEARS, group="size: sme"),
        planted("grant", "firms_abroad", 10, [9, 9, 9], years=YEARS, group="industry: ict"),
        planted("grant", "firms_abroad", 10, [9, 9, 9], years=YEARS, group="supported"),
        *(planted("grant", "firms_abroad", n, np.zeros(3), years=YEARS, group=home) for n, home in enumerate(homes)),
    ])  # fmt: skip
    found = distribution(rows, PLAN).set_index("group")
    assert set(found.index) == {"size: sme", "industry: ict", *homes[3:]}
    assert found.loc[["size: sme", "industry: ict"], "mean"].tolist() == [2, -1]
    assert set(found["year"]) == {2.0}


def test_winners_and_losers_are_told_of_the_aim(planted):
    rows = pd.concat([
        planted("grant", "firms_abroad", 10, [11, 12, 13], years=YEARS, group="size: sme"),
        planted("grant", "alliances", 10, [15, 16, 17], years=YEARS, group="size: sme"),
    ])  # fmt: skip
    found = distribution(rows, PLAN._replace(aim="alliances"))
    assert found[["measure", "group", "mean"]].to_numpy().tolist() == [["alliances", "size: sme", 6.0]]
