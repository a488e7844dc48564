"""Conditions are read as people mean them, and nothing else is read."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliances.analysis.conditions import Condition
from alliances.model.errors import InputError

KNOWN = ("failed_share", "formed", "formed@0:80 sum", "foreign_sales@last", "export_entry.new", "exporters@40:80")
COLUMNS = {
    "failed_share": np.array([0.2, 0.6, np.nan]),
    "formed": np.array([1.0, 2.0, 3.0]),
    "formed@0:80 sum": np.array([100.0, 200.0, 300.0]),
    "foreign_sales@last": np.array([5.0, 50.0, 500.0]),
    "export_entry.new": np.array([0.0, 1.0, -1.0]),
    "exporters@40:80": np.array([10.0, 20.0, 30.0]),
}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("failed_share > 0.5", [False, True, False]),
        ("not failed_share > 0.5", [True, False, True]),
        ("formed@0:80 sum >= 200 and formed < 3", [False, True, False]),
        ("`formed@0:80 sum` >= 200", [False, True, True]),
        ("foreign_sales@last/exporters@40:80 > 1", [False, True, True]),
        ("export_entry.new == -1 or formed == 1", [True, False, True]),
        ("1 < formed <= 2", [False, True, False]),
        ("(formed + 2 * formed) / 3 - -1 != 3.0e0", [True, False, True]),
        ("1 / export_entry.new > 0", [True, True, False]),
        ("formed > 1 and 1 < 2", [False, True, True]),
        ("2 < 1 or not 2 < 1 and formed > 1", [False, True, True]),
        ("formed < 3 < 4", [True, True, False]),
        ("1 < 2 < formed", [False, False, True]),
    ],
)
def test_a_condition_holds_where_its_words_say(text, holds):
    assert Condition(text, KNOWN)(COLUMNS).tolist() == holds


def test_a_comparison_with_what_is_missing_never_holds_whichever_way_it_is_turned():
    for sign in ("<", "<=", ">", ">=", "==", "!="):
        assert not Condition(f"failed_share {sign} 0.5", KNOWN)(COLUMNS)[2]
    assert Condition("failed_share > 0.5 or formed > 2", KNOWN).unknowable(COLUMNS).tolist() == [False, False, True]


def test_a_condition_names_its_columns_once_each():
    assert Condition("formed > 1 and failed_share > 0 and formed < 3", KNOWN).names == ("formed", "failed_share")


@pytest.mark.parametrize(
    "text",
    [
        "", "failed_share", "failed_share = 0.5", "failed_share > ", "failed_share > 0.5 & formed > 1", "1",
        "formed + 1",
        "__import__('os').system('true') > 1", "formed.real > 1", "formed > 'a'", "formed ** 9 > 1", "formed[0] > 1",
        "[formed] > 1", "formed > True", "(lambda: 1)() > 0", "failed_share > 0.5; 1", "formed in failed_share",
        "(" * 400 + "formed" + ")" * 400 + " > 1", "formed > 1 if formed else formed", "`formed` `formed` > 1",
        "formed > \x00", "not formed", "and",
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_one_line(text):
    with pytest.raises(InputError) as refused:
        Condition(text, KNOWN)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize("text", ["1 < 2", "not 1 < 2", "1 < 2 and 2 < 3"])
def test_a_condition_on_no_outcome_is_refused(text):
    with pytest.raises(InputError, match=f"'{text}' names no outcome"):
        Condition(text, KNOWN)


def test_an_unknown_name_is_told_with_the_nearest_one():
    with pytest.raises(InputError, match="no outcome 'faild_share'; did you mean 'failed_share'"):
        Condition("faild_share > 0.5", KNOWN)
    with pytest.raises(InputError, match="no outcome 'formed@0:90'; did you mean 'formed@0:80 sum'"):
        Condition("formed@0:90 > 0.5", KNOWN)


def test_what_no_person_types_is_refused_before_it_is_parsed():
    with pytest.raises(InputError, match="must have at most 1000 characters, not 5010"):
        Condition("-" * 5000 + "formed > 1", KNOWN)


@given(st.text(alphabet="formed_shareil()<>=!&|+-*/.0123456789`@: '\"andort\n[]{}%", max_size=40))
def test_whatever_is_typed_gives_a_condition_or_one_line(text):
    try:
        condition = Condition(text, KNOWN)
    except InputError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert condition(COLUMNS).dtype == bool
