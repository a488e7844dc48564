"""What one run says of its scenario's question: firms with alliances beside firms without, and what comes next."""

from types import SimpleNamespace

import pandas as pd
import pytest

from alliances.analysis.firm_outcomes import FIRM_OUTCOMES, association
from alliances.analysis.outcome_words import answered, level, name_of
from alliances.analysis.run_answer import answer
from alliances.analysis.run_outcomes import OUTCOMES
from alliances.model.face.model import AllianceModel

FIRMS = pd.DataFrame({
    "step": [3, 3, 7, 7, 7, 7], "alliances": [0, 0, 2, 1, 0, 0], "markets": [9, 9, 1, 3, 0, 2],
    "foreign_sales": [9.0, 9, 1, 2, 0, 1], "total_sales": [9.0, 9, 2, 8, 5, 5],
    "foreign_sales_share": [1.0, 1, 0.5, 0.25, 0, 0.2],
})  # fmt: skip
TABLES = {"firms": FIRMS}


def test_firms_with_alliances_are_set_against_firms_without_at_the_last_record():
    found = association(TABLES, "mean_foreign_sales_share")
    assert (found.with_alliances, found.without) == pytest.approx((0.375, 0.1))
    assert (found.firms_with, found.firms_without) == (2, 2)


@pytest.mark.parametrize(
    ("outcome", "with_alliances", "without"),
    [
        ("exporters_share", 1.0, 0.5),
        ("foreign_sales_share", 0.3, 0.1),
        ("foreign_sales", 1.5, 0.5),
        ("markets_per_exporter", 2.0, 2.0),
    ],
)
def test_every_outcome_of_firms_is_that_of_the_run_taken_of_a_group(outcome, with_alliances, without):
    found = association(TABLES, outcome)
    assert (found.with_alliances, found.without) == pytest.approx((with_alliances, without))


def test_outcomes_of_firms_are_outcomes_of_runs():
    assert set(FIRM_OUTCOMES) <= set(OUTCOMES)
    assert association(TABLES, "failed_share") is None


def scenario(**changed):
    return SimpleNamespace(**{"name": "mine", "outcome": "exporters_share", "then": "", **changed})


@pytest.fixture(scope="module")
def tables():
    return AllianceModel(firms=60, quarters=8).run().tables()


def test_a_scenario_without_a_next_command_goes_on_to_the_effect_of_alliances_in_it(tables):
    assert answer(tables, scenario(), 1).then == "alliances effect alliances --over competition --scenario mine"
    assert answer(tables, scenario(then="alliances facts"), 1).then == "alliances facts"
    assert answer(tables, scenario(), 1, "--without trust").then == "alliances compare mine --without trust"


def test_the_sentence_says_association_only_where_firms_are_compared(tables):
    told = " ".join(answered(answer(tables, scenario(), 1)))
    assert told.startswith("Exporters among firms: ") and "association, not an effect" in told
    whole = answered(answer(tables, scenario(outcome="alliances_formed"), 1))
    assert len(whole) == 1 and "per firm and year" in whole[0]


def test_without_a_firm_on_one_side_no_gap_is_told():
    found = answer({**TABLES, "firms": FIRMS.assign(alliances=0)}, scenario(outcome="alliances_per_firm"), 1)
    assert found.association is None
    alone = association({"firms": FIRMS.assign(alliances=0)}, "exporters_share")
    assert "one of the two" in answered(found._replace(outcome="exporters_share", association=alone))[0]


def test_shares_are_told_in_per_cent_and_names_without_underscores():
    assert level("exporters_share", 0.1234) == "12 %" and level("exporters_share", 0.1234, 1) == "12.3 %"
    assert all("_" not in name_of(name) for name in OUTCOMES)
