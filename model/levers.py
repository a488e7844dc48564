"""Levers: the values that a policy may change, and the one way in which the model asks for them.

A policy takes a value and returns a value; it never edits a firm. Each lever is a table by programme mask and market:
``world.levers.entry_barrier[firms.support[f], market]``. A firm's mask says which programmes reach it; mask 0 is
nobody's, and its row leaves every value as it is. A *factor* multiplies a value (1 leaves it); a *fill* supplies a
share of what is missing to 1 (0 leaves it); an *extra* is added (0 leaves it). What policies pay is not a lever: see
``steps.pay_support``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from alliances.model.kernels import kernel
from alliances.model.room import allocated
from alliances.model.state import Column


class Levers(NamedTuple):
    """What policies may change, each by programme mask and market."""

    search_reach: Any = Column("f8", 0, 1)  # factor on the candidates looked at; market: the searching firm's home
    match_quality: Any = Column("f8", 0, 1)  # factor on the error in judging partners; market: the judging firm's home
    entry_barrier: Any = Column("f8", 0, 1)  # factor on the entry barrier; market: the market entered
    customers: Any = Column("f8", 0, 1)  # factor on the customers that may buy; market: the market sold to
    demand: Any = Column("f8", 0, 1)  # factor on a market's demand, by the mask of all policies in force
    market_knowledge: Any = Column("f8")  # fill of usable knowledge; market: the market concerned
    alliance_capability: Any = Column("f8")  # fill of capability; market: the firm's home
    contract_enforcement: Any = Column("f8")  # fill of enforcement; market: the alliance's host
    centre_contact: Any = Column("f8")  # fill of contact with foreign R&D centres; market: the firm's home
    training: Any = Column("f8")  # extra alliance-years of experience a year; market: the firm's home
    tariff: Any = Column("f8")  # extra rate on exports; market: the market sold to
    severance: Any = Column("f8")  # extra yearly hazard of alliances; market: the host, or the other's home


def neutral_levers(markets: int, policies: int = 0) -> np.ndarray:
    """Levers that change nothing, for every mask of so many policies."""
    return allocated(Levers, 2**policies, markets)


@kernel
def scaled(lever, support, market, value):
    """A value as a factor lever leaves it for a firm with this support in this market."""
    return value * lever[support, market]


@kernel
def extra(lever, support, market):
    """What an extra lever adds for a firm with this support in this market."""
    return lever[support, market]


@kernel
def filled(lever, support, market, value):
    """A value in [0, 1] as a fill lever leaves it."""
    return value + lever[support, market] * (1 - value)
