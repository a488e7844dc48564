"""Policies in the compiled model and in its plain peer: the same levers, payments, admissions, and firms."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from alliances.model.declarations.codes import COSTS, NOBODY, PURPOSES
from alliances.model.engine.compiling import call
from alliances.model.engine.kernels import entry_point
from alliances.model.policies.booking import promised
from alliances.model.policies.policy import INSTRUMENTS, Policy, policy_from
from peer.comparison import ATOL, BUSY, RTOL, Twins, compare_all, small_world, twins
from tests.cases import cases

POOR = BUSY | {
    "entry_cost.liquidity": 0.05,
    "knowledge_exchange.research_cost": 0.05,
    "partner_search.candidates": 4,
    "strategy.ally_propensity": 4,
    "strategy.cost_aversion": 60,
}
"""A busy world in which firms often cannot pay for entry themselves, and look hard at what alliances cost."""

GRANT = {"instrument": "export_grant", "share": 0.8}
MENTORS = {"instrument": "mentoring", "lessons": 3}
BROKERS = {"instrument": "brokerage"}
ADVICE = {"instrument": "market_intelligence", "supply": 0.6}
SUBSIDY = {"instrument": "formation_subsidy", "share": 0.6}
FUND = {"instrument": "joint_research_fund"}
CREDIT = {"instrument": "research_tax_credit", "credit": 0.4}
RELIEF = {"instrument": "foreign_profit_relief", "relief": 0.7}
REFORM = {"instrument": "contract_enforcement"}
OPENING = {"instrument": "market_opening", "cut": 0.5}
CENTRES = {"instrument": "research_centres", "contact": 0.2}
SANCTIONS = {"instrument": "sanctions", "cut_rate": 2}
TARIFF = {"instrument": "tariff", "rate": 0.3}
SLUMP = {"instrument": "demand_slump"}
BAN = {"instrument": "alliance_ban"}
REVENUE = {"instrument": "export_revenue_subsidy"}

SETS: dict[str, list[dict[str, Any]]] = {
    "two funds that match in full": [FUND, CREDIT | {"target": {"size": "sme"}}, FUND | {"start": 2}],
    "two matching funds and a tax credit": [
        FUND | {"budget": 0.4, "ceiling": 0.03},
        CREDIT | {"budget": 0.3, "target": {"size": "sme"}},
        FUND | {"match": 0.5, "ceiling": 0.02, "start": 1.5},
    ],
    "sanctions, intelligence and a grant, each for others": [
        SANCTIONS | {"markets": ["CHN", "VNM"], "target": {"homes": ["USA", "DEU", "SWE"]}, "end": 6},
        ADVICE | {"markets": ["BRA", "VNM", "JPN"], "target": {"homes": ["USA", "CHN", "BRA"]}},
        GRANT | {"markets": ["CHN", "BRA", "USA"], "budget": 0.5, "target": {"exporting": "no"}},
    ],
    "sanctions both ways": [
        SANCTIONS | {"markets": ["USA"], "target": {"homes": ["CHN"]}, "lost": 1},
        SANCTIONS | {"markets": ["CHN"], "target": {"homes": ["USA", "JPN"]}, "cut_rate": 0.5, "start": 2},
    ],
    "a yearly lottery and one that is held once": [
        GRANT | {"allocation": "lottery", "budget": 0.6, "ceiling": 0.06, "target": {"size": "sme"}, "start": 1.5},
        MENTORS | {"allocation": "lottery", "rounds": "once", "places": 15},
        SUBSIDY | {"allocation": "lottery", "rounds": "quarterly", "places": 9.5, "target": {"age": [0, 20]}},
    ],
    "places by score": [
        MENTORS | {"allocation": "score", "places": 12, "score": "highest technology"},
        ADVICE | {"allocation": "score", "places": 20, "score": "lowest age", "rounds": "quarterly"},
        BROKERS | {"allocation": "score", "places": 8, "score": "lowest alliance_capability", "rounds": "once"},
        GRANT | {"allocation": "score", "places": 20, "score": "highest foreign_sales", "ceiling": 0.05},
    ],
    "first come, first served": [
        MENTORS | {"places": 20, "budget": 0.11, "target": {"exporting": "no"}},  # money for half a year
        BROKERS | {"budget": 0.08, "target": {"exporting": "yes"}},
        ADVICE | {"budget": 0.1, "ceiling": 0.003, "rounds": "yearly"},
        GRANT | {"budget": 0.2, "rounds": "once"},
    ],
    "no second programme": [
        TARIFF | {"markets": ["USA", "DEU"]},
        MENTORS | {"places": 20, "allocation": "lottery"},
        BROKERS | {"stacking": False},
        ADVICE | {"stacking": False, "places": 10, "rounds": "yearly", "start": 0},
        GRANT,
    ],
    "only across borders": [
        SUBSIDY | {"target": {"partner_abroad": True}},
        FUND | {"target": {"partner_abroad": True}},
        CREDIT | {"target": {"partner_abroad": True}},
        GRANT | {"share": 1, "target": {"partner_abroad": True}, "budget": 2},
        RELIEF | {"target": {"partner_abroad": True}},
    ],
    "a lottery that bars two firms in five, and a subsidy of sales that runs out": [
        BAN | {"places": 0.4, "allocation": "lottery", "rounds": "once"},
        BAN | {"barred": 0.5, "target": {"size": "large"}},
        REVENUE | {"budget": 0.5, "ceiling": 0.05},
        REVENUE | {"markets": ["USA", "CHN"], "start": 2},
    ],
    "relief that runs out, and more for two markets": [
        RELIEF | {"budget": 0.2, "ceiling": 0.02},
        RELIEF | {"markets": ["USA", "CHN"], "target": {"size": "large"}},
    ],
    "grants in a row": [
        GRANT | {"share": 0.5, "markets": ["USA", "CHN", "JPN", "DEU"]},
        GRANT | {"share": 0.5, "ceiling": 0.04},
        GRANT | {"share": 1, "budget": 0.1, "administration": 0.02},
    ],
    "reforms that cannot always be paid": [
        REFORM | {"markets": ["CHN", "VNM", "NGA"], "reform": 0.8, "budget": 0.6, "target": {"homes": ["USA", "CHN"]}},
        OPENING | {"markets": ["CHN", "USA"], "administration": 0.4, "budget": 0.25, "phase_in": 2},
        REFORM | {"yearly_cost": 0.1, "target": {"size": "large"}, "start": 3},
        OPENING | {"target": {"homes": ["JPN", "CHN"]}, "budget": 0},
    ],
    "slumps, tariffs and openings phased in": [
        SLUMP | {"markets": ["USA", "CHN"], "phase_in": 1.5, "end": 4},
        SLUMP | {"drop": 0.4, "start": 3, "end": 6},
        TARIFF | {"phase_in": 2, "target": {"homes": ["USA", "CHN", "DEU"]}},
        OPENING | {"markets": ["USA", "VNM"], "phase_in": 2, "end": 7},
    ],
    "centres that money keeps for half a year": [
        CENTRES | {"centres": 4, "budget": 1.2, "phase_in": 1, "target": {"industries": ["biotech", "ict"]}},
        CENTRES | {"centres": 1, "administration": 0.1, "start": 2.3, "end": 6.6},
    ],
    "targets of every kind": [
        MENTORS | {"target": {"employees": [20, 200], "industries": ["manufacturing", "biotech"]}},
        BROKERS | {"target": {"age": [10, 25], "size": "large"}, "rounds": "yearly"},
        ADVICE | {"target": {"employees": [0, 90], "age": [3]}},
        GRANT | {"target": {"size": "sme", "homes": ["USA", "CHN"], "exporting": "yes"}},
    ],
    "everything at once": [
        MENTORS | {"budget": 0.2},
        BROKERS | {"phase_in": 3, "ceiling": 0.01},
        SANCTIONS | {"markets": ["CHN"], "target": {"homes": ["USA"]}},
        GRANT | {"budget": 1.0, "ceiling": 0.2},
        ADVICE | {"stacking": False},
        FUND | {"budget": 0.1},
        RELIEF | {"end": 5.1},
        SUBSIDY | {"start": 4},
    ],
}


def policies_of(tables: list[dict[str, Any]]) -> tuple[Policy, ...]:
    """Policies from tables that leave out the name; they start after the first year and run to the ninth."""
    return tuple(policy_from({"name": f"P{k}", "start": 1, "end": 9} | table) for k, table in enumerate(tables))


@cache
def worlds_with(name: str) -> Twins:
    """Both worlds with a set of policies."""
    return twins(small_world(POOR), 3, policies_of(SETS[name]))


@pytest.mark.parametrize("name", SETS)
def test_policies_together_do_the_same_in_both(name):
    compare_all(worlds_with(name))


@pytest.mark.parametrize("instrument", INSTRUMENTS)
@pytest.mark.parametrize(("seed", "parameters"), cases([(2, POOR)], [(1, {})]), ids=["poor", "ordinary"])
def test_every_instrument_alone_does_the_same_in_both(instrument, seed, parameters):
    compare_all(twins(small_world(parameters), seed, policies_of([{"instrument": instrument}])))


@pytest.mark.parametrize("name", ["two funds that match in full", "grants in a row", "only across borders"])
def test_every_firm_is_promised_the_same_for_every_cost_in_every_market(name):
    cost, scenario = 0.1, replace(small_world(POOR), quarters=22)  # all are in force then
    both = twins(scenario, 5, policies_of(SETS[name]))
    ours = np.zeros((len(both.peer.firms), len(both.peer.markets), COSTS))
    call(note_promises, both.engine.world, cost, ours)
    theirs = [
        [[firm.promised(purpose, cost, market) for purpose in range(COSTS)] for market in both.peer.markets]
        for firm in both.peer.firms
    ]
    np.testing.assert_allclose(ours, theirs, rtol=RTOL, atol=ATOL)
    assert len(np.unique(ours.round(9))) > 2


@entry_point
def note_promises(world, cost, promises):
    """Fill in what each living firm is promised by market and purpose."""
    for n in range(len(promises)):
        for market in range(len(world.markets)):
            for purpose in range(COSTS):
                promises[n, market, purpose] = promised(world, world.living[n], NOBODY, market, purpose, cost)


def test_the_comparison_meets_everything_that_policies_do():
    worlds = [worlds_with(name) for name in SETS]
    payments = np.concatenate([both.rows("payments") for both in worlds])
    assert set(payments["purpose"].tolist()) == set(range(len(PURPOSES)))
    assert (payments["alliance"] != NOBODY).any() and (payments["firm"] == NOBODY).any()
    rounds = [held for both in worlds for held in both.engine.programmes.admissions]
    assert any(0 < held.admitted.sum() < len(held.admitted) for held in rounds)
