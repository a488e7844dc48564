"""The last five years: where they begin, which alliances lived in them, and what stood before."""

import pandas as pd
import pytest

from alliances.analysis.surveys.window import allied_abroad, living, opening, window, within_window
from alliances.model.errors import InputError


def tables(*steps):
    """Firm 1, recorded in these steps, and alliances around a window from 20 to 39."""
    lives = [(0, 19), (0, 20), (39, None), (40, None), (25, 30)]
    alliances = pd.DataFrame({
        "alliance_id": range(5), "formed_step": [formed for formed, _ in lives],
        "ended_step": pd.array([ended for _, ended in lives], "Int64"), "international": [True] * 4 + [False],
        "partners": [[10, 11], [20, 21], [30, 31], [40, 41], [50, 51]],
    })  # fmt: skip
    return {"firms": pd.DataFrame({"step": steps, "firm_id": 1}), "alliances": alliances}


def test_the_window_is_the_last_twenty_quarters_and_opens_with_the_record_before_it():
    told = tables(11, 19, 20, 23, 39)
    assert window(told) == (20, 39)
    assert opening(told) == 19
    assert opening(tables(11, 20, 39)) == 11
    assert within_window(told, "firms")["step"].tolist() == [20, 23, 39]


def test_alliances_lived_in_it_if_they_shared_a_quarter_with_it():
    told = living(tables(39))
    assert told["alliance_id"].tolist() == [1, 2, 4]
    assert told["years"].tolist() == [0.25, 0.25, 1.5]  # quarters 20, 39, and 25 to 30
    assert sorted(allied_abroad(tables(39))) == [20, 21, 30, 31]


def test_records_that_do_not_reach_back_are_refused_in_one_line():
    with pytest.raises(InputError, match=r"^a survey of change looks back 20 quarters; the records of this run span"):
        opening(tables(20, 39))
    with pytest.raises(InputError, match=r"^no firm was recorded, so none can be asked"):
        window(tables())
