"""Effects from paired worlds and from lots, from tables small enough to subtract by hand."""

import math

import pandas as pd
import pytest

from alliances.analysis.facts import fact
from alliances.analysis.facts.causes import competition_causal
from alliances.analysis.facts.declaration import Replicate


def worlds(sales=None, **shares):
    """Worlds with the foreign sales shares of firms 1, 2, ... in one year (None: the firm has closed).

    Foreign sales are as many million USD as the share, or those of ``sales`` by world.
    """
    return Replicate(1, {
        name: {"firms": pd.DataFrame(
            [{"step": 3, "firm_id": firm, "foreign_sales_share": share,
              "foreign_sales": (sales or shares)[name][firm - 1]}
             for firm, share in enumerate(values, 1) if share is not None]
        )}
        for name, values in shares.items()
    })  # fmt: skip


def test_the_difference_is_of_two_effects():
    replicate = worlds(hard=(0.5, 0.3), hard_alone=(0.2, 0.2), soft=(0.3, 0.3), soft_alone=(0.2, 0.2))
    measured = competition_causal(replicate)
    # 0.4 - 0.2 under hard competition, 0.3 - 0.2 under soft; twice as much, and half as much again
    assert measured == {"difference": pytest.approx(0.1), "log_difference": pytest.approx(math.log(2 / 1.5))}


def test_the_same_relative_effect_of_less_is_a_smaller_difference_and_none_in_logs():
    replicate = worlds(hard=(0.2, 0.0), hard_alone=(0.1, 0.0), soft=(0.6, 0.4), soft_alone=(0.3, 0.2))
    measured = competition_causal(replicate)
    assert measured == {"difference": pytest.approx(0.05 - 0.25), "log_difference": pytest.approx(0)}


def test_logs_are_of_sales_and_not_of_shares():
    sales = {"hard": (8.0,), "hard_alone": (2.0,), "soft": (2.0,), "soft_alone": (1.0,)}
    replicate = worlds(sales, hard=(0.5,), hard_alone=(0.5,), soft=(0.5,), soft_alone=(0.5,))
    assert competition_causal(replicate) == {"difference": 0, "log_difference": pytest.approx(math.log(2))}


def test_only_firms_that_live_in_all_worlds_are_compared():
    replicate = worlds(
        hard=(0.5, 0.9), hard_alone=(0.2, None), soft=(0.3, None, 0.9), soft_alone=(0.2, 0.1, None)
    )  # fmt: skip
    assert competition_causal(replicate)["difference"] == pytest.approx(0.3 - 0.1)


def test_by_lot_three_signs_are_judged_and_what_explains_their_size_is_shown():
    numbers = {number.name: (number.test, number.low) for number in fact("encouragement").numbers}
    assert numbers == {
        **dict.fromkeys(("firm_size", "industry", "market_competition_intensity"), ("sign", 0)),
        **dict.fromkeys(("lot", "uptake", "log_competition"), ("shown", 0)),
    }
