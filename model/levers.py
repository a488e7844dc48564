"""Levers: the values that a policy may change, and the one way in which the model asks for them.

A policy takes a value and returns a value; it never edits a firm. Each lever is a table by programme mask and market:
``world.levers.entry_barrier[firms.support[f], market]``. A firm's mask says which programmes support it; mask 0 is
nobody's, and its row leaves every value as it is. A *factor* multiplies a cost, rate or barrier (1 leaves it); a *fill*
supplies a share of what is missing to 1 (0 leaves it).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from alliances.model.kernels import kernel
from alliances.model.room import allocated
from alliances.model.state import Column


class Levers(NamedTuple):
    """What policies may change, each by programme mask and market."""

    negotiation_cost: Any = Column("f8", 0, 1)  # factor on the cost of talks; market: the alliance's host
    cooperation_cost: Any = Column("f8", 0, 1)  # factor on the cost of running an alliance; market: the host
    search_reach: Any = Column("f8", 0, 1)  # factor on the candidates looked at; market: the searching firm's home
    match_quality: Any = Column("f8", 0, 1)  # factor on the error in judging partners; market: the judging firm's home
    entry_barrier: Any = Column("f8", 0, 1)  # factor on the entry barrier; market: the market entered
    foreign_profit_tax: Any = Column("f8", 0, 1)  # factor on the tax rate; market: the firm's home
    market_knowledge: Any = Column("f8")  # fill of usable knowledge; market: the market concerned
    alliance_capability: Any = Column("f8")  # fill of capability; market: the firm's home
    contract_enforcement: Any = Column("f8")  # fill of enforcement; market: the alliance's host


def neutral_levers(markets: int) -> np.ndarray:
    """Levers that change nothing, for mask 0."""
    return allocated(Levers, 1, markets)


@kernel
def scaled(lever, support, market, value):
    """A value as a factor lever leaves it for a firm with this support in this market."""
    return value * lever[support, market]


@kernel
def filled(lever, support, market, value):
    """A value in [0, 1] as a fill lever leaves it."""
    return value + lever[support, market] * (1 - value)
