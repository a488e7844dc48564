"""Columns hold together as they are declared: bounds, kinds, words, units, and what derived ones are made of."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from alliances.model.declarations.codes import NEVER, NOBODY
from alliances.model.declarations.columns import (
    CONTEXT,
    PLACES,
    UNIT_INTERVAL,
    Column,
    Derived,
    Kind,
    Records,
    asks_for,
    bits,
    code,
    columns_of,
    count,
    derived,
    recorded,
    share,
)
from alliances.model.policies.levers import LEVERS
from alliances.model.records.alliances import ALLIANCES
from alliances.model.records.outcomes import TABLES, TIES, shown
from alliances.model.records.state import GROUPS

pytestmark = pytest.mark.smoke
EVERY = (*GROUPS, LEVERS, TIES)
DECLARED = {f"{records.name}.{name}": column for records in EVERY for name, column in records.declared}
STORED = {name: column for name, column in DECLARED.items() if isinstance(column, Column)}
OUTCOMES = {f"{table.name}.{column.name}": column for table in TABLES for column in table.columns}
IDS = {"firm_id", "alliance_id", "initiator", "partner", "buyer"}
"""Columns of numbers that count nothing."""


def source_of(name: str) -> Records:
    """The records whose columns a column is made of; those of ties are made of alliances'."""
    records = next(one for one in EVERY if one.name == name.partition(".")[0])
    return ALLIANCES if records is TIES else records


def test_meanings_are_phrases_that_begin_with_a_capital():
    meanings = {name: column.meaning for name, column in DECLARED.items()}
    assert [n for n, said in meanings.items() if said != said.strip() or not said[0].isupper() or said[-1] == "."] == []


def test_bounds_are_in_order_and_hold_what_is_there_at_first():
    for name, column in STORED.items():
        low = -np.inf if column.low is None else column.low
        high = np.inf if column.high is None else column.high
        assert low < high, name
        assert low <= column.fill <= high or column.fill in (NOBODY, NEVER), name


def test_types_can_hold_what_is_there_at_first_and_the_bounds():
    for name, column in STORED.items():
        dtype = np.dtype(column.dtype)
        assert dtype.kind in "fiub", name
        assert np.array(column.fill).astype(dtype) == column.fill, name
        if dtype.kind in "iu":
            bounds = [bound for bound in (column.low, column.high) if bound is not None]
            assert all(np.iinfo(dtype).min <= bound <= np.iinfo(dtype).max for bound in bounds), name


def test_what_is_measured_between_0_and_1_is_bounded_by_0_and_1():
    measured = {name: (column.low, column.high) for name, column in STORED.items() if column.unit == UNIT_INTERVAL}
    assert set(measured.values()) == {(0, 1)}, measured


def test_real_numbers_have_a_unit_and_words_have_none():
    assert [name for name, column in STORED.items() if column.dtype[0] == "f" and not column.unit] == []
    assert [name for name, column in STORED.items() if column.kind == "text" and column.unit] == []


def test_columns_of_words_say_which_and_codes_find_theirs():
    for name, column in DECLARED.items():
        assert column.kind in get_args(Kind), name
        assert (column.kind == "text") == (bool(column.words) and not getattr(column, "width", 0)), name
        if isinstance(column.words, str):
            assert column.words in ("", *PLACES), name
            continue
        assert len(set(column.words)) == len(column.words), name
        if isinstance(column, Column) and column.words:
            assert column.width in (0, len(column.words)), name
            assert column.width or column.fill in range(NOBODY, len(column.words)), name


def test_what_follows_from_columns_asks_for_columns_that_there_are():
    for name, column in DECLARED.items():
        function = column.of if isinstance(column, Derived) else column.when
        assert function is None or set(asks_for(function)) <= {*source_of(name).stored, *CONTEXT}, name


@pytest.mark.parametrize("records", EVERY, ids=lambda records: records.name)
def test_no_two_parts_of_a_record_declare_the_same_name(records):
    names = [name for part in records.parts for name in columns_of(part)]
    assert len(names) == len(set(names)) > 0
    assert not {"ids", "values"} & {*names}


def test_a_column_is_shown_in_a_table_that_there_is():
    tables = {table.name for table in TABLES}
    assert {column.table for column in DECLARED.values()} == {"", *tables - {"admissions", "own_firms"}}


def test_every_column_of_every_table_has_a_meaning_and_every_number_a_unit():
    for name, column in OUTCOMES.items():
        assert column.meaning and "{" not in column.meaning, name
        assert column.name.isidentifier() and column.name.islower(), name
        counts = column.kind in ("int", "float") and column.name not in IDS
        assert bool(column.unit) == (counts or column.unit == "ISO3"), name


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_table_shows_two_columns_of_one_name(table):
    names = [column.name for column in table.columns]
    assert len(names) == len(set(names)) > 0


# ---- the forms of declaration


class Person:
    """A record to try the forms on."""

    height = share("Height")
    mood = code("Mood", ("good", "bad"), table="people")
    skills = share("Skill in {word}", width=2, words=("singing", "chess"), table="people", shown="{word}")
    friends = count("Friends", "people", width=3)
    answers = bits("Answers")
    tall = derived("bool", "Whether tall", "", lambda height, step: height > step, "people")


PEOPLE = Records("people", "Some people", (Person,))


def test_declared_columns_come_in_the_order_of_declaration_and_stored_ones_alone_are_stored():
    assert [name for name, _ in PEOPLE.declared] == ["height", "mood", "skills", "friends", "answers", "tall"]
    assert list(PEOPLE.stored) == ["height", "mood", "skills", "friends", "answers"]


def test_a_wide_column_is_shown_place_by_place():
    assert [(one.name, one.place, one.meaning) for one in shown(PEOPLE, "people")] == [
        ("mood", None, "Mood"), ("singing", 0, "Skill in singing"), ("chess", 1, "Skill in chess"),
        ("tall", None, "Whether tall"),
    ]  # fmt: skip


def test_a_table_needs_what_it_shows_and_what_that_follows_from():
    assert recorded(PEOPLE, "people") == ("mood", "skills", "height")
    assert recorded(PEOPLE, "animals") == ()


def test_kinds_follow_from_types_and_words():
    kinds = {name: column.kind for name, column in PEOPLE.declared}
    assert kinds == {
        "height": "float", "mood": "text", "skills": "float", "friends": "int", "answers": "int", "tall": "bool",
    }  # fmt: skip
    assert (Person.height.low, Person.height.high, Person.mood.fill) == (0, 1, NOBODY)
