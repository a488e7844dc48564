"""Effects from paired worlds, from tables small enough to subtract by hand."""

from math import log

import pandas as pd
import pytest

from alliances.analysis.facts.causes import competition_causal
from alliances.analysis.facts.declaration import Replicate


def worlds(**sales):
    """Worlds with the foreign sales of firms 1, 2, ... in one year (None: the firm has closed); shares are a tenth."""
    return Replicate(1, {
        name: {"firms": pd.DataFrame(
            [{"step": 3, "firm_id": firm, "foreign_sales": sold, "foreign_sales_share": sold / 10}
             for firm, sold in enumerate(values, 1) if sold is not None]
        )}
        for name, values in {"base": (), **sales}.items()
    })  # fmt: skip


def test_the_difference_is_of_two_effects():
    replicate = worlds(hard=(4, 2), hard_alone=(1, 1), soft=(8, 4), soft_alone=(4, 4))
    # means 3 against 1 under hard competition, 6 against 4 under soft
    assert competition_causal(replicate) == {
        "log_ratio": pytest.approx(log(3 / 1) - log(6 / 4)),
        "points": pytest.approx(0.2 - 0.2),
    }


def test_an_effect_that_competition_leaves_alone_makes_no_difference():
    replicate = worlds(hard=(3, 3), hard_alone=(2, 2), soft=(9, 6), soft_alone=(5, 5))
    assert competition_causal(replicate)["log_ratio"] == pytest.approx(0)


def test_only_firms_that_live_in_all_worlds_are_compared():
    replicate = worlds(hard=(5, 9), hard_alone=(2, None), soft=(3, None, 9), soft_alone=(2, 1, None))
    assert competition_causal(replicate)["log_ratio"] == pytest.approx(log(5 / 2) - log(3 / 2))
