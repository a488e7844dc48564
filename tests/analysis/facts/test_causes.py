"""Effects from paired worlds, from tables small enough to subtract by hand."""

import pandas as pd
import pytest

from alliances.analysis.facts.causes import competition_causal
from alliances.analysis.facts.declaration import Replicate


def worlds(**shares):
    """Worlds with the foreign sales shares of firms 1, 2, ... in one year (None: the firm has closed)."""
    return Replicate(1, {
        name: {"firms": pd.DataFrame(
            [{"step": 3, "firm_id": firm, "foreign_sales_share": share}
             for firm, share in enumerate(values, 1) if share is not None]
        )}
        for name, values in {"base": (), **shares}.items()
    })  # fmt: skip


def test_the_difference_is_of_two_effects():
    replicate = worlds(hard=(0.5, 0.3), hard_alone=(0.2, 0.2), soft=(0.3, 0.3), soft_alone=(0.2, 0.2))
    # 0.4 - 0.2 under hard competition, 0.3 - 0.2 under soft
    assert competition_causal(replicate) == {"difference": pytest.approx(0.1)}


def test_an_effect_that_competition_leaves_alone_makes_no_difference():
    replicate = worlds(hard=(0.3, 0.3), hard_alone=(0.2, 0.2), soft=(0.7, 0.5), soft_alone=(0.5, 0.5))
    assert competition_causal(replicate) == {"difference": pytest.approx(0)}


def test_only_firms_that_live_in_all_worlds_are_compared():
    replicate = worlds(
        hard=(0.5, 0.9), hard_alone=(0.2, None), soft=(0.3, None, 0.9), soft_alone=(0.2, 0.1, None)
    )  # fmt: skip
    assert competition_causal(replicate) == {"difference": pytest.approx(0.3 - 0.1)}
