"""What sanctions cost and divert, from tables small enough to add by hand."""

import pandas as pd
import pytest

from alliances.analysis.facts import fact
from alliances.analysis.facts.declaration import Replicate
from alliances.analysis.facts.sanctions import END, SANCTIONED, SANCTIONING
from alliances.experiments.evidence.worlds import WORLDS

THERE, ELSEWHERE = SANCTIONING[0], "BRA"


def world(there, elsewhere):
    """Sales of Chinese firm 1 where it may be sanctioned and elsewhere; a German firm and another year beside it."""
    sales = [(END, 1, THERE, there), (END, 1, ELSEWHERE, elsewhere), (END, 2, THERE, 70.0), (END - 4, 1, THERE, 80.0)]
    homes = [(step, firm, home) for step in (END - 4, END) for firm, home in ((1, SANCTIONED), (2, "DEU"))]
    return {
        "firms": pd.DataFrame(homes, columns=["step", "firm_id", "home"]),
        "presence": pd.DataFrame(sales, columns=["step", "firm_id", "market", "sales"]),
    }


def test_changes_are_relative_and_told_apart_by_where_sanctions_hold():
    measured = fact("sanctioned_sales").measure(Replicate(1, {"base": world(10.0, 4.0), "sanctions": world(2.0, 5.0)}))
    assert measured == {"sanctioned": pytest.approx(-0.8), "elsewhere": pytest.approx(0.25)}


def test_the_fall_is_judged_and_diversion_is_shown():
    assert {number.name: number.test for number in fact("sanctioned_sales").numbers} == {
        "sanctioned": "sign", "elsewhere": "shown",
    }  # fmt: skip


def test_the_world_sanctions_whom_the_fact_looks_at_until_the_quarter_in_which_it_looks():
    sanctions = WORLDS["sanctions"].policies[0]
    assert (sanctions["markets"], sanctions["target"]) == (SANCTIONING, {"homes": [SANCTIONED]})
    assert sanctions["end"] * 4 - 1 == END
