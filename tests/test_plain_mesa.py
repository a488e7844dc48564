"""The compiled model against its plain Mesa peer: the same draws make the same firms, alliances, markets and books."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from alliances.model.declarations.codes import (
    CAUSES,
    CONTRACTUAL_MODE,
    DEEPEN,
    ENDINGS,
    ENTRY_EVENTS,
    MAX_PARTNERS,
    MEMORY,
    NEVER,
    NOBODY,
)
from alliances.model.records.alliances import ALLIANCES
from alliances.model.records.firms import FIRMS
from alliances.model.records.state import SUMMARY
from peer.comparison import (
    BUSY,
    NO_COUNTERPART,
    Twins,
    compare,
    compare_entries,
    compare_markets,
    compare_presences,
    compare_registers,
    small_world,
    twins,
)
from peer.draws import KeyedDraws, PlainDraws
from peer.model import PlainModel

CASES = [(1, {}), (2, {}), (3, {}), (4, BUSY)]


@pytest.fixture(scope="module", params=CASES, ids=["1", "2", "3", "busy"])
def both(request: pytest.FixtureRequest) -> Twins:
    """Both after sixty quarters; each quarter's summary is compared on the way."""
    seed, parameters = request.param
    return twins(small_world(parameters), seed)


@pytest.mark.smoke
def test_every_firm_ever_is_the_same_in_every_column(both):
    compare(FIRMS, both.rows("firms"), both.peer.all_firms, both.numbers)


@pytest.mark.smoke
def test_every_alliance_and_every_failed_talk_is_the_same_in_every_column(both):
    compare(ALLIANCES, both.rows("alliances"), both.peer.all_alliances, both.numbers)


@pytest.mark.smoke
def test_every_presence_is_the_same_in_every_column(both):
    compare_presences(both)


@pytest.mark.smoke
def test_every_step_into_or_out_of_a_market_is_the_same(both):
    compare_entries(both)


@pytest.mark.smoke
def test_markets_registers_and_segments_are_the_same(both):
    compare_markets(both)
    compare_registers(both)


@pytest.mark.smoke
def test_chains_of_ties_and_presences_hold_what_the_peer_lists(both):
    world, numbers = both.engine.world, both.numbers
    for row, firm in enumerate(both.peer.all_firms):
        ties, tie = [], int(world.firms["first_tie"][row])
        while tie != NOBODY:
            ties.append(tie // MAX_PARTNERS)
            tie = int(world.alliances["next_tie"][divmod(tie, MAX_PARTNERS)])
        assert ties == [numbers[alliance] for alliance in reversed(firm.ties)]
        markets, presence = [], int(world.firms["first_presence"][row])
        while presence != NOBODY:
            markets.append(int(world.presence["market"][presence]))
            presence = int(world.presence["next_presence"][presence])
        assert markets == [market.number for market in reversed(firm.presences)]


@pytest.mark.smoke
def test_living_alliances_and_firms_are_the_agents_of_the_peer(both):
    active = both.rows("active").tolist()
    assert active == [both.numbers[alliance] for alliance in both.peer.alliances]
    alive = np.flatnonzero(both.rows("firms")["alive"]).tolist()
    assert alive == [both.numbers[firm] for firm in both.peer.firms]


def test_only_what_links_rows_has_no_counterpart_in_the_peer():
    links = {"first_tie", "first_presence", "next_tie", "next_presence", "slot_start"}
    assert {name for columns in NO_COUNTERPART.values() for name in columns} == links


def test_the_comparison_meets_everything_that_can_happen():
    busy = twins(small_world(BUSY), 4)
    counts = busy.engine.world.counts[0]
    alliances, firms, entries = busy.rows("alliances"), busy.rows("firms"), busy.rows("entries")
    assert set(range(len(CAUSES))) <= set(alliances["cause"].tolist())
    assert set(range(len(ENDINGS))) <= set(alliances["ending"].tolist())
    assert set(range(len(ENTRY_EVENTS))) == set(entries["event"].tolist())
    assert ((entries["event"] == DEEPEN) & (entries["mode"] == CONTRACTUAL_MODE)).any()  # an exporter found a partner
    assert alliances["n_partners"].max() == MAX_PARTNERS
    assert (alliances["revisits"] > 0).any() and (alliances["market_overlap"] > 0).any()
    assert (alliances["due"] > alliances["formed"] + alliances["planned_quarters"])[alliances["formed"] != NEVER].any()
    assert ((firms["past_partner"] != NOBODY).sum(axis=1) == MEMORY).any()
    assert firms["dedicated_function"].any() and not firms["alive"].all() and counts["firms"] > counts["founding_slots"]


def test_ordinary_draws_give_similar_totals():
    scenario, totals = replace(small_world(), firms=150, burn_in=0), []
    for draws in (KeyedDraws, PlainDraws):
        total = dict.fromkeys(SUMMARY, 0.0)
        for seed in range(10):
            peer = PlainModel(scenario, seed, draws(seed))
            for _ in range(scenario.quarters):
                peer.step()
                for name, number in peer.summary.items():
                    total[name] += number
        totals.append(total)
    for name in ("active_alliances", "formed", "ended", "failed", "exporters", "closed", "foreign_sales"):
        assert totals[0][name] == pytest.approx(totals[1][name], rel=0.4), name
