"""Frames: the declared columns in order and type, whatever they are made of."""

import numpy as np
import pandas as pd
import pytest

from alliances.model.records.frames import Rows, empty, frame, known, optional, words
from alliances.model.records.outcomes import Outcome, Table

pytestmark = pytest.mark.smoke
PEOPLE = Table("people", "person", (
    Outcome("age", "int", "years", "Age"),
    Outcome("married", "bool", "", "Whether married", nullable=True),
    Outcome("name", "text", "", "Name", nullable=True),
))  # fmt: skip


def test_a_frame_has_the_declared_columns_in_order_and_type_and_no_others():
    made = frame(PEOPLE, {"name": ["Ann", None], "shoes": [38, 43], "married": [None, True], "age": [31, 7]})
    assert made.dtypes.astype(str).to_dict() == {"age": "int64", "married": "boolean", "name": "object"}
    assert made["age"].tolist() == [31, 7]


def test_an_empty_frame_has_the_same_columns_and_types():
    full = frame(PEOPLE, {"age": [31], "married": [True], "name": ["Ann"]})
    assert len(empty(PEOPLE)) == 0
    assert empty(PEOPLE).dtypes.to_dict() == full.dtypes.to_dict()


def test_a_code_of_minus_one_has_no_word():
    assert words(("north", "south"), np.array([1, -1, 0])).tolist() == ["south", None, "north"]


@pytest.mark.parametrize(
    ("values", "dtype"),
    [([4, 5], "Int64"), ([True, False], "boolean"), ([0.5, 1.5], "float64"), (["a", "b"], "object")],
)
def test_a_value_is_null_where_it_is_not_known(values, dtype):
    of = object if dtype == "object" else None
    found = pd.Series(known(np.array(values, dtype=of), np.array([True, False])))
    assert str(found.dtype) == dtype
    assert found.isna().tolist() == [False, True] and found[0] == values[0]


def test_a_function_of_columns_is_answered_with_columns_and_with_what_stands_beside_them():
    rows = Rows({"assets": np.array([1.0, 2.0])}.__getitem__, {}, step=np.array([3, 4]), ids=np.array([7, 8]))
    assert rows.answer(lambda assets, step, ids: assets + step * ids).tolist() == [22, 34]


@pytest.mark.parametrize(("values", "kind"), [([4, 5], "Int64"), ([True, False], "boolean")])
def test_what_is_not_known_is_null_and_the_rest_keeps_its_kind(values, kind):
    found = optional(np.ma.array(values, mask=[False, True]))
    assert str(found.dtype) == kind
    assert found.isna().tolist() == [False, True] and found[0] == values[0]
