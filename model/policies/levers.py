"""Levers: the values that a policy may change.

A policy takes a value and returns a value; it never edits a firm. Each lever is a table by programme mask and market:
``world.levers.entry_barrier[firms.support[f], market]``. A firm's mask says which programmes reach it; mask 0 is
nobody's, and its row leaves every value as it is. A *factor* multiplies a value (1 leaves it); a *fill* supplies a
share of what is missing to 1 (0 leaves it); an *extra* is added (0 leaves it). Steps ask for them by ``supported``;
what policies pay is not a lever: see ``booking``.
"""

from __future__ import annotations

from typing import Any

from alliances.model.declarations.columns import Records, real, share


def factor(meaning: str) -> Any:
    """A lever that multiplies a value."""
    return real(f"Factor on {meaning}", "ratio", low=0, fill=1)


def fill(meaning: str) -> Any:
    """A lever that supplies a share of what is missing to 1."""
    return share(f"Fill of {meaning}")


def addition(meaning: str, unit: str) -> Any:
    """A lever that is added."""
    return real(f"Extra {meaning}", unit)


class LeverColumns:
    """What policies may change, each by programme mask and market."""

    ally_propensity = factor("the readiness to seek allies, at 0 nobody may ask the firm either; market: its home")
    search_reach = factor("the candidates looked at; market: the searching firm's home")
    match_quality = factor("the error in judging partners; market: the judging firm's home")
    entry_barrier = factor("the entry barrier; market: the market entered")
    customers = factor("the customers that may buy; market: the market sold to")
    demand = factor("a market's demand, by the mask of all policies in force")
    market_knowledge = fill("usable knowledge; market: the market concerned")
    alliance_capability = fill("capability; market: the firm's home")
    contract_enforcement = fill("enforcement; market: the alliance's host")
    centre_contact = fill("contact with foreign R&D centres; market: the firm's home")
    training = addition("alliance experience; market: the firm's home", "alliance-years/year")
    tariff = addition("rate on exports; market: the market sold to", "share of the price")
    severance = addition("hazard of alliances; market: the host, or the other's home", "1/year")


LEVERS = Records("levers", "One entry per programme mask and market", (LeverColumns,))
