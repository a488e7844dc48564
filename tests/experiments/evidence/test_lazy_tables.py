"""Result tables that are built on first look."""

import pandas as pd
import pytest

from alliances.experiments.evidence.lazy_tables import TablesOnDemand
from alliances.model.face.model import AllianceModel


def test_tables_on_demand_are_those_of_the_model():
    model = AllianceModel("default", seed=1, firms=40, quarters=8).run()
    lazy, whole = TablesOnDemand(model), model.tables()
    assert list(lazy) == list(whole) and len(lazy) == len(whole)
    pd.testing.assert_frame_equal(lazy["alliances"], whole["alliances"])
    assert lazy["alliances"] is lazy["alliances"]
    with pytest.raises(KeyError):
        lazy["aliances"]
