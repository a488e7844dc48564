"""Every mechanism does something: what it is there for moves when it is switched off, seed by seed."""

from __future__ import annotations

import numpy as np
import pytest

from alliances.model.declarations.parameters import RULES, acts
from benchmarks.mechanisms import MECHANISMS, WORLD, evidence, markdown, measured, pairs

ACTING = [rule for rule in RULES if acts(rule)]
each_rule = pytest.mark.parametrize("rule", ACTING)


@pytest.fixture(scope="module")
def small_worlds() -> dict[str, dict]:
    """The evidence from a few small worlds."""
    return {row["without"]: row for row in measured([pairs(seed, firms=240, quarters=60) for seed in range(1, 13)])}


@pytest.fixture(scope="module")
def large_worlds() -> dict[str, dict]:
    """The evidence from the default scenario at its full size."""
    return {row["without"]: row for row in measured([pairs(seed) for seed in range(1, 21)])}


def test_every_rule_that_acts_by_default_has_an_outcome_that_it_is_there_for():
    assert list(MECHANISMS) == ACTING
    assert set(RULES) - set(ACTING) == {"lead_customer"}


@each_rule
def test_an_outcome_moves_as_expected_without_the_mechanism(rule, small_worlds):
    row = small_worlds[rule]
    assert row["seeds as expected"] >= 3 / 4, row
    # one chance in forty of a t value beyond 2.2 on this side with twelve seeds, if the mechanism did nothing
    assert row["paired t"] * (1 if MECHANISMS[rule].rises else -1) > 2.2, row


@pytest.mark.slow
@each_rule
def test_an_outcome_moves_in_nearly_every_world_of_full_size(rule, large_worlds):
    assert large_worlds[rule]["seeds as expected"] >= 0.9, large_worlds[rule]


def test_a_world_measured_against_itself_shows_no_mechanism():
    small = {"firms": 60, "quarters": 24}
    assert WORLD.keys() == small.keys()
    with_it, without_it = pairs(1, ["trust"], **small)["trust"]
    assert with_it != without_it
    row = evidence("trust", np.array([[with_it, with_it], [with_it, with_it]]))
    assert row["seeds as expected"] == 0
    assert np.isnan(row["paired t"])


def test_evidence_is_a_paired_comparison():
    # changes 0.1, 0.2, 0.3: mean 0.2, standard deviation 0.1, standard error 0.1 / sqrt(3): t = 2 sqrt(3)
    row = evidence("trust", np.array([[0.1, 0.2], [0.5, 0.7], [0.3, 0.6]]))
    assert row["paired t"] == pytest.approx(2 * 3**0.5)
    assert (row["with it"], row["without it"]) == (pytest.approx(0.3), pytest.approx(0.5))
    assert row["seeds as expected"] == 1
    # stages are expected to work the other way
    assert evidence("stages", np.array([[0.1, 0.2], [0.5, 0.4]]))["seeds as expected"] == 0.5


def test_the_table_has_a_line_for_every_rule():
    rows = [evidence(rule, np.array([[0.25, 0.5], [0.25, 0.75]])) for rule in ("stages", "trust")]
    head, rule, *lines = markdown(rows).splitlines()
    assert head.count("|") == rule.count("|") == lines[0].count("|") == 7
    assert lines[1] == "| `trust` | failed share of judged alliances | 0.250 | 0.625 | +3.0 | 100% |"
