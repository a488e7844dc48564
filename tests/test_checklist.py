"""The lecture's checklists name observables and rules that there are, or say what is outside."""

import pytest

from alliances.description.checklist import CHECKLIST, checklist
from alliances.experiments.variants.causes import PRICE, REVISIT, SKIPS, cause
from alliances.model.declarations.codes import STAGES
from alliances.model.declarations.parameters import RULES
from alliances.model.simulation import Simulation

ITEMS = [item for items in CHECKLIST.values() for item in items]


@pytest.fixture(scope="module")
def columns():
    """Every column of every table, as it is named in the checklist."""
    tables = Simulation("default", 1, firms=60, quarters=4).run().tables()
    return {f"{name}.{column}" for name, table in tables.items() for column in table.columns}


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_an_item_is_seen_in_columns_that_there_are_by_rules_that_there_are_or_outside(item, columns):
    assert set(item.seen) <= columns
    assert set(item.rules) <= set(RULES)
    assert (bool(item.seen) == bool(item.rules)) and (item.seen or item.outside)


def test_each_of_the_seven_stages_and_going_back_has_a_price_that_can_be_asked_for():
    items = CHECKLIST["Stages, the price of skipping each, and of going back"]
    assert [item.cause for item in items] == [*SKIPS, REVISIT]
    assert len(SKIPS) == len(STAGES)
    for item in items:
        assert cause(item.cause).outcomes == PRICE


def test_the_table_tells_each_item_once():
    for item in ITEMS:
        assert checklist().count(f"| {item.name} |") == 1
