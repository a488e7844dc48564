"""What a plugin needs: everything by which a researcher adds to the model, in one place (see ``docs/extending.md``)."""

from alliances.analysis.facts.declaration import BASE, Fact, Number
from alliances.model.declarations.columns import count, flag, real, share
from alliances.model.declarations.decisions import own_decision as decision
from alliances.model.declarations.parameter import parameter
from alliances.model.engine.randomness import normal_pair, stream, uniform, uniform_pair
from alliances.model.extension import Mechanism, Summary
from alliances.model.plugins import load
from alliances.model.policies.instruments import Instrument
from alliances.model.records.views import Alliance, Firm, alliances, firms

__all__ = [
    "BASE", "Alliance", "Fact", "Firm", "Instrument", "Mechanism", "Number", "Summary", "alliances", "count",
    "decision", "firms", "flag", "load", "normal_pair", "parameter", "real", "share", "stream", "uniform",
    "uniform_pair",
]  # fmt: skip
