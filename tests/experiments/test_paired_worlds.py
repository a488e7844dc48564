"""Worlds that are run beside others, and their tables, built on first look."""

import pandas as pd
import pytest

from alliances.experiments.paired_worlds import TablesOnDemand, paired_worlds, world
from alliances.model.face.model import AllianceModel

SMALL = {"scenario": "default", "seed": 1, "firms": 40, "quarters": 8}


def test_tables_on_demand_are_those_of_the_model():
    model = AllianceModel(**SMALL).run()
    lazy, whole = TablesOnDemand(model), model.tables()
    assert list(lazy) == list(whole) and len(lazy) == len(whole)
    pd.testing.assert_frame_equal(lazy["alliances"], whole["alliances"])
    assert lazy["alliances"] is lazy["alliances"]
    with pytest.raises(KeyError):
        lazy["aliances"]


def test_paired_worlds_are_the_worlds_that_their_options_make_alone_one_at_a_time(monkeypatch):
    grant = {"name": "Grant", "instrument": "export_grant", "start": 0, "budget": 5.0}
    options = {"base": SMALL, "helped": {**SMALL, "policies": [grant]}, "trusting": {**SMALL, "without": "trust"}}
    made, init = [], AllianceModel.__init__
    monkeypatch.setattr(AllianceModel, "__init__", lambda self, **own: made.append(1) or init(self, **own))
    for number, (name, tables) in enumerate(paired_worlds(options), 1):
        assert len(made) == number
        monkeypatch.setattr(AllianceModel, "__init__", init)
        pd.testing.assert_frame_equal(tables["quarters"], world(options[name])["quarters"], check_exact=True)
        monkeypatch.setattr(AllianceModel, "__init__", lambda self, **own: made.append(1) or init(self, **own))
