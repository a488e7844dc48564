"""The summary of a run, from tables small enough to count by hand."""

import json

import pandas as pd
import pytest

from alliances.analysis.summary import decision_step, failed_share, summary
from alliances.model.face.model import AllianceModel

NULL = pd.NA


def alliances(*rows):
    """An alliances table of rows (formed, ended, cause, failed, governance, first partner)."""
    formed, ended, cause, failed, governance, first = zip(*rows, strict=True)
    return pd.DataFrame({
        "formed_step": formed,
        "ended_step": pd.array(ended, "Int64"),
        "cause": cause,
        "ending": ["taken_over" if form.startswith("equity") else "dissolved" if why else None
                   for form, why in zip(governance, cause, strict=True)],
        "failed": pd.array(failed, "boolean"),
        "governance": governance,
        "partners": [[partner, 9] for partner in first],
        "international": [True] * len(rows),
        "prior_ties": range(len(rows)),
        "planned_quarters": [20] * len(rows),
        "goal_divergence": [0.1 * place for place in range(len(rows))],
        "n_partners": [2] * len(rows),
    })  # fmt: skip


LIVES = alliances(
    (-6, 2, "conflict", True, "contractual", 1),  # formed in the burn-in: its end counts, its failure does not
    (-3, NULL, None, NULL, "contractual", 1),
    (0, 4, "conflict", True, "contractual", 1),
    (1, 3, "goals_met", False, "equity_joint_venture", 2),
    (2, NULL, None, NULL, "contractual", 2),
    (3, NULL, None, True, "contractual", 2),
)


@pytest.fixture
def tables():
    """Two firms and five quarters."""
    return {
        "alliances": LIVES,
        "quarters": pd.DataFrame({
            "living_firms": [2, 2, 2, 4, 4], "exporters": [0, 1, 1, 1, 1], "founded": [0, 0, 0, 2, 0], "closed": 0,
            "foreign_sales": [0.0, 1, 1, 1, 1], "total_sales": [9.0, 4, 4, 4, 4], "mean_foreign_sales_share": 0.125,
        }),
        "firms": pd.DataFrame({
            "step": [3, 3, 4, 4], "firm_id": [1, 2, 1, 2], "industry": ["ict", "biotech"] * 2, "markets": [9, 9, 0, 3],
            "foreign_sales": [0.0, 0, 0, 2], "total_sales": [1.0, 1, 5, 4], "alliances": [1, 1, 2, 4],
        }),
        "spending": pd.DataFrame({
            "policy": ["Grant", "Relief", "Grant"], "firm_id": pd.array([1, 1, 1], "Int64"), "amount": [0.5, 2.0, 1.0],
        }),
    }  # fmt: skip


def test_partnerships_are_told_among_alliances_formed_in_the_run(tables):
    # of the four formed in the run, whose divergence is 0.2, 0.3, 0.4 and 0.5, one
    assert summary(tables)["alliances"]["partnership_share"] == 0.25


def test_flows_add_up_and_failure_is_told_of_alliances_formed_in_the_run(tables):
    now = summary(tables)["alliances"]
    # 2 at the start + 4 formed - 3 ended = 3
    assert [now[name] for name in ("living_at_start", "formed", "ended", "living")] == [2, 4, 3, 3]
    assert (now["decided"], now["failed_share"]) == (3, pytest.approx(2 / 3))
    assert now["median_life_of_ended_years"] == 1  # lives of 8, 4 and 2 quarters
    assert (now["watched_five_years"], now["ended_within_five_years_share"]) == (0, None)


def test_five_years_are_twenty_quarters_with_that_of_the_signature(tables):
    lives = alliances(
        (0, 19, "conflict", True, "contractual", 1),  # its twentieth quarter is its last
        (0, 20, "conflict", True, "contractual", 1),  # judged in its twentieth, and outlived it
        (1, NULL, None, True, "contractual", 1),
        (2, NULL, None, NULL, "contractual", 1),  # in its nineteenth
    )
    still = pd.concat([tables["quarters"]] * 5, ignore_index=True).head(21)
    now = summary(tables | {"alliances": lives, "quarters": still})["alliances"]
    assert (now["watched_five_years"], now["ended_within_five_years_share"]) == (3, pytest.approx(1 / 3))
    assert now["decided"] == 3  # the same that were watched


def test_each_policy_is_told_with_what_it_paid_and_to_how_many_firms(tables):
    assert summary(tables)["policies"] == {"Grant": {"spent": 1.5, "firms": 1}, "Relief": {"spent": 2.0, "firms": 1}}


def test_causes_count_all_ends_in_the_run(tables):
    assert summary(tables)["endings"] == {
        "conflict": {"ended": 2, "share": pytest.approx(2 / 3)},
        "goals_met": {"ended": 1, "share": pytest.approx(1 / 3)},
    }


def test_how_an_alliance_ended_is_told_apart_from_why(tables):
    told = summary(tables)["by_governance"]
    assert [told[form]["taken_over_share"] for form in ("contractual", "equity_joint_venture")] == [0, 1]


def test_firms_abroad_are_those_of_the_last_four_quarters(tables):
    now = summary(tables)["firms"]
    assert now["exporters_share"] == pytest.approx(4 / 12)
    assert now["foreign_sales_share"] == pytest.approx(4 / 16)
    assert (now["markets_per_exporter"], now["founded"], now["living"]) == (3, 2, 4)


def test_groups_add_up_to_the_whole(tables):
    told = summary(tables)
    for group in ("by_governance", "by_industry"):
        for measure in ("formed", "ended", "decided"):
            assert sum(part[measure] for part in told[group].values()) == told["alliances"][measure]
    assert told["by_industry"]["biotech"]["exporters_share"] == 1
    assert told["by_industry"]["ict"]["markets_per_exporter"] is None


def test_it_is_decided_at_the_end_or_after_five_years():
    rows = alliances(
        (0, 4, "conflict", True, "contractual", 1),
        (2, NULL, None, True, "contractual", 1),  # its twentieth quarter is step 21
        (2, 40, "conflict", True, "contractual", 1),
        (9, NULL, None, NULL, "contractual", 1),
    )
    assert decision_step(rows).tolist()[:3] == [4, 21, 21]
    assert decision_step(rows).isna().tolist() == [False, False, False, True]


def test_nothing_decided_gives_no_share():
    assert failed_share(LIVES[LIVES["failed"].isna()]) is None


@pytest.mark.parametrize("quarters", [0, 1, 8])
def test_a_run_however_short_gives_valid_json(quarters):
    told = summary(AllianceModel(seed=2, firms=20, quarters=quarters).run().tables())
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    flows = told["alliances"]
    assert flows["living_at_start"] + flows["formed"] - flows["ended"] == flows["living"]
